"""Which language a text is in, told offline."""

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
