"""How much of one text stands in another, measured on the words themselves."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tasks.dedupe.shingles import SHINGLE_WORDS, Hashes

COPIED = 0.5
"""Share of a text's words that makes it a copy of what it shares them with. Over 958 newswire texts
(tests/bench/copies.py) every text with 5-20 % of its words changed keeps more than 0.53; of 2,000 pairs on one
topic the highest by two hands has 0.41, of 10,000 unrelated pairs 0.08."""

MIN_COPIED_WORDS = 30
"""Fewer shared words are a phrase, a slogan or a signature, not a copied report."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Words of two texts that stand in runs of ``SHINGLE_WORDS`` or more that both have."""

    shared: int
    other_shared: int
    words: int
    other_words: int

    @property
    def coverage(self) -> float:
        """Share of the first text that stands in the second."""
        return self.shared / self.words if self.words else 0.0

    @property
    def other_coverage(self) -> float:
        """Share of the second text that stands in the first."""
        return self.other_shared / self.other_words if self.other_words else 0.0

    @property
    def is_copy(self) -> bool:
        """Whether the shorter text, mostly, stands in the longer."""
        enough = max(self.shared, self.other_shared) >= MIN_COPIED_WORDS
        return enough and max(self.coverage, self.other_coverage) >= COPIED


def overlap(shingles: Hashes, other: Hashes) -> Overlap:
    """Compare two texts by their shingles in order (``hash_shingles``)."""
    return Overlap(
        int(shared_words(shingles, other).sum()),
        int(shared_words(other, shingles).sum()),
        _word_count(shingles),
        _word_count(other),
    )


def shared_words(shingles: Hashes, other: Hashes) -> npt.NDArray[np.bool_]:
    """For each word of the first text, whether it stands in a shingle that the second has too."""
    shared = np.isin(shingles, other)
    words = np.zeros(_word_count(shingles), np.bool_)
    for place in range(SHINGLE_WORDS):
        words[place : place + len(shared)] |= shared
    return words


def _word_count(shingles: Hashes) -> int:
    return len(shingles) + SHINGLE_WORDS - 1 if len(shingles) else 0
