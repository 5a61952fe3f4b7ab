"""Any order and any split of the same articles says the same; taking one out leaves what the rest says."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tasks.warehouse.checksum import content_checksum
from tasks.warehouse.load import load_batch
from tasks.warehouse.remove import remove_articles
from tasks.warehouse.store import Connection, open_warehouse
from tests.resolve.newsroom import NOON, Did, Report, Who, stage

OURS = frozenset(
    ("acronyms", "entity_merges", "entity_readings", "event_merges", "figures", "people", "statement_keys",
     "statements", "tellings", "wording_groups")
)  # fmt: skip

HOLM, BRANDT, WU = Who("Ada Holm"), Who("Tom K. Brandt"), Who("Lin Wu")
COUNCIL = Who("Oldwick Council", "ORG")
ULO = Who("United Lake Organization", "ORG", ("ULO",))
MAYOR = Who("Ada Holm", office="mayor/Norway")
COACH = Who("Ada Holm", office="coach/Australia")
NORWAY, AUSTRALIA = Who("Norway", "GPE", country="NOR"), Who("Australia", "GPE", country="AUS")

REPORTS = [
    Report("first", 10, "Met Ada Holm Tom K. Brandt mayor Norway\nThen “the list of harbour repairs still open”",
           (MAYOR, BRANDT, NORWAY, COUNCIL), (Did(("Ada Holm", "Tom K. Brandt"), day=9, place="Oldwick"),),
           (("Ada Holm", "the list of harbour repairs still open"),)),
    Report("second", 11, "Met Holm Brandt Lin Wu\nThen They went over the list of harbour repairs still open in town",
           (Who("Holm"), Who("Brandt"), WU, COUNCIL), (Did(("Holm", "Brandt", "Lin Wu"), day=9),),
           ((None, "They went over the list of harbour repairs still open in town"),)),
    Report("third", 12, "Met Holm Thomas Brandt\nThen They went over the sum of harbour repairs still open in town",
           (Who("Holm"), Who("Thomas Brandt"), COUNCIL), (Did(("Holm", "Thomas Brandt")),),
           (("Thomas Brandt", "They went over the sum of harbour repairs still open in town"),)),
    Report("fourth", 12, "Blast killed 12 people Ada Holm ULO", (HOLM, ULO),
           (Did(("ULO",), ("Ada Holm",), 11, "Oldwick", "ASSAULT", count=("12", 12.0, "people")),)),
    Report("fifth", 13, "Blast killed 15 people Ada Holm ULO", (HOLM, Who("ULO", "ORG")),
           (Did(("ULO",), ("Ada Holm",), 11, None, "ASSAULT", count=("15", 15.0, "people")),)),
    Report("sixth", 13, "Game coach Ada Holm Australia League", (COACH, AUSTRALIA, Who("League", "ORG"))),
    Report("seventh", 14, "Game Ada Holm Australia League", (HOLM, AUSTRALIA, Who("League", "ORG"))),
    Report("eighth", 14, "Met Ada Holm Lin Wu\nVisit Ada Holm", (HOLM, WU),
           (Did(("Ada Holm", "Lin Wu")), Did(("Ada Holm",), ("Lin Wu",), 13, "Farhaven", sent_no=2))),
    Report("tenth", 15, "Mill blast killed 3 people Oldwick Council", (COUNCIL,),
           (Did((), (), 14, "Farhaven", "ASSAULT", count=("3", 3.0, "people"), instruments=("blast",)),)),
    Report("eleventh", 16, "Explosion killed 4 people Norway", (NORWAY,),
           (Did((), (), 14, "Farhaven", "ASSAULT", count=("4", 4.0, "people"), instruments=("explosion",)),)),
    Report("ninth", 16, "Met Ada Holm Lin Wu mayor Norway", (MAYOR, WU, NORWAY), (Did(("Ada Holm", "Lin Wu")),)),
]  # fmt: skip


def said(connection: Connection) -> list[str]:
    return [line for line in content_checksum(connection).splitlines() if line.split()[0] in OURS]


def load(folder: Path, batches: Iterable[Sequence[Report]], without: Sequence[Report] = ()) -> list[str]:
    with open_warehouse(folder / "w.duckdb") as connection:
        for number, batch in enumerate(batches):
            now = NOON + timedelta(minutes=number)
            load_batch(connection, stage(folder / str(number), batch), f"run {number}", now)
        if without:
            remove_articles(connection, [report.article_id for report in without], NOON)
        return said(connection)


def splits(seed: int) -> list[list[Report]]:
    chance = random.Random(seed)
    reports = chance.sample(REPORTS, len(REPORTS))
    cuts = sorted(chance.sample(range(1, len(reports)), chance.randint(1, 4)))
    return [reports[first:last] for first, last in zip([0, *cuts], [*cuts, len(reports)], strict=True)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    load(folder, [REPORTS])
    return folder


@pytest.mark.parametrize("seed", range(4))
def test_any_order_and_split_says_the_same(tmp_path: Path, whole: Path, seed: int) -> None:
    with open_warehouse(whole / "w.duckdb") as connection:
        expected = said(connection)
    assert load(tmp_path, splits(seed)) == expected


@pytest.mark.parametrize("seed", range(3))
def test_a_removed_article_leaves_what_the_rest_says(tmp_path: Path, seed: int) -> None:
    gone = random.Random(seed).sample(REPORTS, 2)
    kept = [report for report in REPORTS if report not in gone]
    assert load(tmp_path / "a", splits(seed), without=gone) == load(tmp_path / "b", [kept])


def test_analysing_the_same_again_changes_nothing(tmp_path: Path, whole: Path) -> None:
    again = [replace(report, extractor="extractor 2") for report in REPORTS[2:5]]
    with open_warehouse(whole / "w.duckdb") as connection:
        expected = said(connection)
    assert load(tmp_path, [REPORTS, again]) == expected


def test_the_views_tell_who_did_what_and_where_reports_differ(whole: Path) -> None:
    with open_warehouse(whole / "w.duckdb") as connection:
        acts = connection.execute(
            "select plover, date_from::varchar, place, article_count from events order by 1, 2 nulls last, 4"
        ).fetchall()
        differ = connection.execute("select topic, value, other_value from conflicts order by 1, 2").fetchall()
        reasons = connection.execute("select reason, count(*) from entity_decisions group by 1 order by 1").fetchall()
        people = connection.execute(
            "select name, article_count from entities where label = 'PERSON' order by 1, 2"
        ).fetchall()
    assert acts == [
        ("ASSAULT", "2026-03-11", "Oldwick", 2),
        ("ASSAULT", "2026-03-14", "Farhaven", 2),
        ("CONSULT", "2026-03-09", "Oldwick", 3),
        ("CONSULT", "2026-03-13", "Farhaven", 2),
    ]
    assert [row for row in differ if row[0] != "wording"] == [
        ("people killed", "12", "15"),
        ("people killed", "3", "4"),
    ]
    assert len([row for row in differ if row[0] == "wording"]) == 2
    assert reasons == [("acronym", 1), ("company", 1), ("namesake", 1), ("only-bearer", 3), ("spelling", 1)]
    assert people == [("Ada Holm", 2), ("Ada Holm", 7), ("Lin Wu", 3), ("Tom K. Brandt", 3)]


def test_an_article_is_read_anew_when_a_namesake_comes_to_keep_its_company(tmp_path: Path) -> None:
    club = Who("Shore Club", "ORG")
    known = [
        Report("town", 10, "Ada Holm mayor Norway", (MAYOR, NORWAY)),
        Report("hall", 10, "Ada Holm mayor Norway Hall", (MAYOR, NORWAY, Who("Hall", "ORG"))),
        Report("quay", 11, "Ada Holm mayor Norway Quay", (MAYOR, NORWAY, Who("Quay", "ORG"))),
        Report("match", 11, "Ada Holm coach Australia League", (COACH, AUSTRALIA, Who("League", "ORG"))),
        Report("party", 12, "Ada Holm Shore Club", (HOLM, club)),
    ]
    later = Report("return", 13, "Ada Holm coach Australia Shore Club", (COACH, AUSTRALIA, club))
    readings = "select reason, detail from store.entity_readings where article_id = ?"
    party = known[-1].article_id

    load(tmp_path, [known])
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        assert connection.execute(readings, [party]).fetchall() == []
    load(tmp_path, [[later]])
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        assert connection.execute(readings, [party]).fetchall() == [("company", "sport in AUS: 1 shared entities")]
    load(tmp_path, [], without=[later])
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        assert connection.execute(readings, [party]).fetchall() == []
