from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tasks.warehouse.checks import run_checks
from tasks.warehouse.fill_rates import record_fill_rates
from tasks.warehouse.load import load_batch
from tasks.warehouse.store import Connection, open_warehouse
from tests.warehouse.staged import NOON, Draft, stage


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with open_warehouse(tmp_path / "w.duckdb") as opened:
        yield opened


def test_each_run_counts_the_fields_of_what_it_read(connection: Connection, tmp_path: Path) -> None:
    load_batch(connection, stage(tmp_path / "one", [Draft("ferry"), Draft("bridge")]), "run-1", NOON)
    load_batch(connection, stage(tmp_path / "two", [Draft("tram")]), "run-2", NOON)
    connection.execute("update store.articles set authors = [] where title = 'bridge'")
    for run in ("run-1", "run-2"):
        record_fill_rates(connection, run, NOON)
    rows = connection.execute(
        "select run_id, source, field, article_count, filled_count from store.fill_rates "
        "where field in ('title', 'authors', 'section') order by run_id, field"
    ).fetchall()
    assert rows == [
        ("run-1", "Oldwick Post", "authors", 2, 1),
        ("run-1", "Oldwick Post", "section", 2, 0),
        ("run-1", "Oldwick Post", "title", 2, 2),
        ("run-2", "Oldwick Post", "authors", 1, 1),
        ("run-2", "Oldwick Post", "section", 1, 0),
        ("run-2", "Oldwick Post", "title", 1, 1),
    ]


def measure(connection: Connection, at: datetime, filled: int, count: int) -> None:
    connection.execute(
        "insert into store.fill_rates values ('r', 'Oldwick Post', 'authors', ?, ?, ?)", [count, filled, at]
    )


@pytest.mark.parametrize(
    ("before", "now", "warned"),
    [
        ((57, 60), (3, 20), 1),
        ((57, 60), (17, 20), 0),
        ((30, 60), (4, 10), 0),
        ((57, 60), (0, 9), 0),
        ((19, 20), (0, 20), 0),
    ],
    ids=["a fall", "chance", "a source that never filled it", "too few articles", "too short a history"],
)
def test_a_fall_below_the_sources_own_history_is_a_warning(
    connection: Connection, before: tuple[int, int], now: tuple[int, int], warned: int
) -> None:
    measure(connection, NOON - timedelta(days=2), *before)
    measure(connection, NOON, *now)
    found = {check.name: (check.severity, check.failing_rows) for check in run_checks(connection, NOON)}
    assert found["fill_rates"] == ("warn", warned)
