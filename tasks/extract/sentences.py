"""Sentence starts by rule: abbreviations, initials, decimals, and marks that close after the stop."""

import re

from spacy.language import Language
from spacy.tokens import Doc, Token

from tasks.extract.lexicon import CUES, LEXICON

_ENDS = frozenset({".", "!", "?", "…", "..."})
_CLOSERS = frozenset("\"'”’»)]")
_OPENERS = frozenset("\"'“‘«([")
_ABBREVIATIONS = frozenset(LEXICON["abbreviations"])
_STARTERS = frozenset(LEXICON["sentence_starters"])
_INITIALS = re.compile(r"^(?:[A-Z]\.)+$")


@Language.component("dateline_sentences")
def set_sentences(doc: Doc) -> Doc:
    """Mark where sentences start; the first token always does."""
    ended = False
    for number, token in enumerate(doc):
        starts = number == 0 or (ended and _can_start(doc, number))
        token.is_sent_start = starts
        if token.is_space:
            ended = ended or token.text.count("\n") > 1
            continue
        closes = token.text in _CLOSERS and not _opens(doc, number)
        ended = _ends(token) or (ended and not starts and closes)
    return doc


def _ends(token: Token) -> bool:
    text = token.text
    if text in _ENDS or text.strip(".") == "" or set(text) <= {"!", "?"}:
        return text not in ("...", "…", "..")
    if text in _ABBREVIATIONS or not text.endswith("."):
        return False
    if _INITIALS.match(text):
        following = token.nbor().text if token.i + 1 < len(token.doc) else ""
        return following in _STARTERS and len(text) > 2
    return len(text) > 2


def _can_start(doc: Doc, number: int) -> bool:
    token = doc[number]
    if token.is_space or (token.text in _CLOSERS and not _opens(doc, number)):
        return False
    if token.text[0].islower() and not doc[number - 1].is_space:
        return False
    if doc[number - 1].text in _CLOSERS and doc[number - 2].text in ("?", "!", "…"):
        # “Why?” the minister asked: what follows tells who spoke, it is no sentence of its own.
        return not any(t.text in CUES for t in doc[number : number + 5]) or doc[number].text in _OPENERS
    previous = doc[number - 1]
    if previous.text == "." and number >= 2 and len(doc[number - 2].text) == 1 and doc[number - 2].text.isupper():
        return token.text in _STARTERS
    return token.text[0].isupper() or token.text[0].isdigit() or token.text in _OPENERS or not token.text[0].isalpha()


def _opens(doc: Doc, number: int) -> bool:
    """Whether a straight mark opens: white space before it and none after."""
    token = doc[number]
    if token.text not in "\"'":
        return token.text in _OPENERS
    before = number == 0 or bool(doc[number - 1].whitespace_) or doc[number - 1].is_space
    return before and not token.whitespace_
