"""Which nouns say what a person is, and the shallow noun phrases around them.

Guarantees: decided by the words and their parts of speech alone, so that a wrong attachment of the
parser costs no role. A noun counts for a person when the lexicon has it, or by its ending where it
is none of the things that end alike.
"""

import json
import re
from collections.abc import Container
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Token

from tasks.extract.lexicon import LEXICON

_DATA: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "roles.json").read_text(encoding="utf-8"))
PERSON_NOUNS = frozenset((*LEXICON["person_nouns"], *_DATA["person_nouns"]))
COURTESIES: frozenset[str] = frozenset(_DATA["courtesies"])
ABBREVIATED = {
    "rep": "Representative",
    "sen": "Senator",
    "gov": "Governor",
    "gen": "General",
    "col": "Colonel",
    "lt": "Lieutenant",
    "sgt": "Sergeant",
    "capt": "Captain",
    "cpl": "Corporal",
    "adm": "Admiral",
    "prof": "Professor",
    "rev": "Reverend",
}
_ENDING = re.compile(_DATA["person_endings"])
_THINGS: frozenset[str] = frozenset(_DATA["things"])
_ELECT = re.compile(r"[- ](?:elect|designate)$", re.IGNORECASE)
_IN_PHRASE = frozenset(("DET", "ADJ", "NOUN", "PROPN", "NUM"))
_POSSESSIVES = frozenset(("my", "your", "his", "her", "its", "our", "their"))
MAX_WORDS = 14
"""Longer phrases are no roles but stretches of a sentence."""


def is_courtesy(word: str) -> bool:
    return word.casefold().rstrip(".") in COURTESIES


def names_a_person(word: Token) -> bool:
    """Whether a noun says what a person is."""
    lower = word.lower_.rstrip(".")
    if lower in ("elect", "designate") and word.i > 1 and word.nbor(-1).text == "-":
        return names_a_person(word.nbor(-2))
    if lower in COURTESIES or word.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return False
    lemmas = (lower, word.lemma_.lower(), lower.removesuffix("s"), lower.rpartition("-")[2])
    if lower in ABBREVIATED or not PERSON_NOUNS.isdisjoint(lemmas) or _ELECT.search(lower):
        return True
    if word.pos_ != "NOUN" or (word.ent_type_ and word.ent_type_ != "PERSON"):
        return False
    return _THINGS.isdisjoint(lemmas) and any(_ENDING.search(lemma) for lemma in lemmas[:3])


def is_plural(word: Token) -> bool:
    return word.tag_ in ("NNS", "NNPS")


def phrase_after(doc: Doc, start: int, named: Container[int]) -> tuple[int, int] | None:
    """The noun phrase that begins at token ``start``: its first token and its head, a person's noun.

    None where it has no such head, or runs into a person's name (``the critic Mara Lund``).
    """
    place, head, first = start, None, start
    while place < len(doc) and place - start < MAX_WORDS:
        token = doc[place]
        if place in named or (token.is_sent_start and place > start):
            return None
        if not _goes_on(doc, place, head is not None):
            break
        if token.pos_ in ("NOUN", "PROPN"):
            head = place
        place += 1
    if head is None or not names_a_person(doc[head]):
        return None
    return first, head


def _goes_on(doc: Doc, place: int, has_noun: bool) -> bool:
    """Whether the token belongs to a noun phrase that is being read."""
    token = doc[place]
    after_person = has_noun and token.pos_ == "ADJ" and names_a_person(doc[place - 1])
    if token.is_space or after_person or token.ent_type_ in ("DATE", "TIME"):
        return False  # "was appointed director last May"
    if token.lower_ in _POSSESSIVES and has_noun:
        return False  # "the only painter their street had"
    if token.pos_ in _IN_PHRASE or token.lower_ in _POSSESSIVES or token.lower_ in ("’s", "'s", "’", "'"):
        return token.pos_ != "DET" or not has_noun or doc[place - 1].text == "-"
    joins = token.text in ("-", "–", "/", "&") or token.pos_ == "PART"
    following = doc[place + 1] if place + 1 < len(doc) else None
    inside = token.lower_ == "and" and following is not None and following.pos_ in ("ADJ", "NOUN") and not has_noun
    described = token.pos_ in ("ADV", "VERB") and not has_noun and following is not None
    return joins or inside or (described and following is not None and following.pos_ in ("ADJ", "NOUN", "PUNCT"))


def phrase_before(doc: Doc, end: int, named: Container[int]) -> int | None:
    """The first token of the noun phrase that ends before token ``end`` (``Dutch Prime Minister``).

    None where nothing stands there that could be one.
    """
    first = end
    while first > 0 and end - first < MAX_WORDS:
        token = doc[first - 1]
        if first - 1 in named or token.is_space or (token.is_sent_start and token.pos_ == "PUNCT"):
            break
        if is_courtesy(token.text):
            break  # Her Majesty Queen Mara Lund
        if token.lower_ == "of" and first - 1 > 0 and names_a_person(doc[first - 2]) and names_a_person(doc[end - 1]):
            break  # brother of surgeon Mara Lund
        inside = token.pos_ in ("NOUN", "PROPN", "ADJ") or (token.text in ("-", "–", ".", "/", "&") and first < end)
        if not inside and not (first < end and _joins(doc, first - 1)):
            break
        first -= 1
        if token.is_sent_start:
            break
    while first < end and doc[first].pos_ in ("CCONJ", "ADP", "PART", "PUNCT"):
        first += 1
    return first if first < end else None


def _joins(doc: Doc, place: int) -> bool:
    """Whether a small word ties two parts of one role (``minister of defence``)."""
    word = doc[place].lower_
    hyphenated = place + 1 < len(doc) and not doc[place].whitespace_ and doc[place + 1].text == "-"
    if word in ("’s", "'s", "’") or doc[place].tag_ == "POS" or hyphenated:  # editor-in-chief
        return True
    if place == 0 or word not in ("and", "of", "for"):
        return False
    before = doc[place - 1]
    return before.pos_ in ("NOUN", "PROPN") and (names_a_person(before) or (word == "and" and _office(doc, place)))


def _office(doc: Doc, place: int) -> bool:
    """``minister of trade and industry Mara Lund``: what is joined by *and* is what the office is of."""
    return place >= 3 and doc[place - 2].lower_ in ("of", "for") and names_a_person(doc[place - 3])
