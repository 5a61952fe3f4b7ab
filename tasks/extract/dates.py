"""Time expressions as intervals of days.

Guarantees: anchored at publication, never at today; an expression that cannot be placed keeps
open (None) sides, and no day is made up. In news a weekday or month without more looks back,
unless a word of the future stands before it in its sentence.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tasks.extract.context import Context
from tasks.extract.lexicon import LEXICON, alternatives
from tasks.records import BlockKind, DateExpression

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_MONTH = r"(?P<month>" + alternatives(m.capitalize() for m in _MONTHS) + r")\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_WEEKDAY = r"(?P<weekday>" + alternatives(d.capitalize() for d in _WEEKDAYS) + r")"
_COUNT = r"(?P<count>\d{1,3}|an?|" + alternatives(LEXICON["numbers"]) + r"|a few|several|a couple of)"
_UNIT = r"(?P<unit>day|week|month|year|decade|hour|minute)s?"
_IN_MARKS = re.compile(r"[“\"«][^”\"»]*[”\"»]")
_FUTURE = re.compile(
    r"\b(?:will|would|shall|to be|is to|are to|due|scheduled|set (?:for|to)|plans?|planned|expected|next|upcoming|"
    r"is expected|starting|begins?|until|deadline)\b|\bby\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression stands for; both sides None where that cannot be told."""

    date_from: date | None
    date_to: date | None
    granularity: str
    rule: str
    anchored: bool = True


_Reader = Callable[[re.Match[str], date | None, bool], Reading | None]


def _full_day(match: re.Match[str], _anchor: date | None, _future: bool) -> Reading | None:
    day = _make_day(int(match["year"]), _month_number(match["month"]), int(match["day"]))
    return None if day is None else Reading(day, day, "day", "absolute", False)


def _day_range(match: re.Match[str], anchor: date | None, _future: bool) -> Reading | None:
    year = int(match["year"]) if match["year"] else anchor and anchor.year
    if not year:
        return Reading(None, None, "interval", "day range without a year")
    month = _month_number(match["month"])
    first, last = _make_day(year, month, int(match["day"])), _make_day(year, month, int(match["last"]))
    return Reading(first, last, "interval", "day range", not match["year"]) if first and last and first < last else None


def _month_day(match: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    month, number = _month_number(match["month"]), int(match["day"])
    if not 1 <= number <= calendar.monthrange(2024, month)[1]:
        return None
    if anchor is None:
        return Reading(None, None, "day", "month and day without a year")
    day = _make_day(anchor.year, month, number)
    if day and day > anchor + timedelta(days=31) and not future:
        day = _make_day(anchor.year - 1, month, number)
    elif day and future and day < anchor - timedelta(days=180):
        day = _make_day(anchor.year + 1, month, number)
    return None if day is None else Reading(day, day, "day", "month and day, year from anchor")


def _month_year(match: re.Match[str], _anchor: date | None, _future: bool) -> Reading:
    return _month(int(match["year"]), _month_number(match["month"]), "absolute", False)


def _bare_month(match: re.Match[str], anchor: date | None, future: bool) -> Reading:
    if anchor is None:
        return Reading(None, None, "month", "month without a year")
    month, year = _month_number(match["month"]), anchor.year
    which = (match["which"] or "").lower()
    if which == "next" or (future and which != "last"):
        year += month < anchor.month or (which == "next" and month == anchor.month)
    elif month > anchor.month or (which == "last" and month == anchor.month):
        year -= 1
    return _month(year, month, "month, year from anchor", True)


def _weekday(match: re.Match[str], anchor: date | None, future: bool) -> Reading:
    if anchor is None:
        return Reading(None, None, "day", "weekday without an anchor")
    which = (match["which"] or "").lower()
    back = (anchor.weekday() - _WEEKDAYS[match["weekday"].lower()]) % 7
    if which in ("next", "this coming", "coming") or (future and which not in ("last", "past")):
        day = anchor + timedelta(days=(7 - back) if back else (7 if which == "next" else 0))
        return Reading(day, day, "day", "next weekday on or after anchor")
    if which == "last" and back == 0:
        back = 7
    day = anchor - timedelta(days=back)
    return Reading(day, day, "day", "last weekday on or before anchor")


def _named_day(match: re.Match[str], anchor: date | None, _future: bool) -> Reading:
    shift = {"yesterday": -1, "tomorrow": 1}.get(match["named"].lower(), 0)
    day = anchor and anchor + timedelta(days=shift)
    return Reading(day, day, "day", "day from anchor")


def _relative_unit(match: re.Match[str], anchor: date | None, _future: bool) -> Reading | None:
    which, unit = match["which"].lower(), match["unit"].lower()
    if unit in ("hour", "minute", "decade"):
        return None
    if anchor is None:
        return Reading(None, None, unit, f"{which} {unit} without an anchor")
    shift = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}.get(which, 0)
    rule = f"{which} {unit}"
    if unit == "year":
        return Reading(date(anchor.year + shift, 1, 1), date(anchor.year + shift, 12, 31), "year", rule)
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 + shift
        return _month(months // 12, months % 12 + 1, rule, True)
    if unit == "week":
        monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=shift)
        return Reading(monday, monday + timedelta(days=6), "week", rule)
    return None


def _ago(match: re.Match[str], anchor: date | None, _future: bool) -> Reading:
    count, unit = _count(match["count"]), match["unit"].lower()
    if anchor is None or count is None:
        return Reading(None, anchor, "vague", "some time ago")
    if unit in ("hour", "minute"):
        return Reading(None, anchor, "vague", "hours ago")
    if unit == "day":
        day = anchor - timedelta(days=count)
        return Reading(day, day, "day", "days ago")
    if unit == "week":
        day = anchor - timedelta(weeks=count)
        monday = day - timedelta(days=day.weekday())
        return Reading(monday, monday + timedelta(days=6), "week", "weeks ago")
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 - count
        return _month(months // 12, months % 12 + 1, "months ago", True)
    year = anchor.year - count * (10 if unit == "decade" else 1)
    if year < 1:
        return Reading(None, anchor, "vague", "years ago")
    return Reading(date(year, 1, 1), date(year, 12, 31), "year", "years ago")


def _span_to_anchor(match: re.Match[str], anchor: date | None, _future: bool) -> Reading:
    count, unit = _count(match["count"]), match["unit"].lower()
    days = {"day": 1, "week": 7, "month": 30, "year": 365, "decade": 3652}.get(unit)
    if anchor is None or count is None or days is None:
        return Reading(None, anchor, "interval", "span up to anchor")
    first = anchor - timedelta(days=count * days)
    if unit == "year" and anchor.year > count:
        first = anchor.replace(year=anchor.year - count, day=min(anchor.day, 28))
    return Reading(first, anchor, "interval", "span up to anchor")


def _vague_span(_match: re.Match[str], anchor: date | None, _future: bool) -> Reading:
    return Reading(None, anchor, "vague", "duration up to anchor")


def _lead_up(match: re.Match[str], _anchor: date | None, _future: bool) -> Reading:
    return Reading(None, None, f"{match['unit'].lower()}s", "interval ending at an event")


def _present(_match: re.Match[str], anchor: date | None, _future: bool) -> Reading:
    return Reading(anchor, anchor, "day", "present")


def _since(match: re.Match[str], _anchor: date | None, _future: bool) -> Reading:
    return Reading(date(int(match["year"]), 1, 1), None, "interval", "open interval", False)


def _year_range(match: re.Match[str], _anchor: date | None, _future: bool) -> Reading | None:
    first = int(match["year"])
    last = int(match["last"]) if len(match["last"]) == 4 else first // 100 * 100 + int(match["last"])
    if not first < last <= first + 200:
        return None
    return Reading(date(first, 1, 1), date(last, 12, 31), "interval", "year range", False)


def _year(match: re.Match[str], _anchor: date | None, _future: bool) -> Reading:
    year = int(match["year"])
    return Reading(date(year, 1, 1), date(year, 12, 31), "year", "absolute", False)


def _decade(match: re.Match[str], _anchor: date | None, _future: bool) -> Reading:
    year = int(match["year"])
    return Reading(date(year, 1, 1), date(year + 9, 12, 31), "decade", "absolute", False)


def _quarter(match: re.Match[str], anchor: date | None, _future: bool) -> Reading | None:
    words = {"first": 1, "second": 2, "third": 3, "fourth": 4}
    quarter = words[match["quarter"].lower()]
    year = int(match["year"]) if match["year"] else anchor and anchor.year
    if not year:
        return Reading(None, None, "quarter", "quarter without a year")
    month = 3 * quarter
    last = date(year, month, calendar.monthrange(year, month)[1])
    return Reading(date(year, month - 2, 1), last, "quarter", "quarter", not match["year"])


_WHICH = r"(?P<which>last|this|next|past|previous|coming|this coming)"
_RULES: list[tuple[re.Pattern[str], _Reader]] = [
    (re.compile(pattern, flags), reader)
    for pattern, reader, flags in (
        (rf"\b{_MONTH} {_DAY}\s?(?:-|–|to|and)\s?(?P<last>[0-3]?\d)\b(?!\d)(?:, {_YEAR}\b)?", _day_range, 0),
        (rf"\b{_DAY}\s?(?:-|–|to)\s?(?P<last>[0-3]?\d) {_MONTH}(?: {_YEAR}\b)?", _day_range, 0),
        (rf"\b{_MONTH} {_DAY},? {_YEAR}\b", _full_day, 0),
        (rf"\b{_DAY}(?: of)? {_MONTH},? {_YEAR}\b", _full_day, 0),
        (rf"(?<![\d.]){_DAY}\.(?P<month>[01]?\d)\.{_YEAR}\b", _full_day, 0),
        (rf"(?<![\d-]){_YEAR}-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b", _full_day, 0),
        (rf"\b{_MONTH},? {_YEAR}\b", _month_year, 0),
        (rf"\b{_MONTH} {_DAY}\b(?![\d,.]\d|%)", _month_day, 0),
        (rf"(?<![\d.,$€£]){_DAY}(?: of)? {_MONTH}(?= |[.,;:)!?]|$)", _month_day, 0),
        (rf"\b(?:between )?{_YEAR}\s?(?:-|–|to|and)\s?(?P<last>\d{{4}}|\d\d)\b", _year_range, 0),
        (r"\b(?:the )?(?:early |mid-?|late )?(?P<year>1[5-9]\d0|20\d0)[’']?s\b", _decade, 0),
        (rf"\b(?:the )?(?P<quarter>first|second|third|fourth) quarter(?: of {_YEAR})?\b", _quarter, re.IGNORECASE),
        (rf"\b[Ss]ince {_YEAR}\b", _since, 0),
        (rf"\b(?:{_WHICH} )?{_WEEKDAY}\b", _weekday, 0),
        (
            rf"\b(?:in the|over the|during the|for the) (?:last|past) {_COUNT} {_UNIT}\b",
            _span_to_anchor,
            re.IGNORECASE,
        ),
        (rf"\b{_COUNT} {_UNIT} (?:ago|earlier)\b", _ago, re.IGNORECASE),
        (
            r"\bin the (?P<unit>day|week|month|year)s (?:leading up to|before|ahead of|prior to)"
            r"(?: the)?(?: [\w.’'-]+){1,3}",
            _lead_up,
            re.IGNORECASE,
        ),
        (r"\bfor (?:many |several |some )?(?:days|weeks|months|years|decades|centuries)\b", _vague_span, re.IGNORECASE),
        (r"\b(?P<named>today|yesterday|tomorrow|tonight)\b", _named_day, re.IGNORECASE),
        (r"\b(?:currently|at present|right now)\b", _present, re.IGNORECASE),
        (
            rf"\b(?:(?:earlier|later|early|late) )?{_WHICH} (?P<unit>week|month|year)\b(?![- ](?:old|long))",
            _relative_unit,
            re.IGNORECASE,
        ),
        (
            rf"(?:(?<=\bin )|(?<=\bsince )|(?<=\bof )|(?<=\buntil )|(?<=\bby )|(?P<given>\b))"
            rf"(?:(?:early|late|mid-?|{_WHICH}) )?{_MONTH}(?= |[.,;:)!?]|$)",
            _bare_month,
            0,
        ),
        (
            r"(?:(?<=\bin )|(?<=\bof )|(?<=\bby )|(?<=\buntil )|(?<=\bfrom )"
            r"|(?<=\bduring )|(?<=\bthe )|(?<=\()|(?<=, ))"
            rf"(?:early |late |mid-)?{_YEAR}\b(?![\d,.]\d|%| ?(?:people|men|women|troops|soldiers|km|miles))",
            _year,
            0,
        ),
    )
]


def find_dates(context: Context) -> list[DateExpression]:
    """Every time expression of sentences, captions and bylines, in order."""
    found = []
    for block in context.blocks:
        if block.kind in (BlockKind.PROMO, BlockKind.FOOTER, BlockKind.OTHER, BlockKind.CREDIT):
            continue
        if block.kind == BlockKind.BYLINE:
            found += _byline_date(context, block.start_char, block.end_char)
        else:
            found += _dates_in(context, block.start_char, block.end_char)
    return found


def _dates_in(context: Context, start: int, end: int) -> list[DateExpression]:
    text = context.text[start:end]
    taken: list[tuple[int, int]] = []
    found = []
    for pattern, reader in _RULES:
        for match in pattern.finditer(text):
            if any(match.start() < last and first < match.end() for first, last in taken):
                continue
            if reader is _bare_month and not _is_month(text, match):
                continue
            reading = reader(match, context.anchor, _looks_ahead(context, start + match.start()))
            if reading is None:
                continue
            taken.append(match.span())
            found.append(_record(context, start + match.start(), start + match.end(), reading))
    return sorted(found, key=lambda record: record.start_char)


def _byline_date(context: Context, start: int, end: int) -> list[DateExpression]:
    """The publication time as the byline prints it, from its first digit or month to its last."""
    published = context.article.published_local
    if published is None or context.anchor is None:
        return []
    day = published.date()
    text = context.text[start:end]
    pattern = re.compile(
        r"(?:\d[\d:.]*\s*(?:[ap]\.?m\.?)?\s*[,|]?\s*)?"
        rf"(?:\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}|{_MONTH} {_DAY},? {_YEAR}|\d{{1,2}} [A-Z][a-z]+\.?,? \d{{4}})"
        r"(?:,?\s*(?:at )?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s*[ap]\.?m\b\.?)?)?"
    )
    match = pattern.search(text)
    if match is None:
        return []
    minute = context.article.published_precision in ("minute", "second")
    reading = Reading(day, day, "minute" if minute else "day", "byline", False)
    return [_record(context, start + match.start(), start + match.end(), reading)]


def _record(context: Context, start: int, end: int, reading: Reading) -> DateExpression:
    return DateExpression(
        context.article.article_id,
        start,
        end,
        context.span(start, end),
        context.sent_no(start),
        reading.date_from,
        reading.date_to,
        reading.granularity,
        context.anchor if reading.anchored else None,
        reading.rule,
    )


def _looks_ahead(context: Context, start: int) -> bool:
    """Whether a word of the future stands in the clause before."""
    sentence = context.sentence_at(start)
    before = context.text[sentence.start_char if sentence else max(0, start - 80) : start]
    before = _IN_MARKS.sub(" ", before)  # what is quoted has a time of its own
    return bool(_FUTURE.search(before[-60:]))


def _is_month(text: str, match: re.Match[str]) -> bool:
    """``May`` and ``March`` are words too: they need a preposition or a word such as ``last`` before them."""
    return match["given"] is None or match["which"] is not None or match["month"].lower() not in ("may", "march", "mar")


def _month_number(name: str) -> int:
    return int(name) if name.isdigit() else _MONTHS[name.lower().rstrip(".")]


def _make_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(year: int, month: int, rule: str, anchored: bool) -> Reading:
    last = calendar.monthrange(year, month)[1]
    return Reading(date(year, month, 1), date(year, month, last), "month", rule, anchored)


def _count(word: str) -> int | None:
    word = word.lower()
    if word.isdigit():
        return int(word)
    return 1 if word in ("a", "an") else LEXICON["numbers"].get(word)
