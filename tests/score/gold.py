"""Score the warehouse's records on annotated data: ``make score GOLD=path``.

GOLD holds ``<capability>/score.py`` and, for each set, ``<capability>/<set>/dev`` with ``docs.jsonl``
(``id``, ``text``, ``date`` or ``dct``) and ``gold.jsonl``. Every set is ingested into a warehouse of its own by the
command that users type; its views are turned into the scorer's format, and the scorer prints its table.
``python -m tests.score.gold GOLD quotes/polnear ...`` scores some sets; ``--ids FILE`` keeps the documents listed.
"""

import argparse
import bisect
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from tasks.extract.lexicon import LEXICON
from tasks.extract.time_grammar import read_expressions
from tasks.extract.time_resolve import resolve

Row = dict[str, Any]
Span = tuple[int, int]

_INTERGOVERNMENTAL = frozenset(LEXICON["intergovernmental"].values())
_ACTORS = frozenset(("PERSON", "ORG", "GPE", "NORP", "PRODUCT"))
_BEFORE_PLACE = re.compile(
    r"\b(?:in|at|near|outside|inside|around|downtown|(?:city|town|village) of) (?:the )?$", re.IGNORECASE
)
_CLAUSE = re.compile(r" (?:after|as|before|while|following|when|amid) |[;:] | - ")
_FEW = 3
"""Words that may stand before the name that opens a headline."""
_LEAD = 1200
"""Characters of an article that say where its story happened."""
_OLD_CODES = {"JPN": "JAP"}
"""Codes of the PLOVER records that are not ISO 3166."""
_CARRIED_ON = 120
"""Characters between two pieces of one speech in marks."""


class Places:
    """Offsets of a stored text as offsets of the document that it was made from: white space may differ."""

    def __init__(self, stored: str, text: str) -> None:
        self._stored = [i for i, c in enumerate(stored) if not c.isspace()]
        self._text = [i for i, c in enumerate(text) if not c.isspace()]
        self._shift = 0
        solid = "".join(text.split())
        if "".join(stored.split()) != solid:  # a title before the text
            self._shift = max(0, "".join(stored.split()).find(solid[:200]))

    def __call__(self, start: int, end: int) -> Span | None:
        first = bisect.bisect_left(self._stored, start) - self._shift
        last = bisect.bisect_left(self._stored, end) - 1 - self._shift
        if first < 0 or last < first or last >= len(self._text):
            return None
        return self._text[first], self._text[last] + 1


class Document:
    """One document and the rows of the views about it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, doc: Row, article: tuple[str, str] | None) -> None:
        self.doc = doc
        self._connection = connection
        self._article_id = article[0] if article else ""
        self.text = article[1] if article else ""
        self._places = Places(article[1] if article else "", doc["text"])

    def rows(self, view: str, where: str = "true") -> Iterator[Row]:
        """Rows of a view with ``span`` in the document's own offsets; rows outside its text are left out."""
        query = f"select * from {view} where article_id = ? and {where} order by start_char, end_char"  # noqa: S608
        for row in self._connection.execute(query, [self._article_id]).to_arrow_table().to_pylist():
            span = self._places(row["start_char"], row["end_char"])
            if span is not None:
                yield {**row, "span": span}

    def records(self, view: str) -> list[Row]:
        """All rows of a view, in the stored text's offsets."""
        query = f"select * from {view} where article_id = ? order by start_char, end_char"  # noqa: S608
        found: list[Row] = self._connection.execute(query, [self._article_id]).to_arrow_table().to_pylist()
        return found

    def events(self) -> list[Row]:
        """The asserted events of the document's own mentions."""
        query = (
            "select distinct e.* from events as e join event_mentions as m using (event_id) "
            "where m.article_id = ? and e.modality = 'asserted'"
        )
        found: list[Row] = self._connection.execute(query, [self._article_id]).to_arrow_table().to_pylist()
        return found

    def entities(self) -> dict[str, Row]:
        return {
            row["entity_id"]: row
            for row in self._connection.execute("select * from entities").to_arrow_table().to_pylist()
        }


def quotes(document: Document) -> Row:
    """Attributions: the rows that one cue of one speaker ties together are pieces of one content.

    The words in marks of a statement that has a row of its own are left out: they are part of it.
    """
    text = document.doc["text"]
    rows = list(document.rows("quotes"))
    found: list[Row] = []
    last: Row | None = None
    for row in rows:
        if any(_holds(other, row) for other in rows):
            continue
        start, end = row["span"]
        if last is not None and _one_statement(last, row, text):
            found[-1]["content"].append([start, end])
        else:
            source = _place(text, row["speaker_text"], row["cue"], row["span"])
            found.append({"content": [[start, end]], "source": source, "cue": None})
        last = row
    return {"quotes": found}


def _holds(outer: Row, inner: Row) -> bool:
    wider = outer["span"][0] <= inner["span"][0] and inner["span"][1] <= outer["span"][1]
    same = outer["speaker_text"] == inner["speaker_text"]
    return bool(wider and same and outer["span"] != inner["span"])


def _one_statement(last: Row, row: Row, text: str) -> bool:
    """Whether one attribution holds two rows: speech in marks that goes on after it, or words that it parts."""
    between = text[last["span"][1] : row["span"][0]]
    if not row["cue"] or (last["speaker_text"], last["cue"]) != (row["speaker_text"], row["cue"]):
        return False
    if row["cue"] in between and len(between) <= len(row["speaker_text"] or "") + len(row["cue"]) + 12:
        return True
    return "indirect" not in (last["kind"], row["kind"]) and len(between) <= _CARRIED_ON


def _place(text: str, words: str | None, cue: str | None, span: Span) -> list[int] | None:
    """Where the speaker's words stand: beside the cue that is nearest to the statement, else nearest themselves."""
    places = _occurrences(text, words, span)
    cues = _occurrences(text, cue, span)

    def cost(place: Span) -> float:
        if not cues:
            return _distance(place, span)
        return min(_distance(place, at) + 2 * _distance(at, span) for at in cues)

    best = min(places, key=cost, default=None)
    return None if best is None else list(best)


def _occurrences(text: str, words: str | None, span: Span) -> list[Span]:
    """The places of the words outside a span, inside where there is none outside."""
    if not words:
        return []
    places = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    return [p for p in places if _distance(p, span) or p[1] == span[0] or p[0] == span[1]] or places


def _distance(one: Span, other: Span) -> int:
    return max(0, other[0] - one[1], one[0] - other[1])


def names(document: Document) -> Row:
    rows = document.rows("mentions", "kind in ('name', 'adjective', 'handle')")
    return {"entities": [{"start": r["span"][0], "end": r["span"][1], "label": r["label"]} for r in rows if r["label"]]}


def chains(document: Document) -> Row:
    known = document.entities()
    found: dict[str, Row] = {}
    types = {"PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "place"}
    for row in document.rows("mentions", "kind = 'name' and entity_id is not null"):
        kind = types.get(known[row["entity_id"]]["label"])
        if kind:
            chain = {"canonical": row["entity"], "type": kind, "mentions": []}
            found.setdefault(row["entity_id"], chain)["mentions"].append(list(row["span"]))
    return {"chains": list(found.values())}


def roles(document: Document) -> Row:
    return {"roles": [{"person": row["person"], "role": list(row["span"])} for row in document.rows("roles")]}


def toponyms(document: Document) -> Row:
    known, found = document.entities(), []
    for row in document.rows("mentions", "label in ('GPE', 'LOC', 'FAC') and kind = 'name'"):
        entity = known.get(row["entity_id"], {})
        place = {"start": row["span"][0], "end": row["span"][1], "country": entity.get("country")}
        if entity.get("latitude") is not None:
            place |= {"lat": entity["latitude"], "lon": entity["longitude"]}
        found.append(place)
    return {"toponyms": found}


def times(document: Document) -> Row:
    """What lies on the calendar; weeks, decades and centuries from their first day to their last."""
    return _timexes(document, lambda row: _range(row) or _timex(row))


def every_time(document: Document) -> Row:
    """Durations, sets, clock times and what is only past or future too.

    The view gives these no days: their TIMEX3 value is read from their own words.
    """
    return _timexes(document, _value)


def _timexes(document: Document, read: Callable[[Row], str | None]) -> Row:
    found = []
    for row in document.rows("dates"):
        value = read(row)
        if value:
            found.append({"start": row["span"][0], "end": row["span"][1], "type": "DATE", "value": value})
    return {"timex": found}


def _range(row: Row) -> str | None:
    if row["granularity"] not in ("week", "weekend", "decade", "century") or not row["date_from"] or not row["date_to"]:
        return None
    return f"{row['date_from']}/{row['date_to']}"


def _value(row: Row) -> str | None:
    first = row["date_from"]
    read = resolve(read_expressions(row["text"])[:1], None, lambda _: False)
    words = read[0].value if read else ""
    time = re.search(r"T[\w:]+$", words)
    if time and first is not None and row["granularity"] in ("minute", "part of day"):
        return f"{first.isoformat()}{time[0]}"
    if row["rule"] == "years before Christ" and row["text"].isdigit():
        return f"BC{int(row['text']):04}"
    closed = not words or words.startswith("X")
    if first is not None and not words.startswith(("P", "FUTURE")):
        return _timex(row)
    return (_timex(row) or words or None) if closed else words


def _timex(row: Row) -> str | None:
    """The TIMEX3 value of an interval by its granularity."""
    first, last = row["date_from"], row["date_to"]
    if row["granularity"] in ("day", "minute", "part of day") and first is not None:
        return str(first.isoformat())
    if first is None or (last is None and not row["rule"].startswith("since")):
        return None
    year = first.isoformat()[:4]
    match row["granularity"]:
        case "season":
            return f"{year}-{ {3: 'SP', 6: 'SU', 9: 'FA', 12: 'WI'}.get(first.month, 'SP') }"
        case "half":
            return f"{year}-H{1 if first.month < 7 else 2}"
        case "weekend":
            return f"{first.isocalendar()[0]}-W{first.isocalendar()[1]:02}-WE"
        case "week":
            return f"{first.isocalendar()[0]}-W{first.isocalendar()[1]:02}"
        case "month":
            return first.isoformat()[:7]
        case "quarter":
            return f"{year}-Q{(first.month + 2) // 3}"
        case "year":
            return year
        case "decade":
            return year[:3]
        case "century":
            return year[:2]
    return f"{first.isoformat()}/{last.isoformat()}" if last and first != last else str(first.isoformat())


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
    ]
    return {"events": found}


def answers(document: Document) -> Row:
    """Who did what where, by the headline: its subject, what it says of him, and the place of the story."""
    title = document.doc.get("title") or ""
    topic = re.match(r"[^:]{3,40}: (?=\S+ \S+ \S)", title)
    first = topic.end() if topic else 0
    named = [r for r in document.records("mentions") if r["kind"] in ("name", "adjective")]
    end = _subject_end(title, first, [r for r in named if r["sent_no"] == 0])
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
    """The place that the headline tells *in* or *at*, else the one that the story tells most so, the lead twice."""
    text = document.text
    counts: Counter[str] = Counter()
    for row in named:
        start, place = row["start_char"], row["label"] in ("GPE", "FAC", "LOC")
        told = _BEFORE_PLACE.search(text[max(0, start - 16) : start]) is not None
        if row["kind"] == "name" and (place or (told and row["label"] == "ORG" and start < title)):
            weight = 4 if start < title else 3 if start < title + _LEAD else 1
            dateline = row["text"].isupper() and len(row["text"]) > _FEW and start < title + _LEAD
            counts[row["text"]] += 9 if dateline else 2 * weight if told else weight if start >= title else 0
    return next((str(words) for words, _ in counts.most_common(1)), None)


SETS: dict[str, tuple[Callable[[Document], Row], tuple[str, ...]]] = {
    "quotes/polnear": (quotes, ()),
    "ner/worldwide": (names, ()),
    "coref/gum-names": (chains, ()),
    "roles/gum-roles": (roles, ()),
    "geo/geowebnews": (toponyms, ()),
    "geo/tr-news": (toponyms, ()),
    "geo/lgl": (toponyms, ()),
    "temporal/wikiwars": (every_time, ()),
    "temporal/gum-dates": (times, ()),
    "events/plover-gsr": (acts, ("plover",)),
    "events/giveme5w1h": (answers, ("5w1h",)),
}
"""Set -> how its documents' rows become a prediction, and the scorer's first arguments."""


def score(gold: Path, name: str, ids: frozenset[str] | None, work: Path) -> None:
    """Ingest one set, convert its views and run its scorer."""
    convert, arguments = SETS[name]
    folder = gold / name / "dev"
    docs = [json.loads(line) for line in (folder / "docs.jsonl").open(encoding="utf-8")]
    docs = [doc for doc in docs if ids is None or doc["id"] in ids]
    here = work / name.replace("/", "-")
    here.mkdir()
    _write(here / "docs.jsonl", docs)
    known = {json.loads(line)["id"]: line for line in (folder / "gold.jsonl").open(encoding="utf-8")}
    (here / "gold.jsonl").write_text("".join(known[doc["id"]] for doc in docs), encoding="utf-8")
    records = [
        {
            "url": f"https://gold.example/{doc['id']}",
            "title": doc.get("title"),
            "text": doc["text"],
            "date": doc.get("date") or doc.get("dct"),
        }
        for doc in docs
    ]
    _write(here / "records.jsonl", records)
    warehouse = here / "warehouse.duckdb"
    command = [sys.executable, "-m", "flows.cli", "ingest", str(here / "records.jsonl"), "--warehouse", str(warehouse)]
    began = time.monotonic()
    subprocess.run(command, check=True, env={**os.environ}, stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - began
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute("select url, article_id, full_text from articles").fetchall()
        stored = {url.rpartition("/")[2]: (article_id, text) for url, article_id, text in rows}
        predictions = [{"id": d["id"], **convert(Document(connection, d, stored.get(d["id"])))} for d in docs]
        missing = [d["id"] for d in docs if d["id"] not in stored]
    _write(here / "predictions.jsonl", predictions)
    print(f"\n# {name}: {len(docs)} documents, {len(missing)} not stored, {seconds:.0f} s", flush=True)
    scorer = [sys.executable, str(gold / name.partition("/")[0] / "score.py"), *arguments]
    subprocess.run([*scorer, str(here), str(here / "predictions.jsonl")], check=False)


def _write(path: Path, rows: list[Row]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="Score the warehouse's records on annotated data.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("sets", nargs="*", help=f"of {', '.join(SETS)}; all by default")
    parser.add_argument("--ids", type=Path, help="a file of one document id a line: the others are left out")
    parser.add_argument("--keep", type=Path, help="an empty folder for the predictions and warehouses")
    options = parser.parse_args()
    ids = frozenset(options.ids.read_text().split()) if options.ids else None
    with tempfile.TemporaryDirectory() as scratch:
        work = options.keep or Path(scratch)
        for name in options.sets or SETS:
            score(options.gold, name, ids, work)


if __name__ == "__main__":
    main()
