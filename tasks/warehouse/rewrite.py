"""The warehouse written anew into a file that holds its rows and nothing else.

DuckDB uses freed blocks again and never gives them back, and they keep what was deleted. Guarantees: every row of
every table is in the new file before it takes the old one's place; killed or out of room at any point, the old one
stands.
"""

import contextlib
import os
from pathlib import Path

import duckdb

from tasks.faults import fault_point
from tasks.warehouse.errors import WarehouseError
from tasks.warehouse.store import Connection, more_memory, open_locked


def free_share(connection: Connection) -> float:
    """How much of the file is blocks that hold nothing, from 0 to 1."""
    # A checkpoint cuts off those at the file's end.
    connection.execute("checkpoint")
    row = connection.execute(
        "select free_blocks, total_blocks from pragma_database_size() where database_name = 'warehouse'"
    ).fetchall()[0]
    return float(row[0] / row[1]) if row[1] else 0.0


def rewrite_warehouse(path: Path, wait_seconds: float) -> None:
    """Copy the rows into a fresh file and put it in the place of the old.

    Call it with the warehouse's lock held and its file closed. Raises ``WarehouseError`` where the disk does
    not hold a second copy; the warehouse is then as it was.
    """
    part = path.with_name(path.name + ".rewrite")
    try:
        part.unlink(missing_ok=True)
        with open_locked(part, wait_seconds) as connection:
            _copy_rows(connection, path)
        fault_point("rewrite:copied")
        os.replace(part, path)
    except OSError as error:
        raise WarehouseError(f"{path} could not be rewritten: {error.strerror}") from error
    finally:
        for left in (part, part.with_name(part.name + ".wal")):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


def _copy_rows(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    name = str(path).replace("'", "''")
    connection.execute(f"attach '{name}' as old (read_only)")
    tables = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'old' and schema_name = 'store' order by 1"
    ).fetchall()
    with more_memory(connection):
        for (table,) in tables:
            connection.execute(f"delete from store.{table}")  # noqa: S608 (tables of this project)
            connection.execute(f"insert into store.{table} by name select * from old.store.{table}")  # noqa: S608
            held, wanted = connection.execute(
                f"select (select count(*) from store.{table}), (select count(*) from old.store.{table})"  # noqa: S608
            ).fetchall()[0]
            if held != wanted:
                raise WarehouseError(f"{path} could not be rewritten: {held} of {wanted} rows of {table} arrived")
    connection.execute("detach old")
