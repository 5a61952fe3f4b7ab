"""Rows of ``events`` as PLOVER records, and the five questions answered from headline, mentions and places."""

import re
from collections import Counter

from tasks.extract.gazetteer import Place, places_called
from tasks.extract.lexicon import LEXICON
from tests.score.documents import Document, Row

_INTERGOVERNMENTAL = frozenset(LEXICON["intergovernmental"].values())
_ACTORS = frozenset(("PERSON", "ORG", "GPE", "NORP", "PRODUCT"))
_BEFORE_PLACE = re.compile(
    r"\b(?:in|at|near|outside|inside|around|downtown|(?:city|town|village) of) (?:the )?"
    r"(?:(?:north|south|east|west)(?:ern)? |central )?$",
    re.IGNORECASE,
)
_NOT_ITSELF = re.compile(r"[’'‘]s\b| (?:area|suburbs?|metropolitan|region|airport)\b")
"""Behind the name of a place near which something happened."""
_PART = re.compile(r"\b(?:downtown|central|(?:north|south|east|west)(?:ern)?) $")
_KIND = re.compile(r" (?:province|county|district|state|region|island|suburbs)\b", re.IGNORECASE)
_CLAUSE = re.compile(r" (?:after|as|before|while|following|when|amid) |[;:] | - ")
_FEW = 3
"""Words that may stand before the name that opens a headline."""
_WIDE = frozenset(("country", "region", "state"))
_NEAR = 0.2
"""Degrees between two points of one place."""
_LEAD = 1200
"""Characters of an article that say where its story happened."""
_OLD_CODES = {"JPN": "JAP"}
"""Codes of the PLOVER records that are not ISO 3166."""


def acts(document: Document) -> Row:
    """PLOVER events with the codes of their participants' countries; the place stands in for who is not named.

    A person's code is that of the country whose office he holds or that his organisation lies in.
    """
    known = {row["name"]: row for row in document.entities().values()}
    offices = {row["person"]: row["organization"] for row in document.rows("roles") if row["organization"]}

    def code(name: str, depth: int = 2) -> str | None:
        if name in _INTERGOVERNMENTAL:
            return "IGO"
        country = known.get(name, {}).get("country")
        if country is None and depth and name in offices:
            return code(offices[name], depth - 1)
        return _OLD_CODES.get(country or "", country)

    def side(names: list[str], place: str | None) -> list[Row]:
        return [{"text": name, "code": code(name)} for name in names or ([place] if place else [])]

    found = [
        {
            "event": row["plover"],
            "source": side(row["actors"], None if row["recipients"] else row["place"]),
            "target": side(row["recipients"], row["place"]),
            "loc": row["place"],
        }
        for row in document.events()
        if row["plover"]
    ]
    return {"events": found}


def answers(document: Document) -> Row:
    """Who did what where, by the headline: its subject, what it says of him, and the place of the story."""
    title = document.doc.get("title") or ""
    topic = re.match(r"[^:]{3,40}: (?=\S+ \S+ \S)", title)
    first = topic.end() if topic else 0
    named = [r for r in document.records("mentions") if r["kind"] in ("name", "adjective")]
    outer_first = sorted(named, key=lambda r: (r["start_char"], -r["end_char"]))
    end = _subject_end(title, first, [r for r in outer_first if r["sent_no"] == 0])
    what = _CLAUSE.split(title[end:].removeprefix("’s").removeprefix("'s").lstrip(" ,"), maxsplit=1)[0].strip()
    place = _story_place(document, named, len(title))
    return {
        "who": [title[first:end]],
        "what": [what or title],
        "where": [place] if place else [],
        "when_date": document.doc.get("date"),
    }


def _subject_end(title: str, first: int, named: list[Row]) -> int:
    """Where the subject of a headline ends: with the names that open it, or with its first word."""
    end = first
    for row in named:
        between = title[end : row["start_char"]]
        if row["start_char"] < end:
            continue
        opens = end == first and len(between.split()) < _FEW and row["label"] in _ACTORS
        if not (opens or (end > first and between in (", ", " and ", " & "))):
            break
        end = row["end_char"]
        if row["kind"] == "adjective":  # "Chinese boy"
            end += len(title[end:]) - len(title[end:].lstrip()) + len((title[end:].split() or [""])[0])
    return end if end > first else first + len((title[first:].split() or [""])[0])


def _story_place(document: Document, named: list[Row], title: int) -> str | None:
    """The place that the headline and the story tell most, the lead above the rest, *in* or *at* above other words.

    A country or state gives way to the town in it that the lead tells so, or that opens the report. The place is
    given with the words that belong to it: its kind and its part (*Harrow County*, *downtown Oldwick*).
    """
    text, known = document.text, document.entities()
    counts: Counter[str] = Counter()
    sizes: dict[str, Place | None] = {}
    opened: Counter[str] = Counter()
    words: dict[str, str] = {}
    for row in (r for r in named if r["kind"] == "name"):
        start, name = row["start_char"], row["text"]
        in_lead = start < title + _LEAD
        told = _BEFORE_PLACE.search(text[max(0, start - 24) : start]) is not None
        told = told and _NOT_ITSELF.match(text, row["end_char"]) is None
        if not (row["label"] in ("GPE", "FAC", "LOC") or (row["label"] == "ORG" and told and in_lead)):
            continue
        dateline = name.isupper() and len(name) > _FEW and in_lead
        weight = 4 if start < title else 3 if in_lead else 1
        counts[name] += 9 if dateline else 2 * weight if told else weight if start >= title else 0
        words[name] = max(words.get(name, name), _with_kind(text, start, row["end_char"]), key=len)
        sizes.setdefault(name, _place_of(known.get(row["entity_id"], {}), name))
        if dateline or (told and in_lead):
            opened[name] += weight
    place = next((name for name, _ in counts.most_common(1)), None)
    if place is not None and (wide := sizes[place]) is not None and wide.kind in _WIDE:
        place = next((name for name, _ in opened.most_common() if _lies_in(sizes[name], wide)), place)
    return words[place] if place else None


def _place_of(entity: Row, name: str) -> Place | None:
    """What the gazetteer says of the place that a name means in a text: an entity lies where one of its names does."""
    latitude, longitude = entity.get("latitude"), entity.get("longitude")
    if latitude is None or longitude is None:
        return None
    near = (p for p in places_called(name) if max(abs(p.latitude - latitude), abs(p.longitude - longitude)) < _NEAR)
    return next(near, None)


def _lies_in(place: Place | None, wide: Place) -> bool:
    if place is None or place.kind in _WIDE or place.country != wide.country:
        return False
    return wide.kind == "country" or place.state == wide.state


def _with_kind(text: str, start: int, end: int) -> str:
    """A place's name with the part of it that stands before and its kind behind."""
    before, after = _PART.search(text[max(0, start - 16) : start]), _KIND.match(text, end)
    return text[start - len(before[0]) if before else start : after.end() if after else end]
