"""Prefect around a run: which server keeps its records, and that it has them all at the end.

An ephemeral server that ends at once loses task rows: of 30, 7 to 23 were recorded in four runs of
four, and all 30 after a wait. Hence ``drain``.
"""

import time
from collections.abc import Callable
from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.events.worker import EventsWorker
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from flows.own_server import PrefectError
from tasks.warehouse.errors import WarehouseError

DRAIN_SECONDS = 10.0


def run_quietly(run_flow: Callable[..., Any], **parameters: Any) -> None:
    """Run a flow; raises ``WarehouseError`` for its own failures, ``PrefectError`` for Prefect's."""
    # The heartbeat's thread costs a second at the end of every flow, and nobody watches for it here.
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        try:
            run_flow(**parameters)
        except (WarehouseError, KeyboardInterrupt):
            raise
        except Exception as error:
            if _is_prefect(error):
                raise PrefectError(_one_line(error)) from error
            raise


def drain() -> None:
    """Wait until a server that ends with this process has written down every task, for ten seconds at most."""
    deadline = time.monotonic() + DRAIN_SECONDS
    try:
        EventsWorker.drain_all(timeout=DRAIN_SECONDS)
        with get_client(sync_client=True) as client:
            runs = client.read_flow_runs(limit=1, sort="START_TIME_DESC")  # type: ignore[arg-type]
            chosen = FlowRunFilter(id=FlowRunFilterId(any_=[runs[0].id]))
            seen = -1
            while time.monotonic() < deadline:
                tasks = client.read_task_runs(flow_run_filter=chosen, limit=200)
                done = sum(1 for run in tasks if run.state and run.state.is_final())
                if tasks and done == len(tasks) and done == seen:
                    return
                seen = done
                time.sleep(0.5)
    except Exception:  # its rows are a convenience; the warehouse is the truth
        return


def _is_prefect(error: BaseException) -> bool:
    module = type(error).__module__.partition(".")[0]
    return module in ("prefect", "httpx", "httpcore", "anyio") or isinstance(error, RuntimeError | ValueError)


def _one_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
