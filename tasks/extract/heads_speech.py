"""Who says what, as the encoder reads it: contents, cues and sources, and which belong together.

Guarantees: ``speech_of(doc)`` gives statements in order of their first word; contents do not
overlap; a statement's cue and source are spans that the head found, never guessed. A span of
content may lie in several pieces around its cue ("Yes", she said, "we will").
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from tasks.extract.encoder import KEPT, SCORES, Scores
from tasks.extract.heads_spans import Floats, find_spans, log_softmax

SPEECH = "dateline_speech"
"""Key of ``doc.user_data``: the statements found."""
CLAIMS = "dateline_claims"
"""Key of ``doc.user_data``: the cues and sources that point to each other, of which no content was heard."""
INSIDE = "dateline_inside"
"""Key of ``doc.user_data``: how likely each token is part of a cue or a source, by these names."""
REACH = 190
"""Words between a content and its cue or source: no further than one window sees."""
_LIKELY = 0.65
"""Mean probability of its words' being said below which a content is not believed."""
_SURE = 0.95
"""Probability from which on a cue has no source, whatever grammar offers."""

_HEARD = ("content", "cue", "source")
Tokens = tuple[int, int]
Spans = dict[str, list[tuple[int, int]]]
"""Ranges of words by what the head heard in them."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Token ranges, half open. ``contents`` has one or more, in order."""

    contents: tuple[Tokens, ...]
    cue: Tokens | None
    source: Tokens | None
    nobody: bool = False
    """Whether the head is sure that the text names no source: *he was accused of ...*."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A cue and the source that it points to, of which the head has heard no content."""

    cue: Tokens
    source: Tokens


def claims_of(doc: Doc) -> tuple[Claim, ...]:
    """The claims of a doc; none where the pipeline has no such head."""
    found: tuple[Claim, ...] = doc.user_data.get(CLAIMS, ())
    return found


def likely(doc: Doc, cue: Tokens | None, source: Tokens | None) -> float:
    """How likely the head holds a cue and a source to be such; 0 without either."""
    return _mean(doc, "cue", cue) * _mean(doc, "source", source)


def likely_source(doc: Doc, source: Tokens) -> float:
    """How likely the head holds words to be a source."""
    return _mean(doc, "source", source)


def _mean(doc: Doc, name: str, span: Tokens | None) -> float:
    inside: dict[str, Floats] = doc.user_data.get(INSIDE, {})
    return 0.0 if span is None or not inside else float(inside[name][slice(*span)].mean())


def speech_of(doc: Doc) -> tuple[Statement, ...]:
    """The statements of a doc; none where the pipeline has no such head."""
    found: tuple[Statement, ...] = doc.user_data.get(SPEECH, ())
    return found


@Language.factory("dateline_speech", requires=["doc.tensor"])
def make_speech(nlp: Language, name: str) -> "Speech":
    """The factory."""
    return Speech(name)


class Speech:
    """The component. The last that reads the encoder's scores, and the one that lets go of them."""

    def __init__(self, name: str = "dateline_speech") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Leave the statements in ``doc.user_data``."""
        scores: Scores = doc.user_data.pop(SCORES)
        kept: NDArray[np.int64] = doc.user_data[KEPT]
        spans = {n: [(s, e) for s, e, _ in find_spans(scores[n])] if len(kept) else [] for n in _HEARD}
        doc.user_data[SPEECH] = tuple(_statements(scores, kept, spans))
        heard = {s.cue for s in speech_of(doc)}
        doc.user_data[CLAIMS] = tuple(claim for claim in _claims(scores, kept, spans) if claim.cue not in heard)
        doc.user_data[INSIDE] = {name: _inside(scores[name], kept, len(doc)) for name in ("cue", "source")}
        return doc


def _statements(scores: Scores, kept: NDArray[np.int64], spans: Spans) -> list[Statement]:
    inside = 1 - np.exp(log_softmax(scores["content"])[:, 0])
    cues = dict(spans["cue"])
    sources = dict(spans["source"])
    grouped: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    alone: set[int] = set()
    for start, end in spans["content"]:
        if inside[start:end].mean() <= _LIKELY:
            continue
        cue, _ = _linked(scores, "cue_link", start, list(cues))
        source, _ = _linked(scores, "source_link", start, list(sources))
        if cue is not None:
            by_cue, sure = _linked(scores, "source_link", cue, list(sources))
            source = source if by_cue is None else by_cue
            if by_cue is None and sure > _SURE:
                alone.add(cue)
        # Without a cue nothing says that two contents are one statement.
        key = (
            (cue, -1 if source is None else source)
            if cue is not None
            else (-1 - start, -1 if source is None else source)
        )
        grouped[key].append((start, end))

    def tokens(start: int, ends: dict[int, int]) -> Tokens | None:
        return (int(kept[start]), int(kept[ends[start] - 1]) + 1) if start in ends else None

    found = [
        Statement(
            tuple((int(kept[s]), int(kept[e - 1]) + 1) for s, e in contents),
            tokens(cue, cues),
            tokens(source, sources),
            cue in alone,
        )
        for (cue, source), contents in grouped.items()
    ]
    return sorted(found, key=lambda s: s.contents[0])


def _claims(scores: Scores, kept: NDArray[np.int64], spans: Spans) -> Iterator[Claim]:
    """Every cue that points to a source."""
    ends = dict(spans["source"])
    for start, end in spans["cue"]:
        source, _ = _linked(scores, "source_link", start, list(ends))
        if source is None:
            continue
        yield Claim(*((int(kept[s]), int(kept[e - 1]) + 1) for s, e in ((start, end), (source, ends[source]))))


def _inside(scores: Floats, kept: NDArray[np.int64], size: int) -> Floats:
    """The probability of each token that it is inside a span of the head's; 0 of white space."""
    found = np.zeros(size, np.float32)
    found[kept] = 1 - np.exp(log_softmax(scores)[:, 0]) if len(kept) else 0
    return found


def _linked(scores: Scores, link: str, word: int, candidates: list[int]) -> tuple[int | None, float]:
    """The candidate that the word at ``word`` points to, or None where it points to nobody; how likely that is."""
    near = [c for c in candidates if abs(c - word) <= REACH]
    query = scores[f"{link}_query"][word]
    ranked = scores[f"{link}_key"][near] @ query + scores[f"{link}_bias"][near, 0]
    likely = np.exp(log_softmax(np.append(ranked, scores[f"{link}_none"][word, 0])))
    best = int(likely.argmax())
    return (near[best] if best < len(near) else None), float(likely[best])
