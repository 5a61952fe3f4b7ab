"""Train every head together.

    python -m models.training.train --data DIR --dev DIR --start DIR --out DIR [--epochs 4] [--layers 0,1,2,3,4,5]

``--data`` and ``--dev`` are folders of ``convert``; ``--start`` holds the checkpoint's
``model.safetensors`` and ``vocab.txt``. Each step adds the gradients of one batch of each kind
of row, so that no head is learned after, or at the cost of, another. The weights written are a
moving mean over the steps. The same seed, data and thread count give the same weights on one machine.
"""

import argparse
import copy
import itertools
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from models.training.batches import Inventory, Sample, Sampler, collate, read_rows, take_inventory
from models.training.checkpoint import copy_top, read_checkpoint, sizes_of, start_from
from models.training.lexicon import take_lexicon, write_lexicon
from models.training.losses import heads_loss
from models.training.network import Network
from models.training.quick import measure
from models.training.restore import restore
from models.training.shape import Shape
from models.training.swaps import Pool
from models.training.tokens import Row
from tasks.extract.encoder_pieces import WordPieces

INPUTS = ("ids", "types", "firsts", "mask")
KINDS = ("entities", "quotes", "syntax")
NAMES = ("entities", "transitions", "name_mix", "encoder.name_layers.")
"""What is for names alone."""
_OWN = NAMES[-1]
HEAD_PACE = 5.0
"""How much faster the new parts learn than the encoder."""
MEAN_DECAY, MEAN_EVERY = 0.992, 4
"""How much of the moving mean stays, and after how many steps it moves."""


def split_quotes(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Train and dev documents: by the corpus's own parts where it names them, else every tenth for dev."""
    if any(row.get("part") for row in rows):
        return [r for r in rows if r["part"] == "train"], [r for r in rows if r["part"] != "train"]
    return [r for i, r in enumerate(rows) if i % 10], rows[::10]


def endless(sampler: Sampler, rows: list[Row], budget: int) -> Iterator[list[Sample]]:
    """Batches, epoch after epoch."""
    while True:
        yield from sampler.epoch(rows, budget)


def groups(network: Network, rate: float) -> list[dict[str, object]]:
    """The optimiser's groups: the encoder with and without decay, what is new at a faster pace."""
    found: dict[str, list[torch.Tensor]] = {"decayed": [], "plain": [], "new": []}
    for name, weight in network.named_parameters():
        if weight.requires_grad:
            old = name.startswith("encoder.") and "types" not in name
            found["new" if not old else "decayed" if weight.ndim > 1 else "plain"].append(weight)
    return [
        {"params": found["decayed"], "lr": rate, "weight_decay": 0.01},
        {"params": found["plain"], "lr": rate, "weight_decay": 0.0},
        {"params": found["new"], "lr": rate * HEAD_PACE, "weight_decay": 0.0},
    ]


def _make_repeatable(seed: int, threads: int) -> None:
    torch.manual_seed(seed)
    random.seed(seed)
    np.random.seed(seed)
    torch.set_num_threads(threads)


def _start(inventory: Inventory, options: argparse.Namespace) -> Network:
    tensors = read_checkpoint(options.start / "model.safetensors")
    found = sizes_of(tensors)
    layers = tuple(int(n) for n in options.layers.split(",")) if options.layers else found.pop("layers")
    sizes = {k: len(v) for k, v in inventory.__dict__.items()}
    network = Network(Shape(**{**found, **sizes, "layers": layers, "own": options.own}))
    start_from(network, tensors)
    if options.resume and options.resume.is_dir():
        restore(network, inventory, options.resume)
    elif options.resume:
        _take_over(network, torch.load(options.resume, weights_only=True))
    if options.names_only:
        for name, weight in network.named_parameters():
            weight.requires_grad_(name.startswith(NAMES))
    return network


def _take_over(network: Network, state: dict[str, torch.Tensor]) -> None:
    """The weights of an earlier run, which may have had fewer layers for names, nor transitions."""
    own = 1 + max((int(n.split(".")[2]) for n in state if n.startswith(_OWN)), default=-1)
    if 0 < own != network.shape.own:
        state = _with_own(state, own, network.shape)
    missing, surplus = network.load_state_dict(state, strict=False)
    new = [n for n in missing if not n.startswith((_OWN, "transitions"))]
    if new or surplus:
        raise ValueError(f"the earlier run is of another shape: {[*new, *surplus]}")
    if own == 0:
        copy_top(network)


def _with_own(state: dict[str, torch.Tensor], own: int, shape: Shape) -> dict[str, torch.Tensor]:
    """The same weights, where names have another number of layers: what they had shared, they get copies of."""
    shared = len(shape.layers) - own
    path = [f"encoder.layers.{n}." for n in range(shared)] + [f"{_OWN}{n}." for n in range(own)]
    copies = {
        _OWN + str(n) + "." + name.removeprefix(place): weight
        for n, place in enumerate(path[len(path) - shape.own :])
        for name, weight in state.items()
        if name.startswith(place)
    }
    return {name: weight for name, weight in state.items() if not name.startswith(_OWN)} | copies


def _write_surroundings(options: argparse.Namespace, inventory: Inventory, trees: list[Row], shape: Shape) -> None:
    inventory.write(options.out / "labels.json")
    write_lexicon(options.out / "lemmas.json", take_lexicon(trees))
    shape.write(options.out / "shape.json")
    shutil.copy(options.start / "vocab.txt", options.out / "vocab.txt")


def train(options: argparse.Namespace) -> None:
    """The whole run."""
    _make_repeatable(options.seed, options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    rows = {kind: read_rows(options.data / f"{kind}.jsonl") for kind in KINDS}
    rows["quotes"], quote_dev = split_quotes(rows["quotes"])
    dev = {k: read_rows(options.dev / f"{k}.jsonl") for k in ("entities", "syntax")} | {"quotes": quote_dev}
    inventory = take_inventory(itertools.chain(*rows.values()))
    pieces = WordPieces.read(options.start / "vocab.txt")
    network = _start(inventory, options)
    _write_surroundings(options, inventory, rows["syntax"], network.shape)
    mean = copy.deepcopy(network).eval()

    budgets = {"entities": options.budget, "quotes": options.budget * 3 // 4, "syntax": options.budget * 3 // 4}
    pools = {"entities": Pool.of(rows["entities"])}
    samplers = {k: Sampler(inventory, pieces, options.seed + i, pool=pools.get(k)) for i, k in enumerate(KINDS)}
    kinds = [kind for kind in KINDS if kind in options.kinds.split(",")]
    per_epoch = len(samplers[kinds[0]].epoch(rows[kinds[0]], budgets[kinds[0]]))
    streams = {kind: endless(samplers[kind], rows[kind], budgets[kind]) for kind in kinds}
    total = int(per_epoch * options.epochs)
    optimiser = torch.optim.AdamW(groups(network, options.rate), fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (total / 15), max(0.0, 1 - step / total) / (1 - 1 / 15), 1.0)
    )
    print(f"{per_epoch} steps an epoch, {total} steps", flush=True)
    began, shown = time.time(), dict.fromkeys(("pieces",), 0.0)
    for step in range(1, total + 1):
        network.train()
        for kind in kinds:
            inputs, targets = collate(next(streams[kind]))
            tensors = {k: torch.from_numpy(v) for k, v in inputs.items()}
            known = {
                k: torch.from_numpy(v) for k, v in targets.items() if k.startswith("entities") or not options.names_only
            }
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=not options.full):
                names = [name.startswith("entities") for name in known]
                out = network(*(tensors[k] for k in INPUTS), names=any(names), rest=not all(names))
                losses = heads_loss(network, out, known)
            sum(losses.values()).backward()
            for name, loss in losses.items():
                value = loss.item()
                shown[name] = value if name not in shown else 0.97 * shown[name] + 0.03 * value
            shown["pieces"] += int(inputs["mask"].sum())
        torch.nn.utils.clip_grad_norm_([p for p in network.parameters() if p.requires_grad], 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad(set_to_none=True)
        if step % MEAN_EVERY == 0:
            follow(mean, network, min(MEAN_DECAY, (1 + step) / (10 + step)))
        if step % 50 == 0 or step == 5:
            speed = shown["pieces"] / (time.time() - began)
            parts = " ".join(f"{k} {v:.3f}" for k, v in shown.items() if k != "pieces")
            print(f"{time.strftime('%H:%M:%S')} step {step}/{total} {speed:.0f} pieces/s {parts}", flush=True)
        if step % options.check == 0 or step == total:
            torch.save(mean.state_dict(), options.out / "network.part")
            (options.out / "network.part").replace(options.out / "network.pt")
            for line in measure(mean, inventory, pieces, {k: dev[k] for k in kinds}, options.full):
                print(f"{time.strftime('%H:%M:%S')} dev at {step}: {line}", flush=True)


def follow(mean: Network, network: Network, decay: float) -> None:
    """Move the running mean of the weights a little towards the present ones."""
    with torch.no_grad():
        kept = [m for m in mean.parameters() if m.ndim and m.numel() < 11_000_000]
        new = [p for p in network.parameters() if p.ndim and p.numel() < 11_000_000]
        torch._foreach_lerp_(kept, new, 1 - decay)


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Train every head together.")
    for name in ("--data", "--dev", "--start", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument(
        "--resume",
        type=Path,
        help="a packaged pipeline, or the network.pt of an earlier run, to go on from with a new schedule",
    )
    parser.add_argument("--kinds", default=",".join(KINDS), help="the rows to learn from: a teacher may know one thing")
    parser.add_argument("--epochs", type=float, default=4)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--budget", type=int, default=1200, help="pieces of an entity batch")
    parser.add_argument("--layers", default="", help="those of the checkpoint's to keep, as 0,1,2; else all")
    parser.add_argument("--own", type=int, default=2, help="top layers that names have for themselves")
    parser.add_argument("--names-only", action="store_true", help="leave all but what is for names as it is")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--check", type=int, default=600, help="steps between measurements")
    parser.add_argument("--full", action="store_true", help="single precision: for processors without bfloat16")
    train(parser.parse_args(arguments))


if __name__ == "__main__":
    main()
