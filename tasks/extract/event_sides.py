"""Who does it, and to or with whom: the participants of a trigger by grammar.

Guarantees: a participant is an entity that the text names or refers to (``event_readings``); nobody is on
both sides.
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from tasks.extract.event_affected import THIRD, affected, noun_sides, unique, within
from tasks.extract.event_lexicon import is_person, kind_by_object, noun_kind, verb_kind
from tasks.extract.event_readings import Readings
from tasks.extract.event_voice import SUBJECTS, controllers, is_passive, is_reduced, judged, judged_by
from tasks.extract.event_words import lemma, words
from tasks.extract.noun_phrases import case_of
from tasks.extract.referents import Referent

_ASIDE = frozenset(("for", "at", "from", "over", "of", "into"))
"""Prepositions of a cause, a source or an aim, beside a side that is named without one."""
_BELOW = frozenset(("xcomp", "ccomp", "acl", "advcl"))
_PHRASE = 8
"""Words behind a verb that its object is looked for in."""
_IN_PHRASE = frozenset(("ADJ", "DET", "NOUN", "NUM", "PROPN"))
_BESIDE = frozenset(
    ("as", "while", "when", "after", "before", "because", "since", "until", "though", "although", "if", "unless")
)
"""Conjunctions of what is not done to anybody by the act."""


def sides(verb: Token, readings: Readings) -> tuple[tuple[Referent, ...], tuple[Referent, ...]]:
    """Who does what the verb says, and to or with whom."""
    actors: list[Referent] = []
    recipients: list[Referent] = []
    passive = is_passive(verb)
    below: list[Token] = []
    judge = judged_by(verb)
    controller = controllers(verb)
    if is_reduced(verb):
        recipients.extend(readings.participants(verb.head))
    for child in _arguments(verb):
        if (judge is not None and child in judged(judge)) or child in controller:
            actors.extend(readings.participants(child))
        elif passive and child.dep_ in SUBJECTS and _is_mutual(child):
            doers, others = noun_sides(child, readings)  # "an agreement between A and B was signed"
            actors.extend(doers)
            recipients.extend(others)
        elif child.dep_ in SUBJECTS:
            (recipients if passive else actors).extend(_subject(verb, child, readings))
        elif passive and child.dep_.startswith("obl") and case_of(child) == "by":
            actors.extend(readings.participants(child))
        elif passive and _is_attack(child):
            actors.extend(_attackers(child, readings))
        elif child.dep_ in _BELOW:
            below.extend([child] if child.lower_ != "according" and not _is_circumstance(child) else [])
        elif not ((recipients or passive) and _is_aside(child, bool(recipients) and passive)):
            recipients.extend(affected(child, readings))
    if not (recipients or passive):
        recipients.extend(_stray_object(verb, readings))
    actors = _without_object(verb, actors, readings)
    if not passive and _has_content(verb) and not [r for r in recipients if all(r is not a for a in actors)]:
        recipients.extend(next((found for c in below if (found := within(c, readings, 1))), []))
    if not passive and _is_got(verb):
        actors, recipients = recipients, actors  # "received threats from"
    doers = unique(actors)
    return doers, tuple(r for r in unique(recipients) if all(r is not a for a in doers))


def _is_got(verb: Token) -> bool:
    """Whether the subject is who the act is done to: *received threats from*, *has the support of*."""
    kind = kind_by_object(verb)
    if kind is None:
        return False
    return lemma(verb) in words("gets") or (lemma(verb) == "have" and kind.plover == "SUPPORT")


def _is_mutual(noun: Token) -> bool:
    kind = noun_kind(noun)
    return kind is not None and kind.plover in ("AGREE", "CONSULT", "COOPERATE")


def _is_aside(child: Token, suffered: bool) -> bool:
    """Whether an argument names no further side where the verb has one: *expelled from*, *accused of*.

    ``suffered`` says that the subject is known to suffer the act: then *extradited to* names none either.
    """
    if not child.dep_.startswith("obl"):
        return False
    return case_of(child) in _ASIDE or (suffered and case_of(child) == "to")


def _without_object(verb: Token, actors: list[Referent], readings: Readings) -> list[Referent]:
    """The actors but for whom a pronoun as object means, where the subject may be one further up.

    *They felt that she lied and accused her*: nobody accused herself.
    """
    above = verb.head
    if any(c.dep_ in SUBJECTS for c in verb.children) or above.dep_ != "ccomp" or above.head == above:
        return actors
    objects = [c for c in verb.children if c.dep_ in ("obj", "iobj") and c.tag_ == "PRP" and "self" not in c.lower_]
    suffering = [r for c in objects for r in readings.participants(c)]
    left = [a for a in actors if all(a is not r for r in suffering)]
    if len(left) == len(actors):
        return actors
    return [*left, *(r for c in above.head.children if c.dep_ in SUBJECTS for r in readings.participants(c))]


def _stray_object(verb: Token, readings: Readings) -> list[Referent]:
    """Whom the noun phrase right behind a verb names that has no object: one that the parser hung elsewhere.

    ``met President-elect Mara Lund``: a hyphen within a title parts it.
    """
    if any(c.dep_ in ("obj", "iobj", "ccomp") for c in verb.children):
        return []
    for token in verb.doc[verb.i + 1 : min(verb.i + 1 + _PHRASE, verb.sent.end)]:
        if token.pos_ not in _IN_PHRASE and token.text != "-":
            break
        if found := readings.at(token):
            return found
    return []


def _has_content(verb: Token) -> bool:
    """Whether the clause under a verb is what it is about: *urged that*; *met to discuss* only says what for.

    Where whoever is urged has a word of his own, the clause names no other: *urged the farmers to help Oldwick*.
    """
    kind = verb_kind(verb)
    if any(_is_addressed(c) for c in verb.children):
        return False
    return kind is None or kind.plover in ("AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE", "PROTEST")


def _is_addressed(child: Token) -> bool:
    """``urged officials``, ``called on teachers``."""
    said_to = child.dep_ in ("obj", "iobj") or (child.dep_ == "obl" and case_of(child) in ("on", "upon", "to", "with"))
    return said_to and noun_kind(child) is None and is_person(child)


def _is_attack(child: Token) -> bool:
    """``killed in a clash with``: the fight in which something was suffered."""
    kind = noun_kind(child) if child.dep_.startswith("obl") and case_of(child) in ("in", "during") else None
    return kind is not None and kind.plover == "ASSAULT"


def _attackers(attack: Token, readings: Readings) -> Iterator[Referent]:
    """Who fought in it: *a clash with rebels*, *an attack by rebels*, *a Swedish raid*."""
    for inner in attack.children:
        if case_of(inner) in ("with", "by") or inner.dep_ in ("amod", "nmod:poss"):
            yield from readings.participants(inner)


def _is_circumstance(clause: Token) -> bool:
    """``as Europe waits``: what goes on beside an act is nobody's part in it."""
    return clause.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _BESIDE for c in clause.children)


def share_a_name(readings: Readings, one: Token, other: Token) -> bool:
    """Whether two noun phrases name one entity: *Portugal* and *the Portuguese president*."""
    return bool(readings.named_in(one) & readings.named_in(other))


def _subject(verb: Token, subject: Token, readings: Readings) -> list[Referent]:
    """Whom the subject means; *it* in what somebody says of itself is the one who says it."""
    if verb.dep_ == "acl:relcl" and subject.tag_ in ("WP", "WDT"):
        return list(readings.participants(verb.head))
    found = list(readings.participants(subject))
    above = verb.head
    if not found and subject.lower_ in THIRD and verb.dep_ in ("ccomp", "xcomp") and above != verb:
        for child in _arguments(above):
            if child.dep_ in SUBJECTS:
                return list(readings.participants(child))
    return found


def _arguments(verb: Token) -> list[Token]:
    """The verb's own, and the subject of the verb that it is joined to or stands under where it has none."""
    own = list(verb.children)
    if controller := controllers(verb):
        return [*controller, *own]
    judge = judged_by(verb)
    if judge is not None:
        return [*judged(judge), *own]
    above = verb
    while (
        not any(c.dep_ in SUBJECTS for c in own)
        and above.dep_ in ("conj", "xcomp", "advcl", "acl")
        and above.head != above
    ):
        above = above.head
        if above.pos_ == "NOUN":
            if above.dep_ == "obj":
                continue
            break
        subjects = [c for c in above.children if c.dep_ in SUBJECTS]
        passive = any(c.dep_ in ("nsubj:pass", "aux:pass") for c in above.children)
        raised = verb.dep_ == "xcomp" and any(c.lower_ == "to" for c in verb.children)  # "is expected to meet"
        if subjects and (raised or not passive or is_passive(verb)):
            return [*subjects, *own]
    return own


def is_together(verb: Token, actors: Sequence[Referent]) -> bool:
    """Whether the subjects of a verb are both its sides: *they met*, *the minister and some farmers met*."""
    if lemma(verb) not in words("together"):
        return False
    joined = any(c.dep_ in SUBJECTS and any(j.dep_ == "conj" for j in c.children) for c in verb.children)
    return len(actors) > 1 or (joined and bool(actors))
