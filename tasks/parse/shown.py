"""Dates and names that a page shows its readers, or marks up where it shows them.

Guarantees: what belongs to another article, the page's clock, menus, comments and the footer is left out; of the
rest, what stands nearest below the headline comes first.
"""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml.etree import _Element

from tasks.parse.cues import Cue, cues_of
from tasks.parse.gate import clean_markup_text, fold_space

MAX_SHOWN_CHARS = 160
"""A longer text is no line of names or dates."""

MAX_NAMES_CHARS = 300
MAX_FOLLOWING = 40
MAX_PRECEDING = 12
LEVELS_ABOVE = 4
"""How far up from the headline what stands above it may hang together with it; mastheads do not."""


_HEADS = frozenset(("html", "body", "head", "meta", "script", "link"))
_TELLING = frozenset(("class", "id", "itemprop", "datetime", "rel"))
_FURNITURE = frozenset(
    ("nav", "footer", "aside", "script", "style", "noscript", "form", "select", "button", "figure", "figcaption")
)
_SHOWN_ELSEWHERE = frozenset(("nav", "footer", "aside", "form", "select"))
_VALUES = ("datetime", "content", "data-datetime", "data-date", "data-timestamp", "data-time", "title")
_ELSEWHERE = frozenset((Cue.PROMO, Cue.CREDIT, Cue.CAPTION))
_CLOCKS = ("today", "clock", "weather", "current", "live-time", "header-date", "headerdate", "copyright", "countdown")


@dataclass(frozen=True, slots=True)
class Shown:
    """One element: its values for machines, its text, its names, and whether it is near the headline."""

    values: tuple[str, ...]
    text: str
    names: str
    itemprop: str
    is_near: bool


def find_shown(tree: _Element, headline: _Element | None) -> tuple[list[Shown], list[Shown]]:
    """Elements that hold or may hold the article's dates, and such for its authors; the likeliest first."""
    dates: list[tuple[int, _Element]] = []
    names: list[tuple[int, _Element]] = []
    place = 0
    for number, element in enumerate(tree.iter("{*}*")):
        if element is headline:
            place = number
        if element.tag in _HEADS:
            continue
        is_date, is_name = _may_hold(element)
        if is_date:
            dates.append((number, element))
        if is_name:
            names.append((number, element))
    return (list(_by_nearness(dates, headline, place)), list(_by_nearness(names, headline, place)))


def _may_hold(element: _Element) -> tuple[bool, bool]:
    """Whether ``element`` may hold a date, and names, by its tag and attributes."""
    is_date, is_name = element.tag == "time", element.tag == "address"
    for name, value in element.items():
        if name in _TELLING:
            told = _told_by(name, value[:MAX_NAMES_CHARS])
            is_date, is_name = is_date or told[0], is_name or told[1]
    return is_date, is_name


def _told_by(attribute: str, value: str) -> tuple[bool, bool]:
    """Whether the attribute tells of a date, and of names. Asked of every element: a pattern takes long."""
    if attribute == "itemprop":
        return "date" in value, value == "author"
    if attribute == "rel":
        return False, value == "author"
    if attribute == "datetime":
        return True, False
    low = value.lower()
    is_date = "date" in low or "time" in low or "publish" in low or "posted" in low
    is_name = "author" in low or "byline" in low or "writer" in low or "reporter" in low
    return is_date, is_name or "autor" in low or "auteur" in low


def _by_nearness(found: list[tuple[int, _Element]], headline: _Element | None, place: int) -> Iterator[Shown]:
    if headline is None:
        return _usable([e for _, e in found[:MAX_FOLLOWING]], frozenset(), is_near=False)
    ancestors = list(headline.iterancestors())
    above, close = frozenset(ancestors), frozenset(ancestors[:LEVELS_ABOVE])
    before = [e for number, e in found if number < place and e not in above][-MAX_PRECEDING:]
    hanging = [e for e in reversed(before) if not close.isdisjoint(e.iterancestors())]
    after = [e for number, e in found if number > place][:MAX_FOLLOWING]
    return _usable([*after, *hanging], above, is_near=True)


def _usable(elements: Iterable[_Element], above: frozenset[_Element], *, is_near: bool) -> Iterator[Shown]:
    for element in elements:
        line = [element, *element.iterancestors()]
        own = [e for e in line if e not in above]
        if any(e.tag in _FURNITURE for e in own) or any(_is_elsewhere(e) for e in own[1:]):
            continue
        if _is_clock(element):
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        text = _short_text(element)
        values = tuple(value for name in _VALUES if (value := element.get(name)))
        if text or values:
            yield Shown(values, text, names, (element.get("itemprop") or "").lower(), is_near)


def without_furniture(tree: _Element, headline: _Element | None) -> _Element:
    """A copy of ``tree`` without what is not the article's: menus, footers, cards, comments, clocks."""
    above = frozenset(headline.iterancestors()) if headline is not None else frozenset()
    doomed = [
        number
        for number, e in enumerate(tree.iter("{*}*"))
        if e not in above and e is not headline and (e.tag in _SHOWN_ELSEWHERE or _is_clock(e) or _is_card(e))
    ]
    copy = deepcopy(tree)
    elements = list(copy.iter("{*}*"))
    for number in doomed:
        parent = elements[number].getparent()
        if parent is not None:
            elements[number].drop_tree()
    return copy


def _is_card(element: _Element) -> bool:
    """Whether ``element`` is another article's card; one that holds the page's only article is not told so."""
    return _is_elsewhere(element) and (element.tag != "article" or element.find(".//h1") is None)


def _is_clock(element: _Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return any(clock in names for clock in _CLOCKS)


def _is_elsewhere(element: _Element) -> bool:
    """Whether ``element`` holds something else than the article: another one's card, comments, a list of links."""
    cues = cues_of(element)
    return element.tag == "article" or (not cues.isdisjoint(_ELSEWHERE) and Cue.BYLINE not in cues)


def _short_text(element: _Element) -> str:
    """The element's text; empty where it is too long to be a line."""
    parts: list[str] = []
    length = 0
    for part in element.itertext(with_tail=False):
        parts.append(part)
        length += len(part.strip())
        if length > MAX_SHOWN_CHARS:
            return ""
    return fold_space(clean_markup_text(" ".join(parts)))
