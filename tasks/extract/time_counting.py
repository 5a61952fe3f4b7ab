"""Counting on the calendar: from a day or a year so many units on or back.

Values are TIMEX3's; nothing here knows the text.
"""

from datetime import date, timedelta

from tasks.extract.time_expressions import Expression
from tasks.extract.time_values import make_day, month_span, shift_months

_SOON = timedelta(days=31)
"""``Dec. 10`` in an article of late November is the coming one; ten months ahead it was the last one."""
_UNIT_DAYS = {"D": 1, "W": 7, "FN": 14, "M": 30, "Q": 91, "Y": 365, "DE": 3652, "CE": 36524}
_UNIT_MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}


def duration_value(count: float | None, unit: str | None) -> str:
    number = "X" if count is None else f"{count:g}"
    if unit in ("H", "MIN", "S"):
        return f"PT{number}{'M' if unit == 'MIN' else unit}"
    if unit == "FN":
        return "PXW" if count is None else f"P{2 * count:g}W"
    return f"P{number}{unit}"


def long_period(e: Expression) -> str:
    assert e.year is not None  # noqa: S101 (no long period is read without)
    old = "BC" if e.before_christ else ""
    if e.literal == "century":
        return f"{old}{e.year - 1:02}"
    if e.year % 100 == 0 and e.year < 2000 and not old:
        return f"{e.year // 100:02}"
    return f"{old}{e.year // 10:03}"


def nearest_year(anchor: date, month: int, day: int | None, ahead: bool) -> int:
    """The year in which a month, or a day of it, lies as seen from ``anchor``."""
    year = anchor.year
    if day is None:
        return year + (ahead and month < anchor.month) - (not ahead and month > anchor.month)
    placed = make_day(year, month, min(day, 28))
    assert placed is not None  # noqa: S101 (every month has 28 days)
    if ahead:
        return year + (placed < anchor - timedelta(days=180))
    if placed > anchor + _SOON:
        return year - 1
    return year + (placed < anchor - timedelta(days=365 - 15))


def unit_value(unit: str | None, year: int, month: int | None, steps: int) -> str:
    match unit:
        case "Y" | "SE":
            return f"{year + steps:04}"
        case "DE":
            return f"{(year + 10 * steps) // 10:03}"
        case "CE":
            return f"{(year + 100 * steps) // 100:02}"
        case "M" if month:
            year, month = shift_months(year, month, steps)
            return f"{year:04}-{month:02}"
        case "Q" if month:
            year, month = shift_months(year, month, 3 * steps)
            return f"{year:04}-Q{(month + 2) // 3}"
        case _:
            return "XXXX"


def shift_days(base: date, count: float | None, unit: str | None, sign: int) -> date | None:
    """The day ``count`` units from ``base``; None where the number is vague or leaves the calendar."""
    if count is None or unit not in _UNIT_DAYS:
        return None
    try:
        if unit in _UNIT_MONTHS and count == int(count):
            year, month = shift_months(base.year, base.month, sign * int(count) * _UNIT_MONTHS[unit])
            return date(year, month, min(base.day, month_span(year, month)[1].day))
        return base + sign * timedelta(days=round(count * _UNIT_DAYS[unit]))
    except (ValueError, OverflowError):
        return None
