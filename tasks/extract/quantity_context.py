"""What a quantity is said of, for what time and by whom.

Guarantees: the words are the article's own; nothing is guessed where the grammar or the quotes do
not say it. Subjects need a parser.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from tasks.extract.context import Context
from tasks.records import DateExpression, Quantity, Quote

_EVERY = re.compile(
    r"\s?(?:(?:a|an|per|each|every) (?:second|minute|hour|day|night|week|month|quarter|year)\b|annually|monthly|daily)"
)
_OF = re.compile(r"\sof ((?:(?:the|its|all|their) )?[^\s,.;:()]+)")
_MAX_WORDS = 8
_ELSEWHERE = frozenset(("nsubj", "nsubj:pass", "acl", "acl:relcl", "parataxis"))
"""Relations of what the subject of the clause above it says nothing of: a subject, and what describes a noun."""


def described(
    context: Context, found: Sequence[Quantity], dates: Sequence[DateExpression], quotes: Sequence[Quote]
) -> Iterator[Quantity]:
    """The quantities with subject, measure, period and claimant where the text gives them."""
    parsed = context.doc.has_annotation("DEP")
    for quantity in found:
        yield replace(
            quantity,
            subject=_subject(context, quantity) if parsed else None,
            measure=_measure(context, quantity),
            period=_period(context, quantity, dates),
            claimed_by=_claimant(quantity, quotes),
        )


def _subject(context: Context, quantity: Quantity) -> str | None:
    """The subject of the clause that the quantity stands in, unless the quantity is in it."""
    span = context.doc.char_span(quantity.start_char, quantity.end_char, alignment_mode="expand")
    if span is None:
        return None
    token = span.root
    for _ in range(_MAX_WORDS):
        for child in token.children:
            inside = child.left_edge.i <= span.start <= child.right_edge.i
            if child.dep_ in ("nsubj", "nsubj:pass") and child.i < span.start and not inside:
                return _words(context.doc, child)
        if token.head == token or token.dep_ in _ELSEWHERE:
            return None
        token = token.head
    return None


def _words(doc: Doc, head: Token) -> str | None:
    """The noun with what stands before it; a pronoun says nothing without its sentence."""
    if head.pos_ not in ("NOUN", "PROPN") or not head.text[0].isalpha():
        return None
    last = max([head.i, *(c.i for c in head.children if c.dep_ in ("flat", "compound"))])
    first = min(
        [head.i, *(c.left_edge.i for c in head.children if c.dep_ in ("compound", "amod", "nmod:poss", "flat"))]
    )
    return doc[first : last + 1].text if last - first < _MAX_WORDS else head.text


def _measure(context: Context, quantity: Quantity) -> str | None:
    """``12 percent of voters``: what it is a part of."""
    match = _OF.match(context.text, quantity.end_char) if quantity.kind == "percent" else None
    return context.span(*match.span(1)) if match else None


def _period(context: Context, quantity: Quantity, dates: Sequence[DateExpression]) -> str | None:
    """``a month`` after the quantity, else the one time that its sentence names."""
    every = _EVERY.match(context.text, quantity.end_char)
    if every:
        return context.span(*every.span()).strip()
    near = [d for d in dates if d.sent_no == quantity.sent_no and d.sent_no is not None and d.date_from]
    return near[0].text if len(near) == 1 else None


def _claimant(quantity: Quantity, quotes: Sequence[Quote]) -> str | None:
    """The speaker of the statement that the quantity stands in."""
    around = [q for q in quotes if q.start_char <= quantity.start_char and quantity.end_char <= q.end_char]
    closest = min(around, key=lambda q: q.end_char - q.start_char, default=None)
    return (closest.speaker or closest.speaker_text) if closest else None
