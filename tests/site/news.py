"""A made-up newspaper: stories that appear over time and are corrected, in a feed and a sitemap.

What it answers follows from the moment it is asked alone, so that a test can work out what
should have been seen.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from tests.site.clock import START
from tests.site.server import Asked, Host, Reply

FEED_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Story:
    """``versions`` are (seconds since the start, text of a paragraph), the first being its publication."""

    path: str
    title: str
    versions: tuple[tuple[float, str], ...]

    @property
    def at(self) -> float:
        return self.versions[0][0]

    def text(self, at: float) -> str:
        return next(text for since, text in reversed(self.versions) if since <= at)


def newspaper(
    name: str,
    stories: Sequence[Story],
    rules: bytes = b"User-agent: *\nDisallow: /private/\n",
    outages: Sequence[tuple[float, float]] = (),
    delay: float = 0.0,
) -> Host:
    """A host with ``/feed.xml``, ``/sitemap.xml``, ``/robots.txt`` and a page for each story.

    In ``outages`` (seconds since the start, from and to) it answers 503.
    """
    by_path = {story.path: story for story in stories}

    def answer(asked: Asked) -> Reply:
        if any(begin <= asked.at < end for begin, end in outages):
            return Reply(b"back soon", 503, delay=delay)
        base = f"http://{asked.headers['host']}"
        out = sorted((s for s in stories if s.at <= asked.at), key=lambda s: s.at, reverse=True)
        match asked.path.partition("?")[0]:
            case "/robots.txt":
                return Reply(rules, headers={"content-type": "text/plain"}, delay=delay)
            case "/feed.xml":
                return _unless_known(asked, _feed(name, base, out[:FEED_LENGTH]), "application/rss+xml", delay)
            case "/sitemap.xml":
                return _unless_known(asked, _sitemap(base, out, asked.at), "application/xml", delay)
            case path if path in by_path and by_path[path].at <= asked.at:
                page = _page(by_path[path], base, asked.at)
                return _unless_known(asked, page, "text/html; charset=utf-8", delay)
            case _:
                return Reply(b"no such page", 404, delay=delay)

    return Host(name, {"*": answer})


def _unless_known(asked: Asked, text: str, kind: str, delay: float) -> Reply:
    body = text.encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"content-type": kind, "etag": tag}
    if asked.headers.get("if-none-match") == tag:
        return Reply(b"", 304, headers, delay)
    return Reply(body, 200, headers, delay)


def _feed(name: str, base: str, stories: Sequence[Story]) -> str:
    items = "".join(
        f"<item><title>{escape(s.title)}</title><link>{base}{s.path}</link><guid>{base}{s.path}</guid>"
        f"<pubDate>{format_datetime(START + timedelta(seconds=s.at))}</pubDate></item>"
        for s in stories
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{name}</title>{items}</channel></rss>'


def _sitemap(base: str, stories: Sequence[Story], at: float) -> str:
    urls = "".join(
        f"<url><loc>{base}{s.path}</loc><lastmod>{_moment(max(t for t, _ in s.versions if t <= at))}</lastmod></url>"
        for s in stories
    )
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'


def _page(story: Story, base: str, at: float) -> str:
    return (
        f'<!doctype html><html lang="en"><head><title>{escape(story.title)}</title>'
        f'<link rel="canonical" href="{base}{story.path}">'
        f'<meta property="article:published_time" content="{_moment(story.at)}"></head>'
        f"<body><article><h1>{escape(story.title)}</h1><p>{escape(story.text(at))}</p></article></body></html>"
    )


def _moment(at: float) -> str:
    return (START + timedelta(seconds=at)).isoformat()
