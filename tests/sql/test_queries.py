"""The named queries on the examples: each answers its question."""

from pathlib import Path

import pytest

from tasks.warehouse.catalog import read_sql
from tasks.warehouse.query import run_query

MAY_FIND_NOTHING = {
    "needs": "nothing needs a person",
    "rejected": "every example can be read",
    "revised": "no example has changed",
}
"""Queries that need not find anything there, and why."""


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


def test_a_happening_told_by_four_outlets_is_one_story_and_its_copy_counts_once(warehouse: Path) -> None:
    story = "select title, article_count, source_count from stories order by article_count desc limit 1"
    assert told(warehouse, story) == [("Presidents Varga and Lindqvist meet in Tavira over border dam", 4, 3)]
    copies = "select a.source as copier, o.source, kind from copies as c join articles as a using (article_id) "
    copies += "join articles as o on o.article_id = c.copy_of"
    assert told(warehouse, copies) == [("Sarn Daily", "Northern Wire", "near")]


def test_a_meeting_told_by_four_outlets_is_one_event(warehouse: Path) -> None:
    met = "select type, date_from::varchar, place, article_count, source_count, mention_count >= 4 from events "
    assert told(warehouse, met + "where type = 'meet'") == [("meet", "2025-06-17", "Tavira", 4, 3, True)]


def test_a_statement_in_three_wordings_is_one_group(warehouse: Path) -> None:
    said = "select wording_group, kind from quotes where speaker = 'Ilona Varga' and text like '%inspectors before%'"
    groups = told(warehouse, said)
    assert sorted(kind for _, kind in groups) == ["direct", "direct", "direct", "indirect"]
    assert len({group for group, _ in groups if group}) == 1


def test_reports_that_count_the_dead_differently_stand_side_by_side(warehouse: Path) -> None:
    differ = "select topic, value, source, other_value, other_source from conflicts where topic <> 'wording'"
    assert told(warehouse, differ) == [("people killed", "12", "Northern Wire", "15", "Maren")]


def told(warehouse: Path, query: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in run_query(warehouse, query).to_pylist()]
