"""The network: a BERT-like encoder read once, and every head over its words.

Guarantees: the encoder starts from the all-MiniLM-L6-v2 weights (layers are kept from the
bottom, middle and top where fewer are asked for); word embeddings stay as they were; what is
exported is exactly what was trained. Names may have the top layers for themselves: what tells a
name's kind and what tells a word's head pull a small encoder apart. Needs torch, which only training does.
"""

import itertools
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tasks.extract.encoder_pieces import TYPE_COUNT

HIDDEN, HEADS, FEED, POSITIONS, PIECES = 384, 12, 1536, 512, 30522


@dataclass(frozen=True)
class Shape:
    """What a network's tensors depend on.

    ``layers`` names the kept layers of the checkpoint; ``own`` is how many of the top ones names have a copy of.
    """

    entities: int
    tags: int
    morphs: int
    lemmas: int
    deps: int
    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    arc: int = 192
    rel: int = 128
    link: int = 128
    pieces: int = PIECES
    own: int = 0

    def write(self, path: Path) -> None:
        """As JSON."""
        path.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Shape":
        """From JSON."""
        raw = json.loads(path.read_text(encoding="utf-8"))
        return cls(**{**raw, "layers": tuple(raw["layers"])})


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.attention_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, FEED)
        self.down = nn.Linear(FEED, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        batch, length, _ = x.shape
        width = HIDDEN // HEADS
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, width).permute(2, 0, 3, 1, 4).unbind(0)
        if bias is None:  # one window a call: nothing to mask
            scores = torch.softmax(q @ k.transpose(-1, -2) * width**-0.5, -1)
            mixed = scores @ v
        else:
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        mixed = mixed.transpose(1, 2).reshape(batch, length, HIDDEN)
        x = self.attention_norm(x + self.drop(self.out(mixed)))
        return self.norm(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Piece ids and word types in, the layers' vectors of words' first pieces out, for names and for the rest."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.pieces = nn.Embedding(shape.pieces, HIDDEN)
        self.pieces.weight.requires_grad_(False)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.types = nn.Embedding(TYPE_COUNT, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in shape.layers)
        self.name_layers = nn.ModuleList(Layer(dropout) for _ in range(shape.own))

    def forward(
        self, ids: Tensor, types: Tensor, firsts: Tensor, mask: Tensor | None, names: bool, rest: bool
    ) -> tuple[list[Tensor], list[Tensor]]:
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.drop(self.norm(self.pieces(ids) + self.positions(places) + self.types(types)))
        bias = None if mask is None else torch.where(mask[:, None, None, :], 0.0, -1e4)
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


def _take(x: Tensor, firsts: Tensor) -> Tensor:
    return torch.gather(x, 1, firsts[..., None].expand(-1, -1, x.shape[-1]))


class Mix(nn.Module):
    """A learned mean of the layers: syntax lies lower than meaning."""

    def __init__(self, count: int, top: float) -> None:
        super().__init__()
        start = torch.zeros(count)
        start[-1] = top
        self.weights = nn.Parameter(start)

    def forward(self, layers: list[Tensor]) -> Tensor:
        weights = torch.softmax(self.weights, 0)
        total = layers[0] * weights[0]
        for k in range(1, len(layers)):
            total = total + layers[k] * weights[k]
        return total


class Network(nn.Module):
    """The encoder with all heads. ``forward`` gives the heads' scores by name: those of names, of the rest, or both."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape, dropout)
        count = len(shape.layers) + 1
        self.name_mix, self.syntax_mix, self.quote_mix = Mix(count, 4.0), Mix(count, 2.0), Mix(count, 4.0)
        self.drop = nn.Dropout(dropout)
        self.entities = nn.Linear(HIDDEN, shape.entities)
        self.transitions = nn.Parameter(torch.zeros(shape.entities, shape.entities))
        self.words = nn.ModuleDict(
            {
                "tags": nn.Linear(HIDDEN, shape.tags),
                "morphs": nn.Linear(HIDDEN, shape.morphs),
                "lemmas": nn.Linear(HIDDEN, shape.lemmas),
                "sents": nn.Linear(HIDDEN, 1),
            }
        )
        self.spans = nn.ModuleDict({k: nn.Linear(HIDDEN, 3) for k in ("content", "cue", "source")})
        self.arcs = Pairs(shape.arc)
        self.cue_links, self.source_links = Pairs(shape.link), Pairs(shape.link)
        self.rel_dep, self.rel_head = nn.Linear(HIDDEN, shape.rel), nn.Linear(HIDDEN, shape.rel)
        self.rel_out = nn.Linear(shape.rel, shape.deps)

    def forward(
        self,
        ids: Tensor,
        types: Tensor,
        firsts: Tensor,
        mask: Tensor | None = None,
        names: bool = True,
        rest: bool = True,
    ) -> dict[str, Tensor]:
        named, layers = self.encoder(ids, types, firsts, mask, names, rest)
        out = {"entities": self.entities(self.drop(self.name_mix(named)))} if names else {}
        return out | self._rest(layers) if rest else out

    def _rest(self, layers: list[Tensor]) -> dict[str, Tensor]:
        syntax, quotes = (self.drop(m(layers)) for m in (self.syntax_mix, self.quote_mix))
        out = {"vectors": layers[-1]}
        out |= {name: head(syntax) for name, head in self.words.items()}
        out |= {name: head(quotes) for name, head in self.spans.items()}
        out |= self.arcs("arc", syntax)
        out |= self.cue_links("cue_link", quotes)
        out |= self.source_links("source_link", quotes)
        out["rel_dep"], out["rel_head"] = self.rel_dep(syntax), self.rel_head(syntax)
        return out


class Pairs(nn.Module):
    """Scores of ordered word pairs: ``query . key + bias``, with one more key that is nobody."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.asker, self.asked = nn.Linear(HIDDEN, width), nn.Linear(HIDDEN, width)
        self.drop = nn.Dropout(0.2)
        self.product = nn.Linear(width, width)
        self.bias, self.nobody = nn.Linear(width, 1), nn.Linear(width, 1)
        self.scale = width**-0.5

    def forward(self, name: str, x: Tensor) -> dict[str, Tensor]:
        query = self.drop(F.gelu(self.asker(x)))
        key = self.drop(F.gelu(self.asked(x)))
        return {
            f"{name}_query": self.product(query) * self.scale,
            f"{name}_key": key,
            f"{name}_bias": self.bias(key),
            f"{name}_none": self.nobody(query),
        }


def pair_scores(out: dict[str, Tensor], name: str) -> Tensor:
    """[batch, asking word, asked word or nobody (last)]."""
    pairs = out[f"{name}_query"] @ out[f"{name}_key"].transpose(-1, -2) + out[f"{name}_bias"].transpose(-1, -2)
    return torch.cat([pairs, out[f"{name}_none"]], -1)


def read_checkpoint(path: Path) -> dict[str, Any]:
    """The tensors of a ``model.safetensors``."""
    from safetensors.torch import load_file

    tensors: dict[str, Any] = load_file(str(path))
    return tensors


def start_from(network: Network, tensors: dict[str, Any]) -> None:
    """Take the encoder's weights from a BERT checkpoint of this size."""
    encoder = network.encoder
    e = "embeddings."
    encoder.pieces.weight.data.copy_(tensors[e + "word_embeddings.weight"])
    encoder.positions.weight.data.copy_(tensors[e + "position_embeddings.weight"])
    encoder.types.weight.data[:] = tensors[e + "token_type_embeddings.weight"][0]
    _copy(encoder.norm, tensors, e + "LayerNorm")
    for layer, number in zip(encoder.layers, network.shape.layers, strict=True):
        p = f"encoder.layer.{number}."
        for part in ("weight", "bias"):
            parts = [tensors[f"{p}attention.self.{k}.{part}"] for k in ("query", "key", "value")]
            getattr(layer.qkv, part).data.copy_(torch.cat(parts))
        _copy(layer.out, tensors, p + "attention.output.dense")
        _copy(layer.attention_norm, tensors, p + "attention.output.LayerNorm")
        _copy(layer.up, tensors, p + "intermediate.dense")
        _copy(layer.down, tensors, p + "output.dense")
        _copy(layer.norm, tensors, p + "output.LayerNorm")
    copy_top(network)


def copy_top(network: Network) -> None:
    """Let the layers that names have for themselves begin as the encoder's top."""
    encoder = network.encoder
    if len(encoder.name_layers):
        for own, layer in zip(encoder.name_layers, encoder.layers[-len(encoder.name_layers) :], strict=True):
            own.load_state_dict(layer.state_dict())


def _copy(module: Any, tensors: dict[str, Any], name: str) -> None:
    module.weight.data.copy_(tensors[f"{name}.weight"])
    module.bias.data.copy_(tensors[f"{name}.bias"])
