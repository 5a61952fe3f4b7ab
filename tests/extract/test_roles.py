"""Who holds what office, in sentences as news writes them."""

from datetime import date

import pytest

from tasks.extract.article import extract_article
from tasks.extract.pipeline import load_pipeline
from tasks.extract.referents import Referent
from tasks.extract.roles import Held, outermost
from tests.make import parse

NLP = load_pipeline()
HEAD = "Harrow Bay keeps its lighthouse\n\n9:00 19.03.2025\n\n"
TAIL = (
    " The debate about the lighthouse and the land around it has occupied the people of the town for a long while,"
    " and it will occupy them for some while yet."
)


def roles(text: str) -> list[tuple[str, str, str | None]]:
    return [(r.person, r.role, r.qualifier) for r in extract_article(NLP, parse(HEAD + text + TAIL)).roles]


@pytest.mark.parametrize(
    ("text", "role", "qualifier"),
    [
        ("Harbour master Mara Lund opened the gate.", "Harbour master", "current"),
        ("Former senator Mara Lund opened the gate.", "senator", "former"),
        ("Acting mayor Mara Lund opened the gate.", "mayor", "acting"),
        ("Mara Lund, the mayor of the town, opened the gate.", "mayor", "current"),
        ("Mara Lund (born in 1961), a critic of the plan, stayed away.", "critic", "current"),
        ("The team's coach, Mara Lund, stayed away.", "team's coach", "current"),
        ("His publisher, Mara Lund, stayed away.", "publisher", "current"),
        ("Mara Lund is the treasurer of the club.", "treasurer", "current"),
        ("Mara Lund, born on a farm, is a painter.", "painter", "current"),
        ("Mara Lund was a judge in those days.", "judge", "former"),
        ("Mara Lund, who was appointed director last May, stayed away.", "director", "current"),
        ("Mara Lund made a living as a painter.", "painter", "current"),
        ("Mara Lund was the only painter their street had.", "only painter", "former"),
        ("The harbour master and ex-senator Mara Lund stayed away.", "harbour master and senator", "former"),
        ("The brother of surgeon Mara Lund stayed away.", "surgeon", "current"),
        ("The 52-year-old painter Mara Lund stayed away.", "painter", "current"),
        ("Her Majesty Queen Mara Lund opened the gate.", "Queen", "current"),
    ],
)
def test_a_title_an_apposition_and_a_predicate_tell_a_role(text: str, role: str, qualifier: str) -> None:
    assert roles(text) == [("Mara Lund", role, qualifier)]


@pytest.mark.parametrize(
    "text",
    [
        "Like most of his teammates, Mara Lund was late.",
        "Mara Lund is not the mayor.",
        "Mara Lund could be the mayor.",
        "A photograph of Mara Lund hung there.",
        "Next to the tower Mara Lund stood still.",
        "Mrs. Lund stood still.",
        "Mara Lund, who led the hikers through the marsh, was late.",
        "Mara Lund was as late as sailors like to be.",
        "Mara Lund has been a staunch supporter of the harbour.",
    ],
)
def test_what_gives_no_role_is_none(text: str) -> None:
    assert roles(text) == []


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        ("Mara Lund, the Socialist governor of Norway, stayed away.", "Norway"),
        ("Harrow Lighthouses' president Mara Lund stayed away.", "Harrow Lighthouses"),
    ],
)
def test_an_office_is_of_what_its_words_say(text: str, organization: str) -> None:
    (role,) = extract_article(NLP, parse(HEAD + text + TAIL)).roles
    assert (role.person, role.organization) == ("Mara Lund", organization)


def test_a_role_within_another_is_not_told_twice() -> None:
    lund, holm = (Referent("PERSON") for _ in range(2))
    whole, part, other = Held(2, 4, 3, lund, 5), Held(2, 3, 2, lund, 5), Held(2, 3, 2, holm, 9)
    assert outermost([part, whole, other]) == [whole, other]


def test_a_pick_is_told_by_the_office_that_it_is_for() -> None:
    assert roles("Mara Lund, his pick as finance minister, stayed away.") == [
        ("Mara Lund", "finance minister", "nominee")
    ]


def test_a_role_is_valid_from_the_time_that_gave_it() -> None:
    found = extract_article(NLP, parse(HEAD + "Mara Lund was appointed director in May 2019." + TAIL)).roles
    assert [(r.role, r.valid_from, r.as_of) for r in found] == [("director", date(2019, 5, 1), date(2025, 3, 19))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Minister of defence Mara Lund opened the gate.", "Minister of defence"),
        ("Minister of trade and industry Mara Lund opened the gate.", "Minister of trade and industry"),
        ("Editor-in-chief Mara Lund opened the gate.", "Editor-in-chief"),
        ("The club's treasurer Mara Lund opened the gate.", "club's treasurer"),
        ("Fog and senator Mara Lund arrived.", "senator"),
    ],
)
def test_small_words_tie_the_parts_of_one_role(text: str, words: str) -> None:
    found = extract_article(NLP, parse(HEAD + text + TAIL)).roles
    assert [(r.person, r.text) for r in found] == [("Mara Lund", words)]


def test_an_office_is_not_of_what_another_office_is_of() -> None:
    text = HEAD + "Mara Lund, treasurer of the old guild and mayor of Tarnow Valley, opened the gate." + TAIL
    assert [(r.role, r.organization, r.text) for r in extract_article(NLP, parse(text)).roles] == [
        ("treasurer", None, "treasurer of the old guild"),
        ("mayor", "Tarnow Valley", "mayor of Tarnow Valley"),
    ]
