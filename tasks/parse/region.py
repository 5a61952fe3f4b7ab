"""Where on a page the article is: the element that holds its prose, and where its headline stands.

The prose of a page is its long runs of text that are no link and lie in no furniture. From the body down,
the region is entered as long as one child holds nearly all of it; what lies between two parts of an
article then lies in the region too, and is told apart block by block (``walk``, ``label``).
"""

from collections import Counter
from dataclasses import dataclass

from lxml.etree import XPath, _Element

from tasks.parse.cues import Cue, cues_of
from tasks.parse.layouts import Layout

RUN_CHARS = 40
"""A shorter run of text is no sign of prose: menus, labels and buttons are made of them."""

NEARLY_ALL = 0.78
"""Share of the prose that a child must hold to be entered; a standfirst and boxes hold the rest."""

OWN_CHARS = 80
"""Prose that an article around the headline must hold to be the one that is read."""

WHOLE_PAGE = 0.6
"""An element named like furniture that holds more than this of the page's prose is a layout's frame."""

SMALL = 500
"""Characters below which such an element is furniture whatever its share: an article may be shorter still."""

_RUNS = XPath(f"//body//text()[string-length(.) > {RUN_CHARS}]")
_UNREAD = frozenset(
    (
        *("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "audio", "video", "canvas"),
        *("a", "nav", "footer", "figure", "figcaption", "button", "select", "textarea", "dialog", "time"),
    )
)
_LEAVES = frozenset(("p", "span", "b", "i", "em", "strong", "li", "h1", "h2", "h3", "h4", "blockquote", "font", "br"))


@dataclass(frozen=True, slots=True)
class Region:
    """``prose`` counts the characters of prose in every element that has any; ``promo`` is known to be none."""

    root: _Element
    prose: dict[_Element, int]
    promo: frozenset[_Element] = frozenset()


def find_region(tree: _Element, headline: _Element | None, layout: Layout | None = None) -> Region | None:
    """The region of the article under ``headline``, or where ``layout`` has it; None for a page without prose."""
    body = tree if tree.tag == "body" else tree.find(".//body")
    prose = _count_prose(tree, headline)
    if body is None or not prose.get(body):
        return None
    if layout and (node := layout.find_body(tree)) is not None:
        return Region(node, dict(prose), layout.find_promo(tree))
    node = _enter(body, prose)
    own = _own_article(headline, prose)
    if own is not None and own is not node and own not in node.iterancestors():
        node = _enter(own, prose)
    while node.tag in _LEAVES and node.getparent() is not None and node is not body:
        node = node.getparent()
    return Region(node, dict(prose))


def _count_prose(tree: _Element, headline: _Element | None) -> Counter[_Element]:
    raw: Counter[_Element] = Counter()
    runs = []
    for run in _RUNS(tree):
        parent = run.getparent()
        if run.is_tail:
            parent = parent.getparent()
        length = len(run.strip())
        if length <= RUN_CHARS:
            continue
        line = [parent, *parent.iterancestors()]
        if any(e.tag in _UNREAD or is_hidden(e) for e in line):
            continue
        runs.append((line, length))
        for element in line:
            raw[element] += length
    above = frozenset() if headline is None else frozenset(headline.iterancestors())
    limit = max(SMALL, WHOLE_PAGE * max(raw.values(), default=0))
    furniture = {e for e, length in raw.items() if length < limit and e not in above and _is_furniture(e)}
    prose: Counter[_Element] = Counter()
    for line, length in runs:
        if furniture.isdisjoint(line):
            for element in line:
                prose[element] += length
    return prose or raw


def _is_furniture(element: _Element) -> bool:
    return element.tag == "aside" or bool(cues_of(element) & {Cue.PROMO, Cue.UNSEEN})


def _enter(node: _Element, prose: Counter[_Element]) -> _Element:
    while (best := max(node, key=lambda child: prose[child], default=None)) is not None:
        if prose[best] < NEARLY_ALL * prose[node] or not prose[best]:
            return node
        node = best
    return node


def _own_article(headline: _Element | None, prose: Counter[_Element]) -> _Element | None:
    """The ``<article>`` that ``headline`` stands in, where pages hold several; a teaser's holds no prose."""
    if headline is None:
        return None
    return next((e for e in headline.iterancestors("article") if prose[e] >= OWN_CHARS), None)


def is_hidden(element: _Element) -> bool:
    """Whether the markup itself hides ``element``."""
    style = element.get("style")
    if style and "display" in style and "none" in style.partition("display")[2][:8]:
        return True
    return element.get("hidden") is not None or element.get("aria-hidden") == "true"
