"""What is asserted of an act, and what is wanted, denied, tried or only described, on made-up news."""

import pytest

from tests.extract.acts import asserted, extract


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


def test_what_somebody_is_arrested_for_was_not_done_with_the_arrest() -> None:
    (event,) = asserted("Norway arrested Ada Holm for carrying a rifle.")
    assert event.instruments == ()


def test_who_has_not_stated_something_has_made_no_statement() -> None:
    found = asserted(
        "Jonas Berg stayed silent, and Ada Holm has issued a letter where she has not stated her position and only "
        "hinted that the bridge is late."
    )
    assert [e.actors for e in found if e.type == "statement"] == [("Ada Holm",)]
