"""What a noun phrase says of itself, read from its tree (Universal Dependencies v2)."""

from spacy.tokens import Token

POSSESSIVES = frozenset(("'s", "’s", "'", "’"))
_DESCRIBES = frozenset(("nmod:desc", "compound"))


def case_of(token: Token) -> str:
    """The first preposition of the phrase that ``token`` heads, in small letters; empty where it has none.

    Parsers hang it on the description in front of a name too: *with* the minister Ada Holm.
    """
    heads = (token, *(c for c in token.lefts if c.dep_ in _DESCRIBES))
    return next(
        (c.lower_ for head in heads for c in head.lefts if c.dep_ == "case" and c.lower_ not in POSSESSIVES), ""
    )
