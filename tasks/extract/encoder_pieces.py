"""Words as the encoder reads them: word pieces, what a word looks like, and windows.

Guarantees: standard library and NumPy only, so that training and the shipped pipeline read
text through the same lines; a word's pieces and class depend on the word and the white space
before it, a text's windows on that text alone.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

CLS, SEP, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
MAX_WORD_PIECES = 6
"""Pieces kept of one word: enough for any name, and a URL costs no more than one."""
MAX_WORD_CHARS = 100
WINDOW_PIECES = 190
"""Pieces of one window, without its two marks. Longer windows gained nothing in the trials."""

NO_SPACE, SPACE, NEW_LINE = 0, 1, 2
"""What stands before a word."""
CASE_CLASSES = 8
TYPE_COUNT = 3 * CASE_CLASSES

_CLOSERS = frozenset("\"'”’)]»")
_ENDERS = frozenset(".!?…")


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words without its white space. ``before`` is what parts each from the one ahead of it."""

    texts: list[str]
    before: list[int]


def case_class(word: str) -> int:
    """How a word is written. The pieces are uncased; this is what they lose (0 to 7)."""
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 5
    if word[:1].isupper():
        return 2 if word[1:].islower() else 4
    if any(c.isalpha() for c in word):
        return 4
    return 6 if any(c.isdigit() for c in word) else 0


def type_ids(words: Words) -> list[int]:
    """The word's case class and what stands before it, in one number below ``TYPE_COUNT``."""
    return [case_class(w) + CASE_CLASSES * b for w, b in zip(words.texts, words.before, strict=True)]


class WordPieces:
    """The uncased BERT word pieces of single words, by a vocabulary file of one piece a line."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.vocabulary = list(vocabulary)
        self._ids = {piece: i for i, piece in enumerate(self.vocabulary)}
        self.cls, self.sep, self.unknown = (self._ids[mark] for mark in (CLS, SEP, UNKNOWN))
        self._cache: dict[str, tuple[int, ...]] = {}

    @classmethod
    def read(cls, path: Path) -> "WordPieces":
        """Read ``vocab.txt``."""
        return cls(path.read_text(encoding="utf-8").rstrip("\n").split("\n"))

    def rank(self, word: str) -> int | None:
        """The number of a word that is one piece, the smaller the commoner; None for any other."""
        return self._ids.get(word)

    def __call__(self, word: str) -> tuple[int, ...]:
        """Ids of the word's pieces, at least one and at most ``MAX_WORD_PIECES``."""
        known = self._cache.get(word)
        if known is None:
            ids = [i for part in _basic_parts(word[:MAX_WORD_CHARS]) for i in self._split(part)]
            known = tuple(ids[:MAX_WORD_PIECES]) or (self.unknown,)
            if len(self._cache) > 200_000:  # bounds a worker's memory
                self._cache.clear()
            self._cache[word] = known
        return known

    def _split(self, part: str) -> list[int]:
        ids: list[int] = []
        start = 0
        while start < len(part):
            for end in range(len(part), start, -1):
                piece = self._ids.get(part[start:end] if start == 0 else "##" + part[start:end])
                if piece is not None:
                    ids.append(piece)
                    start = end
                    break
            else:
                return [self.unknown]
        return ids


def _basic_parts(word: str) -> list[str]:
    """Lower case without accents, punctuation and ideographs apart, as BERT's uncased models have it."""
    parts: list[str] = []
    open_part = False
    for char in unicodedata.normalize("NFD", word.lower()):
        category = unicodedata.category(char)
        if category == "Mn" or category in ("Cc", "Cf", "Co", "Cs") or char == "\ufffd":
            continue
        if _stands_alone(char, category):
            parts.append(char)
            open_part = False
        elif char.isspace():
            open_part = False
        elif open_part:
            parts[-1] += char
        else:
            parts.append(char)
            open_part = True
    return parts


def _stands_alone(char: str, category: str) -> bool:
    code = ord(char)
    if category[0] == "P" or 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x2FA1F


def cut_windows(words: Words, sizes: Sequence[int], limit: int = WINDOW_PIECES) -> list[tuple[int, int]]:
    """Windows of at most ``limit`` pieces as half-open word ranges that cover the words in order.

    A window ends where a line ends or a sentence seems to; inside one only where it is longer
    than a window by itself.
    """
    windows: list[tuple[int, int]] = []
    start, size, last_cut = 0, 0, 0
    for i, pieces in enumerate(sizes):
        if i > start and _may_cut(words, i):
            last_cut = i
        if size + pieces > limit and i > start:
            cut = last_cut if last_cut > start else i
            windows.append((start, cut))
            start, size = cut, sum(sizes[cut:i])
        size += pieces
    if start < len(sizes):
        windows.append((start, len(sizes)))
    return windows


def _may_cut(words: Words, i: int) -> bool:
    """Whether a sentence may begin at word ``i``."""
    if words.before[i] == NEW_LINE:
        return True
    if words.before[i] == NO_SPACE:
        return False
    last = words.texts[i - 1]
    if last in _CLOSERS and i > 1:
        last = words.texts[i - 2]
    return last[-1] in _ENDERS


@dataclass(frozen=True, slots=True)
class Window:
    """One call of the encoder: piece ids and types with their marks, and where each word's first piece is."""

    start: int
    end: int
    ids: NDArray[np.int64]
    types: NDArray[np.int64]
    firsts: NDArray[np.int64]


def encode_windows(words: Words, pieces: WordPieces, limit: int = WINDOW_PIECES) -> list[Window]:
    """The windows of a text, ready for the encoder."""
    ids = [pieces(word) for word in words.texts]
    types = type_ids(words)
    return [
        encode_window(ids, types, start, end, pieces) for start, end in cut_windows(words, [len(i) for i in ids], limit)
    ]


def encode_window(
    ids: Sequence[Sequence[int]], types: Sequence[int], start: int, end: int, pieces: WordPieces
) -> Window:
    """The window of the words from ``start`` to ``end``."""
    flat, kinds, firsts = [pieces.cls], [0], []
    for word in range(start, end):
        firsts.append(len(flat))
        flat.extend(ids[word])
        kinds.extend([types[word]] * len(ids[word]))
    flat.append(pieces.sep)
    kinds.append(0)
    return Window(start, end, *(np.array(row, dtype=np.int64) for row in (flat, kinds, firsts)))
