"""The same statement in other words.

Guarantees: whether two quotations are one statement is decided by these two alone, so that a group, all
that such pairs join, is the same in any order. The group's id is its smallest quote id. A statement that
is denied, or has other numbers, is another statement.
"""

import itertools
import json
import re
import struct
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path

from tasks.resolve.keys import fold

NEAR_DAYS = 7
"""Days apart at which two reports can be of one statement."""

MIN_WORDS = 3
"""Content words of the shorter: "very important" is said by everybody."""

CONTAINED = 0.75
"""Share of the shorter's content words that stand in the longer, from one speaker."""

UNNAMED_WORDS, UNNAMED_SHARE = 5, 0.8
"""The same where the speakers may differ in name: a spokesperson and the body that she speaks for."""

EXCERPT_WORDS = 4
"""Fewer words will do where they are an excerpt, word for word."""

_as_number = struct.Struct(">Q").unpack
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_WORDS = json.loads((Path(__file__).parent / "data" / "words.json").read_text(encoding="utf-8"))
_EMPTY = frozenset(_WORDS["empty"])
_DENIAL = frozenset(_WORDS["denial"])


@dataclass(frozen=True)
class Statement:
    """A quotation to compare. ``speaker`` is a key (``keys.party_key``), None where nobody is named."""

    quote_id: str
    article_id: str
    text: str
    speaker: str | None
    day: date | None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Content words in order."""
        return tuple(w for w in map(fold, _WORD.findall(self.text)) if w and w not in _EMPTY)

    @property
    def essence(self) -> Hashable:
        """All that ``is_same`` looks at: of two statements with the same, either serves for both."""
        return self.words, self.is_denied, self.speaker, self.day or self.article_id

    @cached_property
    def is_denied(self) -> bool:
        words = _WORD.findall(self.text)
        return not _DENIAL.isdisjoint(map(fold, words)) or any(w.lower().endswith(("n't", "n’t")) for w in words)

    @cached_property
    def keys(self) -> frozenset[int]:
        """Hashes of pairs of neighbouring content words: two wordings of one statement share some."""
        pairs = set(zip(self.words, self.words[1:], strict=False))
        return frozenset([_as_number(blake2b(" ".join(pair).encode(), digest_size=8).digest())[0] for pair in pairs])


def is_same(one: Statement, other: Statement) -> bool:
    """Whether two quotations report one statement."""
    if not _near(one, other) or one.is_denied != other.is_denied or _numbers(one) != _numbers(other):
        return False
    first, second = set(one.words), set(other.words)
    shorter = min(len(first), len(second))
    if shorter < MIN_WORDS:
        return False
    share = len(first & second) / shorter
    if one.speaker is not None and one.speaker == other.speaker:
        return share >= CONTAINED
    if _two_people(one, other):
        return False
    if shorter >= UNNAMED_WORDS:
        return share >= UNNAMED_SHARE
    return shorter >= EXCERPT_WORDS and _is_excerpt(one.words, other.words)


def _near(one: Statement, other: Statement) -> bool:
    """Whether two reports can be of one statement by their days; without one, within an article."""
    if one.day is None or other.day is None:
        return one.day is other.day and one.article_id == other.article_id
    return abs((one.day - other.day).days) <= NEAR_DAYS


def _is_excerpt(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the content words of one stand in the other as they are, one after the other."""
    short, long = sorted((one, other), key=len)
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def _numbers(statement: Statement) -> frozenset[str]:
    return frozenset(w for w in statement.words if w.isdigit())


def _two_people(one: Statement, other: Statement) -> bool:
    return all(s.speaker is not None and s.speaker.startswith("p:") for s in (one, other))


def group_wordings(statements: Sequence[Statement]) -> dict[str, str]:
    """Quote id -> group, for the quotations that are not alone."""
    parent = {s.quote_id: s.quote_id for s in statements}

    def root(quote_id: str) -> str:
        while parent[quote_id] != quote_id:
            quote_id = parent[quote_id]
        return quote_id

    told: dict[Hashable, Statement] = {}
    for statement in sorted(statements, key=lambda s: s.quote_id):
        first = told.setdefault(statement.essence, statement)
        if first is not statement and is_same(first, statement):
            parent[statement.quote_id] = first.quote_id
    for one, other in _pairs(told.values()):
        first_id, second_id = sorted((root(one.quote_id), root(other.quote_id)))
        if first_id != second_id and is_same(one, other):
            parent[second_id] = first_id
    groups: dict[str, list[str]] = defaultdict(list)
    for statement in statements:
        groups[root(statement.quote_id)].append(statement.quote_id)
    return {quote_id: group for group, members in groups.items() if len(members) > 1 for quote_id in members}


def _pairs(statements: Iterable[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Pairs that are near in time and share two neighbouring content words."""
    holders: dict[int, list[Statement]] = defaultdict(list)
    # What is near stands together.
    for statement in sorted(statements, key=lambda s: (s.day or date.min, "" if s.day else s.article_id)):
        if len(set(statement.words)) >= MIN_WORDS:
            for key in statement.keys:
                holders[key].append(statement)
    seen: set[tuple[str, str]] = set()
    for same in holders.values():
        for at, one in enumerate(same):
            for other in itertools.takewhile(partial(_near, one), same[at + 1 :]):
                pair = (one.quote_id, other.quote_id)
                if pair not in seen:
                    seen.add(pair)
                    yield one, other
