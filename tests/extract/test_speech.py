import numpy as np
import pytest
import spacy

from tasks.extract.article import extract_article
from tasks.extract.encoder import KEPT, SCORES
from tasks.extract.heads_speech import Speech, speech_of
from tasks.extract.pipeline import load_pipeline
from tasks.extract.quote_edges import clause_end
from tasks.records import Quote
from tests.make import parse

NLP = load_pipeline()
HEAD = "Harrow Bay keeps its harbour\n\n9:00 19.03.2025\n\n"
TAIL = "\n\nThe harbour lies in the north of the bay and has room for forty boats of the usual size."


def spoken(text: str) -> list[tuple[str, str | None, str | None]]:
    """Words, cue and the words for the source of each statement."""
    return [(q.text, q.cue, q.speaker_text) for q in _quotes(text)]


def _quotes(text: str) -> tuple[Quote, ...]:
    found = extract_article(NLP, parse(HEAD + text + TAIL))
    assert not found.rejections
    return found.quotes


def test_speech_goes_on_behind_an_attribution_that_adds_something() -> None:
    text = "“We will open the harbour in May,” Ada Holm said, pointing at the plans. “Nobody will pay for it.”"
    assert spoken(text) == [
        ("We will open the harbour in May,", "said", "Ada Holm"),
        ("Nobody will pay for it.", "said", "Ada Holm"),
    ]


def test_speech_before_another_attribution_is_still_that_of_the_one_before() -> None:
    text = "“There will be trouble there,” Ada Holm said of it. “I think it will close.” Eva Ware added, “No.”"
    assert [(words, source) for words, _, source in spoken(text)][:3] == [
        ("There will be trouble there,", "Ada Holm"),
        ("I think it will close.", "Ada Holm"),
        ("No.", "Eva Ware"),
    ]


def test_speech_that_opens_within_a_paragraph_and_goes_on_in_the_next_is_heard_whole() -> None:
    text = "“We are late,” Ada Holm said. “We will open in May and close in June.\n\n“Nobody will pay for the harbour.”"
    assert [words for words, _, _ in spoken(text)] == [
        "We are late,",
        "We will open in May and close in June.",
        "Nobody will pay for the harbour.",
    ]


def test_a_straight_mark_behind_a_single_one_closes() -> None:
    assert spoken("\"It feels like, 'We can put this off,'\" Ada Holm said. She left for the harbour at noon.") == [
        ("It feels like, 'We can put this off,'", "said", "Ada Holm")
    ]


def test_what_a_colon_brings_in_is_the_statement_and_not_what_stands_before_it() -> None:
    ((words, _, source),) = spoken("In one letter on Friday, Ada Holm said: “We will open the harbour in May.”")
    assert (words, source) == ("We will open the harbour in May.", "Ada Holm")


def test_who_is_accused_has_not_said_it() -> None:
    assert spoken("Ada Holm has been accused of hiding the costs of the harbour.") == [
        ("hiding the costs of the harbour", "has been accused", None)
    ]


def test_who_stands_between_with_and_saying_speaks() -> None:
    text = "The company would not comment, with its spokesman Glen Ware saying, “We will open the harbour in May.”"
    assert ("We will open the harbour in May.", "saying", "its spokesman Glen Ware") in spoken(text)


def test_a_second_word_of_saying_begins_a_second_statement() -> None:
    found = spoken("Ada Holm said the plan was “a mistake” and said it “leaves many questions.”")
    assert ("the plan was “a mistake”", "said", "Ada Holm") in found
    assert not any("and said" in words for words, _, _ in found)


def test_the_owner_of_a_claim_is_its_source() -> None:
    assert spoken("Critics seized on Ada Holm’s claim that nobody would pay for the harbour.") == [
        ("nobody would pay for the harbour", "claim", "Ada Holm’s")
    ]


def test_what_records_show_behind_a_comma_is_on_their_word() -> None:
    assert ("The plan is late,", "show", "records") in spoken(
        "Nobody would pay for it. “The plan is late,” records show."
    )


def test_the_stop_of_the_sentence_makes_no_speech_of_a_title_in_marks() -> None:
    assert [words for words, _, _ in spoken("“We will open,” Ada Holm said on “Harbour Sunday.”")] == ["We will open,"]


def test_words_in_marks_that_name_the_subject_are_no_speech() -> None:
    text = "Eva Ware’s column, “Tell us your story, all of you,” is read by many. Ada Holm said that it was late."
    assert [words for words, _, _ in spoken(text)] == ["it was late"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Eva Ware called the remarks unfair. “It is sad that Ada Holm has fallen so low,” she said.", "Eva Ware"),
        (
            "Glen Ware said the group wanted to talk. “Our demands have not been met. It is not just Tom Rusk. We want "
            "Ben Orr as mayor. Tom Rusk never answers. He never paid. So we picked another,” he said.",
            "Glen Ware",
        ),
        (
            "Ada Holm asked, “Why should the council pay for it?” Glen Ware replied his job was to count the costs. "
            "“We are not building a harbour,” he added.",
            "Glen Ware",
        ),
    ],
)
def test_who_says_it_is_not_named_in_his_own_words_and_most_often_spoke_last(text: str, speaker: str) -> None:
    assert _quotes(text)[-1].speaker == speaker


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("Ada Holm’s lawyer", None),
        ("Aides to Ada Holm", None),
        ("Ada Holm’s letter", "Ada Holm"),
        ("The Norland governor", None),
        ("Residents of Norland", None),
        ("A spokesman for Norland", "Norland"),
        ("Norland’s Harbour Ministry", "Harbour Ministry"),
        ("The engineer Ada Holm", "Ada Holm"),
    ],
)
def test_only_who_says_it_is_its_speaker(source: str, speaker: str | None) -> None:
    (quote,) = _quotes(f"{source} said the plan was late. The harbour closed in May.")
    assert (quote.speaker_text, quote.speaker) == (source, speaker)


def test_a_mark_that_can_only_close_closes() -> None:
    text = "The post reads: “All is well, all is late“. It is an old saying. “We are late,” Ada Holm said."
    assert [q.text for q in _quotes(text) if q.kind != "indirect"] == ["All is well, all is late", "We are late,"]


def test_a_thing_of_which_nobody_says_anything_is_no_statement() -> None:
    assert spoken("Eva Ware is considered the more careful choice for the harbour board.") == []


def test_a_statement_is_told_whole_across_brackets() -> None:
    text = "Ada Holm said the Central Bank of Norway (CBN) has approved the plan."
    assert [words for words, _, _ in spoken(text)] == ["the Central Bank of Norway (CBN) has approved the plan"]


def _told(text: str) -> dict[str, tuple[str | None, str | None]]:
    """The days between which each statement was made, by its words."""
    return {q.text: (str(q.said_from), str(q.said_to)) for q in _quotes(text)}


def test_a_report_is_no_earlier_than_the_statement_that_it_carries() -> None:
    text = "In a letter on Tuesday, Ada Holm said the boats had left on Monday, the Harrow Herald reports."
    found = _told(text)
    assert found["In a letter on Tuesday, Ada Holm said the boats had left on Monday"][0] == "2025-03-18"


def test_what_was_announced_before_an_act_was_said_by_its_day() -> None:
    text = "On Tuesday, Norland announced a plan. It came shortly after Norland announced it had sold thirty boats."
    assert _told(text)["it had sold thirty boats"] == ("None", "2025-03-18")


def _meant(text: str, word: str) -> list[str | None]:
    return [m.entity for m in extract_article(NLP, parse(HEAD + text + TAIL)).mentions if m.text == word]


def test_whom_somebody_works_with_is_another() -> None:
    text = "Ada Holm met Eva Ware in May. Holm said she looked forward to sailing with her."
    assert (_meant(text, "she"), _meant(text, "her")) == (["Ada Holm"], ["Eva Ware"])


def test_who_carries_the_news_is_not_whom_it_tells_of() -> None:
    text = "NATO said that it met Ada Holm in May, Reuters reports. The alliance gave no details of the talks."
    assert _meant(text, "The alliance") == ["NATO"]


@pytest.mark.parametrize(("sure", "heard"), [(4.0, True), (0.2, False)])
def test_a_content_that_the_head_half_believes_is_none(sure: float, heard: bool) -> None:
    doc = spacy.blank("en")("Holm said it would close")
    doc.user_data |= {KEPT: np.arange(5), SCORES: _scores(content=sure, none=0.0)}
    assert [s.contents for s in speech_of(Speech()(doc))] == ([((2, 5),)] if heard else [])


@pytest.mark.parametrize(("none", "nobody"), [(1.0, False), (9.0, True)])
def test_the_head_tells_where_it_is_sure_of_nobody(none: float, nobody: bool) -> None:
    doc = spacy.blank("en")("Holm said it would close")
    doc.user_data |= {KEPT: np.arange(5), SCORES: _scores(content=4.0, none=none)}
    (statement,) = speech_of(Speech()(doc))
    assert (statement.cue, statement.source, statement.nobody) == ((1, 2), None, nobody)


def _scores(content: float, none: float) -> dict[str, np.ndarray]:
    """Scores of five words: the second is a cue, the last three are a content as likely as ``content`` says.

    The cue points to the first word as its source less than to nobody by ``none``.
    """
    spans = {name: np.zeros((5, 3), np.float32) for name in ("content", "cue", "source")}
    for table in spans.values():
        table[:, 0] = 1.0
    spans["content"][2:] = (0.0, -9.0, -9.0)
    spans["content"][2, 1] = spans["content"][3:, 2] = content
    spans["cue"][1] = (0.0, 9.0, 0.0)
    spans["source"][0] = (0.0, 9.0, 0.0)
    links = {
        f"{link}_{part}": np.zeros((5, 1), np.float32)
        for link in ("cue_link", "source_link")
        for part in ("query", "key", "bias", "none")
    }
    links["cue_link_none"][:] = -9.0
    links["source_link_none"][:] = none
    return spans | links


def test_two_universities_are_two() -> None:
    found = extract_article(NLP, parse(HEAD + "She left the University of Michigan for the University of Ohio." + TAIL))
    assert [e.name for e in found.entities if e.label == "ORG"] == ["University of Michigan", "University of Ohio"]


def test_places_in_a_row_are_one_each() -> None:
    found = extract_article(NLP, parse(HEAD + "He was born in Preston, Victoria, Australia." + TAIL))
    assert [m.text for m in found.mentions if m.label == "GPE"][-3:] == ["Preston", "Victoria", "Australia"]


def test_no_statement_breaks_off_in_a_phrase() -> None:
    text = "Ada Holm said on Monday that the boats had left the harbour for the island."
    doc = NLP(text)
    start, cut = text.index("the boats"), text.index(" the island")
    assert text[start : clause_end(doc, (start, cut), (9, 13))] == "the boats had left the harbour for the island"
    whole = text.index(" for the")
    assert clause_end(doc, (start, whole), (9, 13)) == whole


def test_a_second_statement_behind_words_in_marks_begins_behind_them() -> None:
    text = 'Ada Holm said “the harbour is full of boats" and that she would look for another place.'
    said = [(q.kind, q.text) for q in _quotes(text)]
    assert said[0] == ("mixed", "the harbour is full of boats")
    assert said[1:] == [("indirect", "she would look for another place")]


def test_what_follows_a_dated_act_of_speech_was_said_on_its_day() -> None:
    text = "On March 3 Ada Holm praised Eva Ware for the new harbour. “She was right to build it,” Holm said."
    (quote,) = [q for q in _quotes(text) if q.kind == "direct"]
    assert (str(quote.said_from), str(quote.said_to)) == ("2025-03-03", "2025-03-03")
    apart = text.replace(". “", ".\n\n“")
    (quote,) = [q for q in _quotes(apart) if q.kind == "direct"]
    assert (quote.said_from, str(quote.said_to)) == (None, "2025-03-19")
