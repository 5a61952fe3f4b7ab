"""Publication times as bylines and metadata print them.

Guarantees: nothing is invented. A time without a zone has none; a date whose order cannot be
told from itself (``05/11/2024``) gives nothing, for the order is a property of the source.
Dates with dots are day first (``24.11.2024``), as everywhere where dots are used; dates with
the year first are year, month, day.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

from tasks.records import Publication

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)" + _YEAR + r"(?P<sep>[-/.])(?P<month>[01]?\d)(?P=sep)(?P<day>[0-3]?\d)(?!\d)",
        r"(?<![\d.])(?P<day>[0-3]?\d)\.\s?(?P<month>[01]?\d)\.\s?" + _YEAR + r"(?!\d)",
        r"(?<!\d)(?P<first>[0-3]?\d)(?P<sep>[/-])(?P<second>[0-3]?\d)(?P=sep)" + _YEAR + r"(?!\d)",
        r"\b" + _MONTH + r"\s+" + _DAY + r",?\s+" + _YEAR + r"\b",
        r"(?<!\d)" + _DAY + r"(?:\s+of)?[\s-]+" + _MONTH + r",?[\s-]+" + _YEAR + r"\b",
    )
]
_TIME = re.compile(
    r"(?<![\d.:/-])(?P<hour>[0-2]?\d)(?:[:.](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?",
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


FIRST_YEAR = 1600
"""No newspaper is older; earlier years are placeholders of content systems."""


def parse_publication(text: str, origin: str) -> Publication | None:
    """The publication time in a byline such as ``9:58 24.11.2024``, or None where there is none."""
    found = _find_date(text)
    if found is None:
        return None
    day, start, end = found
    rest = text[:start] + " " * (end - start) + text[end:]
    clock = _find_time(rest)
    raw = text.strip()
    if clock is None:
        return Publication(local=day, precision="day", raw=raw, origin=origin)
    hour, minute, second, zone = clock
    local = day.replace(hour=hour, minute=minute, second=second or 0)
    precision = "minute" if second is None else "second"
    return _with_zone(local, zone, precision, raw, origin)


def parse_timestamp(text: str, origin: str) -> Publication | None:
    """A machine's timestamp (ISO 8601, RFC 2822) or, failing that, a printed one; None for placeholders."""
    found = _read_timestamp(text.strip(), origin)
    return found if found and found.local and found.local.year >= FIRST_YEAR else None


def _read_timestamp(raw: str, origin: str) -> Publication | None:
    if re.fullmatch(r"(?:19|20)\d\d", raw):
        return Publication(local=datetime(int(raw), 1, 1), precision="year", raw=raw, origin=origin)  # noqa: DTZ001
    if re.fullmatch(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", raw):
        raw_month = datetime.fromisoformat(raw + "-01")
        return Publication(local=raw_month, precision="month", raw=raw, origin=origin)
    if re.fullmatch(r"[\d-]{1,7}", raw):
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", raw))
    except ValueError:
        return parse_publication(raw, origin)
    if not re.search(r"\d[T ]\d", raw):
        return Publication(local=moment, precision="day", raw=raw, origin=origin)
    precision = "second" if re.search(r"\d:\d\d:\d\d", raw) else "minute"
    if not FIRST_YEAR <= moment.year < 9999:
        return None  # 0001-01-01 and 9999-12-31 stand for "unknown" and cannot be moved to another zone
    if moment.tzinfo is None:
        return Publication(local=moment, precision=precision, raw=raw, origin=origin)
    zone = re.search(r"(Z|[+-]\d\d:?\d\d)$", raw)
    return Publication(
        moment.astimezone(UTC), moment.replace(tzinfo=None), zone[0] if zone else None, precision, raw, origin
    )


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


def _find_date(text: str) -> tuple[datetime, int, int] | None:
    for pattern in _DATES:
        if match := pattern.search(text):
            day = _day(match.groupdict())
            if day is not None:
                return day, match.start(), match.end()
    return None


def _day(parts: dict[str, str | None]) -> datetime | None:
    year = int(parts["year"] or 0)
    if first := parts.get("first"):
        one, two = int(first), int(parts["second"] or 0)
        if (one > 12) == (two > 12) and one != two:
            return None
        day, month = (one, two) if one > 12 or one == two else (two, one)
    else:
        name = parts["month"] or ""
        month = int(name) if name.isdigit() else _MONTHS[name.lower()]
        day = int(parts["day"] or 0)
    try:
        return datetime(year, month, day)  # noqa: DTZ001 (a printed day has no zone)
    except ValueError:
        return None


def _find_time(text: str) -> tuple[int, int, int | None, str | None] | None:
    for match in _TIME.finditer(text):
        half = (match["half"] or "").lower()
        if match["minute"] is None and not half:
            continue
        hour = int(match["hour"])
        if half:
            if not 1 <= hour <= 12:
                continue
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        if hour > 23:
            continue
        zone = _ZONE.match(text, match.end())
        second = int(match["second"]) if match["second"] else None
        return hour, int(match["minute"] or 0), second, zone["zone"].strip() if zone else None
    return None
