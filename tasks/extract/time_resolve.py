"""Where on the calendar the time expressions of a text lie.

Guarantees: an expression is placed by its own words, by the publication day, or by the time
that the text told last, and by nothing else; what cannot be placed has an open value. In news
an incomplete expression looks back from publication unless its clause looks ahead; in a narrative
(a text whose years are mostly not the year of publication) it follows the time told last.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tasks.extract.time_counting import duration_value, long_period, nearest_year, shift_days, unit_value
from tasks.extract.time_expressions import Expression
from tasks.extract.time_story import Story
from tasks.extract.time_values import interval_of, season_of, shift_months, week_value

MIN_NARRATIVE_YEARS = 4
NARRATIVE_SHARE = 0.6
"""A text tells history when that many years and that share of them lie more than a year from publication."""
_BESIDE = 60
"""Characters between a time and what counts from it (*in 1890. It had been mended six years earlier*)."""
_NEXT_YEAR = 9
"""A narrative that goes back as many months has gone on to the next year: from November to February."""


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression with its place: TIMEX3 type and value, and the days that it stands for."""

    start: int
    end: int
    type: str
    value: str
    date_from: date | None
    date_to: date | None
    granularity: str
    rule: str
    anchored: bool


def is_narrative(expressions: Iterable[Expression], anchor: date | None) -> bool:
    years = [e.year for e in expressions if e.year and e.literal is None]
    if anchor is None:
        return True
    away = sum(abs(year - anchor.year) > 1 for year in years)
    return len(years) >= MIN_NARRATIVE_YEARS and away >= NARRATIVE_SHARE * len(years)


def resolve(
    expressions: Sequence[Expression], anchor: date | None, looks_ahead: Callable[[Expression], bool]
) -> list[Timex]:
    """The expressions of one text with their places; ``looks_ahead`` tells whether a clause speaks of the future."""
    resolver = _Resolver(anchor, is_narrative(expressions, anchor), looks_ahead)
    return [resolver.place(expression) for expression in expressions]


class _Resolver:
    def __init__(self, anchor: date | None, narrative: bool, looks_ahead: Callable[[Expression], bool]) -> None:
        self._anchor = anchor
        self._narrative = narrative
        self._looks_ahead = looks_ahead
        self._story = Story()
        self._aside: tuple[int, Story] | None = None
        """The time that was named since without the story going there, and where its words end."""

    def place(self, expression: Expression) -> Timex:
        e = expression
        match e.literal:
            case "span":
                return self._span(e)
            case "offset":
                return self._offset(e)
            case "duration" | "age":
                granularity = e.literal
                return _timex(e, "DURATION", duration_value(e.count, e.unit), (None, None, granularity), False)
            case "day":
                value = self._day_shifted(e)
            case "decade" | "century":
                value = long_period(e)
            case "PRESENT_REF" | "PAST_REF" | "FUTURE_REF":
                return self._reference(e, e.literal)
            case str() if e.literal.startswith("X"):
                return _timex(e, "SET" if "T" not in e.literal else "TIME", e.literal, (None, None, "set"), False)
            case str():
                value = self._half_or_quarter(e)
            case None:
                value = self._calendar(e)
        self._tell(e, value)
        if e.year is not None and e.literal is None:
            self._story.named = (e.year, e.before_christ)
        kind = "TIME" if "T" in value.replace("REF", "") else "DATE"
        anchored = e.year is None
        return _timex(e, kind, value, self._clip(e, interval_of(value)), anchored)

    def _tell(self, e: Expression, value: str) -> None:
        """The story moves on to the time that was named."""
        if self._narrative and self._is_aside(e):
            aside = Story()
            aside.tell(value)
            self._aside = (e.end, aside)
        else:
            self._story.tell(value)
            self._aside = None

    def _is_aside(self, e: Expression) -> bool:
        """Whether a narrative names a time without going there: from today, back, or years ahead in mid-sentence."""
        if e.year is None:
            return e.month is None and e.weekday is None and not e.from_story
        told = self._story
        if e.leading or e.before_christ or told.year is None or told.month is None:
            return False
        return (e.month is None and e.season is None) or not told.year <= e.year <= told.year + 2

    def _clip(
        self, e: Expression, interval: tuple[date | None, date | None, str]
    ) -> tuple[date | None, date | None, str]:
        first, last, granularity = interval
        if self._anchor and first and last and first <= self._anchor <= last and first != last:
            if e.place == "EARLIER":
                last = self._anchor
            elif e.place == "LATER":
                first = self._anchor
        return first, last, granularity

    def _reference(self, e: Expression, value: str) -> Timex:
        first, last = self._anchor, self._anchor
        if value == "PAST_REF":
            first = None
        if value == "FUTURE_REF":
            last = None
        return _timex(e, "DATE", value, (first, last, "day" if value == "PRESENT_REF" else "vague"), True)

    def _base(self, e: Expression) -> date | None:
        return self._story.date() if e.from_story else self._anchor

    def _told_beside(self, e: Expression) -> Story:
        """What ``two years earlier`` counts from: the time named just before, else where the story is."""
        end, aside = self._aside or (0, self._story)
        return aside if aside.year is not None and e.start - end <= _BESIDE else self._story

    # -- what has a month, a weekday or a season ---------------------------------------------

    def _calendar(self, e: Expression) -> str:
        if e.unsure:
            return "XXXX-XX-XX"
        if e.weekday is not None:
            return self._weekday(e)
        if e.season is not None:
            return self._season(e)
        if e.month is not None:
            return self._month(e)
        if e.day is not None:
            return self._day_of_month(e)
        if e.year is not None:
            return f"BC{e.year:04}" if e.before_christ else f"{e.year:04}"
        return self._unit(e)

    def _month(self, e: Expression) -> str:
        assert e.month is not None  # noqa: S101 (what the caller chose it by)
        year, old = e.year, e.before_christ
        if year is None:
            year, old = self._year_of_month(e, e.month)
        value = f"XXXX-{e.month:02}" if year is None else f"{'BC' if old else ''}{year:04}-{e.month:02}"
        if e.day is None:
            return value
        return _with_time(f"{value}-{e.day:02}", e)

    def _year_of_month(self, e: Expression, month: int) -> tuple[int | None, bool]:
        story, anchor = self._story, self._anchor
        if e.from_story and e.which == 0 and story.named:
            return story.named
        if e.from_story:
            return (story.year + (e.which or 0), story.before_christ) if story.year else (None, False)
        if e.which is not None and anchor:
            if e.unit == "Y":
                return anchor.year + e.which, False
            if e.which == 0:
                return anchor.year, False
            later = month > anchor.month if e.which > 0 else month >= anchor.month
            return anchor.year + (e.which > 0 and not later) - (e.which < 0 and later), False
        if self._narrative:
            return (self._story_year(month), story.before_christ) if story.year else (None, False)
        if anchor is None:
            return None, False
        return nearest_year(anchor, month, e.day, self._looks_ahead(e)), False

    def _story_year(self, month: int) -> int | None:
        """The year told last; the next one where the text goes over from its last months to its first."""
        story = self._story
        if story.year is None:
            return None
        if story.month is not None and story.month - month >= _NEXT_YEAR:
            return story.year - 1 if story.before_christ else story.year + 1
        return story.year

    def _weekday(self, e: Expression) -> str:
        assert e.weekday is not None  # noqa: S101 (what the caller chose it by)
        base = self._base(e)
        if self._narrative and self._story.date() and e.which is None:
            base = self._story.date()
        if base is None:
            return _with_time(f"XXXX-WXX-{e.weekday}", e)
        back = (base.isoweekday() - e.weekday) % 7
        if e.unit == "W":
            monday = base - timedelta(days=base.weekday()) + timedelta(weeks=e.which or 0)
            return _with_time((monday + timedelta(days=e.weekday - 1)).isoformat(), e)
        if (e.which or 0) > 0 or (e.which in (None, 0) and self._looks_ahead(e)):
            forward = 7 - back if back else (7 if e.which else 0)
            return _with_time((base + timedelta(days=forward)).isoformat(), e)
        if (e.which or 0) < 0 and back == 0:
            back = 7
        return _with_time((base - timedelta(days=back)).isoformat(), e)

    def _season(self, e: Expression) -> str:
        season, year, old = e.season or "", e.year, e.before_christ
        if year is None and (e.from_story or (self._narrative and e.which is None)):
            story = self._story
            year, old = (story.year + (e.which or 0) if story.year else None), story.before_christ
        elif year is None and self._anchor:
            anchor = self._anchor
            year = anchor.year + (e.which or 0) if e.unit == "Y" or e.which == 0 else self._season_year(e, season)
        return f"XXXX-{season}" if year is None else f"{'BC' if old else ''}{year:04}-{season}"

    def _season_year(self, e: Expression, season: str) -> int:
        anchor = self._anchor
        assert anchor is not None  # noqa: S101 (what the caller chose it by)
        this = interval_of(f"{anchor.year:04}-{season}")[0]
        begun = this is not None and this <= anchor
        if (e.which or 0) > 0 or (e.which is None and self._looks_ahead(e)):
            return anchor.year + (begun and season != season_of(anchor.month))
        same = season == season_of(anchor.month)
        return anchor.year - (not begun or (same and e.which == -1))

    def _day_of_month(self, e: Expression) -> str:
        assert e.day is not None  # noqa: S101 (what the caller chose it by)
        base = self._story if self._story.month else None
        if self._narrative and base and base.year:
            return f"{'BC' if base.before_christ else ''}{base.year:04}-{base.month:02}-{e.day:02}"
        if self._anchor is None:
            return f"XXXX-XX-{e.day:02}"
        months = 0 if e.day <= self._anchor.day or self._looks_ahead(e) else -1
        year, month = shift_months(self._anchor.year, self._anchor.month, months)
        return f"{year:04}-{month:02}-{e.day:02}"

    # -- what counts from another time --------------------------------------------------------

    def _day_shifted(self, e: Expression) -> str:
        base = self._base(e)
        if e.clock is not None and e.which is None:
            base = self._story.date() if self._narrative else None
        if base is None:
            return _with_time("XXXX-XX-XX", e)
        return _with_time((base + timedelta(days=e.which or 0)).isoformat(), e)

    def _unit(self, e: Expression) -> str:
        """``last week``, ``the same day``, ``that year``."""
        year, month = self._told() if e.from_story else self._published()
        which = e.which or 0
        base = self._base(e)
        if e.unit in ("D", "W", "WE"):
            if base is None:
                return {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE"}[e.unit]
            if e.unit == "D":
                return _with_time((base + timedelta(days=which)).isoformat(), e)
            if e.unit == "WE" and which == 0 and base.isoweekday() <= 3 and not self._looks_ahead(e):
                which = -1  # on a Monday the weekend is the one just gone
            return week_value(base + timedelta(weeks=which)) + ("-WE" if e.unit == "WE" else "")
        if year is None:
            return "XXXX"
        old = "BC" if e.from_story and self._story.before_christ else ""
        return old + unit_value(e.unit, year, month, -which if old else which)

    def _told(self) -> tuple[int | None, int | None]:
        return self._story.year, self._story.month

    def _published(self) -> tuple[int | None, int | None]:
        return (self._anchor.year, self._anchor.month) if self._anchor else (None, None)

    def _half_or_quarter(self, e: Expression) -> str:
        year = e.year
        if year is None:
            base = self._story.year if e.from_story or self._narrative else self._anchor and self._anchor.year
            year = base + (e.which or 0) if base else None
        return f"XXXX-{e.literal}" if year is None else f"{year:04}-{e.literal}"

    def _span(self, e: Expression) -> Timex:
        """``the last two weeks``: from then to the anchor."""
        base, value = self._base(e), duration_value(e.count, e.unit)
        if base is None:
            return _timex(e, "DURATION", value, (None, None, "interval"), True)
        far = shift_days(base, e.count, e.unit, e.which or 0)
        first, last = (far, base) if (e.which or 0) <= 0 else (base, far)
        return _timex(e, "DURATION", value, (first, last, "interval" if far else "vague"), True)

    def _offset(self, e: Expression) -> Timex:
        """``two days ago`` and ``two days later``."""
        sign, value = e.which or 0, ""
        story = self._told_beside(e)
        base = story.date() if e.from_story else self._anchor
        if e.count is None or e.unit in ("H", "MIN", "S"):
            first, last = (None, base) if sign < 0 else (base, None)
            return _timex(e, "DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", (first, last, "vague"), True)
        if e.unit in ("D", "W", "FN"):
            far = shift_days(base, e.count, e.unit, sign) if base else None
            value = "XXXX-XX-XX" if far is None else (far.isoformat() if e.unit == "D" else week_value(far))
        else:
            year, month = (story.year, story.month) if e.from_story else self._published()
            if year is None:
                value = "XXXX"
            else:
                old = e.from_story and story.before_christ
                steps = round(e.count) * (-sign if old else sign)
                value = ("BC" if old else "") + unit_value(e.unit, year, month, steps)
        self._tell(e, value)
        return _timex(e, "DATE", value, interval_of(value), True)


def _timex(
    e: Expression, kind: str, value: str, interval: tuple[date | None, date | None, str], anchored: bool
) -> Timex:
    return Timex(e.start, e.end, kind, value, *interval, e.rule, anchored)


def _with_time(day: str, e: Expression) -> str:
    if e.clock is not None:
        return f"{day}T{e.clock[0]:02}:{e.clock[1]:02}"
    return f"{day}T{e.part}" if e.part else day
