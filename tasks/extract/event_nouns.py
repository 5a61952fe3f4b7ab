"""Acts that a noun tells: *the attack on Kyiv*, *talks between A and B*, *the Friday meeting*.

Guarantees: a noun tells an act by itself only with both its sides; with fewer it recalls one that the
article tells elsewhere (``definite``, not ``whole``), and is nothing where there is none. What an abstract noun holds
open (*the importance of talks*) did not happen by that.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from tasks.extract.event_affected import noun_sides, unique
from tasks.extract.event_lexicon import agent_kind, is_election, noun_kind, objects, verb_kind
from tasks.extract.event_readings import Readings
from tasks.extract.event_sides import sides
from tasks.extract.event_stance import modality
from tasks.extract.event_voice import SUBJECTS
from tasks.extract.event_words import Kind, lemma, words
from tasks.extract.noun_phrases import case_of
from tasks.extract.referents import Referent

_DEFINITE = frozenset(("the", "this", "that", "these", "those"))
_DURING = frozenset(("during", "at", "after", "before", "in", "following", "for", "amid"))
_OF = frozenset(("of", "to"))
_BOTH = 2
"""Sides of an act."""


@dataclass(frozen=True, slots=True)
class Told:
    """The kind of an act, its sides and whether it happened; ``verb`` is the word that governs its parts."""

    trigger: Token
    verb: Token
    kind: Kind
    actors: tuple[Referent, ...]
    recipients: tuple[Referent, ...]
    modality: str
    definite: bool = False
    """Whether the words may point to an act that is told elsewhere."""
    whole: bool = True
    """Whether they tell one where they point to none."""


def noun_acts(noun: Token, readings: Readings) -> Iterator[Told]:
    """What a noun tells."""
    agent = agent_kind(noun)
    if agent is not None:
        yield from _of_agent(noun, agent, readings)
        return
    kind = noun_kind(noun)
    if kind is None or noun.dep_ in ("compound", "amod") or _is_told_by_verb(noun):
        return
    if is_election(noun):
        yield from _of_election(noun, kind, readings)
    elif lemma(noun) in words("both_sides"):
        actors, recipients = noun_sides(noun, readings)
        actors = unique([*actors, *_partakers(noun, readings)])
        recipients = tuple(r for r in recipients if all(r is not a for a in actors))
        held = _held(noun)
        if len(actors) + len(recipients) >= _BOTH or (held == "asserted" and _is_done_to(noun, kind, recipients)):
            yield Told(noun, noun, kind, actors, recipients, held)
        elif lemma(noun) in words("recalled") and is_definite(noun) and held == "asserted":
            yield Told(noun, noun, kind, actors, recipients, held, definite=True, whole=False)


def _is_done_to(noun: Token, kind: Kind, recipients: tuple[Referent, ...]) -> bool:
    """``the arrest of A``: whom it was done to is enough where doing it needs no second word."""
    of = any(c.dep_ == "nmod" and case_of(c) == "of" for c in noun.children)
    return of and kind.plover in ("COERCE", "ASSAULT") and bool(recipients) and is_definite(noun)


def _is_told_by_verb(noun: Token) -> bool:
    """Whether the noun is what a verb of the lexicon is done to: that verb tells it."""
    above = noun.head
    return above.pos_ == "VERB" and verb_kind(above) is not None and noun in list(objects(above))


def _of_agent(noun: Token, kind: Kind, readings: Readings) -> Iterator[Told]:
    """``has been a supporter of Ukraine``: somebody's standing act, told by what he is called."""
    if not any(c.dep_ == "cop" for c in noun.children):
        return
    of = [c for c in noun.children if c.dep_ == "nmod:poss" or (c.dep_ in ("nmod", "obl") and case_of(c) in _OF)]
    recipients = unique([r for c in of for r in readings.participants(c)])
    actors, _ = sides(noun, readings)
    if not actors:  # a subject that the parser hangs on the verb joined to it
        joined = [c for c in noun.children if c.dep_ == "conj"]
        before = [s for c in joined for s in c.children if s.dep_ in SUBJECTS and s.i < noun.i]
        actors = unique([r for s in before for r in readings.participants(s)])
    if actors and recipients:
        yield Told(noun, noun, kind, actors, recipients, modality(noun))


def _of_election(noun: Token, kind: Kind, readings: Readings) -> Iterator[Told]:
    """An election with whose it was, a country's being where; undated it recalls one."""
    owners = [c for c in noun.children if c.dep_ == "nmod:poss"]
    if noun.dep_ in ("obj", "obl") and lemma(noun.head) in ("win", "lose", "hold"):
        owners.extend(c for c in noun.head.children if c.dep_ in SUBJECTS)
    actors = unique([r for c in owners for r in readings.participants(c)])
    dated = any(c.ent_type_ == "DATE" for c in noun.children)
    if actors or dated or is_definite(noun):
        yield Told(noun, noun, kind, actors, (), _held(noun), definite=not actors, whole=bool(actors) or dated)


def _partakers(noun: Token, readings: Readings) -> list[Referent]:
    """``speaks during a meeting with B``: who does something in the course of a meeting takes part in it."""
    above = noun.head
    together = noun_kind(noun)
    if together is None or together.plover != "CONSULT" or case_of(noun) not in _DURING or noun.dep_ != "obl":
        return []
    if above.pos_ != "VERB" or not any(case_of(c) == "with" for c in noun.children if c.dep_ == "nmod"):
        return []
    subjects = [c for c in above.children if c.dep_ in SUBJECTS]
    return [r for c in subjects for r in readings.participants(c)]


def is_definite(noun: Token) -> bool:
    """Whether a noun phrase speaks of what is known: by an article, an owner or a day."""
    before = [c for c in noun.children if c.i < noun.i]
    return any(c.lower_ in _DEFINITE or c.dep_ == "nmod:poss" for c in before)


def _held(noun: Token) -> str:
    """Whether a noun's act happened, by the verb or the abstract noun that it stands under."""
    above = noun.head
    if any(c.dep_ == "amod" and c.lower_ in words("unborn") for c in noun.children):
        return "hypothetical"
    if noun.dep_ == "obj" and lemma(above) in words("unfulfilled"):
        return "hypothetical"
    if above.pos_ == "VERB" and not noun.dep_.startswith("obl"):
        return modality(above)
    if noun.dep_ == "nmod" and case_of(noun) in ("of", "for", "against") and lemma(above) in words("holds_open"):
        return "hypothetical"
    bare = not any(c.dep_ in ("det", "nmod:poss") for c in noun.children) and noun.tag_ == "NN"
    return "hypothetical" if bare and any(t.lower_ in ("if", "unless") for t in noun.head.children) else "asserted"
