"""WARC files of remote archives: fetched whole into the raw files, one after the other, then read like any other.

Guarantees: an archive's pages are noted as waiting in the same way as fetched pages are, so that a kill costs no page
and no second download; what an earlier run has taken up is neither fetched nor read again.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from flows.fetching import Targets, fetch_policy, raw_folder
from flows.notebook import Item
from flows.settings import Settings, authorization
from flows.visits import Tally
from tasks.discover.archives import FOLDER, archive_addresses, archive_lists, archive_place
from tasks.discover.inputs import make_reference
from tasks.discover.plan import listing_id, will_pass
from tasks.discover.warc import find_warc_records
from tasks.fetch.download import download
from tasks.fetch.fetcher import Fetcher, reject
from tasks.gunzip import GunzipError, TooLargeError
from tasks.records import Fetched, FetchKind, FetchLine, FetchRequest, InputKind, Reference, Rejection, Stage, Unfetched
from tasks.source_records import FetchRow, Listing, Source
from tasks.urls import without_secrets
from tasks.warehouse.known import (
    Progress,
    note_progress,
    note_raw_file,
    raw_ends,
    read_hosts,
)
from tasks.warehouse.store import Connection

ARCHIVES_A_RUN = 4
"""Files of a gigabyte, of tens of thousands of pages each: a run takes so many more."""

MOST_BYTES = 3_000_000_000
LIST_SECONDS = 24 * 3600.0
"""A list of paths is asked for once a day."""


class Archives:
    """One run's remote archives; everything is written down as it comes."""

    def __init__(
        self, connection: Connection, settings: Settings, targets: Targets, tally: Callable[[Tally], None]
    ) -> None:
        self._connection = connection
        self._raw = raw_folder(settings.warehouse)
        self._policy = fetch_policy(settings, targets.file)
        self._sources, self._days = targets.archives, targets.visits.days
        self._tally = tally
        self._left = ARCHIVES_A_RUN

    def collect(self) -> Iterator[list[Item]]:
        """The pages of the archives that are not known yet, file by file."""
        for source in self._sources:
            for listing in archive_lists(source):
                listed = self._read_list(source, listing)
                if isinstance(listed, list):
                    yield from self._take(source, listed)
                elif item := self._turn_away(listed):
                    yield [item]

    def _take(self, source: Source, addresses: list[str]) -> Iterator[list[Item]]:
        known = raw_ends(self._connection)
        for url in addresses:
            name = str(Path(FOLDER, archive_place(url)))
            if name in known:
                continue
            if self._left == 0:
                return
            self._left -= 1
            target = self._raw / name
            failed = None if target.exists() else self._download(_request(source, url), target)
            if failed is None:
                yield self._take_up(name)
            elif item := self._turn_away(failed):
                note_raw_file(self._connection, name, 0)  # nor will it come another day
                yield [item]
            else:
                return

    def _turn_away(self, failed: Unfetched | Rejection) -> Rejection | None:
        """What a person is told of a failure; None of one that may pass, which is only counted."""
        if isinstance(failed, Rejection):
            return failed
        if will_pass(failed):
            self._tally(Tally(deferred=1))
            return None
        return reject(failed)

    def _read_list(self, source: Source, listing: Listing) -> list[str] | Unfetched | Rejection:
        """The addresses that a list names; a list on the web is kept for a day."""
        path = Path(listing.url)
        if "://" in listing.url:
            path = self._raw / FOLDER / f"{listing_id(listing)}.paths"
            if not path.exists() or time.time() - path.stat().st_mtime > LIST_SECONDS:
                answer = asyncio.run(self._ask(_request(source, listing.url)))
                if isinstance(answer, Unfetched):
                    return answer
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(answer.body)
        try:
            return archive_addresses(path.read_bytes(), source.archive_base or "", self._days)
        except (OSError, GunzipError, TooLargeError) as error:
            return Rejection(without_secrets(listing.url), Stage.DISCOVER, "unreadable", str(error)[:500])

    async def _ask(self, request: FetchRequest) -> Fetched | Unfetched:
        async with self._fetcher() as fetcher:
            answer = await fetcher.fetch(request)
            self._note_hosts(fetcher)
            return answer

    def _download(self, request: FetchRequest, target: Path) -> Unfetched | None:
        async def main() -> Unfetched | None:
            async with self._fetcher() as fetcher:
                failed = await download(fetcher.fetch, request, target, MOST_BYTES)
                self._note_hosts(fetcher)
                return failed

        return asyncio.run(main())

    def _take_up(self, name: str) -> list[Item]:
        """Note the pages of a file as waiting to be loaded."""
        path = self._raw / name
        found: list[Item] = []
        for entry in find_warc_records(path):
            if entry.problem:
                detail = f"{entry.length} bytes from {entry.offset} on: {entry.problem}"
                found.append(Rejection(str(path), Stage.DISCOVER, "damaged", detail[:500]))
            else:
                place = (str(path), entry.offset, entry.length, entry.raw_sha256)
                found.append(make_reference(entry.url or name, InputKind.WARC, *place, entry.url))
        pages = [item for item in found if isinstance(item, Reference)]
        note_progress(self._connection, Progress(pending=pages))
        note_raw_file(self._connection, name, path.stat().st_size)
        return found

    def _fetcher(self) -> Fetcher:
        hosts, robots = read_hosts(self._connection)
        return Fetcher(self._policy, hosts, robots, note=self._note)

    def _note(self, line: FetchLine) -> None:
        row = FetchRow(
            line.url, line.source, line.kind, line.at, line.status, line.bytes, line.seconds, line.etag, line.outcome
        )
        note_progress(self._connection, Progress(requests=[row]))

    def _note_hosts(self, fetcher: Fetcher) -> None:
        note_progress(self._connection, Progress(hosts=fetcher.changed_hosts(), robots=fetcher.changed_robots()))


def _request(source: Source, url: str) -> FetchRequest:
    return FetchRequest(
        url,
        source.source,
        FetchKind.ARCHIVE,
        min_delay=1 / source.rate,
        obey_robots=source.obey_robots,
        authorization=authorization(source.authorization),
    )
