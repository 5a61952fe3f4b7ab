"""Asking the readers' copy: it answers, and can do nothing else."""

import io
import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tasks.warehouse.catalog import read_sql
from tasks.warehouse.checks import run_checks
from tasks.warehouse.errors import QueryError, WarehouseBusy, WarehouseError
from tasks.warehouse.publish import publish, published_path
from tasks.warehouse.query import run_query, write_result
from tasks.warehouse.store import lock_holder, open_warehouse

CONTRACT = {
    "articles": "article_id url canonical_url source source_country title authors published_at published_local "
    "published_zone published_precision published_raw language section full_text body word_count story_id copy_of "
    "revision first_seen_at last_changed_at raw_sha256 extractor_version",
    "sentences": "article_id sent_no block_no start_char end_char text",
    "quotes": "quote_id article_id sent_no kind start_char end_char text cue speaker_text speaker speaker_id via "
    "said_from said_to wording_group",
    "events": "event_id type plover mode actors recipients instruments date_from date_to granularity place country "
    "latitude longitude modality scope summary mention_count article_count source_count attributed_to story_id",
    "rejects": "run_id location stage reason detail at",
}


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "w.duckdb"
    with open_warehouse(path) as connection:
        run_checks(connection, datetime.now(UTC))
    publish(path)
    return path


@pytest.mark.parametrize(
    "query",
    [
        "create table x (a int)",
        "insert into store.articles (title) values ('x')",
        "delete from store.articles",
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "select * from '/etc/passwd'",
        "copy articles to 'stolen.csv'",
        "attach 'other.duckdb'",
        "install httpfs",
        "load httpfs",
        "set threads = 1",
        "set enable_external_access = true",
        "pragma enable_external_access",
        "export database 'stolen'",
        "select getenv('HOME')",
        "select nonsense",
        "selec 1",
        "no_such_query",
    ],
)
def test_a_query_cannot_write_reach_files_or_change_settings(warehouse: Path, query: str) -> None:
    with pytest.raises(QueryError):
        run_query(warehouse, query)


@pytest.mark.parametrize("name", [file.name for file in read_sql("queries")])
def test_every_named_query_runs(warehouse: Path, name: str) -> None:
    assert run_query(warehouse, name).num_columns >= 1


@pytest.mark.parametrize(("view", "columns"), CONTRACT.items())
def test_views_begin_with_the_columns_that_users_rely_on(warehouse: Path, view: str, columns: str) -> None:
    promised = columns.split()
    assert run_query(warehouse, f"select * from {view}").column_names[: len(promised)] == promised  # noqa: S608


def test_every_column_of_every_view_has_a_comment(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        bare = connection.execute(
            """
            select c.table_name, c.column_name from duckdb_columns() as c
            inner join duckdb_views() as v on v.view_name = c.table_name and not v.internal
            where c.comment is null and c.schema_name = 'main'
            """
        ).fetchall()
    assert bare == []


def test_results_are_written_in_every_format(warehouse: Path) -> None:
    result = run_query(warehouse, "select '=1+1' as formula, [1, 2] as list, 1.5 as value")
    written = {}
    for form in ("table", "csv", "json", "parquet"):
        out = io.BytesIO()
        write_result(result, form, out)
        written[form] = out.getvalue()
    assert written["csv"].decode() == 'formula,list,value\n\'=1+1,"[1,2]",1.5\n'
    assert json.loads(written["json"]) == [{"formula": "=1+1", "list": [1, 2], "value": 1.5}]
    assert b"=1+1" in written["table"]
    assert pq.read_table(io.BytesIO(written["parquet"])).num_rows == 1


def test_json_keeps_both_of_two_columns_of_one_name(warehouse: Path) -> None:
    out = io.BytesIO()
    write_result(run_query(warehouse, "select 1 as n, 2 as n, 3 as n_2"), "json", out)
    assert json.loads(out.getvalue()) == [{"n": 1, "n_2": 2, "n_2_2": 3}]


def test_an_article_that_copies_two_ways_is_one_row(warehouse: Path) -> None:
    with open_warehouse(warehouse) as connection:
        connection.execute("insert into store.articles (article_id, full_text) values ('a', 'x')")
        connection.execute(
            "insert into store.copies by name select * from (values ('a', 'b', 'exact', 1), ('a', 'c', 'excerpt', 0.5))"
            " as t (article_id, copy_of, kind, similarity)"
        )
        connection.execute("insert into store.originals by name select 'a' as article_id, 'b' as original")
        assert connection.execute("select article_id, copy_of from articles").fetchall() == [("a", "b")]


def test_reading_goes_on_while_a_writer_works(warehouse: Path) -> None:
    with open_warehouse(warehouse) as connection:
        connection.execute("insert into store.rejects (run_id, location) values ('r', 'not yet published')")
        assert run_query(warehouse, "select count(*) as n from rejects").to_pylist() == [{"n": 0}]
    publish(warehouse)
    assert run_query(warehouse, "select count(*) as n from rejects").to_pylist() == [{"n": 1}]


def test_before_anything_is_published_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="dateline ingest"):
        run_query(tmp_path / "none.duckdb", "select 1")


def test_publishing_leaves_an_up_to_date_copy_alone(warehouse: Path) -> None:
    before = published_path(warehouse).stat().st_ino
    publish(warehouse)
    assert published_path(warehouse).stat().st_ino == before


def test_who_holds_the_warehouse_is_named(warehouse: Path) -> None:
    caught: list[WarehouseBusy] = []

    def second() -> None:
        try:
            with open_warehouse(warehouse, wait_seconds=0.1):
                pass
        except WarehouseBusy as error:
            caught.append(error)

    with open_warehouse(warehouse, purpose="dateline ingest"):
        assert "dateline ingest" in (lock_holder(warehouse) or "")
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert "dateline ingest" in str(caught[0])
    assert lock_holder(warehouse) is None


def test_a_file_that_is_no_warehouse_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.duckdb"
    path.write_text("not a database at all, only some notes that are longer than a header " * 100)
    before = path.read_bytes()
    with pytest.raises(WarehouseError), open_warehouse(path, wait_seconds=0.1):
        pass
    assert path.read_bytes() == before


def test_a_warehouse_of_a_newer_version_is_refused(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("insert into store.migrations values ('9999_future', 'x', now())")
    with pytest.raises(WarehouseError, match="newer"), open_warehouse(warehouse):
        pass


def test_a_span_of_time_is_written_in_words_in_every_format(warehouse: Path) -> None:
    query = (
        "select timestamp '2026-03-03 04:05:06' - timestamp '2026-03-01' as age, "
        "interval 14 month as term, interval 0 day as none, null::interval as unknown"
    )
    result = run_query(warehouse, query)
    assert result.to_pylist() == [{"age": "2 days 4:05:06", "term": "14 months", "none": "0:00:00", "unknown": None}]
    for form in ("table", "csv", "json", "parquet"):
        write_result(result, form, io.BytesIO())


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("csv", "'infinity'::date"),
        ("table", "'-4000-01-01'::date"),
        ("json", "170141183460469231731687303715884105727::hugeint"),
        ("parquet", "union_value(a := 1)"),
    ],
)
def test_a_value_that_a_format_cannot_hold_is_one_clear_line(warehouse: Path, form: str, value: str) -> None:
    result = run_query(warehouse, f"select {value} as odd")
    with pytest.raises(QueryError, match="cast its column to varchar"):
        write_result(result, form, io.BytesIO())


def test_a_query_file_that_is_not_text_is_one_clear_line(warehouse: Path, tmp_path: Path) -> None:
    (tmp_path / "odd.sql").write_bytes(b"select '\xff\xfe'")
    with pytest.raises(QueryError, match="not UTF-8"):
        run_query(warehouse, str(tmp_path / "odd.sql"))
