"""What larger networks say of the training texts: layers that nobody annotated, and how sure they are of each.

    python -m models.training.teach --data DIR --names DIR --rest DIR --out DIR

``--names`` and ``--rest`` are runs of ``train``, one good at names, one at syntax and speech. Every text is given
what its own annotators left out, so that newswire teaches trees and speech, and treebanks teach names
(self-training). Names and speech keep the teacher's whole distribution (distillation; Hinton et al. 2015) in
``KIND.npz``, also beside the gold; of tags, lemmas and trees the best is kept where the teacher is sure enough.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from models.training.batches import IGNORED, Inventory, Sample, Sampler, collate, read_rows
from models.training.convert import write_rows
from models.training.export import read_network
from models.training.losses import arc_scores, relation_scores
from models.training.network import Network, pair_scores
from models.training.tokens import Row
from tasks.extract.encoder_pieces import WordPieces

KINDS = ("entities", "quotes", "syntax")
WORD_LAYERS = ("tags", "morphs", "lemmas")
SPAN_LAYERS = ("content", "cue", "source")
SURE = 0.7
"""Least probability of a label or a head that is passed on."""

Arrays = dict[str, np.ndarray]


class Teacher:
    """A trained network that labels whole texts, window by window."""

    def __init__(self, run: Path, names: bool) -> None:
        self.network: Network = read_network(run)
        self.inventory = Inventory.read(run / "labels.json")
        self.names = names
        self._sampler = Sampler(self.inventory, WordPieces.read(run / "vocab.txt"), 0, augment=False)

    def says(self, row: Row) -> Arrays:
        """A text's word layers, as long as its words."""
        samples = list(self._sampler.samples({"kind": "none", "words": row["words"], "before": row["before"]}))
        parts: list[Arrays] = []
        for start in range(0, len(samples), 6):
            parts.extend(self._batch(samples[start : start + 6]))
        at = 0
        for part in parts:
            for layer in ("heads", "cue_link", "source_link"):
                if layer in part:
                    part[layer] = np.where(part[layer] >= 0, part[layer] + at, part[layer])
            at += len(next(iter(part.values())))
        return {layer: np.concatenate([part[layer] for part in parts]) for layer in parts[0]}

    def _batch(self, batch: Sequence[Sample]) -> Iterator[Arrays]:
        inputs, _ = collate(batch)
        tensors = [torch.from_numpy(inputs[k]) for k in ("ids", "types", "firsts", "mask")]
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            out = self.network(*tensors, names=self.names, rest=not self.names)
            for i, sample in enumerate(batch):
                size = len(sample.firsts)
                own = {k: v[i : i + 1, :size].float() for k, v in out.items()}
                yield {"entities": _shares(own["entities"])} if self.names else self._rest(own)

    def _rest(self, out: dict[str, Tensor]) -> Arrays:
        found: Arrays = {layer: _shares(out[layer]) for layer in SPAN_LAYERS}
        for layer in WORD_LAYERS:
            found[layer] = _sure(out[layer].softmax(-1))
        starts = out["sents"][..., 0] > 0
        starts[:, 0] = True
        found["sents"] = starts[0].numpy().astype(np.int64)
        arcs = arc_scores(out, starts.long().cumsum(1)).softmax(-1)
        size = arcs.shape[1]
        best = arcs[0].argmax(-1)
        heads = _sure(arcs)
        found["heads"] = np.where(heads == size, -1, np.where(heads == IGNORED, -2, heads))
        found["deps"] = _sure(relation_scores(self.network, out, best[None]).softmax(-1))
        begins = {layer: out[layer][0].argmax(-1).numpy() == 1 for layer in ("content", "cue")}
        for layer, asking in (("cue_link", ("content",)), ("source_link", ("content", "cue"))):
            asked = np.any([begins[part] for part in asking], axis=0)
            chosen = pair_scores(out, layer)[0].argmax(-1).numpy()
            found[layer] = np.where(asked, np.where(chosen == size, -1, chosen), -2)
        return found


def _shares(scores: Tensor) -> np.ndarray:
    shares: np.ndarray = scores[0].softmax(-1).numpy().astype(np.float16)
    return shares


def _sure(shares: Tensor) -> np.ndarray:
    share, best = shares[0].float().max(-1)
    return np.where(share.numpy() >= SURE, best.numpy(), IGNORED)


def complete(row: Row, rest: Arrays, inventory: Inventory) -> Row:
    """``row`` with the layers that it lacks."""
    full: Row = dict(row)
    if "tags" not in row:
        for layer in (*WORD_LAYERS, "deps"):
            values: tuple[str, ...] = getattr(inventory, layer)
            full[layer] = [None if n == IGNORED else values[n] for n in rest[layer].tolist()]
        full["sentence_starts"] = rest["sents"].tolist()
        full["heads"] = [None if n == -2 else n for n in rest["heads"].tolist()]
    if "links" not in row:
        contents = np.flatnonzero(rest["cue_link"] != -2)
        full["links"] = [[int(c), int(rest["cue_link"][c]), int(rest["source_link"][c])] for c in contents]
    return full


def teach(options: argparse.Namespace) -> None:
    """Write the rows with every layer, and the distributions beside them."""
    torch.set_num_threads(options.threads)
    teachers = (Teacher(options.names, names=True), Teacher(options.rest, names=False))
    inventory = teachers[1].inventory
    options.out.mkdir(parents=True, exist_ok=True)
    for kind in options.kinds.split(","):
        rows, soft = [], []
        for row in read_rows(options.data / f"{kind}.jsonl"):
            said: dict[str, Any] = {}
            if row["words"]:
                for teacher in teachers:
                    said |= teacher.says(row)
                row = complete(row, said, inventory)  # noqa: PLW2901
                soft.append({layer: said[layer] for layer in ("entities", *SPAN_LAYERS)})
            rows.append(row)
        write_rows(options.out / f"{kind}.jsonl", rows)
        np.savez(options.out / f"{kind}.npz", **{k: np.concatenate([s[k] for s in soft]) for k in soft[0]})
        print(kind, len(rows), "texts", flush=True)


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    for name in ("--data", "--names", "--rest", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--threads", type=int, default=1)
    teach(parser.parse_args(arguments))


if __name__ == "__main__":
    main()
