"""Links between words, cues and sources where the speech head misheard them: what it heard is set by hand."""

import pytest
from spacy.tokens import Doc

from tasks.extract.heads_speech import SPEECH, Statement, Tokens
from tasks.extract.pipeline import load_pipeline
from tasks.extract.quote_edges import run_on
from tasks.extract.speech_links import linked_speech
from tasks.extract.speech_tails import with_tails

NLP = load_pipeline()

Told = tuple[tuple[str, ...], str | None, str | None]


def relinked(text: str, *heard: Statement | tuple[tuple[str, ...], str | None, str | None]) -> list[Told]:
    """Contents, cue and source of each statement, where the head has heard ``heard``."""
    doc = NLP(text)
    doc.user_data[SPEECH] = tuple(h if isinstance(h, Statement) else _statement(doc, *h) for h in heard)
    return [
        (
            tuple(doc[start:end].text for start, end in s.contents),
            None if s.cue is None else doc[slice(*s.cue)].text,
            None if s.source is None else doc[slice(*s.source)].text,
        )
        for s in with_tails(doc, linked_speech(doc))
    ]


def _statement(
    doc: Doc, contents: tuple[str, ...], cue: str | None, source: str | None, nobody: bool = False
) -> Statement:
    def tokens(words: str) -> Tokens:
        at = doc.text.index(words)
        span = doc.char_span(at, at + len(words))
        assert span is not None, words
        return span.start, span.end

    return Statement(
        tuple(tokens(words) for words in contents),
        None if cue is None else tokens(cue),
        None if source is None else tokens(source),
        nobody,
    )


@pytest.mark.parametrize(
    ("text", "heard", "content", "cue"),
    [
        (
            "Ada Holm gave no answer and instead argued that the plan was late.",
            "instead",
            "that the plan was late",
            "argued",
        ),
        ("Ada Holm may also explain why the plan was late.", "may also", "why the plan was late", "explain"),
    ],
)
def test_a_helper_is_no_word_of_saying(text: str, heard: str, content: str, cue: str) -> None:
    assert relinked(text, ((content,), heard, None)) == [((content,), cue, "Ada Holm")]


def test_a_content_ends_with_its_mark() -> None:
    text = "Holm held up a sign, “I am with the mayor,” shouted Eva Ware."
    ((contents, cue, source),) = relinked(text, (("“I am with the mayor,” shouted",), None, None))
    assert (contents, cue, source) == (("“I am with the mayor,”",), "shouted", "Eva Ware")


def test_words_in_marks_within_a_sentence_are_on_the_word_of_its_own_subject() -> None:
    text = "Eva Ware has branded the company a “danger in the bay.” Ada Holm insisted that it was “late.”"
    late = "that it was “late.”"
    assert relinked(text, (("the company a “danger in the bay.”",), None, None), ((late,), "insisted", "Ada Holm")) == [
        (("the company a “danger in the bay.”",), "branded", "Eva Ware"),
        ((late,), "insisted", "Ada Holm"),
    ]


def test_words_in_marks_go_on_with_the_report_right_before_them() -> None:
    text = "Ada Holm joked that it was a risk. “It always is to come and speak here.”\n\nEva Ware said it was late."
    quoted = "“It always is to come and speak here.”"
    found = relinked(
        text,
        (("that it was a risk",), "joked", "Ada Holm"),
        ((quoted,), "said", "Ada Holm"),
        (("it was late",), "said", "Eva Ware"),
    )
    assert (("that it was a risk", quoted), "joked", "Ada Holm") in found


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        ("They turned to the council, which reported thirty broken piers.", "thirty broken piers", "reported", "which"),
        ("It was reported that the pier had broken.", "that the pier had broken", "reported", None),
    ],
)
def test_who_says_something_in_the_active_is_its_source(text: str, content: str, cue: str, source: str | None) -> None:
    doc = NLP(text)
    ((_, _, found),) = relinked(text, _statement(doc, (content,), cue, None, nobody=True))
    assert found == source


@pytest.mark.parametrize("before", [(), ("A builder",)])
def test_words_that_close_a_sentence_attribute_all_of_it_and_what_goes_on_behind(before: tuple[str, ...]) -> None:
    text = "A builder can hide his debts, Ada Holm says. “But he will not hide them long.”"
    quoted = "“But he will not hide them long.”"
    assert relinked(text, ((*before, quoted), "says", "Ada Holm")) == [
        (("A builder can hide his debts", quoted), "says", "Ada Holm")
    ]


def test_who_is_quoted_as_saying_something_is_its_source_and_not_the_paper() -> None:
    text = "The shipwrights were quoted on Friday in two papers as saying the harbour was open."
    ((_, _, source),) = relinked(text, (("the harbour was open",), "saying", "two papers"))
    assert source == "The shipwrights"


@pytest.mark.parametrize(
    ("text", "heard", "source"),
    [
        (
            "The plan is late, according to a recent note by the bank's project manager.",
            "a recent note by",
            "a recent note by the bank's project manager",
        ),
        ("The plan is late, according to Eva Nauyo-Ware.", "Eva Nauyo", "Eva Nauyo-Ware"),
    ],
)
def test_what_according_to_cites_is_told_whole(text: str, heard: str, source: str) -> None:
    ((_, _, found),) = relinked(text, (("The plan is late",), "according to", heard))
    assert found == source


def test_a_source_does_not_break_off_in_its_clause() -> None:
    text = "A message from a builder who worked at the inn said the plan was late."
    ((_, _, source),) = relinked(text, (("the plan was late",), "said", "A message from a builder who"))
    assert source == "A message from a builder"


def test_nobody_speaks_within_what_is_said_of_him() -> None:
    text = "Relatives of Ada Holm wanted the thief locked away, calling him a heartless crook."
    ((_, _, source),) = relinked(text, (("him a heartless crook",), "calling", "him"))
    assert source == "Relatives of Ada Holm"


@pytest.mark.parametrize(
    ("text", "content", "cue", "whole"),
    [
        ("The Royal Police have never used it, Ada Holm said.", "The Royal", "said", "The Royal Police"),
        ("Ada Holm said the share rose in May, a rise of 9% in all.", "the share", "said", "the share"),
        ("Ada Holm spoke of a rise of 9% in all, and left.", "a rise", "spoke", "a rise of 9% in all"),
    ],
)
def test_a_content_does_not_break_off_in_a_phrase(text: str, content: str, cue: str, whole: str) -> None:
    doc = NLP(text)
    statement = _statement(doc, (content,), cue, None)
    start, end = run_on(doc, statement.contents[0], statement)
    assert doc[start:end].text == whole
