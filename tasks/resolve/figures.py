"""What a count in a sentence about an act counts, so that two reports of the act can be compared."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tasks.resolve.keys import fold

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Figure:
    """A count told of an act; ``topic`` is what is counted (``people killed``), ``low`` to ``high`` how many."""

    event_id: str
    article_id: str
    sent_no: int
    topic: str
    low: float
    high: float
    text: str
    claimed_by: str | None


@cache
def _measures() -> dict[str, str]:
    return {word: measure for measure, words in words()["measures"].items() for word in words}


@cache
def words() -> dict[str, dict[str, list[str]]]:
    """The lists of ``data/words.json``."""
    found: dict[str, dict[str, list[str]]] = json.loads(
        (Path(__file__).parent / "data" / "words.json").read_text(encoding="utf-8")
    )
    return found


def read_figures(
    event_id: str,
    article_id: str,
    sent_no: int,
    at: int,
    text: str,
    low: float,
    high: float | None,
    unit: str | None,
    sentence: str,
    claimed_by: str | None,
) -> Figure | None:
    """The figure of one count at character ``at`` of ``sentence``; None where what it counts cannot be compared.

    People are compared only by what befell them, the nearest such word: "two people" alone may be any two.
    """
    if not unit:
        return None
    measure = _nearest(sentence, at, at + len(text))
    noun = fold(unit)
    if noun in _measures():
        return Figure(event_id, article_id, sent_no, f"people {_measures()[noun]}", low, high or low, text, claimed_by)
    if noun in words()["people"]:
        if measure is None:
            return None
        return Figure(event_id, article_id, sent_no, f"people {measure}", low, high or low, text, claimed_by)
    return Figure(event_id, article_id, sent_no, noun, low, high or low, text, claimed_by)


def _nearest(sentence: str, start: int, end: int) -> str | None:
    """The measure whose word stands nearest to the count, none farther than the next count may reach."""
    found = [
        (min(abs(m.start() - end), abs(start - m.end())), m.start(), _measures()[fold(m[0])])
        for m in _WORD.finditer(sentence)
        if fold(m[0]) in _measures()
    ]
    return min(found)[2] if found else None
