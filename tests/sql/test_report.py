"""The report on the examples: what it tells, on what articles it stands, and of which days."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

import pytest

from tasks.records.report import Report, Section, Told
from tasks.report.page import render_page
from tasks.warehouse.catalog import SqlFile, read_sql
from tasks.warehouse.errors import QueryError
from tasks.warehouse.query import run_query
from tasks.warehouse.report import TABLES, TOP, read_report
from tasks.warehouse.store import hold_lock, open_locked


@pytest.fixture(scope="module")
def report(warehouse: Path) -> Report:
    return read_report(warehouse, None, None)


def articles_under(value: object) -> Iterator[Told]:
    """Every article that ``value`` stands on."""
    if isinstance(value, Told):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from articles_under(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from articles_under(getattr(value, field.name))


@pytest.mark.parametrize("query", read_sql("report"), ids=lambda query: query.name)
def test_a_query_says_what_a_row_is_and_what_it_stands_on(query: SqlFile) -> None:
    assert query.title.endswith(".")
    assert {"grain", "depends"} <= set(query.fields)
    assert ("makes" in query.fields) == (query.name in TABLES)


def test_every_query_is_asked() -> None:
    assert sorted(query.name for query in read_sql("report")) == sorted([*TABLES, *TOP, "counts", "days"])


def test_a_story_is_told_with_its_outlets_days_and_names(report: Report) -> None:
    story = report.stories.rows[0]
    assert (story.article_count, story.source_count) == (4, 3)
    assert (story.first_seen, story.last_seen) == (date(2025, 6, 17), date(2025, 6, 18))
    assert {told.source for told in story.evidence} == {
        "Maren Courier",
        "Northern Wire",
        "Oldhaven Herald",
        "Sarn Daily",
    }
    assert {"Ilona Varga", "Erik Lindqvist"} <= set(story.names)


def test_an_act_is_told_in_its_own_words_by_those_who_vouch_for_it(report: Report) -> None:
    act = next(act for act in report.timeline.rows if act.type == "meet")
    assert (act.date_from, act.source_count, act.article_count) == (date(2025, 6, 17), 3, 4)
    assert set(act.actors) == {"Ilona Varga", "Erik Lindqvist"}
    assert act.trigger == "met"
    assert (act.before or "").endswith("Lindqvist ")
    assert [act.date_from for act in report.timeline.rows] == sorted(act.date_from for act in report.timeline.rows)


def test_what_no_hand_did_is_told_by_its_means_and_place(report: Report) -> None:
    act = next(act for act in report.timeline.rows if act.instruments == ("explosion",))
    assert (act.actors, act.place) == ((), "Sorve")
    assert "by <bdi>explosion</bdi></h3>" in render_page(report)


def test_who_meets_deals_with_each_other(report: Report) -> None:
    met = [(tie.one, tie.other, tie.is_mutual) for tie in report.ties.rows if tie.type == "meet"]
    assert met == [("Erik Lindqvist", "Ilona Varga", True)]


def test_a_statement_that_three_outlets_carry_is_told_once(report: Report) -> None:
    varga = next(s for s in report.speakers.rows if s.speaker == "Ilona Varga")
    found = [(said.outlet_count, said.told.source) for said in varga.statements if "inspectors before" in said.text]
    assert len(found) == 1
    assert found[0][0] == 3


def test_the_dead_are_counted_differently_and_it_is_said_by_whom(report: Report) -> None:
    conflict = report.conflicts.rows[0]
    assert (conflict.topic, conflict.value, conflict.other_value) == ("people killed", "12", "15")
    assert (conflict.told.source, conflict.other_told.source) == ("Northern Wire", "Maren Courier")


def test_a_place_has_its_position_and_a_person_the_office_told_of_them(report: Report) -> None:
    tavira = next(place for place in report.places.rows if place.name == "Tavira")
    assert (tavira.article_count, round(tavira.latitude), round(tavira.longitude)) == (4, 37, -8)
    varga = next(person for person in report.people.rows if person.name == "Ilona Varga")
    assert (varga.role or "").lower() == "president"
    assert varga.office_told is not None


def test_every_row_that_claims_something_stands_on_a_stored_article(report: Report, warehouse: Path) -> None:
    stored = {
        row["article_id"]: row["url"]
        for row in run_query(
            warehouse, "select article_id, coalesce(url, canonical_url) as url from articles"
        ).to_pylist()
    }
    for name in ("stories", "timeline", "people", "ties", "speakers", "cited", "places", "conflicts", "outlets"):
        section: Section[object] = getattr(report, name)
        assert section.rows, name
        for row in section.rows:
            found = list(articles_under(row))
            assert found, (name, row)
            assert [told for told in found if stored[told.article_id] != told.url] == []


def test_only_the_days_asked_for_are_told_of(warehouse: Path) -> None:
    march = read_report(warehouse, date(2025, 3, 1), date(2025, 5, 3))
    assert (march.holdings.first_day, march.holdings.last_day) == (date(2025, 3, 12), date(2025, 5, 3))
    assert {told.day for told in articles_under(march)} == {date(2025, 3, 12), date(2025, 5, 3)}
    assert march.holdings.article_count < march.holdings.stored_count == 12


def test_the_last_days_end_with_the_newest_article(warehouse: Path) -> None:
    week = read_report(warehouse, None, None, days=7)
    assert (week.since, week.until) == (date(2025, 6, 15), date(2025, 6, 21))
    assert read_report(warehouse, None, date(2025, 3, 12), days=1).holdings.first_day == date(2025, 3, 12)


def test_the_same_warehouse_gives_the_same_page_while_another_writes(report: Report, warehouse: Path) -> None:
    page = render_page(report)
    with hold_lock(warehouse, 1, "a test"), open_locked(warehouse, 1):
        assert render_page(read_report(warehouse, None, None)) == page


def test_of_days_without_articles_there_is_nothing_to_tell(warehouse: Path) -> None:
    empty = read_report(warehouse, date(1990, 1, 1), date(1990, 1, 2))
    assert (empty.holdings.article_count, empty.holdings.first_day) == (0, None)
    assert "No article of this period is stored" in render_page(empty)


def test_what_was_never_published_cannot_be_told_of(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="nothing is published"):
        read_report(tmp_path / "none.duckdb", None, None)
