"""Words in quotation marks.

Guarantees: a pair's words are what stands between the marks; marks pair within a paragraph,
whatever family opens and closes them, and a paragraph that opens without closing goes on where
the next one opens again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tasks.extract.context import Context

_OPEN = '“„«"'
_CLOSE = '”“»"'
_STOPS = ".,;:!?)]"


@dataclass(frozen=True, slots=True)
class Marked:
    """Words in marks: ``start`` and ``end`` without the marks, ``outer`` with them."""

    start: int
    end: int
    outer: tuple[int, int]


def marked_words(context: Context) -> Iterator[Marked]:
    """Pairs of marks, paragraph by paragraph; a mark without its partner ends with its paragraph.

    It does so where it opens the paragraph, or where the next one opens with a mark: speech that goes on.
    """
    text = context.text
    body = [block for block in context.blocks if block.in_body]
    for block, following in zip(body, [*body[1:], None], strict=True):
        goes_on = following is not None and text[following.start_char] in _OPEN
        opened: int | None = None
        for position in range(block.start_char, block.end_char):
            if text[position] not in '“”„«»"':
                continue
            if opened is None:
                if text[position] in _OPEN and _opens(text, position, block.start_char):
                    opened = position
            elif text[position] in _CLOSE and not _opens(text, position, block.start_char):
                yield from _marked(text, opened, position, position + 1)
                opened = None
            elif text[position] in "“„«" and _opens(text, position, block.start_char):
                opened = position  # the earlier mark never closed
        if opened is not None and (opened == block.start_char or goes_on):
            yield from _marked(text, opened, block.end_char, block.end_char)


def _opens(text: str, position: int, first: int) -> bool:
    """Whether a mark opens, by its kind and, where that can err (*“All is late“.*), by what stands around it."""
    mark = text[position]
    if mark == "“" and position > first and not text[position - 1].isspace():
        following = text[position + 1 : position + 2]
        return not (following == "" or following.isspace() or following in _STOPS)
    if mark in "“„«":
        return True
    if mark in "”»":
        return False
    before = text[position - 1] if position > first else " "
    if before == "'":  # one within the other: '"Yes ends as no,'" he said
        return not text[position + 1 : position + 2].isspace()
    return before.isspace() or before in "([—–-‘"


def _marked(text: str, opened: int, closed: int, after: int) -> Iterator[Marked]:
    start, end = opened + 1, closed
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield Marked(start, end, (opened, after))


def is_whole(text: str, marked: Marked) -> bool:
    """Whether the words are a clause of their own: capital at the start and a stop or comma at the end."""
    return text[marked.start].isupper() and (text[marked.end - 1] in ".,!?…—-" or marked.end - marked.start > 60)
