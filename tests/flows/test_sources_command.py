"""``dateline sources``, on a live site."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.fetching import fetch_page, read_targets
from flows.settings import Settings
from flows.sources import check_source, discover_listings, told
from tasks.discover.inputs import SourceError
from tasks.parse.page import parse_page
from tasks.records import Page, Parsed
from tests.site.live import ADDRESS, live_site
from tests.site.server import NETWORK, Host, Reply, World

FEED = b"""<rss version="2.0"><channel><item><link>/news/1</link></item>
<item><link>/sport/1</link></item><item><link>/news/old</link><pubDate>Mon, 05 May 2003 06:00:00 GMT</pubDate></item>
</channel></rss>"""
HOME = b'<link rel="alternate" type="application/rss+xml" href="/feed.xml">'


@pytest.fixture
def site() -> Iterator[World]:
    rules = Reply(b"User-agent: *\nDisallow: /private/\nSitemap: http://127.0.0.9/map.xml\n")
    with live_site(Host(ADDRESS, {"/": Reply(HOME), "/feed.xml": Reply(FEED), "/robots.txt": rules})) as world:
        yield world


def settings(folder: Path, world: World, text: str) -> Settings:
    sources = folder / "sources.toml"
    sources.write_text(text)
    return Settings(
        warehouse=folder / "warehouse.duckdb",
        sources=sources,
        contact="mailto:desk@dateline.example",
        allow_private=(str(NETWORK),),
        ports=(world.port,),
    )


def test_a_check_says_what_would_be_fetched_and_why_not(site: World, tmp_path: Path) -> None:
    feed, private = site.url(ADDRESS, "/feed.xml"), site.url(ADDRESS, "/private/feed.xml")
    text = (
        f'[sources.ferry]\nname = "Ferry"\nfeeds = ["{feed}", "{private}"]\nexclude = ["/sport/"]\ndrops = ["none"]\n'
    )
    checked = check_source("ferry", settings(tmp_path, site, text))
    lines = [line for item in checked for line in told(item)]
    assert lines[:5] == [
        f"feed  {feed}",
        "  3 listed, 1 would be fetched",
        "  1 not: include or exclude says so",
        "  1 not: older than max_age_days",
        f"    {site.url(ADDRESS, '/news/1')}",
    ]
    assert lines[5] == f"feed  {private}"
    assert lines[6].startswith("  nothing: robots: ")
    assert lines[7:] == ["drop  none", "  nothing: no such file or folder"]
    assert site.paths(ADDRESS) == ["/robots.txt", "/feed.xml"]


def test_the_feeds_and_sitemaps_of_a_site_are_found_from_its_home_page(site: World, tmp_path: Path) -> None:
    found = discover_listings(site.url(ADDRESS, "/"), settings(tmp_path, site, ""))
    assert [(item.kind, item.url, item.listed) for item in found] == [
        ("feed", site.url(ADDRESS, "/feed.xml"), 3),
        ("sitemap", "http://127.0.0.9/map.xml", 0),
    ]
    assert found[1].problem is not None


def test_an_article_is_shown_from_its_address_and_nothing_is_stored(site: World, tmp_path: Path) -> None:
    kind = {"content-type": "text/html; charset=iso-8859-1"}
    page = "<article><h1>Fähre</h1><p>Die Fähre blieb am Sonntag neun Stunden lang liegen, sagte der Hafenmeister.</p>"
    site.hosts[ADDRESS].answers["/news/1"] = Reply(page.encode("latin-1"), headers=kind)
    found = fetch_page(site.url(ADDRESS, "/news/1?token=canary"), settings(tmp_path, site, ""))
    assert isinstance(found, Page)
    assert (found.url, found.charset) == (site.url(ADDRESS, "/news/1"), "iso-8859-1")
    parsed = parse_page(found)
    assert isinstance(parsed, Parsed)
    assert parsed.article.body.startswith("Die Fähre blieb")
    assert [path.name for path in tmp_path.iterdir()] == ["sources.toml"]


def test_what_is_named_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text('[sources.ferry]\nname = "Ferry"\nfeeds = ["https://ferry.example/feed"]\n')
    (tmp_path / "a.txt").write_text("An article.")
    own = Settings(sources=tmp_path / "sources.toml", contact="mailto:desk@dateline.example")
    named = [str(tmp_path / "a.txt"), "https://other.example/1", "ferry", "recheck"]
    targets = read_targets(named, own)
    assert targets.files == (str(tmp_path / "a.txt"),)
    assert targets.visits.addresses == ("https://other.example/1",)
    assert [source.source for source in targets.visits.sources] == ["ferry"]
    assert targets.visits.recheck
    with pytest.raises(SourceError, match="no such file, folder or source"):
        read_targets(["fery"], own)


def test_nobody_is_fetched_from_anonymously(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"set contact in .*sources\.toml or DATELINE_CONTACT"):
        read_targets(["https://other.example/1"], Settings(sources=tmp_path / "sources.toml"))


def test_of_an_archive_a_check_names_the_files_that_a_run_takes(tmp_path: Path) -> None:
    names = "".join(f"news/N-2031050{day}000000.warc.gz\n" for day in range(1, 7))
    with live_site(Host(ADDRESS, {"/warc.paths": Reply(names.encode()), "/robots.txt": Reply(b"", 404)})) as world:
        base = world.url(ADDRESS)
        text = f'[sources.cc]\nname = "CC"\narchives = ["{base}warc.paths"]\narchive_base = "{base}"\n'
        (checked,) = check_source("cc", settings(tmp_path, world, text))
    assert told(checked) == [
        f"archive  {base}warc.paths",
        "  6 listed, 4 would be fetched",
        *(f"    {base}news/N-2031050{day}000000.warc.gz" for day in range(1, 6)),
    ]
