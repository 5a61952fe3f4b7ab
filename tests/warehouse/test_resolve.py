"""Copies and stories in the warehouse are those of the articles that are stored, however they came and went."""

import itertools
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.staging import write_records
from tasks.warehouse import statements, stories
from tasks.warehouse.checksum import content_checksum
from tasks.warehouse.load import load_batch
from tasks.warehouse.remove import remove_articles
from tasks.warehouse.store import Connection, open_warehouse
from tests.dedupe.test_copies import a_text
from tests.warehouse.staged import NOON, Draft, quote_of, stage


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with open_warehouse(tmp_path / "w.duckdb") as opened:
        yield opened


def load(connection: Connection, *drafts: Draft) -> None:
    with tempfile.TemporaryDirectory() as folder:
        load_batch(connection, stage(Path(folder), drafts), "run", NOON)


def load_quoted(connection: Connection, *drafts: Draft) -> None:
    """Each of them all one quotation."""
    with tempfile.TemporaryDirectory() as name:
        folder = stage(Path(name), drafts)
        write_records(folder, "quotes", [replace(quote_of(d), end_char=len(d.body), text=d.body) for d in drafts])
        load_batch(connection, folder, "run", NOON)


def rows(connection: Connection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()


COPIES = (
    "select a.title, o.title, c.kind, round(c.similarity, 2), c.original is not null from copies as c "
    "join articles as a using (article_id) join articles as o on o.article_id = c.copy_of order by all"
)
STORIES = "select list(title order by title) from articles group by story_id order by 1"

WIRE = a_text(1)
FERRY = Draft("ferry", WIRE, day=2)
TRIMMED = Draft("trimmed", WIRE.split("\n\n")[0], day=3)
HEADED = Draft("headed", "Harbour news from our own reporters today.\n\n" + WIRE, day=4)
BRIDGE = Draft("bridge", a_text(2), day=2)
MERGED = Draft("merged", f"{WIRE}\n\n{a_text(2)}", day=5)


def test_syndicated_copies_lead_to_the_earliest_and_join_its_story(connection: Connection) -> None:
    load(connection, HEADED, TRIMMED)
    load(connection, FERRY)
    assert rows(connection, COPIES) == [
        ("headed", "ferry", "near", 1.0, True),
        ("trimmed", "ferry", "excerpt", 1.0, True),
    ]
    assert rows(connection, STORIES) == [(["ferry", "headed", "trimmed"],)]
    assert rows(connection, "select title, article_count, source_count from stories") == [("ferry", 3, 1)]


def test_two_reports_in_one_are_found_in_both(connection: Connection) -> None:
    load(connection, FERRY, BRIDGE)
    load(connection, MERGED)
    assert rows(connection, COPIES) == [
        ("merged", "bridge", "near", 1.0, False),
        ("merged", "ferry", "near", 1.0, True),
    ]


def test_a_removed_original_leaves_its_copies_to_the_next(connection: Connection) -> None:
    load(connection, FERRY, TRIMMED, HEADED, BRIDGE)
    remove_articles(connection, [FERRY.article_id], NOON)
    assert rows(connection, COPIES) == [("headed", "trimmed", "excerpt", 1.0, False)]
    assert rows(connection, "select count(*) from articles where story_id is null") == [(0,)]
    remove_articles(connection, [TRIMMED.article_id, HEADED.article_id, "a1-never-stored"], NOON)
    assert rows(connection, COPIES) == []
    assert rows(connection, STORIES) == [(["bridge"],)]
    assert rows(connection, "select count(distinct text_key) from store.sketches") == [(1,)]
    assert rows(connection, "select (select count(*) from store.story_parts), count(*) from store.signatures") == [
        (1, 1)
    ]
    assert rows(connection, "select article_id from store.text_pairs, store.originals") == []


def test_a_story_keeps_its_id_as_it_grows_and_a_merger_is_recorded(connection: Connection) -> None:
    words = [f"oldwick{n} harbour{n}" for n in "abcdefgh"]
    one, two = Draft("one", " ".join(words[:4]), day=3), Draft("two", " ".join(words[4:]), day=4)
    load(connection, one, two)
    assert rows(connection, STORIES) == [(["one"],), (["two"],)]
    first = rows(connection, "select story_id from articles where title = 'one'")
    load(connection, Draft("zero", " ".join(words[:4]), day=1))
    assert rows(connection, "select distinct story_id from articles where title <> 'two'") == first
    load(connection, *(Draft(f"both{n}", " ".join(words), day=5) for n in range(4)))
    assert len(rows(connection, STORIES)) == 1
    assert rows(connection, "select change from store.story_changes") == [("merged",)]


def test_a_term_that_too_many_articles_of_the_months_have_leads_to_none(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stories, "COMMON", 3)
    bulletins = [Draft(f"bulletin {n}", "oldwickharbour tidetables") for n in "abcde"]
    load(connection, *bulletins, Draft("months before", "oldwickharbour tidetables", day=-200))
    load(connection, Draft("wreck a", "oldwickharbour tidetables zephyra kestrella"))
    load(connection, Draft("wreck b", "oldwickharbour tidetables zephyra kestrella"))
    assert rows(connection, STORIES) == [
        *(([b.name],) for b in bulletins),
        (["months before"],),
        (["wreck a", "wreck b"],),
    ]


def test_articles_months_apart_are_one_story_only_by_those_between(connection: Connection) -> None:
    words = "oldwickharbour tidetables zephyra kestrella"
    load(connection, Draft("first", words, day=1))
    load(connection, Draft("last", words, day=200))
    assert rows(connection, STORIES) == [(["first"],), (["last"],)]
    load(connection, Draft("between", words, day=100))
    assert rows(connection, STORIES) == [(["between", "first", "last"],)]


def test_words_that_too_many_quotations_of_the_days_share_lead_to_none(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "COMMON", 3)
    words = "every ferry of the harbour must be inspected again before summer begins"
    crowd = [Draft(f"crowd {n}", words, day=40 + n) for n in range(4)]
    load_quoted(connection, *crowd, Draft("early a", words))
    load_quoted(connection, Draft("early b", words, day=4))
    assert rows(
        connection,
        "select a.title from store.wording_groups join quotes using (quote_id) join articles as a using (article_id)"
        " order by 1",
    ) == [("early a",), ("early b",)]


def made_up() -> list[Draft]:
    """Three happenings told four times, one of them copied, trimmed and merged; and one that nobody shares."""
    chance = random.Random(5)
    drafts = [FERRY, TRIMMED, HEADED, BRIDGE, MERGED, Draft("alone", "A quiet day.", day=9)]
    for happening in range(3):
        names = [f"{word}{happening}" for word in ("".join(chance.choices("klmnoprstu", k=6)) for _ in range(14))]
        names = [word.translate(str.maketrans("012", "xyz")) for word in names]
        drafts += [
            Draft(f"h{happening}-{n}", " ".join(chance.sample(names, 9)), day=1 + chance.randrange(20))
            for n in range(4)
        ]
    return drafts


DRAFTS = made_up()


@settings(max_examples=5, deadline=None)
@given(
    order=st.permutations(DRAFTS),
    cuts=st.sets(st.integers(1, len(DRAFTS) - 1), max_size=5),
    passing=st.lists(st.sampled_from(DRAFTS), unique=True, max_size=4),
)
def test_any_order_any_split_and_any_removal_give_the_same_copies_and_stories(
    order: list[Draft], cuts: set[int], passing: list[Draft]
) -> None:
    """Whatever came, was revised and went again leaves no trace in the groups of the others."""
    with tempfile.TemporaryDirectory() as name:
        edges = [0, *sorted(cuts), len(order)]
        batches = [order[first:last] for first, last in itertools.pairwise(edges)]
        stays = [draft for draft in DRAFTS if draft not in passing]
        assert _kept(Path(name) / "split", batches, passing) == _kept(Path(name) / "whole", [stays], [])


def _kept(folder: Path, batches: Sequence[Sequence[Draft]], passing: Sequence[Draft]) -> str:
    path = folder / "w.duckdb"
    with open_warehouse(path) as connection:
        for drafts in batches:
            load(connection, *drafts)
        if passing:
            load(connection, *(replace(draft, body=draft.body + " It rained.") for draft in passing))
            remove_articles(connection, [draft.article_id for draft in passing], NOON)
        load(connection, *(draft for drafts in batches for draft in drafts if draft not in passing))
    return content_checksum(path)


def test_passages_lead_from_text_to_text_and_go_with_their_articles(connection: Connection) -> None:
    statement = a_text(9, 26)
    one, other = Draft("one", f"{a_text(6, 24)} {statement}"), Draft("other", f"{statement} {a_text(7, 24)}")
    load(connection, one, replace(other, extractor=None))
    found = (
        "select list_sort([a.title, o.title]), p.sent_no, p.other_sent_no, p.similarity from passages as p "
        "join articles as a using (article_id) join articles as o on o.article_id = p.other_article_id"
    )
    assert rows(connection, found) == []
    load(connection, other)
    assert rows(connection, found) == [(["one", "other"], 1, 1, 0.52)]
    assert rows(connection, COPIES) == []
    remove_articles(connection, [one.article_id], NOON)
    assert rows(connection, found) == []
