"""Addresses in, answers out: politely, within bounds, and never to where it should not go.

Guarantees: ``Fetcher.fetch`` returns for every address, whatever the server does, and raises for
nothing that a server can do. Each hop of a redirect passes the address guard, robots.txt and
its host's queue. What must outlast the run comes in and goes out as records: nothing is stored here.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from typing import Self, TypeGuard

import httpx

from tasks.fetch.addresses import GuardedBackend, Resolve, SystemResolver
from tasks.fetch.errors import FetchError
from tasks.fetch.exchange import Answer, Bounds, exchange
from tasks.fetch.hosts import Hosts, Turn, parse_retry_after
from tasks.fetch.policy import Clock, FetchPolicy
from tasks.fetch.robots import Robots, RobotsAnswer, Rules
from tasks.fetch.targets import follow_redirect, origin_of, parse_target
from tasks.fetch.transport import GuardedTransport
from tasks.records import (
    Fetched,
    FetchKind,
    FetchLine,
    FetchReason,
    FetchRequest,
    HostState,
    Rejection,
    RobotsFile,
    Stage,
    Unfetched,
)
from tasks.urls import without_secrets

_log = logging.getLogger(__name__)

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAY_PASS = frozenset(
    {FetchReason.CONNECT, FetchReason.TIMEOUT, FetchReason.PROTOCOL, FetchReason.RATE_LIMITED, FetchReason.SERVER_ERROR}
)
"""What another try may mend; the host's queue keeps the distance."""
_THE_HOSTS_FAULT = _MAY_PASS | {FetchReason.DNS, FetchReason.TLS}
"""What counts towards a host's circuit breaker."""

_NOT_ASKED = frozenset({FetchReason.FORBIDDEN_ADDRESS, FetchReason.BAD_PORT})

Note = Callable[[FetchLine], None]


def reject(unfetched: Unfetched) -> Rejection:
    """``unfetched`` as a row that a person can act on."""
    return Rejection(without_secrets(unfetched.request.url), Stage.FETCH, unfetched.reason, unfetched.detail[:500])


@dataclass(frozen=True, slots=True)
class _Hop:
    """One address to ask for on behalf of ``request``."""

    request: FetchRequest
    target: httpx.URL
    kind: FetchKind
    seconds: float
    """On the wire, at most."""
    delay: float
    """Seconds to other requests to the host, at least."""


@dataclass(frozen=True, slots=True)
class _Done:
    hop: _Hop
    answer: Answer
    at: datetime
    seconds: float

    @property
    def seconds_left(self) -> float:
        return self.hop.seconds - self.seconds


class Fetcher:
    """Fetches for one run, in one event loop; an async context manager.

    ``hosts`` and ``robots`` are what earlier runs knew; what this one learnt is in
    ``changed_hosts`` and ``changed_robots``. ``note`` is told of every request made. ``resolve``
    looks names up; None for the machine's own way.
    """

    def __init__(
        self,
        policy: FetchPolicy,
        hosts: Iterable[HostState] = (),
        robots: Iterable[RobotsFile] = (),
        clock: Clock | None = None,
        resolve: Resolve | None = None,
        note: Note | None = None,
    ) -> None:
        self._policy = policy
        self._clock = clock or Clock()
        self._resolver = SystemResolver()
        network = GuardedBackend(resolve or self._resolver, policy.ports, policy.allow_private)
        self._transport = GuardedTransport(network, policy.connections, policy.limits.connect_timeout)
        self._hosts = Hosts(hosts, policy.politeness, self._clock)
        self._robots = Robots(robots, self._read_robots, policy.politeness, self._clock)
        self._in_flight = asyncio.Semaphore(policy.connections)
        self._note = note or (lambda line: None)
        if policy.allow_private:
            _log.warning("private networks may be fetched from: %s", ", ".join(map(str, policy.allow_private)))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()
        self._resolver.close()

    def changed_hosts(self) -> list[HostState]:
        """The state of every host that was asked, to be given to the next run."""
        return self._hosts.changed()

    def changed_robots(self) -> list[RobotsFile]:
        """Every robots.txt that was read, to be given to the next run."""
        return self._robots.changed()

    async def fetch(self, request: FetchRequest) -> Fetched | Unfetched:
        """Ask for an address and follow where it leads. Waits for the host's turn, however long that takes.

        All that is asked of servers for it (robots.txt, redirects, second tries) ends by one deadline.
        """
        url = request.url
        try:
            target = parse_target(url, self._policy.ports)
            seconds = self._policy.limits.deadline
            for _ in range(self._policy.limits.redirects + 1):
                url = str(target)
                rules = await self._robots.check(target) if request.obey_robots else Rules()
                delay = max(request.min_delay, rules.crawl_delay)
                done = await self._ask(_Hop(request, target, request.kind, seconds - rules.seconds, delay))
                if done.answer.status not in _REDIRECTS:
                    return _fetched(done)
                seconds = done.seconds_left
                location = done.answer.headers.get("location")
                target = follow_redirect(target, done.answer.status, location, self._policy.ports)
            raise FetchError(FetchReason.BAD_REDIRECT, f"more than {self._policy.limits.redirects} redirects")
        except FetchError as error:
            detail = error.detail or f"the server answered {error.status}"
            now = self._clock.now()
            return Unfetched(request, url, error.reason, detail, now, error.status, error.retry_at)

    async def _read_robots(self, target: httpx.URL) -> RobotsAnswer:
        request = FetchRequest(str(target), kind=FetchKind.ROBOTS)
        seconds = allowed = self._policy.limits.robots_deadline
        for _ in range(self._policy.limits.redirects + 1):
            done = await self._ask(_Hop(request, target, FetchKind.ROBOTS, seconds, 0.0))
            seconds = done.seconds_left
            if done.answer.status not in _REDIRECTS:
                return RobotsAnswer(done.answer.status, done.answer.body, allowed - seconds)
            location = done.answer.headers.get("location")
            target = follow_redirect(target, done.answer.status, location, self._policy.ports)
        return RobotsAnswer(done.answer.status, b"", allowed - seconds)  # redirects without end

    async def _ask(self, hop: _Hop) -> _Done:
        """One request, tried again if its failure may pass; raises ``FetchError`` for any but a good answer."""
        for attempt in range(1, self._policy.limits.tries + 1):
            try:
                return await self._ask_once(hop)
            except FetchError as error:
                hop = replace(hop, seconds=hop.seconds - error.seconds)
                is_last = attempt == self._policy.limits.tries or hop.seconds <= 0
                if is_last or error.reason not in _MAY_PASS or self._hosts.is_left_alone(hop.target.host):
                    raise
        raise AssertionError("a policy allows at least one try")

    async def _ask_once(self, hop: _Hop) -> _Done:
        async with self._hosts.turn(hop.target.host, hop.delay) as turn, self._in_flight:
            at, begun = self._clock.now(), self._clock.monotonic()
            try:
                answer = await exchange(self._transport, hop.target, self._headers(hop), self._bounds(hop))
            except FetchError as error:
                error.seconds = seconds = self._clock.monotonic() - begun
                if error.reason in _THE_HOSTS_FAULT:
                    error.retry_at = turn.failed(seconds)
                elif error.reason not in _NOT_ASKED:
                    turn.answered(seconds)
                self._write_down(hop, at, seconds, error.reason, None)
                raise
            seconds = self._clock.monotonic() - begun
            failure = self._judge(hop, answer, turn, seconds)
            outcome = failure.reason if failure else _outcome(answer.status, hop.request)
            self._write_down(hop, at, seconds, outcome, answer)
            if failure:
                failure.seconds = seconds
                raise failure
            return _Done(hop, answer, at, seconds)

    def _judge(self, hop: _Hop, answer: Answer, turn: Turn, seconds: float) -> FetchError | None:
        """Close the host's turn; returns what is wrong with the answer."""
        status = answer.status
        reason = _reason_of(status, hop.request)
        if status == 304 and not (hop.request.etag or hop.request.last_modified):
            reason = FetchReason.HTTP_STATUS  # unchanged since when?
        if reason not in _THE_HOSTS_FAULT:
            turn.answered(seconds)
            if reason is None or (hop.kind is FetchKind.ROBOTS and status < 500):
                return None
            return FetchError(reason, "", status=status)
        retry_after = parse_retry_after(answer.headers.get("retry-after"), self._clock.now())
        until = turn.failed(seconds, retry_after, is_rate=status == 429)
        return FetchError(reason, "", status=status, retry_at=until)

    def _headers(self, hop: _Hop) -> dict[str, str]:
        request = hop.request
        headers = {"user-agent": self._policy.user_agent}
        if hop.kind is FetchKind.ROBOTS:
            return headers
        if _is_sendable(request.etag):
            headers["if-none-match"] = request.etag
        if _is_sendable(request.last_modified):
            headers["if-modified-since"] = request.last_modified
        if request.byte_range:
            headers["range"] = "bytes={}-{}".format(*request.byte_range)
        if request.authorization and origin_of(hop.target) == origin_of(httpx.URL(request.url.strip())):
            headers["authorization"] = request.authorization
        return headers

    def _bounds(self, hop: _Hop) -> Bounds:
        limits = self._policy.limits
        cap = limits.body_bytes[hop.kind]
        is_robots, is_part = hop.kind is FetchKind.ROBOTS, hop.request.byte_range is not None
        return Bounds(max(hop.seconds, 0.1), cap, limits.ratio, limits.ratio_from, is_robots, is_part)

    def _write_down(self, hop: _Hop, at: datetime, seconds: float, outcome: str, answer: Answer | None) -> None:
        self._note(
            FetchLine(
                without_secrets(str(hop.target)),
                hop.request.source,
                hop.kind,
                at,
                answer.status if answer else None,
                answer.received_bytes if answer else 0,
                seconds,
                answer.headers.get("etag") if answer else None,
                outcome,
            )
        )


def _is_sendable(value: str | None) -> TypeGuard[str]:
    """Whether a header of an earlier answer can go back as it came."""
    return value is not None and value.isascii() and value.isprintable() and 0 < len(value) <= 1000


def _reason_of(status: int, request: FetchRequest) -> FetchReason | None:
    if status in (200, 304) or status in _REDIRECTS or (status == 206 and request.byte_range):
        return None
    if status in (404, 410):
        return FetchReason.GONE
    if status in (401, 402, 403, 407, 451):
        return FetchReason.DENIED
    if status == 429:
        return FetchReason.RATE_LIMITED
    return FetchReason.SERVER_ERROR if status >= 500 else FetchReason.HTTP_STATUS


def _outcome(status: int, request: FetchRequest) -> str:
    if (reason := _reason_of(status, request)) is not None:
        return reason
    if status in _REDIRECTS:
        return "redirect"
    return "unchanged" if status == 304 else "fetched"


def _fetched(done: _Done) -> Fetched:
    answer = done.answer
    headers = tuple((name.lower(), value) for name, value in answer.headers.multi_items())
    return Fetched(
        done.hop.request,
        str(done.hop.target),
        answer.status,
        headers,
        answer.body,
        answer.received_bytes,
        done.at,
        done.seconds,
        answer.address,
    )
