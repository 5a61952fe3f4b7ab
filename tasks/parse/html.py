"""News pages: labelled blocks of the article's region, and what the head says of it.

Guarantees: a page that would cost more than seconds is turned away before it is parsed;
``full_text`` is the text of the blocks in document order, joined by one blank line.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import lxml.html
import trafilatura
from htmldate import find_date
from lxml import etree
from trafilatura.settings import Document

from tasks.parse.assemble import Metadata, Stretch, assemble, reject
from tasks.parse.gate import clean_markup_text, decode, fold_space
from tasks.parse.head import read_head
from tasks.parse.lines import is_byline, is_credit, is_promo, parse_authors
from tasks.parse.published import parse_timestamp
from tasks.records import BlockKind, Page, Parsed, Publication, Rejection

MAX_TAGS = 60_000
"""The largest of 250 news pages has 12,000; 200,000 took more than 5 s."""

MAX_DEPTH = 400
"""Without ``huge_tree`` lxml cuts a tree off at depth 256 without a word; others take 40 s at 100,000."""

MAX_ATTRIBUTES = 2000
"""In one tag: 50,000 took trafilatura more than 15 s."""

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


def parse_html(page: Page) -> Parsed | Rejection:
    """The article in an HTML page."""
    text = decode(page.body, page.charset, markup=True)
    if not text.strip():
        return reject(page, "empty", "the page holds nothing but white space")
    return parse_markup(page, text, Metadata())


def parse_markup(page: Page, text: str, given: Metadata) -> Parsed | Rejection:
    """The article in the markup ``text``; what is ``given`` wins over what the page says."""
    text = _COMMENT.sub(" ", text)
    if problem := find_hostility(text):
        return reject(page, "hostile", problem)
    try:
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
        tree = lxml.html.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        return reject(page, "not-html", str(error))
    known = read_head(text, given.url or page.url)
    blocks = _label(list(_region(tree)), known.title)
    full_text, stretches = _join(blocks)
    bylines = [block for kind, block in blocks if kind is BlockKind.BYLINE]
    authors = known.authors or next((names for line in bylines if (names := parse_authors(line))), ())
    published = known.published if known.published.local else _fallback_date(text, given.url or page.url)
    known = replace(known, authors=authors, published=published)
    return assemble(page, full_text, stretches, _merge(given, known))


def find_hostility(text: str) -> str | None:
    """Why the markup would cost too much to parse, found in one linear pass; None where it would not."""
    depth = tags = 0
    for match in _TAG.finditer(_SCRIPT.sub(" ", text)):
        tags += 1
        if tags > MAX_TAGS:
            return f"more than {MAX_TAGS} tags"
        if match[2].lower() in _VOID:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > MAX_DEPTH:
            return f"tags nested deeper than {MAX_DEPTH}"
    for tag in re.split(r"<(?=[a-zA-Z])", text):
        if len(tag) > MAX_ATTRIBUTES and tag.partition(">")[0].count("=") > MAX_ATTRIBUTES:
            return f"a tag with more than {MAX_ATTRIBUTES} attributes"
    return None


def _region(tree: etree._Element) -> Iterator[tuple[str, str]]:
    """The text of the article's region as (element, text), in document order."""
    document = trafilatura.bare_extraction(tree, fast=True, include_comments=False, include_tables=True)
    if not isinstance(document, Document) or document.body is None:
        return
    for element in document.body.iterchildren():
        parts = element.iterchildren() if element.tag in ("list", "table") else [element]
        for part in parts:
            words = fold_space(clean_markup_text(" ".join(part.itertext())))
            if words:
                yield str(element.tag), words


def _label(region: list[tuple[str, str]], title: str | None) -> list[tuple[BlockKind, str]]:
    blocks = [(BlockKind.TITLE, title)] if title else []
    for number, (tag, words) in enumerate(region):
        if title and words.casefold() == title.casefold():
            continue
        if is_credit(words) and not is_promo(words):
            kind = BlockKind.CREDIT
        elif number < 4 and is_byline(words):
            kind = BlockKind.BYLINE
        elif is_promo(words) and len(words) < 160:
            kind = BlockKind.PROMO
        else:
            kind = BlockKind.HEADING if tag == "head" else BlockKind.PARAGRAPH
        blocks.append((kind, words))
    return blocks


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
