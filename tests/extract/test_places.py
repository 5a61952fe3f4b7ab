"""Which of the places of one name a text means."""

import pytest

from tasks.extract.article import extract_article
from tasks.extract.context import read_context
from tasks.extract.gazetteer import places_called
from tasks.extract.pipeline import load_pipeline
from tasks.extract.place_choice import PlaceName, choose_places
from tasks.extract.place_spans import place_spans
from tests.make import parse

NLP = load_pipeline()
TAIL = " The debate about the lighthouse and the land around it has occupied the people of the town for a long while."


def chosen(*names: str | PlaceName) -> list[tuple[str | None, str | None, int] | None]:
    """Country, state and latitude of each."""
    asked = [PlaceName(name) if isinstance(name, str) else name for name in names]
    return [p and (p.country, p.state, round(p.latitude)) for p in choose_places(asked)]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Paris", ("FRA", "11", 49)),
        ("the Netherlands", ("NLD", None, 52)),
        ("Georgia", ("GEO", None, 42)),
        ("Washington", ("USA", "DC", 39)),
        ("New York", ("USA", "NY", 41)),
        ("Bavaria", ("DEU", "02", 49)),
        ("British", ("GBR", None, 55)),
    ],
)
def test_a_name_alone_is_the_place_that_most_people_know(name: str, place: tuple[str, str | None, int]) -> None:
    assert chosen(name) == [place]


@pytest.mark.parametrize(
    ("name", "outer", "place"),
    [
        ("Paris", "Texas", ("USA", "TX", 34)),
        ("Birmingham", "Ala.", ("USA", "AL", 34)),
        ("London", "Ontario", ("CAN", "08", 43)),
        ("Victoria", "Australia", ("AUS", "07", -36)),
    ],
)
def test_what_stands_after_a_name_decides(name: str, outer: str, place: tuple[str, str, int]) -> None:
    first, _, later = chosen(PlaceName(name, outer), PlaceName(outer, None, qualifies=True), name)
    assert first == place
    assert later == place


def test_a_name_that_tells_where_another_lies_is_a_state() -> None:
    tacoma, washington = chosen(PlaceName("Tacoma", "Washington"), PlaceName("Washington", None, qualifies=True))
    assert tacoma == ("USA", "WA", 47)
    assert washington == ("USA", "WA", 48)


def test_the_places_around_a_name_decide() -> None:
    assert chosen("Athens", "Atlanta", "Macon", "Georgia") == [
        ("USA", "GA", 34),
        ("USA", "GA", 34),
        ("USA", "GA", 33),
        ("USA", "GA", 33),
    ]
    assert chosen("Athens", "Thessaloniki", "Greece")[0] == ("GRC", "ESYE31", 38)
    assert chosen("Birmingham", "Montgomery", "Tuscaloosa")[0] == ("USA", "AL", 34)
    assert chosen("Birmingham", "Coventry", "Leicester")[0] == ("GBR", "ENG", 52)


def test_what_no_gazetteer_knows_has_no_place() -> None:
    assert choose_places([PlaceName("Oldwick-under-Tarn")]) == [None]
    assert choose_places([]) == []


def test_a_place_is_found_without_its_accents_and_without_its_kind() -> None:
    assert {p.country for p in places_called("Cancun")} >= {"MEX"}
    assert {p.kind for p in places_called("Hunan Province")} == {"state"}


def places_of(text: str) -> list[str]:
    found = extract_article(NLP, parse("Harrow Bay keeps its lighthouse\n\n9:00 19.03.2025\n\n" + text + TAIL))
    return [m.text for m in found.mentions if m.label == "GPE" and m.kind == "name"]


def test_a_dateline_and_a_members_seat_name_places() -> None:
    assert "UNION CITY" in places_of("UNION CITY — The ferry is late again.")
    assert "Oakland" in places_of("Mara Lund (D-Oakland) was late again.")


def test_a_places_name_has_capitals_at_its_ends() -> None:
    assert "Kenya" in places_of("It rained in northern Kenya on Friday.")
    assert "Hunan" in places_of("It rained in Hunan province on Friday.")


@pytest.mark.parametrize(
    ("text", "place"), [("Fargo City Council met.", "Fargo"), ("Fargo City is large.", "Fargo City")]
)
def test_a_body_of_a_town_names_the_town(text: str, place: str) -> None:
    context = read_context(NLP, parse(text + TAIL))
    start = context.text.index("Fargo City")
    found = list(place_spans(context, (start, start + 10, "GPE", "Fargo City")))
    assert found == [(start, start + len(place), "GPE", place)]
