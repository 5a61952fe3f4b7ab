"""A flow run from the command line: progress while it goes, the summary once it is stored, an exit code in time."""

import os
import sys
import threading
from collections.abc import Callable

import orjson

from flows.own_server import OwnServer, PrefectError, begin_server
from flows.settings import Settings, quiet_prefect

SECONDS_AFTER_COMMIT = 15.0
"""A run whose work is stored ends within this, whatever Prefect's server is doing."""

OK, FAILED, USAGE = 0, 1, 2
"""Exit codes: done, the work failed, wrong usage."""


def say(message: str, code: int) -> int:
    """Print ``message`` on standard error; returns ``code``."""
    print(f"dateline: {message}", file=sys.stderr, flush=True)
    return code


def begin_prefect(settings: Settings) -> OwnServer | None:
    """Set Prefect up and begin a server for the run, where the user names none; call it before Prefect is imported."""
    quiet_prefect(settings)
    server = begin_server()
    starting = "starting a server for this run (10 to 20 s); set PREFECT_API_URL to use a standing one"
    name = os.environ.get("PREFECT_API_URL") if server is None else None
    print(f"Prefect: {name or starting}", file=sys.stderr, flush=True)
    return server


def run_flow(flow: Callable[..., object], server: OwnServer | None, *, as_json: bool, **parameters: object) -> int:
    """Run ``flow`` and print its summary; returns the exit code, which the warehouse decides and not Prefect.

    ``server`` is what ``begin_prefect`` gave.
    """
    from flows import session, watch  # noqa: PLC0415 (Prefect reads its settings when it is imported)
    from flows.prefect_server import drain, run_quietly  # noqa: PLC0415
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
        timer = threading.Timer(SECONDS_AFTER_COMMIT, _end_now, [codes[0], server])
        timer.daemon = True
        timer.start()

    watch.on_finished(stored)
    session.reporter = Bar() if sys.stderr.isatty() else Lines()
    try:
        if server is not None:
            server.wait()
        run_quietly(flow, **parameters)
    except PrefectError as error:
        if not codes:
            return say(str(error), FAILED)
        say(f"the run is stored, but Prefect could not be told: {error}", OK)
    if server is not None or "PREFECT_API_URL" not in os.environ:
        drain()
    return codes[0] if codes else FAILED


def _end_now(code: int, server: OwnServer | None) -> None:
    print("Prefect's server does not answer; the run is stored, ending without it", file=sys.stderr, flush=True)
    if server is not None:
        server.stop(0)
    os._exit(code)
