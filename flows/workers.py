"""Worker processes that read, parse and analyse batches, and what is done when one dies.

Guarantees: a worker is replaced after some batches, and when it dies or is killed. An input that outlasts its limits
or twice kills its worker is a ``Rejection``, and the rest of its batch goes on; a batch whose workers die, and not over
the same input, is parted.
"""

import multiprocessing
import signal
from collections.abc import Callable, Mapping
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pebble import ProcessExpired, ProcessPool

from flows.batches import (
    Window,
    Worked,
    leave_out_article,
    leave_out_reference,
    read_under_way,
    split_articles,
    split_references,
)
from flows.worker import KILLS, extract_folder, parse_folder, start_worker
from tasks.records import Outlet

BATCHES_A_WORKER = 50
"""A worker is replaced after so many, so that nothing it leaks can grow."""

SECONDS_A_BATCH = 600.0
"""After this a worker is stuck where no signal reaches it, and is killed."""

TRIES = 2
"""A worker may die of what is not its batch's fault, such as a machine without memory."""


@dataclass(frozen=True, slots=True)
class _Step:
    """What is done to a batch, and how one input is left out of it or the whole parted."""

    work: Callable[[Path, Any], Worked]
    leave_out: Callable[[Path, str, Any, str, str], Any]
    split: Callable[[Path, str], list[Path]]


class Workers:
    """A pool of worker processes; use it as a context manager. Threads may share it.

    ``outlets`` are what is known of outlets beforehand, by host.
    """

    def __init__(self, count: int, model: str | None, outlets: Mapping[str, Outlet] | None = None) -> None:
        self._pool = ProcessPool(
            max_workers=count,
            max_tasks=BATCHES_A_WORKER,
            context=multiprocessing.get_context("spawn"),
            initializer=start_worker,
            initargs=(model, dict(outlets or {})),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._pool.close()  # type: ignore[no-untyped-call]  # pebble has no annotations there
        else:
            self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def parse(self, folder: Path, window: Window) -> Worked:
        """Read and parse the references staged in ``folder``."""
        return self._work(_Step(parse_folder, leave_out_reference, split_references), folder, window)

    def extract(self, folder: Path, wanted: frozenset[str]) -> Worked:
        """Analyse those of the articles staged in ``folder`` that are ``wanted``."""
        return self._work(_Step(extract_folder, leave_out_article, split_articles), folder, wanted)

    def _work(self, step: _Step, folder: Path, option: object) -> Worked:
        suspect, problem, deaths = None, "", 0
        while deaths < TRIES:
            try:
                worked: Worked = self._pool.schedule(step.work, (folder, option), timeout=SECONDS_A_BATCH).result()
            except ProcessExpired as error:
                is_slow = -error.exitcode in KILLS
                problem = "no end within its limit" if is_slow else f"the worker died ({_cause(error.exitcode)})"
            except FutureTimeout:
                is_slow, problem = True, f"no end within {SECONDS_A_BATCH:.0f} s"
            else:
                return worked
            item = read_under_way(folder)
            if item is not None and (is_slow or item == suspect):
                option = step.leave_out(folder, item, option, "too-slow" if is_slow else "killed-worker", problem)
                suspect, deaths = None, 0
            else:
                suspect, deaths = item, deaths + 1
        done = [self._work(step, half, option) for half in step.split(folder, problem)]
        return Worked(
            tuple(f for worked in done for f in worked.folders) or (folder,),
            sum(worked.outside for worked in done),
        )


def _cause(exit_code: int) -> str:
    """How a process ended: by a signal, or with a status of its own."""
    return signal.Signals(-exit_code).name if exit_code < 0 else f"exit code {exit_code}"
