"""How hosts are treated, told from what they themselves wrote down."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tasks.fetch.fetcher import Fetcher
from tasks.fetch.hosts import after_failure, parse_retry_after
from tasks.fetch.policy import Politeness
from tasks.records import Fetched, FetchRequest, HostState, RobotsFile, Unfetched
from tests.fetch.visit import fetcher_on
from tests.site.clock import START, run
from tests.site.hostile import endless_robots, silence
from tests.site.server import Asked, Host, Reply, World

NO_RULES = Reply(b"", 404)
Got = Fetched | Unfetched


def times(world: World, host: str) -> list[float]:
    return [round(asked.at, 3) for asked in world.log if asked.host == host]


def visit(hosts: list[Host], act: Callable[[World, Fetcher], Awaitable[Any]], **given: Any) -> tuple[Any, World]:
    async def main() -> tuple[Any, World]:
        world = World(hosts)
        async with world, fetcher_on(world, **given) as fetcher:
            return await act(world, fetcher), world

    return run(main())


def asks(*addresses: tuple[str, str], **given: Any) -> Callable[[World, Fetcher], Awaitable[list[Got]]]:
    """Asks for all addresses (host, path) at once."""

    async def act(world: World, fetcher: Fetcher) -> list[Got]:
        requests = [FetchRequest(world.url(host, path), **given) for host, path in addresses]
        return list(await asyncio.gather(*(fetcher.fetch(request) for request in requests)))

    return act


def in_turn(*addresses: tuple[str, str]) -> Callable[[World, Fetcher], Awaitable[list[Got]]]:
    async def act(world: World, fetcher: Fetcher) -> list[Got]:
        return [await fetcher.fetch(FetchRequest(world.url(host, path))) for host, path in addresses]

    return act


def reasons(got: list[Got]) -> list[str]:
    return [answer.reason if isinstance(answer, Unfetched) else str(answer.status) for answer in got]


def test_a_host_is_asked_one_thing_at_a_time_a_second_apart() -> None:
    paths = [("a.example", f"/{n}") for n in range(5)]
    got, world = visit([Host("a.example", {"/robots.txt": NO_RULES, "*": Reply(b"ok")})], asks(*paths))
    assert reasons(got) == ["200"] * 5
    assert times(world, "a.example") == [0, 1, 2, 3, 4, 5]
    assert world.most_in_flight == {"a.example": 1}


@pytest.mark.parametrize(
    ("delay", "apart"),
    [(0.1, 1.1), (0.5, 3.0), (2.0, 12.0), (8.0, 38.0)],  # five times the answer's time, 30 s at most, after its end
)
def test_a_slow_host_is_asked_at_longer_distances(delay: float, apart: float) -> None:
    slow = Host("a.example", {"/robots.txt": NO_RULES, "*": Reply(b"ok", delay=delay)})
    _, world = visit([slow], in_turn(*[("a.example", "/")] * 3))
    first, second, third = times(world, "a.example")[1:]
    assert [round(second - first, 3), round(third - second, 3)] == [apart, apart]


@pytest.mark.parametrize(("rules", "own", "apart"), [(b"", 7.0, 7.0), (b"Crawl-delay: 9", 7.0, 9.0), (b"", 0.2, 1.0)])
def test_the_wider_of_crawl_delay_and_the_sources_rate_is_kept(rules: bytes, own: float, apart: float) -> None:
    host = Host("a.example", {"/robots.txt": Reply(b"User-agent: *\n" + rules), "*": Reply(b"ok")})
    _, world = visit([host], asks(*[("a.example", "/")] * 3, min_delay=own))
    assert times(world, "a.example") == [0, apart, 2 * apart, 3 * apart]


def test_a_host_that_asks_for_longer_pauses_than_are_kept_is_left_alone() -> None:
    rules = Reply(b"User-agent: dateline\nCrawl-delay: 61\n")
    got, world = visit([Host("a.example", {"/robots.txt": rules})], asks(("a.example", "/")))
    assert (reasons(got), world.paths("a.example")) == (["crawl-delay"], ["/robots.txt"])


def test_one_slow_host_never_delays_another() -> None:
    slow = Host("slow.example", {"/robots.txt": NO_RULES, "*": silence})
    fast = Host("fast.example", {"/robots.txt": NO_RULES, "*": Reply(b"ok")})
    _, world = visit([slow, fast], asks(*[("slow.example", "/")] * 4, *[("fast.example", "/")] * 4))
    assert times(world, "fast.example") == [0, 1, 2, 3, 4]


def test_what_is_disallowed_is_not_asked_for() -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: Dateline\nDisallow: /private\nAllow: /private/press\n"
    host = Host("a.example", {"/robots.txt": Reply(rules), "*": Reply(b"ok")})
    got, world = visit([host], in_turn(*(("a.example", path) for path in ("/private/x", "/private/press", "/news"))))
    assert reasons(got) == ["robots", "200", "200"]
    assert world.paths("a.example") == ["/robots.txt", "/private/press", "/news"]


def test_a_source_whose_owner_allows_it_is_fetched_without_robots() -> None:
    host = Host("a.example", {"/robots.txt": Reply(b"User-agent: *\nDisallow: /"), "*": Reply(b"ok")})
    got, world = visit([host], asks(("a.example", "/x"), obey_robots=False))
    assert (reasons(got), world.paths("a.example")) == (["200"], ["/x"])


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418])
def test_a_robots_file_that_is_not_there_allows_everything(status: int) -> None:
    host = Host("a.example", {"/robots.txt": Reply(b"User-agent: *\nDisallow: /", status), "*": Reply(b"ok")})
    got, _ = visit([host], asks(("a.example", "/x")))
    assert reasons(got) == ["200"]


@pytest.mark.parametrize("answer", [Reply(b"", 500), Reply(b"", 503), Reply(b"", 429), silence])
def test_a_robots_file_that_cannot_be_read_allows_nothing(answer: Any) -> None:
    host = Host("a.example", {"/robots.txt": answer, "*": Reply(b"ok")})
    got, world = visit([host], in_turn(("a.example", "/x"), ("a.example", "/y")))
    assert reasons(got) == ["robots-unreachable"] * 2
    assert set(world.paths("a.example")) == {"/robots.txt"}
    assert all(answer.retry_at is not None for answer in got)


def known_rules(world_port: int, body: bytes, hours_ago: float, since_days: float | None = None) -> RobotsFile:
    read_at = START - timedelta(hours=hours_ago)
    since = None if since_days is None else START - timedelta(days=since_days)
    status = None if since_days is not None else 200
    return RobotsFile(f"http://a.example:{world_port}", body, status, read_at, read_at + timedelta(hours=24), since)


@pytest.mark.parametrize(
    ("hours_ago", "since_days", "expected", "asked"),
    [
        (1, None, "robots", []),  # known from an earlier run
        (25, None, "robots", ["/robots.txt"] * 2),  # out of date, but the new one cannot be read
        (25, 3, "robots-unreachable", ["/robots.txt"] * 2),
        (25, 31, "200", ["/robots.txt"] * 2 + ["/x"]),  # RFC 9309 2.3.1.4
    ],
)
def test_an_earlier_robots_file_holds(hours_ago: float, since_days: float, expected: str, asked: list[str]) -> None:
    async def main() -> tuple[list[str], list[str]]:
        world = World([Host("a.example", {"/robots.txt": Reply(b"", 500), "*": Reply(b"ok")})])
        async with world:
            body = b"User-agent: *\nDisallow: /x\n" if since_days is None else b""
            known = known_rules(world.port, body, hours_ago, since_days)
            async with fetcher_on(world, robots=[known]) as fetcher:
                got = await fetcher.fetch(FetchRequest(world.url("a.example", "/x")))
        return reasons([got]), world.paths("a.example")

    assert run(main()) == ([expected], asked)


def test_robots_is_read_once_a_day_and_after_redirects() -> None:
    async def main() -> tuple[list[str], list[str]]:
        moved = Reply(status=301, headers={"location": "/rules.txt"})
        rules = Reply(b"User-agent: *\nDisallow: /x\n")
        world = World([Host("a.example", {"/robots.txt": moved, "/rules.txt": rules, "*": Reply(b"ok")})])
        async with world, fetcher_on(world) as fetcher:
            got = []
            for hours in (0, 23, 2):
                await asyncio.sleep(hours * 3600)
                got += [await fetcher.fetch(FetchRequest(world.url("a.example", path))) for path in ("/x", "/y")]
            return reasons(got), world.paths("a.example")

    read = ["/robots.txt", "/rules.txt"]
    assert run(main()) == (["robots", "200"] * 3, [*read, "/y", "/y", *read, "/y"])


def test_a_robots_file_that_leads_round_in_circles_is_taken_as_missing() -> None:
    around = Reply(status=302, headers={"location": "/robots.txt"})
    got, world = visit([Host("a.example", {"/robots.txt": around, "*": Reply(b"ok")})], asks(("a.example", "/x")))
    assert (reasons(got), world.paths("a.example")) == (["200"], ["/robots.txt"] * 6 + ["/x"])


def test_a_robots_file_that_leads_out_of_the_web_allows_nothing() -> None:
    away = Reply(status=302, headers={"location": "http://["})
    got, world = visit([Host("a.example", {"/robots.txt": away, "*": Reply(b"ok")})], asks(("a.example", "/x")))
    assert (reasons(got), world.paths("a.example")) == (["robots-unreachable"], ["/robots.txt"])


def test_a_huge_robots_file_is_read_to_its_500th_kibibyte() -> None:
    host = Host("a.example", {"/robots.txt": endless_robots, "*": Reply(b"ok")})
    got, world = visit([host], in_turn(("a.example", "/private/7/a/x"), ("a.example", "/news")))
    assert reasons(got) == ["robots", "200"]
    assert world.paths("a.example") == ["/robots.txt", "/news"]


def answers_in_order(*replies: Reply) -> Callable[[Asked], Reply]:
    left = list(replies)
    return lambda asked: left.pop(0) if len(left) > 1 else left[0]


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_kept_in_both_forms(form: str) -> None:
    value = "20" if form == "seconds" else format_datetime(START + timedelta(seconds=21), usegmt=True)
    busy = answers_in_order(Reply(b"", 503, {"retry-after": value}), Reply(b"ok"))
    got, world = visit([Host("a.example", {"/robots.txt": NO_RULES, "*": busy})], asks(("a.example", "/x")))
    assert reasons(got) == ["200"]
    assert times(world, "a.example") == [0, 1, 21]


def test_a_host_that_wants_to_be_left_alone_for_long_is_not_waited_for() -> None:
    busy = Reply(b"", 429, {"retry-after": "7200"})
    got, world = visit([Host("a.example", {"/robots.txt": NO_RULES, "*": busy})], in_turn(*[("a.example", "/x")] * 3))
    assert reasons(got) == ["rate-limited", "cooling-down", "cooling-down"]
    assert {answer.retry_at for answer in got} == {START + timedelta(seconds=7201)}
    assert times(world, "a.example") == [0, 1]


def test_five_failures_in_a_row_open_the_breaker_and_the_next_run_knows() -> None:
    async def main() -> tuple[list[str], list[str], list[float]]:
        host = Host("a.example", {"/robots.txt": NO_RULES, "*": Reply(b"", 500)})
        world = World([host])
        async with world:
            async with fetcher_on(world) as fetcher:
                first = [await fetcher.fetch(FetchRequest(world.url("a.example", "/x"))) for _ in range(4)]
                states, robots = fetcher.changed_hosts(), fetcher.changed_robots()
            host.answers["*"] = Reply(b"ok")
            async with fetcher_on(world, hosts=states, robots=robots) as fetcher:
                second = [await fetcher.fetch(FetchRequest(world.url("a.example", "/x")))]
                await asyncio.sleep(600)
                second += [await fetcher.fetch(FetchRequest(world.url("a.example", "/x"))) for _ in range(2)]
        return reasons(first), reasons(second), times(world, "a.example")

    first, second, asked = run(main())
    assert first == ["server-error", "server-error", "server-error", "cooling-down"]
    assert second == ["cooling-down", "200", "200"]
    assert asked == [0, 1, 3, 7, 15, 31, 631, 632]  # back-off of 2, 4, 8, 16 s, then 600 s of rest


def test_the_breaker_rests_longer_each_time_and_forgets_with_one_answer() -> None:
    state, now = HostState("a.example"), START
    rests = []
    for _ in range(12):
        state = after_failure(state, now, 1.0, None, False, Politeness())
        rests.append((state.cool_down_until - now).total_seconds() if state.cool_down_until else None)
    assert rests == [None] * 4 + [600, 1200, 2400, 4800, 9600, 19200, 21600, 21600]


def test_a_new_run_keeps_the_distance_to_the_last_one() -> None:
    async def main() -> list[float]:
        world = World([Host("a.example", {"*": Reply(b"ok", delay=2.0), "/robots.txt": NO_RULES})])
        async with world:
            async with fetcher_on(world) as fetcher:
                await fetcher.fetch(FetchRequest(world.url("a.example", "/x")))
                states, robots = fetcher.changed_hosts(), fetcher.changed_robots()
            async with fetcher_on(world, hosts=states, robots=robots) as fetcher:
                await fetcher.fetch(FetchRequest(world.url("a.example", "/x")))
        return times(world, "a.example")

    assert run(main()) == [0, 1, 13]  # 2 s, then five times as long


def test_a_request_that_is_given_up_still_counts() -> None:
    async def act(world: World, fetcher: Fetcher) -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(3.5):
                await fetcher.fetch(FetchRequest(world.url("a.example", "/silent")))
        await fetcher.fetch(FetchRequest(world.url("a.example", "/x")))

    host = Host("a.example", {"/robots.txt": NO_RULES, "/silent": silence, "*": Reply(b"ok")})
    _, world = visit([host], act)
    assert times(world, "a.example") == [0, 1, 4.5]


def test_what_is_unchanged_is_not_sent_again() -> None:
    def answer(asked: Asked) -> Reply:
        known = asked.headers.get("if-none-match") == '"7"'
        return Reply(b"" if known else b"news", 304 if known else 200, {"etag": '"7"'})

    hosts = [Host("a.example", {"/robots.txt": NO_RULES, "*": answer})]
    got, world = visit(hosts, asks(("a.example", "/"), etag='"7"'))
    assert isinstance(got[0], Fetched)
    assert (got[0].is_unchanged, got[0].body, got[0].header("etag")) == (True, b"", '"7"')
    got, _ = visit(hosts, asks(("a.example", "/"), etag='"6"'))
    assert (got[0].is_unchanged, got[0].body) == (False, b"news")
    assert world.log[1].headers["if-none-match"] == '"7"'


def test_unchanged_since_never_is_no_answer() -> None:
    host = Host("a.example", {"/robots.txt": NO_RULES, "*": Reply(b"", 304)})
    got, _ = visit([host], asks(("a.example", "/")))
    assert reasons(got) == ["http-status"]


def test_every_request_is_written_down_without_its_secrets() -> None:
    lines: list[Any] = []
    host = Host("a.example", {"/robots.txt": NO_RULES, "/a": Reply(b"ok"), "/b": Reply(b"", 410)})
    _, world = visit([host], in_turn(("a.example", "/a?token=canary&p=1"), ("a.example", "/b")), note=lines.append)
    assert [(line.url, line.status, line.outcome) for line in lines] == [
        (world.url("a.example", "/robots.txt"), 404, "gone"),
        (world.url("a.example", "/a?p=1"), 200, "fetched"),
        (world.url("a.example", "/b"), 410, "gone"),
    ]
    assert "canary" not in repr(lines)
    assert world.paths("a.example")[1] == "/a?token=canary&p=1"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Mon, 05 May 2031 06:10:00 GMT", 600.0),
        ("Mon, 05 May 2031 05:00:00 GMT", 0.0),
        ("99999999999999999999", 999999999999.0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("Fri, 99 May 99999 06:10:00 GMT", None),
        ("٣", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_or_left(value: str | None, seconds: float | None) -> None:
    assert parse_retry_after(value, START) == seconds
