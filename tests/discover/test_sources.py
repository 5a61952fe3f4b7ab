"""The sources file: what it means, and on which line it is wrong."""

import json
from pathlib import Path

import pytest

from tasks.discover.archives import archive_files
from tasks.discover.sources import SourcesFileError, json_schema, parse_sources, read_sources
from tasks.source_records import Listing, ListingKind, Source
from tests.flows.conftest import ROOT

GOOD = """
contact = "mailto:desk@dateline.example"

[sources.ferry-news]
name = "Ferry News"
home = "https://ferry.example/"
country = "SWE"
zone = "Europe/Stockholm"
language = "sv"
date_order = "ymd"
feeds = ["https://ferry.example/feed"]
sections = [{ url = "https://ferry.example/world", links = "/20[0-9]{2}/" }]
rate = 0.5
robots = "ignore"
robots_reason = "it is our own site"
"""


def test_a_source_is_read_with_everything_it_says() -> None:
    found = parse_sources(GOOD, "sources.toml")
    assert found.contact == "mailto:desk@dateline.example"
    assert found.sources["ferry-news"] == Source(
        source="ferry-news",
        name="Ferry News",
        home_url="https://ferry.example/",
        country="SWE",
        zone="Europe/Stockholm",
        language="sv",
        date_order="ymd",
        listings=(
            Listing("ferry-news", ListingKind.FEED, "https://ferry.example/feed"),
            Listing("ferry-news", ListingKind.SECTION, "https://ferry.example/world", "/20[0-9]{2}/"),
        ),
        rate=0.5,
        obey_robots=False,
        robots_reason="it is our own site",
    )


BAD = '''contact = "nobody"
[sources.a]  # no name
feeds = [
  "https://a.example/feed",
  "file:///etc/passwd",
]
rates = 1

[sources.b]
name = """
B"""
country = "SE"
zone = "Stockholm"
sections = [
  { url = "https://b.example/", links = "(" },
]

[sources.c]
name = "C"
feeds = ["https://c.example/feed"]
robots = "ignore"
'''


def test_every_mistake_is_told_with_its_line() -> None:
    with pytest.raises(SourcesFileError) as told:
        parse_sources(BAD, "sources.toml")
    assert str(told.value).splitlines() == [
        "sources.toml:1: contact: a contact begins with https:// or mailto:",
        "sources.toml:2: sources.a.name: Field required",
        "sources.toml:5: sources.a.feeds.1: not a web address (http:// or https://)",
        "sources.toml:7: sources.a.rates: no such key",
        "sources.toml:12: sources.b.country: 'SE' is no ISO 3166 code of three letters, such as GBR",
        "sources.toml:13: sources.b.zone: 'Stockholm' is no time zone, such as Europe/London",
        "sources.toml:15: sources.b.sections.0.links: not a regular expression: missing ) at position 1",
        'sources.toml:18: sources.c: robots = "ignore" needs a robots_reason',
    ]


def test_a_file_that_is_no_toml_is_told_with_its_line() -> None:
    with pytest.raises(SourcesFileError, match=r"sources.toml: .*line 2"):
        parse_sources('contact = "mailto:a@b.example"\n[sources.a\n', "sources.toml")


def test_the_starter_file_has_thirty_feeds_of_the_world() -> None:
    sources = read_sources(ROOT / "sources.toml").sources
    assert len(sources) == 30
    assert len({source.country for source in sources.values()}) >= 20
    assert all(listing.url.startswith("https://") for source in sources.values() for listing in source.listings)


def test_the_schema_knows_every_key_of_the_starter_file() -> None:
    schema = json.loads(json.dumps(json_schema()))
    known = schema["$defs"]["SourceEntry"]["properties"].keys()
    assert {"name", "feeds", "sitemaps", "sections", "lists", "archives", "drops", "rate", "robots"} <= known


def test_archives_are_read_where_they_lie_and_nowhere_else(tmp_path: Path) -> None:
    base = tmp_path / "mirror"
    (base / "2031").mkdir(parents=True)
    (base / "2031" / "a.warc.gz").touch()
    (tmp_path / "outside.warc.gz").touch()
    paths = tmp_path / "warc.paths"
    paths.write_text("2031/a.warc.gz\n2031/missing.warc.gz\n../outside.warc.gz\n")
    source = Source("n", "N", listings=(Listing("n", ListingKind.ARCHIVE, str(paths)),), archive_base=str(base))
    assert archive_files(source) == [str(base / "2031" / "a.warc.gz")]
