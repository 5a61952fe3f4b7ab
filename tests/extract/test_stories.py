"""Acts, statements and references over several sentences, on made-up news of many kinds."""

from datetime import date

import pytest

from tasks.extract.article import extract_article
from tasks.extract.pipeline import load_pipeline
from tasks.records import Event, Extraction
from tests.make import parse

NLP = load_pipeline()
HEAD = "Minister opens the new bridge at Oldwick\n\n9:00 19.03.2025\n\n"
TAIL = (
    "\n\nThe bridge over the river had been shut to all traffic since the flood, and nobody was sorry to see it open."
)


def extract(text: str) -> Extraction:
    found = extract_article(NLP, parse(HEAD + text + TAIL))
    assert not found.rejections
    return found


def triggers(found: Extraction, event: Event) -> list[str]:
    mentions = sorted(found.event_mentions, key=lambda m: m.start_char)
    return [m.text for m in mentions if m.event_id == event.event_id]


def told(text: str) -> list[tuple[str | None, tuple[str, ...], tuple[str, ...], str]]:
    return [(e.plover, e.actors, e.recipients, e.modality) for e in extract(text).events]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police arrested 12 protesters on Monday.", ("COERCE", (), (), "asserted")),
        ("Thousands of demonstrators marched through Nairobi.", ("PROTEST", (), (), "asserted")),
        ("Two people were killed in clashes with the army.", ("ASSAULT", (), (), "asserted")),
        ("The arrest of Karl Huber came on Monday.", ("COERCE", (), ("Karl Huber",), "asserted")),
        ("Dock workers in Rotterdam went on strike on Monday.", ("PROTEST", ("Rotterdam",), (), "asserted")),
        ("Norway froze the assets of the bank.", ("COERCE", ("Norway",), (), "asserted")),
        ("Norway closed its border with Sweden.", ("COERCE", ("Norway",), ("Sweden",), "asserted")),
        ("Norway complained about Sweden.", ("ACCUSE", ("Norway",), ("Sweden",), "asserted")),
        ("Croatia offered to send soldiers to Chad.", ("AGREE", ("Croatia",), ("Chad",), "asserted")),
        ("Anna Berger is a supporter of Ukraine.", ("SUPPORT", ("Anna Berger",), ("Ukraine",), "asserted")),
        ("President Ada Merin of Chad signed a law on Friday.", (None, ("Ada Merin",), (), "asserted")),
        ("Anna Berger thanked Austria on Monday.", ("SUPPORT", ("Anna Berger",), ("Austria",), "asserted")),
        ("Anna Berger is expected to meet Karl Huber.", ("CONSULT", ("Anna Berger",), ("Karl Huber",), "hypothetical")),
        ("They spoke of the need for talks between Chad and Mali.", ("CONSULT", ("Chad", "Mali"), (), "hypothetical")),
    ],
)
def test_an_act_is_told_in_many_constructions(
    text: str, expected: tuple[str | None, tuple[str, ...], tuple[str, ...], str]
) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize("text", ["Two people were killed in the flood.", "The flood killed two people."])
def test_who_dies_of_an_accident_was_not_attacked(text: str) -> None:
    assert extract(text).events == ()


def test_what_came_before_a_dated_act_ended_by_its_day() -> None:
    found = extract("Norway expelled two diplomats on Monday after Sweden arrested Karl Huber.")
    days = [(e.type, e.date_from, e.date_to) for e in found.events]
    assert days == [("expel", date(2025, 3, 17), date(2025, 3, 17)), ("arrest", None, date(2025, 3, 17))]


@pytest.mark.parametrize(
    "text",
    [
        "The talks were hard.",
        "The fleet of Norway led up to the election.",
        "Norway asked the council to observe the rule.",
    ],
)
def test_a_noun_that_recalls_nothing_tells_nothing(text: str) -> None:
    assert [e for e in extract(text).events if e.plover in ("CONSULT", "RETREAT", None)] == []


def test_what_recalls_a_meeting_is_a_mention_of_it() -> None:
    found = extract(
        "Anna Berger met Karl Huber in Vienna on Monday. The meeting lasted an hour. Their talks were friendly."
    )
    (event,) = found.events
    assert triggers(found, event) == ["met", "meeting", "talks"]
    assert (event.actors, event.recipients, event.place) == (("Anna Berger",), ("Karl Huber",), "Vienna")
    assert event.date_from == event.date_to == date(2025, 3, 17)


def test_two_words_for_one_attack_in_one_town_are_one_event() -> None:
    found = extract(
        "On Monday Norway fired a rocket at a base in the Swedish town of Lund. Norway bombed the Gripen works in Lund."
    )
    (event,) = [e for e in found.events if e.plover == "ASSAULT"]
    assert (triggers(found, event), event.place, event.date_from) == (["fired", "bombed"], "Lund", date(2025, 3, 17))


def test_the_act_of_a_verb_that_says_little_is_named_by_its_noun() -> None:
    found = extract("The strike on Oldwick was carried out by Norway on Monday.")
    (event,) = found.events
    assert (event.type, event.actors, triggers(found, event)) == ("strike", ("Norway",), ["strike"])


def test_praise_on_a_day_and_praise_before_it_are_two_acts() -> None:
    found = extract("Anna Berger praised Karl Huber on Monday. She had congratulated Karl Huber.")
    days = [(e.type, e.date_from, e.date_to) for e in found.events]
    assert days == [
        ("praise", date(2025, 3, 17), date(2025, 3, 17)),
        ("congratulate", None, date(2025, 3, 17)),
    ]


def test_a_document_is_a_statement_told_by_each_word_of_saying() -> None:
    found = extract(
        "In a statement on Monday, the World Bank said the dam was safe. “The dam will stand,” the statement said."
    )
    (event,) = [e for e in found.events if e.type == "statement"]
    assert (event.plover, event.actors, triggers(found, event)) == (None, ("World Bank",), ["said", "said"])


def test_the_words_of_a_document_were_said_on_its_day() -> None:
    found = extract(
        "In a statement on Monday, the World Bank said the dam was safe. “The dam will stand,” the statement said."
    )
    (quote,) = [q for q in found.quotes if q.kind == "direct"]
    assert (quote.speaker, quote.said_from, quote.said_to) == ("World Bank", date(2025, 3, 17), date(2025, 3, 17))


def test_a_source_at_the_end_of_a_sentence_has_said_what_stands_before_it() -> None:
    found = extract("The dam above the town is no longer safe, reports the Guardian.")
    assert [(q.text, q.cue, q.speaker_text) for q in found.quotes if q.sent_no == 1] == [
        ("The dam above the town is no longer safe", "reports", "the Guardian")
    ]


def test_in_ones_own_words_he_is_another_and_i_oneself() -> None:
    found = extract("Peter Holm met Karl Huber on Monday. “I think he was right,” Peter Holm said.")
    meant = {m.text: m.entity for m in found.mentions if m.kind == "pronoun"}
    assert meant == {"I": "Peter Holm", "he": "Karl Huber"}


def test_a_possessive_that_opens_a_sentence_is_its_subjects() -> None:
    found = extract("Karl Huber lost. During his campaign, Peter Holm praised the plan.")
    assert [m.entity for m in found.mentions if m.text == "his"] == ["Peter Holm"]


def test_what_the_text_calls_a_body_is_meant_by_that_noun() -> None:
    found = extract("The FNV union left the talks with the Havenbedrijf company on Monday. The union was angry.")
    assert [(m.text, m.entity) for m in found.mentions if m.kind == "nominal"] == [("The union", "FNV")]


def test_a_leader_named_by_surname_alone_is_known_where_the_text_names_his_country() -> None:
    assert [e.name for e in extract("Putin left Russia on Monday.").entities if e.label == "PERSON"] == [
        "Vladimir Putin"
    ]
    assert [e.name for e in extract("Putin left Oldwick on Monday.").entities if e.label == "PERSON"] == ["Putin"]


def test_a_time_before_an_event_ends_where_the_text_dates_it() -> None:
    found = extract("She was elected after the May 5 election. In the weeks leading up to the election she was silent.")
    days = {d.text: (d.date_from, d.date_to) for d in found.dates if d.sent_no}
    assert days["In the weeks leading up to the election"] == (None, date(2024, 5, 4))


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Anna Berger said the dam broke on Monday.", ["Anna Berger"]),
        ("“I think we will win,” Anna Berger said.", []),
    ],
)
def test_a_view_is_a_quotation_and_news_on_ones_word_a_citation(text: str, cited: list[str]) -> None:
    assert [c.cited for c in extract(text).citations] == cited


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The minister said the dam broke on Monday.", "official"),
        ("The court said the dam broke on Monday.", "government"),
        ("The mayor's office said the dam broke on Monday.", "organization"),
        ("Records show the dam broke on Monday.", "document"),
        ("Residents said the dam broke on Monday.", "anonymous"),
    ],
)
def test_a_source_without_a_name_that_the_text_takes_for_known_has_a_kind(text: str, kind: str) -> None:
    assert [(c.cited, c.kind) for c in extract(text).citations] == [(None, kind)]
