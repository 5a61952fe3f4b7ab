"""Where an encoder starts: the weights of a BERT (all-MiniLM-L6-v2) or of an MPNet (all-mpnet-base-v2).

Both read the same 30,522 word pieces; MPNet's table has four marks before them and one after. Where fewer
layers are asked for than the checkpoint has, they are the ones named.
"""

from pathlib import Path
from typing import Any

import torch
from torch import nn

from models.training.network import Network

BERT = {"q": "self.query", "k": "self.key", "v": "self.value", "out": "output.dense", "norm": "output.LayerNorm"}
MPNET = {"q": "attn.q", "k": "attn.k", "v": "attn.v", "out": "attn.o", "norm": "LayerNorm"}
_MARKS = {100: 3, 101: 0, 102: 2}
"""BERT's numbers of [UNK], [CLS] and [SEP], and the rows of MPNet's marks for the same."""

Tensors = dict[str, Any]


def read_checkpoint(path: Path) -> Tensors:
    """The tensors of a ``model.safetensors``."""
    from safetensors.torch import load_file

    tensors: Tensors = load_file(str(path))
    return tensors


def sizes_of(tensors: Tensors) -> dict[str, Any]:
    """The fields of ``Shape`` that the checkpoint decides."""
    feed, hidden = tensors["encoder.layer.0.intermediate.dense.weight"].shape
    layers = {int(name.split(".")[2]) for name in tensors if name.startswith("encoder.layer.")}
    return {"layers": tuple(sorted(layers)), "hidden": hidden, "feed": feed, "relative": _is_mpnet(tensors)}


def start_from(network: Network, tensors: Tensors) -> None:
    """Take the encoder's weights from a checkpoint of this size."""
    encoder = network.encoder
    e = "embeddings."
    words, positions = tensors[e + "word_embeddings.weight"], tensors[e + "position_embeddings.weight"]
    if encoder.relative is not None:
        encoder.relative.weight.data.copy_(tensors["encoder.relative_attention_bias.weight"])
        marks = {ours: words[theirs].clone() for ours, theirs in _MARKS.items()}
        words, positions = words[4:-1].clone(), positions[2:]
        for ours, vector in marks.items():
            words[ours] = vector
        encoder.types.weight.data.zero_()
    else:
        encoder.types.weight.data[:] = tensors[e + "token_type_embeddings.weight"][0]
    encoder.pieces.weight.data.copy_(words)
    encoder.positions.weight.data.copy_(positions)
    _copy(encoder.norm, tensors, e + "LayerNorm")
    names = MPNET if _is_mpnet(tensors) else BERT
    for layer, number in zip(encoder.layers, network.shape.layers, strict=True):
        p = f"encoder.layer.{number}."
        for part in ("weight", "bias"):
            parts = [tensors[f"{p}attention.{names[k]}.{part}"] for k in "qkv"]
            getattr(layer.qkv, part).data.copy_(torch.cat(parts))
        _copy(layer.out, tensors, f"{p}attention.{names['out']}")
        _copy(layer.attention_norm, tensors, f"{p}attention.{names['norm']}")
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


def _is_mpnet(tensors: Tensors) -> bool:
    return "encoder.relative_attention_bias.weight" in tensors


def _copy(module: nn.Module, tensors: Tensors, name: str) -> None:
    module.weight.data.copy_(tensors[f"{name}.weight"])  # type: ignore[union-attr, operator]  # torch's modules
    module.bias.data.copy_(tensors[f"{name}.bias"])  # type: ignore[union-attr, operator]  # torch's modules
