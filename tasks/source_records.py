"""What a source is, and what it lists: the records between the sources file, its readers and the warehouse.

Guarantees: standard library only, frozen and slotted, as in ``tasks.records``.
"""

from dataclasses import dataclass
from enum import StrEnum

from tasks.records import Utc


class ListingKind(StrEnum):
    """How a source tells which articles it has."""

    FEED = "feed"
    """RSS, RDF, Atom or JSON Feed."""
    SITEMAP = "sitemap"
    """A sitemap, a news sitemap, or an index of them."""
    SECTION = "section"
    """A page of links, of which those that fit a pattern are articles."""
    LIST = "list"
    """Addresses, one a line: a file or an address."""
    ARCHIVE = "archive"
    """Paths of WARC files, one a line, as Common Crawl publishes them for CC-NEWS."""
    DROP = "drop"
    """A local file or folder into which articles are put."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One place where a source lists its articles. ``links`` is the pattern of a section's article addresses."""

    source: str
    kind: ListingKind
    url: str
    links: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet as the sources file describes it.

    ``rate`` is in requests a second to one host, at most. ``hosts`` are further hosts that its
    articles may lie on; ``include`` and ``exclude`` are patterns of article addresses. ``max_articles`` bounds
    the articles asked for in one run, ``max_age_days`` how old an article may be that is fetched as news.
    ``authorization`` names the variable of the environment that holds the header's value.
    """

    source: str
    name: str
    home_url: str | None = None
    country: str | None = None
    zone: str | None = None
    language: str | None = None
    date_order: str | None = None
    listings: tuple[Listing, ...] = ()
    rate: float = 1.0
    obey_robots: bool = True
    robots_reason: str | None = None
    hosts: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    max_articles: int = 200
    max_age_days: int = 14
    archive_base: str | None = None
    authorization: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An article's address as a source lists it, with the moments that the source gives for it."""

    url: str
    published_at: Utc | None = None
    modified_at: Utc | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """What the bytes of one listing say.

    ``children`` are further listings that an index names. ``left_out`` counts entries beyond the
    bounds or without an address; ``problem`` says why there are none, or not all.
    """

    kind: ListingKind
    links: tuple[Link, ...] = ()
    children: tuple[Link, ...] = ()
    left_out: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ListingState:
    """What is remembered of a listing between runs; a row of the warehouse.

    ``url`` has no secrets, ``listing_id`` is of the address as it is. ``failures`` counts those in a row,
    ``outcome`` is that of the last request. ``body_sha256`` is of the last body that was read.
    """

    listing_id: str
    source: str
    kind: str
    url: str
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    checked_at: Utc | None = None
    changed_at: Utc | None = None
    next_check_at: Utc | None = None
    failures: int = 0
    outcome: str | None = None
    detail: str | None = None
    link_count: int = 0


@dataclass(frozen=True, slots=True)
class LinkState:
    """What is remembered of an article's address; a row of the warehouse, one for each ``canonical_url``.

    ``url`` is the address as it was listed, without secrets. ``fetched_at`` is the last good
    answer's moment, ``first_fetched_at`` the first's; ``checks`` counts good answers, ``failures`` those that
    failed in a row. Nothing is asked for before ``next_check_at``, and nothing ever again where it is None.
    """

    canonical_url: str
    url: str
    source: str
    listed_at: Utc
    published_at: Utc | None = None
    modified_at: Utc | None = None
    first_fetched_at: Utc | None = None
    fetched_at: Utc | None = None
    etag: str | None = None
    last_modified: str | None = None
    raw_sha256: str | None = None
    checks: int = 0
    failures: int = 0
    outcome: str | None = None
    next_check_at: Utc | None = None


@dataclass(frozen=True, slots=True)
class FetchRow:
    """A row of ``fetches``: a request, and where its bytes lie if they were kept."""

    url: str
    source: str
    kind: str
    at: Utc
    status: int | None
    bytes: int
    seconds: float
    etag: str | None
    outcome: str
    raw_file: str | None = None
    raw_offset: int | None = None
    raw_length: int | None = None
    raw_sha256: str | None = None
