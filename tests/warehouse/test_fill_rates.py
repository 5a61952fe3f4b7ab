from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tasks.warehouse.catalog import read_sql
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
    ("before", "now", "fallen"),
    [
        ([(57, 60)], [(3, 20)], ["authors"]),
        ([(57, 60)], [(0, 1)] * 20, ["authors"]),
        ([(57, 60)], [(17, 20)], []),
        ([(30, 60)], [(8, 20)], []),
        ([(57, 60)], [(0, 9)], []),
        ([(19, 20)], [(0, 20)], []),
    ],
    ids=[
        *("a fall", "a fall over many small runs", "chance", "a source that never filled it", "too few articles"),
        "too short a history",
    ],
)
def test_a_fall_below_the_sources_own_history_is_a_warning(
    connection: Connection, before: list[tuple[int, int]], now: list[tuple[int, int]], fallen: list[str]
) -> None:
    for number, (filled, count) in enumerate([*before, *now]):
        measure(connection, NOON + timedelta(minutes=number), filled, count)
    told = connection.execute("select source, field from source_health, unnest(fallen_fields) as f (field)").fetchall()
    assert told == [("Oldwick Post", field) for field in fallen]
    found = {check.name: (check.severity, check.failing_rows) for check in run_checks(connection, NOON)}
    assert found["fill_rates"] == ("warn", len(fallen))


def test_source_health_shows_the_latest_rates_beside_the_usual_ones(connection: Connection) -> None:
    connection.execute("insert into store.source_health (source, articles_7d) values ('Oldwick Post', 40), ('New', 2)")
    measure(connection, NOON - timedelta(days=1), 57, 60)
    measure(connection, NOON, 3, 20)
    rows = connection.execute(
        "select source, articles_7d, latest_fill_rates, usual_fill_rates, fallen_fields from source_health "
        "order by source"
    ).fetchall()
    assert rows == [
        ("New", 2, None, None, []),
        ("Oldwick Post", 40, '{"authors":0.15}', '{"authors":0.95}', ["authors"]),
    ]
    needs = next(query.text for query in read_sql("queries") if query.name == "needs")
    assert connection.execute(needs).fetchall() == [
        ("Oldwick Post gives authors far less often than before: has its layout changed?",)
    ]


def test_an_article_counts_for_the_source_that_listed_it(connection: Connection, tmp_path: Path) -> None:
    load_batch(connection, stage(tmp_path / "one", [Draft("ferry"), Draft("bridge")]), "run-1", NOON)
    connection.execute("update store.articles set canonical_url = 'https://oldwick.example/' || title")
    connection.execute(
        "insert into store.links (canonical_url, source) values "
        "('https://oldwick.example/ferry', 'oldwick'), ('https://oldwick.example/bridge', '')"
    )
    record_fill_rates(connection, "run-1", NOON)
    rows = connection.execute(
        "select source, article_count, filled_count from store.fill_rates where field = 'title' order by source"
    ).fetchall()
    assert rows == [("Oldwick Post", 1, 1), ("oldwick", 1, 1)]


def test_a_history_of_months_ago_is_dropped(connection: Connection) -> None:
    measure(connection, NOON - timedelta(days=121), 60, 60)
    measure(connection, NOON - timedelta(days=119), 3, 20)
    record_fill_rates(connection, "run", NOON)
    assert connection.execute("select filled_count from store.fill_rates").fetchall() == [(3,)]
