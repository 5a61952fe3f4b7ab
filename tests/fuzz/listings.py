"""Feeds, sitemaps, pages of links, lines of JSON and the sources file."""

import contextlib
import gzip
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from tasks.discover.inputs import discover_inputs
from tasks.discover.listings import read_listing, tell_kind
from tasks.discover.pages import find_listings, find_sitemaps
from tasks.discover.sources import SourcesFileError, parse_sources
from tasks.fetch.local import read_page
from tasks.parse.page import parse_page
from tasks.records import Parsed, Reference, Rejection
from tasks.source_records import Listing, ListingKind
from tests.fuzz.mutate import mutate

_URL = "https://news.example/list"
_ITEM = b"""<item><title>Ferry &amp; rudder</title><link>https://news.example/1?a=1&amp;b=2</link><guid>n1</guid>
<pubDate>Mon, 05 May 2031 06:00:00 +0200</pubDate><description><![CDATA[<p>Nine hours</p>]]></description></item>"""
_FEEDS = (
    b'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    b"<channel><title>News</title>" + _ITEM * 3 + b"</channel></rss>",
    b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>f</id><entry><id>urn:1</id>'
    b'<link rel="alternate" href="/1"/><published>2031-05-05T06:00:00Z</published><updated>2031-05-05</updated>'
    b"<title type='html'>&lt;b>x</title></entry></feed>",
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    b'<channel rdf:about="/"/><item rdf:about="/1"><link>/1</link></item></rdf:RDF>',
    b'{"version": "https://jsonfeed.org/version/1.1", "title": "N", "items": [{"id": "1", "url": "/1", '
    b'"date_published": "2031-05-05T06:00:00Z"}, {"id": "https://news.example/2"}]}',
)
_XML_WORDS = (
    b"<item>",
    b"</channel>",
    b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    b"&a;",
    b"&#xD800;",
    b"&#x110000;",
    b"<link>file:///etc/passwd</link>",
    b"<a>" * 120,
    b' xml:base="javascript:1"',
    b'<?xml version="1.0" encoding="utf-7"?>',
    b"<pubDate>99999999999999999999 days ago</pubDate>",
    b"<pubDate>Sat, 30 Feb 9999 99:99:99 +9999</pubDate>",
)
_SITEMAP = (
    b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="urn:news">'
    + b"<url><loc>https://news.example/1</loc><lastmod>2031-05-05T06:00:00+00:00</lastmod><n:news>"
    b"<n:publication_date>2031-05-05</n:publication_date><n:title>T</n:title></n:news></url>" * 3 + b"</urlset>"
)
_INDEX = b"<sitemapindex><sitemap><loc>/a.xml.gz</loc><lastmod>2031-05-05</lastmod></sitemap></sitemapindex>"
_PAGE = (
    b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body>'
    b"<a href=\"/news/1\">One</a><a href='/news/2#top'>Two</a><a href=/rss.xml>Feed</a></body></html>"
)
_LINE = b'{"title": "Ferry", "text": "The ferry was stopped for nine hours, they said.", "date": "2031-05-05"}\n'
_TOML = b"""contact = "mailto:a@news.example"
[sources.a]
name = "A"
country = "GBR"
feeds = ["https://news.example/feed",
  "https://news.example/other"]
sections = [{ url = "https://news.example/world", links = "/news/[0-9]+$" }]
"""


def feeds(chance: random.Random) -> None:
    """A feed ends as web addresses or a problem."""
    _read(ListingKind.FEED, mutate(chance.choice(_FEEDS), chance, _XML_WORDS))


def sitemaps(chance: random.Random) -> None:
    """So does a sitemap, packed or not."""
    body = chance.choice((_SITEMAP, _INDEX))
    if chance.random() < 0.3:
        _read(ListingKind.SITEMAP, mutate(gzip.compress(body, mtime=0), chance, _XML_WORDS))
    else:
        _read(ListingKind.SITEMAP, mutate(body, chance, _XML_WORDS))


def sections(chance: random.Random) -> None:
    """So does a page of links, as a section, a home page, a list and a robots.txt."""
    body = mutate(_PAGE, chance, (b"<a href=", b'href="//[', b"&#xD800;", b"javascript:", b"<a " * 50))
    for kind in (ListingKind.SECTION, ListingKind.LIST):
        _read(kind, body)
    for listing in (*find_listings(body, _URL, "a"), *find_sitemaps(b"Sitemap: " + body, _URL, "a")):
        assert listing.url.startswith(("http://", "https://"))


def jsonl(chance: random.Random) -> None:
    """Every line ends as an article or a rejection."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "lines.jsonl")
        path.write_bytes(mutate(_LINE * 3, chance, (b"\\ud800", b'{"', b"[" * 600, b"null", b"1e999", b"\n")))
        spool = Path(name, "spool")
        spool.mkdir()
        for found in discover_inputs([str(path)], spool):
            assert isinstance(found, Reference | Rejection)
            page = found if isinstance(found, Rejection) else read_page(found)
            assert isinstance(page if isinstance(page, Rejection) else parse_page(page), Parsed | Rejection)


def sources(chance: random.Random) -> None:
    """A sources file is read, or told wrong."""
    words = (b"[[sources.a]]", b'"""', b"= {", b"feeds = 1", b"[sources.all]", b"'", b"\\u0000", b"= 0x")
    text = mutate(_TOML, chance, words).decode("utf-8", "replace")
    with contextlib.suppress(SourcesFileError):
        parse_sources(text, "sources.toml")


def _read(kind: ListingKind, body: bytes) -> None:
    tell_kind(body)
    links = read_listing(Listing("a", kind, _URL, "/news/"), body, _URL)
    assert links.links or links.children or links.problem or links.left_out or kind is ListingKind.FEED
    for link in (*links.links, *links.children):
        assert link.url.startswith(("http://", "https://"))
        link.url.encode()
        for moment in (link.published_at, link.modified_at):
            assert moment is None or moment.tzinfo is not None


LISTING_KINDS: dict[str, Callable[[random.Random], None]] = {
    kind.__name__: kind for kind in (feeds, sitemaps, sections, jsonl, sources)
}
