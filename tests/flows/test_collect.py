"""What a news site is asked for, told by the site itself, and what the warehouse then holds."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest

from flows import notebook
from flows.visits import Visits
from tasks.discover.inputs import discover_inputs
from tasks.discover.plan import Days
from tasks.source_records import Listing, ListingKind, Source
from tasks.warehouse.checksum import content_checksum
from tasks.warehouse.store import open_warehouse
from tests.site.clock import START, loop_clock, run
from tests.site.desk import Desk, a_source
from tests.site.news import Story, newspaper
from tests.site.server import Host, Reply, World

HOUR = 3600.0
DAY = 24 * HOUR


class Killed(Exception):
    """The process ends here."""


WORDS = "The ferry to Lund was stopped for {} hours on Sunday after its rudder broke, the harbour master said."


def story(number: int, *versions: tuple[float, str]) -> Story:
    told = versions or ((0.0, WORDS.format(number)),)
    return Story(f"/news/{number}", f"Ferry stopped, report {number}", told)


def on_a_desk(folder: Path, hosts: list[Host], act: Callable[[Desk, World], Awaitable[None]]) -> World:
    async def main() -> World:
        world = World(hosts)
        async with world:
            with open_warehouse(folder / "warehouse.duckdb") as connection:
                await act(Desk(connection, folder, world), world)
        return world

    return run(main())


def test_an_article_is_asked_for_once_and_a_quiet_feed_costs_one_request(tmp_path: Path) -> None:
    async def act(desk: Desk, world: World) -> None:
        for _ in range(3):
            await desk.poll(Visits((a_source(world, "a.example"),), only_due=True))
            await asyncio.sleep(900)
        assert desk.rows("select count(*), min(revision) from articles") == [(2, 1)]
        assert desk.rows("select outcome, count(*) from fetches group by 1 order by 1") == [
            ("fetched", 4),
            ("unchanged", 2),
        ]

    world = on_a_desk(tmp_path, [newspaper("a.example", [story(1), story(2)])], act)
    assert sorted(world.paths("a.example")) == ["/feed.xml"] * 3 + ["/news/1", "/news/2", "/robots.txt"]


def test_a_feed_that_says_nothing_of_its_state_is_told_unchanged_by_its_bytes(tmp_path: Path) -> None:
    feed = b'<rss version="2.0"><channel><item><link>/news/1</link></item></channel></rss>'
    page = f"<html><body><article><h1>Ferry</h1><p>{WORDS}</p></article></body></html>".encode()
    html = {"content-type": "text/html"}
    host = Host("a.example", {"/feed.xml": Reply(feed), "/news/1": Reply(page, headers=html)})

    async def act(desk: Desk, world: World) -> None:
        for _ in range(2):
            await desk.poll(Visits((a_source(world, "a.example"),)))
        assert desk.rows("select outcome, link_count from store.listings") == [("unchanged", 1)]

    world = on_a_desk(tmp_path, [host], act)
    assert world.paths("a.example").count("/news/1") == 1


def test_a_correction_is_found_at_growing_distances_and_the_earlier_text_is_kept(tmp_path: Path) -> None:
    changing = story(1, (0.0, WORDS.format("nine")), (2 * HOUR, WORDS.format("eleven")), (2 * DAY, WORDS.format("ten")))

    async def act(desk: Desk, world: World) -> None:
        source = a_source(world, "a.example")
        await desk.poll(Visits((source,)))
        for hours in [1] * 26 + [12] * 72:
            await asyncio.sleep(hours * HOUR)
            await desk.poll(Visits(recheck=True))
        told = "select revision, regexp_extract(full_text, 'for (\\w+) hours', 1) from article_revisions order by 1"
        assert desk.rows(told) == [(1, "nine"), (2, "eleven"), (3, "ten")]

    world = on_a_desk(tmp_path, [newspaper("a.example", [changing])], act)
    asked = [asked.at for asked in world.log if asked.path == "/news/1"]
    assert [round((at - asked[0]) / HOUR) for at in asked] == [0, 1, 4, 24, 74, 242, 722]


def test_a_sitemap_that_gives_a_new_date_brings_the_article_again(tmp_path: Path) -> None:
    changing = story(1, (0.0, WORDS.format("nine")), (2 * HOUR, WORDS.format("eleven")))

    async def act(desk: Desk, world: World) -> None:
        source = a_source(world, "a.example", ListingKind.SITEMAP, "/sitemap.xml")
        for _ in range(4):
            await desk.poll(Visits((source,), only_due=True))
            await asyncio.sleep(1.5 * HOUR)
        assert desk.rows("select revision from articles") == [(2,)]

    world = on_a_desk(tmp_path, [newspaper("a.example", [changing])], act)
    assert world.paths("a.example").count("/news/1") == 2


@pytest.mark.parametrize(("point", "times_asked"), [("collect:stored", 1), ("collect:noted", 1)])
def test_a_page_that_a_kill_left_behind_is_loaded_without_a_second_request(
    point: str, times_asked: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(name: str) -> None:
        if name == point:
            raise Killed

    async def act(desk: Desk, world: World) -> None:
        visits = Visits((a_source(world, "a.example"),))
        if point == "collect:noted":  # once the feed is noted, then the page
            with monkeypatch.context() as patched:
                patched.setattr(notebook, "FLUSH_SECONDS", 1e9)
                await desk.poll(visits, load=False)
        else:
            with monkeypatch.context() as patched:
                patched.setattr(notebook, "fault_point", die)
                with pytest.raises(Killed):
                    await desk.poll(visits)
        assert desk.rows("select count(*) from articles") == [(0,)]
        await asyncio.sleep(60)
        await desk.poll(visits)
        assert desk.rows("select count(*) from articles") == [(1,)]
        assert desk.rows("select count(*) from store.pending") == [(0,)]

    world = on_a_desk(tmp_path, [newspaper("a.example", [story(1)])], act)
    assert world.paths("a.example").count("/news/1") == times_asked


@pytest.mark.parametrize("error", [Killed, OSError])
def test_when_a_run_ends_in_an_error_nothing_goes_on_asking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    hosts = [newspaper(f"{name}.example", [story(number) for number in range(3)]) for name in "abc"]
    errors = iter([error])

    def broken(name: str) -> None:
        if name == "collect:stored" and (first := next(errors, None)):
            raise first

    async def act(desk: Desk, world: World) -> None:
        sources = tuple(a_source(world, host.name) for host in hosts)
        await desk.poll(Visits(sources))
        await asyncio.sleep(HOUR + 900)
        desk.connection.execute("update store.links set raw_sha256 = '', etag = null")  # all have changed
        monkeypatch.setattr(notebook, "fault_point", broken)
        with pytest.raises(error):
            await desk.poll(Visits(recheck=True))
        asked = len(world.log)
        await asyncio.sleep(HOUR)
        assert len(world.log) == asked
        assert [task for task in asyncio.all_tasks() if "_visit" in repr(task.get_coro())] == []

    on_a_desk(tmp_path, hosts, act)


def test_what_one_run_may_not_ask_for_stays_due(tmp_path: Path) -> None:
    async def act(desk: Desk, world: World) -> None:
        visits = Visits((a_source(world, "a.example", max_articles=2),))
        counts = []
        for _ in range(4):
            await desk.poll(visits)
            counts += desk.rows("select count(*) from articles")
        assert counts == [(2,), (4,), (5,), (5,)]

    on_a_desk(tmp_path, [newspaper("a.example", [story(n) for n in range(5)])], act)


def test_a_window_of_days_is_read_from_an_index_of_sitemaps(tmp_path: Path) -> None:
    stories = [story(n, (n * DAY, WORDS.format(n))) for n in range(6)]
    paper = newspaper("a.example", stories)

    async def act(desk: Desk, world: World) -> None:
        await asyncio.sleep(8 * DAY)
        first = START.date()
        visits = Visits(
            (a_source(world, "a.example", ListingKind.SITEMAP, "/index.xml"),),
            days=Days(date(first.year, first.month, first.day + 2), date(first.year, first.month, first.day + 3)),
        )
        tally = await desk.poll(visits)
        assert desk.rows("select url from articles order by 1") == [
            (world.url("a.example", f"/news/{n}"),) for n in (2, 3)
        ]
        assert tally.left_out["outside"] == 4

    def child(number: int, namespace: str = "http://www.google.com/schemas/sitemap-news/0.9") -> str:
        day = START.date().replace(day=START.day + number)
        return (
            f'<url xmlns:n="{namespace}"><loc>/news/{number}</loc>'
            f"<n:news><n:publication_date>{day}</n:publication_date></n:news></url>"
        )

    parts = {
        f"/part-{p}.xml.gz": Reply(gzip.compress(f"<urlset>{child(2 * p)}{child(2 * p + 1)}</urlset>".encode()))
        for p in range(3)
    }
    index = "".join(f"<sitemap><loc>{name}</loc></sitemap>" for name in parts)
    paper.answers |= parts | {"/index.xml": Reply(f"<sitemapindex>{index}</sitemapindex>".encode())}
    on_a_desk(tmp_path, [paper], act)


def test_a_section_gives_the_links_that_fit_its_pattern_and_no_other_sites(tmp_path: Path) -> None:
    paper = newspaper("a.example", [story(1)])
    paper.answers["/world"] = Reply(
        b'<a href="/news/1">One</a> <a href="/about">Us</a> <a href="http://other.example/news/9">They</a>'
    )

    async def act(desk: Desk, world: World) -> None:
        source = a_source(world, "a.example", ListingKind.SECTION, "/world", links=r"/news/\d+$")
        tally = await desk.poll(Visits((source,)))
        assert desk.rows("select count(*) from articles") == [(1,)]
        assert tally.left_out["other-site"] == 1

    world = on_a_desk(tmp_path, [paper, Host("other.example")], act)
    assert world.paths("other.example") == []


def test_an_address_is_told_to_be_an_article_or_a_feed_by_what_it_gives(tmp_path: Path) -> None:
    async def act(desk: Desk, world: World) -> None:
        await desk.poll(Visits(addresses=(world.url("a.example", "/news/2"),)))
        assert desk.rows("select count(*) from articles") == [(1,)]
        await desk.poll(Visits(addresses=(world.url("a.example", "/feed.xml"),)))
        assert desk.rows("select count(*) from articles") == [(3,)]
        tally = await desk.poll(
            Visits(addresses=(world.url("a.example", "/news/2"), world.url("a.example", "/feed.xml")))
        )
        assert tally.unchanged == 1

    world = on_a_desk(tmp_path, [newspaper("a.example", [story(n) for n in range(3)])], act)
    assert sorted(world.paths("a.example")) == ["/feed.xml"] * 2 + [*(f"/news/{n}" for n in range(3)), "/robots.txt"]


def test_what_cannot_be_had_is_said_once_and_what_may_come_is_tried_later(tmp_path: Path) -> None:
    feed = b'<rss version="2.0"><channel>%b</channel></rss>' % b"".join(
        b"<item><link>/%b</link></item>" % name for name in (b"gone", b"private/1", b"broken", b"picture")
    )
    picture = Reply(b"\x89PNG", headers={"content-type": "image/png"})
    rules = Reply(b"User-agent: *\nDisallow: /private/")
    host = Host(
        "a.example",
        {"/feed.xml": Reply(feed), "/robots.txt": rules, "/broken": Reply(b"", 500), "/picture": picture},
    )

    async def act(desk: Desk, world: World) -> None:
        tally = await desk.poll(Visits((a_source(world, "a.example"),)))
        assert sorted(item.reason for item in desk.rejected) == ["gone", "not-a-page", "robots"]
        assert tally.deferred == 1
        await asyncio.sleep(HOUR)
        await desk.poll(Visits((a_source(world, "a.example"),)))
        assert len(desk.rejected) == 3

    world = on_a_desk(tmp_path, [host], act)
    asked = world.paths("a.example")
    assert [asked.count(path) for path in ("/gone", "/private/1", "/picture")] == [1, 0, 1]
    assert asked.count("/broken") > 2


def test_a_secret_in_an_address_is_sent_and_never_stored(tmp_path: Path) -> None:
    feed = b'<rss version="2.0"><channel><item><link>/news/1?id=7&amp;token=canary</link></item></channel></rss>'
    paper = newspaper("a.example", [story(1)])
    paper.answers["/feed.xml"] = Reply(feed)

    async def act(desk: Desk, world: World) -> None:
        await desk.poll(Visits((a_source(world, "a.example", path="/feed.xml?token=canary"),)))
        assert desk.rows("select count(*) from articles") == [(1,)]

    world = on_a_desk(tmp_path, [paper], act)
    assert sorted(world.paths("a.example")) == ["/feed.xml?token=canary", "/news/1?id=7&token=canary", "/robots.txt"]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in files if b"canary" in path.read_bytes()] == []
    assert [
        path for path in files if path.name.endswith(".warc.gz") and b"canary" in gzip.decompress(path.read_bytes())
    ] == []


def test_what_a_source_may_do_at_home_it_may_not_do_where_its_links_lead(tmp_path: Path) -> None:
    paper, other = (
        newspaper(name, [story(1)], rules=b"User-agent: *\nDisallow: /news/") for name in ("a.example", "b.example")
    )

    async def act(desk: Desk, world: World) -> None:
        links = f"<item><link>/news/1</link></item><item><link>{world.url('b.example', '/news/1')}</link></item>"
        paper.answers["/feed.xml"] = Reply(f'<rss version="2.0"><channel>{links}</channel></rss>'.encode())
        await desk.poll(Visits((a_source(world, "a.example", obey_robots=False, authorization="FERRY_KEY"),)))
        assert [(item.location, item.reason) for item in desk.rejected] == [
            (world.url("b.example", "/news/1"), "robots")
        ]

    world = on_a_desk(tmp_path, [paper, other], act)
    told = [(asked.host, asked.path, asked.headers.get("authorization")) for asked in world.log]
    assert told == [
        ("a.example", "/feed.xml", "Bearer canary"),
        *sorted([("a.example", "/news/1", "Bearer canary"), ("b.example", "/robots.txt", None)], key=told.index),
    ]


def test_a_list_on_this_machine_is_fetched_once(tmp_path: Path) -> None:
    async def act(desk: Desk, world: World) -> None:
        addresses = tmp_path / "addresses.txt"
        addresses.write_text("# ours\n" + world.url("a.example", "/news/1") + "\n")
        listing = Listing("a", ListingKind.LIST, str(addresses))
        for _ in range(2):
            await desk.poll(Visits((Source("a", "A", listings=(listing,)),)))
        assert desk.rows("select count(*) from articles") == [(1,)]

    world = on_a_desk(tmp_path, [newspaper("a.example", [story(1)])], act)
    assert world.paths("a.example") == ["/robots.txt", "/news/1"]


def test_the_warehouse_is_rebuilt_from_the_raw_files_alone(tmp_path: Path) -> None:
    changing = story(1, (0.0, WORDS.format("nine")), (2 * HOUR, WORDS.format("eleven")))
    sums = []

    async def act(desk: Desk, world: World) -> None:
        await desk.poll(Visits((a_source(world, "a.example"),)))
        await asyncio.sleep(6 * HOUR)
        await desk.poll(Visits((a_source(world, "a.example"),), recheck=True))
        sums.append(content_checksum(desk.connection))
        with open_warehouse(tmp_path / "again" / "warehouse.duckdb") as connection:
            again = Desk(connection, tmp_path / "again", world)
            again.staging.mkdir(parents=True)
            again.load(discover_inputs([str(desk.raw)], again.staging), loop_clock().now())
            assert desk.rows("select count(*), max(revision) from articles") == [(4, 2)]
            sums.append(content_checksum(connection))

    on_a_desk(tmp_path, [newspaper("a.example", [changing, story(2), story(3), story(4)])], act)
    assert sums[0] == sums[1]


def test_a_silent_source_and_a_failing_one_are_told(tmp_path: Path) -> None:
    daily = [story(n, (n * 12 * HOUR, WORDS.format(n))) for n in range(2 * 24 + 1)]

    async def act(desk: Desk, world: World) -> None:
        sources = tuple(a_source(world, host) for host in ("quiet.example", "steady.example", "failing.example"))
        for _ in range(29):
            await desk.poll(Visits(sources, only_due=True))
            await asyncio.sleep(DAY)
        await asyncio.sleep(12 * HOUR)
        desk.health()
        told = "select source, silent, expected_7d, articles_7d, error_streak > 3 from source_health order by source"
        assert desk.rows(told) == [
            ("failing", False, None, 0, True),
            ("quiet", True, 14.0, 4, False),
            ("steady", False, 14.0, 12, False),
        ]

    papers = [
        newspaper("quiet.example", daily),
        newspaper("steady.example", [*daily, *(story(n, (n * 12 * HOUR, WORDS.format(n))) for n in range(49, 62))]),
        newspaper("failing.example", daily, outages=[(0, 99 * DAY)]),
    ]
    on_a_desk(tmp_path, papers, act)
