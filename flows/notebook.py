"""What fetching has learnt and not yet written down, and the results that wait for it.

Guarantees: a result is handed on only when the warehouse knows of it; one transaction holds what
belongs together.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from flows.bridge import Ask
from tasks.discover.inputs import make_reference
from tasks.faults import fault_point
from tasks.fetch.fetcher import Fetcher
from tasks.fetch.raw_store import RawStore
from tasks.records import Fetched, FetchLine, InputKind, Reference, Rejection
from tasks.source_records import FetchRow, LinkState, ListingState
from tasks.warehouse.known import Progress, note_progress

State = TypeVar("State")

Item = Reference | Rejection
"""What a page that was asked for becomes."""

FLUSH_PAGES = 50
FLUSH_SECONDS = 2.0
"""What was learnt is written down after so many pages or seconds, whichever comes first."""


class Notebook:
    """One run's; belongs to one event loop."""

    def __init__(
        self, ask: Ask, emit: Callable[[list[Item]], None], store: RawStore, now: Callable[[], datetime]
    ) -> None:
        self._ask, self._emit, self._store, self._now = ask, emit, store, now
        self._fetcher: Fetcher | None = None
        self._progress = Progress()
        self._results: list[Item] = []
        self._lock = asyncio.Lock()
        self._written_at = now()
        self._written: dict[str, object] = {}
        self.links: dict[str, LinkState] = {}
        """What this run knows of addresses, by canonical one; the warehouse may not know it yet."""

    def watch(self, fetcher: Fetcher) -> None:
        """Whose knowledge of hosts is to be kept."""
        self._fetcher = fetcher

    def note(self, line: FetchLine) -> None:
        row = FetchRow(
            line.url, line.source, line.kind, line.at, line.status, line.bytes, line.seconds, line.etag, line.outcome
        )
        self._progress.requests.append(row)

    def keep(self, fetched: Fetched, raw: Path) -> Reference:
        """Put the answer's bytes into the raw files."""
        place = self._store.append(fetched)
        fault_point("collect:stored")
        path = str(raw / place.file)
        reference = make_reference(
            place.url, InputKind.WARC, path, place.offset, place.length, place.raw_sha256, place.url
        )
        self._progress.pending.append(reference)
        rows = self._progress.requests
        for index in range(len(rows) - 1, -1, -1):
            if rows[index].url == place.url and rows[index].at == place.at:
                rows[index] = replace(
                    rows[index],
                    raw_file=place.file,
                    raw_offset=place.offset,
                    raw_length=place.length,
                    raw_sha256=place.raw_sha256,
                )
                break
        return reference

    async def add(
        self, *, listing: ListingState | None = None, links: Iterable[LinkState] = (), item: Item | None = None
    ) -> None:
        if listing is not None:
            self._progress.listings.append(listing)
        for state in links:
            self._progress.links.append(state)
            self.links[state.canonical_url] = state
        if item is not None:
            self._results.append(item)
        waited = (self._now() - self._written_at).total_seconds()
        if len(self._results) >= FLUSH_PAGES or waited >= FLUSH_SECONDS:
            await self.flush()

    async def flush(self) -> None:
        """Write everything down, then hand the results on."""
        async with self._lock:
            progress, self._progress = self._progress, Progress()
            results, self._results = self._results, []
            self._written_at = self._now()
            if self._fetcher is not None:
                progress.hosts = self._fresh(self._fetcher.changed_hosts(), "host")
                progress.robots = self._fresh(self._fetcher.changed_robots(), "origin")
            self._store.sync()
            if progress:
                await self._ask(partial(note_progress, progress=progress))
            fault_point("collect:noted")
            if results:
                self._emit(results)

    def _fresh(self, states: list[State], key: str) -> list[State]:
        """Those that differ from what was written down last."""
        fresh = [state for state in states if self._written.get(getattr(state, key)) != state]
        self._written |= {getattr(state, key): state for state in fresh}
        return fresh
