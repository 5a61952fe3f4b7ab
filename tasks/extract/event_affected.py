"""Whom an argument puts on the other side, and a noun's own two sides.

Guarantees: what is given away, discussed or only talked about takes no part; nor do a cause, a source or a topic.
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from tasks.extract.event_lexicon import is_owner, kind_by_object, noun_kind, verb_kind
from tasks.extract.event_readings import Readings
from tasks.extract.event_voice import SUBJECTS
from tasks.extract.event_words import Kind, lemma, words
from tasks.extract.noun_phrases import case_of
from tasks.extract.referents import Referent
from tasks.extract.role_nouns import names_a_person

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
_STATES = frozenset(("arrest", "custody", "detention", "street"))
"""Nouns of a phrase that tells an act with its verb: *taken into custody*."""
_GIVEN = frozenset(("", "AGREE", "AID", "CONSULT", "COOPERATE", "MOBILIZE", "SUPPORT"))
"""Kinds of nouns whose other side is that of the verb over them too."""
_DONE = frozenset(("ACCUSE", "ASSAULT", "COERCE", "REQUEST", "SUPPORT", "THREATEN"))
"""Kinds of acts whose noun names the doer before it."""
THIRD = frozenset(("it", "he", "she", "they"))


def noun_sides(noun: Token, readings: Readings) -> tuple[tuple[Referent, ...], tuple[Referent, ...]]:
    """``Russia's attack on Kyiv``, ``talks between A and B``: a noun's own two sides."""
    actors: list[Referent] = []
    recipients: list[Referent] = []
    # "attacks of the army on Oldwick": some parses hang the last phrase on the one before it
    kind = noun_kind(noun)
    onto = {"on", "against"} | ({"to"} if kind is not None and kind.mode == "visit" else set())
    deep = [c for of in noun.children if case_of(of) == "of" for c in of.children if case_of(c) in onto]
    parts = [*noun.children, *(c for c in deep if c.dep_ == "nmod")]
    cases = {case_of(child) for child in parts if child.dep_ in ("nmod", "obl")}
    done_by = bool(cases & onto)
    suffered = lemma(noun) in words("suffered") and "of" not in cases
    for child in parts:
        case = case_of(child)
        if suffered and child.dep_ in ("nmod:poss", "compound"):
            recipients.extend(readings.participants(child))  # "her arrest"
            continue
        predicate = child.dep_ in SUBJECTS and is_owner(child)  # "appeared to be A's first meeting with B"
        if (
            child.dep_ == "nmod:poss"
            or predicate
            or (child.dep_ in ("amod", "compound") and child.i < noun.i and not readings.is_site(child, noun))
            or case == "by"
        ):
            actors.extend(readings.participants(child))
        elif child.dep_ in ("nmod", "obl") and _is_against(child):
            doing = case in ("between", "from", "among") or (case == "of" and done_by)
            (actors if doing else recipients).extend(readings.participants(child))
    doers = unique(actors)
    return doers, tuple(r for r in unique(recipients) if all(r is not a for a in doers))


def unique(referents: Sequence[Referent]) -> tuple[Referent, ...]:
    """Each once, in order."""
    return tuple({id(r): r for r in referents}.values())


def affected(child: Token, readings: Readings) -> Iterator[Referent]:
    """The entities that an argument other than the subject puts on the receiving side."""
    if child.dep_ in ("obj", "iobj") or (child.dep_ == "obl" and case_of(child) == ""):
        if lemma(child.head) in words("topical"):
            yield from _partners(child, readings)
            return
        if _is_act_of_others(child):
            yield from noun_sides(child, readings)[0]
            return
        own = _named_in(child, readings)
        yield from own
        blamed = _is_blame(noun_kind(child))
        for inner in child.children:
            if lemma(child) in words("kin") or names_a_person(child):
                continue  # the wife of a minister, an ambassador to Oldwick
            if own and case_of(inner) not in ("against", "with"):
                continue
            if inner.dep_ == "nmod" and (_is_against(inner) or (blamed and case_of(inner) == "about")):
                yield from readings.participants(inner)
            elif inner.dep_ == "acl" and noun_kind(child) is not None and inner.tag_ == "VB":
                yield from within(inner, readings, 1)  # "a threat to attack"
    elif lemma(child) in _STATES:
        return  # "took to the streets of Oldwick"
    elif child.dep_.startswith("obl") and (_is_against(child) or _is_complaint(child)):
        yield from noun_sides(child, readings)[0] if _is_act_of_others(child) else readings.participants(child)


def _named_in(child: Token, readings: Readings) -> list[Referent]:
    """Whom an object names: of an act that the verb does (*voiced Swedish support for*) only those it is done to."""
    if _is_given(child):
        return []
    kind = kind_by_object(child.head) if noun_kind(child) is not None and child.head.pos_ == "VERB" else None
    if kind is not None and kind.plover in _DONE:
        return list(noun_sides(child, readings)[1])
    return list(readings.participants(child))


def _is_given(thing: Token) -> bool:
    """``sent Swedish tents``, ``blocked the Oldwick road``: a thing is nobody's side."""
    kind = kind_by_object(thing.head) if thing.dep_ == "obj" and thing.pos_ == "NOUN" else None
    return kind is not None and (
        kind.plover in ("AID", "MOBILIZE") or kind.mode == "obstruct"
    )  # a road suffers nothing


def _is_act_of_others(noun: Token) -> bool:
    """``condemned the attack on Oldwick``: an act that is only talked about puts its doer on the other side, if any."""
    kind = noun_kind(noun)
    if kind is None or kind.plover in _GIVEN or kind.mode == "restrict" or noun.head.pos_ != "VERB":
        return False  # "promised aid to", "called for sanctions against"
    return kind_by_object(noun.head) is None


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
    if case == "at" and lemma(child.head) not in words("called_at"):
        return False  # "arrested at the border", "met at the palace"
    if case == "from" and child.head.pos_ == "VERB" and (kind := verb_kind(child.head)) is not None:
        return kind.plover in ("AID", "REQUEST", "REJECT", "RETREAT", "SANCTION") or lemma(child.head) in words("gets")
    if case in ("on", "over") and _is_topical(child.head):
        return False
    return case in AGAINST and not (case == "over" and noun_kind(child) is not None)


def _is_topical(head: Token) -> bool:
    """``agreed on the future of``, ``talks on``, ``failed to agree over``: what an accord or a talk is about."""
    kind = verb_kind(head) if head.pos_ == "VERB" else noun_kind(head)
    return kind is not None and kind.plover in ("AGREE", "CONSULT", "REJECT")


def _is_complaint(child: Token) -> bool:
    """``complained about the council``."""
    return case_of(child) == "about" and child.head.pos_ == "VERB" and _is_blame(verb_kind(child.head))


def _is_blame(kind: Kind | None) -> bool:
    return kind is not None and kind.plover == "ACCUSE"


def within(clause: Token, readings: Readings, depth: int) -> list[Referent]:
    """Whom a clause under the trigger is about: its subject, else whom it affects."""
    if clause.pos_ == "PROPN":
        return list(readings.participants(clause))  # "called for Norway to leave", as some parses have it
    subjects = [c for c in clause.children if c.dep_ in SUBJECTS and c.lower_ not in THIRD]
    found = [r for c in subjects for r in readings.participants(c)]
    if found:
        return found
    found = [r for c in clause.children if c.dep_ not in SUBJECTS for r in affected(c, readings)]
    if not found and depth:
        lower = [c for c in clause.children if c.dep_ in ("xcomp", "ccomp")]
        found = [r for c in lower for r in within(c, readings, depth - 1)]
    return found
