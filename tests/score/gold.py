"""Score the warehouse's records on annotated data: ``make score GOLD=path``.

GOLD holds ``<capability>/score.py`` and, for each set, ``<capability>/<set>/dev`` with ``docs.jsonl``
(``id``, ``text``, ``date`` or ``dct``) and ``gold.jsonl``. Every set is ingested into a warehouse of its own by the
command that users type; its views are turned into the scorer's format, and the scorer prints its table.
``python -m tests.score.gold GOLD quotes/polnear ...`` scores some sets; ``--ids FILE`` keeps the documents listed.
Documents of PolNeAR that the model was trained on are left out. ``seed`` is a folder in GOLD or beside it with an
``article.txt`` and a ``score.py`` that reads a warehouse.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from tests.score.documents import Document, Row
from tests.score.events import acts, answers
from tests.score.quotes import quotes


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


def toponyms(document: Document, labels: tuple[str, ...] = ("GPE", "LOC", "NORP")) -> Row:
    """Names of places, and adjectives and peoples' names that have a place: these sets mark them too."""
    known, found = document.entities(), []
    for row in document.rows("mentions", f"label in {labels} and kind in ('name', 'adjective')"):
        entity = known.get(row["entity_id"], {})
        if row["label"] == "NORP" and entity.get("latitude") is None:
            continue
        place = {"start": row["span"][0], "end": row["span"][1], "country": entity.get("country")}
        if entity.get("latitude") is not None:
            place |= {"lat": entity["latitude"], "lon": entity["longitude"]}
        found.append(place)
    return {"toponyms": found}


def toponyms_and_venues(document: Document) -> Row:
    """Streets and buildings too, and none in the line of title and address that this set puts before a text."""
    text = document.doc["text"]
    begin = text.find("\n") if text.startswith("TITLE:") else 0
    found = toponyms(document, ("GPE", "LOC", "NORP", "FAC"))["toponyms"]
    return {"toponyms": [place for place in found if place["start"] >= begin]}


def times(document: Document) -> Row:
    """What lies on the calendar; weeks, decades and centuries from their first day to their last."""
    return _timexes(document, lambda row: _range(row) or _timex(row))


def every_time(document: Document) -> Row:
    """Durations, sets, clock times and what is only past or future too."""
    return _timexes(document, lambda row: row["value"])


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


def _timex(row: Row) -> str | None:
    """The TIMEX3 value of an interval by its granularity."""
    first, last = row["date_from"], row["date_to"]
    if row["granularity"] in ("day", "minute", "part of day") and first is not None:
        return str(first.isoformat())
    if first is None or (last is None and not row["rule"].startswith("since")):
        return None
    iso = str(first.isoformat())
    year = iso[:4]
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
            return iso[:7]
        case "quarter":
            return f"{year}-Q{(first.month + 2) // 3}"
        case "year":
            return year
        case "decade":
            return year[:3]
        case "century":
            return year[:2]
    return f"{first.isoformat()}/{last.isoformat()}" if last and first != last else str(first.isoformat())


def clusters(document: Document) -> Row:
    return {"cluster": document.story()}


SETS: dict[str, tuple[Callable[[Document], Row], tuple[str, ...]]] = {
    "quotes/polnear": (quotes, ()),
    "ner/worldwide": (names, ()),
    "coref/gum-names": (chains, ()),
    "roles/gum-roles": (roles, ()),
    "geo/geowebnews": (toponyms_and_venues, ()),
    "geo/tr-news": (toponyms, ()),
    "geo/lgl": (toponyms, ()),
    "temporal/wikiwars": (every_time, ()),
    "temporal/gum-dates": (times, ()),
    "events/plover-gsr": (acts, ("plover",)),
    "events/giveme5w1h": (answers, ("5w1h",)),
    "clusters/giveme-newscluster": (clusters, ()),
}
"""Set -> how its documents' rows become a prediction, and the scorer's first arguments."""


def score(gold: Path, name: str, ids: frozenset[str] | None, work: Path) -> None:
    """Ingest one set, convert its views and run its scorer."""
    convert, arguments = SETS[name]
    folder = gold / name / "dev"
    docs = [json.loads(line) for line in (folder / "docs.jsonl").open(encoding="utf-8")]
    docs = [doc for doc in docs if (ids is None or doc["id"] in ids) and doc.get("polnear_part") != "train"]
    here = work / name.replace("/", "-")
    here.mkdir()
    _write(here / "docs.jsonl", docs)
    known = {json.loads(line)["id"]: line for line in (folder / "gold.jsonl").open(encoding="utf-8")}
    (here / "gold.jsonl").write_text("".join(known[doc["id"]] for doc in docs), encoding="utf-8")
    records = [
        {
            "url": f"https://{doc.get('domain') or 'gold.example'}/{doc['id']}",
            "title": doc.get("title"),
            "text": doc["text"],
            "date": doc.get("date") or doc.get("dct"),
        }
        for doc in docs
    ]
    _write(here / "records.jsonl", records)
    warehouse = here / "warehouse.duckdb"
    seconds = _ingest(here / "records.jsonl", warehouse)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute("select url, article_id, full_text from articles").fetchall()
        stored = {url.rpartition("/")[2]: (article_id, text) for url, article_id, text in rows}
        predictions = [{"id": d["id"], **convert(Document(connection, d, stored.get(d["id"])))} for d in docs]
        missing = [d["id"] for d in docs if d["id"] not in stored]
    _write(here / "predictions.jsonl", predictions)
    print(f"\n# {name}: {len(docs)} documents, {len(missing)} not stored, {seconds:.0f} s", flush=True)
    scorer = [sys.executable, str(gold / name.partition("/")[0] / "score.py"), *arguments]
    subprocess.run([*scorer, str(here), str(here / "predictions.jsonl")], check=False)


def score_article(gold: Path, work: Path) -> None:
    """Ingest the one article that has expected records for every view, and run its scorer."""
    folder = next((f for f in (gold / "seed", gold.parent / "seed") if f.is_dir()), None)
    if folder is None:
        print("\n# seed: there is no such folder", flush=True)
        return
    warehouse = work / "seed.duckdb"
    print(f"\n# seed: {_ingest(folder / 'article.txt', warehouse):.0f} s", flush=True)
    subprocess.run([sys.executable, str(folder / "score.py"), str(warehouse)], check=False)


def _ingest(source: Path, warehouse: Path) -> float:
    """Seconds that the command takes."""
    command = [sys.executable, "-m", "flows.cli", "ingest", str(source), "--warehouse", str(warehouse)]
    began = time.monotonic()
    subprocess.run(command, check=True, env={**os.environ}, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


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
        work.mkdir(parents=True, exist_ok=True)
        for name in options.sets or [*SETS, "seed"]:
            if name == "seed":
                score_article(options.gold, work)
            else:
                score(options.gold, name, ids, work)


if __name__ == "__main__":
    main()
