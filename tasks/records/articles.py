"""What *parse* makes of a page: an article with its labelled blocks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tasks.records.inputs import Utc


class BlockKind(StrEnum):
    TITLE = "title"
    BYLINE = "byline"
    CAPTION = "caption"
    CREDIT = "credit"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    """An item of a list."""
    QUOTE = "quote"
    """A passage set off as quoted, or a pull quote that stands nowhere else."""
    TABLE = "table"
    """A row of a table."""
    EMBED = "embed"
    """A post of a social network."""
    DATELINE = "dateline"
    """A line with the place, and perhaps the day, that the article is filed from."""
    PROMO = "promo"
    FOOTER = "footer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Publication:
    """When an article says that it was published.

    ``at`` is set only where the text gives a zone; ``local`` is the wall clock as printed.
    ``origin`` names where the date was read (``jsonld``, ``meta``, ``time``, ``byline``,
    ``url``, ``record`` ...).
    """

    at: datetime | None = None
    local: datetime | None = None
    zone: str | None = None
    precision: str | None = None
    raw: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Outlet:
    """What the sources file, or its earlier articles, tell of an outlet before a page of it is read. None is unknown.

    ``country`` in ISO 3166 alpha-3; ``date_order`` (``dmy``, ``mdy``) is how it prints a day in figures; ``zone``
    the IANA name of the zone that its clocks show.
    """

    country: str | None = None
    date_order: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A labelled stretch of ``full_text``; ``block_no`` counts from 1 in document order.

    ``picture_url`` is the address of the picture that a caption or credit tells of.
    """

    article_id: str
    block_no: int
    kind: str
    in_body: bool
    start_char: int
    end_char: int
    text: str
    picture_url: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One parsed article. ``blocks`` travel apart, as rows of their own.

    ``content_hash`` covers what a reader reads (title and body, white space folded): when it
    changes, the article has a new revision. ``text_hash`` covers the body alone, case and
    punctuation folded: two articles that share it are exact copies. ``authors`` are people,
    ``newsrooms`` the agencies, desks and houses that are credited. ``field_origins`` is a JSON
    object: where each piece of metadata was read; ``date_order`` (``dmy``, ``mdy``) what the
    article gives away of how its source prints a day in figures.
    """

    article_id: str
    input_id: str
    location: str
    url: str | None
    canonical_url: str | None
    source: str | None
    source_country: str | None
    title: str | None
    authors: tuple[str, ...]
    published_at: Utc | None
    published_local: datetime | None
    published_zone: str | None
    published_precision: str | None
    published_raw: str | None
    published_from: str | None
    language: str | None
    section: str | None
    full_text: str
    body: str
    word_count: int
    content_hash: str
    text_hash: str
    raw_sha256: str
    parser_version: str
    newsrooms: tuple[str, ...] = ()
    updated_at: Utc | None = None
    updated_local: datetime | None = None
    field_origins: str | None = None
    date_order: str | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """An article with its blocks, as *parse* hands it on."""

    article: Article
    blocks: tuple[Block, ...]
