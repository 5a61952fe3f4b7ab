"""The network of a packaged pipeline: to go on training from what ships, on new data or for longer.

Guarantees: every weight is the package's, taken back from its 8-bit form (the piece embeddings,
which training never moves, come from the checkpoint in single precision), also where the data have
come to hold other labels: those that the package does not know stay as they were. A package of
another shape raises ``ValueError``.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from models.training.batches import Inventory
from models.training.network import Network

_GROUPS = ("words.", "spans.")
"""Module lists whose own name the exporter leaves out."""
_MIXES = ("name_mix", "syntax_mix", "quote_mix")


def restore(network: Network, inventory: Inventory, folder: Path) -> None:
    """Fill ``network``, whose labels are ``inventory``, with the weights of the pipeline in ``folder``."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(folder / "dateline_encoder" / "encoder.onnx")).graph
    values = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    found: dict[str, NDArray[Any]] = {
        name.removeprefix("network."): value for name, value in values.items() if name.startswith("network.")
    }
    for node in graph.node:
        parts = node.name.strip("/").split("/")
        if node.op_type == "MatMulInteger":
            name = ".".join(parts[1:-1])
            found[f"{name}.weight"] = _widen(values, node.input[1].removesuffix("_quantized")).T
        elif node.op_type == "Mul" and len(parts) == 3 and parts[1] in _MIXES:
            place = int(parts[2].partition("_")[2] or 0)
            mix = found.setdefault(f"{parts[1]}.weights", np.zeros(len(network.shape.layers) + 1, np.float32))
            mix[place] = np.log(np.maximum(values[node.input[1]], 1e-6))
    for part in ("types", "positions"):
        found[f"encoder.{part}.weight"] = _widen(values, f"network.encoder.{part}.weight")
    relation = np.load(folder / "dateline_syntax" / "relation.npz")
    found["transitions"] = np.load(folder / "dateline_entities" / "transitions.npy")
    found |= {f"rel_out.{part}": relation[part] for part in ("weight", "bias")}
    labels = json.loads((folder / "dateline_syntax" / "labels.json").read_text(encoding="utf-8"))
    with torch.no_grad():
        for layer in ("tags", "morphs", "lemmas", "deps"):
            head = network.rel_out if layer == "deps" else network.words[layer]
            for part in ("weight", "bias"):
                name = next(n for n in (f"words.{layer}.{part}", f"{layer}.{part}", f"rel_out.{part}") if n in found)
                start = head.get_parameter(part).numpy()
                known = dict(zip(labels[layer], found.pop(name), strict=True))
                rows = [known.get(label, start[i]) for i, label in enumerate(getattr(inventory, layer))]
                found[f"{'rel_out' if layer == 'deps' else 'words.' + layer}.{part}"] = np.stack(rows)
    _fill(network, found)


def _widen(values: dict[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    """An 8-bit tensor in single precision."""
    wide: NDArray[np.float32] = values[f"{name}_quantized"].astype(np.float32)
    return ((wide - values[f"{name}_zero_point"].astype(np.float32)) * values[f"{name}_scale"]).astype(np.float32)


def _fill(network: Network, found: dict[str, NDArray[Any]]) -> None:
    with torch.no_grad():
        for name, weight in network.named_parameters():
            if name == "encoder.pieces.weight":
                continue
            short = next((name.removeprefix(g) for g in _GROUPS if name.startswith(g)), name)
            value = found.get(name, found.get(short))
            if value is None or value.shape != tuple(weight.shape):
                raise ValueError(f"the package has no {name} of shape {tuple(weight.shape)}")
            weight.copy_(torch.from_numpy(value.copy()))
