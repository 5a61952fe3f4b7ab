"""Whether an act happened, and what it is to will it, refuse it or ask for it.

Guarantees: what is denied, planned or only possible is not asserted. Who says that he will cooperate
agrees, who says that he will harm threatens, who will not cooperate rejects (the manual's reading of
statements of intent): that is an act of its own, with the words that say so as its trigger.
"""

from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Token

from tasks.extract.event_lexicon import COOPERATIVE, threatened, verb_kind
from tasks.extract.event_voice import is_alleged
from tasks.extract.event_words import Kind, governors, lemma, words
from tasks.extract.lexicon import LEXICON

_FUTURE = frozenset(("will", "shall", "'ll", "’ll", "wo"))
_MIGHT = frozenset(("could", "may", "might", "would", "should", "can", "must", "'d", "’d"))
_OBLIGED = frozenset(("must", "need", "ought", "shall"))
SAYING = frozenset(
    ("say", "reiterate", "state", "insist", "stress", "declare", "remind", "conclude", "announce", "tell", "claim",
     "confirm", "warn", "repeat", "add", "maintain", "assert", "write", "quote", "assure")
)  # fmt: skip
_CARRIED_OUT = frozenset(("careful", "quick", "proud", "glad", "happy", "sorry", "pleased", "first", "last", "right"))
"""Adjectives under which an act was done: *careful to praise*."""
_SAID = frozenset(("REQUEST", "REJECT", "ACCUSE", ""))
"""Acts of speech, and those outside of PLOVER: to intend them is no act."""
_WILLED = frozenset(("AGREE", "REQUEST", "REJECT", "THREATEN"))
"""Acts whose content is still to come."""
_UNREAL = frozenset(("if", "unless", "whether"))
_NOT = frozenset(("not", "n't", "n’t", "never", "no"))
_NONE = frozenset(("no", "neither"))
_ONE = frozenset(("a", "an", "one", "single"))
"""*not a single officer*, but not *not only*."""
_NOBODY = frozenset(("nobody", "none", "nothing"))
_TRYING = frozenset(("try", "attempt", "seek"))
_DENYING = frozenset(("deny", "refute", "rebut", "disprove"))
_HELD_BACK = frozenset(LEXICON["irrealis_governors"])
"""What is said of a verb under one of these has not happened by that."""


@dataclass(frozen=True, slots=True)
class Stance:
    """An act of will about another act: its kind and the word that says so."""

    kind: Kind
    trigger: Token


def modality(verb: Token) -> str:
    """Whether a verb's act is asserted, negated, future, hypothetical or generic."""
    words_ = {c.lower_ for c in verb.children if c.dep_ in ("aux", "advmod", "mark", "det")}
    if words_ & _UNREAL or words_ & _MIGHT:
        return "hypothetical"
    if words_ & _NOT or any(map(_is_none, verb.children)):
        return "negated"
    if (unreal := _beside_fact(verb)) is not None:
        return unreal
    if words_ & _FUTURE:
        return "future"
    if is_alleged(verb) or _is_wished(verb) or _is_unfulfilled(verb):
        return "hypothetical"
    return _by_clause_above(verb)


def _by_clause_above(verb: Token) -> str:
    """What the clause that a verb stands under says of its act."""
    above = verb.head
    if above != verb and verb.dep_ in ("ccomp", "xcomp") and lemma(above) in _DENYING:
        return "negated" if modality(above) == "asserted" else "hypothetical"
    held = verb.dep_ in ("xcomp", "ccomp", "advcl", "acl") and any(c.lower_ == "to" for c in verb.children)
    if above != verb and held:
        if lemma(above) in _TRYING and (kind := verb_kind(verb)) is not None and kind.plover in COOPERATIVE:
            return "hypothetical"  # who tried to attack did harm, who tried to help did not yet help
        if lemma(above) in words("attempts") or (above.pos_ == "ADJ" and lemma(above) in _CARRIED_OUT):
            return modality(above)
        held_back = _HELD_BACK | governors("ready") | governors("due") | words("unfulfilled")
        if lemma(above) in held_back or verb.dep_ in ("acl", "advcl"):
            return "hypothetical"
    asked = verb.dep_ == "xcomp" and held and (of := verb_kind(above)) is not None and of.plover in _WILLED
    if asked and above.pos_ == "VERB":
        return "hypothetical"  # "urged them to leave"
    if above != verb and verb.dep_ == "conj":
        return modality(above) if modality(above) != "negated" else "asserted"
    if above != verb and verb.dep_ == "xcomp" and above.pos_ in ("VERB", "ADJ"):
        return "hypothetical" if above.pos_ == "ADJ" and lemma(above) not in _CARRIED_OUT else modality(above)
    if "Tense=Pres" in str(verb.morph) and verb.tag_ in ("VBP", "VBZ") and verb.dep_ in ("advcl", "acl:relcl"):
        return "generic" if not any(c.dep_ == "aux" for c in verb.children) else "asserted"
    return "asserted"


def _is_unfulfilled(verb: Token) -> bool:
    """``contemplated killing``, ``prevented him from attacking``."""
    return (
        verb.tag_ == "VBG"
        and verb.dep_ in ("xcomp", "ccomp", "advcl", "obj")
        and lemma(verb.head) in words("unfulfilled")
    )


def _is_wished(verb: Token) -> bool:
    """``demanded that Sweden leave``: the bare form under a verb is what somebody wants."""
    free = not any(c.dep_ == "aux" or c.lower_ == "to" for c in verb.children)
    return verb.dep_ == "ccomp" and verb.tag_ == "VB" and free and any(c.dep_ == "nsubj" for c in verb.children)


def _is_none(argument: Token) -> bool:
    """``gave no support``, ``nobody met``: an act that one of its parts denies."""
    if argument.dep_ not in ("nsubj", "nsubj:pass", "obj", "iobj"):
        return False
    before = {c.lower_ for c in argument.children if c.dep_ in ("det", "nummod", "amod", "compound", "advmod")}
    none = bool(before & _NONE) or ("not" in before and bool(before & _ONE))
    return argument.lower_ in _NOBODY or none


def _beside_fact(verb: Token) -> str | None:
    """``without attacking`` was not, ``a condition for meeting`` need not be; None for all other verbs."""
    if verb.tag_ != "VBG" or any(c.dep_ in ("nsubj", "nsubj:pass") for c in verb.children):
        return None
    joins = {c.lower_ for c in verb.children if c.dep_ in ("mark", "case", "cc")}
    if joins & {"without", "instead"}:
        return "negated"
    if lemma(verb.head) == "interest" and "in" in joins:
        return "hypothetical"
    loose = (
        verb.dep_ != "conj"
        and verb.head.pos_ in ("NOUN", "NUM", "PRON")
        and joins & {"for", "of", "from", "against", "about"}
    )
    return "hypothetical" if loose else None


def stance(verb: Token, kind: Kind | None, same: Callable[[Token, Token], bool]) -> Stance | None:
    """The will that is told about the act of ``verb``, if that is an act itself.

    ``same`` says whether two noun phrases name one entity.
    """
    governor = _governor(verb)
    if governor is not None:
        return _of_governor(governor, verb, kind)
    sayer = _sayer(verb, same)
    if sayer is None or modality(sayer) != "asserted" or kind is None or kind.plover in _SAID:
        return None
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if not auxiliaries & (_FUTURE | {"would", "'d", "’d"}):
        return None
    refused = any(c.lower_ in _NOT for c in verb.children)
    if refused:
        return Stance(Kind("REJECT", None), sayer) if kind.plover in COOPERATIVE else None
    return Stance(_intended(kind), sayer)


def _intended(kind: Kind) -> Kind:
    return Kind("AGREE", None) if kind.plover in COOPERATIVE else threatened(kind)


def _of_governor(governor: Token, verb: Token, kind: Kind | None) -> Stance | None:
    if modality(governor) != "asserted":
        return None
    name = lemma(governor)
    if name in words("refuses_to"):
        cooperative = kind is not None and kind.plover in COOPERATIVE
        return Stance(Kind("REJECT", None), governor) if cooperative and name == "fail" else None
    itself = governor.pos_ == "VERB" and verb_kind(governor) is not None
    if kind is None:
        willing = name in governors("agree") | governors("ready") or governor.lower_ in governors("ready")
        gives = willing and not itself and lemma(verb) in words("cooperates")
        return Stance(Kind("AGREE", None), governor) if gives else None
    if itself and kind.plover in COOPERATIVE:
        return None  # the verb of the lexicon tells it itself
    if kind.plover in _SAID and name not in governors("agree"):
        return None
    if name == "offer":
        return Stance(Kind("AGREE", None), governor)  # help is offered, harm is not
    return Stance(_intended(kind), governor)


def _governor(verb: Token) -> Token | None:
    """The verb or adjective of intent that a verb stands under."""
    above = verb.head
    if above == verb or verb.dep_ not in ("xcomp", "ccomp", "acl", "advcl", "obl"):
        return None
    name = lemma(above)
    if name in governors("plan") and above.tag_ == "VBG" and above.dep_ in ("acl", "advcl", "amod"):
        return None  # "a crew hoping to rescue"
    listed = governors("agree") | governors("plan") | words("refuses_to")
    if any(c.lower_ == "to" for c in verb.children) and name in listed and above.pos_ == "VERB":
        return above
    if above.pos_ in ("ADJ", "VERB") and (name in governors("ready") or above.lower_ in governors("ready")):
        return above
    return None


def _sayer(verb: Token, same: Callable[[Token, Token], bool]) -> Token | None:
    """The verb of saying under which somebody tells of his own act, or his country's."""
    above = verb.head
    if above == verb or verb.dep_ != "ccomp" or lemma(above) not in SAYING:
        return None
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubj:pass")]
    sayers = [c for c in above.children if c.dep_ in ("nsubj", "nsubj:pass")]
    own = not subjects or subjects[0].lower_ in ("it", "he", "she", "they", "we", "i")
    return above if own or (sayers and same(subjects[0], sayers[0])) else None


def is_obliging(verb: Token) -> bool:
    """``said that the army must leave``."""
    if lemma(verb) not in SAYING:
        return False
    for child in verb.children:
        if child.dep_ == "ccomp":
            auxiliaries = {c.lower_ for c in child.children if c.dep_ == "aux"}
            subjects = [c for c in child.children if c.dep_ in ("nsubj", "nsubj:pass")]
            named = bool(subjects) and subjects[0].dep_ == "nsubj" and subjects[0].pos_ in ("PROPN", "NOUN")
            if named and (auxiliaries & _OBLIGED or lemma(child) in ("need", "ought")):
                return True
    return False
