"""Names and whom they mean, places, roles, references and acts, on made-up news."""

import pytest

from tasks.extract.article import extract_article
from tasks.extract.gazetteer import demonym_place, state_code
from tasks.extract.name_spans import name_words
from tasks.extract.pipeline import load_pipeline
from tasks.records import Extraction
from tests.make import parse

NLP = load_pipeline()
HEAD = "Minister opens the new bridge at Oldwick\n\n9:00 19.03.2025\n\n"
TAIL = "\n\nThe bridge over the river had been closed to all traffic since the flood, and grass grew on it."


def extract(text: str) -> Extraction:
    found = extract_article(NLP, parse(HEAD + text + TAIL))
    assert not found.rejections
    return found


def entity_of(found: Extraction, words: str) -> list[str | None]:
    return [m.entity for m in sorted(found.mentions, key=lambda m: m.start_char) if m.text == words]


def test_a_surname_means_the_person_named_in_full() -> None:
    found = extract("Prime Minister Angela Brandt spoke in Berlin on Monday. Brandt said the bridge would open.")
    assert entity_of(found, "Brandt") == ["Angela Brandt"]


def test_two_people_of_one_surname_stay_two() -> None:
    found = extract("Peter Holm met his sister Anna Holm in Oslo on Monday. Anna Holm left early. Holm waved.")
    names = {e.name for e in found.entities if e.label == "PERSON"}
    assert {"Peter Holm", "Anna Holm"} <= names


def test_a_countrys_names_and_its_adjective_are_one_entity() -> None:
    found = extract("The U.S. government and the United States Senate met American farmers in Washington on Monday.")
    (country,) = [e for e in found.entities if e.name == "United States"]
    assert country.country == "USA"
    assert {"U.S.", "American"} <= set(country.aliases)


def test_an_acronym_in_brackets_is_its_expansion() -> None:
    found = extract("The World Health Organization (WHO) met in Geneva on Monday. The WHO said the bridge was safe.")
    assert set(entity_of(found, "WHO")) == {"World Health Organization"}


def test_a_role_before_a_name_and_after_it() -> None:
    found = extract(
        "French President Anne Dubois arrived in Rome on Monday. She met Marco Bellini, the former director of the"
        " World Bank, at the airport."
    )
    roles = {(r.person, r.role.lower(), r.organization, r.qualifier) for r in found.roles}
    assert ("Anne Dubois", "president", "France", "current") in roles
    assert ("Marco Bellini", "director", "World Bank", "former") in roles


def test_a_pronoun_means_the_subject_before_it() -> None:
    found = extract("Chancellor Eva Stein spoke in Berlin on Monday. She said the bridge would open in May.")
    assert [m.entity for m in found.mentions if m.text == "She"] == ["Eva Stein"]


def test_reported_speech_has_a_speaker() -> None:
    found = extract("Chancellor Eva Stein said on Monday that the bridge would stay open for years to come.")
    (quote,) = [q for q in found.quotes if q.kind == "indirect"]
    assert "the bridge would stay open" in quote.text
    assert quote.speaker == "Eva Stein"


def test_an_act_has_its_sides_its_day_and_its_place() -> None:
    found = extract(
        "Russia attacked Ukraine on Monday. President Anne Dubois met Chancellor Eva Stein in Paris on Tuesday."
    )
    acts = {
        (e.plover, e.actors, e.recipients, str(e.date_from), e.place) for e in found.events if e.modality == "asserted"
    }
    assert ("ASSAULT", ("Russia",), ("Ukraine",), "2025-03-17", None) in acts
    assert ("CONSULT", ("Anne Dubois",), ("Eva Stein",), "2025-03-18", "Paris") in acts


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Russia did not attack Ukraine on Monday.", "negated"),
        ("Russia will attack Ukraine on Monday.", "future"),
        ("Russia could attack Ukraine on Monday.", "hypothetical"),
        ("Russia wanted to attack Ukraine on Monday.", "hypothetical"),
    ],
)
def test_what_did_not_happen_is_not_asserted(text: str, modality: str) -> None:
    assert [e.modality for e in extract(text).events if e.plover == "ASSAULT"] == [modality]


def test_one_act_told_twice_is_one_event() -> None:
    found = extract("France attacked Germany on Monday. The city slept. France attacked Germany, officials said.")
    (event,) = [e for e in found.events if e.plover == "ASSAULT"]
    assert len([m for m in found.event_mentions if m.event_id == event.event_id]) == 2


def test_an_articles_records_do_not_depend_on_its_neighbours() -> None:
    texts = [
        HEAD + "Chancellor Eva Stein met Anne Dubois in Paris on Monday." + TAIL,
        HEAD + "The WHO said: “It is safe.” NATO disagreed, Reuters reported from Oslo." + TAIL,
    ]
    alone = [extract_article(NLP, parse(text)) for text in texts]
    for order in (texts, texts[::-1], [texts[1], texts[1], texts[0]]):
        again = [extract_article(NLP, parse(text)) for text in order]
        assert [alone[texts.index(text)] for text in order] == again


def test_adjectives_and_abbreviations_name_places() -> None:
    dutch = demonym_place("Dutch")
    assert dutch is not None
    assert dutch.name == "Netherlands"
    assert state_code("Fla.") == "FL"
    assert state_code("D.C.") == "DC"


def test_a_persons_name_has_no_title() -> None:
    assert name_words("President Anne Dubois Jr.") == ["Anne", "Dubois"]


@pytest.mark.parametrize(
    ("tagged", "name", "label"),
    [
        ("'s Harbour Office", "Harbour Office", "ORG"),
        ("Harbour Charter", "Harbour Charter", "LAW"),
        ("and", None, None),
    ],
)
def test_a_bodys_name_is_without_what_taggers_take_with_it(tagged: str, name: str | None, label: str | None) -> None:
    pipeline = load_pipeline()
    ruler = pipeline.add_pipe("entity_ruler", config={"overwrite_ents": True})
    ruler.add_patterns([{"label": "ORG", "pattern": tagged}])
    article = parse(HEAD + "Norway's Harbour Office and its Harbour Charter were gone on Monday." + TAIL)
    labels = {m.text: m.label for m in extract_article(pipeline, article).mentions}
    assert labels.get(name) == label
    assert tagged == name or tagged not in labels


def test_a_person_within_a_foundations_name_is_mentioned_and_does_not_speak() -> None:
    found = extract(
        "Ada Brandt painted in Oldwick. The Ada Brandt Foundation said on Monday that it had sold a picture."
    )
    assert entity_of(found, "Ada Brandt") == ["Ada Brandt", "Ada Brandt"]
    assert "Ada Brandt" not in {q.speaker for q in found.quotes}


def test_a_lands_body_is_one_however_the_land_is_written() -> None:
    found = extract("The U.S. Congress met on Monday. The United States Congress had not met since the flood in May.")
    assert set(entity_of(found, "U.S. Congress") + entity_of(found, "United States Congress")) | set(
        entity_of(found, "Congress")
    ) == {"United States Congress"}


def test_a_guard_is_its_peoples_by_its_initials() -> None:
    found = extract("The Danish Civil Guard crossed the river on Monday. A captain of the DCG said it would stay.")
    assert set(entity_of(found, "DCG")) == {"Danish Civil Guard"}
