"""robots.txt as RFC 9309 has it: read once a day and origin, kept by the caller from run to run.

Guarantees: nothing is allowed while a robots.txt cannot be read (5xx, 429, no answer), except by
an earlier good copy; a missing one (other 4xx, or redirects without end) allows everything.
"""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from protego import Protego

from tasks.fetch.errors import FetchError
from tasks.fetch.long_robots import shorten
from tasks.fetch.policy import PRODUCT, Clock, Politeness
from tasks.fetch.targets import origin_of
from tasks.records import FetchReason, RobotsFile

_PARSED = 500
"""Parsed files held at once."""

_LONG = 1 << 15
"""Bytes from which a file is shortened for each address instead of being held parsed."""

_NOT_THE_HOST = frozenset(
    {FetchReason.FORBIDDEN_ADDRESS, FetchReason.BAD_PORT, FetchReason.DNS, FetchReason.COOLING_DOWN}
)
"""Failures that say nothing about the robots.txt: they are the answer for the page as well."""


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """What was found at ``/robots.txt`` after ``seconds`` on the wire; ``status`` None for nothing."""

    status: int | None
    body: bytes
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What an origin asks of who may fetch from it: the seconds of its Crawl-delay, 0 for none.

    ``seconds`` is what it took on the wire to read them, if they were read for this.
    """

    crawl_delay: float = 0.0
    seconds: float = 0.0


ReadRobots = Callable[[httpx.URL], Awaitable[RobotsAnswer]]
"""Asks for an address, following redirects; raises ``FetchError`` where no answer came."""


def next_file(
    earlier: RobotsFile | None, origin: str, found: RobotsAnswer, now: datetime, kept: Politeness
) -> RobotsFile:
    """What is kept of an origin's robots.txt after another look at it."""
    good_until = now + timedelta(seconds=kept.robots_seconds)
    if found.status == 200:
        return RobotsFile(origin, found.body, 200, now, good_until)
    if is_readable(found.status):
        return RobotsFile(origin, b"", found.status, now, good_until)
    since = earlier.unreachable_since if earlier and earlier.unreachable_since else now
    body = earlier.body if earlier else b""
    status = earlier.status if earlier and is_readable(earlier.status) else found.status
    retry = now + timedelta(seconds=kept.robots_retry)
    return RobotsFile(origin, body, status, now, retry, since)


def is_readable(status: int | None) -> bool:
    """Whether ``status`` says what the rules are, be it that there are none."""
    return status is not None and status < 500 and status != 429


def allows_nothing(file: RobotsFile, now: datetime, kept: Politeness) -> bool:
    """Whether the rules are unknown: unreachable, no earlier copy, and not for so long that none are assumed."""
    if file.unreachable_since is None or is_readable(file.status):
        return False
    return (now - file.unreachable_since).total_seconds() < kept.robots_forgiven


class Robots:
    """The rules of every origin. ``read`` is how a robots.txt is asked for."""

    def __init__(self, files: Iterable[RobotsFile], read: ReadRobots, politeness: Politeness, clock: Clock) -> None:
        self._files = {file.origin: file for file in files}
        self._changed: set[str] = set()
        self._problems: dict[str, str] = {}
        self._read = read
        self._politeness = politeness
        self._clock = clock
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._parsed: OrderedDict[str, tuple[RobotsFile, Protego]] = OrderedDict()

    async def check(self, target: httpx.URL) -> Rules:
        """The rules for ``target``; raises ``FetchError`` if it may not be asked for."""
        origin = origin_of(target)
        async with self._locks[origin]:
            file, seconds = await self._current(origin, target)
        if allows_nothing(file, self._clock.now(), self._politeness):
            problem = self._problems.get(origin, "at an earlier try")
            detail = f"robots.txt of {origin} could not be read ({problem})"
            raise FetchError(FetchReason.ROBOTS_UNREACHABLE, detail, status=file.status, retry_at=file.expires_at)
        rules = self._rules(file, target)
        if rules is None or not rules.can_fetch(str(target), PRODUCT):
            raise FetchError(FetchReason.ROBOTS, f"robots.txt of {origin} disallows it")
        delay = rules.crawl_delay(PRODUCT) or 0.0
        if not delay <= self._politeness.max_crawl_delay:
            raise FetchError(FetchReason.CRAWL_DELAY, f"{origin} asks for {delay:.0f} s between requests")
        return Rules(delay, seconds)

    def changed(self) -> list[RobotsFile]:
        """The files that were read since the start."""
        return [self._files[origin] for origin in sorted(self._changed)]

    async def _current(self, origin: str, target: httpx.URL) -> tuple[RobotsFile, float]:
        """The file that holds now, and the seconds on the wire that it took to read it just now."""
        file = self._files.get(origin)
        if file is not None and file.read_at <= self._clock.now() < file.expires_at:
            return file, 0.0
        try:
            found = await self._read(target.copy_with(raw_path=b"/robots.txt"))
        except FetchError as error:
            if error.reason in _NOT_THE_HOST:
                raise
            self._problems[origin] = f"{error.reason}: {error.detail or error.status}"
            status = error.status if error.reason is not FetchReason.BAD_REDIRECT else None
            found = RobotsAnswer(status, b"", error.seconds)
        file = next_file(file, origin, found, self._clock.now(), self._politeness)
        self._files[origin] = file
        self._changed.add(origin)
        return file, found.seconds

    def _rules(self, file: RobotsFile, target: httpx.URL) -> Protego | None:
        """The rules that can matter to ``target``; None for too many to look at."""
        if len(file.body) >= _LONG:
            text = shorten(_decode(file.body), target.raw_path.decode("ascii"))
            return None if text is None else Protego.parse(text)
        held = self._parsed.get(file.origin)
        if held is not None and held[0] is file:
            self._parsed.move_to_end(file.origin)
            return held[1]
        rules = Protego.parse(_decode(file.body))
        self._parsed[file.origin] = (file, rules)
        if len(self._parsed) > _PARSED:
            self._parsed.popitem(last=False)
        return rules


def _decode(body: bytes) -> str:
    """As UTF-8; what is not understood is no rule (RFC 9309 2.2), and no error."""
    return body.decode("utf-8-sig", "replace").replace("\0", "")
