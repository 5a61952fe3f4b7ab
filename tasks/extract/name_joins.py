"""Names that a tagger leaves in pieces, whole, and without words at their end that end no name.

Guarantees: the name of a body takes in the place or people that it begins or ends with (*Oldwick* + *University*,
*Bank of* + *Norway*), a team's the town that it plays for (*Oldwick* + *Tigers*), and the place stays a name of its
own within it; an initial between two people's names makes them one, *of* two places that are one. Taggers learn such
pieces from data that marks the places within the names of bodies instead of these names.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from tasks.extract.gazetteer import places_called
from tasks.extract.lexicon import LEXICON
from tasks.extract.name_keys import is_legal_form
from tasks.extract.name_spans import Span, fold_word

_HEADS: frozenset[str] = frozenset(LEXICON["name_heads"])
"""First words of what is no name by itself."""
_GENERIC = frozenset(LEXICON["generic_organization_words"]) | frozenset(("army", "navy", "press", "museum", "hospital"))
"""Words that together name no body: with a place or a people before them they do."""
_BODIES = frozenset(("ORG", "FAC"))
_PLACES = frozenset(("GPE", "LOC"))
_OWNERS = _PLACES | {"NORP"}
_INITIAL = re.compile(r" [A-Z]\.? ")
_OPEN = re.compile(r"(?<=\w) (?:of|for)$")
"""How a name ends that goes on in the next."""
_TO_NEXT = re.compile(r" (?:(?:North|South|East|West|Central)[a-z]* )?")
"""What may stand before the next: *Northern* is no place's name, but is a body's (*University of Northern Oldwick*)."""
_TEAM = re.compile(r"[A-Z][a-z]+(?<!s)s|(?:Red|White) Sox")
"""A name of many, which with a place before it is a team's."""
_NO_END = re.compile(r"(?: (?:of|for|and|on|the|in|at))+$")


def whole_names(text: str, spans: Iterable[Span]) -> list[Span]:
    """The names of a text, in order."""
    return sorted(_trimmed(_bodies(text, _joined(text, spans))))


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """*Ada* L. *Holm*, *United States* of *America*: what is between them makes them one."""
    found: list[Span] = []
    for span in spans:
        whole = text[found[-1][0] : span[1]] if found else ""
        if found and _is_one(text[found[-1][1] : span[0]], {found[-1][2], span[2]}, whole, span[3]):
            found[-1] = (found[-1][0], span[1], found[-1][2], whole)
        else:
            found.append(span)
    return found


def _is_one(between: str, labels: set[str], whole: str, last: str) -> bool:
    if labels == {"ORG"}:
        return between == " " and is_legal_form(last)
    if labels == {"PERSON"}:
        return _INITIAL.fullmatch(between) is not None
    return between == " of " and labels <= _PLACES and bool(places_called(whole))


def _bodies(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """The names, those of bodies with what they begin or end with; a piece that names no place is no name any more."""
    taken: set[int] = set()
    whole = []
    for at, (start, end, label, words) in enumerate(spans):
        if label in _BODIES:
            before, after = spans[at - 1] if at else None, spans[at + 1] if at + 1 < len(spans) else None
            goes_on = after is not None and _TO_NEXT.fullmatch(text[end : after[0]]) and _OPEN.search(words)
            owned = before is not None and text[before[1] : start] == " " and _needs_owner(words, before[2])
            taken |= {at + 1} if goes_on else set()
            taken |= {at - 1} if owned else set()
            start, end = spans[at - 1][0] if owned else start, spans[at + 1][1] if goes_on else end  # noqa: PLW2901
        whole.append((start, end, label, text[start:end]))
    for at, (span, part) in enumerate(zip(whole, spans, strict=True)):
        if at not in taken or span != part or (span[2] in _PLACES and places_called(span[3])):
            yield span


def _needs_owner(words: str, owner: str) -> bool:
    if owner in _OWNERS and _GENERIC.issuperset(fold_word(word) for word in words.split()):
        return True
    if owner in _PLACES and _TEAM.fullmatch(words):
        return True
    return owner != "WORK" and words.split(maxsplit=1)[0] in _HEADS


def _trimmed(spans: Iterable[Span]) -> Iterator[Span]:
    """The names to where they may end; titles may end anywhere."""
    for start, end, label, words in spans:
        kept = words if label == "WORK" else _NO_END.sub("", words)
        yield start, end - len(words) + len(kept), label, kept
