"""The ledger of runs. The warehouse, not the orchestrator, is the truth about what was done."""

import json
from collections.abc import Mapping
from datetime import datetime

import duckdb

from tasks.faults import fault_point


def start_run(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    flow: str,
    parameters: Mapping[str, object],
    version: str,
    now: datetime,
) -> None:
    """Note that a run begins. Only one can write: whatever else says ``running`` was killed."""
    connection.begin()
    connection.execute("update store.runs set state = 'abandoned' where state = 'running'")
    connection.execute(
        "insert into store.runs values (?, ?, ?, null, 'running', ?, null, ?)",
        [run_id, flow, now, json.dumps(parameters, default=str), version],
    )
    connection.commit()
    fault_point("run:started")


def finish_run(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    state: str,
    counts: Mapping[str, object],
    now: datetime,
) -> None:
    """Note how a run ended: ``completed`` or ``failed``, and what became of its inputs."""
    connection.execute(
        "update store.runs set state = ?, counts = ?, finished_at = ? where run_id = ?",
        [state, json.dumps(counts), now, run_id],
    )
    fault_point("run:finished")
