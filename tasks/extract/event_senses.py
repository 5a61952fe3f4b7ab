"""Verbs of the lexicon that mean something else by what they stand with.

Guarantees: *beat* at tennis, *met its goals*, *released a film*, *spoke to reporters* tell no act of the lexicon.
"""

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from tasks.extract.event_lexicon import is_group, kind_by_object, noun_kind
from tasks.extract.event_voice import SUBJECTS
from tasks.extract.event_words import lemma, words
from tasks.extract.lexicon import LEXICON
from tasks.extract.noun_phrases import case_of
from tasks.extract.role_nouns import names_a_person

_IN_NAME = frozenset(("compound", "amod", "flat", "conj"))


def has_other_sense(verb: Token) -> bool:
    """Whether a verb is none of the lexicon's acts, though its lemma is one of its words."""
    check = _CHECKS.get(lemma(verb))
    return check is not None and check(verb)


def is_verbal(verb: Token) -> bool:
    """``attacked the minister for the delay``, ``attacked him in a speech``: an attack by words."""
    if lemma(verb) not in ("attack", "assail"):
        return False
    spoken = LEXICON["documents"] + ["interview", "speech", "tweet", "post", "remark"]
    parts = [c for c in verb.children if c.dep_.startswith("obl") or c.dep_ == "advcl"]
    return any(case_of(c) == "over" or (case_of(c) == "in" and lemma(c) in spoken) or _gives_reason(c) for c in parts)


def _gives_reason(part: Token) -> bool:
    """``for the raid``, ``for lying``; not *for two hours*."""
    if part.dep_ == "advcl":
        return part.tag_ == "VBG" and any(c.lower_ == "for" for c in part.children)
    return case_of(part) == "for" and not any(c.pos_ == "NUM" for c in part.children) and part.ent_type_ == ""


def _done_to(verb: Token) -> Iterator[Token]:
    """The object, of a passive verb its subject."""
    return (c for c in verb.children if c.dep_ in ("obj", "nsubj:pass"))


def _shows(verb: Token) -> bool:
    """``demonstrated skill``, ``demonstrated that it works``."""
    return any(c.dep_ in ("obj", "ccomp") for c in verb.children)


def _tries(verb: Token) -> bool:
    """``sought to leave``."""
    return any(c.dep_ in ("xcomp", "ccomp") and c.pos_ == "VERB" for c in verb.children) and not any(
        c.dep_ == "obj" for c in verb.children
    )


def _fulfils(verb: Token) -> bool:
    """``met its goals``, ``were met``; who meets *demands* gives in, and has its own entry."""
    by = any(case_of(c) == "by" for c in verb.children)
    passive = any(c.dep_ == "nsubj:pass" for c in verb.children) and not by
    return passive or any(lemma(c) in words("met_without_people") or _is_of_a_market(c) for c in _done_to(verb))


def _is_of_a_market(noun: Token) -> bool:
    """``demand``, ``power demands``; what strikers want are *demands*."""
    return noun.lower_ == "demand" or (
        noun.lower_ == "demands" and any(c.dep_ == "compound" and c.pos_ == "NOUN" for c in noun.children)
    )


def _rouses(verb: Token) -> bool:
    """``mobilized people across the country``, ``reinforced the tradition``, not *mobilized troops*."""
    return any(c.pos_ == "NOUN" and not _is_armed(c) for c in verb.children if c.dep_ == "obj")


def _is_armed(noun: Token) -> bool:
    kind = noun_kind(noun)
    armed = words("forces") | words("instruments") | {"guard", "officer", "personnel"}
    return lemma(noun) in armed or (kind is not None and kind.plover in ("MOBILIZE", "AID", "ASSAULT"))


def _wins(verb: Token) -> bool:
    """``beat Jonas Berg in the final``, not *beat four protesters*, *was beaten to death* nor *police beat him*."""
    how = any(lemma(c) in words("instruments") or lemma(c) in ("death", "pulp", "stick") for c in verb.children)
    manner = any(c.lower_ in ("up", "badly", "severely", "brutally", "savagely") for c in verb.children)
    return not (how or manner or any(is_group(c) for c in verb.children if c.pos_ == "NOUN"))


def _gets(verb: Token) -> bool:
    """``received a letter``, not *received the envoy Mara Lund* nor what has an entry of its own."""
    return kind_by_object(verb) is None and not any(_is_guest(c) for c in verb.children if c.dep_ == "obj")


def _is_guest(noun: Token) -> bool:
    return noun.ent_type_ == "PERSON" or lemma(noun) in LEXICON["official_nouns"] or lemma(noun) == "delegation"


def _befalls(verb: Token) -> bool:
    """``prices hit``, ``tragedy struck``: neither somebody armed nor a country did it."""
    doers = [c for c in verb.children if c.dep_ in (*SUBJECTS, "obl:agent") and c.dep_ != "nsubj:pass"]
    if verb.dep_ == "acl:relcl":
        doers.append(verb.head)
    weapons = words("instruments") | words("means") | words("forces")
    armed = any(lemma(c) in weapons or c.ent_type_ in ("GPE", "NORP") or c.tag_ == "PRP" for c in doers)
    return kind_by_object(verb) is None and not armed


def _sacks(verb: Token) -> bool:
    """``dismissed the minister``, not *dismissed the claim*."""
    return any(c.ent_type_ == "PERSON" or names_a_person(c) for c in _done_to(verb))


def _publishes(verb: Token) -> bool:
    """``released a film``."""
    return any(c.pos_ == "NOUN" and not (names_a_person(c) or is_group(c)) for c in _done_to(verb))


def _falls(verb: Token) -> bool:
    """``prices declined``, not *declined the offer* nor *declined to help*."""
    return not any(c.dep_ in ("obj", "xcomp", "nsubj:pass") for c in verb.children)


def _grasps(verb: Token) -> bool:
    """``seized the chance``."""
    return any(lemma(c) in words("seized_without_force") for c in _done_to(verb))


def _is_glad(verb: Token) -> bool:
    """``I am honoured``."""
    return verb.tag_ == "VBN" and any(c.lower_ in ("i", "we") for c in verb.children)


def _feels(verb: Token) -> bool:
    """``felt threatened by``."""
    return verb.tag_ == "VBN" and verb.dep_ == "xcomp"


def _puts_on(verb: Token) -> bool:
    """``hosted a match``, not *hosted the minister* nor *hosted talks*."""
    nouns = (c for c in verb.children if c.dep_ == "obj" and c.pos_ == "NOUN")
    return any(not (names_a_person(c) or noun_kind(c)) for c in nouns)


def _says(verb: Token) -> bool:
    """``spoke to reporters``."""
    return any(_is_media(c) for c in verb.children if c.dep_.startswith("obl") and case_of(c) in ("to", "with"))


def _is_media(noun: Token) -> bool:
    """Whether a noun phrase means a newspaper or those who write for it: to speak to them is to say."""
    if any(t.text in LEXICON["outlets"] or t.text in LEXICON["agencies"] for t in (noun, *noun.children)):
        return True
    return any(lemma(t) in words("media") for t in (noun, *(c for c in noun.children if c.dep_ in _IN_NAME)))


_CHECKS: dict[str, Callable[[Token], bool]] = {
    "amass": _rouses,
    "beat": _wins,
    "decline": _falls,
    "deploy": _rouses,
    "demonstrate": _shows,
    "dismiss": _sacks,
    "free": _publishes,
    "hit": _befalls,
    "honor": _is_glad,
    "honour": _is_glad,
    "host": _puts_on,
    "meet": _fulfils,
    "mobilise": _rouses,
    "mobilize": _rouses,
    "muster": _rouses,
    "receive": _gets,
    "reinforce": _rouses,
    "release": _publishes,
    "seek": _tries,
    "seize": _grasps,
    "speak": _says,
    "strike": _befalls,
    "talk": _says,
    "threaten": _feels,
}
"""Whether a verb, by its lemma, has its other sense."""
