"""Checks are queries that return the offending rows; their results are a table of the warehouse."""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from tasks.warehouse.catalog import read_sql


@dataclass(frozen=True, slots=True)
class CheckResult:
    """``severity`` is ``fail`` (the warehouse is wrong) or ``warn`` (a person should look)."""

    name: str
    title: str
    severity: str
    failing_rows: int


def run_checks(connection: duckdb.DuckDBPyConnection, now: datetime) -> list[CheckResult]:
    """Run every check of ``sql/checks`` and keep the counts of offending rows in ``checks``."""
    results = []
    for check in read_sql("checks"):
        query = check.text.rstrip().rstrip(";")
        row = connection.execute(f"select count(*) from ({query})").fetchall()[0]  # noqa: S608 (our own file)
        results.append(CheckResult(check.name, check.title, check.fields["severity"], int(row[0])))
    connection.begin()
    connection.execute("delete from store.checks")
    for result in results:
        connection.execute(
            "insert into store.checks values (?, ?, ?, ?)",
            [result.name, result.severity, result.failing_rows, now],
        )
    connection.commit()
    return results
