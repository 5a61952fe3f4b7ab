"""What befell without anybody doing it, and acts that a town in front of their noun was the site of."""

from spacy.tokens import Token

from tasks.extract.event_lexicon import noun_kind
from tasks.extract.event_words import lemma, words

_SITED = frozenset(("ASSAULT", "PROTEST", "CONSULT"))


def is_happening(noun: Token) -> bool:
    """Whether a noun tells what befell, not who acted: *the explosion*, *a flood*; not *artillery fire*."""
    name = lemma(noun)
    return name in words("happenings") or (name in words("calamities") and not _is_shooting(noun))


def _is_shooting(noun: Token) -> bool:
    return any(c.dep_ == "compound" and lemma(c) in words("instruments") for c in noun.children)


def is_sited(noun: Token) -> bool:
    """Whether a town before a noun is where it was: *the Oldwick blast*, *the Geneva talks*."""
    kind = noun_kind(noun)
    return is_happening(noun) or (kind is not None and kind.plover in _SITED)
