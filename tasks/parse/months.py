"""Month names and halves of the day in the languages of the world, from the Unicode CLDR by way of Babel.

Guarantees: a name means one month. With a language, it is that language's month or English's; without one, a name
that different languages give to different months (Czech and Croatian ``listopad``) means none.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError

MIN_NAME_CHARS = 3
"""Shorter names (``N`` for November) are read into too much; scripts without case make do with two."""

_DATA = json.loads((Path(__file__).parent / "data" / "months.json").read_text("utf-8"))
LANGUAGES: tuple[str, ...] = tuple(_DATA["languages"])
"""Those whose names are tried where a text's language is not known."""

_OWN: Mapping[str, Mapping[str, int]] = _DATA["names"]
"""What newspapers write and the CLDR lacks."""


@lru_cache(maxsize=128)
def month_numbers(language: str | None) -> Mapping[str, int]:
    """Numbers of the months by name, in lower case and without a full stop at the end."""
    if language:
        return {**_names("en"), **_names(language)}
    meanings: dict[str, set[int]] = {}
    for one in LANGUAGES:
        for name, number in _names(one).items():
            meanings.setdefault(name, set()).add(number)
    return {name: min(numbers) for name, numbers in meanings.items() if len(numbers) == 1} | dict(_names("en"))


@lru_cache(maxsize=128)
def month_pattern(language: str | None) -> str:
    """A pattern of the names, longest first; no name begins or ends within a word."""
    names = sorted(month_numbers(language), key=len, reverse=True)
    return r"(?<![^\W\d_])(?P<month>" + "|".join(map(re.escape, names)) + r")(?![^\W\d_])\.?"


@lru_cache(maxsize=128)
def day_halves(language: str | None) -> Mapping[str, str]:
    """``am`` or ``pm`` by the words for them, in lower case."""
    halves = {"am": "am", "a.m": "am", "a.m.": "am", "pm": "pm", "p.m": "pm", "p.m.": "pm"}
    locale = _locale(language) if language else None
    for width in locale.day_periods["format"].values() if locale else ():
        halves |= {str(width[half]).lower(): half for half in ("am", "pm") if half in width and len(width[half]) > 0}
    return {word: half for word, half in halves.items() if len(word) > 1 or not word.isascii()}


@lru_cache(maxsize=128)
def _names(language: str) -> Mapping[str, int]:
    locale = _locale(language)
    found = dict(_OWN.get(language, {}))
    for name, number in _cldr(locale) if locale else ():
        bare = name.lower().strip().rstrip(".")
        if not bare.replace("月", "").replace("월", "").strip().isdigit() and len(bare) >= _least(bare):
            found.setdefault(bare, number)
    return found


def _cldr(locale: Locale) -> Iterator[tuple[str, int]]:
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context].get(width, {}).items():
                yield str(name), int(number)


def _least(name: str) -> int:
    return MIN_NAME_CHARS if name.isascii() or name.upper() != name.lower() else 2


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse({"no": "nb", "iw": "he", "in": "id", "sh": "sr", "tl": "fil"}.get(language, language))
    except (UnknownLocaleError, ValueError, TypeError):
        return None
