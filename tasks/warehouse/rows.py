"""Rows from Python into tables, by way of Arrow: ``executemany`` is a hundred times slower."""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

Columns = Sequence[tuple[str, pa.DataType]]


def fill_table(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]], columns: Columns
) -> None:
    """The temporary table ``table``, new, with ``rows``."""
    _run(connection, f"create or replace temp table {table} as select * from incoming", rows, columns)  # noqa: S608


def add_rows(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]], columns: Columns
) -> None:
    """Add ``rows`` to ``table``, by the names of its columns."""
    if rows:
        _run(connection, f"insert into {table} by name select * from incoming", rows, columns)  # noqa: S608


def has_rows(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether ``table``, a name or a query in parentheses of this project's own, has any row."""
    return bool(connection.execute(f"select 1 from {table} limit 1").fetchall())  # noqa: S608


def _run(
    connection: duckdb.DuckDBPyConnection, statement: str, rows: Sequence[tuple[object, ...]], columns: Columns
) -> None:
    arrays = [pa.array([row[place] for row in rows], kind) for place, (_, kind) in enumerate(columns)]
    connection.register("incoming", pa.table(arrays, names=[name for name, _ in columns]))
    try:
        connection.execute(statement)
    finally:
        connection.unregister("incoming")
