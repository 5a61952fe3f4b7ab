"""Articles that arrive as JSON objects, under the names that archives use for their fields."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson

from tasks.parse import html
from tasks.parse.assemble import Metadata, Stretch, assemble, reject
from tasks.parse.authors import Byline, Named, read_byline
from tasks.parse.gate import fold_space, storable
from tasks.parse.identity import host
from tasks.parse.language import language_code
from tasks.parse.published import has_figures, observed_order, parse_timestamp
from tasks.parse.text import label_text, read_head
from tasks.records import BlockKind, Outlet, Page, Parsed, Publication, Rejection

_FIELDS = {
    "title": ("title", "headline"),
    "text": ("text", "body", "content", "full_text", "article", "maintext"),
    "html": ("html", "raw_html"),
    "url": ("url", "link", "canonical_url"),
    "date": (
        "published_at", "published", "date", "date_publish", "date_published", "published_date", "pubdate",
        "publication_date", "datetime", "created",
    ),
    "updated": ("updated_at", "updated", "date_modified", "date_modify", "modified", "modified_at", "last_modified"),
    "authors": ("authors", "author", "byline"),
    "source": ("source", "publisher", "outlet", "source_domain", "domain"),
    "language": ("language", "lang"),
    "section": ("section", "category"),
    "country": ("source_country", "country"),
}  # fmt: skip

_ORIGINS = ("title", "authors", "source", "language", "section")


def parse_json_record(page: Page, outlets: Mapping[str, Outlet]) -> Parsed | Rejection:
    """The article in one JSON object; ``not-json``, ``not-an-object`` and ``no-text`` are turned away."""
    try:
        record = orjson.loads(page.body.removeprefix(b"\xef\xbb\xbf"))  # Windows tools write the mark
    except orjson.JSONDecodeError as error:
        return reject(page, "not-json", str(error))
    if not isinstance(record, dict):
        return reject(page, "not-an-object", f"a JSON {type(record).__name__}, not an object")
    fields = {str(key).lower(): value for key, value in record.items()}
    outlet = outlets.get(host(_line(fields, "url")) or "", Outlet())
    known = _metadata(fields, outlet.date_order)
    markup, text = _pick(fields, "html"), _pick(fields, "text")
    if isinstance(markup, str) and markup.strip() and not (isinstance(text, str) and text.strip()):
        return html.parse_markup(page, storable(markup), known, outlets)
    if not isinstance(text, str) or not text.strip():
        return reject(page, "no-text", "no text under any of the usual names: " + ", ".join(_FIELDS["text"]))
    return _from_text(page, storable(text), known, outlet)


def _from_text(page: Page, text: str, known: Metadata, outlet: Outlet) -> Parsed | Rejection:
    """Title and text as one full text; a title that the text begins with is not doubled."""
    first_line = fold_space(text.lstrip().partition("\n")[0])
    lead = "" if known.title is None or first_line == known.title else known.title + "\n\n"
    full_text = lead + text
    stretches = [Stretch(s.kind, s.start + len(lead), s.end + len(lead)) for s in label_text(text)]
    if lead and known.title:
        # What looks like a headline under the record's own title is a heading of the text.
        stretches = [Stretch(BlockKind.HEADING, s.start, s.end) if s.kind is BlockKind.TITLE else s for s in stretches]
        stretches.insert(0, Stretch(BlockKind.TITLE, 0, len(known.title)))
    head = read_head(full_text, stretches, outlet.date_order)
    return assemble(
        page,
        full_text,
        stretches,
        replace(
            known,
            authors=known.authors or head.authors,
            newsrooms=known.newsrooms if known.authors or not head.authors else head.newsrooms,
            published=head.published if head.published.local and not known.published.local else known.published,
            origins={**head.origins, **known.origins},
        ),
        outlet,
    )


def _metadata(fields: Mapping[str, Any], order: str | None) -> Metadata:
    url = _line(fields, "url")
    language = language_code(_line(fields, "language"))
    source = _line(fields, "source")
    byline = _byline(_pick(fields, "authors"), source)
    return Metadata(
        url=url,
        source=source,
        source_country=_line(fields, "country"),
        title=_line(fields, "title"),
        authors=byline.people,
        newsrooms=byline.newsrooms,
        published=_time(fields, "date", language, order) or Publication(),
        updated=_time(fields, "updated", language, order) or Publication(),
        language=language,
        section=_line(fields, "section"),
        date_order=observed_order(str(_pick(fields, "date") or "")),
        origins={name: "record" for name in _ORIGINS if _pick(fields, name)},
    )


def _time(fields: Mapping[str, Any], name: str, language: str | None, order: str | None) -> Publication | None:
    value = _pick(fields, name)
    if not isinstance(value, str | int) or not str(value).strip():
        return None
    found = parse_timestamp(str(value), "record", language, order)
    if found is None and has_figures(str(value)):
        return Publication(raw=str(value), origin="record")  # kept as it stands, until the source's order is known
    return found


def _pick(fields: Mapping[str, Any], name: str) -> Any:
    return next((fields[key] for key in _FIELDS[name] if fields.get(key) not in (None, "", [])), None)


def _line(fields: Mapping[str, Any], name: str) -> str | None:
    value = _pick(fields, name)
    if isinstance(value, dict):
        value = value.get("name") or value.get("title") or value.get("uri")
    return fold_space(storable(value)) or None if isinstance(value, str) else None


def _byline(value: Any, source: str | None) -> Byline:
    people = value if isinstance(value, list) else [value]
    names = [person.get("name") if isinstance(person, dict) else person for person in people]
    named = [Named(storable(name)) for name in names if isinstance(name, str)]
    return read_byline(named, [source] if source else [], "record", stated=True)
