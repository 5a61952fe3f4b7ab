"""What each kind of row teaches: the losses of its heads, and quick figures to watch them by."""

from functools import cache

import torch
from torch import Tensor
from torch.nn import functional as F

from models.training.batches import IGNORED
from models.training.network import Network, pair_scores

WEIGHTS = {"entities": 4.0, "tags": 0.5, "morphs": 0.5, "lemmas": 0.5}
"""Of the losses that do not count one: easy heads, which converge early, count less. Names have one loss among
twelve: at 1.0 the encoder learned them last (F 73 on worldwide/dev after 1.8 epochs, 81 by themselves after one)."""


TAUGHT = 0.5
"""What a teacher's word counts, beside the gold or by itself."""


def heads_loss(network: Network, out: dict[str, Tensor], targets: dict[str, Tensor]) -> dict[str, Tensor]:
    """The loss of every head that ``targets`` speak of."""
    losses: dict[str, Tensor] = {}
    if "entities" in targets:
        scores, known = out["entities"].float(), targets["entities"]
        losses["entities"] = (_entropy(scores, known) + chain_loss(scores, network.transitions, known)) / 2
    for name in ("tags", "morphs", "lemmas", "content", "cue", "source"):
        if name in targets:
            losses[name] = _entropy(out[name], targets[name])
    for name in ("cue_link", "source_link"):
        if name in targets:
            losses[name] = 0.5 * _entropy(pair_scores(out, name), targets[name])
    if "heads" in targets:
        known = targets["sents"] >= 0
        losses["sents"] = F.binary_cross_entropy_with_logits(
            out["sents"][..., 0].float()[known], targets["sents"][known].float(), reduction="sum"
        ) / known.sum().clamp(min=1)
        losses["arcs"] = _entropy(arc_scores(out, targets["sentence"]), targets["heads"])
        losses["rels"] = _entropy(relation_scores(network, out, targets["heads"]), targets["deps"])
    for name in ("entities", "content", "cue", "source"):
        if f"{name}_said" in targets:
            gold = losses.get(name, 0.0) * (1 - TAUGHT)
            losses[name] = gold + TAUGHT * _divergence(out[name], targets[f"{name}_said"])
    return {name: loss * WEIGHTS.get(name, 1.0) for name, loss in losses.items()}


def _divergence(scores: Tensor, shares: Tensor) -> Tensor:
    """Cross entropy against whole distributions; words without one (all zero) do not count."""
    loss = -(shares * torch.log_softmax(scores.float(), -1)).sum()
    return loss / (shares.sum(-1) > 0.5).sum().clamp(min=1)


def chain_loss(scores: Tensor, transitions: Tensor, targets: Tensor) -> Tensor:
    """Negative log likelihood a word of the whole sequence of labels (CRF; Lafferty et al. 2001).

    Words without a target stand at the end of a row. Sequences that BIO forbids have no share.
    """
    known = targets >= 0
    moves = transitions + forbidden_moves(transitions.shape[0])
    labels = targets.clamp(min=0)
    emitted = torch.gather(scores, 2, labels[..., None])[..., 0] * known
    moved = moves[labels[:, :-1], labels[:, 1:]] * known[:, 1:]
    total = scores[:, 0]
    for i in range(1, scores.shape[1]):
        longer = torch.logsumexp(total[:, :, None] + moves, 1) + scores[:, i]
        total = torch.where(known[:, i, None], longer, total)
    likelihood = emitted.sum(1) + moved.sum(1) - torch.logsumexp(total, 1)
    return -likelihood.sum() / known.sum().clamp(min=1)


@cache
def forbidden_moves(count: int) -> Tensor:
    """A large negative score [label before, label] where an inside label follows what it cannot continue."""
    closed = torch.zeros(count, count)
    for label in range(2, count, 2):
        closed[:, label] = -1e4
        closed[[label - 1, label], label] = 0.0
    return closed


def arc_scores(out: dict[str, Tensor], sentence: Tensor) -> Tensor:
    """Head scores within each word's own sentence; the last column is the root."""
    scores = pair_scores(out, "arc").float()
    apart = sentence[:, :, None] != sentence[:, None, :]
    itself = torch.eye(sentence.shape[1], dtype=torch.bool)
    closed = F.pad(apart | itself, (0, 1))
    return scores.masked_fill(closed, -1e4)


def relation_scores(network: Network, out: dict[str, Tensor], heads: Tensor) -> Tensor:
    """Relation scores of each word to its head (a root to itself)."""
    size = heads.shape[1]
    own = torch.arange(size).expand_as(heads)
    at = torch.where((heads < 0) | (heads >= size), own, heads)
    chosen = torch.gather(out["rel_head"], 1, at[..., None].expand(-1, -1, out["rel_head"].shape[-1]))
    return network.rel_out(network.drop(F.gelu(out["rel_dep"] + chosen)))


def _entropy(scores: Tensor, targets: Tensor) -> Tensor:
    """Mean over the words with a target; zero where there is none."""
    loss = F.cross_entropy(scores.float().flatten(0, 1), targets.flatten(), ignore_index=IGNORED, reduction="sum")
    return loss / (targets != IGNORED).sum().clamp(min=1)
