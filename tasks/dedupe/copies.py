"""Which articles are copies of which: a function of the articles and of the texts that pairwise overlap.

Guarantees: the answer depends on the articles alone, in whatever order they come. Who had a text first is
decided by the wire (an agency, then who credits one), then the time of publication, then the id.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tasks.dedupe.compare import COPIED


@dataclass(frozen=True, slots=True)
class Printed:
    """One article as a printing of a text (``text_hash``); ``moment`` None where nothing tells it."""

    article_id: str
    text_hash: str
    wire: int
    moment: datetime | None

    @property
    def rank(self) -> tuple[int, datetime, str]:
        """The lower had the text first."""
        return (self.wire, self.moment or datetime.max.replace(tzinfo=UTC), self.article_id)


@dataclass(frozen=True, slots=True)
class TextPair:
    """Two texts of which one is a copy of the other, with the share of each that stands in the other."""

    text_hash: str
    other_hash: str
    coverage: float
    other_coverage: float


@dataclass(frozen=True, slots=True)
class Copy:
    """``article_id`` has words that ``copy_of`` had first.

    ``similarity`` is the share of the shorter text that both have. ``original`` is ``copy_of`` where at
    least the share ``COPIED`` of the article is from others, and this is the one it has most of: its facts
    then count as the original's. It is None for an article that has others' words in a report of its own.
    """

    article_id: str
    copy_of: str
    kind: str
    similarity: float
    original: str | None


@dataclass(frozen=True, slots=True)
class _Share:
    """What an article has of an original: shares of its own text and of the original's."""

    coverage: float
    other_coverage: float
    kind: str

    @property
    def similarity(self) -> float:
        return max(self.coverage, self.other_coverage)


def find_copies(printings: Iterable[Printed], pairs: Iterable[TextPair]) -> list[Copy]:
    """The copies among ``printings``, which must hold every printing of every text that a pair connects."""
    by_text: dict[str, list[Printed]] = defaultdict(list)
    ordered = sorted(printings, key=lambda printed: printed.rank)
    for printed in ordered:
        by_text[printed.text_hash].append(printed)
    overlaps: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for pair in pairs:
        overlaps[pair.text_hash][pair.other_hash] = (pair.coverage, pair.other_coverage)
        overlaps[pair.other_hash][pair.text_hash] = (pair.other_coverage, pair.coverage)
    # An article whose text is an earlier one's stands for nothing new: the first printing speaks for it.
    firsts = {text_hash: same[0] for text_hash, same in by_text.items()}
    roots: dict[str, str | None] = {}
    copies = []
    for printed in ordered:
        found = _copies_of(printed, firsts, overlaps[printed.text_hash], roots)
        roots[printed.article_id] = next((copy.original for copy in found if copy.original), None)
        copies += found
    return copies


def _copies_of(
    printed: Printed,
    firsts: Mapping[str, Printed],
    overlaps: Mapping[str, tuple[float, float]],
    roots: Mapping[str, str | None],
) -> list[Copy]:
    shares: dict[str, _Share] = {}
    first = firsts[printed.text_hash]
    # Where the first printing is a copy itself, the overlaps below lead to its original.
    if first.article_id != printed.article_id and roots[first.article_id] is None:
        shares[first.article_id] = _Share(1.0, 1.0, "exact")
    for text_hash, (coverage, other_coverage) in sorted(overlaps.items()):
        earlier = firsts.get(text_hash)
        if earlier is None or earlier.rank >= printed.rank:
            continue
        root = roots[earlier.article_id] or earlier.article_id
        near = min(coverage, other_coverage) >= COPIED
        share = _Share(coverage, other_coverage, "near" if near else "excerpt")
        if root not in shares or (share.coverage, share.other_coverage) > (
            shares[root].coverage,
            shares[root].other_coverage,
        ):
            shares[root] = share
    return _as_copies(printed.article_id, shares)


def _as_copies(article_id: str, shares: Mapping[str, _Share]) -> list[Copy]:
    order: Sequence[tuple[str, _Share]] = sorted(shares.items(), key=lambda item: (-item[1].coverage, item[0]))
    is_whole = sum(share.coverage for _, share in order) >= COPIED
    return [
        Copy(article_id, root, share.kind, share.similarity, root if is_whole and number == 0 else None)
        for number, (root, share) in enumerate(order)
    ]
