"""What a server may do, it may do; the fetch ends in time, in bounds, and with a reason."""

import asyncio
import gzip

import pytest

from tasks.records import Fetched, FetchReason, FetchRequest, Unfetched
from tests.fetch.visit import POLICY, fetcher_on
from tests.site import hostile
from tests.site.clock import run
from tests.site.server import Asked, Host, Reply, World

NO_RULES = Reply(b"", 404)

REASONS = {
    "gzip_bomb": FetchReason.TOO_LARGE,
    "gzip_twice": FetchReason.BAD_ENCODING,
    "brotli": FetchReason.BAD_ENCODING,
    "endless_body": FetchReason.TOO_LARGE,
    "promised_petabyte": FetchReason.TOO_LARGE,
    "header_drip": FetchReason.TIMEOUT,
    "byte_drip": FetchReason.TIMEOUT,
    "silence": FetchReason.TIMEOUT,
    "large_header": FetchReason.PROTOCOL,
    "endless_headers": FetchReason.PROTOCOL,
    "endless_hints": FetchReason.TIMEOUT,
    "short_length": FetchReason.PROTOCOL,
    "not_http": FetchReason.PROTOCOL,
    "bad_gzip": FetchReason.BAD_ENCODING,
    "bad_chunks": FetchReason.PROTOCOL,
    "hang_up": FetchReason.PROTOCOL,
}


def visit(answers: dict[str, object], path: str = "/news") -> tuple[Fetched | Unfetched, float, World]:
    """What comes of one visit to a host with ``answers``, how long it took, and the world it left."""

    async def main() -> tuple[Fetched | Unfetched, float, World]:
        world = World([Host("bad.example", answers), Host("good.example", {"*": Reply(b"good")})])  # type: ignore[arg-type]
        async with world, fetcher_on(world) as fetcher:
            got = await fetcher.fetch(FetchRequest(world.url("bad.example", path)))
            return got, asyncio.get_running_loop().time(), world

    return run(main())


@pytest.mark.parametrize("kind", sorted(REASONS))
def test_a_hostile_server_gets_a_reason_by_the_deadline(kind: str) -> None:
    got, seconds, _ = visit({"/robots.txt": NO_RULES, "/news": hostile.SPEAKERS[kind]})
    assert isinstance(got, Unfetched)
    assert got.reason == REASONS[kind], got.detail
    assert seconds <= POLICY.limits.deadline + 32  # with the distance between two tries


def test_every_kind_of_hostile_server_has_its_expected_reason() -> None:
    assert sorted(REASONS) == sorted(hostile.SPEAKERS)


def test_fifty_drips_do_not_hold_up_a_good_host() -> None:
    async def main() -> float:
        bad = [Host(f"b{n}.example", {"/robots.txt": NO_RULES, "*": hostile.byte_drip}) for n in range(50)]
        world = World([*bad, Host("good.example", {"/robots.txt": NO_RULES, "/news": Reply(b"good")})])
        async with world, fetcher_on(world) as fetcher:
            drips = [asyncio.create_task(fetcher.fetch(FetchRequest(world.url(host.name, "/news")))) for host in bad]
            await asyncio.sleep(5)
            begun = asyncio.get_running_loop().time()
            good = await fetcher.fetch(FetchRequest(world.url("good.example", "/news")))
            assert isinstance(good, Fetched)
            seconds = asyncio.get_running_loop().time() - begun
            assert {got.reason for got in await asyncio.gather(*drips) if isinstance(got, Unfetched)} == {"timeout"}
            return seconds

    assert run(main()) == 1.0  # the distance to the request for its robots.txt


def test_redirects_are_followed_five_times_and_no_more() -> None:
    steps = {f"/{n}": hostile.redirect_to(f"/{n + 1}") for n in range(9)}
    end = {"/robots.txt": NO_RULES, "/5": Reply(b"there")}
    got, _, world = visit({**steps, **end}, "/0")
    assert isinstance(got, Fetched)
    assert (got.body, got.url) == (b"there", world.url("bad.example", "/5"))
    got, _, world = visit({**steps, "/robots.txt": NO_RULES}, "/0")
    assert isinstance(got, Unfetched)
    assert got.reason == FetchReason.BAD_REDIRECT
    assert world.paths("bad.example") == ["/robots.txt", "/0", "/1", "/2", "/3", "/4", "/5"]


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.1/", FetchReason.FORBIDDEN_ADDRESS),
        ("http://169.254.169.254/latest/meta-data/", FetchReason.FORBIDDEN_ADDRESS),
        ("http://[::1]/", FetchReason.FORBIDDEN_ADDRESS),
        ("http://2130706433/", FetchReason.BAD_URL),
        ("//10.0.0.1/", FetchReason.FORBIDDEN_ADDRESS),
        ("file:///etc/passwd", FetchReason.BAD_SCHEME),
        ("gopher://good.example/", FetchReason.BAD_SCHEME),
        ("http://good.example:22/", FetchReason.BAD_PORT),
        ("http://user:word@good.example/", FetchReason.BAD_URL),
        ("http://[", FetchReason.BAD_URL),
        ("", FetchReason.BAD_REDIRECT),
        ("/" + "a" * 3000, FetchReason.BAD_REDIRECT),
    ],
)
def test_a_redirect_goes_nowhere_that_a_request_may_not(location: str, reason: FetchReason) -> None:
    got, _, world = visit({"/robots.txt": NO_RULES, "/news": hostile.redirect_to(location)})
    assert isinstance(got, Unfetched)
    assert got.reason == reason, got.detail
    assert world.paths("bad.example") == ["/robots.txt", "/news"]


def test_a_redirect_obeys_the_rules_of_where_it_leads() -> None:
    async def main() -> tuple[Fetched | Unfetched, list[str]]:
        rules = Reply(b"User-agent: *\nDisallow: /closed\n")
        closed = Host("closed.example", {"/robots.txt": rules, "/closed": Reply(b"secret")})
        open_host = Host("open.example", {"/robots.txt": NO_RULES})
        world = World([closed, open_host])
        async with world, fetcher_on(world) as fetcher:
            open_host.answers["/a"] = hostile.redirect_to(world.url("closed.example", "/closed"))
            return await fetcher.fetch(FetchRequest(world.url("open.example", "/a"))), world.paths("closed.example")

    got, asked = run(main())
    assert isinstance(got, Unfetched)
    assert (got.reason, asked) == (FetchReason.ROBOTS, ["/robots.txt"])


def test_a_name_that_changes_its_answer_is_connected_to_where_it_was_looked_at() -> None:
    async def main() -> tuple[Fetched | Unfetched, Fetched | Unfetched]:
        world = World(
            [Host("turn.example", {"*": Reply(b"", 404), "/news": Reply(b"good", headers={"connection": "close"})})]
        )
        answers = iter(["127.77.0.1", "127.0.0.1"])

        async def rebinding(host: str, port: int) -> list[str]:
            return [next(answers)]

        async with world, fetcher_on(world, resolve=rebinding) as fetcher:
            url = world.url("turn.example", "/news")
            first = await fetcher.fetch(FetchRequest(url))
            await asyncio.sleep(100)  # no connection is kept for so long
            return first, await fetcher.fetch(FetchRequest(url))

    first, second = run(main())
    assert isinstance(first, Fetched)
    assert (first.address, first.body) == ("127.77.0.1", b"good")
    assert isinstance(second, Unfetched)
    assert second.reason == FetchReason.FORBIDDEN_ADDRESS


def test_a_name_server_that_does_not_answer_is_waited_for_no_longer_than_a_server() -> None:
    async def main() -> tuple[Fetched | Unfetched, float]:
        async def never(host: str, port: int) -> list[str]:
            await asyncio.sleep(3600)
            return []

        world = World([])
        async with world, fetcher_on(world, resolve=never) as fetcher:
            got = await fetcher.fetch(FetchRequest("http://a.example/", obey_robots=False))
            return got, asyncio.get_running_loop().time()

    got, seconds = run(main())
    assert isinstance(got, Unfetched)
    assert (got.reason, seconds) == (FetchReason.TIMEOUT, 30.0)


def test_robots_txt_redirects_and_second_tries_share_one_deadline() -> None:
    async def main() -> list[tuple[str, str, float]]:
        answers = {"/a": Reply(b"", 302, {"location": "/b"}, delay=2), "/robots.txt": Reply(b"", 404, delay=4)}
        failures = iter([Reply(b"", 502, delay=3)])
        answers["/b"] = lambda asked: next(failures, Reply(b"too late", delay=60))
        world, lines = World([Host("slow.example", answers)]), []  # type: ignore[arg-type]
        async with world, fetcher_on(world, note=lines.append) as fetcher:
            await fetcher.fetch(FetchRequest(world.url("slow.example", "/a")))
        return [(line.url.rpartition("/")[2], line.outcome, line.seconds) for line in lines]

    found = run(main())
    assert found == [
        ("robots.txt", "gone", 4.0),
        ("a", "redirect", 2.0),
        ("b", "server-error", 3.0),
        ("b", "timeout", 21.0),
    ]
    assert sum(seconds for _, _, seconds in found) == POLICY.limits.deadline


def test_authorization_goes_to_the_host_it_was_given_for_alone() -> None:
    async def main() -> list[tuple[str, str | None]]:
        first, second = Host("a.example", {"/robots.txt": NO_RULES}), Host("b.example", {"/robots.txt": NO_RULES})
        world = World([first, second])
        async with world, fetcher_on(world) as fetcher:
            first.answers["/a"] = hostile.redirect_to(world.url("b.example", "/b"))
            second.answers["/b"] = Reply(b"ok")
            await fetcher.fetch(FetchRequest(world.url("a.example", "/a"), authorization="Bearer canary"))
            return [(asked.path, asked.headers.get("authorization")) for asked in world.log]

    assert run(main()) == [("/robots.txt", None), ("/a", "Bearer canary"), ("/robots.txt", None), ("/b", None)]


def test_no_cookie_comes_back_and_only_gzip_is_asked_for() -> None:
    asked: list[Asked] = []

    def answer(request: Asked) -> Reply:
        asked.append(request)
        headers = {"set-cookie": "id=1; path=/", "content-encoding": "gzip", "location": "/again"}
        return Reply(gzip.compress(b"<p>news</p>"), 200 if request.path == "/again" else 302, headers)

    got, _, _ = visit({"/robots.txt": NO_RULES, "*": answer})
    assert isinstance(got, Fetched)
    assert got.body == b"<p>news</p>"
    assert [sorted(request.headers) for request in asked] == [["accept", "accept-encoding", "host", "user-agent"]] * 2
    assert {request.headers["accept-encoding"] for request in asked} == {"gzip"}
    assert {request.headers["user-agent"] for request in asked} == {"dateline/1.0 (+https://dateline.example/about)"}


@pytest.mark.parametrize("encoding", ["", "identity", "UTF-8", "none, identity"])
def test_an_encoding_that_is_none_is_not_undone(encoding: str) -> None:
    got, _, _ = visit({"/robots.txt": NO_RULES, "/news": Reply(b"<p>news</p>", headers={"content-encoding": encoding})})
    assert isinstance(got, Fetched)
    assert got.body == b"<p>news</p>"


@pytest.mark.parametrize(
    "head", [b"HTTP/1.0 200 OK\n\n", b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n", b"HTTP/1.1 200\r\n\r\n"]
)
def test_an_answer_may_end_with_its_connection(head: bytes) -> None:
    async def old(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head + b"<p>news</p>")

    got, _, _ = visit({"/robots.txt": NO_RULES, "/news": old})
    assert isinstance(got, Fetched)
    assert got.body == b"<p>news</p>"


def test_a_connection_that_the_server_closed_meanwhile_costs_no_failure() -> None:
    async def main() -> list[str]:
        async def once(request: Asked, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")  # and hangs up, though it did not say so

        world = World([Host("a.example", {"/robots.txt": NO_RULES, "*": once})])
        lines = []
        async with world, fetcher_on(world, note=lines.append) as fetcher:
            for _ in range(3):
                await fetcher.fetch(FetchRequest(world.url("a.example", "/a")))
        return [line.outcome for line in lines]

    assert run(main()) == ["gone", "fetched", "fetched", "fetched"]


def test_a_connection_is_used_again_also_after_an_error_or_a_redirect() -> None:
    async def main() -> tuple[list[str], int]:
        answers = {"/a": hostile.redirect_to("/b"), "/b": Reply(b"ok"), "/c": Reply(b"gone", 410)}
        world = World([Host("a.example", {"/robots.txt": NO_RULES, **answers})])
        async with world, fetcher_on(world) as fetcher:
            for path in ("/a", "/c", "/b"):
                await fetcher.fetch(FetchRequest(world.url("a.example", path)))
            return world.paths("a.example"), world.connections

    assert run(main()) == (["/robots.txt", "/a", "/b", "/c", "/b"], 1)
