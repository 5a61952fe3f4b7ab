"""Which of the places of one name a text means."""

import pytest

from tasks.extract.article import extract_article
from tasks.extract.context import read_context
from tasks.extract.gazetteer import places_called
from tasks.extract.pipeline import load_pipeline
from tasks.extract.place_choice import PlaceName, choose_places
from tasks.extract.place_clues import Clues, find_clues, outlet_home
from tasks.extract.place_labels import labelled
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
        ("Victoria", "Australia", ("AUS", "07", -37)),
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
    ("name", "places"),
    [
        ("Fargo City", ["Fargo City"]),
        ("Western Nebraska", ["Nebraska"]),
        ("South Dakota", ["South Dakota"]),
        ("City of Dayton", ["Dayton"]),
        ("A Greene County", ["Greene County"]),
        ("Greene County Common Pleas Court", ["Greene County"]),
        ("Springfield Town Hall", ["Springfield"]),
        ("Dayton, Ohio, United States", ["Dayton", "Ohio", "United States"]),
        ("Fargo/Duluth", ["Fargo", "Duluth"]),
        ("U.S.-led", ["U.S."]),
        ("Port-au-Prince", ["Port-au-Prince"]),
        ("Miami-Dade", ["Miami-Dade"]),
        ("Greene County\nCourt", ["Greene County"]),
        ("Dayton, , Ohio", ["Dayton", "Ohio"]),
        ("China's Hunan Province", ["China", "Hunan Province"]),
        ("King's Lynn", ["King's Lynn"]),
        ("Velm Ward, southern Rosario", ["Velm Ward", "Rosario"]),
    ],
)
def test_the_words_of_a_places_name_are_its_own(name: str, places: list[str]) -> None:
    context = read_context(NLP, parse(f"Nobody was seen in {name} on Friday." + TAIL))
    start = context.text.index(name)
    assert [text for *_, text in place_spans(context, (start, start + len(name), "GPE", name))] == places


@pytest.mark.parametrize(
    ("text", "place"), [("Fargo City Council met.", "Fargo"), ("St. Cloud.", "St. Cloud"), ("Sedan, Kan. -", "Kan.")]
)
def test_what_follows_a_name_tells_where_it_ends(text: str, place: str) -> None:
    context = read_context(NLP, parse(text + TAIL))
    words = {"Fargo": "Fargo City", "Kan.": "Kan"}.get(place, place)
    start = context.text.index(words)
    found = list(place_spans(context, (start, start + len(words), "GPE", words)))
    assert found == [(start, start + len(place), "GPE", place)]


@pytest.mark.parametrize(
    ("text", "name", "label", "expected"),
    [
        ("A Dayton woman was hurt.", "Dayton", "ORG", "GPE"),
        ("Ada Holm, 24, of Dayton, was hurt.", "Dayton", "PERSON", "GPE"),
        ("Dayton was hurt.", "Dayton", "PERSON", "PERSON"),
        ("The mayor of Hamas-held land spoke.", "Hamas", "GPE", "ORG"),
        ("A fire broke out at 12 Silver Street at noon.", "Silver Street", "GPE", "FAC"),
    ],
)
def test_form_and_neighbours_tell_what_a_name_is_the_name_of(text: str, name: str, label: str, expected: str) -> None:
    context = read_context(NLP, parse(text + TAIL))
    start = context.text.index(name)
    assert list(labelled(context, [(start, start + len(name), label, name)])) == [
        (start, start + len(name), expected, name)
    ]


def test_a_town_that_is_somebodys_surname_in_the_text_is_that_persons() -> None:
    context = read_context(NLP, parse("Mara Dayton spoke. A Dayton woman was hurt." + TAIL))
    at = context.text.rindex("Dayton")
    spans = [(0, 11, "PERSON", "Mara Dayton"), (at, at + 6, "PERSON", "Dayton")]
    assert list(labelled(context, spans)) == spans


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://www.cambridge-news.co.uk/story/1", ("GBR", "cambridge")),
        ("https://daytondailynews.com/1", (None, "dayton")),
        ("https://grandrapidsherald.com/1", (None, "grand rapids")),
        ("https://thegazette.ca/1", ("CAN", None)),
        ("https://news.example.tv/1", (None, None)),
        (None, (None, None)),
        ("https://[::1", (None, None)),
    ],
)
def test_an_outlets_address_tells_where_it_is_at_home(url: str | None, home: tuple[str | None, str | None]) -> None:
    assert outlet_home(url) == home


def test_where_the_outlet_is_at_home_weighs_as_a_place_beside_the_name() -> None:
    def meant(name: str, clues: Clues) -> tuple[str | None, str | None] | None:
        place = choose_places([PlaceName(name)], clues)[0]
        return place and (place.country, place.state)

    assert meant("London", Clues((("CAN", 0.5),))) == ("GBR", "ENG")
    assert meant("London", Clues((("CAN", 0.5),), ("woodstock", "Ontario"))) == ("CAN", "08")
    assert meant("Dublin", Clues((("USA", 1.0),), ("columbus",))) == ("USA", "OH")


def test_words_of_local_news_and_places_inside_other_names_are_clues() -> None:
    text = "The grand jury heard the sheriff, and the school board met."
    spans = [(0, 0, "ORG", "Georgia Bureau of Investigation"), (0, 0, "ORG", "University of Tennessee")]
    assert find_clues(text, None, None, spans) == Clues((("USA", 1.0),), ("Georgia", "Tennessee"))
    assert find_clues("It rained.", None, "KEN", []) == Clues((("KEN", 0.5),), ())


def test_towns_of_a_list_are_no_places_of_one_another() -> None:
    list_of_towns = [PlaceName("Bristol", "Meriden"), PlaceName("Meriden", "Torrington"), PlaceName("Torrington")]
    assert [p and p.state for p in choose_places(list_of_towns)] == ["CT", "CT", "CT"]


def test_counties_are_called_without_the_word_too() -> None:
    first, _ = choose_places([PlaceName("Muscogee"), PlaceName("Georgia")])
    assert first is not None
    assert (first.kind, first.state) == ("county", "GA")


def test_a_wide_province_lies_in_its_middle() -> None:
    assert chosen("Ontario", "Ont.", "New South Wales") == [
        ("CAN", "08", 49),
        ("CAN", "08", 49),
        ("AUS", "02", -33),
    ]


def test_the_town_of_a_dateline_is_called_as_elsewhere() -> None:
    found = extract_article(NLP, parse("UNION CITY — The ferry is late again. It left Union City at noon." + TAIL))
    assert {e.name for e in found.entities if e.label == "GPE"} == {"Union City"}
    found = extract_article(NLP, parse("UNION CITY — The ferry is late again." + TAIL))
    assert {e.name for e in found.entities if e.label == "GPE"} == {"Union City"}


@pytest.mark.parametrize("side", ["West", "the North"])
def test_a_side_of_the_world_is_no_province(side: str) -> None:
    assert places_called("West")
    assert chosen(side) == [None]


def test_a_state_of_a_countrys_name_is_meant_beside_its_towns() -> None:
    assert chosen("Georgia", "Atlanta")[0] == ("USA", "GA", 33)
    assert chosen("Georgia", "Tbilisi")[0] == ("GEO", None, 42)


def test_a_body_that_sits_in_a_town_makes_the_town_no_likelier() -> None:
    clues = Clues(names=("Columbus", "Dublin City"))
    assert [p and p.state for p in choose_places([PlaceName("Dublin")], clues)] == ["OH"]


def test_the_first_word_of_a_body_is_no_place_near_by() -> None:
    spans = [(4, 23, "ORG", "Police Department X"), (30, 45, "ORG", "Bridge Club Ten")]
    assert find_clues("The Police Department X and the Bridge Club Ten", None, None, spans).names == ()


def test_the_kind_in_a_name_tells_a_province_from_its_town() -> None:
    assert {place.kind for place in places_called("Isfahan Province")} == {"state"}
    assert {place.kind for place in places_called("Isfahan")} > {"state"}


@pytest.mark.parametrize("dash", [" – ", "- "])
def test_a_dateline_in_small_letters_names_a_place_and_no_person(dash: str) -> None:
    pipeline = load_pipeline()
    ruler = pipeline.add_pipe("entity_ruler", config={"overwrite_ents": True})
    ruler.add_patterns([{"label": "PERSON", "pattern": "Rosario"}])
    article = parse(f"The bridge is shut\n\nRosario{dash}The mayor shut the bridge over the river on Monday.{TAIL}")
    assert ("Rosario", "GPE") in {(m.text, m.label) for m in extract_article(pipeline, article).mentions}
