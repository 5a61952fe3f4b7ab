"""Attributions that close a sentence: *…, reports the Harrow Herald.* and *…, the agency said.*

Guarantees: what stands before the comma is the statement, what follows the word of saying or stands
before it the source; words within that source are no statement.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from tasks.extract.heads_speech import Statement, Tokens
from tasks.extract.lexicon import CUES

_NOMINAL = frozenset(("DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "PART"))
_TAGS = frozenset(("VBD", "VBZ", "VBP"))
_MAX_SOURCE = 8
_MIN_WORDS = 4
"""Words before the comma that make a statement."""


def with_tails(doc: Doc, heard: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements, with those that the closing words of a sentence attribute and the head missed."""
    found = list(heard)
    for sent in doc.sents:
        tail = _tail(sent)
        if tail is None:
            continue
        comma, cue, source = tail
        start = next((t.i for t in sent if not t.is_space), sent.start)
        said = (start, comma)
        if comma - start < _MIN_WORDS:
            continue
        whose = next((s for s in found if _attributes(s, cue, said)), None)
        if whose is not None:
            if not any(_shares(s, said) and not _is_told_in(s, said) for s in found if s is not whose):
                found[found.index(whose)] = _whole(whose, said)
            continue
        on = [c for s in found if _has_cue(s, cue) for c in s.contents if c[0] >= sent.end]
        found = [s for s in found if not (_has_cue(s, cue) or all(_within(c, source) for c in s.contents))]
        found.append(Statement((said, *on), (cue, cue + 1), source))
    return tuple(sorted(found, key=lambda s: s.contents[0]))


def _tail(sent: Span) -> tuple[int, int, Tokens] | None:
    """The comma, the word of saying and the source at the end of a sentence."""
    end = sent.end
    while end > sent.start and (sent.doc[end - 1].is_punct or sent.doc[end - 1].is_space):
        end -= 1
    if any(token.text == ":" for token in sent.doc[end : sent.end]):
        return None  # what is said follows
    for token in sent.doc[max(sent.start + 1, end - _MAX_SOURCE - 1) : end]:
        if token.lower_ not in CUES or token.tag_ not in _TAGS:
            continue
        after, before = sent.doc[token.i + 1 : end], list(_back_to_comma(token, sent.start))
        if not before and sent.doc[token.i - 1].text == "," and _is_phrase(after):
            return token.i - 1, token.i, _trimmed(after)
        if before and len(after) == 0:
            phrase = sent.doc[before[-1].i : token.i]
            if sent.doc[phrase.start - 1].text == "," and phrase.start - 1 > sent.start and _is_phrase(phrase):
                return phrase.start - 1, token.i, _trimmed(phrase)
    return None


def _back_to_comma(token: Token, first: int) -> Iterator[Token]:
    for at in range(token.i - 1, max(first, token.i - _MAX_SOURCE - 1), -1):
        if token.doc[at].text == ",":
            return
        yield token.doc[at]


def _is_phrase(words: Span) -> bool:
    """Whether words are one noun phrase, quotation marks aside."""
    plain = [t for t in words if not t.is_quote]
    return (
        0 < len(plain) <= _MAX_SOURCE
        and all(t.pos_ in _NOMINAL or t.lower_ == "of" for t in plain)
        and plain[-1].pos_ in ("NOUN", "PROPN", "PRON")
        and not any(t.is_quote and t.text in '“”"' for t in words)
    )


def _trimmed(words: Span) -> Tokens:
    """Without marks around a name."""
    start, end = words.start, words.end
    while end > start + 1 and words.doc[end - 1].is_punct:
        end -= 1
    while start < end - 1 and words.doc[start].is_punct:
        start += 1
    return start, end


def _has_cue(statement: Statement, cue: int) -> bool:
    return statement.cue is not None and statement.cue[0] <= cue < statement.cue[1]


def _attributes(statement: Statement, cue: int, said: Tokens) -> bool:
    """Whether a statement has the cue for a content before the comma, and no words of that for its source."""
    before = _shares(statement, said)
    inside = statement.source is not None and said[0] <= statement.source[0] and statement.source[1] <= said[1]
    return _has_cue(statement, cue) and before and not inside


def _shares(statement: Statement, said: Tokens) -> bool:
    return any(first < said[1] and said[0] < last for first, last in statement.contents)


def _is_told_in(statement: Statement, said: Tokens) -> bool:
    """Whether a statement is one that another tells of: its cue stands in what is said."""
    return statement.cue is not None and said[0] <= statement.cue[0] and statement.cue[1] <= said[1]


def _whole(statement: Statement, said: Tokens) -> Statement:
    """A statement of which the head heard parts (*Police ... were seeking two men, they said*) as the whole clause."""
    parts = [c for c in statement.contents if c[0] >= said[1] or c[1] <= said[0]]
    return replace(statement, contents=tuple(sorted([said, *parts])))


def _within(inner: Tokens, outer: Tokens) -> bool:
    return outer[0] - 1 <= inner[0] and inner[1] <= outer[1] + 1
