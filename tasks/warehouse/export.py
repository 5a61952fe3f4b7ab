"""Every view as a file of its own, for those who want the data without the warehouse."""

import contextlib
import os
from pathlib import Path

import duckdb

from tasks.warehouse.catalog import ordered_views
from tasks.warehouse.errors import WarehouseError
from tasks.warehouse.publish import published_path

GDELT = "gdelt_events.export.csv"
"""The event table as GDELT 2.0 ships it: tab-separated, without a header, every column in its place."""

_MEMORY_LIMIT = "1GB"


def export_views(path: Path, folder: Path) -> dict[str, int]:
    """Write each view of the readers' copy as ``<folder>/<view>.parquet``, and ``GDELT``; returns rows a file.

    A file is seen whole or not at all. Raises ``WarehouseError`` where nothing is published yet or the folder
    cannot be written.
    """
    copy = published_path(path)
    if not copy.exists():
        raise WarehouseError(f"nothing is published at {copy} yet: run `dateline ingest` first")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(str(copy), read_only=True, config={"memory_limit": _MEMORY_LIMIT}) as connection:
            connection.execute("set timezone = 'UTC'")
            connection.execute("set preserve_insertion_order = false")
            names = sorted(view.name for view in ordered_views())
            counts = {
                f"{name}.parquet": _write(
                    connection, name, folder / f"{name}.parquet", "format parquet, compression zstd"
                )
                for name in names
            }
            options = "format csv, header false, delimiter '\t'"
            counts[GDELT] = _write(connection, "gdelt_events", folder / GDELT, options)
            return counts
    except OSError as error:
        raise WarehouseError(f"{folder}: {error.strerror}") from error
    except duckdb.Error as error:
        raise WarehouseError(f"{folder}: {str(error).splitlines()[0]}") from error


def _write(connection: duckdb.DuckDBPyConnection, view: str, target: Path, options: str) -> int:
    part = target.with_name(target.name + ".part")
    name = str(part).replace("'", "''")
    try:
        row = connection.execute(f"copy (select * from {view}) to '{name}' ({options})").fetchall()[0]  # noqa: S608
        os.replace(part, target)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return int(row[0])
