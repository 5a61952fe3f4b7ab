"""Sentences, tags, morphology, lemmas and dependencies from the encoder's scores.

Guarantees: every token has a tag, a lemma and a head in its own sentence, white space too; a
sentence is never longer than ``MAX_SENTENCE`` words, so that no text costs quadratic time.
Dependencies are scored by the biaffine method of Dozat and Manning (2017) over Universal
Dependencies' relations; tags are the Penn Treebank's, ``pos_`` and ``morph`` UD's.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from numpy.typing import NDArray
from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS, SENT_START, TAG
from spacy.language import Language
from spacy.symbols import IDS
from spacy.tokens import Doc
from spacy.vocab import Vocab

from tasks.extract.encoder import KEPT, RANK, SCORES, Scores
from tasks.extract.heads_lemmas import Rank, lemma_of, lexicon_key
from tasks.extract.heads_spans import log_softmax
from tasks.extract.heads_trees import best_tree

MAX_SENTENCE = 200
"""Words. A longer one is parted where the head thinks a start the least unlikely."""
_NEVER = np.float32(-1e4)
_ALWAYS = np.float32(1e9)
_GOES_ON = frozenset(",(-–/$€£@&%")
"""Marks behind which no sentence begins."""
LEMMAS = "dateline_lemmas"
"""The vocabulary's table of lemmas that scripts would get wrong, by ``lexicon_key``."""
LAYERS = ("tags", "morphs", "lemmas", "deps")
_ATTRIBUTES = [TAG, POS, MORPH, LEMMA, DEP, HEAD, SENT_START]


@Language.factory(
    "dateline_syntax",
    requires=["doc.tensor"],
    assigns=["token.tag", "token.pos", "token.morph", "token.lemma", "token.dep", "token.head", "doc.sents"],
)
def make_syntax(nlp: Language, name: str) -> "Syntax":
    """The factory. The component is empty until its files are read."""
    return Syntax(nlp.vocab, name)


class Syntax:
    """The component. Its folder holds ``labels.json`` and the relation head's last layer."""

    def __init__(self, vocab: Vocab, name: str = "dateline_syntax") -> None:
        self.name = name
        self._vocab = vocab
        self._labels: dict[str, list[str]] = {}
        self._relation: dict[str, NDArray[np.float32]] = {}
        self._tags = self._deps = self._pos = self._morphs = np.zeros(0, np.uint64)

    def set_labels(self, labels: dict[str, list[str]], relation: dict[str, NDArray[np.float32]]) -> None:
        """Take the labels of ``LAYERS`` in the heads' order, and ``weight`` and ``bias`` of the relation head."""
        self._labels = {layer: list(labels[layer]) for layer in LAYERS}
        self._relation = relation
        strings = self._vocab.strings
        self._tags = np.array([strings.add(tag) for tag in labels["tags"]], np.uint64)
        self._deps = np.array([strings.add("ROOT" if d == "root" else d) for d in labels["deps"]], np.uint64)
        parts = [morph.partition("|") for morph in labels["morphs"]]
        self._pos = np.array([IDS.get(pos, IDS["X"]) for pos, _, _ in parts], np.uint64)
        self._morphs = np.array([self._vocab.morphology.add(feats or "_") for _, _, feats in parts], np.uint64)

    def __call__(self, doc: Doc) -> Doc:
        """Set the layers."""
        kept: NDArray[np.int64] = doc.user_data[KEPT]
        scores: Scores = doc.user_data[SCORES]
        rank: Rank = doc.user_data.pop(RANK)
        size = len(kept)
        if size == 0:
            return _all_space(doc)
        words = [doc[int(i)] for i in kept]
        may, must = _breaks(doc, kept)
        starts = sentence_starts(np.where(must, _ALWAYS, np.where(may, scores["sents"][:, 0], _NEVER)))
        heads = np.arange(size)
        for start, end in zip(starts, [*starts[1:], size], strict=True):
            heads[start:end] = start + best_tree(_arcs(scores, int(start), int(end)))
        relations = self._relations(scores, heads)
        scripts, lexicon = self._labels["lemmas"], self._vocab.lookups.get_table(LEMMAS, {})
        strings = self._vocab.strings
        tags = self._tags[scores["tags"][:, 0]]
        lemmas = [
            strings.add(
                lexicon.get(lexicon_key(word.text, strings[tag])) or lemma_of(word.text, strings[tag], scripts[k], rank)
            )
            for k, tag, word in zip(scores["lemmas"][:, 0], tags.tolist(), words, strict=True)
        ]
        rows: Any = np.zeros((len(doc), len(_ATTRIBUTES)), np.uint64)
        _fill_space(doc, rows)
        rows[kept, 0] = tags
        rows[kept, 1] = self._pos[scores["morphs"][:, 0]]
        rows[kept, 2] = self._morphs[scores["morphs"][:, 0]]
        rows[kept, 3] = np.array(lemmas, np.uint64)
        rows[kept, 4] = self._deps[relations]
        rows[kept, 5] = (kept[heads] - kept).astype(np.int64).view(np.uint64)
        rows[kept, 6] = np.array(-1, np.int64).view(np.uint64)
        rows[kept[starts], 6] = 1
        _hang_space(rows, kept, len(doc))
        doc.from_array(_ATTRIBUTES, rows)
        return doc

    def _relations(self, scores: Scores, heads: NDArray[np.int64]) -> NDArray[np.int64]:
        hidden = scores["rel_dep"] + scores["rel_head"][heads]
        ranked = _gelu(hidden) @ self._relation["weight"].T + self._relation["bias"]
        root = self._labels["deps"].index("root")
        ranked[:, root] = -np.inf
        found: NDArray[np.int64] = np.where(heads == np.arange(len(heads)), root, ranked.argmax(1))
        return found

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write the component's folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        srsly.write_json(folder / "labels.json", self._labels)
        np.savez(folder / "relation.npz", **self._relation)  # type: ignore[arg-type]  # arrays by name

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> "Syntax":
        """Read the component's folder."""
        folder = Path(path)
        with np.load(folder / "relation.npz") as arrays:
            relation = {name: arrays[name] for name in ("weight", "bias")}
        self.set_labels(srsly.read_json(folder / "labels.json"), relation)
        return self


def _breaks(doc: Doc, kept: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where a sentence may begin, on a new line or behind a mark that can end one, and where it must.

    It must behind a blank line: a headline has no mark at its end, and no sentence goes on in the next paragraph.
    """
    may, must = np.ones(len(kept), bool), np.zeros(len(kept), bool)
    for place in range(1, len(kept)):
        here, before = int(kept[place]), int(kept[place - 1])
        between = "".join(doc[i].text for i in range(before + 1, here))
        may[place] = "\n" in between or doc[before].text[-1] not in _GOES_ON
        must[place] = between.count("\n") > 1
    return may, must


def sentence_starts(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """The words that begin sentences: the first, those scored above zero, and cuts in what is too long."""
    wanted = scores > 0
    wanted[0] = True
    starts = [int(i) for i in np.flatnonzero(wanted)]
    found: list[int] = []
    for start, end in zip(starts, [*starts[1:], len(scores)], strict=True):
        at = start
        found.append(at)
        while end - at > MAX_SENTENCE:
            half = at + MAX_SENTENCE // 2
            at = half + int(scores[half : at + MAX_SENTENCE].argmax())
            found.append(at)
    return np.array(found)


def _arcs(scores: Scores, start: int, end: int) -> NDArray[np.float32]:
    part = slice(start, end)
    pairs = scores["arc_query"][part] @ scores["arc_key"][part].T + scores["arc_bias"][part].T
    np.fill_diagonal(pairs, -1e4)
    return log_softmax(np.concatenate([pairs, scores["arc_none"][part]], axis=1))


def _gelu(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """By its tanh form, which needs no error function and differs by less than 0.001."""
    result: NDArray[np.float32] = 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3)))
    return result


def _fill_space(doc: Doc, rows: NDArray[np.uint64]) -> None:
    strings = doc.vocab.strings
    rows[:, 0] = strings.add("_SP")
    rows[:, 1] = IDS["SPACE"]
    rows[:, 2] = doc.vocab.morphology.add("_")
    rows[:, 3] = [token.orth for token in doc]
    rows[:, 4] = strings.add("dep")
    rows[:, 6] = np.array(-1, np.int64).view(np.uint64)


def _hang_space(rows: NDArray[np.uint64], kept: NDArray[np.int64], size: int) -> None:
    """White space hangs from the word before it; at the text's front from the first, whose sentence it starts."""
    spaces = np.setdiff1d(np.arange(size), kept)
    before = np.maximum(np.searchsorted(kept, spaces) - 1, 0)
    rows[spaces, 5] = (kept[before] - spaces).astype(np.int64).view(np.uint64)
    if kept[0] != 0:
        rows[kept[0], 6] = np.array(-1, np.int64).view(np.uint64)
        rows[0, 6] = 1


def _all_space(doc: Doc) -> Doc:
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc
