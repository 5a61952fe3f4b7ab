"""Entities from the encoder's scores, with one label for a name throughout a document.

Guarantees: ``doc.ents`` do not overlap; a name that is written the same way twice in a document
is a name in both places and has one label there, the one that its occurrences together make
likeliest; the last word of a person's name, by itself, is that person's; a sum of money is read by its form.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import srsly
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from tasks.extract.encoder import KEPT, SCORES
from tasks.extract.heads_spans import find_spans, log_softmax
from tasks.extract.money import find_sums

UNVOTED = frozenset({"DATE", "MONEY"})
"""Labels of what is no name: each stands by itself."""
_NEVER = np.float32(-1e4)
_MISTAKEN = frozenset({"GPE", "LOC", "ORG"})
_PLACING = frozenset(
    {"in", "at", "from", "to", "into", "near", "outside", "around", "across", "leave", "left", "reached"}
)


@Language.factory("dateline_entities", requires=["doc.tensor"], assigns=["doc.ents"])
def make_entities(nlp: Language, name: str) -> "Entities":
    """The factory. The component is empty until its files are read."""
    return Entities(name)


class Entities:
    """The component. Its folder holds ``labels.json``, and ``transitions.npy`` where these were learnt."""

    def __init__(self, name: str = "dateline_entities") -> None:
        self.name = name
        self._labels: list[str] = []
        self._transitions: NDArray[np.float32] | None = None

    def set_labels(self, labels: list[str], transitions: NDArray[np.float32] | None = None) -> None:
        """Take the labels in the head's order, without prefixes, and the scores of one after another."""
        self._labels = list(labels)
        self._transitions = transitions

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.ents``."""
        kept: NDArray[np.int64] = doc.user_data[KEPT]
        if len(kept) == 0:
            return doc
        scores = _with_borders(doc, kept, log_softmax(doc.user_data[SCORES]["entities"]))
        found = []
        for start, end, number in find_spans(scores, self._transitions):
            span = Span(doc, int(kept[start]), int(kept[end - 1]) + 1, label=self._labels[number])
            found.append((span, self._support(scores, start, end)))
        spans = _with_sums(doc, _surnames(_one_label_a_name(found, self._labels)))
        doc.ents = filter_spans([*spans, *_named_again(doc, spans)])
        return doc

    def _support(self, scores: NDArray[np.float32], start: int, end: int) -> NDArray[np.float32]:
        """Log probability of each label for the words of one span."""
        begin = scores[start, 1::2]
        support: NDArray[np.float32] = (begin + scores[start + 1 : end, 2::2].sum(0)) / np.float32(end - start)
        return support

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write the component's folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        srsly.write_json(folder / "labels.json", self._labels)
        if self._transitions is not None:
            np.save(folder / "transitions.npy", self._transitions)

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> "Entities":
        """Read the component's folder."""
        file = Path(path) / "transitions.npy"
        self.set_labels(srsly.read_json(Path(path) / "labels.json"), np.load(file) if file.exists() else None)
        return self


def _with_borders(doc: Doc, kept: NDArray[np.int64], scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The scores, by which no name goes on behind a blank line and none holds an e-mail address."""
    bounded = scores.copy()
    before = -1
    for place, i in enumerate(kept.tolist()):
        if doc[i].like_email:
            bounded[place, 1:] = _NEVER
        elif i > before + 1 and doc[before + 1 : i].text.count("\n") > 1:
            bounded[place, 2::2] = _NEVER
        before = i
    return bounded


def _one_label_a_name(found: list[tuple[Span, NDArray[np.float32]]], labels: list[str]) -> list[Span]:
    votes: dict[str, NDArray[np.float32]] = defaultdict(lambda: np.zeros(len(labels), np.float32))
    for span, support in found:
        if span.label_ not in UNVOTED:
            votes[span.text] += support
    closed = [i for i, label in enumerate(labels) if label in UNVOTED]
    spans = []
    for span, _ in found:
        if span.label_ in UNVOTED:
            spans.append(span)
            continue
        vote = votes[span.text].copy()
        vote[closed] = -np.inf
        spans.append(Span(span.doc, span.start, span.end, label=labels[int(vote.argmax())]))
    return spans


def _surnames(spans: list[Span]) -> list[Span]:
    """A town's or firm's name that is somebody's surname in the text is that person's, unless it stands as a place."""
    bearers = {span[-1].text for span in spans if span.label_ == "PERSON" and len(span) > 1}
    places = {span.start for span in spans if span.label_ in ("GPE", "LOC")}
    return [
        Span(span.doc, span.start, span.end, label="PERSON")
        if len(span) == 1
        and span.label_ in _MISTAKEN
        and span.text in bearers
        and not _stands_as_place(span.doc, span.start, places)
        else span
        for span in spans
    ]


def _stands_as_place(doc: Doc, at: int, places: set[int]) -> bool:
    """``in Paris``, ``Paris, France``."""
    appended = at + 2 < len(doc) and doc[at + 1].text == "," and at + 2 in places
    return appended or (at > 0 and doc[at - 1].lower_ in _PLACING)


def _with_sums(doc: Doc, spans: list[Span]) -> list[Span]:
    """The sums of money by their form, in place of what was found there; one within a name is part of the name."""
    sums = [
        one
        for one in find_sums(doc)
        if not any(
            s.start <= one.start and one.end <= s.end and len(s) > len(one) and s.label_ not in UNVOTED for s in spans
        )
    ]
    taken = {token.i for one in sums for token in one}
    return [*sums, *(span for span in spans if taken.isdisjoint(range(span.start, span.end)))]


def _named_again(doc: Doc, spans: list[Span]) -> list[Span]:
    """Occurrences of the names found, and of people's last words, that the head has missed."""
    known: dict[tuple[str, ...], str] = {}
    for span in spans:
        if span.label_ in UNVOTED or not span.text[:1].isupper():
            continue
        words = tuple(token.text for token in span)
        known.setdefault(words, span.label_)
        if span.label_ == "PERSON" and len(words) > 1 and words[-1][:1].isupper() and len(words[-1]) > 2:
            known.setdefault(words[-1:], "PERSON")
    taken = {token.i for span in spans for token in span}
    by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for words in known:
        by_first[words[0]].append(words)
    found = []
    for token in doc:
        for words in by_first.get(token.text, ()):
            end = token.i + len(words)
            inside = range(token.i, end)
            alike = tuple(t.text for t in doc[token.i : end]) == words
            if alike and taken.isdisjoint(inside) and any(doc[i].pos_ == "PROPN" for i in inside):
                found.append(Span(doc, token.i, end, label=known[words]))
    return found
