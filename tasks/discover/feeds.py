"""The links of a feed: RSS, RDF, Atom and JSON Feed, from bytes and within bounds.

Guarantees: no byte leads to an exception, a file, an address being asked for, or more work than
the bounds allow; what cannot be read is a ``problem``. Dates are moments only where the feed's
are: a feed that gives no zone means UTC to every reader, and here too.
"""

import calendar
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import feedparser
import orjson

from tasks.source_records import Link, Links, ListingKind
from tasks.urls import MAX_URL_LENGTH

MAX_BYTES = 10_000_000
"""Of a feed that is parsed: the longest of real ones have 2 MB."""

MAX_ENTRIES = 5_000
"""20,000 take feedparser 9 s. Feeds begin with the newest."""

MAX_TAGS = 500_000
MAX_DEPTH = 100
"""feedparser takes 8 s for 600 kB of tags within tags."""

_NOT_TAGS = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_TAG = re.compile(rb"<(/?)([a-zA-Z_][\w.:-]*)([^<>]*)")
_ENTRY = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)[\s>]")
_FIRST_YEAR = 1990


def read_feed(body: bytes, url: str) -> Links:
    """The links of the feed ``body``, found under ``url``."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _read_json_feed(body, url)
    if problem := find_hostility(body):
        return Links(ListingKind.FEED, problem=problem)
    body, left_out = _cut(body)
    try:
        # Bytes, never a text: a text that looks like a path or an address is opened.
        parsed = feedparser.parse(
            body, response_headers={"content-location": url}, sanitize_html=False, resolve_relative_uris=False
        )
        entries, version = parsed.entries, parsed.version
        links = list(_links(entries, url))
    except Exception as error:  # it raises whatever its parsers raise on hostile bytes
        return Links(ListingKind.FEED, problem=f"unreadable: {type(error).__name__}")
    if not version and not entries:
        return Links(ListingKind.FEED, problem="no feed: neither RSS, RDF, Atom nor JSON Feed")
    return Links(ListingKind.FEED, tuple(links), left_out=left_out + len(entries) - len(links))


def find_hostility(body: bytes) -> str | None:
    """Why parsing it would cost too much, found in one linear pass; None where it would not."""
    if len(body) > MAX_BYTES:
        return f"more than {MAX_BYTES} bytes"
    if b"<!ENTITY" in body:
        return "it declares entities"
    depth = 0
    for tags, match in enumerate(_TAG.finditer(_NOT_TAGS.sub(b"", body)), 1):
        if tags > MAX_TAGS:
            return f"more than {MAX_TAGS} tags"
        if match[1]:
            depth = max(0, depth - 1)
        elif not match[3].endswith(b"/"):
            depth += 1
            if depth > MAX_DEPTH:
                return f"tags nested deeper than {MAX_DEPTH}"
    return None


def _cut(body: bytes) -> tuple[bytes, int]:
    """The body up to its last entry within the bounds, and how many entries lie beyond."""
    starts = [match.start() for match in _ENTRY.finditer(body)]
    if len(starts) <= MAX_ENTRIES:
        return body, 0
    return body[: starts[MAX_ENTRIES]], len(starts) - MAX_ENTRIES


def _links(entries: list[Any], base: str) -> Iterator[Link]:
    for entry in entries:
        named = entry.get("feedburner_origlink") or entry.get("link")
        guid = entry.get("id")
        if not named and isinstance(guid, str) and guid.startswith(("http://", "https://")):
            named = guid
        if address := web_address(named, base):
            # Its own ``get`` gives the one for the other.
            published, updated = (_moment(dict.get(entry, name)) for name in ("published_parsed", "updated_parsed"))
            yield Link(address, published or updated, updated)


def _moment(parsed: Any) -> datetime | None:
    try:
        moment = datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, TypeError, OSError):
        return None
    return moment if moment and moment.year >= _FIRST_YEAR else None


def _read_json_feed(body: bytes, url: str) -> Links:
    if len(body) > MAX_BYTES:
        return Links(ListingKind.FEED, problem=f"more than {MAX_BYTES} bytes")
    try:
        data = orjson.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        return Links(ListingKind.FEED, problem=f"not JSON: {error}")
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list) or not str(data.get("version", "")).startswith("https://jsonfeed.org/"):
        return Links(ListingKind.FEED, problem="no feed: JSON, but no JSON Feed")
    links = []
    for item in items[:MAX_ENTRIES]:
        fields = item if isinstance(item, dict) else {}
        if address := web_address(fields.get("url") or fields.get("external_url") or fields.get("id"), url):
            published, modified = parse_moment(fields.get("date_published")), parse_moment(fields.get("date_modified"))
            links.append(Link(address, published or modified, modified))
    return Links(ListingKind.FEED, tuple(links), left_out=len(items) - len(links))


def parse_moment(value: object) -> datetime | None:
    """A moment in RFC 3339 or W3C form; a day alone, or a time without a zone, counts in UTC."""
    if not isinstance(value, str) or not 10 <= len(value) <= 40:
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year >= _FIRST_YEAR else None


def web_address(named: object, base: str) -> str | None:
    """``named`` as an absolute web address, seen from ``base``; None for anything else."""
    if not isinstance(named, str) or not named.strip() or len(named) > MAX_URL_LENGTH:
        return None
    try:
        address = urljoin(base, named.strip())
        address.encode()
    except (ValueError, UnicodeError):
        return None
    return address if address.startswith(("http://", "https://")) and len(address) <= MAX_URL_LENGTH else None
