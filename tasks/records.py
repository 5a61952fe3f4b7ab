"""The records that move between stages.

Guarantees: standard library only, frozen and slotted, so that any stage, worker process
or test can import them at no cost. A record whose class stands in ``STAGED`` rests
between stages as one Parquet file per class (``tasks.staging``), and its field names are
the column names of the table that it is loaded into. What the columns mean is written in
the comments of ``sql/views``.

Offsets count Unicode code points of ``Article.full_text``, half open.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Annotated

Utc = Annotated[datetime, "utc"]
"""A moment: an aware datetime. Plain ``datetime`` fields are wall-clock times without a zone."""


def stable_id(version: str, *parts: str | int) -> str:
    """A versioned 96-bit identifier of ``parts``, equal on every machine and in every run.

    ``version`` names what is identified and how (``a1`` for articles); it stands before
    the digest so that two ways of making an id can never be mixed up unseen.
    """
    digest = blake2b(digest_size=12)
    for part in parts:
        encoded = str(part).encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return f"{version}-{digest.hexdigest()}"


class InputKind(StrEnum):
    """How the bytes behind a reference are to be read."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"
    """One JSON object: a line of a JSONL file, or a row of a Parquet file spooled as one."""
    WARC = "warc"
    """One response record of a WARC file."""


class Stage(StrEnum):
    """Where an input can be turned away."""

    DISCOVER = "discover"
    FETCH = "fetch"
    PARSE = "parse"
    EXTRACT = "extract"
    LOAD = "load"


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
class Reference:
    """One article's bytes at rest: found by *discover*, read by *fetch*.

    ``location`` is what a person is told (the file as it was named, with ``#line`` where a
    file holds many); ``path``, ``offset`` and ``length`` say where the bytes lie, which for
    inputs that cannot be read twice (standard input, compressed lines, Parquet rows) is a
    spool file. ``raw_sha256`` is the digest of the bytes that discovery saw: the file, the
    line, or the payload of the WARC record. ``input_id`` joins it with ``kind`` and ``url`` and
    names this input in the ledger of what has been done.
    """

    input_id: str
    location: str
    kind: InputKind
    path: str
    offset: int
    length: int
    url: str | None
    raw_sha256: str


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of one article with what their carrier says about them. No parser has seen them."""

    reference: Reference
    body: bytes
    url: str | None = None
    content_type: str | None = None
    charset: str | None = None
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """An input that was turned away, as a row that a person can act on.

    ``location`` is a path or URL; ``reason`` a short fixed code (``vanished``, ``empty``,
    ``not-json`` ...); ``detail`` one line of at most 500 characters, without secrets.
    """

    location: str
    stage: str
    reason: str
    detail: str


class FetchKind(StrEnum):
    """What is asked for, which sets how large it may be."""

    PAGE = "page"
    FEED = "feed"
    SITEMAP = "sitemap"
    ARCHIVE = "archive"
    """A list of archive paths, or the like: large, and no page."""
    ROBOTS = "robots"


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """An address to be asked for, and what its source's owner and an earlier answer say about it.

    ``etag`` and ``last_modified`` are those of an earlier ``Fetched``, as they were given.
    ``min_delay`` is in seconds between two requests to the host; the wider of it and what
    politeness asks for is kept. ``obey_robots`` False needs a reason in the sources file.
    ``authorization`` is the value of that header, sent to the host of ``url`` alone.
    """

    url: str
    source: str = ""
    kind: FetchKind = FetchKind.PAGE
    etag: str | None = None
    last_modified: str | None = None
    min_delay: float = 0.0
    obey_robots: bool = True
    authorization: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A good answer: status 200 with its bytes, or 304 (``is_unchanged``) with none.

    ``url`` is the address that answered, after redirects; addresses here may hold secrets and go
    into no log or column before ``tasks.urls.without_secrets``. ``body`` is decoded (no content
    encoding is left); ``received_bytes`` counts what came over the wire for it. ``headers`` have
    lower-case names and stand in the order received. ``seconds`` is the time on the wire.
    """

    request: FetchRequest
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    received_bytes: int
    at: Utc
    seconds: float
    address: str = ""

    @property
    def is_unchanged(self) -> bool:
        return self.status == 304

    def header(self, name: str) -> str | None:
        """The first value of the header ``name`` (lower case)."""
        return next((value for key, value in self.headers if key == name), None)


class FetchReason(StrEnum):
    """Why an address was not fetched: a closed list."""

    BAD_URL = "bad-url"
    BAD_SCHEME = "bad-scheme"
    BAD_PORT = "bad-port"
    FORBIDDEN_ADDRESS = "forbidden-address"
    """The name leads to an address that is not public."""
    ROBOTS = "robots"
    """robots.txt disallows it."""
    ROBOTS_UNREACHABLE = "robots-unreachable"
    """robots.txt could not be read: nothing may be asked for until it can."""
    CRAWL_DELAY = "crawl-delay"
    """The host asks for longer pauses than are kept."""
    COOLING_DOWN = "cooling-down"
    """The host failed too often, or asked to be left alone; see ``retry_at``."""
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    PROTOCOL = "protocol"
    """Not HTTP, headers beyond any measure, or less than was promised."""
    TOO_LARGE = "too-large"
    BAD_ENCODING = "bad-encoding"
    """A content encoding that was not asked for, or broken gzip."""
    BAD_REDIRECT = "bad-redirect"
    """Too many, or to nowhere, or from https to http."""
    GONE = "gone"
    """404 or 410."""
    DENIED = "denied"
    """401, 402, 403, 407 or 451."""
    RATE_LIMITED = "rate-limited"
    """429."""
    SERVER_ERROR = "server-error"
    HTTP_STATUS = "http-status"
    """Any other status than 200 and 304."""


@dataclass(frozen=True, slots=True)
class Unfetched:
    """An address that gave nothing, and why.

    ``url`` is the address at which it ended. With ``retry_at`` it is deferred, not lost: nothing
    is to be asked of the host before that moment. ``detail`` holds no secret.
    """

    request: FetchRequest
    url: str
    reason: FetchReason
    detail: str
    at: Utc
    status: int | None = None
    retry_at: Utc | None = None


@dataclass(frozen=True, slots=True)
class FetchLine:
    """One request that was made (robots.txt and redirects too), as a row of ``fetches``.

    ``url`` has no secrets; ``outcome`` is ``fetched``, ``unchanged``, ``redirect`` or a ``FetchReason``.
    """

    url: str
    source: str
    kind: str
    at: Utc
    status: int | None
    bytes: int
    seconds: float
    etag: str | None
    outcome: str


@dataclass(frozen=True, slots=True)
class HostState:
    """What politeness must remember of a host from one run to the next.

    ``failures`` counts those in a row; nothing is asked of the host before ``cool_down_until``,
    nor before ``next_at``, which keeps the distance to the last request.
    """

    host: str
    failures: int = 0
    cool_down_until: Utc | None = None
    next_at: Utc | None = None


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """robots.txt of an origin (``https://host:port``) as it was last read, good until ``expires_at``.

    ``status`` is None where no answer came; ``unreachable_since`` is set for as long as none does,
    and ``body`` is then the last good one.
    """

    origin: str
    body: bytes
    status: int | None
    read_at: Utc
    expires_at: Utc
    unreachable_since: Utc | None = None


@dataclass(frozen=True, slots=True)
class RawPlace:
    """Where the bytes of an answer lie in the raw store: a gzip member of a WARC file.

    ``file`` is relative to the store's folder; ``url`` has no secrets; ``raw_sha256`` is the digest
    of the decoded body.
    """

    file: str
    offset: int
    length: int
    url: str
    at: Utc
    status: int
    raw_sha256: str


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
class Block:
    """A labelled stretch of ``full_text``; ``block_no`` counts from 1 in document order."""

    article_id: str
    block_no: int
    kind: str
    in_body: bool
    start_char: int
    end_char: int
    text: str


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


@dataclass(frozen=True, slots=True)
class Sentence:
    """``sent_no`` is 0 for the title and counts body sentences from 1."""

    article_id: str
    sent_no: int
    block_no: int
    start_char: int
    end_char: int
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    article_id: str
    start_char: int
    end_char: int
    text: str
    sent_no: int | None
    kind: str
    label: str | None
    entity_id: str | None
    entity: str | None


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as one article knows it; *resolve* joins them across articles."""

    article_id: str
    entity_id: str
    name: str
    label: str
    country: str | None
    latitude: float | None
    longitude: float | None
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    article_id: str
    person: str
    person_id: str | None
    role: str
    organization: str | None
    organization_id: str | None
    qualifier: str | None
    valid_from: date | None
    as_of: date | None
    start_char: int
    end_char: int
    text: str


@dataclass(frozen=True, slots=True)
class DateExpression:
    article_id: str
    start_char: int
    end_char: int
    text: str
    sent_no: int | None
    date_from: date | None
    date_to: date | None
    granularity: str
    anchor: date | None
    rule: str
    value: str | None = None
    """TIMEX3 value (ISO 8601 with TimeML's additions); None where the words have none."""


@dataclass(frozen=True, slots=True)
class Quote:
    quote_id: str
    article_id: str
    sent_no: int | None
    kind: str
    start_char: int
    end_char: int
    text: str
    cue: str | None
    speaker_text: str | None
    speaker: str | None
    speaker_id: str | None
    via: str | None
    said_from: date | None
    said_to: date | None


@dataclass(frozen=True, slots=True)
class Citation:
    article_id: str
    start_char: int
    end_char: int
    text: str
    sent_no: int | None
    cited: str | None
    cited_id: str | None
    kind: str
    cue: str | None


@dataclass(frozen=True, slots=True)
class Quantity:
    article_id: str
    start_char: int
    end_char: int
    text: str
    sent_no: int | None
    value: float
    value_high: float | None
    unit: str | None
    kind: str
    subject: str | None
    measure: str | None
    period: str | None
    claimed_by: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """One act as one article tells it; *resolve* joins them across articles."""

    event_id: str
    article_id: str
    type: str
    plover: str | None
    mode: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    instruments: tuple[str, ...]
    date_from: date | None
    date_to: date | None
    granularity: str | None
    place: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    modality: str
    scope: str
    summary: str


@dataclass(frozen=True, slots=True)
class EventMention:
    event_id: str
    article_id: str
    sent_no: int | None
    start_char: int
    end_char: int
    text: str
    attributed_to: str | None


@dataclass(frozen=True, slots=True)
class Extracted:
    """That extraction ran over an article, and which version of it."""

    article_id: str
    extractor_version: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Every record drawn from one article, and what went wrong on the way.

    A component that fails costs its own records of this article, as a ``Rejection``, and
    nothing else.
    """

    article_id: str
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    roles: tuple[Role, ...] = ()
    dates: tuple[DateExpression, ...] = ()
    quotes: tuple[Quote, ...] = ()
    citations: tuple[Citation, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    events: tuple[Event, ...] = ()
    event_mentions: tuple[EventMention, ...] = ()
    rejections: tuple[Rejection, ...] = field(default=())


STAGED: dict[str, type] = {
    "articles": Article,
    "blocks": Block,
    "extracted": Extracted,
    "sentences": Sentence,
    "mentions": Mention,
    "entities": Entity,
    "roles": Role,
    "dates": DateExpression,
    "quotes": Quote,
    "citations": Citation,
    "quantities": Quantity,
    "events": Event,
    "event_mentions": EventMention,
    "rejects": Rejection,
    "references": Reference,
}
"""Name of the Parquet file between stages -> the record that its rows are."""
