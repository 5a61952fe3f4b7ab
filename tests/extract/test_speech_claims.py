"""Statements of which the head hears only who speaks and by which word: what it heard is set by hand."""

import numpy as np
import pytest
from spacy.tokens import Doc

from tasks.extract.context import read_context
from tasks.extract.heads_speech import CLAIMS, INSIDE, SPEECH, Claim, Statement, Tokens
from tasks.extract.pipeline import load_pipeline
from tasks.extract.quote_speakers import meant_by
from tasks.extract.quotes import find_quotes
from tasks.extract.referents import Name, Referent
from tasks.extract.speech_claims import with_claims
from tasks.extract.speech_links import linked_speech
from tests.make import parse

NLP = load_pipeline()


def _tokens(doc: Doc, words: str) -> Tokens:
    at = doc.text.index(words)
    span = doc.char_span(at, at + len(words))
    assert span is not None, words
    return span.start, span.end


def claimed(
    text: str, cue: str, source: str, likely: float = 0.9, heard: tuple[str, str, str] | None = None
) -> list[str]:
    """What the source is found to say, where the head holds cue and source ``likely``."""
    doc = NLP(text)
    claim = Claim(_tokens(doc, cue), _tokens(doc, source))
    doc.user_data[CLAIMS] = (claim,)
    doc.user_data[INSIDE] = {name: np.full(len(doc), likely, np.float32) for name in ("cue", "source")}
    known: tuple[Statement, ...] = ()
    if heard is not None:
        content, word, speaker = (_tokens(doc, words) for words in heard)
        known = (Statement((content,), word, speaker),)
    return [doc[slice(*c)].text for s in with_claims(doc, known) if s.cue == claim.cue for c in s.contents]


@pytest.mark.parametrize(
    ("text", "cue", "source", "content"),
    [
        ("Ada Holm denounced the sale of the harbour.", "denounced", "Ada Holm", "the sale of the harbour"),
        ("Ada Holm answered with a threat to leave.", "answered with", "Ada Holm", "a threat to leave"),
        ("Ada Holm hopes to keep the old pier.", "hopes", "Ada Holm", "to keep the old pier"),
        ("The sale was condemned by Ada Holm.", "was condemned", "Ada Holm", "The sale"),
        ("The plans proposed by Ada Holm are late.", "proposed", "Ada Holm", "The plans"),
    ],
)
def test_grammar_tells_what_a_cue_and_its_source_say(text: str, cue: str, source: str, content: str) -> None:
    assert claimed(text, cue, source) == [content]


def test_a_doubtful_cue_says_nothing() -> None:
    assert claimed("Ada Holm denounced the sale.", "denounced", "Ada Holm", likely=0.5) == []


def test_who_speaks_already_or_says_nothing_makes_no_claim() -> None:
    told = "Ada Holm said it was late and denounced the sale."
    assert claimed(told, "denounced", "Ada Holm", heard=("it was late", "said", "Ada Holm")) == []
    assert claimed("Ada Holm agreed.", "agreed", "Ada Holm") == []


def test_a_claim_tells_of_all_of_another_statement() -> None:
    text = "Eva Ware mocked the claim that the pier was late."
    heard = ("that the pier was late", "claim", "the")
    assert claimed(text, "mocked", "Eva Ware", heard=heard) == ["the claim that the pier was late"]


def test_a_cue_ends_before_what_is_said() -> None:
    doc = NLP("Ada Holm wanted to know who paid for the pier.")
    content, cue, source = (_tokens(doc, w) for w in ("to know who paid for the pier", "wanted to", "Ada Holm"))
    doc.user_data[SPEECH] = (Statement((content,), cue, source),)
    (found,) = linked_speech(doc)
    assert (found.contents, found.cue, found.source) == ((content,), _tokens(doc, "wanted"), source)


@pytest.mark.parametrize(("sure", "expected"), [(0.9, "Eva Ware"), (0.5, None)])
def test_the_head_is_believed_against_grammar_where_it_is_sure(sure: float, expected: str | None) -> None:
    doc = NLP("Eva Ware was expected to endorse the plan.")
    content, cue, source = (_tokens(doc, w) for w in ("to endorse the plan", "was expected", "Eva Ware"))
    doc.user_data[SPEECH] = (Statement((content,), cue, source),)
    doc.user_data[INSIDE] = {name: np.full(len(doc), sure, np.float32) for name in ("cue", "source")}
    (found,) = linked_speech(doc)
    assert (None if found.source is None else doc[slice(*found.source)].text) == expected


@pytest.mark.parametrize(("sure", "said"), [(0.95, ["the sale"]), (0.8, [])])
def test_a_word_or_two_are_a_statement_where_the_head_is_sure_who_speaks(sure: float, said: list[str]) -> None:
    text = "Ada Holm denounced the sale. The pier stands in the north of the bay, and it has room for forty boats."
    context = read_context(NLP, parse(f"Harrow Bay keeps its pier\n\n9:00 19.03.2025\n\n{text}"))
    doc = context.doc
    parts = (_tokens(doc, "denounced"), _tokens(doc, "Ada Holm"))
    doc.user_data |= {SPEECH: (Statement((_tokens(doc, "the sale"),), *parts),), CLAIMS: ()}
    doc.user_data[INSIDE] = {name: np.full(len(doc), sure, np.float32) for name in ("cue", "source")}
    assert [q.text for q in find_quotes(context, ())] == said


def test_the_inmost_statement_has_the_words_in_marks() -> None:
    text = (
        "Ada Holm claimed that Eva Ware had called the pier “a ruin” in May. The pier stands in the north of the bay,"
        " and it has a mill."
    )
    context = read_context(NLP, parse(f"Harrow Bay keeps its pier\n\n9:00 19.03.2025\n\n{text}"))
    doc = context.doc
    outer = Statement(
        (_tokens(doc, "Eva Ware had called the pier “a ruin” in May"),),
        _tokens(doc, "claimed"),
        _tokens(doc, "Ada Holm"),
    )
    inner = Statement((_tokens(doc, "the pier “a ruin”"),), _tokens(doc, "had called"), _tokens(doc, "Eva Ware"))
    doc.user_data |= {SPEECH: (outer, inner), CLAIMS: (), INSIDE: {}}
    assert [(q.text, q.speaker_text) for q in find_quotes(context, ()) if q.kind == "mixed"] == [("a ruin", "Eva Ware")]


def test_whom_a_relative_pronoun_means_is_found_in_a_tree_whose_branches_cross() -> None:
    text = "Yesterday Ada Holm came who said the pier was shut. It stands in the north of the bay, and it has a mill."
    context = read_context(NLP, parse(f"Harrow Bay keeps its pier\n\n9:00 19.03.2025\n\n{text}"))
    word = {token.text: token for token in context.doc}
    word["said"].dep_, word["said"].head = "acl:relcl", word["Holm"]
    word["who"].dep_, word["who"].head = "nsubj", word["said"]
    word["Yesterday"].head = word["said"]
    start = context.text.index("Ada Holm")
    keeper = Referent("PERSON")
    name = Name(start, start + len("Ada Holm"), "PERSON", "name", keeper)
    source = (word["who"].idx, word["who"].idx + len("who"))
    assert meant_by(context, source, (name,), ()) is keeper
