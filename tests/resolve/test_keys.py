"""Which spellings of a name are one, and which are not."""

import pytest

from tasks.resolve.keys import acronym_of, entity_key, party_key


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        ("Ada Holm", "ADA HOLM", "PERSON"),
        ("Mr. Tom K. Brandt", "Thomas Brandt", "PERSON"),
        ("Zoë Køhler", "Zoe Kohler", "PERSON"),
        ("President Ada Holm", "Ada Holm", "PERSON"),
        ("The Oldwick Shipping Company", "Oldwick Shipping Co.", "ORG"),
        ("U.L.O.", "ULO", "ORG"),
    ],
)
def test_spellings_of_one_name_have_one_id(one: str, other: str, label: str) -> None:
    assert entity_key(one, label, None, None) == entity_key(other, label, None, None)


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        ("Ada Holm", "Ida Holm", "PERSON"),
        ("Ada Holm", "Holm", "PERSON"),
        ("Oldwick Shipping", "Oldwick Fishing", "ORG"),
    ],
)
def test_other_names_have_other_ids(one: str, other: str, label: str) -> None:
    assert entity_key(one, label, None, None) != entity_key(other, label, None, None)


def test_a_person_and_a_company_of_one_name_are_two_and_so_are_two_places_far_apart() -> None:
    assert entity_key("Ada Holm", "PERSON", None, None) != entity_key("Ada Holm", "ORG", None, None)
    assert entity_key("Oldwick", "GPE", 50.0, 4.0) != entity_key("Oldwick", "GPE", 40.0, -74.0)


def test_the_sides_of_an_act_are_compared_by_surname_and_acronym() -> None:
    assert party_key("Holm", "PERSON") == party_key("Ada Holm", "PERSON") == "p:holm"
    assert party_key("ULO", "ORG") == party_key("United Lake Organization", "ORG") == "n:ulo"
    assert party_key("Bank of Lund", "ORG") == "n:bank of lund"


def test_an_article_that_gives_both_forms_explains_the_acronym() -> None:
    assert acronym_of(["ULO", "United Lake Organization"]) == ("ULO", "United Lake Organization")
    assert acronym_of(["Oldwick", "Oldwick Harbour"]) is None
