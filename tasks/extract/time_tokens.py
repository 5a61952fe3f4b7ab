"""A text as a line of letters, one a token, on which time expressions are patterns.

Guarantees: ``shape[i]`` says what ``tokens[i]`` can be in a time expression (``M`` a month,
``y`` a year, ``u`` a unit; the letters of words stand in ``data/time_words.json``), ``x`` that it is
another word and ``~`` another mark. Reading a line of letters instead of the text is what
makes many patterns cheap.
"""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

_WORDS: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "time_words.json").read_text(encoding="utf-8"))
_AMBIGUOUS = frozenset(_WORDS["ambiguous"])
_LETTERS: dict[str, tuple[str, Any]] = {
    word: (letter, value) for letter, words in _WORDS.items() if len(letter) == 1 for word, value in words.items()
}
_SHORT_WEEKDAYS = frozenset(word for word in _WORDS["W"] if not word.endswith(("day", "days")))
_CAPITALISED = frozenset("MWX")
_MARKS = {",": ",", ".": ".", "-": "-", "–": "-", "—": "-", "‑": "-", "/": "/", "&": "&"}
_TOKEN = re.compile(
    r"(?P<k>(?<![\w.,/-])\d{1,4}(?P<mark>[./-])\d{1,2}(?P=mark)\d{1,4}(?![\w/]|[.,-]\d))"
    r"|(?P<clock>(?<![\w:.])\d{1,2}:\d\d(?::\d\d)?(?![\d:]))"
    r"|(?P<half>(?<=[\d ])[aApP]\.?[mM](?![^\W_])\.?)"
    r"|(?P<era>(?<!\w)(?:B\.\s?C\.?(?:E\.?)?|BCE?)(?!\w)|(?<!\w)A\.?D\.?(?![^\W\d])|(?<!\w)C\.?E\.?(?!\w))"
    r"|(?P<j>(?<![\w.,])['’]?\d{2,4}['’]?s(?!\w))"
    r"|(?P<short>(?<!\w)['’]\d\d(?![\w’']))"
    r"|(?P<ordinal>\d{1,2}(?:st|nd|rd|th)(?!\w))"
    r"|(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)"
    r"|(?P<possessive>(?<=\w)['’]s?(?!\w))"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<other>\n\s*\n|[^\w\s])"
)
TWO_DIGIT_PIVOT = 30
"""``'29`` is 2029 and ``'30`` is 1930."""


class Token(NamedTuple):
    start: int
    end: int
    letter: str
    value: Any
    text: str


def read_tokens(text: str) -> tuple[list[Token], str]:
    """The tokens of ``text`` and their letters in a row."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        words = match[0]
        letter, value = _read(match.lastgroup or "", words, text, match.end(), tokens)
        tokens.append(Token(match.start(), match.end(), letter, value, words))
    return tokens, "".join(token.letter for token in tokens)


def _read(group: str, words: str, text: str, end: int, before: list[Token]) -> tuple[str, Any]:
    match group:
        case "word":
            return _read_word(words, text, end)
        case "other":
            return _MARKS.get(words, "~"), None
        case "number":
            return _read_number(words)
        case "k":
            day = _read_numeric_day(words)
            return ("k", day) if day else ("x", None)
        case "clock":
            hour, minute = words.split(":")[:2]
            return (":", (int(hour), int(minute))) if int(hour) < 25 and int(minute) < 60 else ("x", None)
        case "half":
            follows_number = bool(before) and before[-1].letter in "dn:"
            return ("@", words[0].lower()) if follows_number else ("x", None)
        case "era":
            return "!", "BC" if words.startswith("B") else "AD"
        case "j":
            return _read_decade(words)
        case "short":
            year = int(words[1:])
            return "y", year + (2000 if year < TWO_DIGIT_PIVOT else 1900)
        case "ordinal":
            return "o", int(words[:-2])
        case _:
            return "'", None


def _read_word(words: str, text: str, end: int) -> tuple[str, Any]:
    lower = words.lower()
    found = _LETTERS.get(lower)
    if found is None:
        return "x", None
    letter = found[0]
    if letter in _CAPITALISED and lower in _AMBIGUOUS and words[0].islower():
        return "x", None
    if lower in _SHORT_WEEKDAYS and not re.match(r"\.|,? ?\d|, [A-Z]", text[end : end + 4]):
        return "x", None
    return found


def _read_number(words: str) -> tuple[str, Any]:
    if "." in words:
        return "n", float(words.replace(",", ""))
    value = int(words.replace(",", ""))
    if len(words) <= 2 and 1 <= value <= 31:
        return "d", value
    return ("y", value) if len(words) == 4 and 1000 <= value <= 2100 else ("n", value)


def _read_decade(words: str) -> tuple[str, Any]:
    digits = re.sub(r"\D", "", words)
    year = int(digits)
    if len(digits) == 2 and year % 10 == 0:
        return "j", year + (2000 if year < TWO_DIGIT_PIVOT else 1900)
    if year % 10 == 0 and len(digits) >= 3:
        return "j", year
    return ("y", year) if len(digits) == 4 and not words[-2].isdigit() and 1000 <= year <= 2100 else ("x", None)


def _read_numeric_day(words: str) -> tuple[int, int, int, bool] | None:
    """Year, month, day, and whether month and day could be the other way round (``03/05/2024``).

    Between points and hyphens the day stands first; slashes serve both orders.
    """
    parts = re.split(r"[./-]", words)
    first, second, third = (int(part) for part in parts)
    if len(parts[0]) == 4:
        year, month, day, unsure = first, second, third, False
    else:
        day, month, year = first, second, third
        if len(parts[2]) == 2:
            year += 2000 if year < TWO_DIGIT_PIVOT else 1900
        if month > 12 >= day:
            day, month = month, day
        unsure = "/" in words and day <= 12 and month <= 12 and day != month
    valid = 1 <= month <= 12 and 1 <= day <= 31 and 1000 <= year <= 2100 and len(parts[2]) != 3
    return (year, month, day, unsure) if valid else None
