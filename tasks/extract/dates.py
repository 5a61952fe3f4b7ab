"""Time expressions as intervals of days.

Guarantees: anchored at publication or at the time that the text has told last, never at today;
an expression that cannot be placed keeps open (None) sides, and no day is made up of a duration
or of what recurs. In news a weekday or month without more looks back, unless a word of the
future stands before it in its clause. Values follow TimeML's TIMEX3 (Pustejovsky et al. 2003).
"""

import re

from tasks.extract.context import Context
from tasks.extract.date_of_event import dates_of_events
from tasks.extract.time_expressions import Expression
from tasks.extract.time_grammar import read_expressions
from tasks.extract.time_resolve import Timex, resolve
from tasks.records import Block, BlockKind, DateExpression

_UNREAD = frozenset((BlockKind.PROMO, BlockKind.FOOTER, BlockKind.OTHER, BlockKind.CREDIT))
_IN_MARKS = re.compile(r"[“\"«][^”\"»]*[”\"»]")
_FUTURE = re.compile(
    r"\b(?:will|would|shall|to be|is to|are to|due|scheduled|set (?:for|to)|plans?|planned|expected|next|upcoming|"
    r"is expected|starting|begins?|until|deadline)\b",
    re.IGNORECASE,
)
_PUT_OFF = re.compile(
    r"\b(?:postpon|adjourn|delay|deferr|mov|reschedul|push|extend|remand|brought)\w*\b[^.;:]{0,60}"
    r"\b(?:to|until|till|for)\s(?:the\s)?$",
    re.IGNORECASE,
)
"""Before the day that something is put off to, which was to come when the text was written."""
_BY = re.compile(r"\bby\s*$", re.IGNORECASE)
_PAST = re.compile(r"\b(?:had|has|have|was|were|did|\w{3,}ed)\b")
_MODAL = re.compile(r"\b(?:must|should|can|could|may|might|needs?|has to|have to)\b")
_FOR = re.compile(r"\b(?:for|over|in recent)\s(?:the\s)?$", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\s(?:the\s|early\s|late\s)?$", re.IGNORECASE)
_CLAUSE = 90
"""Characters before an expression that tell whether its clause speaks of the future."""


def find_dates(context: Context) -> list[DateExpression]:
    """Every time expression of sentences, captions and bylines, in order."""
    byline = _byline_dates(context)
    taken = [(record.start_char, record.end_char) for record in byline]
    end = max((block.end_char for block in context.blocks), default=0)
    expressions = [
        e
        for e in read_expressions(context.text[:end])
        if e.literal != "age"
        and any(_is_read(block, e) for block in context.blocks)
        and not any(e.start < end and start < e.end for start, end in taken)
    ]
    placed = resolve(expressions, context.anchor, lambda e: _looks_ahead(context, e))
    found = [_record(context, timex) for timex in placed]
    found.extend(dates_of_events(context, found))
    return sorted([*found, *byline], key=lambda record: record.start_char)


def _is_read(block: Block, e: Expression) -> bool:
    """Whether the expression stands in a block that is read; a byline's must name day, month and year itself."""
    if not (block.start_char <= e.start and e.end <= block.end_char) or block.kind in _UNREAD:
        return False
    return block.kind != BlockKind.BYLINE or None not in (e.year, e.month, e.day)


def _record(context: Context, timex: Timex) -> DateExpression:
    first, last, granularity, rule = timex.date_from, timex.date_to, timex.granularity, timex.rule
    before = context.text[max(0, timex.start - 12) : timex.start]
    anchored = timex.anchored
    start = timex.start
    if timex.type == "DURATION" and timex.value.startswith(("PX", "PTX")) and (match := _FOR.search(before)):
        # "for years": up to now, from nobody knows when.
        last, granularity, rule, anchored = context.anchor, "vague", "duration up to anchor", True
        start -= len(match[0])
    elif first is not None and _SINCE.search(before):
        last, rule = None, f"since {rule}"
    return DateExpression(
        context.article.article_id,
        start,
        timex.end,
        context.span(start, timex.end),
        context.sent_no(start),
        first,
        last,
        granularity,
        context.anchor if anchored else None,
        rule,
        timex.value or None,
    )


def _looks_ahead(context: Context, expression: Expression) -> bool:
    """Whether a word of the future stands in the clause before."""
    start = expression.start
    sentence = context.sentence_at(start)
    before = context.text[sentence.start_char if sentence else max(0, start - 80) : start]
    before = _IN_MARKS.sub(" ", before)  # what is quoted has a time of its own
    clause = before[-_CLAUSE:]
    if _BY.search(clause) and (_MODAL.search(before) or not _PAST.search(before)):
        return True  # what is done by Friday is past, what must be done by Friday is to come
    return bool(_FUTURE.search(clause) or _PUT_OFF.search(clause))


def _byline_dates(context: Context) -> list[DateExpression]:
    """The publication time as the byline prints it."""
    published, raw = context.article.published_local, context.article.published_raw
    if published is None or context.anchor is None or not raw:
        return []
    minute = context.article.published_precision in ("minute", "second")
    for block in context.blocks:
        start = context.article.full_text.find(raw, block.start_char, block.end_char)
        if block.kind == BlockKind.BYLINE and start >= 0:
            end = start + len(raw)
            granularity = "minute" if minute else "day"
            day = published.date()
            value = f"{published:%Y-%m-%dT%H:%M}" if minute else day.isoformat()
            article_id = context.article.article_id
            return [DateExpression(article_id, start, end, raw, None, day, day, granularity, None, "byline", value)]
    return []
