"""What each piece of a page's region is in the article.

Guarantees: every piece ends as one block or two (a caption with its credit), in the order of the page. What is
not the article's own words is kept as promotion, and as the footer once the article has ended.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.etree import _Element

from tasks.parse.assemble import IN_BODY
from tasks.parse.cues import begins_promo, is_label, is_promo_heading, leads_promo
from tasks.parse.furniture import (
    MAX_CAPTION_CHARS,
    MOSTLY_LINKED,
    PROSE_CHARS,
    SENTENCE_END,
    WORDS,
    label_cards,
    label_link_lists,
    label_posts,
    label_repeats,
    label_under_promo_headings,
    label_unparagraphed,
)
from tasks.parse.lines import (
    has_caption_cue,
    is_byline,
    is_contribution,
    is_credit,
    is_promo,
    split_credit,
    split_names,
)
from tasks.parse.pieces import Picture, Piece, Zone
from tasks.records import BlockKind


@dataclass(frozen=True, slots=True)
class Labelled:
    """A block as a reader sees it; ``image`` is the one that a caption or credit tells of."""

    kind: BlockKind
    text: str
    image: _Element | None = None


HEADLINE_CHARS = 35
"""A shorter linked line may be a name in a list of names; headlines of other articles are longer."""

MAX_PROMO_CHARS = 200
MAX_STANDFIRSTS = 10
_KINDS = {
    Zone.PLAIN: BlockKind.PARAGRAPH,
    Zone.STANDFIRST: BlockKind.PARAGRAPH,
    Zone.HEADING: BlockKind.HEADING,
    Zone.ITEM: BlockKind.LIST,
    Zone.QUOTE: BlockKind.QUOTE,
    Zone.PULL: BlockKind.QUOTE,
    Zone.ROW: BlockKind.TABLE,
    Zone.EMBED: BlockKind.EMBED,
    Zone.CAPTION: BlockKind.CAPTION,
    Zone.CREDIT: BlockKind.CREDIT,
    Zone.BYLINE: BlockKind.BYLINE,
    Zone.PROMO: BlockKind.PROMO,
}


def label(pieces: Sequence[Piece], title: str | None) -> list[Labelled]:
    """The blocks that ``pieces`` are; ``title`` stands first where the page's own headline was not found."""
    kept = _leave_header(pieces)
    kinds = [_label_alone(piece, title) for piece in kept]
    label_unparagraphed(kept, kinds)
    _label_titles(kept, kinds, title)
    label_cards(kept, kinds)
    label_link_lists(kept, kinds)
    label_posts(kept, kinds)
    label_under_promo_headings(kept, kinds)
    _label_begin(kept, kinds)
    label_repeats(kept, kinds)
    _label_headings(kept, kinds)
    _label_end(kept, kinds)
    blocks = [block for piece, kind in zip(kept, kinds, strict=True) for block in _split(piece, kind)]
    if title and BlockKind.TITLE not in kinds:
        blocks.insert(0, Labelled(BlockKind.TITLE, title))
    return blocks


def _leave_header(pieces: Sequence[Piece]) -> list[Piece]:
    """Between headline and region only standfirst, byline and picture belong to the article; menus lie there too."""
    kept: list[Piece] = []
    standfirsts = 0
    for piece in pieces:
        is_named = piece.is_title or piece.zone in (Zone.CAPTION, Zone.CREDIT, Zone.BYLINE)
        if piece.inside or is_named or is_byline(piece.text) or _is_place(piece.text):
            kept.append(piece)
        elif standfirsts < MAX_STANDFIRSTS and _is_standfirst(piece):
            standfirsts += 1
            kept.append(piece)
    return kept


def _is_standfirst(piece: Piece) -> bool:
    if piece.linked > 0.3 or piece.zone not in (Zone.STANDFIRST, Zone.PLAIN, Zone.HEADING):
        return False
    if piece.zone in (Zone.STANDFIRST, Zone.HEADING):
        return len(piece.text) >= 20
    return len(piece.text) >= PROSE_CHARS or (len(piece.text) >= 30 and bool(SENTENCE_END.search(piece.text)))


def _label_alone(piece: Piece, title: str | None) -> BlockKind:
    text, zone = piece.text, piece.zone
    is_subtitle = zone is Zone.HEADING and not piece.inside
    if piece.is_title or is_subtitle or (title and zone is not Zone.CAPTION and _same(text, title)):
        return BlockKind.TITLE
    if not any(c.isalnum() for c in text):
        return BlockKind.OTHER
    if zone in (Zone.PROMO, Zone.EMBED, Zone.ROW):
        return _KINDS[zone]
    is_named = any(word for word in text.split() if word[0].isalpha() and not word.islower())
    if zone is Zone.BYLINE and not is_named and not is_byline(text):
        return BlockKind.OTHER  # a count of views or minutes, next to the byline
    if zone is Zone.CAPTION or _is_under_picture(piece):
        return BlockKind.CREDIT if is_credit(text) else BlockKind.CAPTION
    if is_promo_heading(text) or is_label(text) or (piece.linked > 0.3 and (begins_promo(text) or leads_promo(text))):
        return BlockKind.PROMO
    if len(text) <= MAX_PROMO_CHARS and is_promo(text):
        return BlockKind.PROMO
    if is_credit(text):
        return BlockKind.CREDIT
    if is_contribution(text):
        return BlockKind.BYLINE
    if piece.linked >= MOSTLY_LINKED and piece.links == 1 and zone is not Zone.HEADING and _reads_as_headline(text):
        return BlockKind.PROMO
    return _KINDS[zone]


def _reads_as_headline(text: str) -> bool:
    return len(text) >= HEADLINE_CHARS and not SENTENCE_END.search(text)


def _is_under_picture(piece: Piece) -> bool:
    """Whether a line without a caption's markup is one: short words in the picture's own block, or right below."""
    if piece.picture is Picture.NONE or piece.zone not in (Zone.PLAIN, Zone.STANDFIRST) or len(piece.text) > 300:
        return False
    is_told = piece.tag == "p" and SENTENCE_END.search(piece.text)
    if split_credit(piece.text) is not None:
        return True
    if piece.picture is Picture.WITHIN and len(piece.text) <= MAX_CAPTION_CHARS:
        return not is_told
    return has_caption_cue(piece.text) and not is_told


def _label_titles(pieces: Sequence[Piece], kinds: list[BlockKind], title: str | None) -> None:
    """One headline: what stands above the prose and says the same in other words is not read again."""
    known = [set(WORDS.findall(t.casefold())) for t in (title or "", *_titles(pieces, kinds)) if t]
    seen: set[str] = set()
    for number, piece in enumerate(pieces):
        if kinds[number] is BlockKind.TITLE:
            again = piece.text.casefold() in seen
            kinds[number] = BlockKind.OTHER if again else BlockKind.TITLE
            seen.add(piece.text.casefold())
        elif kinds[number] is BlockKind.HEADING:
            words = set(WORDS.findall(piece.text.casefold()))
            if any(len(words & k) >= 0.7 * len(words | k) for k in known):
                kinds[number] = BlockKind.OTHER


def _titles(pieces: Sequence[Piece], kinds: list[BlockKind]) -> Iterator[str]:
    return (p.text for p, kind in zip(pieces, kinds, strict=True) if kind is BlockKind.TITLE)


def _label_begin(pieces: Sequence[Piece], kinds: list[BlockKind]) -> None:
    """Above the prose a line with a name or a date is a byline; further down it is a part of the story.

    What else is short there and no heading is a label of the page: a topic, a reading time, a count.
    """
    seen = 0
    for number, piece in enumerate(pieces):
        if kinds[number] not in IN_BODY or piece.zone in (Zone.HEADING, Zone.QUOTE, Zone.EMBED):
            continue
        is_prose = len(piece.text) >= PROSE_CHARS or bool(SENTENCE_END.search(piece.text))
        if seen < 2 and is_byline(piece.text):
            kinds[number] = BlockKind.BYLINE
        elif seen < 2 and _is_place(piece.text):
            kinds[number] = BlockKind.DATELINE
        elif seen > 2 and piece.zone is Zone.STANDFIRST and (piece.linked or _is_under_card(pieces, kinds, number)):
            kinds[number] = BlockKind.PROMO  # that of another article
        elif seen == 0 and not is_prose and piece.zone in (Zone.PLAIN, Zone.STANDFIRST) and len(piece.text) < 40:
            kinds[number] = BlockKind.OTHER
        seen += is_prose and kinds[number] in IN_BODY and len(piece.text) >= PROSE_CHARS


def _is_under_card(pieces: Sequence[Piece], kinds: Sequence[BlockKind], number: int) -> bool:
    return number > 0 and kinds[number - 1] is BlockKind.PROMO and pieces[number - 1].linked >= MOSTLY_LINKED


def _is_place(text: str) -> bool:
    """A dateline on a line of its own is set in capitals: ``OSTER, NORMARK``."""
    return text.isupper() and 1 <= len(WORDS.findall(text)) <= 6 and ("," in text or text.endswith(("-", "–", "—")))


def _label_headings(pieces: Sequence[Piece], kinds: list[BlockKind]) -> None:
    """A heading stands above words of the article; one above nothing leads elsewhere, a very long one is prose."""
    below = False
    for number in reversed(range(len(pieces))):
        kind = kinds[number]
        if kind is BlockKind.HEADING:
            if not below:
                kinds[number] = BlockKind.PROMO
            elif len(pieces[number].text) > 200:
                kinds[number] = BlockKind.PARAGRAPH
        below |= kind in IN_BODY and kind is not BlockKind.HEADING


def _label_end(pieces: Sequence[Piece], kinds: list[BlockKind]) -> None:
    """After the last prose short lines without an end are labels; promotion there is the footer."""
    prose = [
        n
        for n, (p, k) in enumerate(zip(pieces, kinds, strict=True))
        if k in IN_BODY and (len(p.text) >= PROSE_CHARS or SENTENCE_END.search(p.text)) and p.linked < MOSTLY_LINKED
    ]
    if not prose:
        return
    for number in range(prose[-1] + 1, len(pieces)):
        kind, piece = kinds[number], pieces[number]
        if kind is BlockKind.PARAGRAPH and _is_signature(piece.text):
            kinds[number] = BlockKind.BYLINE
        elif kind is BlockKind.PROMO or (kind is BlockKind.PARAGRAPH and (piece.linked >= 0.5 or piece.tag != "p")):
            kinds[number] = BlockKind.FOOTER


def _is_signature(text: str) -> bool:
    """Whether ``text`` is the writers' names and nothing else."""
    return len(text) <= 60 and len(split_names(text)) == len(re.split(r",|&|\band\b", text))


def _split(piece: Piece, kind: BlockKind) -> Iterator[Labelled]:
    if kind is BlockKind.CAPTION and (parts := split_credit(piece.text)):
        yield Labelled(BlockKind.CAPTION, parts[0], piece.image)
        yield Labelled(BlockKind.CREDIT, parts[1], piece.image)
    else:
        yield Labelled(kind, piece.text, piece.image if kind in (BlockKind.CAPTION, BlockKind.CREDIT) else None)


def _same(text: str, title: str) -> bool:
    """Whether ``text`` is the headline, give or take marks and case."""
    return WORDS.findall(text.casefold()) == WORDS.findall(title.casefold())
