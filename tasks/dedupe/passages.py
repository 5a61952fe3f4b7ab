"""Sentences that two texts share, or that one text says twice."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tasks.dedupe.compare import overlap
from tasks.dedupe.shingles import Hashes, hash_shingles, hash_words, split_words

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


def speak(sent_no: int, text: str) -> Spoken:
    """A sentence as it is compared."""
    return Spoken(sent_no, hash_shingles(hash_words(split_words(text))))


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
    every = [shingle for sentence in sentences for shingle in sentence.shingles.tolist()]
    if len(set(every)) == len(every):  # as in most articles
        return []
    return [passage for passage in shared_sentences(sentences, sentences) if passage.sent_no < passage.other_sent_no]
