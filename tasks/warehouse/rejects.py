"""The inputs that were turned away, each said once."""

from datetime import datetime
from pathlib import Path

import duckdb

from tasks.records import Stage
from tasks.staging import staged_path
from tasks.warehouse.intents import scan


def store_rejects(connection: duckdb.DuckDBPyConnection, folder: Path, run_id: str, now: datetime) -> int:
    """Store what was turned away; returns how many inputs ended that way."""
    if not staged_path(folder, "rejects").exists():
        return 0
    staged = f"select location, stage, reason, detail from {scan(folder, 'rejects')}"  # noqa: S608
    add_rejects(connection, staged, run_id, now)
    # A component that failed costs its records; its article is stored and counted as such.
    row = connection.execute(
        f"select count(*) from ({staged}) where stage <> ?",  # noqa: S608
        [Stage.EXTRACT],
    ).fetchall()[0]
    return int(row[0])


def add_rejects(connection: duckdb.DuckDBPyConnection, query: str, run_id: str, now: datetime) -> None:
    """Store the rows of ``query`` (location, stage, reason, detail) that are not stored yet."""
    connection.execute(
        f"""
        insert into store.rejects by name
        select distinct ? as run_id, n.*, ?::timestamptz as "at"
        from ({query}) as n
        anti join store.rejects as r
            on r.location = n.location and r.stage = n.stage and r.reason = n.reason and r.detail = n.detail
        """,  # noqa: S608
        [run_id, now],
    )
