"""What a pipeline is worth on data it was not trained on, raw text in.

    python -m models.training.evaluate --pipeline DIR [--entities DIR...] [--quotes DIR...] [--syntax FILE...]
        [--iob FILE...] [--predictions DIR]

Entities: exact spans and labels, F1 in percent, over the gold's own labels. Syntax: F1 of
sentences, tags, lemmas, UAS and LAS over aligned words, as in the CoNLL 2018 shared task (Zeman
et al. 2018). Quotes: predictions alone, for the corpus's own scorer. Speed: words a second in
this process, one thread, after a first article. ``--pipeline`` may be any spaCy pipeline.
"""

import argparse
import json
import lzma
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from models.training.convert import read_lines
from models.training.figures import f_score, spans
from models.training.labels import FOLDED
from models.training.treebank import TreeDoc, read_documents
from tasks.extract.heads_speech import speech_of
from tasks.extract.pipeline import load_pipeline

GOLD_LABELS = {fine: coarse.capitalize() for coarse, fine in FOLDED.items()} | {
    "NORP": "NORP",
    "GPE": "Location",
    "LOC": "Location",
    "TIME": "Date",
}
"""The gold's name for each of the pipeline's labels; *Misc* for the others."""


class Counts:
    """Right, given and known things by name."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.given: Counter[str] = Counter()
        self.known: Counter[str] = Counter()

    def add(self, name: str, given: Iterable[object], known: Iterable[object]) -> None:
        """Count two sets of comparable things."""
        one, other = set(given), set(known)
        self.right[name] += len(one & other)
        self.given[name] += len(one)
        self.known[name] += len(other)

    def lines(self) -> Iterator[str]:
        """Name, F1, precision, recall and how many the gold has."""
        for name in self.known | self.given:
            right, given, known = self.right[name], self.given[name], self.known[name]
            precision, recall = 100 * right / max(given, 1), 100 * right / max(known, 1)
            yield f"{name:<14} F {f_score(right, given, known):5.1f}  P {precision:5.1f}  R {recall:5.1f}  n {known}"


def entities_of(doc: Doc) -> list[tuple[int, int, str]]:
    """Character spans with the gold's labels."""
    return [(e.start_char, e.end_char, GOLD_LABELS.get(e.label_, "Misc")) for e in doc.ents]


def score_entities(nlp: Language, folder: Path) -> tuple[Counts, float]:
    """Counts by label and in all, and words a second."""
    gold = {g["id"]: g["entities"] for g in read_lines(folder / "gold.jsonl")}
    docs = list(read_lines(folder / "docs.jsonl"))
    nlp(docs[0]["text"])
    counts, words, began = Counts(), 0, time.process_time()
    for item in docs:
        doc = nlp(item["text"])
        words += sum(not token.is_space for token in doc)
        given = entities_of(doc)
        known = [(e["start"], e["end"], GOLD_LABELS.get(e["label"].upper(), e["label"])) for e in gold[item["id"]]]
        known = [(s, e, label if label in GOLD_LABELS.values() else "Misc") for s, e, label in known]
        counts.add("all", given, known)
        for label in {label for _, _, label in [*given, *known]}:
            counts.add(label, [g for g in given if g[2] == label], [k for k in known if k[2] == label])
    return counts, words / (time.process_time() - began)


def score_syntax(nlp: Language, path: Path) -> Counts:
    """Counts of sentences, words and their layers."""
    counts = Counts()
    for tree in read_documents(path):
        doc = nlp(tree.text)
        words = [token for token in doc if not token.is_space]
        _count_words(counts, tree, words)
        starts = [w.start for w in tree.words if w.starts_sentence]
        ends = [tree.words[i - 1].end for i, w in enumerate(tree.words) if w.starts_sentence and i] + [
            tree.words[-1].end
        ]
        given = []
        for sent in doc.sents:
            kept = [t for t in sent if not t.is_space]
            if kept:
                given.append((kept[0].idx, kept[-1].idx + len(kept[-1])))
        counts.add("sentences", given, zip(starts, ends, strict=True))
    return counts


def _count_words(counts: Counts, tree: TreeDoc, words: list) -> None:  # type: ignore[type-arg]  # spaCy tokens
    name = tree.name

    def place(word):  # type: ignore[no-untyped-def]
        return (name, word.idx, word.idx + len(word))

    gold = [(name, w.start, w.end) for w in tree.words]
    counts.add("words", map(place, words), gold)
    rows = list(zip(gold, tree.words, strict=True))
    counts.add("tags", [(place(w), w.tag_) for w in words], [(g, w.columns[4]) for g, w in rows])
    counts.add("pos", [(place(w), w.pos_) for w in words], [(g, w.columns[3]) for g, w in rows])
    lemmas = [(g, w.form if w.columns[2] == "_" else w.columns[2]) for g, w in rows]
    counts.add("lemmas", [(place(w), w.lemma_) for w in words], lemmas)
    heads = [place(w.head) if w.head.i != w.i else None for w in words]
    gold_heads = [gold[w.head] if w.head >= 0 else None for w in tree.words]
    counts.add(
        "uas",
        [(place(w), h) for w, h in zip(words, heads, strict=True)],
        zip(gold, gold_heads, strict=True),
    )
    counts.add(
        "las",
        [(place(w), h, _relation(w.dep_)) for w, h in zip(words, heads, strict=True)],
        [(g, h, _relation(w.columns[7])) for (g, w), h in zip(rows, gold_heads, strict=True)],
    )


def _relation(name: str) -> str:
    """Without its subtype, as the shared task counts."""
    return name.lower().partition(":")[0]


def score_iob(nlp: Language, path: Path) -> Counts:
    """Persons, organisations and places of a file of one word and tag a line, out of the training's domain."""
    counts = Counts()
    opened = lzma.open if path.suffix == ".xz" else open
    kept = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC"}
    text, words, tags = "", [], []
    with opened(path, "rt", encoding="utf-8") as lines:
        for number, raw in enumerate([*lines, ""]):
            line = raw.strip()
            if line.startswith("# text = "):
                text = line.removeprefix("# text = ")
            elif line and not line.startswith("#"):
                words.append(line.split("\t")[1])
                tags.append(line.split("\t")[2])
            elif not line and words:
                places = _places(text, words)
                known = [
                    (number, places[start][0], places[end - 1][1], label)
                    for start, end, label in spans([t if t[2:] in kept.values() else "O" for t in tags])
                ]
                given = [(number, e.start_char, e.end_char, kept[e.label_]) for e in nlp(text).ents if e.label_ in kept]
                counts.add("all", given, known)
                for label in ("PER", "ORG", "LOC"):
                    counts.add(label, [g for g in given if g[3] == label], [k for k in known if k[3] == label])
                words, tags = [], []
    return counts


def _places(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Where each word stands in its sentence."""
    places, at = [], 0
    for word in words:
        at = text.index(word, at)
        places.append((at, at + len(word)))
        at += len(word)
    return places


def write_quotes(nlp: Language, folder: Path, out: Path) -> None:
    """The head's statements, one document a line."""
    with out.open("w", encoding="utf-8") as lines:
        for item in read_lines(folder / "docs.jsonl"):
            doc = nlp(item["text"])

            def chars(tokens, doc=doc):  # type: ignore[no-untyped-def]
                return (
                    None if tokens is None else [doc[tokens[0]].idx, doc[tokens[1] - 1].idx + len(doc[tokens[1] - 1])]
                )

            found = [
                {"content": [chars(c) for c in s.contents], "cue": chars(s.cue), "source": chars(s.source)}
                for s in speech_of(doc)
            ]
            lines.write(json.dumps({"id": item["id"], "quotes": found}) + "\n")


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="What a pipeline is worth on data it was not trained on.")
    parser.add_argument("--pipeline", help="a folder or package; the shipped one by default")
    for layer in ("entities", "quotes", "syntax", "iob"):
        parser.add_argument(f"--{layer}", type=Path, nargs="*", default=[])
    parser.add_argument("--predictions", type=Path, default=Path("build/predictions"))
    options = parser.parse_args(arguments)
    nlp = load_pipeline(options.pipeline)
    for folder in options.entities:
        counts, speed = score_entities(nlp, folder)
        print(f"# entities {folder.name}: {speed:.0f} words a CPU second", *counts.lines(), sep="\n", flush=True)
    for path in options.syntax:
        print(f"# syntax {path.name}", *score_syntax(nlp, path).lines(), sep="\n", flush=True)
    for path in options.iob:
        print(f"# entities {path.name}", *score_iob(nlp, path).lines(), sep="\n", flush=True)
    for folder in options.quotes:
        options.predictions.mkdir(parents=True, exist_ok=True)
        out = options.predictions / f"{folder.name}-quotes.jsonl"
        write_quotes(nlp, folder, out)
        print(f"# quotes {folder.name}: {out}", flush=True)


if __name__ == "__main__":
    main()
