"""What *fetch* is asked and answers, and what politeness must remember."""

from dataclasses import dataclass, field
from enum import StrEnum

from tasks.records.inputs import Utc


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
    ``authorization`` is the value of that header, sent to the host of ``url`` alone. ``byte_range`` asks for
    these bytes, both ends included, as a part of a large file.
    """

    url: str
    source: str = ""
    kind: FetchKind = FetchKind.PAGE
    etag: str | None = None
    last_modified: str | None = None
    min_delay: float = 0.0
    obey_robots: bool = True
    authorization: str | None = field(default=None, repr=False)
    byte_range: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A good answer: status 200 with its bytes (206 with those asked for), or 304 (``is_unchanged``) with none.

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
    """Any other status than 200 and 304, and 206 where a part was asked for."""


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
