"""TIMEX3 values and the intervals of days that they stand for.

A value is written as ISO 8601 with TimeML's additions (TIMEX3, Saurí et al. 2006): ``2013-03-22``,
``2013-W11``, ``2013-Q1``, ``2013-SP``, ``199`` for a decade, ``19`` for a century, ``P3D``, ``PRESENT_REF``.
"""

import calendar
import re
from datetime import date, timedelta

SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
"""First and last month of a season in the northern hemisphere; a winter ends in the next year."""

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d|\w\w))?$")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?$")
Interval = tuple[date | None, date | None, str]


def interval_of(value: str) -> Interval:
    """First day, last day and granularity of a TIMEX3 value; None for what is no day of the calendar."""
    if value.startswith("BC") or value in ("", "PRESENT_REF", "PAST_REF", "FUTURE_REF"):
        return None, None, "vague" if not value.startswith("BC") else _bare_granularity(value[2:])
    if value.startswith("P"):
        return None, None, "duration"
    if match := _DAY.match(value):
        day = make_day(int(match[1]), int(match[2]), int(match[3]))
        time = match[4]
        return day, day, "day" if time is None else ("minute" if ":" in time else "part of day")
    if "X" in value:
        return None, None, "vague"
    if match := _WEEK.match(value):
        return (*_week(int(match[1]), int(match[2]), bool(match[3])), "weekend" if match[3] else "week")
    return _longer(value)


def _longer(value: str) -> Interval:
    year, _, rest = value.partition("-")
    if len(year) == 3:
        return _years(int(year) * 10, int(year) * 10 + 9, "decade")
    if len(year) == 2:
        return _years(int(year) * 100, int(year) * 100 + 99, "century")
    number = int(year)
    if not 1 <= number <= 9998:
        return None, None, "year"
    if not rest:
        return _years(number, number, "year")
    if rest.isdigit():
        return (*month_span(number, int(rest)), "month")
    if rest in SEASON_MONTHS:
        first, last = SEASON_MONTHS[rest]
        return date(number, first, 1), month_span(number + (last < first), last)[1], "season"
    length, granularity = (3, "quarter") if rest[0] == "Q" else (6, "half")
    last = int(rest[1]) * length
    return date(number, last - length + 1, 1), month_span(number, last)[1], granularity


def _bare_granularity(value: str) -> str:
    return {4: "year", 3: "decade", 2: "century", 7: "month", 10: "day"}.get(len(value), "vague")


def _years(first: int, last: int, granularity: str) -> Interval:
    if first < 1:
        return None, None, granularity
    return date(first, 1, 1), date(last, 12, 31), granularity


def _week(year: int, week: int, weekend: bool) -> tuple[date | None, date | None]:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None, None
    return (monday + timedelta(days=5) if weekend else monday), monday + timedelta(days=6)


def make_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_span(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def week_value(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def shift_months(year: int, month: int, by: int) -> tuple[int, int]:
    months = year * 12 + month - 1 + by
    return months // 12, months % 12 + 1


def season_of(month: int) -> str:
    return next(name for name, (first, last) in SEASON_MONTHS.items() if month in (first, first % 12 + 1, last))
