"""How a source prints a day in figures is learnt from the days that can be read one way, and used for the others."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.outlets import outlets
from tasks.parse.page import parse_page
from tasks.records import InputKind, Parsed
from tasks.staging import write_records
from tasks.warehouse.date_orders import learn_orders, read_orders
from tasks.warehouse.load import LoadCounts, load_batch
from tasks.warehouse.lookup import known_inputs
from tasks.warehouse.store import Connection, open_warehouse
from tests.make import a_page
from tests.warehouse.staged import NOON

DAYS = {"a": "9:58 05/11/2024", "b": "24/11/2024", "c": "25/11/2024", "d": "26/11/2024"}


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with open_warehouse(tmp_path / "w.duckdb") as opened:
        yield opened


def parse_all(connection: Connection) -> list[Parsed]:
    """The articles of one source, which prints its days in figures."""
    found = []
    for name, day in DAYS.items():
        text = (
            f"The night ferry to Lund turned back on its run {name} because its rudder broke, the harbour master said."
        )
        record = {"url": f"https://www.osterpost.example/{name}", "title": name, "text": text, "date": day}
        parsed = parse_page(a_page(json.dumps(record), InputKind.JSON), outlets({}, read_orders(connection)))
        assert isinstance(parsed, Parsed)
        found.append(parsed)
    return found


def load(connection: Connection, folder: Path, parsed: list[Parsed]) -> LoadCounts:
    folder.mkdir()
    write_records(folder, "articles", [one.article for one in parsed])
    write_records(folder, "blocks", [block for one in parsed for block in one.blocks])
    write_records(folder, "rejects", [])
    return load_batch(connection, folder, folder.name, NOON)


def dated(connection: Connection) -> list[tuple[object, ...]]:
    query = "select title, published_local::varchar, published_raw from articles order by title"
    return connection.execute(query).fetchall()


def test_an_undated_article_is_dated_once_its_source_has_given_its_order_away(
    connection: Connection, tmp_path: Path
) -> None:
    first = parse_all(connection)
    assert load(connection, tmp_path / "first", first).new == 4
    assert dated(connection)[0] == ("a", None, "9:58 05/11/2024")
    ids = [one.article.input_id for one in first]
    version = first[0].article.parser_version
    assert known_inputs(connection, ids, version, None) == set(ids)

    learn_orders(connection)
    assert known_inputs(connection, ids, version, None) == set(ids[1:])
    assert load(connection, tmp_path / "second", parse_all(connection)) == LoadCounts(unchanged=4, refreshed=1)
    assert dated(connection)[:2] == [
        ("a", "2024-11-05 09:58:00", "9:58 05/11/2024"),
        ("b", "2024-11-24 00:00:00", "24/11/2024"),
    ]
    assert known_inputs(connection, ids, version, None) == set(ids)


def add(connection: Connection, host: str, orders: list[str]) -> None:
    for number, order in enumerate(orders):
        connection.execute(
            "insert into store.articles (article_id, canonical_url, date_order) values (?, ?, ?)",
            [f"{host}{number}", f"https://www.{host}/{number}", order],
        )


def test_an_order_takes_several_articles_that_nearly_all_agree(connection: Connection) -> None:
    add(connection, "first.example", ["dmy"] * 3)
    add(connection, "few.example", ["mdy"] * 2)
    add(connection, "mixed.example", ["mdy"] * 5 + ["dmy"])
    add(connection, "nearly.example", ["mdy"] * 19 + ["dmy"])
    learn_orders(connection)
    assert read_orders(connection) == {"first.example": "dmy", "nearly.example": "mdy"}


def test_what_is_learnt_is_kept_in_the_sources_row_and_what_is_stated_stands(connection: Connection) -> None:
    add(connection, "first.example", ["dmy"] * 3)
    add(connection, "stated.example", ["dmy"] * 3)
    connection.execute(
        "insert into store.sources (source, home_url, date_order) values "
        "('first', 'https://first.example/', null), ('stated', 'https://www.stated.example', 'mdy')"
    )
    learn_orders(connection)
    rows = connection.execute("select source, date_order from sources order by source").fetchall()
    assert rows == [("first", "dmy"), ("stated", "mdy")]
    assert read_orders(connection) == {"first.example": "dmy", "stated.example": "mdy"}


def test_an_order_that_the_sources_file_states_later_has_undated_articles_read_again(
    connection: Connection, tmp_path: Path
) -> None:
    first = parse_all(connection)[:1]
    load(connection, tmp_path / "first", first)
    ids, version = [first[0].article.input_id], first[0].article.parser_version
    assert known_inputs(connection, ids, version, None) == set(ids)
    connection.execute(
        "insert into store.sources (source, home_url, date_order) values ('post', 'https://osterpost.example/', 'dmy')"
    )
    assert known_inputs(connection, ids, version, None) == set()
