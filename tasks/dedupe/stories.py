"""Articles about one happening: average linkage over similar leads.

Guarantees: the grouping depends on the articles alone. Average linkage (Sokal and Michener, 1958) never
joins across two articles that no chain of links joins, so each *part*, the articles that links join
together, is grouped by itself and whole: what a new article costs is its own part. A part that outgrows
``MAX_PART``, as a saga told for months does, is cut into those that stronger links join.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
import numpy.typing as npt

from tasks.dedupe.terms import FULL_WEIGHT

LINKED = 0.16
"""Similarity from which two articles may tell of one happening. On the dev stories every threshold from 0.12
to 0.20 has a pairs F1 above 93 and a B-cubed F1 above 96; below 0.14 two New Year's Eves become one."""

LEVELS = (LINKED, 0.2, 0.25, 0.32, 0.4, 0.5, 0.6, 0.75)
"""What links must be worth, level by level, where a part is too large at the level before."""

MAX_PART = 400
"""Articles grouped at once; 400 take 40 ms."""

FADE_DAYS, FADED = 30.0, 0.7
"""An article so many days later, and any later one, is only so similar: the same words then tell of
something new more often."""

LINK_DAYS = 120
"""Articles further apart are of one story only by those between them: with 30 days a fifth of the dev stories' pairs
are lost, with 366 none is won."""


@dataclass(frozen=True)
class Leaf:
    """One article to group: its ``Terms``, and when it was published, None where nothing tells it."""

    article_id: str
    moment: datetime | None
    terms: tuple[int, ...]
    weights: tuple[int, ...]

    @cached_property
    def weight_of(self) -> dict[int, int]:
        """Its weights by term."""
        return dict(zip(self.terms, self.weights, strict=True))


@dataclass(frozen=True, slots=True)
class Part:
    """Articles joined by links of ``LEVELS[level]`` or more, and the stories among them."""

    level: int
    stories: tuple[tuple[str, ...], ...]

    @property
    def members(self) -> list[str]:
        return sorted(article_id for story in self.stories for article_id in story)


Links = Mapping[tuple[str, str], float]
"""Similarity of two articles, the smaller id first; ``LINKED`` or more."""


def similarity(one: Leaf, other: Leaf) -> float:
    """Cosine of the terms, faded by the days between."""
    first, second = one.weight_of, other.weight_of
    shared = sum(first[term] * second[term] for term in first.keys() & second.keys())
    return shared / FULL_WEIGHT**2 * _fade(one.moment, other.moment)


def group(leaves: Mapping[str, Leaf], links: Links, floors: Mapping[str, int]) -> list[Part]:
    """Cut ``leaves`` into parts, and the parts into stories.

    ``floors`` is the lowest level at which an article's part is not too large, as far as articles that are
    not among ``leaves`` decide it; 0 where it is missing.
    """
    parts = []
    waiting = [(0, sorted(leaves))]
    while waiting:
        level, members = waiting.pop()
        for joined in _components(members, links, LEVELS[level]):
            fits = len(joined) <= MAX_PART and max(floors.get(member, 0) for member in joined) <= level
            if fits:
                parts.append(Part(level, _average_linkage([leaves[member] for member in joined])))
            elif level + 1 == len(LEVELS):
                parts.append(Part(level, (tuple(joined),)))
            else:
                waiting.append((level + 1, joined))
    return parts


def floor_of(neighbours: Iterable[tuple[float, int]]) -> int:
    """The lowest level at which an article has no link to a part of a higher level: (similarity, level) each."""
    known = list(neighbours)
    return next(
        (
            level
            for level, worth in enumerate(LEVELS)
            if all(other <= level for found, other in known if found >= worth)
        ),
        len(LEVELS) - 1,
    )


def _components(members: Sequence[str], links: Links, worth: float) -> list[list[str]]:
    joined: dict[str, list[str]] = {member: [member] for member in members}
    for (one, other), found in links.items():
        if found >= worth and one in joined and other in joined and joined[one] is not joined[other]:
            larger, smaller = sorted((joined[one], joined[other]), key=len, reverse=True)
            larger += smaller
            joined.update(dict.fromkeys(smaller, larger))
    return [sorted(found) for found in {id(found): found for found in joined.values()}.values()]


def _average_linkage(leaves: Sequence[Leaf]) -> tuple[tuple[str, ...], ...]:
    """Join the two most similar groups until none are ``LINKED`` on average; ``leaves`` in order of id."""
    if len(leaves) == 1:
        return ((leaves[0].article_id,),)
    alike = _similarities(leaves)
    np.fill_diagonal(alike, -1.0)
    sizes = np.ones(len(leaves))
    groups = {number: [leaf.article_id] for number, leaf in enumerate(leaves)}
    while len(groups) > 1:
        one, other = divmod(int(alike.argmax()), len(leaves))
        if alike[one, other] < LINKED:
            break
        joined = (alike[one] * sizes[one] + alike[other] * sizes[other]) / (sizes[one] + sizes[other])
        # What is joined already stays out of reach: its row and column are -1.
        joined[alike[one] < 0] = -1.0
        joined[other] = -1.0
        alike[one], alike[:, one] = joined, joined
        alike[other], alike[:, other] = -1.0, -1.0
        sizes[one] += sizes[other]
        groups[one] += groups.pop(other)
    return tuple(tuple(sorted(members)) for _, members in sorted(groups.items()))


def _similarities(leaves: Sequence[Leaf]) -> npt.NDArray[np.float64]:
    """All pairs of ``leaves`` as ``similarity`` has them."""
    alike = np.zeros((len(leaves), len(leaves)))
    holders: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, leaf in enumerate(leaves):
        for term, weight in zip(leaf.terms, leaf.weights, strict=True):
            holders[term].append((number, weight))
    for _, held in sorted(holders.items()):
        numbers = [number for number, _ in held]
        weights = np.array([weight for _, weight in held]) / FULL_WEIGHT
        alike[np.ix_(numbers, numbers)] += np.outer(weights, weights)
    days = np.array([leaf.moment.timestamp() / 86_400 if leaf.moment else np.nan for leaf in leaves])
    apart = np.nan_to_num(np.abs(days[:, None] - days[None, :]))
    faded: npt.NDArray[np.float64] = alike * (1 - (1 - FADED) * np.minimum(1.0, apart / FADE_DAYS))
    return faded


def _fade(one: datetime | None, other: datetime | None) -> float:
    if one is None or other is None:
        return 1.0
    days = abs((one - other).total_seconds()) / 86_400
    return 1 - (1 - FADED) * min(1.0, days / FADE_DAYS)
