"""Pages made to cost more than they say, told before and after they are parsed; both passes are linear."""

import re

import lxml.html
from lxml import etree

MAX_ELEMENTS = 40_000
"""The largest of 250 news pages has 12,000; 50,000 paragraphs take seconds."""

MAX_DEPTH = 400
"""Without ``huge_tree`` lxml cuts a tree off at depth 256 without a word; others take 40 s at 100,000."""

MAX_ATTRIBUTES = 2000
"""In one tag: 50,000 took more than 15 s."""

MAX_OPENINGS = 400_000
"""Of ``<`` in scripts, comments and all; far above any page, far below what takes a parser seconds."""

_LXML_DEPTH = 200
"""Shallower trees are safe with any parser, and need no count of their depth."""

_VOID = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"),
        # These close themselves where the next one begins.
        *("p", "li", "td", "th", "tr", "dd", "dt", "option"),
    )
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_SCRIPT = re.compile(r"<(script|style|svg|noscript)\b.*?(?:</\1|\Z)", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LONG_TAG = re.compile(r"<(?!script|style)[a-z][^<]{4000,}", re.IGNORECASE)
_ATTRIBUTES_OF = re.compile(r"(?:\"[^\"]*\"|'[^']*'|[^\"'>])*+")
_DEEP = etree.XPath(f"boolean(/*{'/*' * _LXML_DEPTH})")
_MANY_ATTRIBUTES = etree.XPath(f"boolean(//*[@*[{MAX_ATTRIBUTES + 1}]])")
_COUNT = etree.XPath("count(//*)")


class HostileError(ValueError):
    """The page would cost more than a worker has for it; the message says why."""


def parse_tree(text: str) -> etree._Element:
    """The tree of the page ``text``; ``HostileError`` where it is too deep, too wide or too large."""
    if text.count("<") > MAX_OPENINGS:
        raise HostileError(f"more than {MAX_OPENINGS} tags")
    text = _COMMENT.sub(" ", text)
    for tag in _LONG_TAG.finditer(text):
        attributes = _ATTRIBUTES_OF.match(text, tag.start(), tag.end())
        if attributes and attributes[0].count("=") > MAX_ATTRIBUTES:
            raise HostileError(f"a tag with more than {MAX_ATTRIBUTES} attributes")
    tree = _parse(text, huge=False)
    if _DEEP(tree):
        _check_depth(text)
        tree = _parse(text, huge=True)
    if _COUNT(tree) > MAX_ELEMENTS:
        raise HostileError(f"more than {MAX_ELEMENTS} elements")
    if _MANY_ATTRIBUTES(tree):
        raise HostileError(f"a tag with more than {MAX_ATTRIBUTES} attributes")
    return tree


def _parse(text: str, *, huge: bool) -> etree._Element:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=huge)
    return lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)


def _check_depth(text: str) -> None:
    depth = 0
    for match in _TAG.finditer(_SCRIPT.sub(" ", text)):
        if match[2].lower() in _VOID:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > MAX_DEPTH:
            raise HostileError(f"tags nested deeper than {MAX_DEPTH}")
