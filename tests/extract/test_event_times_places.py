"""When and where an act was, on made-up news."""

from datetime import date

import pytest

from tasks.extract.article import extract_article
from tests.extract.acts import NLP, TAIL, asserted, extract
from tests.make import parse


def test_acts_of_two_days_are_two_events() -> None:
    found = asserted("France attacked Germany on Monday. The city slept. France attacked Germany on Tuesday.")
    days = [str(e.date_from) for e in found if e.plover == "ASSAULT"]
    assert days == ["2025-03-17", "2025-03-18"]


def test_the_time_of_what_was_agreed_is_not_that_of_agreeing() -> None:
    found = asserted("France agreed with Germany to open the bridge before the end of the summer.")
    assert [e.date_from for e in found if e.plover == "AGREE"] == [None]


def test_the_day_in_a_caption_is_that_of_what_is_seen_in_the_picture() -> None:
    caption = (
        "Minister opens the new bridge at Oldwick\n\n9:00 19.03.2025\n\n"
        "President Ada Holm speaks during a meeting with the Swedish minister Jonas Berg in the blue drawing room "
        "of the old palace by the river, May 18, 2019, in Oslo.\nPhoto: AP\n\n"
        "Ada Holm opened the bridge on Friday." + TAIL
    )
    (seen,) = [e for e in extract_article(NLP, parse(caption)).events if e.scope == "caption"]
    assert (seen.plover, str(seen.date_from), str(seen.date_to)) == ("CONSULT", "2019-05-18", "2019-05-18")


def test_an_event_is_in_the_smallest_of_its_places() -> None:
    text = "Ada Holm met Jonas Berg in Florida on Friday. They met in Orlando on Friday, Ada Holm said."
    assert [(e.type, e.place) for e in asserted(text) if e.plover == "CONSULT"] == [("meet", "Orlando")]


@pytest.mark.parametrize(
    ("text", "plover", "place"),
    [
        ("Norway arrested two farmers after a raid in Bergen on Monday.", "COERCE", None),
        ("Norwegian strikes on Malmo killed 12 people on Sunday.", "ASSAULT", "Malmo"),
        ("Rebels seized Malmo in southern Sweden on Sunday.", "COERCE", "Malmo"),
        ("Ada Holm flew to Oslo on Tuesday for talks with Jonas Berg.", "CONSULT", "Oslo"),
        ("A bomber blew himself up in Bergen on Friday, killing nine pilgrims.", "ASSAULT", "Bergen"),
        ("Thousands marched through central Bergen on Saturday.", "PROTEST", "Bergen"),
        ("Artillery fire killed nine pilgrims in Bergen on Saturday.", "ASSAULT", "Bergen"),
    ],
)
def test_an_act_is_where_its_own_clause_says_or_in_the_town_it_is_done_to(
    text: str, plover: str, place: str | None
) -> None:
    assert [(e.plover, e.place) for e in asserted(text) if e.plover == plover] == [(plover, place)]


def test_verbs_joined_by_and_share_the_place_of_their_subject() -> None:
    text = "The bombing near the town of Malmo on Sunday killed a Norwegian soldier and wounded a policeman."
    found = extract(text)
    assert [(e.plover, e.place, e.actors) for e in found.events] == [("ASSAULT", "Malmo", ())]
    assert [m.text for m in found.event_mentions] == ["killed", "wounded"]


def test_the_town_before_the_noun_of_an_act_is_where_it_was() -> None:
    (killed,) = asserted("The Malmo bombing killed 12 Norwegian workers on Sunday.")
    assert (killed.actors, killed.recipients, killed.place) == ((), ("Norway",), "Malmo")
    (released,) = asserted("The Bergen protests forced Norway to release two farmers on Monday.")
    assert (released.type, released.actors, released.recipients) == ("release", ("Norway",), ())


@pytest.mark.parametrize(
    "text",
    [
        "The writer Ada Holm, who is based in Oslo, was arrested by Norway.",
        "Norway and Chad talked about the fate of the old mills in Oslo.",
        "Norway arrested Ada Holm and opened a bridge in Oslo.",
    ],
)
def test_what_another_clause_or_a_topic_tells_is_not_where_an_act_was(text: str) -> None:
    assert [e.place for e in asserted(text) if e.plover in ("COERCE", "CONSULT")] == [None]


def test_where_something_else_happened_meanwhile_an_act_was_too() -> None:
    (event,) = [e for e in asserted("Norway killed Ada Holm when troops stormed a house in Oslo.") if e.type == "kill"]
    assert event.place == "Oslo"


def test_the_day_of_another_clause_is_not_that_of_the_act() -> None:
    found = asserted("Norway asked Ada Holm to hand in a report, which she did on March 7.")
    assert [e.date_from for e in found if e.plover == "REQUEST"] == [None]


def test_the_day_of_the_main_clause_is_not_that_of_a_relative_clause() -> None:
    found = asserted("Norway honoured on Monday the Swedish nurses whom rebels had kidnapped.")
    assert [e.date_from for e in found if e.plover == "ASSAULT"] == [None]


def test_an_official_s_post_is_not_where_he_acts() -> None:
    found = asserted("The Swedish ambassador in Oslo criticised Norway on Monday.")
    assert [e.place for e in found] == [None]


def test_where_an_act_is_asked_for_is_not_where_it_was_asked_for() -> None:
    (asked,) = asserted("Norway asked Sweden to hold talks in Oslo.")
    assert asked.place is None


def test_a_visit_after_an_event_does_not_have_its_day() -> None:
    (visit,) = asserted("This is Ada Holm's first visit to Chad after the start of her term in May 2024.")
    assert (visit.date_from, visit.date_to) == (None, date(2025, 3, 19))


def test_an_act_told_without_a_day_is_not_one_of_long_ago() -> None:
    found = asserted("Norway arrested Jonas Berg. The man said nothing. Norway arrested Jonas Berg in 2017 too.")
    assert [str(e.date_from) for e in found] == ["None", "2017-01-01"]


def test_the_day_of_what_came_before_is_not_that_of_the_act() -> None:
    found = asserted("Norway arrested Ada Holm after she left in May.")
    assert [e.date_from for e in found if e.plover == "COERCE"] == [None]
