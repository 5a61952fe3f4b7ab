"""How a host is treated: the distance between requests, its circuit breaker, and whose turn it is.

Guarantees: one request in flight a host; a host waits for itself alone. What must outlast the
run is a ``HostState``, which the caller keeps; how it changes is decided by ``after_answer`` and
``after_failure``, which touch nothing.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from tasks.fetch.errors import FetchError
from tasks.fetch.policy import Clock, Politeness
from tasks.records import FetchReason, HostState

MAX_BACK_OFF = 30.0
"""Seconds between tries of a host that fails, before its breaker opens; doubling from 2."""

MAX_DISTANCE = 3600.0
"""Seconds that an earlier run's distance can reach into this one: its clock may have been wrong."""

RATE_LIMITED_SECONDS = 60.0
"""How long a host that answers 429 and does not say how long is left alone; doubling."""


def delay_after(seconds: float, own: float, politeness: Politeness) -> float:
    """Seconds to keep after an answer that took ``seconds``; ``own`` is what the source or robots.txt asks for."""
    adaptive = min(politeness.latency_factor * seconds, politeness.max_delay)
    return max(politeness.min_delay, own, adaptive)


def after_answer(state: HostState, now: datetime, delay: float) -> HostState:
    """The host answered: its breaker closes."""
    return HostState(state.host, 0, None, now + timedelta(seconds=delay))


def after_failure(
    state: HostState, now: datetime, delay: float, retry_after: float | None, is_rate: bool, politeness: Politeness
) -> HostState:
    """The host failed, or asks (``retry_after`` seconds; ``is_rate``: status 429) to be left alone."""
    failures = state.failures + 1
    pause = 0.0
    if failures >= politeness.break_after:
        doublings = min(failures - politeness.break_after, 10)
        pause = min(politeness.cool_down * 2**doublings, politeness.max_cool_down)
    elif is_rate and retry_after is None:
        pause = RATE_LIMITED_SECONDS * 2 ** (failures - 1)
    if retry_after is not None:
        pause = max(pause, min(retry_after, politeness.max_retry_after))
    wait = max(delay, min(2.0 ** min(failures, 10), MAX_BACK_OFF))
    cool_down_until = now + timedelta(seconds=pause) if pause else None
    return HostState(state.host, failures, cool_down_until, now + timedelta(seconds=wait))


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After asks for, in either form (RFC 9110 10.2.3); None for neither."""
    if value is None or len(value) > 100:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    try:
        moment = parsedate_to_datetime(value)
        seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0.0, seconds)


@dataclass(slots=True)
class _Host:
    state: HostState
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    """On the monotonic clock: a wall clock that is set must not shorten the distance."""
    done_at: float = float("-inf")
    is_changed: bool = False


class Turn:
    """A host's turn; whoever has it says in the end how it went."""

    def __init__(self, host: _Host, own: float, politeness: Politeness, clock: Clock) -> None:
        self._host, self._own, self._politeness, self._clock = host, own, politeness, clock
        self._is_open = True

    def answered(self, seconds: float) -> None:
        """The host answered after ``seconds``."""
        self._close(after_answer(self._host.state, self._clock.now(), self._delay(seconds)))

    def failed(self, seconds: float, retry_after: float | None = None, is_rate: bool = False) -> datetime | None:
        """The host failed after ``seconds``; returns when it may be asked again."""
        now, delay = self._clock.now(), self._delay(seconds)
        self._close(after_failure(self._host.state, now, delay, retry_after, is_rate, self._politeness))
        return self._host.state.cool_down_until or self._host.state.next_at

    def end(self) -> None:
        """Nobody said how it went: the request was given up, and may have reached the host."""
        if self._is_open:
            next_at = self._clock.now() + timedelta(seconds=self._delay(0.0))
            self._close(replace(self._host.state, next_at=next_at))

    def _delay(self, seconds: float) -> float:
        return delay_after(seconds, self._own, self._politeness)

    def _close(self, state: HostState) -> None:
        self._is_open = False
        self._host.state = state
        self._host.is_changed = True
        self._host.done_at = self._clock.monotonic()
        if state.next_at is not None:
            self._host.free_at = self._host.done_at + (state.next_at - self._clock.now()).total_seconds()


class Hosts:
    """Every host's state and queue. Belongs to one event loop."""

    def __init__(self, states: Iterable[HostState], politeness: Politeness, clock: Clock) -> None:
        self._politeness = politeness
        self._clock = clock
        self._hosts = {state.host: self._restore(state) for state in states}

    @contextlib.asynccontextmanager
    async def turn(self, name: str, own: float) -> AsyncIterator[Turn]:
        """Wait for the turn to ask ``name``; raises ``FetchError`` if it is to be left alone for longer."""
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host(HostState(name))
        self._check(host)  # before the queue as well: who is to be turned away need not wait for it
        async with host.lock:
            self._check(host)
            wait = max(host.free_at, host.done_at + own) - self._clock.monotonic()
            if (until := host.state.cool_down_until) is not None:
                wait = max(wait, (until - self._clock.now()).total_seconds())
            if wait > 0:
                await self._clock.sleep(wait)
            turn = Turn(host, own, self._politeness, self._clock)
            try:
                yield turn
            finally:
                turn.end()

    def is_left_alone(self, name: str) -> bool:
        """Whether ``name`` is not to be asked for longer than is waited for."""
        host = self._hosts.get(name)
        until = host.state.cool_down_until if host else None
        return until is not None and (until - self._clock.now()).total_seconds() > self._politeness.max_wait

    def changed(self) -> list[HostState]:
        """The states that differ from those that were given."""
        return [host.state for host in self._hosts.values() if host.is_changed]

    def _restore(self, state: HostState) -> _Host:
        host = _Host(state)
        if state.next_at is not None:
            ahead = (state.next_at - self._clock.now()).total_seconds()
            host.free_at = self._clock.monotonic() + min(ahead, MAX_DISTANCE)
        if state.cool_down_until is not None:
            latest = self._clock.now() + timedelta(seconds=self._politeness.max_retry_after)
            host.state = replace(state, cool_down_until=min(state.cool_down_until, latest))
        return host

    def _check(self, host: _Host) -> None:
        until = host.state.cool_down_until
        if until is None or not self.is_left_alone(host.state.host):
            return
        times = f"after {host.state.failures} failures" if host.state.failures else "as it asked"
        detail = f"{host.state.host} is left alone until {until:%Y-%m-%d %H:%M:%SZ}, {times}"
        raise FetchError(FetchReason.COOLING_DOWN, detail, retry_at=until)
