"""The annotated texts and, after them, every one of them once more, told of other names: more for a teacher to tell of.

    python -m models.training.retell --data DIR --out DIR [--seed 1]

``--data`` is a folder of ``convert``. A teacher has learned the texts' own names and is too sure of them to tell
a small network much; of the same texts with names from elsewhere (``swaps``) it must judge. The other rows are
copied as they are.
"""

import argparse
import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from models.training.batches import read_rows
from models.training.convert import write_rows
from models.training.swaps import Pool
from models.training.tokens import Row


def retell(rows: Sequence[Row], seed: int) -> Iterator[Row]:
    """``rows``, then each of them told of other names."""
    pool, chance = Pool.of(rows), random.Random(seed)
    yield from rows
    for row in rows:
        yield pool.swap(row, chance)


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="a folder of convert")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    for kind in ("quotes", "syntax"):
        shutil.copy(options.data / f"{kind}.jsonl", options.out)
    rows = read_rows(options.data / "entities.jsonl")
    print("entities", write_rows(options.out / "entities.jsonl", retell(rows, options.seed)), "texts")


if __name__ == "__main__":
    main()
