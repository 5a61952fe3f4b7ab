"""Whether a verb's clause tells an act in full, or only sounds like one.

Guarantees: what nobody does (*a storm killed four*), what only another verb is about (*vowed to attack*) and
what is left out (*declined to comment*) is no act of its own.
"""

from collections.abc import Sequence

from spacy.tokens import Token

from tasks.extract.event_happenings import is_happening
from tasks.extract.event_lexicon import (
    Kind,
    is_group,
    kind_by_object,
    lemma,
    noun_kind,
    objects,
    verb_form,
    verb_kind,
    words,
)
from tasks.extract.event_sides import SUBJECTS
from tasks.extract.lexicon import LEXICON
from tasks.extract.names import Referent
from tasks.extract.noun_phrases import case_of
from tasks.extract.role_nouns import names_a_person

_IN_NAME = frozenset(("compound", "amod", "flat", "conj"))
_ABOUT_ACTS = frozenset(("REQUEST", "REJECT", "THREATEN", "AGREE"))


def is_fate(verb: Token, kind: Kind) -> bool:
    """``a storm killed four``, ``four were killed in a fire``: what nobody does is no assault."""
    if kind.plover != "ASSAULT":
        return False
    told = [
        c
        for c in verb.children
        if c.dep_ in (*SUBJECTS, "obl:agent") or (c.dep_ == "obl" and case_of(c) in ("in", "by", "from"))
    ]
    if verb.dep_ == "acl:relcl":
        told.append(verb.head)  # "the earthquake that struck the north"
    return any(lemma(c) in words("calamities") and is_happening(c) for c in told)


def is_content(verb: Token) -> bool:
    """Whether the act is only what another act asks for, refuses or threatens: that one tells it."""
    above = verb.head
    to = verb.dep_ in ("xcomp", "ccomp", "advcl") and any(c.lower_ == "to" for c in verb.children) and above != verb
    if not to or above.pos_ != "VERB":
        return False
    kind = verb_kind(above)
    return lemma(above) == "offer" or (kind is not None and kind.plover in _ABOUT_ACTS)


def has_other_sense(verb: Token) -> bool:
    """Whether a verb of the lexicon means something else by what it stands with: *beat* at tennis, *met its goals*."""
    name = lemma(verb)
    done_to = [c for c in verb.children if c.dep_ == "obj"]
    clauses = [c for c in verb.children if c.dep_ in ("xcomp", "ccomp")]
    match name:
        case "demonstrate":
            return bool(done_to) or any(c.dep_ == "ccomp" for c in clauses)  # shows something
        case "seek":
            return not done_to and any(c.pos_ == "VERB" for c in clauses)  # tries
        case "meet":
            passive = any(c.dep_ == "nsubj:pass" for c in verb.children)
            agent = any(case_of(c) == "by" for c in verb.children)
            return (passive and not agent) or any(map(_is_no_partner, done_to))
        case "mobilise" | "mobilize":
            return any(c.pos_ == "NOUN" and not _is_armed(c) for c in done_to)
        case "beat":
            return not _is_violent(verb)
        case "release" | "free":
            told = [*done_to, *(c for c in verb.children if c.dep_ == "nsubj:pass")]
            return any(c.pos_ == "NOUN" and not (names_a_person(c) or is_group(c)) for c in told)  # a film
        case "threaten":
            return verb.tag_ == "VBN" and verb.dep_ == "xcomp"  # "felt threatened by"
        case "host":
            return any(c.pos_ == "NOUN" and not (names_a_person(c) or noun_kind(c)) for c in done_to)
        case "speak" | "talk":
            return any(_is_media(c) for c in verb.children if c.dep_.startswith("obl") and case_of(c) in ("to", "with"))
        case _:
            return False


def _is_no_partner(met: Token) -> bool:
    """``met its goals``, ``met demand``; who meets *demands* gives in, and has its own entry."""
    return lemma(met) in words("met_without_people") or met.lower_ == "demand"


def _is_armed(noun: Token) -> bool:
    kind = noun_kind(noun)
    return lemma(noun) in words("forces") or (kind is not None and kind.plover in ("MOBILIZE", "AID", "ASSAULT"))


def _is_violent(beating: Token) -> bool:
    """``beat four protesters``, ``was beaten to death``, ``police beat him``: not who won against whom."""
    how = any(case_of(c) in ("to", "with") and lemma(c) not in words("victims") for c in beating.children)
    manner = any(c.lower_ in ("up", "badly", "severely", "brutally", "savagely") for c in beating.children)
    return how or manner or any(is_group(c) for c in beating.children if c.pos_ == "NOUN")


def _is_media(noun: Token) -> bool:
    """Whether a noun phrase means a newspaper or those who write for it: to speak to them is to say."""
    if any(t.text in LEXICON["outlets"] or t.text in LEXICON["agencies"] for t in (noun, *noun.children)):
        return True
    return any(lemma(t) in words("media") for t in (noun, *(c for c in noun.children if c.dep_ in _IN_NAME)))


def is_clear(verb: Token) -> bool:
    """Whether a verb tells its act without a named recipient: by its sense, its object or whom it is done to."""
    if verb_form(verb) not in words("needs_recipient") or kind_by_object(verb) is not None:
        return True
    kind = verb_kind(verb)
    if kind is not None and kind.plover == "PROTEST":
        return any(c.dep_ in SUBJECTS and is_group(c) for c in verb.children)
    if kind is not None and kind.plover in ("SUPPORT", "REJECT"):
        return any(lemma(noun) in words("measures") for noun in objects(verb))  # "backed the plan"
    return any(lemma(noun) in words("victims") for noun in objects(verb))


def is_said_in_full(verb: Token, recipients: Sequence[Referent]) -> bool:
    """Whether what is agreed, asked or refused is told: *she agreed*, *declined to comment* tell nothing."""
    clauses = [c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "advcl")]
    name = lemma(verb)
    if name in ("decline", "refuse") and any(lemma(c) in words("withheld") for c in clauses):
        return bool(recipients)
    if name == "deny" and clauses:
        return False  # to deny that something was done rejects nobody
    if name == "warn":
        return any(verb_kind(c) for c in clauses) or any(noun_kind(c) or case_of(c) == "against" for c in verb.children)
    if name == "ask":
        return any(_is_asked_for(c) for c in verb.children)
    if name == "oppose" and verb.dep_ == "acl" and verb.tag_ == "VBN":
        return False  # "as opposed to"
    if name in ("commit", "undertake") and kind_by_object(verb) is None:
        return any(case_of(c) == "to" or any(t.lower_ == "to" for t in c.children) for c in verb.children)
    if name not in words("needs_complement") or kind_by_object(verb) is not None:
        return True
    over = any(c.dep_.startswith("obl") and case_of(c) in ("to", "on", "upon", "for") for c in verb.children)
    return bool(clauses) or over or any(True for _ in objects(verb))


def _is_asked_for(part: Token) -> bool:
    """``asked her to go``, ``asked that it end``, ``asked for help``; *asked whether*, *asked why* are questions."""
    if part.dep_.startswith("obl"):
        return case_of(part) == "for"
    joins = {c.lower_ for c in part.children if c.dep_ == "mark"}
    return part.dep_ in ("xcomp", "ccomp", "advcl") and bool(joins & {"to", "that"}) and not joins & {"whether", "if"}
