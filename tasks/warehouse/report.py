"""What a report tells of a period, read from the readers' copy.

Guarantees: never waits for a writer and writes nothing; the same copy and days give the same rows in the same
order; each section is cut at its place in ``TOP``, and tells how many rows there are. The queries are
``sql/report``; those that begin with ``Makes:`` fill a table of this connection that the others ask.
"""

import dataclasses
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from tasks.records.report import (
    Act,
    Cited,
    Conflict,
    Day,
    FailingCheck,
    HealthLine,
    Holdings,
    OutletLine,
    Person,
    Place,
    RejectLine,
    Report,
    Section,
    Speaker,
    Statement,
    Story,
    Tie,
    Told,
)
from tasks.warehouse.catalog import read_sql
from tasks.warehouse.errors import QueryError
from tasks.warehouse.query import open_copy

Row = TypeVar("Row")

TOP: Mapping[str, tuple[type, int]] = {
    "stories": (Story, 40),
    "timeline": (Act, 100),
    "people": (Person, 40),
    "ties": (Tie, 40),
    "speakers": (Speaker, 25),
    "cited": (Cited, 20),
    "places": (Place, 60),
    "conflicts": (Conflict, 30),
    "outlets": (OutletLine, 40),
    "health": (HealthLine, 60),
    "rejects": (RejectLine, 20),
    "failing": (FailingCheck, 20),
}
"""What a row of each section is, and how many are shown: together a page of less than a megabyte."""

TABLES = ("period", "named", "acts")
"""Queries that fill a table, in this order."""


def read_report(path: Path, since: date | None, until: date | None, days: int | None = None) -> Report:
    """The report on the articles that the warehouse at ``path`` has from ``since`` to ``until``, both included.

    A side that is None is open. ``days``, where ``since`` is None, begins so many days before ``until``, or before
    the newest article that is not from the future. An article without a day is in no period with a side. Raises
    ``QueryError`` where nothing is published yet.
    """
    queries = {file.name: file.text for file in read_sql("report")}
    try:
        with open_copy(path) as connection:
            if days is not None and since is None:
                until = until or _newest(connection)
                since = until - timedelta(days=days - 1) if until else None
            for name in TABLES:
                _run(connection, queries[name], {"since": since, "until": until})
            sections: dict[str, Any] = {
                name: _section(kind, _run(connection, queries[name], {"top": top})) for name, (kind, top) in TOP.items()
            }
            holdings = Holdings(**_run(connection, queries["counts"], {})[0])
            counted = tuple(Day(**row) for row in _run(connection, queries["days"], {}))
    except duckdb.Error as error:
        raise QueryError(" ".join(str(error).split("\n\n")[0].split())) from error
    return Report(since, until, holdings, counted, **sections)


def _newest(connection: duckdb.DuckDBPyConnection) -> date | None:
    query = "select least(max(published_local)::date, max(last_changed_at)::date) from articles"
    found: date | None = connection.execute(query).fetchall()[0][0]
    return found


def _run(connection: duckdb.DuckDBPyConnection, query: str, given: Mapping[str, object]) -> list[dict[str, Any]]:
    """The rows of ``query`` as it stands; DuckDB refuses a parameter that a query does not name."""
    cursor = connection.execute(query, {name: value for name, value in given.items() if f"${name}" in query})
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _section(kind: type[Row], rows: list[dict[str, Any]]) -> Section[Row]:
    total = int(rows[0]["total"]) if rows else 0
    return Section(tuple(_record(kind, row) for row in rows), total)


def _record(kind: type[Row], row: Mapping[str, Any]) -> Row:
    """A row as the record that it is; lists as tuples, articles as ``Told``."""
    names = [field.name for field in dataclasses.fields(kind)]  # type: ignore[arg-type]  # every kind is a dataclass
    return kind(**{name: _value(name, row[name]) for name in names})


def _value(name: str, value: Any) -> Any:
    match name:
        case "evidence":
            return tuple(Told(**told) for told in value or ())
        case "told" | "other_told" | "office_told":
            return None if value is None else Told(**value)
        case "statements":
            return tuple(_record(Statement, said) for said in value or ())
        case _:
            return tuple(value) if isinstance(value, list) else value
