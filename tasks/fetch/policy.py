"""What the fetcher keeps to: limits, politeness and the clock, all given by the caller."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import IPv4Network, IPv6Network

from tasks.records import FetchKind

PRODUCT = "dateline"
"""The product token that robots.txt files may name (RFC 9309, 2.2.1)."""

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as the fetcher knows it. Tests pass one that runs as fast as they like."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost. Seconds are on the wire; bytes are decoded."""

    deadline: float = 30.0
    """All of a fetch with its robots.txt, redirects and second tries."""
    robots_deadline: float = 15.0
    """Of that, what reading robots.txt may take."""
    connect_timeout: float = 10.0
    redirects: int = 5
    """As RFC 9309 2.3.1.2 asks for robots.txt at least, and as browsers need at most."""
    tries: int = 2
    """Of a request that failed in a way that may pass, while the deadline leaves time for it."""
    body_bytes: dict[FetchKind, int] = field(
        default_factory=lambda: {
            FetchKind.PAGE: 10 * MEGABYTE,
            FetchKind.FEED: 50 * MEGABYTE,
            FetchKind.SITEMAP: 50 * MEGABYTE,
            FetchKind.ARCHIVE: 50 * MEGABYTE,
            FetchKind.ROBOTS: 500 * 1024,
        }
    )
    """RFC 9309 2.5 lets robots.txt be cut at 500 KiB; sitemaps.org allows sitemaps of 50 MB."""
    ratio: int = 200
    """Decoded over received bytes above ``ratio_from``: the densest real page stays under 100."""
    ratio_from: int = MEGABYTE


@dataclass(frozen=True, slots=True)
class Politeness:
    """How hosts are treated. All in seconds.

    The distance between two requests to a host is the widest of ``min_delay``, the source's own,
    Crawl-delay and ``latency_factor`` times the last answer's time, the last up to ``max_delay``
    (Heritrix: factor 5, at most 30 s). A Crawl-delay beyond ``max_crawl_delay`` is not kept but
    respected: the host is left alone.
    """

    min_delay: float = 1.0
    latency_factor: float = 5.0
    max_delay: float = 30.0
    max_crawl_delay: float = 60.0
    max_wait: float = 60.0
    """A host that wants to be left alone for longer is not waited for; the request is deferred."""
    break_after: int = 5
    """Failures in a row that open a host's circuit breaker."""
    cool_down: float = 600.0
    """How long it stays open; doubled with every further failure, up to ``max_cool_down``."""
    max_cool_down: float = 6 * 3600.0
    max_retry_after: float = 24 * 3600.0
    robots_seconds: float = 24 * 3600.0
    """How long robots.txt is good (RFC 9309 2.4)."""
    robots_retry: float = 900.0
    """When an unreachable robots.txt is tried again."""
    robots_forgiven: float = 30 * 24 * 3600.0
    """An origin whose robots.txt was unreachable for so long is taken to have none (RFC 9309 2.3.1.4)."""


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """Who asks, and within which bounds.

    ``contact`` is an address (https or mailto) at which a site's owner reaches who runs this; it
    is part of the user agent. ``allow_private`` lists the networks that may be reached although
    they are not public; none by default, and for the whole process: no source can name one.
    """

    contact: str
    version: str
    limits: Limits = field(default_factory=Limits)
    politeness: Politeness = field(default_factory=Politeness)
    ports: frozenset[int] = frozenset({80, 443})
    allow_private: tuple[IPv4Network | IPv6Network, ...] = ()
    connections: int = 200
    """Requests in flight at most, and idle connections kept."""

    @property
    def user_agent(self) -> str:
        return f"{PRODUCT}/{self.version} (+{self.contact})"
