"""Builds ``data/inhabited.tsv.gz``: ``python -m tasks.report.build_inhabited``.

The map's ground is where people live: the quarter degrees that hold a town of a thousand, from the gazetteer of
the extractor (GeoNames, CC BY 4.0). One line a row of the grid, from the south: its number, then the columns
from the west as ``first+count``.
"""

import gzip
from collections import defaultdict
from itertools import groupby
from pathlib import Path

GAZETTEER = Path(__file__).parents[1] / "extract" / "data" / "gazetteer.tsv.gz"
INHABITED = Path(__file__).parent / "data" / "inhabited.tsv.gz"
CELLS_A_DEGREE = 4


def build(gazetteer: Path) -> str:
    """The lines of the grid."""
    grid: dict[int, set[int]] = defaultdict(set)
    with gzip.open(gazetteer, "rt", encoding="utf-8") as file:
        for line in file:
            fields = line.split("\t")
            if fields[2] == "city":
                row, column = ((float(fields[5]) + 90), (float(fields[6]) + 180))
                grid[int(row * CELLS_A_DEGREE)].add(int(column * CELLS_A_DEGREE))
    return "".join(f"{row}\t{_runs(sorted(columns))}\n" for row, columns in sorted(grid.items()))


def _runs(columns: list[int]) -> str:
    runs = [[c for _, c in group] for _, group in groupby(enumerate(columns), lambda pair: pair[1] - pair[0])]
    return " ".join(f"{run[0]}+{len(run)}" for run in runs)


def main() -> None:
    """Write the grid to its place."""
    with open(INHABITED, "wb") as out, gzip.GzipFile(fileobj=out, mode="wb", filename="", mtime=0) as packed:
        packed.write(build(GAZETTEER).encode())


if __name__ == "__main__":
    main()
