"""Offices that a description tells: *the Russian president* of somebody named elsewhere.

Guarantees: only a description with the country or body in it, of a person whom it refers to and of whom
the text tells that office nowhere else.
"""

from collections.abc import Sequence

from tasks.extract.context import Context
from tasks.extract.lexicon import LEXICON
from tasks.extract.references import Reference
from tasks.extract.referents import Name
from tasks.extract.roles import Held

_OFFICIALS = frozenset(LEXICON["official_nouns"])


def described_roles(
    context: Context, references: Sequence[Reference], names: Sequence[Name], held: Sequence[Held]
) -> list[Held]:
    """The roles that descriptions give, in order."""
    known = {(id(h.referent), context.doc[h.noun].lemma_.lower()) for h in held}
    found = []
    for item in references:
        if item.kind != "nominal" or item.referent.label != "PERSON":
            continue
        span = context.doc.char_span(item.start, item.end, alignment_mode="expand")
        inside = [n for n in names if item.start <= n.start and n.end <= item.end and n.label != "PERSON"]
        if span is None or not inside:
            continue
        noun = span[-1]
        key = (id(item.referent), noun.lemma_.lower())
        if key[1] in _OFFICIALS and key not in known:
            known.add(key)
            start = span.start + (span[0].lower_ in ("the", "this"))
            found.append(Held(start, span.end, noun.i, item.referent, noun.i))
    return found
