"""Acts on made-up news: their kinds, what is willed or refused, their sides, and one event for all mentions."""

from datetime import date

import pytest

from tasks.extract.article import extract_article
from tasks.extract.event_words import lexicon
from tasks.extract.heads_lemmas import lemma_of
from tasks.extract.pipeline import load_pipeline
from tasks.records import Event, Extraction
from tests.make import parse

NLP = load_pipeline()
HEAD = "Minister opens the new bridge at Oldwick\n\n9:00 19.03.2025\n\n"
TAIL = (
    "\n\nThe bridge over the river had been shut to all traffic since the flood, and nobody was sorry to see it open."
)
TYPES = {
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT",
}  # fmt: skip


def extract(text: str) -> Extraction:
    found = extract_article(NLP, parse(HEAD + text + TAIL))
    assert not found.rejections
    return found


def asserted(text: str) -> list[Event]:
    return [e for e in extract(text).events if e.modality == "asserted"]


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


def test_acts_of_two_days_are_two_events() -> None:
    found = asserted("France attacked Germany on Monday. The city slept. France attacked Germany on Tuesday.")
    days = [str(e.date_from) for e in found if e.plover == "ASSAULT"]
    assert days == ["2025-03-17", "2025-03-18"]


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


def test_who_sent_a_report_takes_no_part_in_it() -> None:
    met = [e for e in asserted("(Reuters) - France met Germany in Oldwick on Monday.") if e.plover == "CONSULT"]
    assert [(set(e.actors) | set(e.recipients)) for e in met] == [{"France", "Germany"}]


def test_the_time_of_what_was_agreed_is_not_that_of_agreeing() -> None:
    found = asserted("France agreed with Germany to open the bridge before the end of the summer.")
    assert [e.date_from for e in found if e.plover == "AGREE"] == [None]


def test_what_goes_on_beside_an_act_is_nobodys_part_in_it() -> None:
    (met,) = [e for e in asserted("Ada Holm met Jonas Berg on Monday as Sweden waited for news.") if e.type == "meet"]
    assert (met.actors, met.recipients) == (("Ada Holm",), ("Jonas Berg",))


def test_what_is_discussed_takes_no_part_in_the_talks() -> None:
    (talk,) = asserted("Norway discussed the range of risks to Sweden with Denmark on Monday.")
    assert (talk.plover, talk.actors, talk.recipients) == ("CONSULT", ("Norway",), ("Denmark",))
    (talk,) = asserted("Ada Holm discussed the flood in Chad with Jonas Berg on Monday.")
    assert (talk.actors, talk.recipients, talk.place) == (("Ada Holm",), ("Jonas Berg",), None)


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


@pytest.mark.parametrize(
    "text",
    [
        "A storm killed four people in Bergen on Monday.",
        "Four people were killed in a fire in Bergen on Monday.",
        "Norway denied that its soldiers had attacked Sweden.",
        "Norway denied attacking Sweden on Monday.",
    ],
)
def test_what_nobody_does_and_what_is_denied_is_no_asserted_act(text: str) -> None:
    assert asserted(text) == []


def test_what_is_denied_is_negated() -> None:
    told = extract("Norway denied attacking Sweden on Monday.").events
    assert [(e.type, e.actors, e.recipients, e.modality) for e in told] == [
        ("attack", ("Norway",), ("Sweden",), "negated")
    ]


def test_the_town_of_a_dateline_takes_no_part_in_the_report() -> None:
    (met,) = asserted("MALMO, March 18 (Reuters) - France met Germany on Monday.")
    assert {*met.actors, *met.recipients} == {"France", "Germany"}


def test_the_object_of_a_verb_stands_right_behind_it_whatever_its_title() -> None:
    (met,) = asserted("Minister Ada Holm met President-elect Mara Lund in Bergen on Monday.")
    assert (met.actors, met.recipients, met.place) == (("Ada Holm",), ("Mara Lund",), "Bergen")


@pytest.mark.parametrize(
    ("text", "place", "means"),
    [
        ("The explosion at the Oldwick mill killed 12 workers on Sunday.", "Oldwick", ("explosion",)),
        ("The blast near the old harbour of Bergen killed 12 workers on Sunday.", "Bergen", ("blast",)),
        ("Twelve workers were killed by an explosion in Bergen on Sunday.", "Bergen", ("explosion",)),
        ("The Bergen bombing killed 12 workers on Sunday.", "Bergen", ("bombing",)),
    ],
)
def test_what_befell_is_no_actor_and_where_it_befell_is_a_place(text: str, place: str, means: tuple[str, ...]) -> None:
    (killed,) = [e for e in asserted(text) if e.plover == "ASSAULT"]
    assert (killed.actors, killed.recipients, killed.place, killed.instruments) == ((), (), place, means)


def test_verbs_joined_by_and_share_the_place_of_their_subject() -> None:
    text = "The bombing near the town of Malmo on Sunday killed a Norwegian soldier and wounded a policeman."
    found = extract(text)
    assert [(e.plover, e.place, e.actors) for e in found.events] == [("ASSAULT", "Malmo", ())]
    assert [m.text for m in found.event_mentions] == ["killed", "wounded"]


@pytest.mark.parametrize(
    "text",
    [
        "The flood in Chad forced Norway to send food on Monday.",
        "The explosion near Malmo forced Norway to send food on Monday.",
        "The Malmo blast forced Norway to send food on Monday.",
        "The outage in Chad forced Norway to send food on Monday.",
        "The collapse of the Malmo bridge forced Norway to send food on Monday.",
    ],
)
def test_where_something_befell_acts_in_nothing(text: str) -> None:
    assert {name for e in extract(text).events for name in e.actors} & {"Chad", "Malmo", "Bergen"} == set()


def test_the_town_before_the_noun_of_an_act_is_where_it_was() -> None:
    (killed,) = asserted("The Malmo bombing killed 12 Norwegian workers on Sunday.")
    assert (killed.actors, killed.recipients, killed.place) == ((), ("Norway",), "Malmo")
    (released,) = asserted("The Bergen protests forced Norway to release two farmers on Monday.")
    assert (released.type, released.actors, released.recipients) == ("release", ("Norway",), ())


@pytest.mark.parametrize(
    "text",
    [
        "The plight of the occupied Swedes was grave.",
        "Norway gave no support to Sweden on Monday.",
        "Nobody attacked Sweden on Monday.",
        "A pardon is no condition for meeting Sweden, the mayor said.",
        "Norway left the island without attacking Sweden.",
        "Norway tried to meet Sweden on Monday.",
    ],
)
def test_what_only_describes_or_did_not_come_about_is_no_asserted_act(text: str) -> None:
    assert [(e.type, e.actors, e.recipients) for e in asserted(text)] == []


def test_who_tried_to_do_harm_did_some() -> None:
    assert [e.plover for e in asserted("Norway tried to attack Sweden on Monday.")] == ["ASSAULT"]


def test_who_holds_shares_in_a_body_is_not_that_body() -> None:
    told = asserted("Investors in Harrow Bank sued Norway on Monday.")
    assert [(e.plover, e.actors, e.recipients) for e in told] == [("ACCUSE", (), ("Norway",))]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Holm asked whether Norway was ready.",
        "Norway was asked why it had waited so long.",
        "We arrived in Norway on Monday.",
        "There is one rule for Norway opposed to Sweden.",
        "Officials from Norway left with a delegation from Sweden intending to support the plan.",
        "Ada Holm recognises the risks of the plan.",
        "Asked about a survey of the harbour, Norway said that it was out of date.",
    ],
)
def test_what_asks_hopes_or_compares_is_no_act(text: str) -> None:
    assert [(e.type, e.actors, e.recipients) for e in asserted(text)] == []


def test_who_asks_for_something_requests_it() -> None:
    for text in ("Norway asked Sweden to open the border.", "Norway asked Sweden for help on Monday."):
        assert [(e.plover, e.actors, e.recipients) for e in asserted(text)] == [("REQUEST", ("Norway",), ("Sweden",))]


def test_a_baker_of_a_town_is_not_the_town() -> None:
    told = asserted("A Bergen baker criticised Norway on Monday. Bergen mayor Ada Holm criticised Norway on Monday.")
    assert "Bergen" not in {name for e in told for name in e.actors}
    assert [e.plover for e in told] == ["ACCUSE"]


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


@pytest.mark.parametrize(
    ("text", "plover", "actors", "recipients"),
    [
        ("Norwegian police beat two Swedish farmers.", "ASSAULT", ("Norway",), ("Sweden",)),
        ("Norway insisted that Sweden must pay.", "REQUEST", ("Norway",), ("Sweden",)),
        ("Norway has issued bans on protests.", "COERCE", ("Norway",), ()),
        ("Ada Holm was arrested in Oslo and extradited to Sweden a year later.", "COOPERATE", (), ("Ada Holm",)),
        ("The attacks of Norway on Sweden are wrong.", "ASSAULT", ("Norway",), ("Sweden",)),
        ("Norway arrested four men accused of planning raids against Swedes.", "COERCE", ("Norway",), ()),
        ("Norway signed a contract with Chad to open a service to Sweden.", "SUPPORT", ("Norway",), ("Chad",)),
        ("Norway backed a law giving President Ada Holm more power.", "SUPPORT", ("Norway",), ()),
        ("Norway welcomed Ada Holm at the Royal Palace.", "SUPPORT", ("Norway",), ("Ada Holm",)),
        ("Some delegates felt Ada Holm had lied and accused her of theft.", "ACCUSE", (), ("Ada Holm",)),
        ("The arrested Swedish farmers were given food by Norway.", "AID", ("Norway",), ("Sweden",)),
        ("Ada Holm received threats from Jonas Berg.", "THREATEN", ("Jonas Berg",), ("Ada Holm",)),
        ("Norway condemned Sweden's attack on Chad.", "ACCUSE", ("Norway",), ("Sweden",)),
        ("Norway condemned the attack on Chad.", "ACCUSE", ("Norway",), ()),
        ("Norway called for Sweden to leave Chad.", "REQUEST", ("Norway",), ("Sweden",)),
        ("The prosecutor dropped a bomb on Norway.", "ASSAULT", (), ("Norway",)),
        ("Ada Holm travelled from Sweden to Chad on Monday.", "CONSULT", ("Ada Holm",), ("Chad",)),
        ("Norway and Chad failed to agree on the future of Sweden.", "REJECT", ("Norway", "Chad"), ()),
    ],
)
def test_each_side_is_the_one_that_the_grammar_gives(
    text: str, plover: str, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    found = [(e.plover, e.actors, e.recipients) for e in asserted(text) if e.plover == plover]
    assert found == [(plover, actors, recipients)]


def test_whoever_is_accused_of_an_act_is_not_said_to_have_done_it() -> None:
    found = {
        e.plover: (e.modality, e.actors, e.recipients)
        for e in extract("Norway accused Sweden of attacking Chad.").events
    }
    assert found["ASSAULT"] == ("hypothetical", ("Sweden",), ("Chad",))


@pytest.mark.parametrize(
    "text", ["Norway demanded that Sweden withdraw its troops.", "Ada Holm contemplated killing Jonas Berg."]
)
def test_what_somebody_only_wants_has_not_happened(text: str) -> None:
    found = [e.modality for e in extract(text).events if e.plover in ("RETREAT", "SANCTION", "ASSAULT")]
    assert found == ["hypothetical"]


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


def test_a_relative_does_not_stand_for_the_one_he_is_related_to() -> None:
    found = asserted("Norway arrested the wife of a Swedish minister.")
    assert [(e.actors, e.recipients) for e in found] == [(("Norway",), ())]


def test_what_somebody_is_arrested_for_was_not_done_with_the_arrest() -> None:
    (event,) = asserted("Norway arrested Ada Holm for carrying a rifle.")
    assert event.instruments == ()


def test_acts_of_two_modes_or_of_turned_sides_are_two_events() -> None:
    found = asserted("Norway accused Sweden of theft. The hill was green. Norway investigated Sweden.")
    assert [e.mode for e in found] == ["allege", "investigate"]
    found = asserted("Ada Holm apologised for the delay. Some letters defended Ada Holm.")
    assert [(e.type, e.actors, e.recipients) for e in found] == [
        ("apologise", ("Ada Holm",), ()),
        ("defend", (), ("Ada Holm",)),
    ]


def test_the_day_of_another_clause_is_not_that_of_the_act() -> None:
    found = asserted("Norway asked Ada Holm to hand in a report, which she did on March 7.")
    assert [e.date_from for e in found if e.plover == "REQUEST"] == [None]


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


def test_the_day_of_the_main_clause_is_not_that_of_a_relative_clause() -> None:
    found = asserted("Norway honoured on Monday the Swedish nurses whom rebels had kidnapped.")
    assert [e.date_from for e in found if e.plover == "ASSAULT"] == [None]


def test_an_official_s_post_is_not_where_he_acts() -> None:
    found = asserted("The Swedish ambassador in Oslo criticised Norway on Monday.")
    assert [e.place for e in found] == [None]


def test_who_sent_a_dated_report_takes_no_part_in_it() -> None:
    found = asserted("OSLO, Mar 03: Norway met Sweden on Monday.")
    assert [{*e.actors, *e.recipients} for e in found] == [{"Norway", "Sweden"}]


@pytest.mark.parametrize(
    ("text", "plover", "actors", "recipients"),
    [
        ("Ada Holm attacked Jonas Berg for the delay.", "ACCUSE", ("Ada Holm",), ("Jonas Berg",)),
        ("The move prompted Norway to call for talks with Sweden.", "REQUEST", ("Norway",), ("Sweden",)),
        ("Norway urged officials to work with Sweden.", "REQUEST", ("Norway",), ()),
        ("Norway summoned Sweden's ambassador to Denmark.", "ACCUSE", ("Norway",), ("Sweden",)),
        ("Norway thanked Sweden for its support for Chad.", "SUPPORT", ("Norway",), ("Sweden",)),
        ("Ada Holm spoke with people from Oslo on Monday.", "CONSULT", ("Ada Holm",), ()),
        ("The chess clubs of Norway and Chad signed a deal.", "SUPPORT", ("Norway", "Chad"), ()),
    ],
)
def test_no_side_is_looked_for_in_what_is_said_of_another_side(
    text: str, plover: str, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    found = [(e.plover, e.actors, e.recipients) for e in asserted(text) if e.plover == plover]
    assert found == [(plover, actors, recipients)]


def test_where_an_act_is_asked_for_is_not_where_it_was_asked_for() -> None:
    (asked,) = asserted("Norway asked Sweden to hold talks in Oslo.")
    assert asked.place is None


def test_a_visit_after_an_event_does_not_have_its_day() -> None:
    (visit,) = asserted("This is Ada Holm's first visit to Chad after the start of her term in May 2024.")
    assert (visit.date_from, visit.date_to) == (None, date(2025, 3, 19))


def test_an_act_told_without_a_day_is_not_one_of_long_ago() -> None:
    found = asserted("Norway arrested Jonas Berg. The man said nothing. Norway arrested Jonas Berg in 2017 too.")
    assert [str(e.date_from) for e in found] == ["None", "2017-01-01"]


@pytest.mark.parametrize(
    "text", ["The police were instructed to arrest Ada Holm.", "The war of words between Norway and Chad goes on."]
)
def test_an_order_and_a_figure_of_speech_are_no_acts(text: str) -> None:
    assert asserted(text) == []


def test_who_has_not_stated_something_has_made_no_statement() -> None:
    found = asserted(
        "Jonas Berg stayed silent, and Ada Holm has issued a letter where she has not stated her position and only "
        "hinted that the bridge is late."
    )
    assert [e.actors for e in found if e.type == "statement"] == [("Ada Holm",)]


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
    ("text", "plover", "actors", "recipients"),
    [
        ("The visit of Ada Holm to Chad was long.", "CONSULT", ("Ada Holm",), ("Chad",)),
        ("Norway reiterated Swedish support for Chad.", "SUPPORT", ("Norway",), ("Chad",)),
        ("Norway called on teachers to help Swedish girls.", "REQUEST", ("Norway",), ()),
        ("Norway condemned the execution of a member of the Swedish parliament.", "ACCUSE", ("Norway",), ()),
        ("Norway met the demands of Sweden.", "CONCEDE", ("Norway",), ("Sweden",)),
        ("Norway deployed officers to Chad.", "MOBILIZE", ("Norway",), ("Chad",)),
    ],
)
def test_the_doer_of_a_noun_s_act_and_those_in_a_wish_are_not_its_other_side(
    text: str, plover: str, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    assert (plover, actors, recipients) in [(e.plover, e.actors, e.recipients) for e in asserted(text)]


def test_the_day_of_what_came_before_is_not_that_of_the_act() -> None:
    found = asserted("Norway arrested Ada Holm after she left in May.")
    assert [e.date_from for e in found if e.plover == "COERCE"] == [None]


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


@pytest.mark.parametrize(
    ("text", "plover", "actors", "recipients"),
    [
        ("Jonas Berg has the support of Norway.", "SUPPORT", ("Norway",), ("Jonas Berg",)),
        ("Ada Holm's allies accused Norway of theft.", "ACCUSE", (), ("Norway",)),
        ("Jonas Berg was beaten with a hammer.", "ASSAULT", (), ("Jonas Berg",)),
        ("Norway sold weapons to Chad.", "AID", ("Norway",), ("Chad",)),
        ("Ada Holm vowed zero tolerance for crime.", "AGREE", ("Ada Holm",), ()),
        ("Norwegian farmers blocked the Oslo road on Monday.", "PROTEST", ("Norway",), ()),
    ],
)
def test_who_has_support_gets_it_and_an_ally_speaks_for_himself(
    text: str, plover: str, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    assert (plover, actors, recipients) in [(e.plover, e.actors, e.recipients) for e in asserted(text)]
