"""What the words of a matched time pattern say: one reader a rule.

A reader returns None where its words are no time after all, and the next pattern is tried.
"""

import calendar
import re

from tasks.extract.time_expressions import Expression, Found

Read = tuple[Expression, ...] | None

_STORY_WORDS = frozenset(
    ("following", "subsequent", "succeeding", "ensuing", "previous", "preceding", "prior", "that", "same", "those")
)
_OF_AN_AGE = re.compile(r"\b(?:his|her|their|my|our|the (?:low|mid|high|upper))[ -](?:\w+[ -])?$")
_MODAL_MONTHS = frozenset(("may", "march", "mar"))
_INTRODUCES_MONTH = re.compile(
    r"(?:^|[(,:–—-]|\b(?:in|since|from|to|until|till|by|before|after|between|and|of|during|on|for|mid|or|through|as of"
    r"|next|last|this))\s*[(-]?$",
    re.IGNORECASE,
)
_INTRODUCES_YEAR = re.compile(
    r"(?:[(\[,–—/-]|\b(?:in|since|from|to|until|till|by|before|after|between|and|of|during|on|over|for|through|circa|ca?\.|around"
    r"|about|the|than|early|late|mid|winter|summer|spring|autumn|fall|year|m\.|div\.|born|died|d\.|b\.|or|a|an))\s*[(-]?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?:people|men|women|troops|children|soldiers|percent|per|km|kg|miles?|metres?|meters?|feet|tons?|tonnes?|hours?|days?|"
    r"dollars?|euros?|pounds?|horses|refugees|prisoners|tanks|aircraft|acres|civilians|members|soldiers|students|workers|"
    r"residents|families|homes|houses|jobs|units|words|copies|points|votes|words)$"
)
_MONEY = re.compile(r"[$€£¥#]\s?$")


def which_of(found: Found, *groups: str) -> tuple[int | None, bool, str | None]:
    """Direction, whether the text itself gives the time that it starts from, and the unit named."""
    for group, unit in zip(groups[::2], groups[1::2], strict=True):
        if not found.has(group):
            continue
        tokens = found.tokens[found.match.start(group) : found.match.end(group)]
        words = {token.text.lower() for token in tokens}
        shift = sum(token.value or 0 for token in tokens if token.letter in "lq")
        opening = found.tokens[max(0, found.match.start(group) - 1)].text.lower()
        from_story = bool(words & _STORY_WORDS) or ("next" in words and "the" in (words | {opening}))
        return shift, from_story, found.value(unit) if unit else None
    return None, False, None


def count_of(found: Found) -> tuple[float | None, bool]:
    """The number named, and whether it is a vague one (``several``)."""
    if not found.has("number"):
        return (0.5, False) if found.has("plushalf") else (None, True)
    total: float | None = None
    for token in found.tokens[found.match.start("number") : found.match.end("number")]:
        if token.letter in "wdny":
            larger = total is not None and token.value in (100, 12)
            total = (total or 0) * token.value if larger else (total or 0) + token.value
        elif token.letter == "s":
            total = token.value
            if total is None:
                return None, True
        elif token.letter in "ah":
            total = total or 1
            if token.letter == "a" and found.match.end("number") - found.match.start("number") > 1:
                total = None
    if total is not None and found.has("plushalf"):
        total += 0.5
    return total, total is None


def part_of(found: Found) -> str | None:
    part: str | None = found.value("part") or found.value("part2")
    return part


def place_of(found: Found) -> str | None:
    if not found.has("place"):
        return None
    tokens = found.tokens[found.match.start("place") : found.match.end("place")]
    return next((token.value for token in tokens if token.letter in "EZ"), None)


def clock_of(found: Found) -> tuple[int, int] | None:
    if not found.has("clock"):
        return None
    token = found.token("clock")
    half = found.tokens[found.match.end("clock") - 1].value if found.match["clock"].endswith("@") else None
    if token.letter == ":":
        hour, minute = token.value
    else:
        hour, minute = int(token.value), round(token.value % 1 * 100)
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    return (hour, minute) if hour <= 24 and minute < 60 else None


def _valid_day(month: int, day: int, year: int | None) -> bool:
    return 1 <= day <= calendar.monthrange(year or 2024, month)[1]


def number_day(found: Found) -> Read:
    year, month, day, unsure = found.value("numeric")
    if not _valid_day(month, day, year):
        return None
    return (found.make(year=year, month=month, day=day, unsure=unsure, clock=clock_of(found)),)


def full_day(found: Found) -> Read:
    month, day, year = found.value("month"), found.value("day"), found.value("year")
    if not _valid_day(month, day, year):
        return None
    old = found.value("era") == "BC"
    fields = {"month": month, "day": day, "year": year, "part": part_of(found), "place": place_of(found)}
    return (found.make(**fields, clock=clock_of(found), before_christ=old),)


def day_range(found: Found) -> Read:
    month, first, last, year = (found.value(group) for group in ("month", "day", "day2", "year"))
    if not first < last or not _valid_day(month, last, year):
        return None
    month_first = found.match.start("month") < found.match.start("day")
    one = found.make(last="day" if month_first else None, month=month, day=first, year=year)
    two = found.make(first="day2", month=month, day=last, year=year)
    if not month_first:
        one = found.make(last="day", month=month, day=first, year=year)
    return one, two


def month_and_day(found: Found) -> Read:
    month, day = found.value("month"), found.value("day")
    if not _valid_day(month, day, None) or _MONEY.search(found.before()):
        return None
    month_first = found.token("day").letter == "d" and found.match.start("month") < found.match.start("day")
    if month_first and found.token("month").text == "May" and is_counted(found):
        return None
    which, from_story, unit = which_of(found, "ref", "refunit", "ref2", "refunit2")
    if unit not in (None, "Y"):
        return None
    fields = {"month": month, "day": day, "part": part_of(found), "place": place_of(found)}
    return (found.make(**fields, which=which, from_story=from_story),)


def month_range(found: Found) -> Read:
    year = found.value("year")
    first, last = found.value("month"), found.value("month2")
    one = found.make(last="month", month=first, year=year - (first > last))
    return one, found.make(first="month2", month=last, year=year)


def month_and_year(found: Found) -> Read:
    old = found.value("era") == "BC"
    year = int(found.value("year"))
    return (found.make(month=found.value("month"), year=year, place=place_of(found), before_christ=old),)


def month_alone(found: Found) -> Read:
    token = found.token("month")
    named = found.has("ref") or found.has("ref3") or found.has("ref2") or found.has("place")
    is_word_too = token.text.lower() in _MODAL_MONTHS or len(token.text) == 3
    if is_word_too and not named and not _INTRODUCES_MONTH.search(found.before()):
        return None
    if token.text[0].islower() and token.text not in ("january", "february", "september", "october", "november"):
        return None
    if re.match(r"[A-Z]", found.following()) and not named and not _INTRODUCES_MONTH.search(found.before()):
        return None  # April Jones
    which, from_story, unit = which_of(found, "ref3", "refunit", "ref2", "refunit2", "ref", "")
    if unit not in (None, "Y"):
        return None
    return (found.make(month=token.value, place=place_of(found), which=which, from_story=from_story, unit=unit),)


def season(found: Found) -> Read:
    token = found.token("season")
    which, from_story, unit = which_of(found, "ref3", "refunit", "ref", "")
    loose = which is None and not found.has("year") and not found.has("place")
    is_word_too = token.text.lower() in ("fall", "spring") and not re.search(r"\b(?:the|in)\s$", found.before())
    if loose and is_word_too and not found.match[0].startswith("h"):
        return None
    if token.text.lower() == "fall" and not found.has("year") and found.following() == "of":
        return None
    year = found.value("year")
    fields = {"season": token.value, "year": year and int(year), "place": place_of(found)}
    fields["before_christ"] = found.value("era") == "BC"
    return (found.make(**fields, which=which, from_story=from_story, unit=unit),)


def years_before_christ(found: Found) -> Read:
    if found.value("era") != "BC":
        return _era_years(found, False)
    return _era_years(found, True)


def _era_years(found: Found, old: bool) -> Read:
    first = int(found.value("number"))
    if not found.has("number2"):
        return (found.make(year=first, before_christ=old, place=place_of(found)),)
    second = int(found.value("number2"))
    if old and second > first:
        return None
    return (
        found.make(last="number", year=first, before_christ=old, place=place_of(found)),
        found.make(first="number2", year=second, before_christ=old),
    )


def decade(found: Found) -> Read:
    token = found.token("decade")
    if token.letter == "Y" and not re.search(r"h(?:E-?)?Y$", found.match[0]):
        return None
    short = token.letter == "j" and not token.text.startswith(("'", "’")) and len(token.text) < 5
    if short and token.value >= 1000 and _OF_AN_AGE.search(found.before()):
        return None  # in her 30s
    old = found.value("era") == "BC"
    return (found.make(literal="decade", year=token.value, place=place_of(found), before_christ=old),)


def century(found: Found) -> Read:
    if found.value("unit") != "CE":
        return None
    old = found.value("era") == "BC"
    first = found.make(
        last="century" if found.has("century2") else None,
        literal="century",
        year=found.value("century"),
        place=place_of(found),
        before_christ=old,
    )
    if not found.has("century2"):
        return (first,)
    return first, found.make(
        first="century2", literal="century", year=found.value("century2"), place=place_of(found), before_christ=old
    )


def half_or_quarter(found: Found) -> Read:
    nth, unit = found.value("nth"), found.value("unit")
    unit = "H" if unit == 1 else unit
    if unit not in ("H", "Q"):
        return None
    number = {"START": 1, "END": 2}.get(nth, 0) if isinstance(nth, str) else nth
    which, from_story, of_unit = which_of(found, "ref", "refunit")
    if not 1 <= number <= (2 if unit == "H" else 4) or (which is not None and of_unit != "Y"):
        return None
    if not found.has("year") and which is None and unit == "H":
        return None  # the second half of a game
    return (
        found.make(
            literal=f"{unit}{number}", year=found.value("year"), which=which, from_story=from_story, unit=of_unit
        ),
    )


def year_range(found: Found) -> Read:
    first, token = found.value("year"), found.token("year2")
    last = int(token.value)
    joined = found.tokens[found.match.start("year2") - 1].letter
    if token.letter != "y":
        if joined != "-" or len(token.text) != 2 or not first % 100 < last:
            return None
        last += first // 100 * 100
    elif joined == "-" and not first <= last:
        return None
    if not _is_year(found, "year") or (joined != "-" and is_counted(found)):
        return None
    return (
        found.make(last="year", year=first, place=place_of(found)),
        found.make(first="year2", year=last),
    )


def year(found: Found) -> Read:
    if not _is_year(found, "year") or is_counted(found):
        return None
    return (found.make(year=found.value("year"), place=place_of(found)),)


def _is_year(found: Found, group: str) -> bool:
    value, before = found.value(group), found.before()
    if _MONEY.search(before) or re.search(
        r"(?:[\d.,]|\b(?:No|Nos|Room|Flight|Highway|Route|Rule|Section|Resolution)\.?\s?|[A-Z]-?)$", before
    ):
        return False
    if 1900 <= value <= 2049 or found.has("place"):
        return True
    return bool(_INTRODUCES_YEAR.search(before)) or found.match.start() == 0


def is_counted(found: Found) -> bool:
    """Whether what follows is a plural that the number counts."""
    following = found.following()
    return bool(following) and following[0].islower() and bool(_COUNTED.match(following))
