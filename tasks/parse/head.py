"""What a page's head says: ``<meta>``, ``<title>`` and ``<link>``.

Guarantees: every value as it stands there, decoded, in its order; nothing is weighed here (``metadata`` does that).
Only the head is parsed: a tree of BeautifulSoup's of the whole page costs more than finding the article in it.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer

from tasks.parse.gate import clean_markup_text, fold_space

MAX_HEAD_CHARS = 500_000
_HEAD_END = re.compile(r"</head|<body", re.IGNORECASE)
_UNREAD = re.compile(r"<(?:(script|style|svg|noscript)\b|!--)", re.IGNORECASE)
_OTHER_LINKS = re.compile(r"<link\b(?![^>]{0,400}canonical)[^>]{0,2000}>", re.IGNORECASE)
_READ = SoupStrainer(["meta", "title", "link"])


@dataclass(frozen=True, slots=True)
class Head:
    """``meta`` holds the values of each ``property``, ``name`` or ``itemprop``, by its name in lower case."""

    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    title: str | None = None
    canonical: str | None = None

    def first(self, *names: str) -> str | None:
        """The first value under the first of ``names`` that has one."""
        return next((self.meta[name][0] for name in names if name in self.meta), None)


def read_head(text: str) -> Head:
    """The head of the page ``text``."""
    end = _HEAD_END.search(text, 0, MAX_HEAD_CHARS)
    markup = "".join(_outside_scripts(text[: end.start() if end else MAX_HEAD_CHARS]))
    soup = BeautifulSoup(_OTHER_LINKS.sub(" ", markup), "lxml", parse_only=_READ)
    meta: dict[str, list[str]] = {}
    for tag in soup.find_all("meta"):
        key = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        value = _tidy(str(tag.get("content") or ""))
        if key and value:
            meta.setdefault(key, []).append(value)
    link = soup.find("link", rel="canonical")
    return Head(
        {key: tuple(values) for key, values in meta.items()},
        _tidy(str(soup.title.string)) if soup.title and soup.title.string else None,
        str(link.get("href")) if link and link.get("href") else None,
    )


def _outside_scripts(markup: str) -> Iterator[str]:
    """``markup`` without scripts, styles and comments; one that is not closed takes the rest."""
    position = 0
    while opened := _UNREAD.search(markup, position):
        yield markup[position : opened.start()]
        closing = f"</{opened[1]}" if opened[1] else "-->"
        position = markup.find(closing, opened.end())
        if position < 0:
            return
        position += len(closing)
    yield markup[position:]


def _tidy(value: str) -> str:
    return fold_space(clean_markup_text(html.unescape(value)))
