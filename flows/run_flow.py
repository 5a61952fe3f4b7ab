"""A flow run from the command line: progress while it goes, the summary once it is stored, an exit code in time."""

import os
import sys
import threading
from collections.abc import Callable

import orjson

SECONDS_AFTER_COMMIT = 15.0
"""A run whose work is stored ends within this, whatever Prefect's server is doing."""

OK, FAILED, USAGE = 0, 1, 2
"""Exit codes: done, the work failed, wrong usage."""


def say(message: str, code: int) -> int:
    """Print ``message`` on standard error; returns ``code``."""
    print(f"dateline: {message}", file=sys.stderr, flush=True)
    return code


def run_flow(flow: Callable[..., object], *, as_json: bool, **parameters: object) -> int:
    """Run ``flow`` and print its summary; returns the exit code, which the warehouse decides and not Prefect."""
    from flows import session, watch  # noqa: PLC0415 (Prefect reads its settings when it is imported)
    from flows.prefect_server import PrefectError, drain, run_quietly, server_name  # noqa: PLC0415
    from flows.summary import Bar, Lines, Summary, print_summary  # noqa: PLC0415

    codes: list[int] = []

    def stored(summary: Summary) -> None:
        """The work is done: say so, and end in time even if Prefect cannot be told."""
        if as_json:
            print(orjson.dumps(summary.as_json()).decode(), flush=True)
        else:
            print_summary(summary)
            sys.stdout.flush()
        codes.append(OK if summary.succeeded else FAILED)
        timer = threading.Timer(SECONDS_AFTER_COMMIT, _end_now, [codes[0]])
        timer.daemon = True
        timer.start()

    watch.on_finished(stored)
    session.reporter = Bar() if sys.stderr.isatty() else Lines()
    print(f"Prefect: {server_name()}", file=sys.stderr, flush=True)
    try:
        run_quietly(flow, **parameters)
    except PrefectError as error:
        if not codes:
            return say(str(error), FAILED)
        say(f"the run is stored, but Prefect could not be told: {error}", OK)
    drain()
    return codes[0] if codes else FAILED


def _end_now(code: int) -> None:
    print("Prefect's server does not answer; the run is stored, ending without it", file=sys.stderr, flush=True)
    os._exit(code)
