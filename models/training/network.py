"""The network: an encoder read once, and every head over its words. What is exported is exactly what was trained."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.training.encoder import Encoder
from models.training.shape import Shape


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
        self.entities = nn.Linear(shape.hidden, shape.entities)
        self.transitions = nn.Parameter(torch.zeros(shape.entities, shape.entities))
        self.words = nn.ModuleDict(
            {
                "tags": nn.Linear(shape.hidden, shape.tags),
                "morphs": nn.Linear(shape.hidden, shape.morphs),
                "lemmas": nn.Linear(shape.hidden, shape.lemmas),
                "sents": nn.Linear(shape.hidden, 1),
            }
        )
        self.spans = nn.ModuleDict({k: nn.Linear(shape.hidden, 3) for k in ("content", "cue", "source")})
        self.arcs = Pairs(shape.hidden, shape.arc)
        self.cue_links, self.source_links = Pairs(shape.hidden, shape.link), Pairs(shape.hidden, shape.link)
        self.rel_dep, self.rel_head = nn.Linear(shape.hidden, shape.rel), nn.Linear(shape.hidden, shape.rel)
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

    def __init__(self, hidden: int, width: int) -> None:
        super().__init__()
        self.asker, self.asked = nn.Linear(hidden, width), nn.Linear(hidden, width)
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
