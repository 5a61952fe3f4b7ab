"""Where a place's name begins and ends."""

import re
from collections.abc import Iterator, Sequence

from tasks.extract.context import Context
from tasks.extract.gazetteer import places_called
from tasks.extract.name_spans import Span
from tasks.records import Block, BlockKind

_PLACES = frozenset(("GPE", "LOC", "FAC"))
_SMALL_BEFORE = re.compile(r"^(?:[a-z]+[ -])+(?=[A-Z])")
_SMALL_AFTER = re.compile(r"(?<=\w)(?: [a-z]+)+$")
_PARTICLE = re.compile(r"\b(?:al|el|de|la|le|les|du|da|do|das|dos|van|von|den|der|an|as|bin|ibn|san|ad|ash|at|d)\b")
_DATELINE = re.compile(
    r"(?:^|\n|[.!?”\"] )(?P<place>[A-Z][A-Z.'’ -]{2,30}[A-Z])"
    r"(?=(?:, [A-Z][\w. ]{1,15}?)?(?: ?\([\w /]{2,20}\))? ?(?:—|–|--|-) ?[A-Z“\"])"
)
_OF_BODY = re.compile(r"(?<=\w) (?:City|Town|District|State|PD)$")
_BODY = re.compile(
    r" (?:Attorney|Board|Chamber|Clerk|College|Commission|Commissioner|Council|Court|Elections?|Hall|Library|Manager"
    r"|Mayor|Police|School|University)\b"
)
"""What follows a place's kind where that belongs to a body: *Fargo City Council* names Fargo."""
_PARTY = re.compile(r"\b[DRI]-(?P<place>[A-Z][\w.]+(?: [A-Z][a-z]+)?)")


def placed_by_form(context: Context, spans: Sequence[Span]) -> list[Span]:
    """The names, with the places that a dateline (``HARROW — The``) or a member's seat (``D-Calif.``) gives besides."""
    found = list(spans)
    for match in (*_DATELINE.finditer(context.text), *_PARTY.finditer(context.text)):
        start, end = match.span("place")
        beside = [s for s in found if s[0] < end and start < s[1]]
        within = all(match.start() <= s[0] and s[1] <= end for s in beside)  # a wrong reading of the same words
        if within and places_called(match["place"]) and any(_holds(block, start, end) for block in context.blocks):
            found = [*(s for s in found if s not in beside), (start, end, "GPE", match["place"])]
    return sorted(found)


def _holds(block: Block, start: int, end: int) -> bool:
    return (
        block.start_char <= start and end <= block.end_char and block.kind not in (BlockKind.BYLINE, BlockKind.FOOTER)
    )


def place_spans(context: Context, span: Span) -> Iterator[Span]:
    """The name without words in small letters at its ends (``northern Kenya``), places with commas one by one.

    An abbreviation keeps its last stop (``W.Va.``); what has no capital is no name. What is no place's name
    is given back as it is.
    """
    start, end, label, text = span
    if label not in _PLACES:
        yield span
        return
    before, after = _SMALL_BEFORE.search(text), _SMALL_AFTER.search(text)
    if before and not _PARTICLE.search(before[0]):
        start, text = start + before.end(), text[before.end() :]
    if after and not _PARTICLE.search(after[0]):
        end, text = end - len(after[0]), text[: len(text) - len(after[0])]
    body = _OF_BODY.search(text) if _BODY.match(context.text, end) else None
    if body and places_called(text[: body.start()]):
        end, text = end - len(body[0]), text[: body.start()]
    if "." in text[:-1] and not text.endswith(".") and context.text[end : end + 1] == ".":
        end, text = end + 1, text + "."
    if not any(c.isupper() for c in text) or "@" in text:
        return  # "downtown", an address of electronic mail
    parts = text.split(", ")
    if len(parts) > 1 and all(places_called(part) for part in parts):
        for part in parts:
            yield start, start + len(part), label, part
            start += len(part) + len(", ")
    elif text:
        yield start, end, label, text
