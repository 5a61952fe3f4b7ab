"""Which acts made-up news tells of: words of the lexicon in their own sense, and one event for all mentions."""

import pytest

from tasks.extract.event_words import lexicon
from tasks.extract.heads_lemmas import lemma_of
from tests.extract.acts import asserted

TYPES = {
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "plover", "actors", "recipients"),
    [
        ("Norway halted aid to Chad on Monday.", "SANCTION", ("Norway",), ("Chad",)),
        ("Norway rejected a demand from Sweden on Monday.", "REJECT", ("Norway",), ("Sweden",)),
        ("Norway threatened to attack Sweden on Monday.", "THREATEN", ("Norway",), ("Sweden",)),
        ("Norway said it would support Sweden.", "AGREE", ("Norway",), ("Sweden",)),
        ("Norway refused to meet Sweden on Monday.", "REJECT", ("Norway",), ("Sweden",)),
        ("Norway said that Sweden must leave the island.", "REQUEST", ("Norway",), ("Sweden",)),
        ("Norwegian soldiers arrested two Swedish farmers.", "COERCE", ("Norway",), ("Sweden",)),
        ("Norway accused Sweden of spying on Monday.", "ACCUSE", ("Norway",), ("Sweden",)),
        ("Two Swedish soldiers were killed in a clash with Norwegian troops.", "ASSAULT", ("Norway",), ("Sweden",)),
        ("Norway sent food to Chad on Monday.", "AID", ("Norway",), ("Chad",)),
    ],
)
def test_an_act_has_its_kind_and_its_sides(
    text: str, plover: str, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    assert (plover, actors, recipients) in [(e.plover, e.actors, e.recipients) for e in asserted(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Norway met its goals on Monday.",
        "Norway declined to comment on Monday.",
        "Sweden held a news conference on Monday.",
        "Norway seized on the news.",
    ],
)
def test_what_only_sounds_like_an_act_is_none(text: str) -> None:
    assert [(e.plover, e.summary) for e in asserted(text)] == []


def test_what_was_used_is_told() -> None:
    (event,) = [e for e in asserted("Norway fired three missiles at Sweden on Monday.") if e.plover == "ASSAULT"]
    assert (event.actors, event.recipients, event.instruments) == (("Norway",), ("Sweden",), ("missile",))


def test_the_lexicon_has_types_of_the_manual_alone_and_says_where_it_is_from() -> None:
    told = {*lexicon()["verbs"], *lexicon()["nouns"], *lexicon()["adjectives"]}
    assert told | {row["plover"] for row in lexicon()["objects"]} <= TYPES
    assert lexicon()["verbs"].keys() == TYPES
    assert "PLOVER" in lexicon()["origin"]


@pytest.mark.parametrize(
    ("form", "tag", "lemma"), [("met", "VBD", "meet"), ("Sought", "VBN", "seek"), ("met", "NN", "met")]
)
def test_an_irregular_verb_has_its_lemma_whatever_the_script(form: str, tag: str, lemma: str) -> None:
    assert lemma_of(form, tag, "L0-0+") == lemma


@pytest.mark.parametrize(
    "text",
    [
        "The rebel leader Ada Holm pleaded guilty to fraud on Monday.",
        "Norway sought to leave the union on Monday.",
        "Ada Holm undertook courses in Sweden.",
        "Ada Holm beat Jonas Berg in the final on Monday.",
        "Ada Holm spoke to the Oslo Times after the vote.",
        "Ada Holm spoke to reporters on Monday.",
        "Norway began a project called Blue on the platform of Sweden.",
        "A regatta is set for hosting by Sweden.",
        "An earthquake that struck Norway killed four Swedes.",
        "Norway released a film about Sweden.",
        "Norway mobilized people across Sweden.",
        "Norway insisted that Sweden was a friend.",
        "The study demonstrated how Norway grew.",
        "Ada Holm agreed with much of this.",
        "Not a single Swedish officer was prosecuted.",
        "We had the same concern.",
    ],
)
def test_a_verb_of_the_lexicon_in_another_sense_tells_no_act(text: str) -> None:
    assert [(e.plover, e.summary) for e in asserted(text) if e.plover] == []


def test_acts_of_two_modes_or_of_turned_sides_are_two_events() -> None:
    found = asserted("Norway accused Sweden of theft. The hill was green. Norway investigated Sweden.")
    assert [e.mode for e in found] == ["allege", "investigate"]
    found = asserted("Ada Holm apologised for the delay. Some letters defended Ada Holm.")
    assert [(e.type, e.actors, e.recipients) for e in found] == [
        ("apologise", ("Ada Holm",), ()),
        ("defend", (), ("Ada Holm",)),
    ]


@pytest.mark.parametrize(
    ("text", "plover", "actors", "recipients"),
    [
        (
            "King Jonas Berg received the Swedish minister Ada Holm on Monday.",
            "CONSULT",
            ("Jonas Berg",),
            ("Ada Holm",),
        ),
        ("Norway's prime minister and union leaders met on Friday.", "CONSULT", ("Norway",), ()),
        ("Ada Holm attended a meeting with Jonas Berg in Oslo.", "CONSULT", ("Ada Holm",), ("Jonas Berg",)),
        ("An agreement between Norway and Sweden was signed on Monday.", "SUPPORT", ("Norway", "Sweden"), ()),
        ("Norway backed the plan on Monday.", "SUPPORT", ("Norway",), ()),
        ("Ada Holm announced her resignation on Monday.", "RETREAT", ("Ada Holm",), ()),
        ("Norway hit Damascus on Friday.", "ASSAULT", ("Norway",), ("Damascus",)),
        ("A Swedish missile hit Oslo.", "ASSAULT", ("Sweden",), ("Oslo",)),
        ("Parliament voted against the bill.", "REJECT", ("Parliament",), ()),
        ("Sweden summoned the Norwegian ambassador.", "ACCUSE", ("Sweden",), ("Norway",)),
        ("Ada Holm was found guilty of fraud by a Norwegian court on Monday.", "COERCE", ("Norway",), ("Ada Holm",)),
        ("Ada Holm was taken into custody in Oslo.", "COERCE", (), ("Ada Holm",)),
        ("Norway fined Sweden for the leak.", "COERCE", ("Norway",), ("Sweden",)),
        ("Thousands of Swedes took to the streets of Oslo.", "PROTEST", ("Sweden",), ()),
        ("Norway received food aid from Chad.", "AID", ("Chad",), ("Norway",)),
        ("King Jonas Berg visited the Oldwick Airport on Monday.", "CONSULT", ("Jonas Berg",), ()),
    ],
)
def test_acts_that_news_tells_by_other_words_are_told(
    text: str, plover: str, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    assert (plover, actors, recipients) in [(e.plover, e.actors, e.recipients) for e in asserted(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Prices hit Norway hard on Monday.",
        "The pandemic hit Norway on Monday.",
        "Tragedy struck Norway on Monday.",
        "Ada Holm received a letter on Monday.",
        "Ada Holm was dismissed by Norway.",
    ],
)
def test_what_nobody_armed_does_is_no_attack_nor_every_receipt_a_meeting(text: str) -> None:
    assert [(e.plover, e.summary) for e in asserted(text) if e.plover] == []


@pytest.mark.parametrize(
    "text", ["The police were instructed to arrest Ada Holm.", "The war of words between Norway and Chad goes on."]
)
def test_an_order_and_a_figure_of_speech_are_no_acts(text: str) -> None:
    assert asserted(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "A drought spread through Chad, killing 200 people in Sweden.",
        "Prices declined in Sweden.",
        "Ada Holm was injured during the match against Sweden.",
        "Norway seized the lead on Monday.",
        "Norway has a fair shot at the cup.",
        "I am honored that Ada Holm will come.",
        "The post reinforces the tradition of Sweden.",
        "Ada Holm laid down a rule.",
        "The cable helps in meeting Norway's power demands.",
        "Ada Holm decided to train behind the boathouse.",
    ],
)
def test_sport_markets_and_weather_attack_and_concede_nothing(text: str) -> None:
    assert [(e.plover, e.summary) for e in asserted(text) if e.plover] == []


@pytest.mark.parametrize(
    "text",
    [
        "Ada Holm beat Jonas Berg to her ninth title.",
        "Ada Holm beat Jonas Berg with 90 percent of the vote.",
        "Norway sold food to customers in Sweden.",
        "Norway said that Jonas Berg must be remembered.",
        "Norway offered the execution of plans in Sweden.",
    ],
)
def test_a_victory_a_sale_and_a_tribute_are_no_acts(text: str) -> None:
    assert [(e.plover, e.summary) for e in asserted(text) if e.plover] == []
