"""``python -m tests.bench.feeds [poll|month]``: what polling costs, and a month of it.

``poll``: 500 feeds with nothing new, each run as the ingest flow makes it, in one process with its
sites; their share is measured apart and taken off. ``month``: 50 papers, 30 days of 15 minutes; articles are
stored and not resolved among each other.
"""

import asyncio
import logging
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from flows.visits import Visits
from tasks.warehouse.store import open_warehouse
from tests.site.clock import run
from tests.site.desk import Desk, a_source
from tests.site.month import Month, simulate, without_resolution
from tests.site.news import Story, newspaper
from tests.site.server import World

FEEDS, ROUNDS = 500, 3


def poll() -> None:
    """Requests and CPU for each feed that has nothing new."""
    stories = [
        Story(f"/news/{n}", f"Ferry {n}", ((0.0, f"It was stopped for {n + 2} hours, he said."),)) for n in range(20)
    ]
    hosts = [newspaper(f"f{n}.example", stories) for n in range(FEEDS)]

    async def main() -> None:
        world = World(hosts)
        with tempfile.TemporaryDirectory() as name:
            async with world:
                with open_warehouse(Path(name) / "w.duckdb") as connection:
                    desk = Desk(connection, Path(name), world)
                    sources = tuple(a_source(world, host.name, max_articles=1) for host in hosts)
                    await desk.poll(Visits(sources), load=False)
                    connection.execute("update store.links set next_check_at = null")
                    connection.execute("delete from store.pending")
                    for _ in range(ROUNDS):
                        await asyncio.sleep(900)
                        before, begun = len(world.log), time.process_time()
                        await desk.poll(Visits(sources, only_due=True), load=False)
                        spent = time.process_time() - begun
                        asked = Counter(asked.path for asked in world.log[before:])
                        print(
                            f"{FEEDS} feeds, nothing new: {sum(asked.values()) / FEEDS:.2f} requests a feed, "
                            f"{1000 * spent / FEEDS:.1f} ms CPU a feed, the sites' own included",
                            flush=True,
                        )

    run(main())


def month(count: int = 50, days: int = 30) -> None:
    """Everything that a month must hold; prints complaints."""
    begun, spent = time.monotonic(), time.process_time()

    def tell(day: int, found: Month) -> None:
        print(
            f"{count} sources, {day} days of 15 minutes: {found.stories} articles, {found.corrections_served} "
            f"corrections served, {found.requests} requests, {found.kills} kills; {len(found.missing)} missing, "
            f"{len(found.lost_revisions)} revisions lost, {len(found.twice)} fetched twice "
            f"({found.sent_again} more after a kill), "
            f"{len(found.against_rules)} requests against the rules, {len(found.unanswered)} without an answer; "
            f"{time.monotonic() - begun:.0f} s, {time.process_time() - spent:.0f} s CPU",
            flush=True,
        )
        complaints = found.missing + found.lost_revisions + found.twice + found.against_rules + found.unanswered
        for complaint in complaints[:20]:
            print("  " + complaint)

    with tempfile.TemporaryDirectory() as name, without_resolution():
        simulate(Path(name), count, days, stories_a_day=1.5, kill_share=0.05, tell=tell)


if __name__ == "__main__":
    logging.disable(logging.WARNING)  # each run says that it may reach the sites on loopback
    match sys.argv[1:]:
        case ["poll"]:
            poll()
        case ["month", *numbers]:
            month(*map(int, numbers))
        case _:
            poll()
            month()
