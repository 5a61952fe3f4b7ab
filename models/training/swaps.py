"""Names in place of names: a training document told of other people, firms and places.

The gold's names are few, and those of facilities, products, works, laws and events fewer still; what a
name is called says less about its label than where it stands. A swap takes a name of the same label from
another document, one for all its occurrences in a text, as in Dai and Adel (2020), "mention replacement".
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.training.tokens import Row

SWAPPED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "LAW", "WORK"})
RARE = frozenset({"FAC", "PRODUCT", "EVENT", "LAW", "WORK"})
"""A few hundred examples each: the windows that hold one are drawn twice."""
TEXTS_SWAPPED = 0.25
NAMES_SWAPPED = 0.35
"""Share of the names in a swapped text; the others keep the text plausible."""

Span = tuple[int, int, str]


def spans_of(tags: Sequence[str]) -> list[Span]:
    """Start, end and label of every BIO span."""
    found: list[Span] = []
    for i, tag in enumerate(tags):
        if tag.startswith("B-"):
            found.append((i, i + 1, tag[2:]))
        elif tag.startswith("I-") and found:
            start, _, label = found[-1]
            found[-1] = (start, i + 1, label)
    return found


@dataclass(frozen=True)
class Pool:
    """The names to draw from, by label: word texts and what stands before each."""

    names: dict[str, list[tuple[tuple[str, ...], tuple[int, ...]]]]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Pool":
        """Every different name of ``rows``: a frequent one is drawn no oftener."""
        seen: dict[str, dict[tuple[str, ...], tuple[int, ...]]] = defaultdict(dict)
        for row in rows:
            for start, end, label in spans_of(row.get("entities", ())):
                if label in SWAPPED:
                    seen[label].setdefault(tuple(row["words"][start:end]), tuple(row["before"][start:end]))
        return cls({label: sorted(names.items()) for label, names in seen.items()})

    def swap(self, row: Row, chance: random.Random) -> Row:
        """``row`` with some of its names exchanged; the same name everywhere for the same name."""
        chosen: dict[tuple[str, ...], tuple[tuple[str, ...], tuple[int, ...]] | None] = {}
        words: list[str] = []
        before: list[int] = []
        tags: list[str] = []
        done = 0
        for start, end, label in spans_of(row["entities"]):
            own = tuple(row["words"][start:end])
            if own not in chosen:
                names = self.names.get(label) if chance.random() < NAMES_SWAPPED else None
                chosen[own] = chance.choice(names) if names else None
            other = chosen[own]
            if other is None:
                continue
            words += [*row["words"][done:start], *other[0]]
            before += [*row["before"][done:start], row["before"][start], *other[1][1:]]
            tags += [*row["entities"][done:start], f"B-{label}", *[f"I-{label}"] * (len(other[0]) - 1)]
            done = end
        words += row["words"][done:]
        before += row["before"][done:]
        tags += row["entities"][done:]
        return {"kind": row["kind"], "words": words, "before": before, "entities": tags}  # no other layer fits now
