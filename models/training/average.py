"""The weights half way between two runs of ``train``, of which the second went on from the first.

    python -m models.training.average --run DIR --run DIR --out DIR [--share 0.5]

Such a mean keeps most of what the second run has learned, and is less sure of itself where that run has begun to
learn its examples by heart (model soups; Wortsman et al. 2022).
"""

import argparse
import shutil
from pathlib import Path

import torch
from torch import Tensor

from models.training.batches import Inventory
from models.training.export import read_network
from models.training.restore import restore

FILES = ("shape.json", "labels.json", "lemmas.json", "vocab.txt")


def average(first: Path, second: Path, out: Path, share: float) -> None:
    """Write into ``out`` a run whose weights are ``share`` the second's and the rest the first's, or a package's.

    Raises ``ValueError`` where the runs are of another shape or other labels.
    """
    for name in FILES:
        if _is_run(first) and (first / name).read_bytes() != (second / name).read_bytes():
            raise ValueError(f"{first} and {second} have another {name}")
    one = _weights(first) if _is_run(first) else _packaged_weights(first, second)
    other = _weights(second)
    mean = {
        name: weight.lerp(other[name], share) if weight.is_floating_point() else weight for name, weight in one.items()
    }
    out.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copy(second / name, out / name)
    torch.save(mean, out / "network.pt")


def _weights(run: Path) -> dict[str, Tensor]:
    found: dict[str, Tensor] = torch.load(run / "network.pt", weights_only=True, map_location="cpu")
    return found


def _is_run(folder: Path) -> bool:
    return (folder / "network.pt").exists()


def _packaged_weights(package: Path, run: Path) -> dict[str, Tensor]:
    """The weights of a packaged pipeline in the shape of ``run``, whose piece embeddings are the same."""
    network = read_network(run)
    restore(network, Inventory.read(run / "labels.json"), package)
    return network.state_dict()


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="The weights half way between two runs of train.")
    parser.add_argument(
        "--run", type=Path, required=True, action="append", help="the earlier, or its package, then the later"
    )
    parser.add_argument("--out", type=Path, required=True, help="the folder to write")
    parser.add_argument("--share", type=float, default=0.5, help="what the later run weighs")
    options = parser.parse_args(arguments)
    average(*options.run, options.out, options.share)


if __name__ == "__main__":
    main()
