"""One batch is one transaction, and the same articles give the same warehouse however they come."""

import itertools
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.records import Rejection
from tasks.warehouse.checks import run_checks
from tasks.warehouse.checksum import content_checksum
from tasks.warehouse.errors import BatchRefused
from tasks.warehouse.load import LoadCounts, load_batch
from tasks.warehouse.lookup import known_inputs, needing_extraction
from tasks.warehouse.store import Connection, open_warehouse
from tests.warehouse.staged import LONG, NOON, Draft, stage

Loader = Callable[..., LoadCounts]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with open_warehouse(tmp_path / "w.duckdb") as opened:
        yield opened


@pytest.fixture
def load(connection: Connection, tmp_path: Path) -> Loader:
    count = 0

    def loader(*drafts: Draft, rejects: tuple[Rejection, ...] = ()) -> LoadCounts:
        nonlocal count
        count += 1
        return load_batch(connection, stage(tmp_path / f"batch-{count}", drafts, rejects), f"run-{count}", NOON)

    return loader


def rows(connection: Connection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()


FERRY = Draft("ferry")


def test_a_new_article_is_stored_with_its_records(load: Loader, connection: Connection) -> None:
    assert load(FERRY, Draft("bridge")) == LoadCounts(new=2, extracted=2)
    assert rows(connection, "select title, revision, extractor_version from articles order by title") == [
        ("bridge", 1, "extractor 1"),
        ("ferry", 1, "extractor 1"),
    ]
    assert rows(connection, "select text from sentences") == [("The ferry runs again.",)] * 2
    assert rows(connection, "select * from span_check") == []


def test_a_repeated_batch_changes_no_row(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    folder = stage(tmp_path / "batch", [FERRY, Draft("bridge", LONG)], [Rejection("x.txt", "parse", "empty", "")])
    with open_warehouse(path) as connection:
        load_batch(connection, folder, "run-1", NOON)
    before = content_checksum(path)
    with open_warehouse(path) as connection:
        assert load_batch(connection, folder, "run-2", NOON) == LoadCounts(unchanged=2, rejected=1)
    assert content_checksum(path) == before


def test_changed_content_is_a_revision_and_keeps_when_it_was_first_seen(load: Loader, connection: Connection) -> None:
    load(FERRY)
    assert load(replace(FERRY, body="The ferry is stuck.")) == LoadCounts(revised=1, extracted=1)
    assert rows(connection, "select revision, full_text from article_revisions order by 1") == [
        (1, "The ferry runs again."),
        (2, "The ferry is stuck."),
    ]
    assert rows(connection, "select text from sentences") == [("The ferry is stuck.",)]
    assert rows(connection, "select count(*) from articles where first_seen_at is null") == [(0,)]


def test_an_earlier_text_that_comes_again_does_not_take_the_place_of_the_later(
    load: Loader, connection: Connection
) -> None:
    load(FERRY)
    load(replace(FERRY, body="The ferry is stuck."))
    assert load(FERRY) == LoadCounts(unchanged=1)
    assert rows(connection, "select revision, full_text from articles") == [(2, "The ferry is stuck.")]


def test_another_extractor_replaces_the_records_and_makes_no_revision(load: Loader, connection: Connection) -> None:
    load(FERRY)
    assert load(replace(FERRY, extractor="extractor 2")) == LoadCounts(unchanged=1, refreshed=1, extracted=1)
    assert rows(connection, "select speaker from quotes") == [("Speaker of extractor 2",)]
    assert rows(connection, "select revision from articles") == [(1,)]


def test_a_new_text_without_analysis_loses_the_old_records(load: Loader, connection: Connection) -> None:
    load(FERRY)
    load(replace(FERRY, body="The ferry is stuck.", extractor=None))
    assert rows(connection, "select extractor_version from articles") == [(None,)]
    assert rows(connection, "select text from sentences") == []
    assert rows(connection, "select text from blocks") == [("The ferry is stuck.",)]


def test_the_same_text_without_analysis_keeps_its_records(load: Loader, connection: Connection) -> None:
    load(FERRY)
    assert load(replace(FERRY, extractor=None)) == LoadCounts(unchanged=1)
    assert rows(connection, "select extractor_version from articles") == [("extractor 1",)]


def test_an_article_twice_in_a_batch_raises_and_stores_nothing(load: Loader, connection: Connection) -> None:
    with pytest.raises(ValueError, match="twice"):
        load(FERRY, replace(FERRY, body="The ferry is stuck."))
    assert rows(connection, "select * from articles") == []


def test_a_batch_that_cannot_be_read_is_refused_whole(connection: Connection, tmp_path: Path) -> None:
    folder = stage(tmp_path / "batch", [FERRY])
    (folder / "quotes.parquet").write_bytes(b"PAR1 no more than this PAR1")
    with pytest.raises(BatchRefused):
        load_batch(connection, folder, "run", NOON)
    assert rows(connection, "select * from articles") == []
    assert load_batch(connection, stage(tmp_path / "batch", [FERRY]), "run", NOON) == LoadCounts(new=1, extracted=1)


def test_a_reject_is_one_row_however_often_it_comes(load: Loader, connection: Connection) -> None:
    turned_away = Rejection("a.txt", "parse", "empty", "no text")
    failed_part = Rejection("b.txt", "extract", "killed-worker", "it took too long")
    assert load(rejects=(turned_away, turned_away, failed_part)).rejected == 2
    load(rejects=(turned_away,))
    assert rows(connection, "select location, run_id from rejects order by 1") == [
        ("a.txt", "run-1"),
        ("b.txt", "run-1"),
    ]


def test_the_copy_published_first_is_the_original(load: Loader, connection: Connection) -> None:
    late, early, middle = (Draft(name, LONG, day=day) for name, day in (("late", 9), ("early", 2), ("middle", 5)))
    assert load(late) == LoadCounts(new=1, extracted=1)
    assert load(early, middle) == LoadCounts(new=1, copies=1, extracted=2)
    found = "select a.title, o.title from articles as a join articles as o on o.article_id = a.copy_of order by 1"
    assert rows(connection, found) == [("late", "early"), ("middle", "early")]
    load(replace(early, body="The harbour of Oldwick is open, they say."))
    assert rows(connection, found) == [("late", "middle")]


def test_short_texts_that_are_alike_are_no_copies(load: Loader, connection: Connection) -> None:
    assert load(FERRY, Draft("boat")) == LoadCounts(new=2, extracted=2)
    assert rows(connection, "select * from copies") == []


@pytest.mark.parametrize(
    "text",
    [
        "'); drop table store.articles; --",
        "$$; delete from store.articles; $$",
        "\\'; --",
        "\"; attach 'x' as y; \"",
        "{0} %s ? $1 :now",
        "NUL \x00 in the middle",
        "\U0001f6a2 \u202e olleh",
    ],
)
def test_text_that_looks_like_sql_is_stored_as_text(load: Loader, connection: Connection, text: str) -> None:
    load(Draft(text, text), rejects=(Rejection(text, "parse", "empty", text),))
    assert rows(connection, "select title, full_text from articles") == [(text, text)]
    assert rows(connection, "select location, detail from rejects") == [(text, text)]
    assert rows(connection, "select * from span_check") == []


def test_a_folder_whose_name_has_quotes_is_read(connection: Connection, tmp_path: Path) -> None:
    folder = stage(tmp_path / "it's a 'batch'", [FERRY])
    assert load_batch(connection, folder, "run", NOON) == LoadCounts(new=1, extracted=1)


def test_what_is_known_needs_no_work(load: Loader, connection: Connection) -> None:
    plain = Draft("plain", extractor=None)
    load(FERRY, plain)

    def known(parser: str, extractor: str | None) -> set[str]:
        return known_inputs(connection, [FERRY.input_id, plain.input_id, "i1-never-seen"], parser, extractor)

    assert known("parser 1", None) == {FERRY.input_id, plain.input_id}
    assert known("parser 1", "extractor 1") == {FERRY.input_id}
    assert known("parser 1", "extractor 2") == set()
    assert known("parser 2", None) == set()
    later = replace(FERRY, body="The ferry is stuck.", extractor="extractor 2")
    load(later)
    # Its first text has been replaced: there is nothing to analyse it for.
    assert FERRY.input_id in known("parser 1", "extractor 2")


def test_only_what_is_new_changed_or_of_another_version_is_to_be_analysed(
    load: Loader, connection: Connection, tmp_path: Path
) -> None:
    load(FERRY, Draft("bridge"), Draft("plain", extractor=None))
    again = [FERRY, Draft("bridge", "It fell."), Draft("plain"), Draft("fresh")]
    folder = stage(tmp_path / "again", again)
    wanted = needing_extraction(connection, folder, "extractor 1")
    assert wanted == {draft.article_id for draft in again[1:]}
    assert needing_extraction(connection, folder, "extractor 2") == {draft.article_id for draft in again}


def test_the_checks_find_nothing_wrong(load: Loader, connection: Connection) -> None:
    load(FERRY, Draft("long", LONG), Draft("copy", LONG))
    assert [
        check.name for check in run_checks(connection, NOON) if check.severity == "fail" and check.failing_rows
    ] == []


def test_the_checks_find_a_row_whose_words_are_not_at_its_offsets(load: Loader, connection: Connection) -> None:
    load(FERRY)
    connection.execute("update store.quotes set start_char = 1, end_char = 4")
    failing = {check.name: check.failing_rows for check in run_checks(connection, NOON) if check.failing_rows}
    assert failing == {"spans": 1}


DRAFTS = [
    Draft(f"n{number}", LONG if number % 3 == 0 else f"Report number {number}.", day=number % 4) for number in range(9)
]


@settings(max_examples=6, deadline=None)
@given(
    order=st.permutations(DRAFTS), cuts=st.sets(st.integers(1, 8)), again=st.lists(st.sampled_from(DRAFTS), unique=True)
)
def test_any_order_and_any_split_gives_the_same_warehouse(
    order: list[Draft], cuts: set[int], again: list[Draft]
) -> None:
    """Every article once in any order, in batches of any size, and then some of them again."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        edges = [0, *sorted(cuts), len(order)]
        batches = [order[first:last] for first, last in itertools.pairwise(edges)]
        assert _stored(root / "split", [*batches, again]) == _stored(root / "whole", [DRAFTS])


@settings(max_examples=6, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "c"]).flatmap(lambda n: st.sampled_from("xyz").map(lambda b: (n, b)))))
def test_every_staged_article_has_one_outcome_and_ids_stay_unique(coming: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as name, open_warehouse(Path(name) / "w.duckdb") as connection:
        for number, (article, body) in enumerate(coming):
            folder = stage(Path(name) / str(number), [Draft(article, f"{body} {LONG}")])
            counts = load_batch(connection, folder, "run", NOON)
            assert counts.new + counts.revised + counts.unchanged + counts.copies == 1
        assert [
            check for check in run_checks(connection, NOON) if check.severity == "fail" and check.failing_rows
        ] == []
        texts = dict.fromkeys(coming)
        stored = {
            (title, text[0]) for title, text in rows(connection, "select title, full_text from article_revisions")
        }
        assert stored == set(texts)


def _stored(folder: Path, batches: list[list[Draft]]) -> str:
    path = folder / "w.duckdb"
    with open_warehouse(path) as connection:
        for number, drafts in enumerate(batches):
            load_batch(connection, stage(folder / str(number), drafts), f"run-{number}", NOON)
    return content_checksum(path)
