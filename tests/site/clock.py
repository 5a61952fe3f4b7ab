"""An event loop whose time passes only while nothing happens, and then at once.

Client and server run in it together, over real sockets. Whenever no socket is ready, time jumps
to the next timer: a month of polling takes as long as its requests take, and waits are exact.
"""

import asyncio
import fcntl
import selectors
import struct
import termios
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from tasks.fetch.policy import Clock

START = datetime(2031, 5, 5, 6, 0, tzinfo=UTC)

T = TypeVar("T")

_LONG_JUMP = 1.5
"""Seconds; deadlines are longer, the usual distance between requests is not."""

_DEADLINE = 10.0
"""Seconds; a jump so far may end a request that is on its way: nothing must be left between two sockets."""

_LOOKS, _LOOK_SECONDS = 125, 0.002
"""Before such a jump, in real time. A machine whose cores are all taken delivers after many milliseconds."""


class _Selector(selectors.DefaultSelector):
    def __init__(self, advance: Callable[[float], None]) -> None:
        super().__init__()
        self._advance = advance

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None:
            return super().select(None)
        time.sleep(0.0001)  # what the kernel still carries between two sockets mostly arrives in this time
        ready = super().select(0) or (self._arrivals(timeout) if timeout > _LONG_JUMP else [])
        if not ready:
            self._advance(timeout)
        return ready

    def _arrivals(self, timeout: float) -> list[tuple[selectors.SelectorKey, int]]:
        """What arrives before a jump of ``timeout`` seconds; nothing where nothing is on its way."""
        for _ in range(_LOOKS if timeout >= _DEADLINE else 1):
            if ready := super().select(_LOOK_SECONDS):
                return ready
            if not any(map(is_sending, self.get_map().values())):
                return super().select(0)
        return []


def is_sending(key: selectors.SelectorKey) -> bool:
    """Whether a socket connects, or holds bytes that its peer has not acknowledged."""
    if key.events & selectors.EVENT_WRITE:
        return True
    try:
        unacknowledged = fcntl.ioctl(key.fd, termios.TIOCOUTQ, bytes(4))
    except OSError:  # it listens
        return False
    return struct.unpack("i", unacknowledged)[0] > 0


class JumpingLoop(asyncio.SelectorEventLoop):
    """An event loop on a clock of its own, which begins at 0."""

    def __init__(self) -> None:
        self._now = 0.0
        super().__init__(_Selector(self._advance))

    def time(self) -> float:
        return self._now

    def _advance(self, seconds: float) -> None:
        self._now += seconds


def run(main: Coroutine[Any, Any, T]) -> T:
    """The result of ``main``, in a loop whose time jumps."""
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(main)


def loop_clock(start: datetime = START) -> Clock:
    """The running loop's time, as the fetcher wants it; the loop began at ``start``."""
    loop = asyncio.get_running_loop()
    return Clock(lambda: start + timedelta(seconds=loop.time()), loop.time, asyncio.sleep)
