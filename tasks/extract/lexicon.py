"""The words that the rules know, read once from ``data/lexicon.json``."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

LEXICON: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "lexicon.json").read_text(encoding="utf-8"))
CUES: frozenset[str] = frozenset(LEXICON["cues"])


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


CUE = alternatives(CUES)
