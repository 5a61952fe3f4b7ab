"""What the process around a run does: who hears that it is stored, and when it must have ended."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flows.summary import Summary

_listeners: list[Callable[[Summary], None]] = []
_threads = ThreadPoolExecutor(max_workers=64, thread_name_prefix="batch")


def on_finished(listener: Callable[[Summary], None]) -> None:
    """Call ``listener`` once a run's work is stored and published, before Prefect is told."""
    _listeners.append(listener)


def finished(summary: Summary) -> None:
    for listener in _listeners:
        listener(summary)


def core_count() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0))


def call_soon(function: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
    """Start ``function`` in a thread; the result of what is returned waits for it."""
    return _threads.submit(function, *arguments).result
