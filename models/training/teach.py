"""What larger networks say of the training texts: their whole distributions over the labels of names and of speech.

    python -m models.training.teach --data DIR [--names DIR] [--speech DIR]

``--names`` and ``--speech`` are runs of ``train``, each good at one thing. What they say of every text, whatever its
annotators looked for, is written beside its rows (``KIND.names.npz``, ``KIND.speech.npz``) and read with them: so
treebanks teach names, newswire teaches speech, and a small network learns how sure a large one is (distillation;
Hinton et al. 2015).
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from models.training.batches import Inventory, Sample, Sampler, collate, read_rows
from models.training.export import read_network
from models.training.tokens import Row
from tasks.extract.encoder_pieces import WordPieces

KINDS = ("entities", "quotes", "syntax")
LAYERS = {"names": ("entities",), "speech": ("content", "source")}
"""Cues are a word or two: the small network knows them from the gold as well as a large one does."""
_WINDOWS = 6
"""Of a text in one call."""

Arrays = dict[str, np.ndarray]


class Teacher:
    """A trained network that reads whole texts, window by window."""

    def __init__(self, run: Path, part: str) -> None:
        self._network = read_network(run)
        self._layers, self._names = LAYERS[part], part == "names"
        pieces = WordPieces.read(run / "vocab.txt")
        self._sampler = Sampler(Inventory.read(run / "labels.json"), pieces, 0, augment=False)

    def says(self, row: Row) -> Arrays:
        """[word, label] probabilities of a text, by layer."""
        samples = list(self._sampler.samples({"words": row["words"], "before": row["before"]}))
        parts = [
            part
            for start in range(0, len(samples), _WINDOWS)
            for part in self._read_batch(samples[start : start + _WINDOWS])
        ]
        return {layer: np.concatenate([part[layer] for part in parts]) for layer in self._layers}

    def _read_batch(self, batch: Sequence[Sample]) -> Iterator[Arrays]:
        inputs, _ = collate(batch)
        tensors = [torch.from_numpy(inputs[k]) for k in ("ids", "types", "firsts", "mask")]
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            out = self._network(*tensors, names=self._names, rest=not self._names)
        for i, sample in enumerate(batch):
            yield {layer: _shares(out[layer][i, : len(sample.firsts)]) for layer in self._layers}


def _shares(scores: Tensor) -> np.ndarray:
    shares: np.ndarray = scores.float().softmax(-1).numpy().astype(np.float16)
    return shares


def teach(folder: Path, run: Path, part: str, kinds: Sequence[str]) -> None:
    """Write what the network of ``run`` says of the rows in ``folder``."""
    teacher = Teacher(run, part)
    for kind in kinds:
        said = [teacher.says(row) for row in read_rows(folder / f"{kind}.jsonl") if row["words"]]
        if said:
            joined = {layer: np.concatenate([one[layer] for one in said]) for layer in said[0]}
            np.savez(folder / f"{kind}.{part}.npz", **joined)  # type: ignore[arg-type]  # its own keywords
        print(kind, len(said), "texts", flush=True)


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="a folder of convert")
    for part in LAYERS:
        parser.add_argument(f"--{part}", type=Path, help=f"the run that tells of {part}")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    for part in LAYERS:
        if run := getattr(options, part):
            teach(options.data, run, part, options.kinds.split(","))


if __name__ == "__main__":
    main()
