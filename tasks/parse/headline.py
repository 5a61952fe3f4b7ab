"""Which of a page's headings is the article's headline."""

import re

from lxml.etree import _Element

from tasks.parse.gate import clean_markup_text

LIKENESS = 0.6
"""Share of the shorter one's words that a heading and the page's title must have in common."""

_WORDS = re.compile(r"\w+")


def find_headline(tree: _Element, title: str | None) -> _Element | None:
    """The heading most like ``title``; where none is, the one first-level heading of the page."""
    first = [e for e in tree.iter("h1") if _words(e)]
    known = frozenset(_WORDS.findall((title or "").casefold()))
    if known:
        likest = max(first, key=lambda e: _likeness(_words(e), known), default=None)
        if likest is not None and _likeness(_words(likest), known) >= LIKENESS:
            return likest
        for element in tree.iter("h2", "h3"):
            if len(_words(element)) >= 3 and _likeness(_words(element), known) >= LIKENESS:
                return element
    return first[0] if len(first) == 1 and len(_words(first[0])) >= 3 else None


def _words(element: _Element) -> frozenset[str]:
    return frozenset(_WORDS.findall(clean_markup_text("".join(element.itertext())).casefold()))


def _likeness(words: frozenset[str], title: frozenset[str]) -> float:
    """Shared words over those of the shorter; a single word in common is no likeness of long titles."""
    shared = len(words & title)
    if not shared or len(words) * 4 < len(title):
        return 0.0
    return shared / min(len(words), len(title))
