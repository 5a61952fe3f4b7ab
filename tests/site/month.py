"""A month of scheduled runs over many newspapers, with corrections, outages and kills, in time that jumps.

A kill is an exception at one of the named points, after which the next run goes on with what
lies on the disk: a transaction that was open is rolled back, as DuckDB does after a real kill.
What should have been seen is worked out from what the papers served, not from what was asked.
"""

import asyncio
import itertools
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from flows import notebook
from flows.visits import Visits
from tasks.warehouse import load
from tasks.warehouse.known import forget_old_requests
from tasks.warehouse.store import Connection, open_warehouse
from tests.site.clock import START, run
from tests.site.desk import Desk, a_source
from tests.site.news import Story, newspaper
from tests.site.server import Asked, Host, Reply, World

DAY = 86_400.0
QUARTER = 900.0
POINTS = ("collect:stored", "collect:noted", "load:begin", "load:written", "load:committed")


class Killed(BaseException):
    """The process ends here."""


@dataclass(slots=True)
class Month:
    """What came of it; every list is one of complaints.

    ``twice`` has the pages of which one version was sent more than once; not those that were on their way when a
    process died, which are asked for again: ``sent_again`` counts these.
    """

    stories: int = 0
    corrections_served: int = 0
    requests: int = 0
    kills: int = 0
    sent_again: int = 0
    killed_runs: list[tuple[float, float]] = field(default_factory=list)
    """When each began and ended."""
    missing: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    lost_revisions: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    """Requests that ended without an answer: every paper answers at once, so the simulation lost it."""
    against_rules: list[str] = field(default_factory=list)

    def was_lost(self, sent_at: float) -> bool:
        """Whether an answer of that moment may have died with its process."""
        return any(begun <= sent_at <= ended for begun, ended in self.killed_runs)


class Papers:
    """The newspapers, and what they served."""

    def __init__(self, count: int, days: int, stories_a_day: float, seed: int = 7) -> None:
        chance = random.Random(seed)
        self.stories: dict[str, list[Story]] = {}
        self.served: dict[str, list[tuple[float, str]]] = {}
        hosts = []
        for number in range(count):
            name = f"p{number}.example"
            self.stories[name] = list(_stories(chance, name, days, stories_a_day))
            begins = sorted(chance.uniform(0, days * DAY) for _ in range(max(1, days // 15)))
            outages = [(begin, begin + chance.uniform(0.5, 10) * 3600) for begin in begins]
            hosts.append(self._noted(newspaper(name, self.stories[name], outages=outages)))
        self.world = World(hosts)

    def _noted(self, host: Host) -> Host:
        inner = host.answers["*"]

        def answer(asked: Asked) -> Reply:
            reply = inner(asked)  # type: ignore[operator]  # a newspaper answers by a function
            if isinstance(reply, Reply) and reply.status == 200 and asked.path.startswith("/news/"):
                self.served.setdefault(f"{host.name}{asked.path}", []).append((asked.at, reply.body.decode()))
            assert isinstance(reply, Reply)
            return reply

        return Host(host.name, {"*": answer})


def _stories(chance: random.Random, paper: str, days: int, a_day: float) -> Iterator[Story]:
    at = 0.0
    for number in itertools.count():
        at += chance.expovariate(a_day / DAY)
        if at > (days - 1) * DAY:
            return
        versions = [
            at + age for age in (0.0, *(chance.uniform(600, 5 * DAY) for _ in range(chance.choice((0, 0, 0, 1, 2)))))
        ]
        # Words of its own, so that no two are copies or one story, which only real news may be.
        told = " ".join("".join(chance.choices("abcdefghiklmnoprstuvw", k=7)) for _ in range(40))
        texts = tuple(
            (since, f"The {paper} ferry {number} was stopped for {version + 2} hours, {told}.")
            for version, since in enumerate(sorted(versions))
        )
        yield Story(f"/news/{number}", f"Ferry {number} stopped", texts)


@contextmanager
def _kills(chance: random.Random, share: float) -> Iterator[None]:
    """In a ``share`` of runs, die at some point that is passed for the first or second time."""
    point, passes = chance.choice(POINTS), chance.choice((1, 2))
    is_doomed = chance.random() < share
    passed = 0

    def fault_point(name: str) -> None:
        nonlocal passed
        passed += name == point
        if is_doomed and passed == passes:
            raise Killed

    kept = notebook.fault_point, load.fault_point
    notebook.fault_point = load.fault_point = fault_point
    try:
        yield
    finally:
        notebook.fault_point, load.fault_point = kept


@contextmanager
def without_resolution() -> Iterator[None]:
    """Articles are stored and their places among the others left out: two thirds of a small batch's CPU.

    Nothing that a month asks about depends on them.
    """
    kept = load.resolve_batch
    load.resolve_batch = lambda connection, folder, now: 0
    try:
        yield
    finally:
        load.resolve_batch = kept


def simulate(
    folder: Path, count: int, days: int, stories_a_day: float, kill_share: float, tell: Callable[[int, Month], None]
) -> Month:
    """Poll ``count`` papers every quarter of an hour for so many days, and look again every hour.

    ``tell`` hears every fifth day what has come of it so far.
    """
    papers, month, chance = Papers(count, days, stories_a_day), Month(), random.Random(11)

    async def one_run(connection: Connection, visits: Visits) -> None:
        desk = Desk(connection, folder / "data", papers.world)
        desk.sources = {name.partition(".")[0]: a_source(papers.world, name) for name in papers.stories}
        desk.staging = folder / "staging" / f"{asyncio.get_running_loop().time():.0f}"
        await desk.poll(visits)

    async def main() -> None:
        async with papers.world:
            sources = tuple(a_source(papers.world, name) for name in papers.stories)
            slots = range(int(days * DAY / QUARTER))
            for day, quarters in itertools.groupby(slots, key=lambda slot: int(slot * QUARTER // DAY)):
                with open_warehouse(folder / "data" / "warehouse.duckdb") as writer:
                    for slot in quarters:
                        ahead = slot * QUARTER - asyncio.get_running_loop().time()
                        await asyncio.sleep(max(0.0, ahead))
                        begun = asyncio.get_running_loop().time()
                        visits = Visits(sources, only_due=True, recheck=slot % 4 == 1)
                        try:
                            with _kills(chance, kill_share):
                                await one_run(writer, visits)
                        except (Killed, BaseExceptionGroup):
                            month.kills += 1
                            month.killed_runs.append((begun, asyncio.get_running_loop().time()))
                    forget_old_requests(writer, START + timedelta(days=day))
                if (day + 1) % 5 == 0 or day + 1 == days:
                    with open_warehouse(folder / "data" / "warehouse.duckdb") as connection:
                        await one_run(connection, Visits(sources))
                        _judge(month, papers, connection, (day + 1) * DAY)
                    tell(day + 1, month)

    run(main())
    return month


def _judge(month: Month, papers: Papers, connection: Connection, at: float) -> None:
    """Compare what was published a day before ``at``, and all that was served, with what is stored."""
    rows = connection.execute(
        """
        select url, list(title || chr(10) || full_text order by revision)
        from (select url, r.* from article_revisions as r inner join articles as a using (article_id))
        group by url
        """
    ).fetchall()
    stored = {_key(url): texts for url, texts in rows}
    named = {f"{name}{story.path}": story for name, stories in papers.stories.items() for story in stories}
    out = {key for key, story in named.items() if story.at < at - DAY}
    month.stories, month.requests = len(out), len(papers.world.log)
    month.missing = sorted(out - stored.keys())
    month.twice, month.lost_revisions, month.corrections_served, month.sent_again = [], [], 0, 0
    for key, pages in papers.served.items():
        versions = [text for _, text in named[key].versions]
        answers = [(sent_at, text) for sent_at, page in pages for text in versions if text in page]
        seen = list(dict.fromkeys(text for _, text in answers))
        month.corrections_served += len(seen) - 1
        if [text for told in stored.get(key, []) for text in versions if text in told] != seen:
            month.lost_revisions.append(f"{key}: served {len(seen)}, stored {len(stored.get(key, []))}")
        for version in seen:
            lost = sum(month.was_lost(sent_at) for sent_at, text in answers if text == version)
            more = sum(text == version for _, text in answers) - 1
            month.sent_again += min(more, lost)
            if more > lost:
                month.twice.append(f"{key}: one version sent {more + 1} times")
    month.against_rules = list(_complaints(papers.world))
    rows = connection.execute("""select url, outcome, "at" from fetches where status is null""").fetchall()
    month.unanswered = [f"{outcome}: {_key(url)} at {at}" for url, outcome, at in rows]


def _complaints(world: World) -> Iterator[str]:
    last: dict[str, float] = {}
    for asked in world.log:
        if asked.path.startswith("/private/"):
            yield f"disallowed: {asked.host}{asked.path}"
        if asked.at - last.get(asked.host, -9.0) < 1.0 - 1e-6:
            yield f"too early: {asked.host}{asked.path} at {asked.at:.1f}"
        last[asked.host] = asked.at
    yield from (f"{most} at once: {host}" for host, most in world.most_in_flight.items() if most > 1)


def _key(url: str) -> str:
    host, _, path = url.removeprefix("http://").partition("/")
    return f"{host.partition(':')[0]}/{path}"
