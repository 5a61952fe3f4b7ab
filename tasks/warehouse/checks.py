"""Checks are queries that return the offending rows; their results are a table of the warehouse."""

from dataclasses import dataclass
from datetime import datetime

from tasks.warehouse import manifest
from tasks.warehouse.catalog import SqlFile, read_sql
from tasks.warehouse.store import Connection, ask

FULL_CHECK_ARTICLES = 5_000
"""Up to so many articles the checks that read every word are run each time: they take under a second."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """``severity`` is ``fail`` (the warehouse is wrong) or ``warn`` (a person should look)."""

    name: str
    title: str
    severity: str
    failing_rows: int


def run_checks(connection: Connection, now: datetime, *, full: bool = False) -> list[CheckResult]:
    """Run the checks of ``sql/checks`` and keep the counts of offending rows in ``checks``.

    Those marked ``cost: warehouse`` read every word stored; in a large warehouse they are run when
    ``full``, and otherwise keep their last result: loading refuses what they look for.
    """
    articles = ask(connection, "select count(*) from store.articles")[0][0]
    every = full or articles <= FULL_CHECK_ARTICLES
    results = [_run(connection, file) for file in read_sql("checks") if every or file.fields.get("cost") != "warehouse"]
    lost = len(manifest.lost_batches(connection))
    results.append(CheckResult("lost_batches", "Every batch of the manifest is stored.", "fail", lost))
    connection.begin()
    for result in results:
        connection.execute("delete from store.checks where name = ?", [result.name])
        connection.execute(
            "insert into store.checks values (?, ?, ?, ?)",
            [result.name, result.severity, result.failing_rows, now],
        )
    connection.commit()
    return results


def _run(connection: Connection, check: SqlFile) -> CheckResult:
    query = check.text.rstrip().rstrip(";")
    row = ask(connection, f"select count(*) from ({query})")[0]  # noqa: S608 (our own file)
    return CheckResult(check.name, check.title, check.fields["severity"], int(row[0]))
