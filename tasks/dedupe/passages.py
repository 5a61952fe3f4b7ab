"""Sentences that two texts share, or that one text says twice."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tasks.dedupe.compare import overlap
from tasks.dedupe.shingles import Hashes, shingle_texts

SHARED = 0.4
"""Share of the shorter sentence that must stand in the other: a statement quoted in part, between other words of
saying, keeps so much; below it are turns of phrase."""

MIN_SHARED_WORDS = 6
"""Fewer words in common are a name with its title, or a phrase."""

COMMON_SENTENCES = 20
"""A shingle in more sentences than this is a refrain: lists and tables would pair each line with each."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sentence: its number and its shingles in order."""

    sent_no: int
    shingles: Hashes


@dataclass(frozen=True, slots=True)
class Passage:
    """Two sentences that share words; ``similarity`` is the share of the shorter, 1 for the same words."""

    sent_no: int
    other_sent_no: int
    similarity: float


def speak(sentences: Sequence[tuple[int, str]]) -> list[Spoken]:
    """Sentences, each with its number, as they are compared."""
    shingles = shingle_texts([text for _, text in sentences])
    return [Spoken(sent_no, own) for (sent_no, _), own in zip(sentences, shingles, strict=True)]


def may_repeat(*texts: Hashes) -> bool:
    """Whether sentences of an article can repeat one another, by the shingles of all its texts."""
    every = np.concatenate(texts)
    return len(np.unique(every)) < len(every)


def shared_sentences(sentences: Sequence[Spoken], others: Sequence[Spoken]) -> list[Passage]:
    """The pairs of a sentence of one text and a sentence of the other that share much of the shorter."""
    holders: dict[int, set[int]] = defaultdict(set)
    for place, other in enumerate(others):
        for shingle in other.shingles.tolist():
            holders[shingle].add(place)
    found = []
    for sentence in sentences:
        near = [holders[shingle] for shingle in sentence.shingles.tolist() if shingle in holders]
        for place in sorted(set().union(*(places for places in near if len(places) <= COMMON_SENTENCES))):
            both = overlap(sentence.shingles, others[place].shingles)
            similarity = max(both.coverage, both.other_coverage)
            if similarity >= SHARED and max(both.shared, both.other_shared) >= MIN_SHARED_WORDS:
                found.append(Passage(sentence.sent_no, others[place].sent_no, similarity))
    return found


def repeated_sentences(sentences: Sequence[Spoken]) -> list[Passage]:
    """The pairs of sentences of one text that share much of the shorter, each once, the earlier first."""
    if not sentences:
        return []
    every, counts = np.unique(np.concatenate([sentence.shingles for sentence in sentences]), return_counts=True)
    twice = set(every[counts > 1].tolist())
    if not twice:
        return []
    alike = [sentence for sentence in sentences if not twice.isdisjoint(sentence.shingles.tolist())]
    return [passage for passage in shared_sentences(alike, alike) if passage.sent_no < passage.other_sent_no]
