"""Training rows as batches of windows.

Guarantees: one seed gives one sequence of batches; a batch has windows of one kind of row and
of similar length; targets that cannot be learned from (``IGNORED``) are marked, never guessed.
"""

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.training.labels import ENTITY_LABELS
from models.training.swaps import RARE, TEXTS_SWAPPED, Pool
from models.training.tokens import Row
from tasks.extract.encoder_pieces import WordPieces, Words, cut_windows, encode_window, type_ids

IGNORED = -100
WINDOW_LIMITS = (96, 128, 160, 190, 190, 190)
"""Drawn for each document anew, so that a window's ends move from epoch to epoch."""
QUOTE_TAGS = ("O", "B-X", "I-X")
WORD_LAYERS = ("tags", "morphs", "lemmas", "deps")
MARK_SWAPS = str.maketrans("“”‘’", "\"\"''")

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Inventory:
    """The labels of every head, in order. What training saw too rarely is left out."""

    entities: tuple[str, ...]
    tags: tuple[str, ...]
    morphs: tuple[str, ...]
    lemmas: tuple[str, ...]
    deps: tuple[str, ...]

    def write(self, path: Path) -> None:
        """As JSON."""
        path.write_text(json.dumps(self.__dict__, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Inventory":
        """From JSON."""
        return cls(**{k: tuple(v) for k, v in json.loads(path.read_text(encoding="utf-8")).items()})


def take_inventory(rows: Iterable[Row]) -> Inventory:
    """The labels that ``rows`` hold."""
    seen: dict[str, Counter[str]] = {k: Counter() for k in ("tags", "morphs", "lemmas", "deps")}
    for row in rows:
        for layer, counts in seen.items():
            counts.update(v for v in row.get(layer, ()) if v is not None)
    least = {"tags": 1, "morphs": 3, "lemmas": 2, "deps": 1}
    kept = {k: tuple(sorted(v for v, n in counts.items() if n >= least[k])) for k, counts in seen.items()}
    bio = tuple(f"{p}-{label}" for label in ENTITY_LABELS for p in "BI")
    return Inventory(entities=("O", *bio), **kept)


@dataclass(frozen=True)
class Sample:
    """One window with its targets, a row of numbers for each layer."""

    ids: Ints
    types: Ints
    firsts: Ints
    targets: dict[str, Ints]


def read_rows(path: Path) -> list[Row]:
    """The rows of a converted file, each with its share of what teachers said (``teach``), where they did."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for taught in sorted(path.parent.glob(f"{path.stem}.*.npz")):
        with np.load(taught) as arrays:
            said = {f"{layer}_said": arrays[layer] for layer in arrays}
        at = 0
        for row in rows:
            row.setdefault("said", {}).update({k: values[at : at + len(row["words"])] for k, values in said.items()})
            at += len(row["words"])
    return rows


class Sampler:
    """Draws windows from rows. ``augment`` rewrites some as a headline, in capitals or with straight marks.

    With a ``pool`` some texts are told of other names, and windows with rare labels are drawn twice.
    """

    def __init__(
        self, inventory: Inventory, pieces: WordPieces, seed: int, augment: bool = True, pool: Pool | None = None
    ) -> None:
        self._index = {k: {v: i for i, v in enumerate(values)} for k, values in inventory.__dict__.items()}
        self._index |= {k: {v: i for i, v in enumerate(QUOTE_TAGS)} for k in ("content", "cue", "source")}
        self._pieces = pieces
        self._random = random.Random(seed)
        self._augment = augment
        self._pool = pool
        labels = inventory.entities
        self._rare = [i for i, tag in enumerate(labels) if tag[2:] in RARE] if pool else []

    def epoch(self, rows: Sequence[Row], budget: int) -> list[list[Sample]]:
        """All windows of ``rows`` in shuffled batches of about ``budget`` pieces."""
        samples = [sample for row in rows for sample in self.samples(row)]
        samples += [sample for sample in samples if self._is_rare(sample)]
        self._random.shuffle(samples)
        batches: list[list[Sample]] = []
        for start in range(0, len(samples), 160):  # lengths are alike within a chunk, chunks are shuffled
            batches.extend(_bucket(samples[start : start + 160], budget))
        self._random.shuffle(batches)
        return batches

    def _is_rare(self, sample: Sample) -> bool:
        return bool(self._rare) and bool(np.isin(sample.targets["entities"], self._rare).any())

    def samples(self, row: Row) -> Iterator[Sample]:
        """The windows of one row."""
        if self._pool is not None and self._random.random() < TEXTS_SWAPPED:
            row = self._pool.swap(row, self._random)
        words = Words(row["words"], row["before"])
        limit = self._random.choice(WINDOW_LIMITS) if self._augment else WINDOW_LIMITS[-1]
        sizes = [len(self._pieces(w)) for w in words.texts]
        straight = self._augment and self._random.random() < 0.2
        for start, end in cut_windows(words, sizes, limit):
            texts = self._rewrite(words.texts[start:end], straight)
            ids = [self._pieces(w) for w in texts]
            types = type_ids(Words(texts, words.before[start:end]))
            window = encode_window(ids, types, 0, len(texts), self._pieces)
            yield Sample(window.ids, window.types, window.firsts, self._targets(row, start, end))

    def _rewrite(self, texts: list[str], straight: bool) -> list[str]:
        if straight:
            texts = [t.translate(MARK_SWAPS) for t in texts]
        chance = self._random.random() if self._augment else 1.0
        if chance < 0.03:
            return [t.upper() for t in texts]
        if chance < 0.05:
            return [t[:1].upper() + t[1:] if len(t) > 3 else t for t in texts]
        return texts

    def _targets(self, row: Row, start: int, end: int) -> dict[str, Ints]:
        def indices(layer: str) -> Ints:
            index = self._index[layer]
            return np.array([index.get(v, IGNORED) for v in row[layer][start:end]])

        found = {k: indices(k) for k in ("entities", "content", "cue", "source", *WORD_LAYERS) if k in row}
        if "links" in row:
            found |= _links(row, start, end)
        if "heads" in row:
            starts = np.array(row["sentence_starts"][start:end])
            found |= {"sents": starts, "heads": _heads(row, start, end), "sentence": np.cumsum(starts)}
        return found | {layer: values[start:end] for layer, values in row.get("said", {}).items()}


def _heads(row: Row, start: int, end: int) -> Ints:
    """Word indices in the window; its length for a root; ``IGNORED`` for a head outside."""
    size = end - start
    heads = [
        IGNORED if h is None else size if h < 0 else h - start if start <= h < end else IGNORED
        for h in row["heads"][start:end]
    ]
    return np.array(heads)


def _links(row: Row, start: int, end: int) -> dict[str, Ints]:
    size = end - start
    found = {k: np.full(size, IGNORED) for k in ("cue_link", "source_link")}

    def place(at: int) -> int:
        return size if at < 0 else at - start if start <= at < end else IGNORED

    for content, cue, source in row["links"]:
        if start <= content < end:
            found["cue_link"][content - start] = place(cue)
            found["source_link"][content - start] = place(source)
        if start <= cue < end:
            found["source_link"][cue - start] = place(source)
    return found


def _bucket(samples: list[Sample], budget: int) -> list[list[Sample]]:
    batches: list[list[Sample]] = []
    current: list[Sample] = []
    for sample in sorted(samples, key=lambda s: len(s.ids)):
        if current and len(sample.ids) * (len(current) + 1) > budget:
            batches.append(current)
            current = []
        current.append(sample)
    return [*batches, current] if current else batches


def collate(batch: Sequence[Sample]) -> tuple[dict[str, Ints], dict[str, Ints]]:
    """Padded inputs (``ids``, ``types``, ``firsts``, ``mask``) and targets of one batch.

    A target that names the window's length (nobody, root) names the padded length. What a window has no
    target for is ``IGNORED``; of a distribution, zero.
    """
    pieces, words = max(len(s.ids) for s in batch), max(len(s.firsts) for s in batch)
    inputs = {
        k: np.zeros((len(batch), n), np.int64) for k, n in (("ids", pieces), ("types", pieces), ("firsts", words))
    }
    inputs["mask"] = np.zeros((len(batch), pieces), bool)
    targets = {
        name: np.full((len(batch), words), IGNORED)
        if values.ndim == 1
        else np.zeros((len(batch), words, values.shape[1]), np.float32)
        for sample in batch
        for name, values in sample.targets.items()
    }
    for i, sample in enumerate(batch):
        inputs["ids"][i, : len(sample.ids)] = sample.ids
        inputs["types"][i, : len(sample.ids)] = sample.types
        inputs["mask"][i, : len(sample.ids)] = True
        inputs["firsts"][i, : len(sample.firsts)] = sample.firsts
        size = len(sample.firsts)
        for name, values in sample.targets.items():
            if name in ("heads", "cue_link", "source_link"):
                values = np.where(values == size, words, values)  # noqa: PLW2901
            targets[name][i, :size] = values
    return inputs, targets
