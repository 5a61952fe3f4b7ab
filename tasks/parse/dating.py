"""When an article was published, weighed from everything that says so.

What a page declares for machines counts most, what it shows under the headline and the day in its address follow.
Claims of the same day strengthen one another, so that a declared time which the address and the shown date both
contradict (it is the page's render, or its last change) gives way to them. A claim of the future is refused, one of
an update is kept apart.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from enum import IntEnum

from tasks.parse.published import parse_timestamp
from tasks.records import Publication

MAX_AHEAD = timedelta(hours=24)
"""Clocks and zones differ by so much; a later date is a mistake or an embargo's."""

SAME = timedelta(days=1)
"""Two claims so near may be one moment in two zones."""

MAX_OFFSET = timedelta(hours=14)
RENDER_TIME = timedelta(minutes=10)
"""A time that is so near the fetch's is the page's own."""

_QUARTER = timedelta(minutes=15)
_EPOCH = ("1970-01-01", "1969-12-31", "1900-01-01")
_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:(?P<sep>[/_.-])(?P<month>0?[1-9]|1[0-2])(?P=sep)(?P<day>0?[1-9]|[12]\d|3[01])"
    r"|(?P<month2>0[1-9]|1[0-2])(?P<day2>0[1-9]|[12]\d|3[01]))(?!\d)"
)


class Kind(IntEnum):
    """What sort of claim it is; each sort speaks with one voice."""

    DECLARED = 3
    SHOWN = 2
    ADDRESS = 1


_WEIGHTS = {Kind.DECLARED: 3.0, Kind.SHOWN: 2.0, Kind.ADDRESS: 1.5}
_CHANGED = 2.5
"""Weight of a declared time that is also that of the last change: no more than usual, unless all else denies it."""

_RENDERED = 1.0
"""Weight of a declared time that is that of the fetch: the page was made then."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a time; ``rank`` orders claims of one kind, the surest first."""

    kind: Kind
    rank: int
    time: Publication
    is_update: bool = False


def claim_address(url: str | None) -> Claim | None:
    """The day in the address ``url``."""
    match = _IN_ADDRESS.search((url or "").partition("?")[0])
    if match is None:
        return None
    day = f"{match['year']}-{int(match['month'] or match['month2']):02}-{int(match['day'] or match['day2']):02}"
    found = parse_timestamp(day, "url")
    return Claim(Kind.ADDRESS, 0, replace(found, raw=match[0])) if found else None


def choose_times(
    claims: Sequence[Claim], now: datetime, fetched_at: datetime | None = None
) -> tuple[Publication, Publication]:
    """The publication and the last update; an empty ``Publication`` is unknown. ``now`` bounds what can be."""
    sound = [c for c in claims if c.time.local and not _is_future(c.time, now) and not _is_epoch(c.time)]
    updates = [c for c in sound if c.is_update]
    stated = [c for c in sound if not c.is_update]
    if not stated:
        return Publication(), _latest(updates)
    weights = {id(c): _weight(c, updates, fetched_at) for c in stated}
    best = max(stated, key=lambda claim: _standing(claim, stated, weights))
    published = _with_shown_clock(best, stated)
    updated = _latest([c for c in updates if not _is_before(c.time, published)])
    return published, updated


def _standing(claim: Claim, claims: Sequence[Claim], weights: Mapping[int, float]) -> tuple[float, int, int]:
    """The weight of all that agree with ``claim``, then its own kind and rank."""
    agreeing = [c for c in claims if _agree(c.time, claim.time)]
    weight = sum(max((weights[id(c)] for c in agreeing if c.kind is kind), default=0.0) for kind in Kind)
    return weight, claim.kind, -claim.rank


def _weight(claim: Claim, updates: Sequence[Claim], fetched_at: datetime | None) -> float:
    if claim.kind is Kind.DECLARED and claim.time.precision in ("minute", "second"):
        if fetched_at and claim.time.at and abs(claim.time.at - fetched_at) < RENDER_TIME:
            return _RENDERED
        if any(u.time.local == claim.time.local for u in updates):
            return _CHANGED
    return _WEIGHTS[claim.kind]


def _with_shown_clock(best: Claim, claims: Sequence[Claim]) -> Publication:
    """``best``, on the wall clock that the page shows where the same moment is declared in UTC."""
    time = best.time
    if time.at is None or time.local is None or time.at.replace(tzinfo=None) != time.local:
        return time
    for shown in (c.time for c in claims if c.kind is Kind.SHOWN):
        if shown.at is None and shown.local and shown.precision in ("minute", "second"):
            offset = shown.local - time.local.replace(second=0)
            if timedelta(0) != offset and abs(offset) <= MAX_OFFSET and offset % _QUARTER == timedelta(0):
                local = time.at.astimezone(timezone(offset))
                return replace(time, local=local.replace(tzinfo=None), zone=local.strftime("%z"))
    return time


def _agree(one: Publication, other: Publication) -> bool:
    if one.local is None or other.local is None:
        return False
    return abs(one.local.date() - other.local.date()) <= SAME


def _latest(claims: Sequence[Claim]) -> Publication:
    return max((c.time for c in claims), key=lambda t: t.local or datetime.min, default=Publication())  # noqa: DTZ901


def _is_before(time: Publication, other: Publication) -> bool:
    if time.at and other.at:
        return time.at < other.at
    return bool(time.local and other.local and time.local.date() < other.local.date())


def _is_future(time: Publication, now: datetime) -> bool:
    moment = time.at or (time.local.replace(tzinfo=UTC) if time.local else now)
    return moment > now + MAX_AHEAD


def _is_epoch(time: Publication) -> bool:
    """Whether ``time`` is what content systems write for none."""
    return time.local is not None and time.local.date().isoformat() in _EPOCH
