"""Spans of words from scores of begin, inside and outside (BIO; Ramshaw and Marcus 1995).

Guarantees: spans do not overlap and none begins inside. With scores of one label after another
(CRF; Lafferty et al. 2001) the answer is the best valid sequence (Viterbi 1967); without, where
every word's best label already makes a valid sequence that is the answer, else the best valid one.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Span = tuple[int, int, int]
"""First word, word after the last, number of the label (0 for the first label after O)."""

_MARGIN = 4
"""Words of O around a break in a sequence within which it is repaired."""


def log_softmax(scores: Floats) -> Floats:
    """Log probabilities along the last axis."""
    shifted = scores - scores.max(-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


def find_spans(scores: Floats, transitions: Floats | None = None) -> list[Span]:
    """The spans of a [word, label] array; labels in the order O, B-x, I-x, B-y, I-y, ...

    ``transitions``: a score for each [label before, label].
    """
    if transitions is not None:
        return _read(_viterbi(scores, transitions)) if len(scores) else []
    best: Ints = scores.argmax(1)
    wrong = _broken(best)
    if len(wrong):
        for start, end in _stretches(best, wrong):
            best[start:end] = _viterbi(scores[start:end], np.zeros((scores.shape[1],) * 2, np.float32))
    return _read(best)


def _broken(labels: Ints) -> Ints:
    """Words whose label is inside of a span that the word before is not in."""
    before = np.concatenate(([0], labels[:-1]))
    inside = (labels > 0) & (labels % 2 == 0)
    return np.flatnonzero(inside & (before != labels) & (before != labels - 1))


def _stretches(labels: Ints, wrong: Ints) -> list[tuple[int, int]]:
    """Ranges around the breaks, between words that are outside."""
    found: list[tuple[int, int]] = []
    for at in wrong:
        start, end = int(at), int(at) + 1
        for _ in range(_MARGIN):
            start -= start > 0
        while start > 0 and labels[start - 1] != 0:
            start -= 1
        while end < len(labels) and labels[end] != 0:
            end += 1
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _viterbi(scores: Floats, transitions: Floats) -> Ints:
    size, count = scores.shape
    closed = transitions.copy()  # [label before, label]
    for label in range(2, count, 2):
        follows = np.isin(np.arange(count), (label - 1, label))
        closed[~follows, label] = -np.inf
    total = scores[0].copy()
    total[2::2] = -np.inf
    back = np.zeros((size, count), np.int64)
    for i in range(1, size):
        paths = total[:, None] + closed
        back[i] = paths.argmax(0)
        total = paths.max(0) + scores[i]
    best = np.zeros(size, np.int64)
    best[-1] = total.argmax()
    for i in range(size - 1, 0, -1):
        best[i - 1] = back[i][best[i]]
    return best


def _read(labels: Sequence[int] | Ints) -> list[Span]:
    spans: list[Span] = []
    start = -1
    for i, label in enumerate([*labels, 0]):
        if start >= 0 and (label == 0 or label % 2 == 1):
            spans.append((start, i, (int(labels[start]) - 1) // 2))
            start = -1
        if label % 2 == 1:
            start = i
    return spans
