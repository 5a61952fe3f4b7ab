"""What feeds, sitemaps and pages list, from bytes."""

import gzip
from datetime import UTC, datetime

import pytest

from tasks.discover.feeds import MAX_ENTRIES, read_feed
from tasks.discover.listings import tell_kind
from tasks.discover.pages import find_listings, find_sitemaps, read_section
from tasks.discover.sitemaps import read_list, read_sitemap
from tasks.source_records import Link, ListingKind

URL = "https://news.example/feeds/all"
SIX = datetime(2031, 5, 5, 6, tzinfo=UTC)
SEVEN = datetime(2031, 5, 5, 7, tzinfo=UTC)

RSS = b"""<rss version="2.0"><channel><link>https://news.example/</link>
<item><link>https://news.example/1</link><pubDate>Mon, 05 May 2031 08:00:00 +0200</pubDate></item></channel></rss>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="/"/><item rdf:about="/1">
<link>https://news.example/1</link><dc:date>2031-05-05T06:00:00Z</dc:date></item></rdf:RDF>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/1"/>
<published>2031-05-05T06:00:00Z</published><updated>2031-05-05T07:00:00Z</updated></entry></feed>"""
JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "x", "url": "/1",
"date_published": "2031-05-05T06:00:00Z", "date_modified": "2031-05-05T09:00:00+02:00"}]}"""


@pytest.mark.parametrize(("body", "modified"), [(RSS, None), (RDF, SIX), (ATOM, SEVEN), (JSON, SEVEN)])
def test_each_kind_of_feed_gives_its_links_with_their_moments(body: bytes, modified: datetime | None) -> None:
    found = read_feed(body, URL)
    assert found.links == (Link("https://news.example/1", SIX, modified),)
    assert (found.problem, found.left_out) == (None, 0)
    assert tell_kind(body) is ListingKind.FEED


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"<html><body>Not here</body></html>", "no feed: neither RSS, RDF, Atom nor JSON Feed"),
        (b'{"items": []}', "no feed: JSON, but no JSON Feed"),
        (b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item>&a;</item></channel></rss>', "it declares entities"),
        (b"<rss>" + b"<a>" * 200_000, "tags nested deeper than 100"),
        (b"<rss>" + b" " * 10_000_000, "more than 10000000 bytes"),
    ],
)
def test_what_is_no_feed_or_would_cost_too_much_is_told(body: bytes, problem: str) -> None:
    assert read_feed(body, URL).problem == problem


def test_a_feed_opens_no_file_and_leads_to_none() -> None:
    assert read_feed(b"/etc/hostname", URL).links == ()
    body = RSS.replace(b"https://news.example/1", b"file:///etc/hostname")
    assert (read_feed(body, URL).links, read_feed(body, URL).left_out) == ((), 1)


def test_a_feed_without_end_gives_its_newest_entries() -> None:
    items = b"".join(b"<item><link>/%d</link></item>" % n for n in range(MAX_ENTRIES + 7))
    found = read_feed(b"<rss><channel>" + items, URL)
    assert (len(found.links), found.left_out) == (MAX_ENTRIES, 7)
    assert found.links[0] == Link("https://news.example/0")


SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:i="urn:image"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://news.example/1 </loc><lastmod>2031-05-05T07:00:00Z</lastmod>
<i:image><i:loc>https://news.example/1.png</i:loc></i:image>
<news:news><news:publication_date>2031-05-05T06:00:00Z</news:publication_date></news:news></url>
<url><loc>ftp://news.example/2</loc></url></urlset>"""


@pytest.mark.parametrize("body", [SITEMAP, gzip.compress(SITEMAP, mtime=0)])
def test_a_news_sitemap_gives_publication_and_last_change(body: bytes) -> None:
    found = read_sitemap(body, URL)
    assert found.links == (Link("https://news.example/1", SIX, SEVEN),)
    assert (found.left_out, found.problem, tell_kind(body)) == (1, None, ListingKind.SITEMAP)


def test_an_index_names_its_parts() -> None:
    body = b"<sitemapindex><sitemap><loc>/a.xml</loc><lastmod>2031-05-05</lastmod></sitemap></sitemapindex>"
    found = read_sitemap(body, URL)
    assert found.children == (Link("https://news.example/a.xml", None, datetime(2031, 5, 5, tzinfo=UTC)),)
    assert found.links == ()


def test_a_sitemap_that_ends_early_is_read_so_far() -> None:
    found = read_sitemap(SITEMAP[:-60], URL)
    assert [link.url for link in found.links] == ["https://news.example/1"]


def test_a_bomb_of_a_sitemap_is_not_unpacked() -> None:
    found = read_sitemap(gzip.compress(b"<urlset>" + b" " * 60_000_000), URL)
    assert found.links == ()
    assert found.problem is not None
    assert "decoded" in found.problem


def test_a_list_has_an_address_on_each_line() -> None:
    found = read_list(b"\xef\xbb\xbf# ours\nhttps://news.example/1\r\n\nnews.example/2\nhttp://other.example/3\n", URL)
    assert [link.url for link in found.links] == ["https://news.example/1", "http://other.example/3"]
    assert found.left_out == 1


def test_a_section_gives_what_fits_once_and_a_slow_pattern_gives_nothing() -> None:
    page = b'<a class=x href="/news/1?a=1&amp;b=2">A</a><A HREF=\'/news/1?a=1&amp;b=2#top\'>B</A><a href="/about">C</a>'
    assert read_section(page, URL, r"/news/\d").links == (Link("https://news.example/news/1?a=1&b=2"),)
    trap = b'<a href="/' + b"a" * 2000 + b'!">A</a>'
    assert read_section(trap, URL, r"(a|aa)+$").problem == "none of its 1 links fits the pattern"


def test_a_home_page_and_its_robots_name_where_news_is_listed() -> None:
    page = (
        b'<link rel="alternate" type="application/rss+xml" href="/all.xml">'
        b'<link rel="alternate" hreflang="de" href="/de">'
        b'<a href="/world/rss.xml">World</a><a href="/contact">Us</a>'
    )
    assert [item.url for item in find_listings(page, "https://news.example/", "")] == [
        "https://news.example/all.xml",
        "https://news.example/world/rss.xml",
    ]
    rules = b"User-agent: *\nDisallow: /x\nsitemap:https://news.example/map.xml\n"
    assert [item.url for item in find_sitemaps(rules, "https://news.example/", "")] == ["https://news.example/map.xml"]
