"""Whether a verb's clause tells an act in full, or only sounds like one.

Guarantees: what nobody does (*a storm killed four*), what only another verb is about (*vowed to attack*) and
what is left out (*declined to comment*) is no act of its own.
"""

from collections.abc import Sequence

from spacy.tokens import Token

from tasks.extract.event_happenings import is_happening
from tasks.extract.event_lexicon import is_group, kind_by_object, noun_kind, objects, verb_form, verb_kind
from tasks.extract.event_voice import SUBJECTS
from tasks.extract.event_words import Kind, lemma, words
from tasks.extract.noun_phrases import case_of
from tasks.extract.referents import Referent

_ABOUT_ACTS = frozenset(("REQUEST", "REJECT", "THREATEN", "AGREE"))


def is_fate(verb: Token, kind: Kind) -> bool:
    """``a storm killed four``, ``four were killed in a fire``: what nobody does is no assault."""
    if kind.plover != "ASSAULT":
        return False
    told = [
        c
        for c in verb.children
        if c.dep_ in (*SUBJECTS, "obl:agent") or (c.dep_ == "obl" and case_of(c) in ("in", "by", "from", "during"))
    ]
    if verb.dep_ == "acl:relcl":
        told.append(verb.head)  # "the earthquake that struck the north"
    if verb.dep_ in ("advcl", "conj") and not any(c.dep_ in SUBJECTS for c in verb.children):
        told.extend(c for c in verb.head.children if c.dep_ in SUBJECTS)  # "a drought spread, killing cattle"
    return any(lemma(c) in words("calamities") and is_happening(c) for c in told)


def is_content(verb: Token) -> bool:
    """Whether the act is only what another act asks for, refuses or threatens: that one tells it."""
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.tag_ == "VB":
        return is_content(verb.head)
    above = verb.head
    to = verb.dep_ in ("xcomp", "ccomp", "advcl") and any(c.lower_ == "to" for c in verb.children) and above != verb
    if not to or above.pos_ != "VERB":
        return False
    kind = verb_kind(above)
    return lemma(above) == "offer" or (kind is not None and kind.plover in _ABOUT_ACTS)


def is_clear(verb: Token) -> bool:
    """Whether a verb tells its act without a named recipient: by its sense, its object or whom it is done to."""
    if verb_form(verb) not in words("needs_recipient") or kind_by_object(verb) is not None:
        return True
    kind = verb_kind(verb)
    if kind is not None and kind.plover == "PROTEST":
        return any(c.dep_ in SUBJECTS and is_group(c) for c in verb.children)
    if kind is not None and kind.plover in ("SUPPORT", "REJECT"):
        return any(lemma(noun) in words("measures") for noun in objects(verb))  # "backed the plan"
    if kind is not None and kind.plover == "COERCE" and any(c.dep_ == "obl:agent" for c in verb.children):
        return True  # "were charged by the commission"
    against = (c for c in verb.children if c.dep_ == "obl" and case_of(c) == "with")
    return any(lemma(noun) in words("victims") for noun in (*objects(verb), *against))


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
