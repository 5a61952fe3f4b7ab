"""Where a place's name begins and ends."""

import re
from collections.abc import Iterator

from tasks.extract.context import Context
from tasks.extract.gazetteer import places_called
from tasks.extract.name_spans import Span

_PLACES = frozenset(("GPE", "LOC", "FAC"))
_SMALL_BEFORE = re.compile(r"^(?:[a-z]+[ -])+(?=[A-Z])")
_SMALL_AFTER = re.compile(r"(?<=\w)(?: [a-z]+)+$")
_PARTICLE = re.compile(r"\b(?:al|el|de|la|le|les|du|da|do|das|dos|van|von|den|der|an|as|bin|ibn|san|ad|ash|at|d)\b")


def place_spans(context: Context, span: Span) -> Iterator[Span]:
    """The name without words in small letters at its ends (``northern Kenya``), two places with a comma as two.

    An abbreviation keeps its last stop (``W.Va.``). What is no place's name is given back as it is.
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
    if "." in text[:-1] and not text.endswith(".") and context.text[end : end + 1] == ".":
        end, text = end + 1, text + "."
    inner, comma, outer = text.partition(", ")
    if comma and places_called(inner) and places_called(outer):
        yield start, start + len(inner), label, inner
        yield end - len(outer), end, label, outer
    elif text:
        yield start, end, label, text
