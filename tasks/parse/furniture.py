"""The page's furniture inside an article's region: cards, link lists, boxes, labels and what is set twice.

Each function looks at all pieces and what they have been taken for, and mends ``kinds`` in place.
"""

import re
from collections.abc import Sequence

from lxml.etree import _Element

from tasks.parse.assemble import IN_BODY
from tasks.parse.cues import is_promo_heading
from tasks.parse.lines import is_byline
from tasks.parse.pieces import Picture, Piece, Zone
from tasks.parse.zones import HEADINGS
from tasks.records import BlockKind

MOSTLY_LINKED = 0.75
"""Share of a line's characters from which it is a link to something else."""

PROSE_CHARS = 60
"""From here a line that is no link is taken for prose, whatever stands around it."""

MAX_CARD_CHARS = 350
"""Of a teaser without its headline; a section of an article has more."""

MAX_CAPTION_CHARS = 200
"""Of words in the same block as a picture; an initial picture in a paragraph has more."""

WORDS = re.compile(r"\w+")
SENTENCE_END = re.compile(r"[.!?…:。！？．؟।॥။։።។][\"'”’»)\]」』）】]*$")
_POST_END = re.compile(r"\(@\w{1,30}\)\s.{0,30}\d{4}$")
_FRAMES = frozenset(("div", "section", "article", "span", "header", "main", "center", "fieldset", "figure", "aside"))


def label_unparagraphed(pieces: Sequence[Piece], kinds: list[BlockKind]) -> None:
    """Where the prose is set in paragraphs, what is short and in none is a label, and under a picture its caption."""
    prose = [p for p in pieces if p.inside and len(p.text) >= PROSE_CHARS and p.zone is Zone.PLAIN]
    if sum(p.tag == "p" for p in prose) < max(2, 0.8 * len(prose)):
        return
    for number, piece in enumerate(pieces):
        is_plain = piece.inside and piece.zone in (Zone.PLAIN, Zone.STANDFIRST)
        if not is_plain or piece.tag not in _FRAMES or kinds[number] not in IN_BODY:
            continue
        ends = bool(SENTENCE_END.search(piece.text))
        if piece.picture is not Picture.NONE and len(piece.text) <= MAX_CAPTION_CHARS and not is_byline(piece.text):
            kinds[number] = BlockKind.CAPTION
        elif len(piece.text) < PROSE_CHARS and not ends:
            kinds[number] = BlockKind.OTHER


def label_cards(pieces: Sequence[Piece], kinds: list[BlockKind]) -> None:
    """A heading that is a link is the headline of another article, and the small box around it its teaser."""
    headings = [n for n, p in enumerate(pieces) if p.inside and p.zone is Zone.HEADING]
    linked = [n for n, p in enumerate(pieces) if p.inside and p.tag in HEADINGS and p.linked >= MOSTLY_LINKED]
    boxes: list[_Element] = []
    for number in linked:
        element = pieces[number].element
        box = None if element is None else _box(element)
        if box is not None:
            boxes.append(box)
        elif len(linked) * 2 <= len(headings) or _leads_nowhere(pieces, number):
            kinds[number] = BlockKind.PROMO
    if boxes:
        inside = {e for box in boxes for e in box.iter()}
        for number, piece in enumerate(pieces):
            if piece.element in inside and kinds[number] in IN_BODY:
                kinds[number] = BlockKind.PROMO


def _box(heading: _Element) -> _Element | None:
    """The largest element around ``heading`` that holds little more, and little before it; None among the prose."""
    box = None
    words = "".join(heading.itertext())
    for element in heading.iterancestors():
        text = _text_up_to(element, MAX_CARD_CHARS + len(words))
        if text is None or len(text[: text.find(words)].strip()) > PROSE_CHARS:
            break
        box = element
    return box


def _text_up_to(element: _Element, limit: int) -> str | None:
    """The text of ``element``, or None where it is longer; a page may hold thousands of headings."""
    parts, length = [], 0
    for part in element.itertext():
        parts.append(part)
        length += len(part)
        if length > limit:
            return None
    return "".join(parts)


def _leads_nowhere(pieces: Sequence[Piece], number: int) -> bool:
    after = pieces[number + 1] if number + 1 < len(pieces) else None
    return after is None or after.zone is Zone.HEADING or after.linked >= MOSTLY_LINKED


def label_link_lists(pieces: Sequence[Piece], kinds: list[BlockKind]) -> None:
    """A list most of whose items are links leads elsewhere as a whole."""
    groups: dict[int, list[int]] = {}
    for number, piece in enumerate(pieces):
        if piece.group is not None and kinds[number] in IN_BODY | {BlockKind.PROMO}:
            groups.setdefault(id(piece.group), []).append(number)
    for numbers in groups.values():
        linked = sum(pieces[n].linked >= MOSTLY_LINKED or kinds[n] is BlockKind.PROMO for n in numbers)
        if linked * 3 >= len(numbers) * 2:
            for number in numbers:
                kinds[number] = BlockKind.PROMO


def label_posts(pieces: Sequence[Piece], kinds: list[BlockKind]) -> None:
    """A quotation that ends with a handle and a day is a post, also where its markup does not say so."""
    posts = {id(p.group) for p in pieces if p.zone is Zone.QUOTE and p.group is not None and _POST_END.search(p.text)}
    for number, piece in enumerate(pieces):
        if piece.zone is Zone.QUOTE and id(piece.group) in posts:
            kinds[number] = BlockKind.EMBED


def label_under_promo_headings(pieces: Sequence[Piece], kinds: list[BlockKind]) -> None:
    """What follows ``Related`` or ``Read more`` is its content, until prose or a heading comes."""
    under = False
    for number, piece in enumerate(pieces):
        if kinds[number] is BlockKind.PROMO and is_promo_heading(piece.text):
            under = True
        elif under and kinds[number] in IN_BODY and piece.zone is not Zone.PULL:
            is_label = piece.zone is not Zone.HEADING and len(piece.text) < PROSE_CHARS
            is_link = piece.linked >= 0.5 or (is_label and not SENTENCE_END.search(piece.text))
            under = is_link
            if is_link:
                kinds[number] = BlockKind.PROMO


def label_repeats(pieces: Sequence[Piece], kinds: list[BlockKind]) -> None:
    """Words set twice by the page are read once: a pull quote, the begin as standfirst, a copy for small screens."""
    folded = [" ".join(WORDS.findall(piece.text.casefold())) for piece in pieces]
    story = "\n".join(
        t
        for t, k, p in zip(folded, kinds, pieces, strict=True)
        if k in IN_BODY and p.inside and p.zone is not Zone.PULL
    )
    last = ""
    for number, piece in enumerate(pieces):
        text = folded[number]
        if kinds[number] not in IN_BODY or text.count(" ") < 3:
            continue
        is_set_off = piece.zone in (Zone.PULL, Zone.QUOTE, Zone.STANDFIRST) or not piece.inside
        among = story.count(text) if is_set_off else 0
        if text == last or among > (piece.inside and piece.zone is not Zone.PULL):
            kinds[number] = BlockKind.OTHER
        else:
            last = text
