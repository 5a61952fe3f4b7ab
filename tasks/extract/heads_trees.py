"""Trees over words from scores of pairs: the best single-rooted one (Chu and Liu 1965, Edmonds 1967).

Guarantees: ``best_tree`` gives exactly one root and no cycle, whatever the scores.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def best_tree(scores: Floats) -> Ints:
    """The head of each word, its own index for the root.

    ``scores`` is [word, head or root (last column)]: how much each word would like each head.
    """
    size = len(scores)
    heads: Ints = scores.argmax(1)
    roots = np.flatnonzero(heads == size)
    if len(roots) != 1 or _cycle(heads, size) is not None:
        root = int((scores[:, size] - scores[:, :size].max(1, initial=-1e9)).argmax())
        inner = scores[:, :size].astype(np.float64)
        np.fill_diagonal(inner, -np.inf)
        heads = _arborescence(inner, root)
        roots = np.array([root])
    heads[roots[0]] = roots[0]
    return heads


def _cycle(heads: Ints, top: int) -> list[int] | None:
    """The words of one cycle; heads of ``top`` and beyond end a path."""
    seen = np.zeros(len(heads), dtype=np.int64)
    for start in range(len(heads)):
        at, path = start, []
        while at < top and seen[at] == 0:
            seen[at] = start + 1
            path.append(at)
            at = int(heads[at])
        if at < top and seen[at] == start + 1:
            return path[path.index(at) :]
    return None


def _arborescence(scores: NDArray[np.float64], root: int) -> Ints:
    """Edmonds' algorithm: the best heads such that every word hangs from ``root``."""
    size = len(scores)
    heads: Ints = scores.argmax(1)
    heads[root] = size
    cycle = _cycle(heads, size)
    if cycle is None:
        heads[root] = root
        return heads
    # The cycle becomes one word, appended to those outside it.
    outside = [i for i in range(size) if i not in set(cycle)]
    inside = np.array(cycle)
    kept = scores[inside, heads[inside]]
    small = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(outside, outside)]
    into = scores[np.ix_(outside, cycle)]
    small[:-1, -1] = into.max(1)
    out_of = scores[np.ix_(cycle, outside)] - kept[:, None]
    small[-1, :-1] = out_of.max(0)
    chosen = _arborescence(small, outside.index(root))
    heads[root] = root
    for at, word in enumerate(outside):
        if word == root:
            continue
        to = int(chosen[at])
        heads[word] = cycle[int(into[at].argmax())] if to == len(outside) else outside[to]
    entry = int(chosen[-1])
    broken = int(out_of[:, entry].argmax())
    heads[cycle[broken]] = outside[entry]
    return heads
