"""Labelled stretches of one text, made into an article with its blocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from zoneinfo import ZoneInfo

import orjson

from tasks.parse import identity
from tasks.parse.gate import clean_markup_text, readable
from tasks.parse.language import identify_language
from tasks.parse.version import PARSER_VERSION
from tasks.records import Article, Block, BlockKind, Outlet, Page, Parsed, Publication, Rejection, Stage

IN_BODY = frozenset(
    {
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.LIST,
        BlockKind.QUOTE,
        BlockKind.TABLE,
        BlockKind.EMBED,
        BlockKind.DATELINE,
    }
)
"""What a reader reads as the article itself."""

_MACHINES_UTC = frozenset(("Z", "+00:00", "+0000", "UTC"))
"""How timestamps name it; a byline that prints GMT means what its readers' clocks show."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the text and what it is."""

    kind: BlockKind
    start: int
    end: int
    picture_url: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article beside its text. None is unknown."""

    url: str | None = None
    canonical_url: str | None = None
    source: str | None = None
    source_country: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: Publication = field(default_factory=Publication)
    language: str | None = None
    section: str | None = None
    newsrooms: tuple[str, ...] = ()
    updated: Publication = field(default_factory=Publication)
    origins: Mapping[str, str] = field(default_factory=dict)
    date_order: str | None = None


def assemble(
    page: Page, full_text: str, stretches: Sequence[Stretch], known: Metadata, outlet: Outlet
) -> Parsed | Rejection:
    """The article of ``page``; an article without a body is turned away as ``no-text``.

    What the page leaves open of its country and its clock's zone, ``outlet`` tells.
    """
    body = readable("\n\n".join(full_text[s.start : s.end] for s in stretches if s.kind in IN_BODY))
    if not body.strip():
        return reject(page, "no-text", "nothing in it reads as an article's body")
    canonical = identity.canonicalise(known.canonical_url or known.url)
    article_id = identity.article_id(canonical, full_text)
    title = known.title or next(
        (clean_markup_text(readable(full_text[s.start : s.end])) for s in stretches if s.kind is BlockKind.TITLE), None
    )
    published, updated = _in_zone(known.published, outlet.zone), _in_zone(known.updated, outlet.zone)
    told = {
        "source_country": bool(outlet.country) and not known.source_country,
        "published_zone": published is not known.published,
    }
    origins = {**known.origins, **{name: "sources file" for name, is_told in told.items() if is_told}}
    article = Article(
        article_id=article_id,
        input_id=page.reference.input_id,
        location=page.reference.location,
        url=known.url,
        canonical_url=canonical,
        source=known.source or identity.host(canonical),
        source_country=known.source_country or outlet.country,
        title=title,
        authors=known.authors,
        published_at=published.at,
        published_local=published.local,
        published_zone=published.zone,
        published_precision=published.precision,
        published_raw=published.raw,
        published_from=published.origin,
        language=known.language or identify_language(body),
        section=known.section,
        full_text=full_text,
        body=body,
        word_count=len(body.split()),
        content_hash=identity.content_hash(title, body),
        text_hash=identity.text_hash(body),
        raw_sha256=page.reference.raw_sha256,
        parser_version=PARSER_VERSION,
        newsrooms=known.newsrooms,
        updated_at=updated.at,
        updated_local=updated.local,
        field_origins=orjson.dumps(origins, option=orjson.OPT_SORT_KEYS).decode() if origins else None,
        date_order=known.date_order,
    )
    blocks = tuple(
        Block(article_id, number, s.kind, s.kind in IN_BODY, s.start, s.end, full_text[s.start : s.end], s.picture_url)
        for number, s in enumerate(stretches, 1)
    )
    return Parsed(article, blocks)


def _in_zone(stated: Publication, zone: str | None) -> Publication:
    """``stated`` as its outlet's clocks show it, in ``zone``, where it has no zone or is a machine's time in UTC.

    The day of an evening's article in New York is that of New York.
    """
    if zone is None or stated.local is None or stated.precision not in ("minute", "second"):
        return stated
    if stated.at is None:
        return replace(stated, at=stated.local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC), zone=zone)
    if stated.zone not in _MACHINES_UTC:
        return stated
    return replace(stated, local=stated.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None), zone=zone)


def reject(page: Page, reason: str, detail: str) -> Rejection:
    return Rejection(page.reference.location, Stage.PARSE, reason, " ".join(detail.split())[:500])
