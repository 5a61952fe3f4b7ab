"""A warehouse that is filled from a world of made-up sites, in the loop's own time."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from flows.batches import Window, stage_references
from flows.collect import Collector
from flows.fetching import recover
from flows.notebook import Item, Notebook
from flows.visits import Tally, Visits
from flows.worker import parse_folder
from tasks.fetch.policy import FetchPolicy
from tasks.fetch.raw_store import RawStore
from tasks.records import Reference, Rejection
from tasks.source_records import Listing, ListingKind, Source
from tasks.warehouse.health import write_health
from tasks.warehouse.known import pending_pages, read_hosts
from tasks.warehouse.load import load_batch
from tasks.warehouse.store import Connection
from tests.fetch.visit import POLICY, fetcher_on
from tests.site.clock import loop_clock
from tests.site.server import World

R = TypeVar("R")

SECRETS: dict[str | None, str] = {"FERRY_KEY": "Bearer canary"}
"""The environment's variables, as far as sources name them."""


def a_source(
    world: World, host: str, kind: ListingKind = ListingKind.FEED, path: str = "/feed.xml", **given: object
) -> Source:
    """A source that lists its articles at one place of a world."""
    links = given.pop("links", None)
    listing = Listing(host.partition(".")[0], kind, world.url(host, path), links)  # type: ignore[arg-type]
    source = Source(listing.source, host, home_url=world.url(host), listings=(listing,))
    return replace(source, **given)  # type: ignore[arg-type]


class Desk:
    """Polls sources and loads what comes; ``folder`` holds everything that outlasts a kill."""

    def __init__(self, connection: Connection, folder: Path, world: World, policy: FetchPolicy = POLICY) -> None:
        self.connection = connection
        self.raw = folder / "raw"
        self.staging = folder / "staging"
        self.sources: dict[str, Source] = {}
        self.rejected: list[Rejection] = []
        self._world, self._policy = world, policy
        self._batches = 0

    async def poll(self, visits: Visits, *, load: bool = True) -> Tally:
        """One run, as the ingest flow makes it."""
        clock = loop_clock()
        items: list[Item] = []
        recover(self.connection, self.raw, clock.now())
        items += pending_pages(self.connection)

        async def ask(question: Callable[[Connection], R], /) -> R:
            return question(self.connection)

        with RawStore(self.raw, "dateline", now=clock.now) as store:
            notebook = Notebook(ask, items.extend, store, clock.now)
            hosts, robots = read_hosts(self.connection)
            async with fetcher_on(self._world, self._policy, hosts=hosts, robots=robots, note=notebook.note) as fetcher:
                notebook.watch(fetcher)
                known = self.sources | {source.source: source for source in visits.sources}
                collector = Collector(visits, fetcher, notebook, ask, self.raw, clock.now, SECRETS.get, known)
                await collector.run()
        if load:
            self.load(items, clock.now())
        return collector.tally

    def load(self, items: Iterable[Item], now: datetime) -> None:
        """Parse and store, without analysis."""
        items = list(items)
        if not items:
            return
        self._batches += 1
        rejected = [item for item in items if isinstance(item, Rejection)]
        folder = self.staging / str(self._batches)
        stage_references(folder, [item for item in items if isinstance(item, Reference)], rejected)
        for ready in parse_folder(folder, Window()).folders:
            load_batch(self.connection, ready, "run", now)
        self.rejected += rejected

    def rows(self, query: str) -> list[tuple[object, ...]]:
        return self.connection.execute(query).fetchall()

    def health(self) -> None:
        write_health(self.connection, loop_clock().now())
