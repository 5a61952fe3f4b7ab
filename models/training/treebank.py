"""CoNLL-U treebanks as running text over the pipeline's own words.

Guarantees: the text is what the treebank's forms and ``SpaceAfter`` spell; a paragraph begins
on a new line in two documents of three and after a blank in the third (by the document's
name), so that sentences are learned with and without line breaks. A word whose borders are
not a treebank word's has the label ``None`` in every layer and is learned from by none.
"""

import hashlib
import lzma
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language

from models.training.tokens import Row, read_text
from tasks.extract.heads_lemmas import edit_script


@dataclass(slots=True)
class TreeWord:
    """One syntactic word: where it stands in the text and what the treebank says of it."""

    start: int
    end: int
    form: str
    columns: list[str]
    starts_sentence: bool
    head: int = -1


@dataclass(slots=True)
class TreeDoc:
    """A document's text and words; ``head`` counts words of the document, -1 for a root."""

    name: str
    text: str = ""
    words: list[TreeWord] = field(default_factory=list)


def read_documents(path: Path, line_breaks: bool | None = None) -> Iterator[TreeDoc]:
    """The documents of a ``.conllu`` or ``.conllu.xz`` file.

    ``line_breaks`` forces paragraphs onto new lines (or not) in every document.
    """
    doc = TreeDoc("")
    rows: list[list[str]] = []
    new_paragraph = False
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for raw in lines:
            line = raw.rstrip("\n")
            if line.startswith("# newdoc"):
                if doc.words:
                    yield _trimmed(doc)
                doc = TreeDoc(line.partition("=")[2].strip())
            elif line.startswith("# newpar"):
                new_paragraph = True
            elif line and not line.startswith("#"):
                rows.append(line.split("\t"))
            elif not line and rows:
                if new_paragraph and doc.text and (_breaks_lines(doc.name) if line_breaks is None else line_breaks):
                    doc.text = doc.text.rstrip() + "\n\n"
                _add_sentence(doc, rows)
                rows, new_paragraph = [], False
    if rows:
        _add_sentence(doc, rows)
    if doc.words:
        yield _trimmed(doc)


def _trimmed(doc: TreeDoc) -> TreeDoc:
    doc.text = doc.text.rstrip()
    return doc


def _breaks_lines(name: str) -> bool:
    return hashlib.sha256(name.encode()).digest()[0] % 3 != 0


def _add_sentence(doc: TreeDoc, rows: list[list[str]]) -> None:
    base = len(doc.words)
    position_of: dict[str, int] = {}
    surface_end, surface_at = 0, 0
    heads: list[str] = []
    for columns in rows:
        number, form = columns[0], columns[1]
        space = "" if "SpaceAfter=No" in columns[9] else " "
        if "." in number:
            continue
        if "-" in number:
            surface_at = len(doc.text)
            surface_end = int(number.split("-")[1])
            doc.text += form + space
            continue
        position_of[number] = len(doc.words)
        if int(number) <= surface_end:
            start = surface_at
            surface_at += len(form)
        else:
            start = len(doc.text)
            doc.text += form + space
        doc.words.append(TreeWord(start, start + len(form), form, columns, len(doc.words) == base))
        heads.append(columns[6])
    for word, head in zip(doc.words[base:], heads, strict=True):
        word.head = position_of[head] if head != "0" else -1


def read_treebank(nlp: Language, path: Path) -> Iterator[Row]:
    """Training rows of a treebank (see ``aligned_row``)."""
    for doc in read_documents(path):
        yield aligned_row(nlp, doc)


def aligned_row(nlp: Language, doc: TreeDoc) -> Row:
    """A document's layers over the pipeline's words.

    ``heads`` are word indices, -1 for a root; a word whose head has no word of its own has
    ``None``. ``sentence_starts`` are known for every word.
    """
    read = read_text(nlp, doc.text)
    exact = {
        (word.start, word.end): i for i, word in enumerate(doc.words) if doc.text[word.start : word.end] == word.form
    }
    tree_of = [exact.get(offset) for offset in read.offsets]
    word_of = {tree: i for i, tree in enumerate(tree_of) if tree is not None}
    starts = {word.start for word in doc.words if word.starts_sentence}
    row: Row = {"kind": "syntax", "id": doc.name, "words": read.words.texts, "before": read.words.before}
    layers: dict[str, list[object]] = {k: [] for k in ("tags", "morphs", "lemmas", "heads", "deps")}
    for tree in tree_of:
        for layer, value in zip(layers, _labels(doc, tree, word_of), strict=True):
            layers[layer].append(value)
    return {**row, **layers, "sentence_starts": [int(start in starts) for start, _ in read.offsets]}


def _labels(doc: TreeDoc, tree: int | None, word_of: dict[int, int]) -> tuple[object, ...]:
    if tree is None:
        return (None,) * 5
    word = doc.words[tree]
    _, form, lemma, upos, xpos, feats, _, deprel, *_ = word.columns
    morph = upos if feats == "_" else f"{upos}|{feats}"
    script = edit_script(form, form if lemma == "_" and form != "_" else lemma)
    head = -1 if word.head < 0 else word_of.get(word.head)
    return xpos, morph, script, head, deprel if head is not None else None
