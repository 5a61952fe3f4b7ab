"""Figures to watch a training by, over its own windows; ``evaluate`` measures the pipeline itself."""

from collections.abc import Iterator

import numpy as np
import torch

from models.training.batches import Inventory, Sampler, collate
from models.training.figures import f_score, spans
from models.training.losses import arc_scores, relation_scores
from models.training.network import Network
from models.training.tokens import Row
from tasks.extract.encoder_pieces import WordPieces
from tasks.extract.heads_spans import find_spans


def measure(
    network: Network, inventory: Inventory, pieces: WordPieces, dev: dict[str, list[Row]], full: bool = False
) -> Iterator[str]:
    """One line for each kind of row; ``full``: in single precision."""
    sampler = Sampler(inventory, pieces, 0, augment=False)
    network.eval()
    for kind, rows in dev.items():
        counts: dict[str, np.ndarray] = {}
        for batch in sampler.epoch(rows, 4000):
            inputs, targets = collate(batch)
            tensors = {k: torch.from_numpy(v) for k, v in inputs.items()}
            known = {k: torch.from_numpy(v) for k, v in targets.items()}
            with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=not full):
                out = network(tensors["ids"], tensors["types"], tensors["firsts"], tensors["mask"])
                found = _counts(network, inventory, kind, out, known)
            for name, values in found.items():
                counts[name] = counts.get(name, np.zeros(3, int)) + np.array(values)
        figures = {k: f_score(*map(int, v)) for k, v in counts.items()}
        yield kind + " " + " ".join(f"{k} {v:.2f}" for k, v in figures.items())


def _counts(network, inventory, kind, out, known):  # type: ignore[no-untyped-def]  # torch is absent where this is checked
    found: dict[str, tuple[int, int, int]] = {}
    for layer in {"entities": ("entities",), "quotes": ("content", "cue", "source")}.get(kind, ()):
        names = inventory.entities if layer == "entities" else ("O", "B-X", "I-X")
        moves = network.transitions.detach().numpy() if layer == "entities" else None
        right = given = total = 0
        for row, scores in zip(known[layer].numpy(), out[layer].float().numpy(), strict=True):
            size = int((row != -100).sum())
            gold = spans([names[i] for i in row[:size]])
            guess = {(a, b, names[1 + 2 * n][2:]) for a, b, n in find_spans(scores[:size], moves)}
            right, given, total = right + len(gold & guess), given + len(guess), total + len(gold)
        found[layer] = (right, given, total)
    for layer in ("cue_link", "source_link"):
        if layer in known:
            from models.training.network import pair_scores

            at = known[layer] >= 0
            good = int((pair_scores(out, layer).argmax(-1)[at] == known[layer][at]).sum())
            found[layer] = (good, int(at.sum()), int(at.sum()))
    if kind == "syntax":
        for layer in ("tags", "morphs", "lemmas"):
            at = known[layer] >= 0
            good = int((out[layer].argmax(-1)[at] == known[layer][at]).sum())
            found[layer] = (good, int(at.sum()), int(at.sum()))
        at = known["sents"] >= 0
        guess, gold = (out["sents"][..., 0] > 0)[at], known["sents"][at] > 0
        found["sents"] = (int((guess & gold).sum()), int(guess.sum()), int(gold.sum()))
        heads = arc_scores(out, known["sentence"]).argmax(-1)
        rels = relation_scores(network, out, heads).argmax(-1)
        at = (known["heads"] >= 0) & (known["deps"] >= 0)
        good = (heads == known["heads"])[at]
        both = good & (rels == known["deps"])[at]
        found["uas"] = (int(good.sum()), len(good), len(good))
        found["las"] = (int(both.sum()), len(good), len(good))
    return found
