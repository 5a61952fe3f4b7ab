"""Names of bodies that the pipeline parts at a place: *University of* Sulham, Sulham *College*.

Guarantees: the body's name takes the place in; the place stays a name of its own, within it.
"""

from collections.abc import Iterator, Sequence

from tasks.extract.lexicon import LEXICON
from tasks.extract.name_spans import Span, fold_word

_PLACES = frozenset(("GPE", "LOC", "NORP"))
_GENERIC = frozenset(LEXICON["generic_organization_words"]) | frozenset(("army", "navy", "press", "museum", "hospital"))
"""Words that name no body by themselves: with a place or a people before them they do."""


def joined_bodies(text: str, spans: Sequence[Span]) -> list[Span]:
    """The names, those of bodies whole."""
    return sorted(_whole(text, spans))


def _whole(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    for at, (start, end, label, words) in enumerate(spans):
        if label == "ORG":
            after = spans[at + 1] if at + 1 < len(spans) else None
            before = spans[at - 1] if at else None
            if words.endswith(" of") and after is not None and after[2] in _PLACES and text[end : after[0]] == " ":
                end = after[1]  # noqa: PLW2901
            elif (
                before is not None
                and before[2] in _PLACES
                and text[before[1] : start] == " "
                and _GENERIC.issuperset(fold_word(w) for w in words.split())
            ):
                start = before[0]  # noqa: PLW2901
        yield start, end, label, text[start:end]
