"""Two names of one, on made-up news."""

import pytest
from spacy.tokens import Span

from tasks.extract.context import read_context
from tasks.extract.name_aliases import join_aliases
from tasks.extract.name_keys import is_shortened, same_person
from tasks.extract.name_people import People
from tasks.extract.name_spans import found_spans
from tasks.extract.referents import Name, Referent
from tests.extract.test_names import HEAD, NLP, TAIL, entity_of, extract
from tests.make import parse


def named(text: str, *spans: tuple[str, str]) -> dict[str, str]:
    """What each name is shown as, where the names of a text are these, each an entity of its own."""
    names: list[Name] = []
    known: dict[str, Referent] = {}
    at = 0
    for words, label in spans:
        at = text.index(words, at)
        referent = known.setdefault(words, Referent(label))
        referent.names[words] += 1
        names.append(Name(at, at + len(words), label, "name", referent))
        at += len(words)
    return {text[n.start : n.end]: n.referent.name for n in join_aliases(text, names)}


def test_the_kind_of_a_body_named_before_means_it() -> None:
    found = extract(
        "The Church of Oldwick denied the report on Monday. Peter Holm left the Church in May, and the Church sued."
    )
    assert entity_of(found, "Church") == ["Church of Oldwick"] * 2


def test_the_kind_of_a_company_is_no_legal_form_where_it_stands_alone() -> None:
    found = extract("The Oldwick Development Company opened on Monday. Ada Holm said the Company has nine offices.")
    (company,) = entity_of(found, "Company")
    assert str(company).endswith("Development Company")


def test_a_day_and_an_article_are_no_names() -> None:
    context = read_context(NLP, parse(HEAD + "A Holm came on Monday with 1948." + TAIL))
    marked = [t for t in context.doc if t.text in ("A", "Monday", "1948", "Holm")]
    context.doc.set_ents([Span(context.doc, t.i, t.i + 1, label="MISC") for t in marked])
    assert [words for _, _, _, words in found_spans(context)] == ["Holm"]


def test_a_body_is_looked_up_with_the_place_before_it() -> None:
    found = extract("The Norway Fisheries Agency (NFA) spoke on Monday. The NFA and the Fisheries Agency were late.")
    assert {*entity_of(found, "NFA"), *entity_of(found, "Fisheries Agency")} == {"Norway Fisheries Agency"}


def test_a_short_form_in_brackets_is_not_the_place_within_the_name() -> None:
    council = Name(4, 29, "ORG", "name", Referent("ORG"))
    council.referent.names["Weather Council of Norway"] += 1
    inner = Name(23, 29, "GPE", "name", Referent("GPE"))
    inner.referent.names["Norway"] += 1
    short = Name(31, 37, "ORG", "name", Referent("ORG"))
    short.referent.names["NORCOC"] += 1
    text = "The Weather Council of Norway (NORCOC) met."
    joined = join_aliases(text, [council, inner, short])
    assert joined[2].referent is not joined[1].referent


def test_the_kind_means_the_body_of_that_kind_named_last() -> None:
    found = extract(
        "The Supreme Court heard the case on Monday. It came from the Appeals Court, and the Court was late."
    )
    assert entity_of(found, "Court") == ["Appeals Court"]


def test_a_body_that_is_named_by_a_part_of_a_place_is_one_name() -> None:
    found = extract("Ada Holm of the University of Southern Norway spoke on Monday. The USN has 900 students.")
    assert entity_of(found, "University of Southern Norway") == ["University of Southern Norway"]
    assert entity_of(found, "USN") == ["University of Southern Norway"]


def test_a_short_form_in_brackets_may_be_made_of_beginnings() -> None:
    names = named(
        "The Academy of Harrow Dentists (AcHDents) met.", ("Academy of Harrow Dentists", "ORG"), ("AcHDents", "ORG")
    )
    assert names["AcHDents"] == "Academy of Harrow Dentists"
    assert not is_shortened("Anna", "Academy of Harrow Dentists")
    assert not is_shortened("AXD", "Academy of Harrow Dentists")


@pytest.mark.parametrize(
    "between",
    [", also known as ", " (formerly called ", " (Hol Petr), also known as ", ", who is better known as ", ", aka "],
)
def test_what_the_text_says_somebody_is_known_as_is_his_name(between: str) -> None:
    text = f"Peter Johan Holm{between}Pete Tarn sang on Monday. Pete Tarn was late."
    assert named(text, ("Peter Johan Holm", "PERSON"), ("Pete Tarn", "PERSON"), ("Pete Tarn", "PERSON")) == {
        "Peter Johan Holm": "Pete Tarn",
        "Pete Tarn": "Pete Tarn",
    }


def test_names_beside_one_another_or_of_two_kinds_stay_two() -> None:
    assert named("Holm, who knows Tarn, left.", ("Holm", "PERSON"), ("Tarn", "PERSON")) == {
        "Holm": "Holm",
        "Tarn": "Tarn",
    }
    text = "Holm, also known as Oldwick, left."
    assert named(text, ("Holm", "PERSON"), ("Oldwick", "GPE")) == {"Holm": "Holm", "Oldwick": "Oldwick"}


def test_islands_are_named_without_the_word() -> None:
    text = "Holmsund Island is the largest of the Holmsund Islands. The Holmsunds have no port."
    names = named(text, ("Holmsund Island", "LOC"), ("Holmsund Islands", "LOC"), ("Holmsunds", "LOC"))
    assert names["Holmsund Island"] == "Holmsund Island"
    assert names["Holmsunds"] == "Holmsund Islands"


def test_a_towns_initials_are_the_town() -> None:
    text = "Nordby Vale is far from Oslo. In N. V. the port is closed."
    names = named(text, ("Nordby Vale", "GPE"), ("Oslo", "GPE"), ("N. V.", "GPE"))
    assert names["N. V."] == "Nordby Vale"


def test_a_country_is_named_by_what_stands_before_of() -> None:
    found = extract("The Islamic Republic of Iran signed on Monday. The Islamic Republic had waited for a year.")
    assert entity_of(found, "Islamic Republic") == ["Iran"]


def test_the_north_is_the_one_country_that_is_called_so() -> None:
    found = extract("North Korea closed the border on Monday. Officials in Seoul said the North had fired two shells.")
    assert entity_of(found, "North") == ["North Korea"]


def test_a_countrys_initials_are_the_country() -> None:
    found = extract("The DPRK and the U. S. held talks in Geneva on Monday. North Korea wants the embargo lifted.")
    assert entity_of(found, "DPRK") == ["North Korea"]
    assert entity_of(found, "U. S.") == ["United States"]


def test_two_spellings_of_a_given_name_are_one_person() -> None:
    people = People()
    assert people.take("Mohamed Holm") is people.take("Mohammad Holm")
    assert people.take("Kristin Holm") is people.take("Kristen Holm")


def test_a_surname_of_two_words_means_who_has_it() -> None:
    people = People()
    assert people.take("Hassan Amir Holmian") is people.take("Amir Holmian")


@pytest.mark.parametrize("pair", [("hassan", "hussein"), ("joan", "jean"), ("martin", "martina"), ("marion", "martin")])
def test_two_given_names_stay_two(pair: tuple[str, str]) -> None:
    assert not same_person((pair[0], "holm"), (pair[1], "holm"))


def test_two_names_of_one_town_are_one_entity() -> None:
    found = extract("The talks in Kyiv ended on Monday. Peter Holm flew to Kiev again on Tuesday.")
    assert len({*entity_of(found, "Kyiv"), *entity_of(found, "Kiev")}) == 1


def test_letters_of_states_and_unions_are_spelt_out_in_the_names_of_bodies_and_are_none_of_them_alone() -> None:
    text = "The UN Harbour Council met on Monday. The United Nations Harbour Council was late. The UN had asked for it."
    found = extract(text)
    bodies = {m.text: m.entity_id for m in found.mentions if m.label == "ORG"}
    assert bodies["UN Harbour Council"] == bodies["United Nations Harbour Council"] != bodies["UN"]
