"""The named queries on the examples: each answers its question."""

from pathlib import Path

import pytest

from flows.batches import Window
from flows.ingest import run_pipeline
from flows.settings import Settings
from tasks.warehouse.catalog import read_sql
from tasks.warehouse.query import run_query

EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"

MAY_FIND_NOTHING = {
    "copied": "no example is a copy",
    "conflicts": "no two examples tell of one act",
    "needs": "nothing needs a person",
    "rejected": "every example can be read",
    "revised": "no example has changed",
    "rising": "nobody stands in three examples",
    "well_attested": "acts stand or fall with the model's syntax",
    "what_happened": "the same",
    "who_with_whom": "the same",
    "who_is_who": "no example names anybody in two ways",
    "wordings": "no statement stands in two examples",
}
"""Queries that need not find anything there, and why."""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("examples") / "w.duckdb"
    run_pipeline(Settings(warehouse=path), [str(EXAMPLES)], Window(), None, 1, True, tasks=False)
    return path


@pytest.mark.parametrize("query", [query.name for query in read_sql("queries")])
def test_a_named_query_answers_on_the_examples(query: str, warehouse: Path) -> None:
    found = run_query(warehouse, query)
    assert found.num_columns
    assert found.num_rows > 0 or query in MAY_FIND_NOTHING


def test_the_same_names_and_acts_are_found_each_time(warehouse: Path) -> None:
    doubled = run_query(warehouse, "select event_id from events group by 1 having count(*) > 1")
    assert doubled.num_rows == 0
    doubled = run_query(warehouse, "select entity_id from entities group by 1 having count(*) > 1")
    assert doubled.num_rows == 0
    lost = run_query(warehouse, "select event_id from event_mentions anti join events using (event_id)")
    assert lost.num_rows == 0
