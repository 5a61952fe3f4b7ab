"""News pages: labelled blocks of the article's region, and what the head says of it.

Guarantees: a page that would cost more than seconds is turned away before it is read;
``full_text`` is the text of the blocks in document order, joined by one blank line.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import orjson
import trafilatura
from htmldate import find_date
from lxml import etree
from trafilatura.settings import Document

from tasks.parse.assemble import IN_BODY, Metadata, Stretch, assemble, reject
from tasks.parse.furniture import SENTENCE_END
from tasks.parse.gate import clean_markup_text, decode, fold_space
from tasks.parse.head import read_head
from tasks.parse.headline import find_headline
from tasks.parse.hostile import HostileError, parse_tree
from tasks.parse.label import Labelled, label
from tasks.parse.lines import parse_authors
from tasks.parse.pieces import Picture, Piece, Zone
from tasks.parse.published import parse_timestamp
from tasks.parse.region import find_region
from tasks.parse.walk import walk
from tasks.records import BlockKind, Page, Parsed, Publication, Rejection

STUB_CHARS = 700
"""A body of fewer may be the stub of an article whose text is filled in later."""

FEW_CHARS = 80
"""A body of fewer is looked for by trafilatura's means."""

_BODY_FIELD = re.compile(r'"articleBody"\s*:\s*("(?:[^"\\]|\\.)*")')


def parse_html(page: Page) -> Parsed | Rejection:
    """The article in an HTML page."""
    text = decode(page.body, page.charset, markup=True)
    if not text.strip():
        return reject(page, "empty", "the page holds nothing but white space")
    return parse_markup(page, text, Metadata())


def parse_markup(page: Page, text: str, given: Metadata) -> Parsed | Rejection:
    """The article in the markup ``text``; what is ``given`` wins over what the page says."""
    try:
        tree = parse_tree(text)
    except HostileError as problem:
        return reject(page, "hostile", str(problem))
    except (etree.LxmlError, ValueError) as error:
        return reject(page, "not-html", str(error))
    known = read_head(text, given.url or page.url)
    blocks = _read_blocks(tree, known.title)
    full_text, stretches = _join(blocks)
    bylines = [block for kind, block in blocks if kind is BlockKind.BYLINE]
    authors = known.authors or next((names for line in bylines if (names := parse_authors(line))), ())
    published = known.published if known.published.local else _fallback_date(text, given.url or page.url)
    known = replace(known, authors=authors, published=published)
    return assemble(page, full_text, stretches, _merge(given, known))


def _read_blocks(tree: etree._Element, title: str | None) -> list[Labelled]:
    """The blocks of the page; of what a second look finds where the first finds too little."""
    headline = find_headline(tree, title)
    region = find_region(tree, headline)
    blocks = label(walk(region, headline) if region else [], title)
    for look, enough in ((_read_article_body, STUB_CHARS), (_second_look, FEW_CHARS)):
        if _prose_chars(blocks) < enough:
            second = label(look(tree), title)
            blocks = second if _prose_chars(second) > 2 * _prose_chars(blocks) else blocks
    return blocks


def _prose_chars(blocks: Sequence[Labelled]) -> int:
    """Characters of the body's sentences: a menu may be long and has none."""
    return sum(len(words) for kind, words in blocks if kind in IN_BODY and SENTENCE_END.search(words))


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


def _join(blocks: list[tuple[BlockKind, str]]) -> tuple[str, list[Stretch]]:
    stretches, position = [], 0
    for kind, words in blocks:
        stretches.append(Stretch(kind, position, position + len(words)))
        position += len(words) + 2
    return "\n\n".join(words for _, words in blocks), stretches


def _fallback_date(text: str, url: str | None) -> Publication:
    """A day that htmldate finds in the page's elements or address; it gives no time and no zone."""
    found = find_date(text, url=url, original_date=True, extensive_search=False)
    return (parse_timestamp(found, "page") if found else None) or Publication()


def _merge(given: Metadata, known: Metadata) -> Metadata:
    return Metadata(
        url=given.url or known.url,
        canonical_url=given.canonical_url or known.canonical_url,
        source=given.source or known.source,
        source_country=given.source_country,
        title=given.title or known.title,
        authors=given.authors or known.authors,
        published=given.published if given.published.local else known.published,
        language=given.language or known.language,
        section=given.section or known.section,
    )
