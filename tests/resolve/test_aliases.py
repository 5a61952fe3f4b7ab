"""The user's own word on who is who."""

from pathlib import Path

import pytest

from tasks.resolve.aliases import find_alias, read_aliases
from tasks.warehouse.errors import WarehouseError
from tasks.warehouse.load import load_batch
from tasks.warehouse.store import Connection, open_warehouse
from tests.resolve.newsroom import NOON, Report, Who, stage

REPORTS = [
    Report("one", 10, "Ada Holm", (Who("Ada Holm"),)),
    Report("two", 11, "Ada Vik", (Who("Ada Vik"),)),
    Report("three", 12, "Thomas Brandt", (Who("Thomas Brandt"),)),
    Report("four", 13, "Tom Brandt", (Who("Tom Brandt"),)),
    Report("five", 14, "Harbour", (Who("Harbour", "ORG"),)),
]


def people(connection: Connection) -> list[tuple[object, ...]]:
    return connection.execute(
        "select name, article_count, wikidata from entities where label = 'PERSON' order by 1"
    ).fetchall()


def test_the_alias_file_wins_and_taking_a_row_out_undoes_it(tmp_path: Path) -> None:
    path, file = tmp_path / "w.duckdb", tmp_path / "aliases.csv"
    with open_warehouse(path) as connection:
        load_batch(connection, stage(tmp_path / "1", REPORTS[:4]), "run", NOON)
        assert people(connection) == [("Ada Holm", 1, None), ("Ada Vik", 1, None), ("Thomas Brandt", 2, None)]
        file.write_text(
            "name,label,means,wikidata\n"
            "Ada Vik,PERSON,Ada Holm,Q42\n"
            "Tom Brandt,PERSON,Tom Brandt,\n"
        )  # fmt: skip
        load_batch(connection, stage(tmp_path / "2", REPORTS[4:]), "run", NOON)
        assert people(connection) == [("Ada Holm", 2, "Q42"), ("Thomas Brandt", 2, None)]
        reasons = connection.execute(
            "select reason, detail from entity_decisions where reason = 'alias' order by 2"
        ).fetchall()
        assert reasons == [
            ("alias", "Ada Holm means Ada Holm"),
            ("alias", "Ada Vik means Ada Holm"),
            ("alias", "Thomas Brandt means Tom Brandt"),
            ("alias", "Tom Brandt means Tom Brandt"),
        ]
        file.unlink()
        load_batch(connection, stage(tmp_path / "3", [Report("six", 15, "Quay", (Who("Quay", "ORG"),))]), "run", NOON)
        assert people(connection) == [("Ada Holm", 1, None), ("Ada Vik", 1, None), ("Thomas Brandt", 2, None)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,label\n", "line 1: no column called means"),
        ("name,label,means\nAda Holm,HERO,\n", "line 2: needs a name and a label"),
        ("name,label,means,wikidata\nAda Holm,PERSON,,42\n", "line 2: '42' is no Wikidata id"),
        ("name,label,means\nAda Vik,PERSON,Ada Holm\nAda Vik,PERSON,Lin Wu\n", "line 3: 'Ada Vik' has a row already"),
    ],
)
def test_a_row_that_says_nothing_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_aliases(text)


def test_a_broken_alias_file_stops_a_load_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "aliases.csv").write_text("nonsense\n")
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        with pytest.raises(WarehouseError, match=r"aliases\.csv: line 1"):
            load_batch(connection, stage(tmp_path / "1", REPORTS), "run", NOON)
        assert people(connection) == []


def test_a_row_holds_for_every_spelling_of_the_name() -> None:
    aliases = {alias.key: alias for alias in read_aliases("name,label,means\nAda Vik,PERSON,Ada Holm\n")}
    found = find_alias(aliases, "Dr. ADA VIK", "PERSON")
    assert found is not None
    assert found.means == "Ada Holm"
    assert find_alias(aliases, "Ada Vik", "ORG") is None
