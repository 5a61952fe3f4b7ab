"""News pages: labelled blocks of the article's region, and what the head says of it.

Guarantees: a page that would cost more than seconds is turned away before it is read;
``full_text`` is the text of the blocks in document order, joined by one blank line.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from lxml import etree

from tasks.parse import identity
from tasks.parse.assemble import Metadata, Stretch, assemble, reject
from tasks.parse.body import read_blocks
from tasks.parse.gate import decode
from tasks.parse.hostile import HostileError, parse_tree
from tasks.parse.label import Labelled
from tasks.parse.layouts import layout_of
from tasks.parse.metadata import decide, read_facts, utc_now
from tasks.parse.pictures import picture_url
from tasks.records import BlockKind, Outlet, Page, Parsed, Rejection


def parse_html(page: Page, outlets: Mapping[str, Outlet]) -> Parsed | Rejection:
    """The article in an HTML page."""
    text = decode(page.body, page.charset, markup=True)
    if not text.strip():
        return reject(page, "empty", "the page holds nothing but white space")
    return parse_markup(page, text, Metadata(), outlets)


def parse_markup(page: Page, text: str, given: Metadata, outlets: Mapping[str, Outlet]) -> Parsed | Rejection:
    """The article in the markup ``text``; what is ``given`` wins over what the page says."""
    try:
        tree = parse_tree(text)
    except HostileError as problem:
        return reject(page, "hostile", str(problem))
    except (etree.LxmlError, ValueError) as error:
        return reject(page, "not-html", str(error))
    host = identity.host(given.url or page.url) or ""
    outlet = outlets.get(host, Outlet())
    facts = read_facts(text, tree, given.url or page.url, outlet.date_order)
    blocks = read_blocks(tree, facts.metadata.title, layout_of(host))
    full_text, stretches = _join(blocks, given.url or page.url)
    bylines = [block.text for block in blocks if block.kind is BlockKind.BYLINE]
    known = decide(facts, bylines, tree, page.fetched_at or utc_now(), page.fetched_at)
    return assemble(page, full_text, stretches, _merge(given, known), outlet)


def _join(blocks: list[Labelled], url: str | None) -> tuple[str, list[Stretch]]:
    stretches, position = [], 0
    for block in blocks:
        end = position + len(block.text)
        stretches.append(Stretch(block.kind, position, end, picture_url(block.image, url)))
        position = end + 2
    return "\n\n".join(block.text for block in blocks), stretches


def _merge(given: Metadata, known: Metadata) -> Metadata:
    """``known``, with what is ``given`` in its place; a given field's origin is the record's."""
    origins = dict(known.origins)
    values: dict[str, Any] = {}
    for field in fields(Metadata):
        value = getattr(given, field.name)
        if field.name in ("published", "updated"):
            value = value if value.local or (value.raw and not getattr(known, field.name).local) else None
        if value and field.name != "origins":
            values[field.name] = value
            origins |= {field.name: "record"} if field.name in origins else {}
    return replace(known, **values, origins=origins)
