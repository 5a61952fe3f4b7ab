"""Names of bodies that the pipeline parts at a place: *University of* Sulham, Sulham *College*.

Guarantees: the body's name takes the place in; the place stays a name of its own, within it.
"""

from collections.abc import Sequence

from tasks.extract.lexicon import LEXICON
from tasks.extract.name_spans import Span, fold_word

_PLACES = frozenset(("GPE", "LOC", "NORP"))
_GENERIC = frozenset(LEXICON["generic_organization_words"]) | frozenset(("army", "navy", "press", "museum", "hospital"))
"""Words that name no body by themselves: with a place or a people before them they do."""


def joined_bodies(text: str, spans: Sequence[Span]) -> list[Span]:
    """The names in order, those of bodies whole."""
    around = zip(spans, [None, *spans], [*spans[1:], None], strict=False)  # each with its neighbours
    return sorted(_whole(text, *three) for three in around)


def _whole(text: str, span: Span, before: Span | None, after: Span | None) -> Span:
    """A body's name with the place behind its *of*, or before what names no body by itself."""
    start, end, label, words = span
    if label != "ORG":
        return span
    if words.endswith(" of") and after is not None and after[2] in _PLACES and text[end : after[0]] == " ":
        end = after[1]
    elif before is not None and before[2] in _PLACES and text[before[1] : start] == " ":
        generic = _GENERIC.issuperset(fold_word(word) for word in words.split())
        start = before[0] if generic else start
    return start, end, label, text[start:end]
