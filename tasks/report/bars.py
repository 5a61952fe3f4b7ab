"""How many articles came out when, as bars: days, or as many together as a page has room for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tasks.records.report import Day

MAX_BARS = 62
WIDTH, HEIGHT = 960.0, 96.0


@dataclass(frozen=True, slots=True)
class Bar:
    """In the picture's units, from the left and top."""

    first: date
    last: date
    article_count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bars:
    """``days_a_bar`` is 1 where each day has its own; ``apart_count`` articles lie too far off to be drawn."""

    bars: tuple[Bar, ...]
    days_a_bar: int
    most: int
    apart_count: int


def draw_bars(days: Sequence[Day]) -> Bars | None:
    """The bars from the first day to the last, empty ones included; None where there are not two days.

    One article of a wrong year would make one bar of all the rest: what lies farther from the middle nine tenths
    of the articles than these reach, and a week, is counted apart.
    """
    if len(days) < 2:
        return None
    first, last = _bulk(days)
    span = (last - first).days + 1
    step = next(s for s in (1, 7, 14, 28, 91, 182, 365, 3650, 36500) if span / s <= MAX_BARS)
    counts: Counter[int] = Counter()
    for day in days:
        if first <= day.day <= last:
            counts[(day.day - first).days // step] += day.article_count
    number = (span - 1) // step + 1
    most, wide = max(counts.values()), WIDTH / number
    bars = []
    for index in range(number):
        height = round(counts[index] / most * HEIGHT, 1)
        start = first + timedelta(days=index * step)
        end = min(start + timedelta(days=step - 1), last)
        bars.append(
            Bar(
                start, end, counts[index], round(index * wide, 2), HEIGHT - height, round(max(wide - 1.5, 1), 2), height
            )
        )
    apart = sum(day.article_count for day in days) - sum(counts.values())
    return Bars(tuple(bars), step, most, apart)


def _bulk(days: Sequence[Day]) -> tuple[date, date]:
    """First and last day, without the few that lie far apart from nine tenths of the articles."""
    total, seen = sum(d.article_count for d in days), 0
    core: list[date] = []
    for day in days:
        seen += day.article_count
        if seen > total * 0.05 and seen - day.article_count < total * 0.95:
            core.append(day.day)
    reach = (core[-1] - core[0]).days + 7
    near = [d.day for d in days if (core[0] - d.day).days <= reach and (d.day - core[-1]).days <= reach]
    return near[0], near[-1]
