"""What the reports of one story say differently, and what they are said to differ in."""

from collections.abc import Sequence
from pathlib import Path

from tasks.warehouse.load import load_batch
from tasks.warehouse.store import open_warehouse
from tests.resolve.newsroom import NOON, Did, Report, Who, stage

HOLM, WU, LEAGUE = Who("Ada Holm"), Who("Lin Wu"), Who("Lake League", "ORG")
OLDWICK, FARHAVEN = Who("Oldwick", "GPE", country="NOR"), Who("Farhaven", "GPE", country="NOR")
FERRY, MILL = Who("Oldwick Ferry", "ORG"), Who("Oldwick Mill", "ORG")
NAMES = (HOLM, WU, LEAGUE, OLDWICK, FARHAVEN, FERRY, MILL)

OPENING = "Ada Holm and Lin Wu of the Lake League spoke on the tolls of the northern lock and the closed ferry line"
SECOND = "Lin Wu and Ada Holm spoke on the closed ferry line and the northern lock, says the Lake League of its tolls"


def report(name: str, body: str, did: Did, source: str) -> Report:
    return Report(name, 12, body, tuple(w for w in NAMES if w.name in body), (did,), source=source)


def differing(folder: Path, reports: Sequence[Report]) -> list[tuple[object, ...]]:
    with open_warehouse(folder / "w.duckdb") as connection:
        load_batch(connection, stage(folder / "batch", reports), "run", NOON)
        stories = connection.execute("select count(distinct story_id) from articles").fetchone()
        assert stories == (1,)
        return connection.execute(
            "select topic, value, source, other_value, other_source from conflicts order by all"
        ).fetchall()


def met(day: int, place: str, actors: tuple[str, ...] = ("Ada Holm", "Lin Wu")) -> Did:
    return Did(actors, day=day, place=place)


def struck(recipient: str, day: int = 11) -> Did:
    return Did(("Lake League",), (recipient,), day, "Oldwick", "ASSAULT")


def test_one_meeting_on_two_days(tmp_path: Path) -> None:
    first = report("first", OPENING, met(10, "Oldwick"), "Oldwick Post")
    other = report("other", SECOND, met(11, "Oldwick"), "Lake Herald")
    assert differing(tmp_path, [first, other]) == [("day", "2026-03-10", "Oldwick Post", "2026-03-11", "Lake Herald")]


def test_one_meeting_at_two_places(tmp_path: Path) -> None:
    first = report("first", OPENING + " at Farhaven", met(10, "Farhaven"), "Oldwick Post")
    other = report("other", SECOND + " at Oldwick", met(10, "Oldwick"), "Lake Herald")
    assert differing(tmp_path, [first, other]) == [("place", "Farhaven", "Oldwick Post", "Oldwick", "Lake Herald")]


def test_one_blow_and_two_that_are_said_to_be_hit(tmp_path: Path) -> None:
    first = report("first", OPENING + ", by Oldwick Ferry", struck("Oldwick Ferry"), "Oldwick Post")
    other = report("other", SECOND + ", by Oldwick Mill", struck("Oldwick Mill"), "Lake Herald")
    assert differing(tmp_path, [first, other]) == [
        ("target", "Oldwick Ferry", "Oldwick Post", "Oldwick Mill", "Lake Herald")
    ]


def test_two_meetings_a_week_apart_are_two_and_no_difference(tmp_path: Path) -> None:
    first = report("first", OPENING, met(4, "Oldwick"), "Oldwick Post")
    other = report("other", SECOND, met(11, "Oldwick"), "Lake Herald")
    assert differing(tmp_path, [first, other]) == []


def test_an_article_that_tells_of_both_acts_means_two(tmp_path: Path) -> None:
    both = Report("first", 12, OPENING, (HOLM, WU, LEAGUE), (met(10, "Oldwick"), met(11, "Oldwick")))
    other = report("other", SECOND, met(11, "Oldwick"), "Lake Herald")
    assert differing(tmp_path, [both, other]) == []


def test_two_pairs_who_meet_on_one_day_differ_in_nothing(tmp_path: Path) -> None:
    first = report("first", OPENING + " at Oldwick", met(10, "Oldwick"), "Oldwick Post")
    other = report("other", SECOND + " at Farhaven", met(10, "Farhaven", ("Lin Wu", "Lake League")), "Lake Herald")
    assert differing(tmp_path, [first, other]) == []


def test_ties_call_a_party_what_the_entity_is_called(tmp_path: Path) -> None:
    full = Report("first", 11, "Hit Ada Holm Lake League", (HOLM, LEAGUE), (struck("Ada Holm"),))
    short = Report("other", 13, "Hit Holm Lake League", (Who("Holm"), LEAGUE), (struck("Holm", 13),))
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        load_batch(connection, stage(tmp_path / "batch", [full, short]), "run", NOON)
        ties = connection.execute("select entity_a, entity_b, event_count, first_date::varchar from ties").fetchall()
    assert ties == [("Lake League", "Ada Holm", 2, "2026-03-11")]
