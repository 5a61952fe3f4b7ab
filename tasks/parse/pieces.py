"""What a page's region is made of: stretches of text with what the markup says of each."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from lxml.etree import _Element


class Zone(StrEnum):
    """What the markup says of a piece."""

    PLAIN = "plain"
    HEADING = "heading"
    STANDFIRST = "standfirst"
    ITEM = "item"
    QUOTE = "quote"
    PULL = "pull"
    ROW = "row"
    EMBED = "embed"
    CAPTION = "caption"
    CREDIT = "credit"
    BYLINE = "byline"
    PROMO = "promo"


class Picture(IntEnum):
    """Where the last picture before a piece stands."""

    NONE = 0
    NEAR = 1
    """In the block before, with no word between."""
    WITHIN = 2
    """In the piece's own block."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of text that a reader sees as one.

    ``element`` is the block that it stands in, of the kind ``tag``; ``linked`` the share of its characters that are
    links, ``links`` their number; ``group`` the list, table or figure that it belongs to; ``inside`` says that it
    lies in the article's region, not between headline and region. ``image`` is the picture that it stands by.
    """

    text: str
    zone: Zone
    tag: str
    linked: float
    links: int
    group: _Element | None
    element: _Element | None
    picture: Picture
    inside: bool
    is_title: bool
    image: _Element | None = None
