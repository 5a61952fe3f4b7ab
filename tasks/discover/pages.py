"""The links of a page: those of a section that fit its pattern, and the listings that a home page names."""

import re
from collections.abc import Iterator
from html import unescape

import regex

from tasks.discover.feeds import web_address
from tasks.source_records import Link, Links, Listing, ListingKind

MAX_BYTES = 5_000_000
MAX_LINKS = 5_000
SECONDS_A_PATTERN = 0.05
"""What a source's pattern may take for one address."""

_TAG = re.compile(rb"<(a|link)\s([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z-]{1,20})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_FEED_NAME = re.compile(
    r"(?:/feeds?/?|/rss/?|/atom/?|\.rss|[/.-](?:rss|atom|feed)\.xml|\.rdf)(?:\?.*)?$", re.IGNORECASE
)
_SITEMAP_LINE = re.compile(rb"^\s*sitemap\s*:\s*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)


def read_section(body: bytes, url: str, pattern: str) -> Links:
    """The addresses in the page ``body`` that hold ``pattern``, each once, in the page's order."""
    found = {address: None for tag, values in _tags(body) if tag == "a" and (address := _href(values, url))}
    fitting = [address for address in found if holds(pattern, address)]
    problem = None if fitting else f"none of its {len(found)} links fits the pattern"
    return Links(
        ListingKind.SECTION,
        tuple(Link(address) for address in fitting[:MAX_LINKS]),
        left_out=max(0, len(fitting) - MAX_LINKS),
        problem=problem,
    )


def holds(pattern: str, address: str) -> bool:
    """Whether ``address`` holds the regular expression ``pattern``; one that takes too long is not held."""
    try:
        return regex.search(pattern, address, timeout=SECONDS_A_PATTERN) is not None
    except TimeoutError:
        return False


def find_listings(body: bytes, url: str, source: str) -> list[Listing]:
    """The feeds that a home page declares, and those that it links to under a feed's usual names."""
    declared: dict[str, None] = {}
    linked: dict[str, None] = {}
    for tag, values in _tags(body):
        address = _href(values, url)
        if address is None:
            continue
        if tag == "link" and "alternate" in values.get("rel", "").lower():
            if values.get("type", "").partition(";")[0].strip().lower() in _FEED_TYPES:
                declared[address] = None
        elif tag == "a" and _FEED_NAME.search(address):
            linked[address] = None
    return [Listing(source, ListingKind.FEED, address) for address in {**declared, **linked}]


def find_sitemaps(robots: bytes, url: str, source: str) -> list[Listing]:
    """The sitemaps that a robots.txt names."""
    named = [web_address(match[1].decode("utf-8", "replace"), url) for match in _SITEMAP_LINE.finditer(robots)]
    return [Listing(source, ListingKind.SITEMAP, address) for address in dict.fromkeys(filter(None, named))]


def _tags(body: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    for match in _TAG.finditer(body[:MAX_BYTES]):
        text = match[2].decode("utf-8", "replace")
        yield (
            match[1].decode().lower(),
            {a[1].lower(): unescape(a[2] or a[3] or a[4] or "") for a in _ATTRIBUTE.finditer(text)},
        )


def _href(values: dict[str, str], url: str) -> str | None:
    address = web_address(values.get("href", "").partition("#")[0], url)
    return None if address is None or address == url else address
