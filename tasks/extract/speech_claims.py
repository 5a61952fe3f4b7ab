"""Statements of which the head heard who speaks and by which word, but not what is said: grammar tells what.

Guarantees: a cue and a source that no statement has become one only where the head is sure enough of both and the
cue has a complement; no content overlaps another's.
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from tasks.extract.heads_speech import Claim, Statement, Tokens, claims_of, likely
from tasks.extract.noun_phrases import case_of
from tasks.extract.speech_phrases import phrase_of
from tasks.extract.speech_sources import overlap

_LIKELY = 0.4
"""Least probability of cue and source: 61 of 109 claims above it name a source of PolNeAR's dev part, 2 of 19 below."""
_CLAUSES = frozenset(("ccomp", "xcomp", "obj", "iobj"))
_OF_NOUNS = frozenset(("acl", "nmod"))
"""Relations of what a noun of saying tells to that noun."""


def with_claims(doc: Doc, heard: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements, with those that only a cue and its source tell of."""
    taken = {i for s in heard for content in s.contents for i in range(*content)}
    cues = {i for s in heard if s.cue is not None for i in range(*s.cue)}
    sources = {i for s in heard if s.source is not None for i in range(*s.source)}
    found = list(heard)
    for claim in claims_of(doc):
        cue, source = set(range(*claim.cue)), set(range(*claim.source))
        if likely(doc, claim.cue, claim.source) < _LIKELY or cue & (cues | taken) or source & sources:
            continue
        content = _content(doc, claim)
        if content is None or any(_cuts(content, statement) for statement in found):
            continue
        found.append(Statement((content,), claim.cue, claim.source))
        taken.update(range(*content))
        cues |= cue
        sources |= source
    return tuple(sorted(found, key=lambda s: s.contents[0]))


def _cuts(content: Tokens, other: Statement) -> bool:
    """Whether a content shares words with another statement and does not tell of all of it."""
    shared = any(overlap(content, piece) for piece in other.contents)
    parts = (*other.contents, other.cue or content)
    return shared and not all(content[0] <= start and end <= content[1] for start, end in parts)


def _content(doc: Doc, claim: Claim) -> Tokens | None:
    """The words that complete a cue, else those that its passive or participle is said of."""
    cue, source = claim.cue, set(range(*claim.source))
    heads = [t for t in _complements(doc, cue) if source.isdisjoint(s.i for s in t.subtree)]
    if heads:
        last = max(t.right_edge.i for t in heads)
        return max(min(t.left_edge.i for t in heads), cue[1]), last + 1
    told = _told_of(doc[cue[0] : cue[1]].root)
    if told is None:
        return None
    phrase = phrase_of(told, cue) if told.i not in source else None
    return phrase if phrase is not None and source.isdisjoint(range(*phrase)) else None


def _complements(doc: Doc, cue: Tokens) -> Iterator[Token]:
    """What depends on a cue behind it as its object or clause, or by a preposition that is part of the cue."""
    for token in doc[cue[0] : cue[1]]:
        if token.dep_ == "case" and token.head.i >= cue[1]:
            yield token.head
        relations = _OF_NOUNS | _CLAUSES if token.pos_ == "NOUN" else _CLAUSES
        yield from (c for c in token.children if c.i >= cue[1] and c.dep_ in relations)
    root = doc[cue[0] : cue[1]].root
    yield from (c for c in root.children if c.i >= cue[1] and c.dep_ == "obl" and case_of(c) != "by")


def _told_of(cue: Token) -> Token | None:
    """The subject of a passive; the noun before a participle or relative clause (*the plans discussed by A*)."""
    subject = next((c for c in cue.children if c.dep_ == "nsubj:pass"), None)
    if cue.dep_ in ("acl", "acl:relcl") and (subject is None or subject.tag_ in ("WDT", "WP")):
        return cue.head
    return subject
