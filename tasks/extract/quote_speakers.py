"""The entity behind a statement: whom the words for its source mean, and who carries another's words.

Guarantees: a speaker is somebody whom the text names; *the statement* speaks for whoever made the
one that the text spoke of last.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from tasks.extract.context import Context
from tasks.extract.lexicon import LEXICON
from tasks.extract.name_spans import fold_word
from tasks.extract.references import Reference
from tasks.extract.referents import Name, Referent

_DOCUMENTS = frozenset(LEXICON["documents"])
_PEOPLE = frozenset((*LEXICON["person_nouns"], *LEXICON["followers"], *(n.rstrip("s") for n in LEXICON["anonymous"])))
"""Nouns for people who speak for themselves."""
_MOUTHPIECES = ("spokes", "official", "source", "representative")
_TELLS_WHICH = frozenset(("nmod", "nmod:poss", "obl"))
_CLAUSES = frozenset(("acl", "acl:relcl", "advcl"))

Chars = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Said:
    """One statement: its words, and the words for the cue and the speaker where the text gives them."""

    start: int
    end: int
    kind: str
    cue: str | None
    source: str | None
    source_at: Chars | None
    head: int | None = None
    """Number of the statement of the speech head that it comes from."""


def find_speakers(
    context: Context, said: Sequence[Said], names: Sequence[Name], references: Sequence[Reference]
) -> list[Referent | None]:
    """The speaker of each statement, in the statements' order."""
    return _of_documents(context, said, [_speaker(context, item, names, references) for item in said])


def _speaker(context: Context, item: Said, names: Sequence[Name], references: Sequence[Reference]) -> Referent | None:
    """The entity behind the speaker's words; None where they mean nobody named."""
    if item.source is None:
        return None
    if item.source_at is not None:
        return meant_by(context, item.source_at, names, references)
    word = fold_word(item.source.split()[-1])
    before = [n for n in names if n.start <= item.end + 200 and n.label in ("PERSON", "ORG", "GPE")]
    spoken = [n.referent for n in before if fold_word(context.text[n.start : n.end].split()[-1]) == word]
    if spoken:
        return spoken[-1]
    close = [r for r in references if abs(r.start - item.end) < 300 and context.text[r.start : r.end] == item.source]
    return close[0].referent if close else None


def meant_by(
    context: Context, source: Chars, names: Sequence[Name], references: Sequence[Reference]
) -> Referent | None:
    """The entity that a source's words mean: who is named in them, whom they refer to, a relative's antecedent."""
    start, end = _antecedent(context.doc, source)
    inside = [n for n in names if start <= n.start and n.end <= end]
    within = [r for r in references if start <= r.start and r.end <= end]
    speaks = speaking_of(context.doc, (start, end))
    people = [n.referent for n in inside if n.label == "PERSON" and speaks(n.start, n.end, n.referent)]
    if people:
        return people[-1]
    meant = [r.referent for r in within if speaks(r.start, r.end, r.referent)]
    if meant:
        return meant[-1]
    groups = [n for n in inside if n.kind == "name" and n.label in ("ORG", "GPE")]
    groups = [n for n in groups if speaks(n.start, n.end, n.referent)]
    span = context.doc.char_span(start, end, alignment_mode="expand")
    head = span.root.idx if span is not None else start
    # The body that the words are about before its land, and the whole name before a place in it.
    best = max(groups, key=lambda n: (n.start <= head < n.end, n.end - n.start), default=None)
    return best.referent if best is not None else None


def speaking_of(doc: Doc, source: Chars) -> Callable[[int, int, Referent], bool]:
    """Tells of somebody named in a source's words whether it is he who speaks.

    An author speaks in his letter, a body in what its spokesman says; nobody in the words of *his wife*, *aides to
    Ada Holm* or *the Norland governor*.
    """
    span = doc.char_span(*source, alignment_mode="expand")

    def speaks(start: int, end: int, referent: Referent) -> bool:
        part = doc.char_span(start, end, alignment_mode="expand")
        if span is None or part is None:
            return True
        owner = span.end > part.end and doc[part.end].tag_ == "POS" and part.end + 1 < span.end
        if not owner and (span.root in part or not _is_other(part.root, span.root)):
            return True
        root = span[-1] if span.root in part else span.root
        noun = root.lemma_.lower()
        if noun in _DOCUMENTS:
            return True
        if referent.label == "PERSON":
            return root.pos_ not in ("NOUN", "PROPN")
        return noun.startswith(_MOUTHPIECES) or noun not in _PEOPLE

    return speaks


def _is_other(token: Token, root: Token) -> bool:
    """Whether the words of ``token`` only tell whose or which ``root`` is."""
    while token != root and token.dep_ != "ROOT":
        before = token.dep_ == "compound" and token.i < token.head.i and token.head.pos_ == "NOUN"
        marked = any(c.dep_ == "case" for c in token.children) or token.tag_ == "PRP$"
        if before or (marked and token.dep_ in _TELLS_WHICH) or token.dep_ in _CLAUSES:
            return True
        token = token.head
    return False


def _of_documents(context: Context, said: Sequence[Said], speakers: Sequence[Referent | None]) -> list[Referent | None]:
    """The speakers, where *the statement* is whose statement the text spoke of last."""
    found: list[Referent | None] = []
    for item, speaker in zip(said, speakers, strict=True):
        noun = (item.source or "").casefold().split()[-1:]
        if speaker is None and noun and noun[0] in _DOCUMENTS:
            for number in range(len(found) - 1, -1, -1):
                sentence = context.sentence_at(said[number].start)
                words = sentence.text.casefold() if sentence is not None else ""
                if found[number] is not None and re.search(rf"\b{re.escape(noun[0])}\b", words):
                    speaker = found[number]  # noqa: PLW2901
                    break
        found.append(speaker)
    return found


def _antecedent(doc: Doc, source: Chars) -> Chars:
    """The noun phrase that *who* or *which* stands for; any other source itself."""
    span = doc.char_span(*source, alignment_mode="expand")
    if span is None or span.root.tag_ not in ("WP", "WDT"):
        return source
    clause = next((t for t in (span.root, *span.root.ancestors) if t.dep_ == "acl:relcl"), None)
    if clause is None:
        return source
    # A tree whose branches cross gives its words out of order.
    phrase = sorted(t.i for t in clause.head.subtree if t.i < span.start and t.dep_ != "punct")
    return (doc[phrase[0]].idx, doc[phrase[-1]].idx + len(doc[phrase[-1]])) if phrase else source


def find_carrier(item: Said, said: Sequence[Said], speakers: Sequence[Referent | None]) -> str | None:
    """Who carries the statement, where it is part of another's with a speaker of its own."""
    for outer, speaker in zip(said, speakers, strict=True):
        wider = (
            outer.start <= item.start and item.end <= outer.end and (outer.start, outer.end) != (item.start, item.end)
        )
        if (
            wider
            and outer.source
            and outer.source != item.source
            and outer.kind == "indirect"
            and outer.head != item.head
        ):
            return speaker.name if speaker is not None else outer.source
    return None
