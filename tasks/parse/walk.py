"""The article's region as pieces: every stretch of text that a reader sees as one, in document order.

What a piece is in the article is decided in ``label``. Nothing is left out here but what the page itself hides,
and what stands before the headline or after the region.
"""

from dataclasses import dataclass

from lxml.etree import _Element

from tasks.parse.cues import Cue, cues_of
from tasks.parse.gate import clean_markup_text, fold_space
from tasks.parse.pieces import Picture, Piece, Zone
from tasks.parse.region import Region, is_hidden
from tasks.parse.zones import MAX_PART_CHARS, read_tag, read_zone

LARGE = 0.3
"""Share of the region's prose above which an element is a frame around the article, not a part of it."""

MOST = 0.5
"""Share of the region's prose that stands below a headline that is the article's."""

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "button", "center", "dd", "details", "dialog", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "legend", "li", "main"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "nav", "ol", "p", "pre", "section", "summary", "ul"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr"),
    )
)
_GROUPS = frozenset(("ul", "ol", "dl", "figure", "table", "aside", "blockquote"))
_SKIPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "audio", "video", "canvas"),
        *("select", "textarea", "option", "input", "datalist"),
    )
)


@dataclass(frozen=True, slots=True)
class _Context:
    zone: Zone = Zone.PLAIN
    element: _Element | None = None
    group: _Element | None = None
    inside: bool = False
    is_title: bool = False


class _Walk:
    def __init__(self, region: Region, headline: _Element | None) -> None:
        self._region = region
        self._headline = headline
        self._open = frozenset() if headline is None else frozenset((headline, *headline.iterancestors()))
        self._started = headline is None
        self._ended = False
        self._words: list[str] = []
        self._chars = self._linked = self._links = self._link_count = 0
        self._picture = Picture.NONE
        self._image: _Element | None = None
        self.pieces: list[Piece] = []

    def visit(self, element: _Element, context: _Context) -> None:
        """Walk through ``element``, its tail left to whoever called."""
        tag = element.tag
        if not self._started and element not in self._open:
            return
        if element is self._headline:
            self._started = True
        if not isinstance(tag, str) or tag in _SKIPPED or self._ended or self._is_unseen(element):
            return
        if tag == "br":
            self._break(element, context)
            return
        if tag in ("img", "amp-img") and not "".join(self._words).strip():
            self._picture, self._image = Picture.WITHIN, element
            return
        inner = self._enter(element, context)
        if inner is None:
            is_link = tag == "a" and element.get("href") is not None
            self._links += is_link
            self._link_count += is_link
            self._read_children(element, context)
            self._links -= is_link
            return
        self._flush(context)
        self._read_children(element, inner)
        self._flush(inner)
        if element is self._region.root:
            self._ended = True

    def _read_children(self, element: _Element, context: _Context) -> None:
        if context.zone is Zone.ROW and element.tag in _BLOCKS:
            self._words.append(" ")
        self._say(element.text)
        for child in element:
            self.visit(child, context)
            self._say(child.tail)

    def _break(self, element: _Element, context: _Context) -> None:
        """Two line breaks part paragraphs, one is a space."""
        following = element.getnext()
        is_double = following is not None and following.tag == "br" and not (element.tail or "").strip()
        if is_double:
            self._flush(context)
        else:
            self._words.append(" ")

    def _say(self, text: str | None) -> None:
        if text and self._started and not self._ended:
            self._words.append(text)
            length = len(text.strip())
            self._chars += length
            if self._links:
                self._linked += length

    def _flush(self, context: _Context) -> None:
        if self._words:
            words = fold_space(clean_markup_text("".join(self._words)))
            if words:
                linked = self._linked / max(1, self._chars)
                is_frame = context.element is None or self._is_large(context.element)
                picture = min(self._picture, Picture.NEAR) if is_frame else self._picture
                self.pieces.append(
                    Piece(
                        words,
                        context.zone,
                        "" if context.element is None else str(context.element.tag),
                        linked,
                        self._link_count,
                        context.group,
                        context.element,
                        picture,
                        context.inside,
                        context.is_title,
                        self._image_of(context, picture),
                    )
                )
                self._picture = Picture.NONE
        if self._picture is Picture.WITHIN:
            self._picture = Picture.NEAR
        self._words.clear()
        self._chars = self._linked = self._link_count = 0

    def _image_of(self, context: _Context, picture: Picture) -> _Element | None:
        """The image that a piece in ``context`` stands by: the last before it with no other words between."""
        if context.zone not in (Zone.CAPTION, Zone.CREDIT) and picture is Picture.NONE:
            self._image = None
            return None
        if self._image is None and context.group is not None and context.group.tag == "figure":
            return next(context.group.iter("img", "amp-img"), None)  # below its caption
        return self._image

    def _is_unseen(self, element: _Element) -> bool:
        if element in self._open or self._holds_prose(element):
            return False
        return is_hidden(element) or Cue.UNSEEN in cues_of(element)

    def _holds_prose(self, element: _Element) -> bool:
        return self._region.prose.get(element, 0) > 0

    def _enter(self, element: _Element, context: _Context) -> _Context | None:
        """What holds inside ``element``; None where it only dresses words of the line that it stands in."""
        tag = element.tag
        if context.zone is Zone.ROW:
            return None
        inside = context.inside or element is self._region.root
        if element is self._headline:
            return _Context(Zone.HEADING, element, None, inside, True)
        zone = self._zone(element, context.zone)
        if tag not in _BLOCKS and element is not self._region.root and (zone is context.zone or tag == "a"):
            return None
        group = context.group
        if tag in ("ul", "ol", "dl", "figure", "table", "aside", "blockquote") or (
            group is None and zone is Zone.CAPTION
        ):
            group = element
        return _Context(zone, element, group, inside)

    def _zone(self, element: _Element, outer: Zone) -> Zone:
        if element in self._region.promo:
            return Zone.PROMO
        if self._is_large(element) or element in self._open:
            return read_tag(element, outer)
        is_link = self._links > 0 and element.tag in _BLOCKS
        return read_zone(element, outer, has_prose=self._holds_prose(element), is_link=is_link)

    def _is_large(self, element: _Element) -> bool:
        """Whether a name that it bears is that of a frame around the article, not of a part of it."""
        prose = self._region.prose
        return prose.get(element, 0) > max(MAX_PART_CHARS, LARGE * prose.get(self._region.root, 0))


def walk(region: Region, headline: _Element | None) -> list[Piece]:
    """The pieces from ``headline`` to the region's end; from its begin where there is no headline before it."""
    root = region.root
    if headline is not None:
        above = frozenset((headline, *headline.iterancestors()))
        if region.root not in above:
            root = next((e for e in region.root.iterancestors() if e in above), region.root)
            if root is region.root:
                headline = None
    walker = _Walk(region, headline)
    walker.visit(root, _Context())
    if headline is not None and _chars(walker.pieces) < MOST * region.prose.get(region.root, 0):
        return walk(region, None)  # the headline is set once more below the article
    return walker.pieces


def _chars(pieces: list[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces if piece.inside and piece.zone is not Zone.PROMO)
