"""What the markup says of an element's words: its own tag, and the name that the page gives it."""

from lxml.etree import _Element

from tasks.parse.cues import Cue, cues_of
from tasks.parse.pieces import Zone

MAX_BYLINE_CHARS = 300

MAX_PART_CHARS = 900
"""A caption, box or quote of more characters is none."""

MAX_CELL_CHARS = 300
"""A table with a longer cell is there for the layout; an aside with less prose tells nothing of its own."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NEVER_BOXES = HEADINGS | {"a", "main", "table", "tbody", "tr", "td", "th"}
"""Elements whose names tell how they look or whom they are about, not that they hold a box of the page's."""

_BOXES = frozenset(("nav", "footer", "form", "button", "dialog"))
_WRAPPERS = frozenset(("div", "section", "article", "p", "main", "center", "header"))
_FINAL = frozenset((Zone.PROMO, Zone.EMBED, Zone.CREDIT, Zone.PULL, Zone.ROW))
"""Nothing inside changes these."""


def read_zone(element: _Element, outer: Zone, *, has_prose: bool, is_link: bool) -> Zone:
    """The zone inside ``element``, in one of ``outer``.

    ``has_prose`` says that the article's prose lies in it: then it is no box of the page's, whatever its name.
    ``is_link`` says that it stands in a link: a link around whole blocks is the card of another article.
    """
    tag, cues = element.tag, cues_of(element)
    if outer is Zone.PROMO and Cue.EMBED in cues:
        return Zone.EMBED  # its frame is named after the network
    if outer in _FINAL:
        return outer
    is_picture = outer is Zone.CAPTION or tag in ("figure", "figcaption")
    if outer is Zone.CAPTION and Cue.CREDIT in cues and tag != "figcaption":
        return Zone.CREDIT
    if Cue.PULL in cues:
        return Zone.PULL
    if not has_prose:
        is_named = Cue.PROMO in cues and tag not in _NEVER_BOXES
        if is_named or tag in _BOXES or (is_link and not is_picture) or (tag == "aside" and not _is_fact_box(element)):
            return Zone.PROMO
    return (_read_cues(element, cues, outer) if cues and not is_picture else None) or read_tag(element, outer)


def _read_cues(element: _Element, cues: frozenset[Cue], outer: Zone) -> Zone | None:
    if Cue.EMBED in cues:
        return Zone.EMBED
    if element.tag in HEADINGS:
        return None
    if Cue.STANDFIRST in cues:
        return Zone.STANDFIRST
    if Cue.BODY in cues or outer is Zone.QUOTE or not cues & {Cue.CAPTION, Cue.BYLINE, Cue.CREDIT}:
        return None
    length = len("".join(element.itertext()))
    if Cue.CAPTION in cues:
        return Zone.CAPTION if length < MAX_PART_CHARS else None
    if length < MAX_BYLINE_CHARS:
        return Zone.CREDIT if Cue.CREDIT in cues else Zone.BYLINE
    return None


def read_tag(element: _Element, outer: Zone) -> Zone:
    """The same by the tag alone."""
    tag = element.tag
    if tag in ("figure", "figcaption"):
        return Zone.CAPTION
    if tag == "blockquote":
        return Zone.PULL if outer is Zone.CAPTION else Zone.QUOTE
    if outer in (Zone.CAPTION, Zone.BYLINE, Zone.QUOTE):
        return outer
    if tag in HEADINGS:
        return Zone.HEADING
    if tag in ("li", "dd", "dt"):
        return Zone.ITEM
    if tag == "tr":
        return Zone.ROW if _is_row(element) else Zone.PLAIN
    if tag in _WRAPPERS and outer is Zone.HEADING:
        return Zone.PLAIN
    return outer


def _is_fact_box(aside: _Element) -> bool:
    """Whether an aside tells something of its own: prose, and next to no links."""
    length = sum(len("".join(p.itertext())) for p in aside.iter("p", "li", "dd"))
    linked = sum(len("".join(a.itertext())) for a in aside.iter("a"))
    return length >= MAX_CELL_CHARS and linked <= 0.1 * length


def _is_row(row: _Element) -> bool:
    return all(len("".join(cell.itertext())) <= MAX_CELL_CHARS for cell in row) and row.find(".//table") is None
