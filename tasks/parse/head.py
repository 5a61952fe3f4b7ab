"""What a page says of itself: JSON-LD, OpenGraph, ``<meta>`` and ``<link>``.

Guarantees: every value with where it came from, nothing guessed; broken JSON-LD costs that
script and no more. Only the head and the JSON-LD scripts are parsed: a tree of the whole page
costs more than finding the article in it.
"""

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import orjson
from bs4 import BeautifulSoup

from tasks.parse import identity
from tasks.parse.assemble import Metadata
from tasks.parse.gate import clean_markup_text, fold_space
from tasks.parse.language import language_code
from tasks.parse.lines import split_names
from tasks.parse.published import parse_timestamp
from tasks.records import Publication

_SCRIPT = re.compile(r"<script[^>]{0,300}ld\+json[^>]{0,300}>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_HEAD_END = re.compile(r"</head|<body", re.IGNORECASE)
MAX_HEAD_CHARS = 500_000
MAX_BYLINE_CHARS = 1000
_ARTICLE_TYPES = ("article", "posting", "report")
_PUBLISHED_META = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dc.date",
    "publish-date",
    "publishdate",
    "pubdate",
    "date",
)


def read_head(text: str, url: str | None) -> Metadata:
    """Metadata of the page ``text``, found under ``url``."""
    meta, canonical = _read_meta(text)
    story = _pick_article(text)
    named = _text(story.get("headline")) or meta.get("og:title") or meta.get("twitter:title")
    address = url or meta.get("og:url")
    return Metadata(
        url=address,
        canonical_url=_canonical(canonical or meta.get("og:url"), address),
        source=meta.get("og:site_name") or _text(_first(story.get("publisher"), "name")),
        title=named or meta.get("<title>"),
        authors=_authors(story, meta),
        published=_published(story, meta),
        language=language_code(meta.get("<lang>") or _text(story.get("inLanguage"))),
        section=_text(story.get("articleSection")) or meta.get("article:section"),
    )


def _read_meta(text: str) -> tuple[dict[str, str], str | None]:
    end = _HEAD_END.search(text, 0, MAX_HEAD_CHARS)
    soup = BeautifulSoup(text[: end.start() if end else MAX_HEAD_CHARS], "lxml")
    meta: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        key = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        value = fold_space(clean_markup_text(html.unescape(str(tag.get("content") or ""))))
        if key and value:
            meta.setdefault(key, value)
    if soup.title and soup.title.string:
        meta["<title>"] = fold_space(clean_markup_text(str(soup.title.string)))
    if soup.html and soup.html.get("lang"):
        meta["<lang>"] = str(soup.html["lang"])
    link = soup.find("link", rel="canonical")
    return meta, str(link.get("href")) if link and link.get("href") else None


def _canonical(named: str | None, url: str | None) -> str | None:
    """The address that the page names as its own, if it is on the page's own host.

    A template that names the home page on every page would make all its articles one.
    """
    if not named:
        return None
    address = urljoin(url or "", named)
    if url is None:
        return address
    if identity.host(address) != identity.host(url) or (identity.is_home(address) and not identity.is_home(url)):
        return None
    return address


def _pick_article(text: str) -> dict[str, Any]:
    best: dict[str, Any] = {}
    for script in _scripts(text):
        try:
            data = orjson.loads(re.sub(r"[\x00-\x1f]+", " ", script.strip().strip(";")))
        except orjson.JSONDecodeError:
            continue
        for node in _nodes(data, 0):
            kinds = str(node.get("@type") or "").lower()
            if any(kind in kinds for kind in _ARTICLE_TYPES) and len(node) > len(best):
                best = node
    return best


def _scripts(text: str) -> Iterator[str]:
    """The contents of the JSON-LD scripts; linear also where scripts are opened and never closed."""
    position = 0
    while (start := _SCRIPT.search(text, position)) and (end := _SCRIPT_END.search(text, start.end())):
        yield text[start.end() : end.start()]
        position = end.end()


def _nodes(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(data, list):
        for item in data[:100]:
            yield from _nodes(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(data.get(key), depth + 1)


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = next((v for v in value if isinstance(v, str)), None)
    return fold_space(clean_markup_text(html.unescape(value))) or None if isinstance(value, str) else None


def _first(value: Any, key: str) -> Any:
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get(key) if isinstance(value, dict) else value


def _authors(story: dict[str, Any], meta: dict[str, str]) -> tuple[str, ...]:
    given = story.get("author")
    people = given[:100] if isinstance(given, list) else [given]
    names = [_text(_first(person, "name")) for person in people]
    found = tuple(dict.fromkeys(name for n in names if n for name in split_names(n[:MAX_BYLINE_CHARS])))
    return found or next(
        (
            split
            for key in ("author", "article:author", "byl", "dc.creator")
            if (split := split_names(meta.get(key, "")[:MAX_BYLINE_CHARS]))
        ),
        (),
    )


def _published(story: dict[str, Any], meta: dict[str, str]) -> Publication:
    given = [(_text(story.get("datePublished")), "jsonld")]
    given += [(meta.get(key), f"meta {key}") for key in _PUBLISHED_META]
    for value, origin in given:
        if value and (published := parse_timestamp(value, origin)):
            return published
    return Publication()
