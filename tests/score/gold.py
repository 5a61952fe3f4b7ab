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
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]
Span = tuple[int, int]


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
        self._places = Places(article[1] if article else "", doc["text"])

    def rows(self, view: str, where: str = "true") -> Iterator[Row]:
        """Rows of a view with ``span`` in the document's own offsets; rows outside its text are left out."""
        query = f"select * from {view} where article_id = ? and {where} order by start_char, end_char"  # noqa: S608
        for row in self._connection.execute(query, [self._article_id]).to_arrow_table().to_pylist():
            span = self._places(row["start_char"], row["end_char"])
            if span is not None:
                yield {**row, "span": span}

    def events(self) -> list[Row]:
        """The asserted events of the document's own mentions."""
        query = (
            "select distinct e.* from events as e join event_mentions as m using (event_id) "
            "where m.article_id = ? and e.modality = 'asserted'"
        )
        return self._connection.execute(query, [self._article_id]).to_arrow_table().to_pylist()

    def story(self) -> str | None:
        query = "select story_id from articles where article_id = ?"
        found = self._connection.execute(query, [self._article_id]).fetchone()
        return found[0] if found else None

    def entities(self) -> dict[str, Row]:
        return {
            row["entity_id"]: row
            for row in self._connection.execute("select * from entities").to_arrow_table().to_pylist()
        }


def quotes(document: Document) -> Row:
    text, found = document.doc["text"], []
    for row in document.rows("quotes"):
        source = _nearest(text, row["speaker_text"], row["span"])
        found.append({"content": list(row["span"]), "source": source, "cue": None})
    return {"quotes": found}


def _nearest(text: str, words: str | None, span: Span) -> list[int] | None:
    """Where the speaker's words stand nearest to the statement."""
    if not words:
        return None
    places = [m.start() for m in re.finditer(re.escape(words), text)]
    outside = [p for p in places if p + len(words) <= span[0] or p >= span[1]] or places
    if not outside:
        return None
    start = min(outside, key=lambda p: min(abs(p - span[1]), abs(span[0] - p - len(words))))
    return [start, start + len(words)]


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
    found = []
    for row in document.rows("dates"):
        value = _timex(row)
        if value:
            found.append({"start": row["span"][0], "end": row["span"][1], "type": "DATE", "value": value})
    return {"timex": found}


def _timex(row: Row) -> str | None:
    """The TIMEX3 value of an interval by its granularity."""
    first, last = row["date_from"], row["date_to"]
    if row["granularity"] in ("day", "minute", "part of day") and first is not None:
        return str(first.isoformat())
    if first is None or (last is None and not row["rule"].startswith("since")):
        return None
    match row["granularity"]:
        case "season":
            return f"{first:%Y}-{ {3: 'SP', 6: 'SU', 9: 'FA', 12: 'WI'}.get(first.month, 'SP') }"
        case "half":
            return f"{first:%Y}-H{1 if first.month < 7 else 2}"
        case "weekend":
            return f"{first.isocalendar()[0]}-W{first.isocalendar()[1]:02}-WE"
        case "week":
            return f"{first.isocalendar()[0]}-W{first.isocalendar()[1]:02}"
        case "month":
            return f"{first:%Y-%m}"
        case "quarter":
            return f"{first:%Y}-Q{(first.month + 2) // 3}"
        case "year":
            return f"{first:%Y}"
        case "decade":
            return f"{first:%Y}"[:3]
        case "century":
            return f"{first:%Y}"[:2]
    return f"{first.isoformat()}/{last.isoformat()}" if last and first != last else str(first.isoformat())


def acts(document: Document) -> Row:
    """PLOVER events with the codes of their participants' countries."""
    countries = {row["name"]: row["country"] for row in document.entities().values()}

    def side(names: list[str]) -> list[Row]:
        return [{"text": name, "code": countries.get(name)} for name in names]

    found = [
        {
            "event": row["plover"],
            "source": side(row["actors"] or []),
            "target": side(row["recipients"] or []),
            "loc": row["place"],
        }
        for row in document.events()
    ]
    return {"events": found}


def clusters(document: Document) -> Row:
    return {"cluster": document.story()}


SETS: dict[str, tuple[Callable[[Document], Row], tuple[str, ...]]] = {
    "quotes/polnear": (quotes, ()),
    "ner/worldwide": (names, ()),
    "coref/gum-names": (chains, ()),
    "roles/gum-roles": (roles, ()),
    "geo/geowebnews": (toponyms, ()),
    "geo/tr-news": (toponyms, ()),
    "geo/lgl": (toponyms, ()),
    "temporal/wikiwars": (times, ()),
    "temporal/gum-dates": (times, ()),
    "events/plover-gsr": (acts, ("plover",)),
    "clusters/giveme-newscluster": (clusters, ()),
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
    # Elsewhere the text alone is annotated; stories stand on headline and outlet as well.
    whole = name.startswith("clusters/")
    records = [
        {
            "url": f"https://{doc['domain'] if whole else 'gold.example'}/{doc['id']}",
            "title": doc["title"] if whole else None,
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
