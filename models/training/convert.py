"""Gold and treebanks -> training rows: one JSON object a document, over the pipeline's own words.

    python -m models.training.convert --entities DIR... --quotes DIR... --syntax FILE... --out DIR

Guarantees: every row's layers are as long as its words; rows keep the order of their source, so
that the same files give the same rows; a checksum of each source is printed for the card. The
sources' formats are described in this folder's README. Nothing here is read when the pipeline runs.
"""

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language

from models.training.labels import fine_label
from models.training.tokens import Row, blank_pipeline, mark_span, read_text, words_within
from models.training.treebank import read_treebank

QUOTE_LAYERS = ("content", "cue", "source")


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _row(nlp: Language, kind: str, name: str, text: str) -> tuple[Row, list[tuple[int, int]]]:
    read = read_text(nlp, text)
    row = {"kind": kind, "id": name, "words": read.words.texts, "before": read.words.before}
    return row, read.offsets


def entity_rows(nlp: Language, folder: Path) -> Iterator[Row]:
    """``docs.jsonl`` and ``gold.jsonl`` (``entities``: start, end, label) of one folder."""
    gold = {g["id"]: g["entities"] for g in read_lines(folder / "gold.jsonl")}
    for doc in read_lines(folder / "docs.jsonl"):
        row, offsets = _row(nlp, "entities", doc["id"], doc["text"])
        tags = ["O"] * len(offsets)
        for entity in gold[doc["id"]]:
            start, end = entity["start"], entity["end"]
            label = fine_label(entity["label"], doc["text"], start, end)
            mark_span(tags, words_within(offsets, start, end), label)
        yield {**row, "entities": tags}


def quote_rows(nlp: Language, folder: Path) -> Iterator[Row]:
    """``docs.jsonl`` and ``gold.jsonl`` (``quotes``: content, cue, source as span lists) of one folder.

    ``links``: [first word of a content span, of its cue or -1, of its source or -1].
    """
    gold = {g["id"]: g["quotes"] for g in read_lines(folder / "gold.jsonl")}
    for doc in read_lines(folder / "docs.jsonl"):
        row, offsets = _row(nlp, "quotes", doc["id"], doc["text"])
        layers = {layer: ["O"] * len(offsets) for layer in QUOTE_LAYERS}
        links: list[list[int]] = []
        for quote in sorted(gold[doc["id"]], key=_quote_length, reverse=True):
            starts = {
                layer: [
                    words.start
                    for span in quote.get(layer) or []
                    if (words := words_within(offsets, *span))
                    and (mark_span(layers[layer], words, "X") or layers[layer][words.start] == "B-X")
                ]
                for layer in QUOTE_LAYERS
            }
            cue, source = (min(starts[layer], default=-1) for layer in ("cue", "source"))
            links.extend([content, cue, source] for content in starts["content"])
        yield {**row, **layers, "links": sorted(links), "part": doc.get("polnear_part")}


def _quote_length(quote: dict[str, Any]) -> int:
    return sum(end - start for start, end in quote.get("content") or [])


def write_rows(path: Path, rows: Iterable[Row]) -> int:
    """Write one object a line; returns their number."""
    with path.open("w", encoding="utf-8") as out:
        return sum(1 for row in rows if out.write(json.dumps(row, ensure_ascii=False) + "\n"))


def checksum(path: Path) -> str:
    """SHA-256 of a file, or of a folder's JSONL files in order of name."""
    digest = hashlib.sha256()
    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    for layer in ("entities", "quotes", "syntax"):
        parser.add_argument(f"--{layer}", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    nlp = blank_pipeline()
    readers = {"entities": entity_rows, "quotes": quote_rows, "syntax": read_treebank}
    for layer, read in readers.items():
        sources: list[Path] = getattr(options, layer)
        rows = (row for source in sources for row in read(nlp, source))
        print(layer, write_rows(options.out / f"{layer}.jsonl", rows), "documents")
        for source in sources:
            print(" ", "/".join(source.parts[-2:]), checksum(source))


if __name__ == "__main__":
    main()
