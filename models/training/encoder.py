"""The encoder: a BERT of any size, or an MPNet, read once for every head.

Guarantees: word embeddings stay as they were. Names may have the top layers for themselves: what tells a
name's kind and what tells a word's head pull a small encoder apart. Needs torch, which only training does.
"""

import itertools
import math
from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.training.shape import Shape
from tasks.extract.encoder_pieces import TYPE_COUNT

POSITIONS = 512
BUCKETS, FARTHEST = 32, 128
"""Of relative positions: how many are told apart, and from where on none are (T5, MPNet)."""


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        hidden = shape.hidden
        self.hidden, self.heads = hidden, shape.heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.attention_norm = nn.LayerNorm(hidden, eps=1e-12)
        self.up = nn.Linear(hidden, shape.feed)
        self.down = nn.Linear(shape.feed, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        batch, length, _ = x.shape
        hidden, width = self.hidden, self.hidden // self.heads  # constants: of a shape, the exported graph would ask
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, width).permute(2, 0, 3, 1, 4).unbind(0)
        # Written out: torch's own attention has no fast way back on a processor, and took half of a step.
        scores = q @ k.transpose(-1, -2) * width**-0.5
        if bias is not None:  # padding, or relative positions
            scores = scores + bias.to(scores.dtype)
        mixed = torch.softmax(scores, -1).to(v.dtype) @ v
        mixed = mixed.transpose(1, 2).reshape(batch, length, hidden)
        x = self.attention_norm(x + self.drop(self.out(mixed)))
        return self.norm(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Piece ids and word types in, the layers' vectors of words' first pieces out, for names and for the rest."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.pieces = nn.Embedding(shape.pieces, shape.hidden)
        self.pieces.weight.requires_grad_(False)
        self.positions = nn.Embedding(POSITIONS, shape.hidden)
        self.types = nn.Embedding(TYPE_COUNT, shape.hidden)
        self.norm = nn.LayerNorm(shape.hidden, eps=1e-12)
        self.drop = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in shape.layers)
        self.name_layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.own))
        self.relative = nn.Embedding(BUCKETS, shape.heads) if shape.relative else None

    def forward(
        self, ids: Tensor, types: Tensor, firsts: Tensor, mask: Tensor | None, names: bool, rest: bool
    ) -> tuple[list[Tensor], list[Tensor]]:
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.drop(self.norm(self.pieces(ids) + self.positions(places) + self.types(types)))
        bias = None if mask is None else torch.where(mask[:, None, None, :], 0.0, -1e4)
        if self.relative is not None:
            near = self.relative(position_buckets(len(places))).permute(2, 0, 1)
            bias = near if bias is None else bias + near
        words = [_take(x, firsts)]
        shared = len(self.layers) - len(self.name_layers)
        for layer in itertools.islice(self.layers, shared):
            x = layer(x, bias)
            words.append(_take(x, firsts))
        own = self._upwards(x, itertools.islice(self.layers, shared, None), firsts, bias) if rest else []
        named = self._upwards(x, self.name_layers, firsts, bias) if names else []
        return words + named, words + own

    def _upwards(self, x: Tensor, layers: Iterable[nn.Module], firsts: Tensor, bias: Tensor | None) -> list[Tensor]:
        words = []
        for layer in layers:
            x = layer(x, bias)
            words.append(_take(x, firsts))
        return words


def position_buckets(length: int) -> Tensor:
    """[asking, asked piece]: their distance, exact when small, in growing steps when large (Raffel et al. 2020)."""
    places = torch.arange(length)
    far = places[:, None] - places[None, :]
    half, exact = BUCKETS // 2, BUCKETS // 4
    distance = far.abs()
    steps = torch.log(distance.clamp(min=1) / exact) / math.log(FARTHEST / exact) * (half - exact)
    large = (exact + steps.long()).clamp(max=half - 1)
    return torch.where(far < 0, half, 0) + torch.where(distance < exact, distance, large)


def _take(x: Tensor, firsts: Tensor) -> Tensor:
    if x.shape[0] == 1:  # one window, as it is run: whole rows cost less than element by element
        return x.index_select(1, firsts[0])
    return torch.gather(x, 1, firsts[..., None].expand(-1, -1, x.shape[-1]))
