"""What is never stored, what memory and files stay bounded by, and what a killed process left behind."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tasks.records import Sentence
from tasks.staging import staged_path, write_records
from tasks.warehouse import load, store
from tasks.warehouse.errors import BatchRefused
from tasks.warehouse.load import LoadCounts, load_batch
from tasks.warehouse.lookup import known_inputs, needing_extraction
from tasks.warehouse.store import Connection, open_warehouse
from tests.warehouse.staged import NOON, Draft, stage

FERRY = Draft("ferry")
BRIDGE = Draft("bridge", "The bridge is shut until Monday.")


def rows(connection: Connection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()


@pytest.mark.parametrize(
    ("start", "end"),
    [(1, 7), (-1, 6), (6, 0), (0, 7), (900, 906)],
    ids=["shifted", "before the text", "backwards", "too long", "past the text"],
)
def test_a_row_whose_words_are_not_at_its_offsets_is_left_out_and_said(tmp_path: Path, start: int, end: int) -> None:
    folder = stage(tmp_path / "batch", [FERRY, BRIDGE])
    sentences = [
        Sentence(FERRY.article_id, 1, 1, start, end, "The fe"),
        Sentence(BRIDGE.article_id, 1, 1, 0, 10, "The bridge"),
    ]
    write_records(folder, "sentences", sentences)
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        assert load_batch(connection, folder, "run", NOON) == LoadCounts(new=2, extracted=2)
        assert rows(connection, "select text from sentences") == [("The bridge",)]
        assert rows(connection, "select location, stage, reason, detail from rejects") == [
            ("ferry.txt", "extract", "bad-span", f"sentences: 1 left out, the first at character {start}")
        ]
        load_batch(connection, folder, "again", NOON)
        assert rows(connection, "select count(*) from rejects") == [(1,)]


def test_offsets_count_code_points(tmp_path: Path) -> None:
    folder = stage(tmp_path / "batch", [replace(FERRY, body="🚢🚢 Zoë’s ferry — late e\u0301")])
    write_records(folder, "sentences", [Sentence(FERRY.article_id, 1, 1, 3, 8, "Zoë’s")])
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        load_batch(connection, folder, "run", NOON)
        assert rows(connection, "select text from sentences") == [("Zoë’s",)]
        assert rows(connection, "select * from span_check") == []


def test_records_of_an_article_that_is_not_in_the_batch_are_not_stored(tmp_path: Path) -> None:
    folder = stage(tmp_path / "batch", [FERRY])
    write_records(folder, "sentences", [Sentence(BRIDGE.article_id, 1, 1, 0, 10, "The bridge")])
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        load_batch(connection, folder, "run", NOON)
        assert rows(connection, "select * from sentences") == []


def test_articles_too_large_for_the_usual_memory_are_stored(tmp_path: Path) -> None:
    drafts = [Draft(f"archive {number}", f"Volume {number}. " + "The tide came in. " * 300_000) for number in range(6)]
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        assert load_batch(connection, stage(tmp_path / "batch", drafts), "run", NOON).new == 6
        assert rows(connection, "select min(length(full_text)) from articles") == [(5_400_010,)]
        assert rows(connection, "select current_setting('memory_limit')") == [("91.5 MiB",)]


def test_what_has_been_written_is_let_go_of_between_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB holds the blocks that it has written until the file is closed: a long run would end for want of memory."""
    monkeypatch.setattr(store, "SETTLED_BYTES", 1_000_000)
    path, chance = tmp_path / "w.duckdb", random.Random(1)
    with open_warehouse(path) as connection:
        for number in range(4):
            drafts = [Draft(f"n{number}-{n}", chance.randbytes(100_000).hex()) for n in range(10)]
            load_batch(connection, stage(tmp_path / str(number), drafts), "run", NOON)
            held = rows(connection, "select sum(memory_usage_bytes) from duckdb_memory() where tag = 'BASE_TABLE'")
            assert int(str(held[0][0])) < 1_500_000
        assert path.stat().st_size > 4_000_000
        assert rows(connection, "select count(*), current_database() from articles") == [(40, "warehouse")]


def test_what_does_not_fit_gets_the_memory_that_it_needs_and_no_more(tmp_path: Path) -> None:
    limits = []
    with open_warehouse(tmp_path / "w.duckdb") as connection:

        def work() -> str:
            limits.append(rows(connection, "select current_setting('memory_limit')")[0][0])
            if len(limits) < 3:
                raise duckdb.OutOfMemoryException("failed to pin block")
            return "done"

        assert store.with_enough_memory(connection, work, duckdb.OutOfMemoryException) == "done"
        assert limits == ["91.5 MiB", "183.1 MiB", "488.2 MiB"]
        assert rows(connection, "select current_setting('memory_limit')") == [("91.5 MiB",)]


def test_what_is_known_is_told_where_memory_is_short(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with open_warehouse(path) as connection:
        folder = stage(tmp_path / "batch", [FERRY])
        load_batch(connection, folder, "run", NOON)
    with open_warehouse(path) as connection:
        connection.execute("set memory_limit = '300kB'")
        assert known_inputs(connection, [FERRY.input_id], "parser 1", "extractor 1") == {FERRY.input_id}
    with open_warehouse(path) as connection:
        connection.execute("set memory_limit = '300kB'")
        assert needing_extraction(connection, folder, "extractor 2") == {FERRY.article_id}


def test_any_input_of_a_text_brings_it_up_to_a_new_parser(tmp_path: Path) -> None:
    """The second input was unchanged content; what a new parser makes of it replaces the first reading."""
    mirror = replace(FERRY, address="mirror")
    newer = replace(mirror, body="The ferry runs again, cleaned.", parser="parser 2")
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        load = _loader(connection, tmp_path)
        load(FERRY)
        load(mirror)
        folder = stage(tmp_path / "newer", [newer])
        _give_input_id(folder, mirror.input_id)
        assert load_batch(connection, folder, "newer", NOON) == LoadCounts(unchanged=1, refreshed=1, extracted=1)
        assert rows(connection, "select full_text, revision from articles") == [("The ferry runs again, cleaned.", 1)]
        assert rows(connection, "select parser_version from store.inputs order by 1") == [("parser 1",), ("parser 2",)]


def test_many_small_runs_do_not_leave_the_file_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "FRAGMENTS_ALLOWED", 4)
    path = tmp_path / "w.duckdb"
    pieces = []
    for number in range(8):
        with open_warehouse(path) as connection:
            load_batch(connection, stage(tmp_path / str(number), [Draft(f"n{number}")]), "run", NOON)
        with open_warehouse(path) as connection:
            found = rows(connection, "select count(distinct row_group_id) from pragma_storage_info('store.articles')")
            pieces.append(found[0][0])
    assert pieces == [1, 2, 3, 4, 1, 2, 3, 4]


def test_what_a_killed_process_left_is_cleared_and_does_not_hinder(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    path.with_name("w.duckdb.new").write_bytes(b"half a header")
    spilled = tmp_path / "w.duckdb.tmp" / "duckdb_temp_block-1.block"
    spilled.parent.mkdir()
    spilled.write_bytes(b"rows")
    path.touch()
    with open_warehouse(path) as connection:
        load_batch(connection, stage(tmp_path / "batch", [FERRY]), "run", NOON)
    assert sorted(p.name for p in tmp_path.glob("w.duckdb*")) == [
        "w.duckdb",
        "w.duckdb.lock",
        "w.duckdb.manifest.jsonl",
    ]


def _loader(connection: Connection, root: Path) -> Callable[[Draft], LoadCounts]:
    def load(draft: Draft) -> LoadCounts:
        return load_batch(connection, stage(root / draft.input_id, [draft]), "run", NOON)

    return load


def _give_input_id(folder: Path, input_id: str) -> None:
    """The same input read by another parser: other words, the same bytes."""
    path = staged_path(folder, "articles")
    table = pq.read_table(path)
    column = table.schema.get_field_index("input_id")
    pq.write_table(table.set_column(column, "input_id", pa.array([input_id])), path)


@pytest.mark.parametrize(
    "error",
    [
        duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate data of size 4.0 MiB"),
        duckdb.TransactionException("TransactionContext Error: Failed to commit: failed to pin block of size 256 KiB"),
        duckdb.InvalidInputException(
            "Invalid Input Error: Attempting to execute an unsuccessful or closed pending query result\n"
            "Error: Out of Memory Error: failed to pin block of size 256.0 KiB (91.3 MiB/91.5 MiB used)"
        ),
    ],
    ids=["outright", "at the commit", "while rows are read"],
)
def test_want_of_memory_is_known_however_it_is_told(error: duckdb.Error) -> None:
    assert type(load._as_ours(error)) is load._TooLittleMemory


def test_a_row_at_fault_is_no_want_of_memory() -> None:
    assert type(load._as_ours(duckdb.InvalidInputException("Invalid Input Error: no such thing"))) is BatchRefused
