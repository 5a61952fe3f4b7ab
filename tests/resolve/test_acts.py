"""When several tellings are one act."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from tasks.resolve.acts import (
    Telling,
    find_act,
    group_article,
    group_block,
    index_acts,
    merge_article,
    with_site,
)
from tasks.resolve.sites import Place, may_be_one

OLDWICK = Place("oldwick", "NOR", 60.0, 10.0)
SUBURB = Place("oldwick airport", "NOR", 60.2, 10.1)
FAR = Place("farhaven", "NOR", 68.0, 15.0)


def day(number: int) -> date:
    return date(2026, 3, number)


def telling(name: str, parties: str, on: int | None = None, place: Place | None = None, **more: object) -> Telling:
    told = Telling(
        name, f"article {name}", "CONSULT", "asserted", frozenset(parties.split()),
        day(on) if on else None, day(on) if on else None, day(12), place,
    )  # fmt: skip
    return replace(told, **more)  # type: ignore[arg-type]  # a test's own fields


def grouped(tellings: list[Telling]) -> list[list[str]]:
    return [[t.event_id for t in act.members] for act in group_block(tellings)]


def test_the_same_sides_on_the_same_day_are_one_act_in_any_order() -> None:
    tellings = [
        telling("a", "holm brandt", 10),
        telling("b", "holm brandt wu", 10, OLDWICK),
        telling("c", "holm brandt", 10, SUBURB),
        telling("d", "wu lee", 10),
    ]
    for order in permutations(tellings):
        assert grouped(list(order)) == [["b", "c", "a"], ["d"]]


def test_places_far_apart_keep_acts_apart() -> None:
    acts = grouped([telling("a", "holm brandt", 10, OLDWICK), telling("b", "holm brandt", 10, FAR)])
    assert acts == [["a"], ["b"]]


def test_one_side_in_common_is_enough_only_at_one_known_place() -> None:
    wide = telling("a", "holm brandt", 10, OLDWICK)
    assert grouped([wide, telling("b", "holm", 10, SUBURB)]) == [["a", "b"]]
    assert grouped([wide, telling("b", "holm", 10)]) == [["a"], ["b"]]


def test_a_telling_without_a_day_is_of_the_latest_act_of_its_week() -> None:
    early, late, after = (
        group_block([telling(name, "holm brandt", on)])[0] for name, on in (("a", 7), ("b", 11), ("c", 14))
    )
    found = find_act(telling("x", "holm brandt"), index_acts([early, late, after]))
    assert found is late
    assert find_act(telling("x", "holm"), index_acts([early, late])) is None
    assert find_act(telling("x", "holm brandt", told_on=day(25)), index_acts([early, late])) is None


def test_an_article_tells_one_act_many_times() -> None:
    mentions = [
        telling("a", "holm brandt", 10, sent_no=1),
        telling("b", "holm brandt", sent_no=4, place=OLDWICK),
        telling("c", "holm", sent_no=5),
        telling("d", "holm brandt", 3, sent_no=9),
        telling("e", "holm wu", sent_no=6),
    ]
    groups = group_article(mentions)
    assert [sorted(t.event_id for t in group) for group in groups] == [["a", "b", "c"], ["d"], ["e"]]
    told = merge_article(groups[0])
    assert (told.day, told.place, told.parties) == (day(10), OLDWICK, {"holm", "brandt"})


def test_what_somebody_said_of_another_is_not_what_he_said_of_a_third() -> None:
    said = [telling("a", "holm", sent_no=1, plover="ACCUSE"), telling("b", "holm wu", sent_no=2, plover="ACCUSE")]
    assert len(group_article(said)) == 2


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (OLDWICK, None, True),
        (OLDWICK, SUBURB, True),
        (OLDWICK, FAR, False),
        (OLDWICK, Place("norway", "NOR", 62.0, 10.0), True),
        (OLDWICK, Place("oldwick", "USA", 40.0, -74.0), False),
        (OLDWICK, Place("lund", "SWE", 55.7, 13.2), False),
    ],
)
def test_two_places_can_be_one(one: Place, other: Place | None, together: bool) -> None:
    assert may_be_one(one, other) is together


def blast(name: str, place: Place | None, *means: str, on: int | None = 10, **more: object) -> Telling:
    """A telling of a killing that names nobody."""
    return with_site(telling(name, "", on, place, plover="ASSAULT", **more), means)


MILL, STATION = Place("oldwick mill"), Place("oldwick station")


def test_an_act_without_a_hand_is_known_by_its_site_its_day_and_its_means() -> None:
    tellings = [
        blast("a", OLDWICK, "explosion"),
        blast("b", OLDWICK, "blast"),
        blast("c", OLDWICK, "car bomb", "explosion"),
        blast("d", OLDWICK, "shooting"),
        blast("e", FAR, "explosion"),
        blast("f", Place("oldwick", "USA", 40.0, -74.0), "explosion"),
    ]
    for order in permutations(tellings):
        assert grouped(list(order)) == [["a", "b", "c"], ["d"], ["e"], ["f"]]


def test_what_names_no_site_no_day_or_no_means_stays_alone() -> None:
    country = Place("norway", "NOR", 62.0, 10.0)
    loose = [blast("a", None, "blast"), blast("b", country, "blast"), blast("c", OLDWICK), blast("d", OLDWICK, on=None)]
    assert [t.parties for t in loose] == [frozenset()] * 4
    assert blast("e", OLDWICK, "rope").parties == frozenset()


def test_two_sites_of_one_town_are_two_acts_and_the_town_alone_is_neither() -> None:
    town, mill, station = (
        blast("t", OLDWICK, "blast"),
        blast("m", MILL, "blast"),
        blast("s", STATION, "blast"),
    )
    for order in permutations([town, mill, station]):
        assert grouped(list(order)) == [["m"], ["s"], ["t"]]
    assert grouped([town, mill]) == [["m", "t"]]


def test_of_two_acts_in_one_article_nobody_knows_which_another_means() -> None:
    first, second = (blast(name, OLDWICK, "blast", article_id="both") for name in "ab")
    other = blast("c", OLDWICK, "blast")
    for order in permutations([first, second, other]):
        assert grouped(list(order)) == [["a"], ["b"], ["c"]]


def test_whom_nobody_names_is_not_taken_for_one_who_is_named() -> None:
    named = telling("n", "holm", 10, OLDWICK, plover="ASSAULT")
    assert grouped([named, blast("a", OLDWICK, "explosion")]) == [["a"], ["n"]]
    assert with_site(named, ["explosion"]) is named


def test_an_arrest_and_a_ban_in_one_article_are_two_acts() -> None:
    arrest = telling("a", "holm brandt", article_id="one", plover="COERCE", mode="arrest")
    ban = replace(arrest, event_id="b", mode="ban")
    assert len(group_article([arrest, ban])) == 2
    assert len(group_article([arrest, replace(ban, mode=None)])) == 1
    visit = replace(arrest, plover="CONSULT", mode="visit")
    assert len(group_article([visit, replace(visit, event_id="b", mode=None)])) == 2
