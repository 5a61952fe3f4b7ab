"""Who acts, on whom, and who only stands beside an act, on made-up news."""

import pytest

from tests.extract.acts import asserted, extract


def test_who_sent_a_report_takes_no_part_in_it() -> None:
    met = [e for e in asserted("(Reuters) - France met Germany in Oldwick on Monday.") if e.plover == "CONSULT"]
    assert [(set(e.actors) | set(e.recipients)) for e in met] == [{"France", "Germany"}]


def test_what_goes_on_beside_an_act_is_nobodys_part_in_it() -> None:
    (met,) = [e for e in asserted("Ada Holm met Jonas Berg on Monday as Sweden waited for news.") if e.type == "meet"]
    assert (met.actors, met.recipients) == (("Ada Holm",), ("Jonas Berg",))


def test_what_is_discussed_takes_no_part_in_the_talks() -> None:
    (talk,) = asserted("Norway discussed the range of risks to Sweden with Denmark on Monday.")
    assert (talk.plover, talk.actors, talk.recipients) == ("CONSULT", ("Norway",), ("Denmark",))
    (talk,) = asserted("Ada Holm discussed the flood in Chad with Jonas Berg on Monday.")
    assert (talk.actors, talk.recipients, talk.place) == (("Ada Holm",), ("Jonas Berg",), None)


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


def test_who_holds_shares_in_a_body_is_not_that_body() -> None:
    told = asserted("Investors in Harrow Bank sued Norway on Monday.")
    assert [(e.plover, e.actors, e.recipients) for e in told] == [("ACCUSE", (), ("Norway",))]


def test_a_baker_of_a_town_is_not_the_town() -> None:
    told = asserted("A Bergen baker criticised Norway on Monday. Bergen mayor Ada Holm criticised Norway on Monday.")
    assert "Bergen" not in {name for e in told for name in e.actors}
    assert [e.plover for e in told] == ["ACCUSE"]


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


def test_a_relative_does_not_stand_for_the_one_he_is_related_to() -> None:
    found = asserted("Norway arrested the wife of a Swedish minister.")
    assert [(e.actors, e.recipients) for e in found] == [(("Norway",), ())]


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
