"""Spans of label sequences, and F1."""

from collections.abc import Sequence

Span = tuple[int, int, str]


def spans(tags: Sequence[str]) -> set[Span]:
    """The spans of a BIO sequence; an I without its B begins one."""
    found: set[Span] = set()
    start, label = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        if label and (tag == "O" or tag[0] == "B" or tag[2:] != label):
            found.add((start, i, label))
            label = ""
        if tag != "O" and not label:
            start, label = i, tag[2:]
    return found


def f_score(right: int, given: int, known: int) -> float:
    """F1 in percent."""
    return 200 * right / (given + known) if given + known else 0.0
