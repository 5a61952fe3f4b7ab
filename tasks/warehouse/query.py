"""Ask the readers' copy in SQL: it can answer, and nothing else.

Guarantees: opened read-only, without file, network or extension access, with its settings
locked: a query cannot write, reach files or change settings. It never waits for a writer.
This is a guard-rail against mistakes, not a sandbox for hostile code.
"""

import contextlib
import csv
import datetime as dt
import decimal
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import duckdb
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tasks.warehouse.catalog import read_sql
from tasks.warehouse.errors import QueryError
from tasks.warehouse.publish import published_path

FORMATS = ("table", "csv", "json", "parquet")

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": "2GB",
}


def run_query(path: Path, query: str) -> pa.Table:
    """The rows that ``query`` gives on the readers' copy of the warehouse at ``path``.

    ``query`` is SQL, the name of a file in ``sql/queries``, or the path of a ``.sql`` file. Raises
    ``QueryError`` where nothing is published yet, and for a query that is wrong or refused.
    """
    try:
        with open_copy(path) as connection:
            relation = connection.sql(resolve_query(query))
            return pa.table({"ok": ["done"]}) if relation is None else _in_words(relation.to_arrow_table())
    except duckdb.Error as error:
        raise QueryError(" ".join(str(error).split("\n\n")[0].split())) from error


@contextlib.contextmanager
def open_copy(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The readers' copy of the warehouse at ``path``, for asking; raises ``QueryError`` where there is none yet."""
    copy = published_path(path)
    if not copy.exists():
        raise QueryError(f"nothing is published at {copy} yet: run `dateline ingest` first")
    with duckdb.connect(str(copy), read_only=True, config=_SETTINGS) as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute("set lock_configuration = true")
        yield connection


def resolve_query(query: str) -> str:
    """The SQL that ``query`` stands for."""
    if query.endswith(".sql"):
        try:
            return Path(query).read_text(encoding="utf-8")
        except OSError as error:
            raise QueryError(f"{query}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise QueryError(f"{query}: not UTF-8") from error
    named = {file.name: file.text for file in read_sql("queries")}
    if query in named:
        return named[query]
    if query.isidentifier():
        raise QueryError(f"no query is called {query}; there are: {', '.join(named)}")
    return query


def write_result(result: pa.Table, form: str, out: IO[bytes]) -> None:
    """Write the rows to ``out`` as UTF-8 text or Parquet; ``form`` is one of ``FORMATS``.

    Raises ``QueryError`` for a value that the format, or Python, cannot hold.
    """
    try:
        _write(result, form, out)
    except (TypeError, OverflowError, ValueError, pa.ArrowException) as error:
        reason = " ".join(str(error).split())
        raise QueryError(f"a value cannot be written as {form} ({reason}): cast its column to varchar") from error


def _write(result: pa.Table, form: str, out: IO[bytes]) -> None:
    match form:
        case "table":
            out.write(_as_table(result).encode())
        case "csv":
            text = _TextOver(out)
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(result.column_names)
            writer.writerows([_csv_cell(v) for v in row] for row in _rows(result))
        case "json":
            rows = result.rename_columns(_apart(result.column_names)).to_pylist()
            out.write(orjson.dumps(rows, default=_plain, option=orjson.OPT_INDENT_2) + b"\n")
        case "parquet":
            pq.write_table(result, out)
        case _:
            raise QueryError(f"no such format: {form}; there are: {', '.join(FORMATS)}")


def _apart(names: list[str]) -> list[str]:
    """The names with a number behind those that were there before: an object holds each key once."""
    found: dict[str, None] = {}
    for name in names:
        number = 1
        while (unique := name if number == 1 else f"{name}_{number}") in found:
            number += 1
        found[unique] = None
    return list(found)


def _in_words(result: pa.Table) -> pa.Table:
    """The rows with spans of time (one moment less another) as words: JSON and Parquet have no type for them."""
    for index, field in enumerate(result.schema):
        if pa.types.is_interval(field.type):
            words = [None if span is None else _span(*span) for span in result.column(index).to_pylist()]
            result = result.set_column(index, field.name, pa.array(words, pa.string()))
    return result


def _span(months: int, days: int, nanoseconds: int) -> str:
    """``2 months 3 days 04:05:06``, without the parts that are nought."""
    clock = str(dt.timedelta(microseconds=abs(nanoseconds) // 1000))
    parts = [
        f"{months} months" if months else "",
        f"{days} days" if days else "",
        ("-" if nanoseconds < 0 else "") + clock if nanoseconds or not (months or days) else "",
    ]
    return " ".join(part for part in parts if part)


def _rows(result: pa.Table) -> Iterator[tuple[object, ...]]:
    """The rows as tuples, a few thousand at a time: two columns of one name are both kept."""
    for batch in result.to_batches(max_chunksize=4096):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


class _TextOver:
    """The ``write`` that csv wants, over a binary stream."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def write(self, text: str) -> int:
        return self._out.write(text.encode())


def _as_table(result: pa.Table) -> str:
    table = Table(box=box.SIMPLE_HEAD)
    for field in result.schema:
        numeric = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        table.add_column(Text(field.name), justify="right" if numeric else "left", overflow="fold")
    for row in _rows(result):
        table.add_row(*(Text(_shown(value)) for value in row))
    console = Console(width=Console().width if Console().is_terminal else 160, color_system=None)
    with console.capture() as capture:
        console.print(table)
    count = f"{result.num_rows} row{'' if result.num_rows == 1 else 's'}"
    return capture.get() + count + "\n"


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.10g}"
    if isinstance(value, list):
        return ", ".join(_shown(v) for v in value)
    # An escape sequence in a headline must not reach the terminal.
    return _CONTROLS.sub("�", str(value))


def _csv_cell(value: object) -> object:
    """Lists as JSON; a text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if isinstance(value, list | dict):
        return orjson.dumps(value, default=_plain).decode()
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def _plain(value: object) -> object:
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.timedelta | bytes):
        return str(value)
    raise TypeError(type(value).__name__)
