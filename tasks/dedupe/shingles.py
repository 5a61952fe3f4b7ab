"""Word shingles of a text as numbers, and the sketch of them that is stored.

Guarantees: the same text gives the same numbers on every machine and in every version of NumPy:
nothing but 64-bit integer arithmetic and BLAKE2b.

The sketch is Broder's modulo sketch (On the resemblance and containment of documents, 1997, section
2.4; scaled MinHash in genomics): the MinHash of a text cut into bands by value instead of by
permutation, so that a long text has more of it than a short one. A shingle is in the sketch of every
text that has it or of none, and two texts share about one ``SKETCH_RATE``th of what they have in
common whatever stands around it: an excerpt is found in the long article that swallows it, which a
MinHash of fixed size does not do.
"""

import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]

SHINGLE_WORDS = 4
"""Words of a shingle. Of a text with every fifth word changed, two fifths of the shingles of four
remain, one third of those of five; with three, ordinary phrases are shared by unrelated texts."""

SKETCH_RATE = 8
"""One shingle in so many is stored: 4 bytes for every eight words of text."""

SKETCH_BITS = 28
"""Of a stored shingle. Two texts of 600 words share two such numbers by chance once in 10^9; and four packed row
groups with their keys fill a block of the file, of which 31 bits leave a quarter empty."""

_TOGETHER = 100_000
"""Words that are hashed in one call: beyond it nothing is saved, and a text of megabytes is better by itself."""

_MIX = np.uint64(0xBF58476D1CE4E5B9)
_STEP = np.uint64(0x9E3779B97F4A7C15)
_WORD = re.compile(r"\w+")


def split_words(text: str) -> list[str]:
    """The words of ``text``, case folded, without marks."""
    return _WORD.findall(text.casefold())


def hash_words(words: Sequence[str]) -> Hashes:
    """One 64-bit number a word."""
    return np.fromiter(map(_hash_word, words), np.uint64, len(words))


def hash_shingles(words: Hashes) -> Hashes:
    """One number for every run of ``SHINGLE_WORDS`` words, in the order of the text; none for a shorter text."""
    count = len(words) - SHINGLE_WORDS + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    mixed = np.zeros(count, np.uint64)
    for place in range(SHINGLE_WORDS):
        mixed = _mix(mixed + _STEP + words[place : place + count])
    return mixed


def shingle_texts(texts: Iterable[str]) -> list[Hashes]:
    """The shingles of each text in order, many texts at once: NumPy costs more a call than a sentence has words."""
    found: list[Hashes] = []
    waiting: list[Hashes] = []
    size = 0
    for text in texts:
        words = hash_words(split_words(text))
        waiting.append(words)
        size += len(words)
        if size > _TOGETHER:
            found += _shingle_each(waiting)
            waiting, size = [], 0
    return found + _shingle_each(waiting)


def _shingle_each(texts: Sequence[Hashes]) -> list[Hashes]:
    if not texts:
        return []
    shingles = hash_shingles(np.concatenate(texts))
    starts = itertools.accumulate(map(len, texts), initial=0)
    # A shingle that runs on into the next text is in neither.
    return [
        shingles[start : start + max(0, len(w) - SHINGLE_WORDS + 1)] for start, w in zip(starts, texts, strict=False)
    ]


def sketch(shingles: Hashes) -> npt.NDArray[np.uint32]:
    """The shingles to store, each once, as numbers of ``SKETCH_BITS`` bits."""
    kept = shingles[shingles < np.uint64(2**64 // SKETCH_RATE)]
    return np.unique((kept & np.uint64(2**SKETCH_BITS - 1)).astype(np.uint32))


def _mix(values: Hashes) -> Hashes:
    """The finaliser of SplitMix64 (Steele, Lea and Flood, 2014) with one multiplication: every bit counts."""
    values = (values ^ (values >> np.uint64(30))) * _MIX
    return values ^ (values >> np.uint64(31))


@functools.lru_cache(maxsize=8192)
def _hash_word(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
