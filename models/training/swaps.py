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
TEXTS_SWAPPED = {"entities": 0.25, "quotes": 0.5}
"""By kind of text: those of speech are few, and soon known by heart."""
NAMES_SWAPPED = 0.35
"""Share of the names in a swapped text; the others keep the text plausible."""

SPEECH = ("content", "cue", "source")
"""Layers of speech that a text told of other names keeps."""

Span = tuple[int, int, str]
Name = tuple[tuple[str, ...], tuple[int, ...]]
"""Its words, and what stands before each."""


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
    """The names to draw from, by label."""

    names: dict[str, list[Name]]

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
        """``row`` with some of its names exchanged; the same name everywhere for the same name.

        A text without names of its own takes them from ``row["names"]``. Names and speech keep their marks; other
        layers do not fit any more and are left out.
        """
        tags = row["entities"] if "entities" in row else row["names"]
        speech = [row[layer] for layer in SPEECH if layer in row]
        chosen: dict[tuple[str, ...], Name | None] = {}
        words, before = [], []
        origin: list[int] = []
        done = 0
        for start, end, label in spans_of(tags):
            own = tuple(row["words"][start:end])
            if own not in chosen:
                names = self.names.get(label) if chance.random() < NAMES_SWAPPED else None
                chosen[own] = chance.choice(names) if names else None
            other = chosen[own]
            if other is None or not all(_is_one(layer[start:end]) for layer in speech):
                continue
            words += [*row["words"][done:start], *other[0]]
            before += [*row["before"][done:start], row["before"][start], *other[1][1:]]
            origin += [*range(done, start + 1), *[-1] * (len(other[0]) - 1)]
            done = end
        words += row["words"][done:]
        before += row["before"][done:]
        origin += range(done, len(row["words"]))
        swapped = {"kind": row["kind"], "words": words, "before": before}
        swapped |= {layer: _carried(row[layer], origin) for layer in ("entities", *SPEECH) if layer in row}
        if "links" in row:
            place = {old: new for new, old in enumerate(origin)} | {-1: -1}
            swapped["links"] = [[place[at] for at in link] for link in row["links"]]
        return swapped


def _is_one(tags: Sequence[str]) -> bool:
    """Whether a name lies wholly in a span or wholly outside of all."""
    return all(tag == "O" if tags[0] == "O" else tag.startswith("I-") for tag in tags[1:])


def _carried(tags: Sequence[str], origin: Sequence[int]) -> list[str]:
    """The tags of a text whose words were the old ones' at ``origin``; -1: a word more of the name before."""
    found: list[str] = []
    for at in origin:
        found.append(tags[at] if at >= 0 else found[-1].replace("B-", "I-"))
    return found
