"""Publication times as bylines and metadata print them.

Guarantees: nothing is invented. A time without a zone has none; a date whose order cannot be
told from itself (``05/11/2024``) gives nothing unless the source's order is known. Dates with dots are day
first (``24.11.2024``), as everywhere where dots are used; dates with the year first are year, month, day.
Months are read in any language of the CLDR (``months``), digits in any script, years of the Buddhist era as such.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from tasks.parse.months import day_halves, month_number
from tasks.records import Publication

MAX_DATE_CHARS = 300
"""A longer text is no byline and no timestamp."""

FIRST_YEAR = 1600
"""No newspaper is older; earlier years are placeholders of content systems."""

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
"""The orders in which sources print a day in figures."""

_BUDDHIST_YEARS = 543
_YEAR = r"(?P<year>(?:19|20|25)\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|ος|η|º|ª|-?[a-zа-я]{1,2})?"
_OF = r"(?:[\s.,/’'\-–]|\b(?:of|de|del|d|di|da|ng|ngày|năm|ל)\b|\bของ\b|พ\.ศ\.)+"
_FIGURES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)" + _YEAR + r"(?P<sep>[-/.])\s?(?P<month>[01]?\d)(?P=sep)\s?(?P<day>[0-3]?\d)(?!\d)",
        r"(?<!\d)" + _YEAR + r"\s?[年년]\s?(?P<month>[01]?\d)\s?[月월]\s?(?P<day>[0-3]?\d)\s?[日일]",
        r"(?<![\d.])(?P<day>[0-3]?\d)\.\s?(?P<month>[01]?\d)\.\s?" + _YEAR + r"(?!\d)",
        r"(?<!\d)(?P<first>[0-3]?\d)\s?(?P<sep>[/-])\s?(?P<second>[0-3]?\d)\s?(?P=sep)\s?" + _YEAR + r"(?!\d)",
        r"\b(?P<day>[0-3]?\d)\s+tháng\s+(?P<month>[01]?\d)(?:,?\s+năm)?[\s,]+" + _YEAR,
        r"(?<![\d.:])(?P<day>[0-3]\d)\.(?P<month>[01]\d)\.(?P<short>\d\d)(?=[\s,|]|$)(?!\s?(?:Uhr|h\b))",
    )
]
_MONTH = r"(?P<month>[^\d\s,،/|]{2,20}(?: [^\d\s,،/|]{2,10})?)"
"""A word or two, looked up: a pattern of all months in all languages takes a second to make."""

_WORDED = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        _MONTH + r"\s+" + _DAY + r"\s?[,،.]?" + _OF + _YEAR + r"(?!\d)",
        r"(?<!\d)" + _DAY + r"(?:" + _OF + r")?" + _MONTH + r"[,،]?(?:" + _OF + r")?" + _YEAR + r"(?!\d)",
        r"(?<!\d)" + _YEAR + r"\.?[\s,،/-]+" + _MONTH + r"[\s/-]+" + _DAY + r"(?!\d)",
    )
]
_TIME = re.compile(
    r"(?<![\d.:/-])(?P<hour>[0-2]?\d)(?:(?:[:.h]|\s?[時시点]\s?|\s?h\s?)(?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?)?"
    r"(?![\d/])[분分]?",
    re.IGNORECASE,
)
_ZONE = re.compile(r"\s*\(?(?P<zone>(?:UTC|GMT)?\s?[+-]\d{1,2}:?(?:[0-5]\d)?\b|Z\b|UTC|GMT|[A-Z]{2,4}T)\b\)?")

_ZONE_HOURS = {
    "Z": 0.0,
    "UTC": 0.0,
    "GMT": 0.0,
    "WET": 0.0,
    "BST": 1.0,
    "CET": 1.0,
    "CEST": 2.0,
    "EET": 2.0,
    "EEST": 3.0,
    "MSK": 3.0,
    "EST": -5.0,
    "EDT": -4.0,
    "CDT": -5.0,
    "MDT": -6.0,
    "PST": -8.0,
    "PDT": -7.0,
    "AEST": 10.0,
    "AEDT": 11.0,
    "JST": 9.0,
    "KST": 9.0,
}
"""Abbreviations that mean one offset in news. CST, IST and MST mean several, ET and PT change by season."""


def parse_publication(
    text: str, origin: str, language: str | None = None, order: str | None = None
) -> Publication | None:
    """The publication time in a byline such as ``9:58 24.11.2024``, or None where there is none.

    ``language`` (ISO 639-1) adds its month names to the English ones; ``order`` is the source's order of day and
    month in figures, without which ``05/11/2024`` gives nothing.
    """
    if len(text) > MAX_DATE_CHARS:
        return None
    printed, text = text, _western(text)
    found = _find_date(text, language, order)
    if found is None:
        return None
    day, start, end = found
    rest = text[:start] + " " * (end - start) + text[end:]
    clock = _find_time(rest, language)
    raw = printed.strip()
    if clock is None:
        return Publication(local=day, precision="day", raw=raw, origin=origin)
    hour, minute, second, zone = clock
    local = day.replace(hour=hour, minute=minute, second=second or 0)
    precision = "minute" if second is None else "second"
    return _with_zone(local, zone, precision, raw, origin)


def _western(text: str) -> str:
    """``text`` with the digits of every script as ASCII's, one for one."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def parse_timestamp(
    text: str, origin: str, language: str | None = None, order: str | None = None
) -> Publication | None:
    """A machine's timestamp (ISO 8601, RFC 2822, Unix) or, failing that, a printed one; None for placeholders."""
    if len(text) > MAX_DATE_CHARS:
        return None
    found = _read_timestamp(text.strip(), origin, language, order)
    return found if found and found.local and found.local.year >= FIRST_YEAR else None


def observed_order(text: str, published: datetime | None = None) -> str | None:
    """The order that a date in figures gives away: ``24/11/2024`` is day first.

    One that could be either (``05/11/2024``) gives it away where it is the day ``published``, known by other means.
    """
    match = _FIGURES[3].search(_western(text))
    if match is None:
        return None
    one, two = int(match["first"]), int(match["second"])
    if published and published.year == int(match["year"]) and one != two:
        if (published.day, published.month) == (one, two):
            return DAY_FIRST
        if (published.month, published.day) == (one, two):
            return MONTH_FIRST
    if one > 12 >= two:
        return DAY_FIRST
    return MONTH_FIRST if two > 12 >= one else None


def has_figures(text: str) -> bool:
    """Whether ``text`` prints a day in figures that either order would make one of (``05/11/2024``)."""
    match = _FIGURES[3].search(_western(text))
    return match is not None and all(1 <= int(match[part]) <= 12 for part in ("first", "second"))


def ambiguous_figures(text: str, day: datetime) -> str | None:
    """The figures in ``text`` that give ``day`` in one order of day and month and another day in the other."""
    for match in _FIGURES[3].finditer(_western(text)):
        one, two = int(match["first"]), int(match["second"])
        if int(match["year"]) == day.year and one != two and {one, two} == {day.day, day.month}:
            return match[0]
    return None


def _read_timestamp(raw: str, origin: str, language: str | None, order: str | None) -> Publication | None:
    if re.fullmatch(r"(?:19|20)\d\d", raw):
        return Publication(local=datetime(int(raw), 1, 1), precision="year", raw=raw, origin=origin)  # noqa: DTZ001
    if re.fullmatch(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", raw):
        raw_month = datetime.fromisoformat(raw + "-01")
        return Publication(local=raw_month, precision="month", raw=raw, origin=origin)
    if re.fullmatch(r"1?\d{9}(?:\d{3})?", raw, re.ASCII):
        return _unix_moment(raw, origin)
    if re.fullmatch(r"[\d-]{1,7}", raw):
        return None
    tidy = re.sub(r"^(\d{4}-\d\d-\d\d)[T|,\s]+(?=\d)", r"\1T", raw)
    tidy = re.sub(r"\s*(?:UTC|GMT)$", "Z", re.sub(r"(?<=\d)\s+(?=[+-]\d\d:?\d\d$)", "", tidy))
    try:
        moment = datetime.fromisoformat(re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", tidy))
    except ValueError:
        return parse_publication(raw, origin, language, order)
    if not re.search(r"\d[T ]\d", tidy):
        return Publication(local=moment, precision="day", raw=raw, origin=origin)
    precision = "second" if re.search(r"\d:\d\d:\d\d|T\d{6}", tidy) else "minute"
    if not FIRST_YEAR <= moment.year < 9999:
        return None  # 0001-01-01 and 9999-12-31 stand for "unknown" and cannot be moved to another zone
    if moment.tzinfo is None:
        return Publication(local=moment, precision=precision, raw=raw, origin=origin)
    zone = re.search(r"(Z|[+-]\d\d:?\d\d)$", tidy)
    return Publication(
        moment.astimezone(UTC), moment.replace(tzinfo=None), zone[0] if zone else None, precision, raw, origin
    )


def _unix_moment(raw: str, origin: str) -> Publication:
    moment = datetime.fromtimestamp(int(raw[:10] if len(raw) in (10, 13) else raw[:9]), UTC)
    return Publication(moment, moment.replace(tzinfo=None), "UTC", "second", raw, origin)


def _with_zone(local: datetime, zone: str | None, precision: str, raw: str, origin: str) -> Publication:
    offset = _offset(zone) if zone else None
    at = local.replace(tzinfo=timezone(offset)).astimezone(UTC) if offset is not None else None
    return Publication(at, local, zone, precision, raw, origin)


def _offset(zone: str) -> timedelta | None:
    if match := re.search(r"([+-])(\d{1,2}):?(\d\d)?$", zone):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        return timedelta(minutes=-minutes if match[1] == "-" else minutes) if minutes < 24 * 60 else None
    hours = _ZONE_HOURS.get(zone.upper())
    return None if hours is None else timedelta(hours=hours)


def _find_date(text: str, language: str | None, order: str | None) -> tuple[datetime, int, int] | None:
    for match, names in _date_matches(text, language):
        day = _day(match.groupdict(), names, order)
        if day is not None:
            return day, match.start() + _words_before(match, names), match.end()
    return None


def _words_before(match: re.Match[str], names: str | None) -> int:
    """Length of what ``match`` took for a month's first word, as in ``12:00 a.m. June 1, 2025``."""
    before, _, last = (match.groupdict().get("month") or "").rpartition(" ")
    begins = bool(before) and match.start("month") == match.start()
    return len(before) + 1 if begins and month_number(last, names) else 0


def _date_matches(text: str, language: str | None) -> Iterator[tuple[re.Match[str], str | None]]:
    """Dates in figures, then those in words; in words of all languages only where the known ones fail."""
    for pattern in _FIGURES:
        if match := pattern.search(text):
            yield match, None
    for names in (language or "en", None):
        for pattern in _WORDED:
            for match in pattern.finditer(text):
                yield match, names


def _day(parts: dict[str, str | None], names: str | None, order: str | None) -> datetime | None:
    year = int(parts["year"] or 0) if "year" in parts else 2000 + int(parts["short"] or 0)
    if first := parts.get("first"):
        one, two = int(first), int(parts["second"] or 0)
        is_told = (one > 12) != (two > 12) or one == two
        if not is_told and (order is None or one > 12):
            return None
        is_day_first = one > 12 or (not is_told and order == DAY_FIRST)
        day, month = (one, two) if is_day_first else (two, one)
    else:
        name = parts["month"] or ""
        month = int(name) if name.isdigit() else month_number(name, names) or 0
        day = int(parts["day"] or 0)
    if year >= 2500:
        year -= _BUDDHIST_YEARS
    try:
        return datetime(year, month, day)  # noqa: DTZ001 (a printed day has no zone)
    except ValueError:
        return None


def _find_time(text: str, language: str | None) -> tuple[int, int, int | None, str | None] | None:
    for match in _TIME.finditer(text):
        half, end = _half_beside(text, match, language)
        if match["minute"] is None and not half:
            continue
        hour = int(match["hour"])
        if half and hour <= 12:
            if hour == 0:
                continue
            hour = hour % 12 + (12 if half == "pm" else 0)
        if hour > 23:
            continue
        zone = _ZONE.match(text, end)
        second = int(match["second"]) if match["second"] else None
        return hour, int(match["minute"] or 0), second, zone["zone"].strip() if zone else None
    return None


def _half_beside(text: str, match: re.Match[str], language: str | None) -> tuple[str | None, int]:
    """Whether ``am`` or ``pm``, in the language's words, stands behind the time or before it, and where that ends."""
    halves = day_halves(language)
    behind = re.match(r"\s*([^\W\d_]\.?\s?[^\W\d_]?\.?)(?!\w)|\s*([^\W\d_]+)", text[match.end() : match.end() + 20])
    if behind:
        word = re.sub(r"\s", "", (behind[1] or behind[2]).lower())
        if half := halves.get(word) or halves.get(word.rstrip(".")):
            return half, match.end() + behind.end()
    before = re.search(r"(\w[\w.]*)\s*$", text[: match.start()][-20:])
    half = halves.get(before[1].lower()) if before else None
    return half, match.end()
