"""The blocks of a page: the article's region walked and labelled, or what a second look finds.

trafilatura, and the text that the page gives to search engines, are asked only where the page's own tree tells too
little: they cost more than all the rest, and are cut off or run together on many pages.
"""

import re
from collections.abc import Sequence

import orjson
import trafilatura
from lxml import etree
from trafilatura.settings import Document

from tasks.parse.assemble import IN_BODY
from tasks.parse.furniture import SENTENCE_END
from tasks.parse.gate import clean_markup_text, fold_space
from tasks.parse.headline import find_headline
from tasks.parse.label import Labelled, label
from tasks.parse.layouts import Layout
from tasks.parse.lines import split_credit
from tasks.parse.pieces import Picture, Piece, Zone
from tasks.parse.region import find_region
from tasks.parse.walk import walk

STUB_CHARS = 700
"""A body of fewer may be the stub of an article whose text is filled in later."""

FEW_CHARS = 80
"""A body of fewer is looked for by trafilatura's means."""

GALLERY_CAPTIONS = 3

_BODY_FIELD = re.compile(r'"articleBody"\s*:\s*("(?:[^"\\]|\\.)*")')


def read_blocks(tree: etree._Element, title: str | None, layout: Layout | None = None) -> list[Labelled]:
    """The blocks of the page; of what a second look finds where the first finds too little."""
    headline = find_headline(tree, title)
    region = find_region(tree, headline, layout)
    blocks = label(walk(region, headline) if region else [], title)
    for look, enough in ((_read_article_body, STUB_CHARS), (_read_gallery, FEW_CHARS), (_second_look, FEW_CHARS)):
        if sum(len(block.text) for block in blocks if block.kind in IN_BODY) < enough:
            second = label(look(tree), title)
            blocks = second if _prose_chars(second) > 2 * _prose_chars(blocks) else blocks
    return blocks


def _prose_chars(blocks: Sequence[Labelled]) -> int:
    """Characters of the body's sentences: a menu may be long and has none."""
    return sum(len(b.text) for b in blocks if b.kind in IN_BODY and SENTENCE_END.search(b.text))


def _read_article_body(tree: etree._Element) -> list[Piece]:
    """The text that the page gives to search engines: cut off or run together on many, hence no first choice."""
    found = (_BODY_FIELD.search("".join(script.itertext())) for script in tree.iter("script"))
    try:
        text = max((str(orjson.loads(match[1])) for match in found if match), key=len, default="")
    except orjson.JSONDecodeError:
        return []
    if "</p>" in text:
        text = "\n".join(etree.HTML(text).itertext())
    return [
        _piece(words, Zone.PLAIN, "p") for line in text.split("\n") if (words := fold_space(clean_markup_text(line)))
    ]


def _read_gallery(tree: etree._Element) -> list[Piece]:
    """The captions of a page that has nothing else: there they are what is read."""
    captions = [fold_space(clean_markup_text("".join(element.itertext()))) for element in tree.iter("figcaption")]
    if len(captions) < GALLERY_CAPTIONS:
        return []
    pieces = []
    for caption in filter(None, captions):
        told, credit = split_credit(caption) or (caption, "")
        pieces.append(_piece(told, Zone.PLAIN, "p"))
        if credit:
            pieces.append(_piece(credit, Zone.CREDIT, "p"))
    return pieces


def _piece(words: str, zone: Zone, tag: str) -> Piece:
    return Piece(words, zone, tag, 0.0, 0, None, None, Picture.NONE, True, False)


def _second_look(tree: etree._Element) -> list[Piece]:
    """The text of the article's region as trafilatura finds it."""
    document = trafilatura.bare_extraction(tree, fast=True, include_comments=False, include_tables=True)
    if not isinstance(document, Document) or document.body is None:
        return []
    pieces = []
    for element in document.body.iterchildren():
        zone = Zone.HEADING if element.tag == "head" else Zone.PLAIN
        for part in element.iterchildren() if element.tag in ("list", "table") else [element]:
            if words := fold_space(clean_markup_text(" ".join(part.itertext()))):
                pieces.append(_piece(words, zone, str(part.tag)))
    return pieces
