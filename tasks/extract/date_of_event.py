"""Times told by an event that the text dates elsewhere: *in the weeks leading up to the election*.

Guarantees: only where the text itself gives that event one day (*the Nov. 5 election*, *the vote on May 3*);
such a time is open at its start and ends the day before, a campaign's on the day.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tasks.extract.context import Context
from tasks.records import DateExpression

_NOUN = (
    r"(?P<noun>elections?|vote|referendum|ballot|runoff|summit|conference|ceasefire|coup|trial|verdict|match|launch)"
)
_BEFORE = re.compile(
    r"\b(?:[Ii]n|[Dd]uring|[Oo]ver) the (?:final |last )?(?:hours|days|weeks|months|years) "
    r"(?:leading up to|running up to|before|ahead of|prior to) "
    rf"(?:(?!and\b)[\w’'.-]+ ){{0,4}}?{_NOUN}\b(?! [a-z]+ing\b)"
)
_CAMPAIGN = re.compile(rf"\b[Dd]uring (?:the|his|her|their|its) {_NOUN} campaign\b")
_AFTER_DATE = re.compile(rf"\s+(?:[a-z]+ )?{_NOUN}\b")
_BEFORE_DATE = re.compile(rf"{_NOUN} (?:on|of) (?:the )?$")


def dates_of_events(context: Context, dates: Sequence[DateExpression]) -> Iterator[DateExpression]:
    """The times that dated events bound, in the sentences of title and body."""
    days = _dated(context, dates)
    if not days:
        return
    for pattern, back in ((_BEFORE, 1), (_CAMPAIGN, 0)):
        for match in pattern.finditer(context.text):
            start, end = match.span()
            day = days.get(match["noun"].removesuffix("s"))
            overlaps = any(d.start_char < end and start < d.end_char for d in dates)
            if day is not None and not overlaps and context.sentence_at(start) is not None:
                yield DateExpression(
                    context.article.article_id,
                    start,
                    end,
                    context.span(start, end),
                    context.sent_no(start),
                    None,
                    day - timedelta(days=back),
                    "interval",
                    None,
                    "up to an event dated in the text",
                )


def _dated(context: Context, dates: Sequence[DateExpression]) -> dict[str, date]:
    """The day of each event noun that the text dates with one day only."""
    told: dict[str, set[date]] = {}
    for found in dates:
        if found.granularity != "day" or found.date_from is None:
            continue
        after = _AFTER_DATE.match(context.text, found.end_char)
        before = _BEFORE_DATE.search(context.text[max(0, found.start_char - 30) : found.start_char])
        for match in (after, before):
            if match is not None:
                told.setdefault(match["noun"].removesuffix("s"), set()).add(found.date_from)
    return {noun: next(iter(days)) for noun, days in told.items() if len(days) == 1}
