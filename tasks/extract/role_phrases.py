"""Phrases that give a person a role, read in the order of the words after the name.

Guarantees: nothing negated or only possible (``is not``, ``could be``) is a role; a phrase never runs
into another person's name.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from tasks.extract.lexicon import LEXICON
from tasks.extract.role_nouns import MAX_WORDS, is_plural, names_a_person, phrase_after

_LEADING = frozenset(LEXICON["leading_verbs"])
_BEING = frozenset(("be", "become", "remain"))
_SERVING = frozenset(("serve", "work", "act"))
_GIVING = frozenset(("name", "appoint", "elect", "hire", "nominate", "pick", "choose", "tap", "promote", "swear"))
"""Give the subject a role in the passive."""
_OPENING = frozenset((",", "—", "–", "-"))
_OF = frozenset(("of", "for", "at", "in", "to", "on", "from", "with", "under"))
_WHITHER = frozenset(("to", "into", "through", "past", "towards", "toward", "back"))
_BRACKETS = {"(": ")", "[": "]"}
_MAX_BRACKET = 40


@dataclass(frozen=True, slots=True)
class Phrase:
    """Token range of a role's words, the noun (or verb) among them and the verb that says it of the person."""

    start: int
    end: int
    noun: int
    verb: int | None = None


def after_name(doc: Doc, end: int, named: Container[int]) -> Iterator[Phrase]:
    """``Mara Lund, the mayor of Harrow Bay`` and ``Mara Lund, who heads the agency``."""
    place = _past_brackets(doc, end)
    if place >= len(doc) - 1 or doc[place].text not in _OPENING:
        return
    place += 1
    if doc[place].lower_ == "who":
        if verbal := said_of(doc, place + 1, named, relative=True):
            yield verbal
        return
    while place < len(doc) - 1 and doc[place].pos_ == "ADV":
        place += 1
    found = phrase_after(doc, place, named) if doc[place].pos_ != "CCONJ" else None
    if found is None or is_plural(doc[found[1]]):
        return
    yield Phrase(_without_article(doc, found[0]), found[1] + 1, found[1])


def said_of(doc: Doc, place: int, named: Container[int], *, relative: bool = False) -> Phrase | None:
    """``is the mayor``, ``was appointed mayor``; in a relative clause ``heads the agency`` too."""
    place = _past_aside(doc, _past_brackets(doc, place))
    being = False
    while place < len(doc) - 1 and doc[place].pos_ in ("AUX", "ADV", "PART"):
        token = doc[place]
        if token.lower_ in ("not", "n't", "n’t", "never", "to") or token.tag_ == "MD":
            return None
        being = being or token.lemma_ == "be"
        place += 1
    verb = place - 1
    if doc[place].pos_ == "VERB":
        verb, word = place, doc[place]
        if relative and word.lemma_ in _LEADING and not being:
            return _leading(doc, place, named)
        if not (word.lemma_ in _BEING | _SERVING or (being and word.lemma_ in _GIVING)):
            return None
        place += 1
        while place < len(doc) - 1 and (doc[place].pos_ == "ADV" or doc[place].lower_ in ("as", "to", "be")):
            place += 1
    elif not being:
        return None
    found = phrase_after(doc, place, named) if place < len(doc) else None
    if found is None:
        return None
    return Phrase(_without_article(doc, found[0]), found[1] + 1, found[1], verb)


def as_something(verb: Token, named: Container[int]) -> Iterator[Phrase]:
    """``made a living as a painter``: what the verb's subject does it as, no other person being in between."""
    doc = verb.doc
    for token in doc[verb.i + 1 : verb.i + MAX_WORDS]:
        if token.lower_ == "as" and token.i + 1 < len(doc):
            found = phrase_after(doc, token.i + 1, named)
            owned = doc[token.i + 1].lower_ in ("his", "her", "their", "its")
            if found is not None and not owned and not is_plural(doc[found[1]]):  # "as glad as sailors"
                yield Phrase(_without_article(doc, found[0]), found[1] + 1, found[1], verb.i)
            return
        if token.i in named or token.is_sent_start or token.pos_ in ("PUNCT", "PRON", "SCONJ") or names_a_person(token):
            return


def complement(doc: Doc, noun: int, named: Container[int]) -> int:
    """The token after what the noun is of (``head of the harbour office``)."""
    place = last = noun + 1
    if place >= len(doc) or doc[place].lower_ not in _OF | {"as"}:
        return last
    while place < len(doc) and place - noun <= MAX_WORDS and place not in named:
        token = doc[place]
        if token.is_sent_start or token.is_space or (token.lower_ == "and" and _other_office(doc, place + 1)):
            break
        if token.pos_ in ("NOUN", "PROPN", "NUM"):
            last = place + 1
        elif token.lower_ not in _OF | {"as", "and", "&", "-", "’s", "'s"} and token.pos_ not in ("DET", "ADJ"):
            break
        place += 1
    return last


def joined(doc: Doc, place: int, named: Container[int]) -> Iterator[tuple[int, int]]:
    """The nouns of the offices that are joined to one whose words end before ``place``, and where their words end."""
    while place < len(doc) and doc[place].lower_ == "and" and _other_office(doc, place + 1):
        noun, place = place + 1, complement(doc, place + 1, named)
        yield noun, place


def _other_office(doc: Doc, place: int) -> bool:
    """``treasurer of the guild and mayor of Harrow``: whether another office begins at ``place``."""
    return place + 1 < len(doc) and names_a_person(doc[place]) and doc[place + 1].lower_ in _OF


def _leading(doc: Doc, place: int, named: Container[int]) -> Phrase | None:
    """``heads the agency``: the verb stands for the noun, what it governs for the organisation.

    None where it says where that is brought: *led the hikers through the marsh*.
    """
    last = place + 1
    for token in doc[place + 1 : place + MAX_WORDS]:
        if token.lower_ in _WHITHER:
            return None
        if token.i in named or token.is_space or token.pos_ in ("VERB", "AUX", "PUNCT", "PRON", "SCONJ"):
            break
        last = token.i + 1
    return Phrase(place, last, place)


def _past_aside(doc: Doc, place: int) -> int:
    """The verb after an aside between commas (``Mara Lund, born in 1929, is``)."""
    if place >= len(doc) or doc[place].text != ",":
        return place
    for token in doc[place + 1 : place + MAX_WORDS]:
        if token.is_sent_start or token.is_space:
            break
        if token.text == "," and token.i + 1 < len(doc) and doc[token.i + 1].pos_ == "AUX":
            return token.i + 1
    return place


def _past_brackets(doc: Doc, place: int) -> int:
    """The token after brackets that stand at ``place``."""
    while place < len(doc) and doc[place].text in _BRACKETS:
        closing = _BRACKETS[doc[place].text]
        inside = doc[place : place + _MAX_BRACKET]
        closed = next((token.i for token in inside if token.text == closing), None)
        if closed is None:
            break
        place = closed + 1
    return place


def _without_article(doc: Doc, start: int) -> int:
    return start + (doc[start].pos_ == "DET" and start + 1 < len(doc))
