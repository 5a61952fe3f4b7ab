"""Statements in an article, and in whose own words each word of it stands.

Guarantees: only words in marks are somebody's own; only a source that names a person says whose.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tasks.extract.context import Context
from tasks.extract.heads_speech import Statement, Tokens
from tasks.extract.quote_marks import marked_words
from tasks.extract.referents import Name, Referent
from tasks.extract.speech_claims import with_claims
from tasks.extract.speech_links import linked_speech
from tasks.extract.speech_tails import with_tails

_KEY = "dateline_linked_speech"


def statements_of(context: Context) -> tuple[Statement, ...]:
    """What the speech head hears, with its links mended; worked out once for a text."""
    known: tuple[Statement, ...] | None = context.doc.user_data.get(_KEY)
    if known is None:
        known = linked_speech(context.doc, [marked.outer for marked in marked_words(context)])
        if known and context.doc.has_annotation("DEP"):
            known = with_claims(context.doc, with_tails(context.doc, known))
        context.doc.user_data[_KEY] = known
    return known


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a word that is a source by itself brings in."""

    words: tuple[Tokens, ...]
    """The words in marks."""
    last: Tokens | None
    """The source of the statement before."""


def spoken_by_words(context: Context) -> dict[int, Spoken]:
    """What each source of one word brings in, by that word."""
    marks = [marked.outer for marked in marked_words(context)]
    found: dict[int, Spoken] = {}
    last: Tokens | None = None
    for statement in statements_of(context):
        source = statement.source
        if source is not None and source[1] - source[0] == 1:
            spans = [(span, context.doc[slice(*span)]) for span in statement.contents]
            words = (c for c, span in spans if any(a <= span.start_char + 1 and span.end_char <= b for a, b in marks))
            found.setdefault(source[0], Spoken(tuple(words), last))
        last = source or last
    return found


def speakers_of(context: Context, names: Sequence[Name]) -> dict[int, Referent]:
    """The person speaking, by token in marks."""
    marks = [marked.outer for marked in marked_words(context)]
    people = [n for n in names if n.label == "PERSON"]
    found: dict[int, Referent] = {}
    for statement in statements_of(context) if marks else ():
        if statement.source is None:
            continue
        source = context.doc[slice(*statement.source)]
        named = [n.referent for n in people if source.start_char <= n.start and n.end <= source.end_char]
        for start, end in statement.contents if named else ():
            for token in context.doc[start:end]:
                if any(first <= token.idx < last for first, last in marks):
                    found[token.i] = named[-1]
    return found
