"""Bodies are read from the texts of their articles, and are what they were staged as."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tasks.records import Article, Block
from tasks.staging import read_records, write_records
from tasks.warehouse.bodies import BODY
from tasks.warehouse.catalog import read_sql
from tasks.warehouse.load import load_batch
from tasks.warehouse.stale import stage_stale
from tasks.warehouse.store import Connection, open_warehouse
from tests.warehouse.staged import NOON, Draft, stage

HEAD, LEDE, CAPTION, REST, END = "Ærøskøbing 🚢", "The ferry — late —\u00a0runs.", "A ferry", "It’s 3\u202fkm.", "Bye."
TEXT = "\n\n".join((HEAD, LEDE, CAPTION, REST, END))
BODY_TOLD = "The ferry — late — runs.\n\nIt’s 3 km.\n\nBye."


def load(path: Path, body: str, in_body: Sequence[str] = (LEDE, REST, END), text: str = TEXT) -> Connection:
    """A warehouse with one article whose blocks are the parts of ``TEXT``."""
    folder = stage(path / "batch", [Draft("ferry"), Draft("tram")])
    ferry, tram = read_records(folder, "articles", Article)
    write_records(folder, "articles", [tram, replace(ferry, full_text=text, body=body)])
    starts = [TEXT.index(part) for part in (HEAD, LEDE, CAPTION, REST, END)]
    blocks = [
        Block(ferry.article_id, number, "paragraph", part in in_body, start, start + len(part), part)
        for number, (part, start) in enumerate(zip((HEAD, LEDE, CAPTION, REST, END), starts, strict=True), 1)
    ]
    write_records(folder, "blocks", blocks[::-1])
    write_records(folder, "sentences", [])
    write_records(folder, "quotes", [])
    with open_warehouse(path / "w.duckdb") as connection:
        load_batch(connection, folder, "run", NOON)
    return duckdb.connect(str(path / "w.duckdb"), read_only=True)


def stored(connection: Connection) -> tuple[object, ...]:
    query = "select body, body_spans from store.articles where location = 'ferry.txt'"
    return connection.execute(query).fetchall()[0]


def told(connection: Connection) -> str:
    query = "select body from articles where body <> 'The ferry runs again.'"
    return str(connection.execute(query).fetchall()[0][0])


def test_a_body_of_several_blocks_is_stretches_of_the_text(tmp_path: Path) -> None:
    with load(tmp_path, BODY_TOLD) as connection:
        lede, rest = TEXT.index(LEDE), TEXT.index(REST)
        stretches = [{"first": lede, "last": lede + len(LEDE)}, {"first": rest, "last": len(TEXT)}]
        assert stored(connection) == (None, stretches)
        assert told(connection) == BODY_TOLD


@pytest.mark.parametrize(
    ("body", "in_body", "text"),
    [
        (BODY_TOLD + ".", (LEDE, REST, END), TEXT),
        (BODY_TOLD, (LEDE, REST), TEXT),
        (BODY_TOLD, (), TEXT),
        ("Bye", (END,), TEXT[:-1]),
    ],
    ids=["other words", "a block too few", "no blocks", "a block beyond the text"],
)
def test_a_body_that_its_blocks_do_not_give_is_kept(
    body: str, in_body: Sequence[str], text: str, tmp_path: Path
) -> None:
    with load(tmp_path, body, in_body, text) as connection:
        assert stored(connection) == (body, None)
        assert told(connection) == body


def test_an_article_is_staged_again_with_its_body(tmp_path: Path) -> None:
    load(tmp_path, BODY_TOLD).close()
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        stage_stale(connection, tmp_path / "again", "extractor 2", "", 10)
    bodies = {article.body for article in read_records(tmp_path / "again", "articles", Article)}
    assert bodies == {BODY_TOLD, Draft("tram").body}


def test_the_view_reads_bodies_as_the_loader_does() -> None:
    view = next(file.text for file in read_sql("views") if file.name == "articles")
    assert " ".join(BODY.split()) in " ".join(view.split())
