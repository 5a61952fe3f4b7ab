"""A trained network as one quantised ONNX graph.

Guarantees: the graph's outputs are the network's, except that tags, morphs and lemmas are the
best label's number and not its scores; weights of matrix products and the piece embeddings are
8-bit (seven of them used, in products), all else single precision.
"""

import argparse
import copy
import tempfile
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from models.training.network import Network
from models.training.shape import Shape

CHOSEN = ("tags", "morphs", "lemmas")


class Exported(nn.Module):
    """The network as it is run: one window, one best label for what has no use for scores."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = _with_plain_norms(network)
        with torch.no_grad():
            self.names = tuple(network(*(_example()[k] for k in ("ids", "types", "firsts"))))

    def forward(self, ids: Tensor, types: Tensor, firsts: Tensor) -> tuple[Tensor, ...]:
        out = self.network(ids, types, firsts)
        return tuple(out[name].argmax(-1, keepdim=True) if name in CHOSEN else out[name] for name in self.names)


class _PlainNorm(nn.Module):
    """Layer normalisation in single steps: as one node, ONNX Runtime does it word by word, at thrice the price.

    Written with a product for the square, which its optimiser does not take for a layer norm and join again.
    """

    def __init__(self, norm: nn.LayerNorm) -> None:
        super().__init__()
        self.weight, self.bias, self.eps = norm.weight, norm.bias, norm.eps

    def forward(self, x: Tensor) -> Tensor:
        centred = x - x.mean(-1, keepdim=True)
        deviation = torch.sqrt((centred * centred).mean(-1, keepdim=True) + self.eps)
        return centred / deviation * self.weight + self.bias


def _with_plain_norms(network: Network) -> Network:
    """A copy of the network whose layer norms are ``_PlainNorm``; the network stays as it is."""
    plain = copy.deepcopy(network)
    for module in list(plain.modules()):
        for name, child in module.named_children():
            if isinstance(child, nn.LayerNorm):
                setattr(module, name, _PlainNorm(child))
    return plain


def _example() -> dict[str, Tensor]:
    pieces, words = 17, 9
    return {
        "ids": torch.randint(1000, 20_000, (1, pieces)),
        "types": torch.zeros(1, pieces, dtype=torch.long),
        "firsts": torch.arange(1, words + 1)[None],
    }


def read_network(folder: Path) -> Network:
    """The network that ``train`` wrote into ``folder``."""
    network = Network(Shape.read(folder / "shape.json"))
    network.load_state_dict(torch.load(folder / "network.pt", weights_only=True, map_location="cpu"))
    return network.eval()


def export(network: Network, path: Path, quantise: bool = True) -> None:
    """Write ``path``; raises ``ValueError`` where the exact graph's outputs are not the network's."""
    import onnxruntime as ort
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers.fusion_options import FusionOptions
    from onnxruntime.transformers.optimizer import optimize_model

    example = _example()
    model = Exported(network).eval()
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            model,
            tuple(example.values()),
            str(plain),
            input_names=list(example),
            output_names=list(model.names),
            dynamic_axes={"ids": {1: "pieces"}, "types": {1: "pieces"}, "firsts": {1: "words"}}
            | {name: {1: "words"} for name in model.names},
            opset_version=17,
            dynamo=False,
        )
        session = ort.InferenceSession(str(plain), providers=["CPUExecutionProvider"])
        given = session.run(None, {k: v.numpy() for k, v in example.items()})
        with torch.no_grad():
            expected = model(*example.values())
        for name, one, other in zip(model.names, given, expected, strict=True):
            if not np.allclose(one, other.numpy(), atol=1e-3):
                raise ValueError(f"the exported {name} differ from the network's")
        fused = Path(folder) / "fused.onnx"
        fusions = FusionOptions("bert")
        fusions.enable_layer_norm = fusions.enable_skip_layer_norm = False  # see _PlainNorm
        optimised = optimize_model(
            str(plain), "bert", num_heads=12, hidden_size=384, opt_level=1, optimization_options=fusions
        )
        optimised.save_model_to_file(str(fused))
        if not quantise:
            path.write_bytes(fused.read_bytes())
            return
        quantize_dynamic(
            fused,
            path,
            weight_type=QuantType.QInt8,
            per_channel=True,
            # Seven bits: processors without VNNI add products in 16 bits, which eight would overflow.
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Attention", "Gather"],
            extra_options={"MatMulConstBOnly": True, "DefaultTensorType": 1},
        )


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="A trained network as one quantised ONNX graph.")
    parser.add_argument("--run", type=Path, required=True, help="the folder that train wrote")
    parser.add_argument("--out", type=Path, required=True, help="the .onnx file to write")
    parser.add_argument("--full", action="store_true", help="without quantising")
    options = parser.parse_args(arguments)
    export(read_network(options.run), options.out, quantise=not options.full)
    print(f"{options.out.name}: {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
