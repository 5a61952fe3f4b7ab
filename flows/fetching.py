"""Fetching as a part of a run: what was named becomes visits, and visits become references.

Guarantees: pages that an earlier run fetched and did not load come first, also those that a kill left
in the raw files alone.
"""

import asyncio
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

from flows.bridge import Ask, Bridge
from flows.collect import Collector
from flows.notebook import Item, Notebook
from flows.settings import VERSION, Settings, authorization
from flows.visits import Tally, Visits
from tasks.discover.archives import FOLDER, archive_files, is_remote
from tasks.discover.inputs import SourceError, check_sources, make_reference
from tasks.discover.plan import RECHECKS, Days, is_fetched
from tasks.discover.sources import SourcesFile, SourcesFileError, read_sources
from tasks.discover.warc import find_warc_records
from tasks.fetch.fetcher import Fetcher, reject
from tasks.fetch.policy import Clock, FetchPolicy
from tasks.fetch.raw_store import RawStore
from tasks.records import Fetched, FetchRequest, InputKind, Page, Reference, Rejection, Unfetched
from tasks.source_records import LinkState, ListingKind, Source
from tasks.urls import canonicalise, without_secrets
from tasks.warehouse.known import (
    Progress,
    known_links,
    note_progress,
    note_raw_file,
    pending_pages,
    raw_ends,
    read_hosts,
    write_sources,
)
from tasks.warehouse.store import Connection

ALL, RECHECK = "all", "recheck"
"""What may stand in a source's place: every source, and known articles that are due for another look."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What a person named, told apart: files as they are, and what is to be visited."""

    files: tuple[str, ...]
    visits: Visits
    file: SourcesFile
    archives: tuple[Source, ...] = ()
    """Sources whose archives are fetched."""

    @property
    def are_fetched(self) -> bool:
        return bool(self.visits.sources or self.visits.addresses or self.visits.recheck or self.archives)


def read_targets(
    named: Sequence[str],
    settings: Settings,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
) -> Targets:
    """Tell files, addresses and sources apart; raises ``SourceError`` for what is none of them."""
    file = read_file(settings)
    addresses = tuple(name for name in named if name.startswith(("http://", "https://")))
    others = [name for name in named if name not in addresses]
    words = [name for name in others if name in file.sources or name in (ALL, RECHECK)]
    words = [name for name in words if not Path(name).exists()]
    files = [name for name in others if name not in words]
    check_sources(files)
    chosen = {name: file.sources[name] for name in words if name in file.sources}
    if ALL in words:
        chosen = file.sources
    days = Days(since, until)
    is_scheduled = ALL in words or RECHECK in words
    stop_at = datetime.now(UTC) + timedelta(minutes=settings.fetch_minutes) if is_scheduled else None
    visits = Visits(
        tuple(source for source in chosen.values() if any(map(is_fetched, source.listings))),
        addresses,
        only_due=ALL in words and not days.are_given,
        recheck=RECHECK in words,
        days=days,
        limit=limit,
        stop_at=None if days.are_given else stop_at,
    )
    for source in chosen.values():
        drops = [listing.url for listing in source.listings if listing.kind is ListingKind.DROP]
        files += [drop for drop in drops if Path(drop).exists()]
        files += archive_files(source)
    targets = Targets(tuple(files), visits, file, tuple(filter(is_remote, chosen.values())))
    if targets.are_fetched:
        fetch_policy(settings, file)
    return targets


def fetch_policy(settings: Settings, file: SourcesFile) -> FetchPolicy:
    """How is fetched, and in whose name; raises ``SourceError`` where nobody has said who asks."""
    contact = settings.contact or file.contact
    if not contact:
        raise SourceError(
            f"nobody is fetched from anonymously: set contact in {settings.sources} or DATELINE_CONTACT, "
            "as in mailto:you@example.org"
        )
    return FetchPolicy(
        contact,
        VERSION,
        ports=frozenset({80, 443, *settings.ports}),
        allow_private=tuple(ip_network(network) for network in settings.allow_private),
    )


def collect(
    connection: Connection, settings: Settings, targets: Targets, tally: Callable[[Tally], None]
) -> Iterator[list[Item]]:
    """References to the pages that the visits gave, as they are kept; ``tally`` is told at the end."""
    raw = raw_folder(settings.warehouse)
    write_sources(connection, list(targets.file.sources.values()))
    recover(connection, raw, datetime.now(UTC))
    if left := pending_pages(connection):
        yield list(left)
    policy = fetch_policy(settings, targets.file)
    hosts, robots = read_hosts(connection)

    async def main(ask: Ask, emit: Callable[[list[Item]], None]) -> None:
        clock = Clock()
        with RawStore(raw, policy.user_agent) as store:
            notebook = Notebook(ask, emit, store, clock.now)
            async with Fetcher(policy, hosts, robots, clock, note=notebook.note) as fetcher:
                notebook.watch(fetcher)
                collector = Collector(
                    targets.visits, fetcher, notebook, ask, raw, clock.now, authorization, targets.file.sources
                )
                try:
                    await collector.run()
                finally:
                    tally(collector.tally)

    yield from Bridge(main).results(connection)


def fetch_page(url: str, settings: Settings) -> Page | Rejection:
    """The page at ``url``; nothing is stored. Raises ``SourceError`` where nobody has said who asks."""
    policy = fetch_policy(settings, read_file(settings))

    async def main() -> Fetched | Unfetched:
        async with Fetcher(policy) as fetcher:
            return await fetcher.fetch(FetchRequest(url))

    answer = asyncio.run(main())
    if isinstance(answer, Unfetched):
        return reject(answer)
    clean = without_secrets(answer.url)
    digest = hashlib.sha256(answer.body).hexdigest()
    reference = make_reference(clean, InputKind.WARC, "", 0, len(answer.body), digest, clean)
    kind, _, charset = (answer.header("content-type") or "").partition("charset=")
    charset = charset.partition(";")[0].strip(" \"'")
    return Page(reference, answer.body, clean, kind.rstrip("; ") or None, charset or None, answer.at)


def read_file(settings: Settings) -> SourcesFile:
    """The sources file; raises ``SourceError`` where it is wrong."""
    try:
        return read_sources(settings.sources)
    except SourcesFileError as error:
        raise SourceError(str(error)) from error


def raw_folder(warehouse: Path) -> Path:
    """Where the bytes of what was fetched lie."""
    return warehouse.resolve().parent / "raw"


def recover(connection: Connection, raw: Path, now: datetime) -> int:
    """Take up the pages that a kill left in the raw files alone; returns their number."""
    ends = raw_ends(connection)
    count = 0
    for path in sorted(raw.glob("**/*.warc.gz")):
        name, size = str(path.relative_to(raw)), path.stat().st_size
        if size <= ends.get(name, 0) or name.startswith(f"{FOLDER}/"):
            continue
        found = [
            make_reference(e.url or name, InputKind.WARC, str(path), e.offset, e.length, e.raw_sha256, e.url)
            for e in find_warc_records(path)
            if not e.problem and e.offset >= ends.get(name, 0)
        ]
        links = _as_fetched(connection, found, now)
        note_progress(connection, Progress(pending=found, links=links))
        note_raw_file(connection, name, size)
        count += len(found)
    return count


def _as_fetched(connection: Connection, found: Sequence[Reference], now: datetime) -> list[LinkState]:
    by_address = {key: item for item in found if (key := canonicalise(item.url))}
    known: Mapping[str, LinkState] = known_links(connection, list(by_address))
    states = []
    for key, item in by_address.items():
        state = known.get(key) or LinkState(key, item.url or key, "", now)
        states.append(
            LinkState(
                key,
                state.url,
                state.source,
                state.listed_at,
                state.published_at,
                state.modified_at,
                first_fetched_at=state.first_fetched_at or now,
                fetched_at=now,
                raw_sha256=item.raw_sha256,
                checks=state.checks + 1,
                outcome="fetched",
                next_check_at=now + RECHECKS[0],
            )
        )
    return states
