"""Which language a text is in, told offline."""

import re

import py3langid

MIN_LETTERS = 40
"""Shorter texts are told wrong too often to say."""

MAX_CHARS = 4000
"""A megabyte takes two seconds; the first pages tell as much."""


def identify_language(text: str) -> str | None:
    """ISO 639-1 code of the text's language, or None for a text too short to tell."""
    sample = text[:MAX_CHARS]
    if sum(c.isalpha() for c in sample) < MIN_LETTERS:
        return None
    return str(py3langid.classify(sample)[0])


def language_code(tag: str | None) -> str | None:
    """The language of a tag such as ``en-GB`` or ``zh_Hans``; None for what is no tag (``German``)."""
    found = re.fullmatch(r"\s*([a-zA-Z]{2,3})(?:[-_].*)?", tag or "")
    return found[1].lower() if found else None
