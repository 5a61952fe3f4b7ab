"""Who does it, and to or with whom: the participants of a trigger by grammar.

Guarantees: a participant is an entity that the text names or refers to (``event_readings``); nobody is on
both sides.
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from tasks.extract.event_lexicon import Kind, is_owner, lemma, noun_kind, verb_kind, words
from tasks.extract.event_readings import Readings
from tasks.extract.noun_phrases import case_of
from tasks.extract.referents import Referent

SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
AGAINST = frozenset(
    (
        "against",
        "with",
        "at",
        "on",
        "to",
        "for",
        "upon",
        "toward",
        "towards",
        "between",
        "from",
        "over",
        "of",
        "among",
        "into",
    )
)
_BELOW = frozenset(("xcomp", "ccomp", "acl", "advcl"))
_THIRD = frozenset(("it", "he", "she", "they"))
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
    for child in _arguments(verb):
        if child.head == judge:
            actors.extend(readings.participants(child))
        elif child.dep_ in SUBJECTS:
            (recipients if passive else actors).extend(_subject(verb, child, readings))
        elif passive and child.dep_.startswith("obl") and case_of(child) == "by":
            actors.extend(readings.participants(child))
        elif passive and _is_attack(child):
            actors.extend(_attackers(child, readings))
        elif child.dep_ in _BELOW:
            below.extend([child] if child.lower_ != "according" and not _is_circumstance(child) else [])
        else:
            recipients.extend(_affected(child, readings))
    if not (recipients or passive):
        recipients.extend(_stray_object(verb, readings))
    if not [r for r in recipients if all(r is not a for a in actors)]:
        recipients.extend(r for clause in below for r in _within(clause, readings, 2))
    doers = unique(actors)
    return doers, tuple(r for r in unique(recipients) if all(r is not a for a in doers))


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


def is_passive(verb: Token) -> bool:
    """Whether the subject suffers what the verb says; who *is opposed to* something opposes it."""
    marked = any(c.dep_ in ("nsubj:pass", "aux:pass") for c in verb.children)
    to = any(c.dep_.startswith("obl") and case_of(c) == "to" for c in verb.children)
    return marked and not (lemma(verb) == "oppose" and to)


def share_a_name(readings: Readings, one: Token, other: Token) -> bool:
    """Whether two noun phrases name one entity: *Portugal* and *the Portuguese president*."""
    return bool(readings.named_in(one) & readings.named_in(other))


def unique(referents: Sequence[Referent]) -> tuple[Referent, ...]:
    """Each once, in order."""
    return tuple({id(r): r for r in referents}.values())


def _subject(verb: Token, subject: Token, readings: Readings) -> list[Referent]:
    """Whom the subject means; *it* in what somebody says of itself is the one who says it."""
    if verb.dep_ == "acl:relcl" and subject.tag_ in ("WP", "WDT"):
        return list(readings.participants(verb.head))
    found = list(readings.participants(subject))
    above = verb.head
    if not found and subject.lower_ in _THIRD and verb.dep_ in ("ccomp", "xcomp") and above != verb:
        for child in _arguments(above):
            if child.dep_ in SUBJECTS:
                return list(readings.participants(child))
    return found


def _affected(child: Token, readings: Readings) -> Iterator[Referent]:
    """The entities that an argument other than the subject puts on the receiving side."""
    if child.dep_ in ("obj", "iobj") or (child.dep_ == "obl" and case_of(child) == ""):
        if lemma(child.head) in words("topical"):
            yield from _partners(child, readings)
            return
        yield from readings.participants(child)
        blamed = _is_blame(noun_kind(child))
        for inner in child.children:
            if inner.dep_ == "nmod" and (case_of(inner) in AGAINST or (blamed and case_of(inner) == "about")):
                yield from readings.participants(inner)
            elif inner.dep_ == "acl":
                yield from _within(inner, readings, 1)
    elif child.dep_.startswith("obl") and (_is_against(child) or _is_complaint(child)):
        yield from readings.participants(child)


def _partners(topic: Token, readings: Readings) -> Iterator[Referent]:
    """With whom something is discussed: what is discussed takes no part in it."""
    for inner in topic.subtree:
        if inner.dep_ == "nmod" and case_of(inner) == "with":
            yield from readings.participants(inner)


def _is_against(child: Token) -> bool:
    """Whether a preposition puts somebody on the other side; not *according to*, nor *over* what somebody did."""
    before = child.doc[max(0, child.left_edge.i - 1) : child.left_edge.i + 1]
    if any(t.lower_ == "according" for t in before):
        return False
    case = case_of(child)
    return case in AGAINST and not (case == "over" and noun_kind(child) is not None)


def _is_complaint(child: Token) -> bool:
    """``complained about the council``."""
    return case_of(child) == "about" and child.head.pos_ == "VERB" and _is_blame(verb_kind(child.head))


def _is_blame(kind: Kind | None) -> bool:
    return kind is not None and kind.plover == "ACCUSE"


def _within(clause: Token, readings: Readings, depth: int) -> list[Referent]:
    """Whom a clause under the trigger is about: its subject, else whom it affects."""
    subjects = [c for c in clause.children if c.dep_ in SUBJECTS and c.lower_ not in _THIRD]
    found = [r for c in subjects for r in readings.participants(c)]
    if found:
        return found
    found = [r for c in clause.children if c.dep_ not in SUBJECTS for r in _affected(c, readings)]
    if not found and depth:
        lower = [c for c in clause.children if c.dep_ in _BELOW]
        found = [r for c in lower for r in _within(c, readings, depth - 1)]
    return found


def _arguments(verb: Token) -> list[Token]:
    """The verb's own, and the subject of the verb that it is joined to or stands under where it has none."""
    own = list(verb.children)
    judge = judged_by(verb)
    if judge is not None:
        return [*(c for c in judge.children if c.dep_ == "obj"), *own]
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
        if subjects and (raised or not passive):
            return [*subjects, *own]
    return own


def judged_by(verb: Token) -> Token | None:
    """The verb under which somebody is praised, blamed or punished *for doing* something."""
    above = verb.head
    if (
        verb.dep_ not in ("advcl", "acl", "xcomp", "ccomp")
        or above == verb
        or above.pos_ != "VERB"
        or verb.tag_ != "VBG"
    ):
        return None
    reason = any(c.lower_ == "for" and c.dep_ in ("mark", "case") for c in verb.children)
    kind = verb_kind(above) if reason and any(c.dep_ == "obj" for c in above.children) else None
    return above if kind is not None and kind.plover in words("judged") else None


def noun_sides(noun: Token, readings: Readings) -> tuple[tuple[Referent, ...], tuple[Referent, ...]]:
    """``Russia's attack on Kyiv``, ``talks between A and B``: a noun's own two sides."""
    actors: list[Referent] = []
    recipients: list[Referent] = []
    for child in noun.children:
        case = case_of(child)
        predicate = child.dep_ in SUBJECTS and is_owner(child)  # "appeared to be A's first meeting with B"
        if (
            child.dep_ == "nmod:poss"
            or predicate
            or (child.dep_ in ("amod", "compound") and child.i < noun.i and not readings.is_site(child, noun))
            or case == "by"
        ):
            actors.extend(readings.participants(child))
        elif child.dep_ in ("nmod", "obl") and case in AGAINST:
            (actors if case in ("between", "from", "among") else recipients).extend(readings.participants(child))
    doers = unique(actors)
    return doers, tuple(r for r in unique(recipients) if all(r is not a for a in doers))


def is_together(verb: Token, actors: Sequence[Referent]) -> bool:
    """Whether the subjects of a verb are both its sides: *they met*."""
    return lemma(verb) in words("together") and len(actors) > 1
