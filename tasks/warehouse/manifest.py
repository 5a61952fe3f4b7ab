"""A second ledger outside the database, so that silent loss is seen.

A flipped bit in DuckDB's write-ahead log can make it open with committed transactions missing
and no error. Every batch therefore leaves its id both in ``store.batches``, within its own
transaction, and in ``<warehouse>.manifest.jsonl``, appended and synced after the commit. A batch of
the manifest that the database does not know is a loss; the other way round is a kill between
the two, which costs nothing.
"""

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import duckdb

from tasks.records import stable_id
from tasks.warehouse.errors import WarehouseError


def manifest_path(path: Path) -> Path:
    """Where the manifest of the warehouse at ``path`` lies."""
    return path.with_name(path.name + ".manifest.jsonl")


def record_batch(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    run_id: str,
    counts: Mapping[str, int],
    now: datetime,
) -> dict[str, object]:
    """Note the batch, staged in ``folder``, within the open transaction; returns the line that ``append`` is to write.

    A run names each folder once.
    """
    batch_id = stable_id("b1", run_id, folder.name, now.isoformat())
    connection.execute("insert into store.batches values (?, ?, ?, ?)", [batch_id, run_id, json.dumps(counts), now])
    row = connection.execute("select warehouse_id from store.warehouse").fetchall()[0]
    return {
        "warehouse": row[0],
        "batch": batch_id,
        "run": run_id,
        "at": now.isoformat(),
        **counts,
    }


def append(connection: duckdb.DuckDBPyConnection, line: Mapping[str, object]) -> None:
    """Write one committed batch to the manifest and force it to the disk."""
    target = manifest_path(path_of(connection))
    try:
        with open(target, "a+b") as file:
            # A kill may have cut the last line short: the next must not become part of it.
            file.seek(max(file.tell() - 1, 0))
            torn = file.read() not in (b"", b"\n")
            file.write((b"\n" if torn else b"") + json.dumps(line).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise WarehouseError(f"{target}: {error.strerror}") from error


def lost_batches(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Batches that were committed and synced, and that the database does not hold."""
    target = manifest_path(path_of(connection))
    if not target.exists():
        return []
    row = connection.execute("select warehouse_id from store.warehouse").fetchall()[0]
    held = {str(r[0]) for r in connection.execute("select batch_id from store.batches").fetchall()}
    lost = []
    for raw in target.read_bytes().splitlines():
        try:
            line = json.loads(raw)
        except ValueError:
            # The line that a kill or a full disk cut short: its batch is in the database.
            continue
        if line["warehouse"] == row[0] and line["batch"] not in held:
            lost.append(str(line["batch"]))
    return lost


def path_of(connection: duckdb.DuckDBPyConnection) -> Path:
    """The file of the open warehouse."""
    rows = connection.execute("select path from duckdb_databases() where database_name = 'warehouse'").fetchall()
    return Path(rows[0][0])
