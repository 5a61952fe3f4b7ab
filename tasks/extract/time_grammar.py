"""Time expressions as patterns over a line of token letters.

Guarantees: expressions do not overlap; each carries what its own words say and nothing that
depends on when the text was written (``time_resolve`` adds that). Linear in the text: patterns
are tried only inside runs of time words, and none repeats without bound over another.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

from tasks.extract import time_readers as calendar
from tasks.extract import time_readers_relative as relative
from tasks.extract.time_expressions import Expression, Found
from tasks.extract.time_readers import Read
from tasks.extract.time_tokens import Token, read_tokens

_PLACE = r"(?P<place>h?E(?:-|[KU]?fh?|ih?)?|h?Zfh?)?"
_PLACE_OF_DAY = r"(?P<place>h?E(?:-|[KU]?fh?)?|h?Zfh?)?"
_PART = r"(?:(?:Ei)?h?(?:E-?)?(?P<part>P)K?[fi])?"
_PART_AFTER = r"(?P<part2>P)?"
_WEEKDAY = r"(?:h?W\.?,?i?)?"
_MONTH = r"(?P<month>M)\.?"
_OF_UNIT = r"(?:,?f(?P<ref>h?t?[tlqz]+)(?P<refunit>u)|(?P<ref2>[tlq])(?P<refunit2>u))?"
_NUMBER = r"(?P<number>a?sf?|w(?:-?w)*|a(?=-?u)|[dny])(?:&(?P<plushalf>a?H))?"
_ABOUT = r"(?:a?m{1,2}N?)?(?:s(?=[wdny]))?"
_YEAR = r"(?P<year>y)"
_PATTERNS: list[tuple[str, str]] = [
    ("number day", rf"{_WEEKDAY}(?P<numeric>k)(?P<clock>:@?)?"),
    ("day range", rf"{_WEEKDAY}{_MONTH}(?P<day>[do])(?:-|T|&)h?(?P<day2>[do])(?![M%:@u]),?(?:{_YEAR})?"),
    ("day range", rf"{_WEEKDAY}h?(?P<day>[do])(?:-|T|&)h?(?P<day2>[do])f?{_MONTH},?(?:{_YEAR})?"),
    ("day", rf"{_PART}{_PLACE_OF_DAY}{_WEEKDAY}{_MONTH},?h?(?P<day>[do]),?f?{_YEAR}(?P<era>!)?{_PART_AFTER}"),
    ("day", rf"{_PART}{_PLACE_OF_DAY}{_WEEKDAY}h?(?P<day>[do])f?{_MONTH},?f?{_YEAR}(?P<era>!)?{_PART_AFTER}"),
    ("day", rf"(?P<clock>:@?|[dn]@),?{_WEEKDAY}{_MONTH}(?P<day>[do])(?:,?{_YEAR})?"),
    ("month range", rf"{_MONTH}(?:-|T|&|/){_PLACE}(?P<month2>M)\.?,?(?:i|f)?{_YEAR}"),
    ("month", rf"{_PLACE}{_MONTH},?f?(?P<year>y|[dn](?=!))(?P<era>!)?(?!-[dn])"),
    ("month and day", rf"{_PART}{_WEEKDAY}{_MONTH}h?(?P<day>[do])(?![@%]|:){_OF_UNIT}{_PART_AFTER}"),
    ("month and day", rf"{_PART}{_PLACE_OF_DAY}{_WEEKDAY}h?(?P<day>[do])f?{_MONTH}{_OF_UNIT}{_PART_AFTER}"),
    ("month alone", rf"{_PLACE}(?P<ref>[tlqz])?{_MONTH}{_OF_UNIT.replace('(?P<ref>', '(?P<ref3>')}"),
    (
        "season",
        rf"{_PLACE}h?(?P<ref>[tlqz])?(?P<season>S)(?:,?f?(?P<year>y|[dn](?=!))(?P<era>!)?|f(?P<ref3>h?[tlqz]+)(?P<refunit>u))?",
    ),
    ("years before Christ", rf"{_PLACE}(?P<number>[dny])(?:(?:-|T|&)(?P<number2>[dny]))?(?P<era>!)"),
    ("year after Christ", r"(?P<era>!)(?P<number>[dny])"),
    ("decade", rf"{_PLACE}h?(?:E-?)?(?P<decade>[jY])(?P<era>!)?"),
    ("century", rf"{_PLACE}h?(?:E-?)?(?P<century>o)(?:(?:T|-|&)h?(?P<century2>o))?-?(?P<unit>u)(?P<era>!)?"),
    ("half or quarter", rf"h?(?P<nth>[oE])(?P<unit>[uH])(?:f?{_YEAR}|f(?P<ref>h?[tlqz]+)(?P<refunit>u))?"),
    ("year range", rf"{_PLACE}(?:h?U)?{_YEAR}(?:-|T|&)(?P<year2>[ydn])(?![a-zA-Z%@:]*!)"),
    ("year", rf"{_PLACE}(?:h?[uU]f?)?{_YEAR}"),
    ("day from anchor", rf"{_PLACE}(?P<named>R){_PART_AFTER}"),
    (
        "weekday",
        rf"{_PART}{_PLACE}h?(?P<ref>t?[lqtz])?(?P<weekday>W)\.?{_PART_AFTER}(?:(?P<ref2>[tlq])(?P<refunit>u))?",
    ),
    ("span", rf"h?(?P<ref>[lqt]){_ABOUT}{_NUMBER}(?P<unit>[uU])"),
    ("span", rf"h?{_NUMBER}(?P<ref>[lq])(?P<unit>U)"),
    ("span", r"h?(?P<ref>[lq])(?P<unit>U)"),
    ("unit", rf"{_PART}{_PLACE}h?(?P<ref>t?[tlqz]+)(?P<unit>u){_PART_AFTER}"),
    ("unit", r"(?P<place>h?E(?:[KU]?fh?|ih?)|h?Zfh?)(?P<unit>u)"),
    ("unit", r"(?P<unit>u)'(?P<place>Z)"),
    ("part of day", r"(?:E)?h?(?P<ref>[tlqz]+)(?P<part>P)"),
    ("ago", rf"{_ABOUT}{_NUMBER}-?(?P<unit>[uU])(?P<way>g)"),
    ("later", rf"{_ABOUT}{_NUMBER}-?(?P<unit>[uU])(?P<way>[EbA])"),
    ("later", r"(?P<unit>U)(?P<way>E)"),
    ("later", r"(?P<number>h)(?P<unit>u)(?P<way>[bA])"),
    ("age", rf"{_ABOUT}{_NUMBER}-?[uU](?:-?O|f?O)"),
    ("set", r"(?P<set>D)|(?P<every>e)(?:w|d)?(?P<unit>[uU])|e(?P<weekday>W)"),
    ("duration", rf"{_ABOUT}{_NUMBER}-?(?P<unit>[uU])"),
    ("duration", r"(?:m)?(?P<plushalf>H)(?:a|-)?(?P<unit>u)"),
    ("duration", r"(?<=i)(?P<unit>U)(?=i|x|~|,|\.|$)"),
    ("clock", r"(?P<clock>:@?|[dn]@)"),
    ("day of month", r"(?<=[iTF])h(?P<day>o)(?=$|[,.~i])"),
    ("holiday", rf"(?P<holiday>X)(?:,?{_YEAR})?"),
    ("vague", r"(?P<vague>V)"),
    ("part of day alone", r"(?P<part>P)"),
]
_COMPILED = [(name, re.compile(pattern)) for name, pattern in _PATTERNS]
_RUN = re.compile(r"[^x~]+")
_JOIN = re.compile(r"\s*(?:[-–—]|to|and|through|until|till)\s*")
_CORE = re.compile(r"[MWSPRVuUyjYkDX:@!]|ho")


READERS: dict[str, Callable[[Found], Read]] = {
    "number day": calendar.number_day,
    "day range": calendar.day_range,
    "day": calendar.full_day,
    "month range": calendar.month_range,
    "month": calendar.month_and_year,
    "month and day": calendar.month_and_day,
    "month alone": calendar.month_alone,
    "season": calendar.season,
    "years before Christ": calendar.years_before_christ,
    "year after Christ": calendar.years_before_christ,
    "decade": calendar.decade,
    "century": calendar.century,
    "half or quarter": calendar.half_or_quarter,
    "year range": calendar.year_range,
    "year": calendar.year,
    "day from anchor": relative.day_from_anchor,
    "weekday": relative.weekday,
    "span": relative.span,
    "unit": relative.unit,
    "part of day": relative.part_of_day,
    "ago": relative.ago,
    "later": relative.later,
    "age": relative.age,
    "set": relative.recurring,
    "duration": relative.duration,
    "clock": relative.clock,
    "day of month": relative.day_of_month,
    "holiday": relative.holiday,
    "vague": relative.vague,
    "part of day alone": relative.part_alone,
}


def read_expressions(text: str) -> list[Expression]:
    """The time expressions of ``text`` in order, none inside another."""
    tokens, shape = read_tokens(text)
    found: list[Expression] = []
    for run in _RUN.finditer(shape):
        if _CORE.search(shape, run.start(), run.end()):
            found.extend(_read_run(text, tokens, shape, run.start(), run.end()))
    return [*(_with_year_of(one, two, text) for one, two in pairwise(found)), *found[-1:]]


def _with_year_of(one: Expression, two: Expression, text: str) -> Expression:
    """``May 3 - June 4, 1952``: the first end of a range lies in the year that the second one names."""
    if one.year is not None or one.month is None or two.year is None or two.month is None:
        return one
    if one.which is not None or not _JOIN.fullmatch(text, one.end, two.start):
        return one
    return replace(one, year=two.year - (one.month > two.month), before_christ=two.before_christ)


def _read_run(text: str, tokens: list[Token], shape: str, position: int, end: int) -> Iterable[Expression]:
    while position < end:
        for rule, pattern in _COMPILED:
            match = pattern.match(shape, position)
            if match is None or match.end() == position:
                continue
            read = READERS[rule](Found(rule, match, tokens, text))
            if read is not None:
                yield from read
                position = match.end()
                break
        else:
            position += 1
