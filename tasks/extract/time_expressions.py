"""A time expression as its own words give it, and the pattern match that it is read from."""

import re
from dataclasses import dataclass
from typing import Any

from tasks.extract.time_tokens import Token

_SHORT_MONTHS = ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec")
SHORT_NAMES = frozenset((*_SHORT_MONTHS, "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"))
"""Names of months and weekdays that are written with a stop."""

_LEADING = re.compile(r"(?:^|[.!?:;)(]\s+|\n)[\"“‘]?(?:\w+,? ){0,2}$")
_NEXT_WORD = re.compile(r"[ -]([^\W_]+)")


@dataclass(frozen=True, slots=True)
class Expression:
    """The words of one time expression, read but not placed; ``rule`` names the pattern.

    ``which`` is what ties an incomplete one to another time: ``this`` 0, ``last`` -1, ``next`` 1
    with ``from_story`` where the text itself gives that time (``the same day``, ``two days later``).
    """

    start: int
    end: int
    rule: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str | None = None
    part: str | None = None
    clock: tuple[int, int] | None = None
    place: str | None = None
    count: float | None = None
    vague: bool = False
    unit: str | None = None
    which: int | None = None
    from_story: bool = False
    before_christ: bool = False
    literal: str | None = None
    unsure: bool = False
    leading: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern's match with what its tokens stand for."""

    rule: str
    match: re.Match[str]
    tokens: list[Token]
    text: str

    def has(self, group: str) -> bool:
        return group in self.match.re.groupindex and self.match[group] is not None

    def token(self, group: str) -> Token:
        return self.tokens[self.match.start(group)]

    def value(self, group: str) -> Any:
        return self.token(group).value if self.has(group) else None

    def make(self, first: str | None = None, last: str | None = None, **fields: Any) -> Expression:
        """An expression over the whole match, or from the group ``first`` to the group ``last``."""
        start = self.tokens[self.match.start(first) if first else self.match.start()].start
        end = self._end(self.match.end(last) if last else self.match.end())
        leading = bool(_LEADING.search(self.text, max(0, start - 24), start))
        return Expression(start, end, self.rule, **fields, leading=leading)

    def _end(self, number: int) -> int:
        """Where the expression before token ``number`` ends: commas, and stops that no short form needs, are out."""
        while self.tokens[number - 1].letter == ",":
            number -= 1
        if self.tokens[number - 1].letter == "." and self.tokens[number - 2].text.lower() not in SHORT_NAMES:
            number -= 1
        return self.tokens[number - 1].end

    def words(self, group: str) -> set[str]:
        """The words of a group, in lower case."""
        return {token.text.lower() for token in self.tokens[self.match.start(group) : self.match.end(group)]}

    def following(self) -> str:
        """The word after the match; nothing where another mark than white space or a hyphen stands between."""
        end = self.tokens[self.match.end() - 1].end
        found = _NEXT_WORD.match(self.text, end)
        return found[1] if found else ""

    def before(self) -> str:
        start = self.tokens[self.match.start()].start
        return self.text[max(0, start - 16) : start]
