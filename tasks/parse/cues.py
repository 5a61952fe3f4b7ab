"""What the names that pages give their elements, and the headings they set, tell of what is there.

The words lie in ``data/cues.json``; class names are read in their parts, so that ``articleShareBar`` and
``article-share-bar`` say the same. Names with a colon hold for some screens only (``md:hidden``).
"""

import re
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

import orjson
from lxml.etree import _Element

from tasks.parse.gate import fold_space

_DATA = orjson.loads((files("tasks.parse") / "data" / "cues.json").read_bytes())
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_GAP = re.compile(r"[^a-z0-9]+")
_STATE = re.compile(
    r"(?:^|[-_])(?:with|without|has|no|not)(?:[-_]|(?=[A-Z])).*$|^(?:is|js|show|hide|category|tag|type|status|format)[-_].*$"
)
"""``has-sidebar`` tells of the page, ``category-newsletters`` of the article, neither of the element that bears it."""

_POST = re.compile(r"hentry$|post-\d+$")
"""What WordPress names the element of a post, before its categories and tags."""

MAX_NAME_CHARS = 300
MAX_ID_WORDS = 4
"""A longer id is made of a heading's words."""

MAX_HEADING_CHARS = 70


class Cue(StrEnum):
    """What the name of an element says that it holds."""

    PROMO = "promo"
    CAPTION = "caption"
    CREDIT = "credit"
    BYLINE = "byline"
    STANDFIRST = "standfirst"
    PULL = "pull"
    EMBED = "embed"
    BODY = "body"
    UNSEEN = "unseen"


def _begins(words: list[str]) -> tuple[str, ...]:
    return tuple(word.replace("$", "-") for word in words)


_BEGINS = {cue: _begins(_DATA["names"][cue]) for cue in Cue}
_HEADINGS = frozenset(_DATA["headings"])
_HEADING_BEGINS = tuple(_DATA["heading_begins"])
_LEADS = tuple(w + " " for w in _HEADINGS if " " in w)
_CALLS = tuple(_DATA["calls"])
_LABELS = frozenset(_DATA["labels"])
_MARKS = re.compile(r"[^\w\s'’-]+")
_NO_CUES: frozenset[Cue] = frozenset()


def cues_of(element: _Element) -> frozenset[Cue]:
    """What the class and the id of ``element`` say of it."""
    name, key = element.get("class"), element.get("id")
    if key and key.count("-") + key.count("_") >= MAX_ID_WORDS:
        key = None
    if not name and not key:
        return _NO_CUES
    return _read_name(f"{name or ''} {key or ''}"[:MAX_NAME_CHARS])


@lru_cache(maxsize=20_000)
def _read_name(name: str) -> frozenset[Cue]:
    words = [_STATE.sub("", word) for word in name.split()]
    parts = _GAP.sub("-", _HUMP.sub("-", " ".join(word for word in words if ":" not in word)).lower()) + "-"
    starts = [0, *(match.end() for match in _GAP.finditer(parts, 0, len(parts) - 1))]
    found = frozenset(cue for cue, begins in _BEGINS.items() if any(parts.startswith(begins, at) for at in starts))
    if any(_POST.match(word) for word in words):
        found -= {Cue.PROMO}  # the names after it are the post's own topics
    is_responsive = any(":" in word for word in words)
    return found - {Cue.UNSEEN} if is_responsive else found


def is_promo_heading(text: str) -> bool:
    """Whether ``text`` is the heading of links, boxes or remarks that are not the article's."""
    if len(text) > MAX_HEADING_CHARS:
        return False
    words = _fold(text)
    return words in _HEADINGS or (words.startswith(_HEADING_BEGINS) and not text.endswith("."))


def begins_promo(text: str) -> bool:
    """Whether ``text`` begins as such a heading does and goes on after a mark: ``Read also: …``, ``Related | …``."""
    head = re.split(r"[:|–—]", text[:MAX_HEADING_CHARS], maxsplit=1)[0]
    return len(head) < len(text) and _fold(head) in _HEADINGS


def leads_promo(text: str) -> bool:
    """The same without a mark, which only links tell from the begin of a sentence: ``Don't miss Tower kept``."""
    return _fold(text[:MAX_HEADING_CHARS]).startswith(_LEADS)


def is_label(text: str) -> bool:
    """Whether ``text`` is a word of the page's machinery that stands alone: ``Advertisement``."""
    return len(text) <= MAX_HEADING_CHARS and _fold(text) in _LABELS


def begins_call(text: str) -> bool:
    """Whether ``text`` begins as walls, cookie notices and calls to subscribe do, in any of many languages."""
    return _fold(text[:MAX_HEADING_CHARS]).startswith(_CALLS)


def _fold(text: str) -> str:
    return fold_space(_MARKS.sub(" ", text).replace("’", "'")).casefold()
