"""Addresses, robots.txt, archives and whole answers."""

import asyncio
import contextlib
import gzip
import random
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from protego import Protego

from tasks.discover.inputs import discover_inputs
from tasks.fetch.errors import FetchError
from tasks.fetch.hosts import parse_retry_after
from tasks.fetch.local import read_page
from tasks.fetch.long_robots import shorten
from tasks.fetch.policy import Politeness
from tasks.fetch.robots import Robots, RobotsAnswer
from tasks.fetch.targets import follow_redirect, parse_target
from tasks.records import FetchRequest, Reference, Rejection
from tasks.urls import canonicalise, without_secrets
from tests.fetch.visit import POLICY, fetcher_on
from tests.fuzz.listings import LISTING_KINDS
from tests.fuzz.mutate import mutate
from tests.site.clock import START, loop_clock, run
from tests.site.server import Asked, Host, Reply, World

Kind = Callable[[random.Random], None]

_URL = b"https://user:word@www.news.example:443/2031/05/story-7.html?id=7&token=abc&utm_source=x#top"
_URL_WORDS = (
    b"//",
    b"@",
    b"[::1]",
    b":99999",
    b"\xe2\x80\xae",
    b"xn--",
    b"%2e%2e",
    b"0x7f.1",
    b"javascript:",
    b"\t",
    b"\xc3\x9f",
)
_PORTS = frozenset({80, 443})


def urls(chance: random.Random) -> None:
    """Cleaning and checking of addresses ends with an address, None or a reason."""
    url = mutate(_URL, chance, _URL_WORDS).decode("utf-8", chance.choice(("replace", "surrogateescape", "ignore")))
    cleaned = canonicalise(url)
    assert cleaned is None or cleaned.startswith(("http://", "https://"))
    without_secrets(url)
    parse_retry_after(url[:60], START)
    try:
        target = parse_target(url, _PORTS)
        assert target.scheme in ("http", "https")
        assert target.host
        follow_redirect(target, 302, url[chance.randrange(len(url) + 1) :], _PORTS)
    except FetchError:
        pass


_ROBOTS = b"""User-agent: *\nDisallow: /private/\nAllow: /private/press$\nCrawl-delay: 5\n\nUser-agent: dateline
Disallow: /*.pdf$ # no papers\nRequest-rate: 1/5\nVisit-time: 0600-0845\nSitemap: https://news.example/sitemap.xml\n"""
_ROBOTS_WORDS = (
    b"User-agent:",
    b"Disallow: /*",
    b"Crawl-delay: 1e999",
    b"Crawl-delay: nan",
    b"Request-rate: 1/0",
    b"\xef\xbb\xbf",
    b"\x85",
)


def robots(chance: random.Random) -> None:
    """Rules end with leave or a reason, and a shortened file says what the whole one does."""
    body = mutate(_ROBOTS, chance, _ROBOTS_WORDS)
    text = body.decode("utf-8", "replace").replace("\0", "")
    short = shorten(text, "/private/7.pdf")
    url = "https://news.example/private/7.pdf"
    assert short is not None
    assert Protego.parse(short).can_fetch(url, "dateline") == Protego.parse(text).can_fetch(url, "dateline")

    async def read(target: object) -> RobotsAnswer:
        return RobotsAnswer(200, body)

    async def main() -> None:
        rules = Robots((), read, Politeness(), loop_clock())
        with contextlib.suppress(FetchError):
            assert 0 <= (await rules.check(parse_target(url, _PORTS))).crawl_delay <= Politeness().max_crawl_delay

    asyncio.run(main())


def _record(number: int) -> bytes:
    """A page as an archiver writes it; byte for byte the same in every run."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + b"<p>news</p>" * 20
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
        f"WARC-Date: 2031-05-01T10:00:0{number}Z\r\nWARC-Target-URI: https://news.example/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


_PACKED = b"".join(gzip.compress(_record(number), mtime=0) for number in range(5))
_MEMBER, _BEGIN = b"\x1f\x8b\x08", b"WARC/1."
"""What a gzip member and a record begin with."""


def warc(chance: random.Random) -> None:
    """A damaged archive gives pages and rejections, and ends."""
    data = _PACKED if chance.random() < 0.7 else gzip.decompress(_PACKED)
    data = mutate(data, chance, (b"WARC/1.1\r\n", b"Content-Length: 99999999999\r\n", b"WARC-Type: response\r\n"))
    suffix = ".warc.gz" if data.startswith(b"\x1f\x8b") else ".warc"
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "a" + suffix)
        path.write_bytes(data)
        spool = Path(name, "spool")
        spool.mkdir()
        found = list(discover_inputs([str(path)], spool))
        # A page begins at one of these; a damaged stretch ends at one, or with the file.
        beginnings = data.count(_MEMBER if data.startswith(_MEMBER) else _BEGIN)
        assert len(found) <= 2 * beginnings + 1
        for item in found:
            assert isinstance(item, (Reference, Rejection))
            if isinstance(item, Reference):
                read_page(item)


_ANSWER = (
    b'HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\nlocation: /other\r\netag: "7"\r\nretry-after: 3\r\n'
    b"content-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n"
)
_ANSWER_WORDS = (
    b"HTTP/1.1 302 Found\r\n",
    b"HTTP/1.1 103 Hints\r\n\r\n",
    b"content-length: -1\r\n",
    b"ffffffff\r\n",
    b"0\r\n\r\n",
    b": \r\n",
)


def answers(chance: random.Random) -> None:
    """Whatever a server says, the fetch ends with an answer or a reason, and its notes hold no secret."""
    packed = gzip.compress(b"<p>news</p>" * 50, mtime=0)
    whole = _ANSWER + f"{len(packed):x}\r\n".encode() + packed + b"\r\n0\r\n\r\n"

    async def speak(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(mutate(whole, chance, _ANSWER_WORDS))
        await writer.drain()

    async def main() -> None:
        world = World([Host("a.example", {"/robots.txt": Reply(b"", 404), "*": speak})])
        lines: list[object] = []
        policy = replace(POLICY, limits=replace(POLICY.limits, tries=1))
        async with world, fetcher_on(world, policy, note=lines.append) as fetcher:
            await fetcher.fetch(FetchRequest(world.url("a.example", "/a?token=canary")))
        assert "canary" not in repr(lines)

    run(main())


KINDS: dict[str, Kind] = {kind.__name__: kind for kind in (urls, robots, warc, answers)} | LISTING_KINDS
