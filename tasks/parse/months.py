"""Month names and halves of the day in the languages of the world, from the Unicode CLDR.

Guarantees: a name means one month. With a language, it is that language's month or English's; without one, a name
that different languages give to different months (Czech and Croatian ``listopad``) means none.

``data/cldr_months.json`` is drawn from the CLDR by ``python -m tasks.parse.months``, which needs Babel; reading sixty
of its locales at run time would take a page's whole time. ``data/months.json`` holds what newspapers write and the
CLDR lacks.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "data"
_OWN = json.loads((_FOLDER / "months.json").read_text("utf-8"))
_TABLE = _FOLDER / "cldr_months.json"
_CLDR = json.loads(_TABLE.read_text("utf-8")) if _TABLE.exists() else {"names": {}, "halves": {}}
_SAME = {"no": "nb", "iw": "he", "in": "id", "sh": "sr", "tl": "fil"}
"""Older and wider codes, by those that the CLDR has."""

_AROUND = "()[]{}<>:;-–—|\"'“”„«»•·*_~"
MIN_NAME_CHARS = 3
"""Shorter names (``N`` for November) are read into too much; scripts without case make do with two."""


@lru_cache(maxsize=128)
def month_numbers(language: str | None) -> Mapping[str, int]:
    """Numbers of the months by name, in lower case and without a full stop at the end."""
    if language:
        return {**_names("en"), **_names(language)}
    meanings: dict[str, set[int]] = {}
    for one in _CLDR["names"]:
        for name, number in _names(one).items():
            meanings.setdefault(name, set()).add(number)
    return {name: min(numbers) for name, numbers in meanings.items() if len(numbers) == 1} | dict(_names("en"))


def month_number(words: str, language: str | None) -> int | None:
    """The month that ``words`` name, or their last word, or their first."""
    numbers = month_numbers(language)
    tidy = unicodedata.normalize("NFC", words).lower()
    for word in (tidy, tidy.rpartition(" ")[2], tidy.partition(" ")[0]):
        bare = word.strip(_AROUND).rstrip(".")
        found = numbers.get(bare) or numbers.get(bare.removeprefix("ב"))  # Hebrew writes "in" and the month as one
        if found:
            return found
    return None


@lru_cache(maxsize=128)
def day_halves(language: str | None) -> Mapping[str, str]:
    """``am`` or ``pm`` by the words for them, in lower case."""
    halves = {"am": "am", "a.m": "am", "a.m.": "am", "pm": "pm", "p.m": "pm", "p.m.": "pm"}
    return {**halves, **_CLDR["halves"].get(_SAME.get(language or "", language), {})}


@lru_cache(maxsize=128)
def _names(language: str) -> Mapping[str, int]:
    code = _SAME.get(language, language)
    return {**_CLDR["names"].get(code, {}), **_OWN["names"].get(code, {})}


def draw_table() -> dict[str, Any]:
    """The names of all ``languages`` in ``data/months.json``, as Babel has them."""
    from babel import Locale, localedata  # noqa: PLC0415 (only who draws the table needs it)

    names: dict[str, dict[str, int]] = {}
    halves: dict[str, dict[str, str]] = {}
    for language in _OWN["languages"]:
        localedata._cache.clear()  # what one locale inherits, Babel writes into the parent that all share
        locale = Locale.parse(language)
        names[language] = dict(_month_names(locale))
        words = (
            (str(w.get(half, "")).lower(), half) for w in locale.day_periods["format"].values() for half in ("am", "pm")
        )
        halves[language] = {word: half for word, half in words if len(word) > 1 or (word and not word.isascii())}
    about = (
        "Month names and halves of the day of the Unicode CLDR (Unicode License v3), drawn by tasks/parse/months.py."
    )
    return {"about": about, "names": names, "halves": halves}


def _month_names(locale: Any) -> Iterator[tuple[str, int]]:
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context].get(width, {}).items():
                bare = unicodedata.normalize("NFC", str(name)).lower().strip().rstrip(".")
                least = MIN_NAME_CHARS if bare.isascii() or bare.upper() != bare else 2
                if len(bare) >= least and not any(c.isdigit() for c in bare):
                    yield bare, int(number)


if __name__ == "__main__":
    _TABLE.write_text(json.dumps(draw_table(), ensure_ascii=False, indent=0) + "\n", "utf-8")
