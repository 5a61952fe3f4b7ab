"""JSON-LD as pages write it: nested, in a ``@graph``, by reference, in pieces, and broken.

Guarantees: broken JSON costs what is broken and no more (the plain fields of a script that no reader of JSON
accepts are still read); of several articles on a page the one that the page is about is picked; nothing is guessed.
Terms: https://schema.org/Article, https://json-ld.org/spec/latest/json-ld/.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from tasks.parse.gate import clean_markup_text, fold_space

MAX_NODES = 5000
MAX_DEPTH = 8
MAX_CREDITS = 100
_SCRIPT = re.compile(r"<script[^>]{0,300}ld\+json[^>]{0,300}>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_WRAPPING = re.compile(r"^\s*(?:/[/*]|<!--|<!\[CDATA\[|\*/|\s)*|(?:/[/*]|-->|\]\]>|\*/|;|\s)*$")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_FIELD = re.compile(
    r'"(headline|datePublished|dateModified|dateCreated|articleSection|inLanguage|author|publisher)"\s*:\s*'
    r'(?:[\[{]{1,2}[^{}\[\]]{0,300}?"name"\s*:\s*)?("(?:[^"\\\n]|\\.){0,1000}")'
)
_KIND = re.compile(r'"@type"\s*:\s*\[?\s*"(\w{1,40})"')
_ARTICLES = ("article", "posting", "report", "review")
_PAGES = ("webpage", "itempage", "videoobject", "recipe", "event", "creativework")
_SKIPPED = frozenset(("itemListElement", "relatedLink", "citation", "comment", "isPartOf", "image", "video", "review"))
"""Under these lie other things than the page's article."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Who is named as author; ``kind`` is the node's type in lower case, empty for a bare name."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Story:
    """What JSON-LD says of the page's article. ``is_article`` is False for a page, a video and the like."""

    headline: str | None = None
    credits: tuple[Credit, ...] = ()
    published: str | None = None
    modified: str | None = None
    publisher: str | None = None
    section: str | None = None
    language: str | None = None
    is_article: bool = False


def read_story(text: str, titles: Sequence[str], url: str | None) -> Story:
    """The article of the page ``text``; ``titles`` and ``url`` are what else the page is known by."""
    nodes = [node for script in _scripts(text) for node in _nodes(_load(script), 0)][:MAX_NODES]
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
    articles = [node for node in nodes if _is_kind(node, _ARTICLES)]
    folded = [fold_title(title) for title in titles]
    best = max(articles, key=lambda node: _fitness(node, folded, url), default=None)
    if best is not None:
        return _as_story(best, by_id, is_article=True)
    pages = [node for node in nodes if _is_kind(node, _PAGES) and _text(node.get("datePublished"))]
    return _as_story(pages[0], by_id, is_article=False) if pages else Story()


def fold_title(title: str | None) -> str:
    """``title`` for comparing: words alone, without case."""
    return " ".join(re.findall(r"\w+", (title or "").casefold()))


def _scripts(text: str) -> Iterator[str]:
    """The contents of the JSON-LD scripts; linear also where scripts are opened and never closed."""
    position = 0
    while (start := _SCRIPT.search(text, position)) and (end := _SCRIPT_END.search(text, start.end())):
        yield text[start.end() : end.start()]
        position = end.end()


def _load(script: str) -> Any:
    cleaned = re.sub(r"[\x00-\x1f]+", " ", script).strip()
    try:
        return orjson.loads(cleaned)
    except orjson.JSONDecodeError:
        pass
    cleaned = _TRAILING_COMMA.sub("", _WRAPPING.sub("", cleaned))
    for attempt in (cleaned, html.unescape(cleaned)) if cleaned.startswith(("{&", "[{&")) else (cleaned,):
        try:
            return orjson.loads(attempt)
        except orjson.JSONDecodeError:
            continue
    return _salvage(cleaned)


def _salvage(script: str) -> dict[str, Any]:
    """The plain fields of a script that is not JSON: the first of each name."""
    fields: dict[str, Any] = {}
    for match in _FIELD.finditer(script):
        try:
            fields.setdefault(match[1], orjson.loads(match[2]))
        except orjson.JSONDecodeError:
            continue
    kinds = _KIND.findall(script)
    fields["@type"] = next((kind for kind in kinds if any(a in kind.lower() for a in _ARTICLES)), "")
    return fields


def _nodes(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(data, list):
        for item in data[:200]:
            yield from _nodes(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key, value in data.items():
            if isinstance(value, dict | list) and key not in _SKIPPED:
                yield from _nodes(value, depth + 1)


def _is_kind(node: dict[str, Any], kinds: tuple[str, ...]) -> bool:
    kind = str(node.get("@type") or "").lower()
    return any(k in kind for k in kinds)


def _fitness(node: dict[str, Any], titles: Sequence[str], url: str | None) -> tuple[int, int]:
    """How surely ``node`` is what the page is about: by its address, its headline, and how much it says."""
    headline = fold_title(_text(node.get("headline")))
    named = [headline and (headline == title or title.startswith(headline)) for title in titles]
    page = node.get("mainEntityOfPage")
    places = {node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page}
    here = bool(url) and any(_same_address(place, str(url)) for place in places)
    stated = sum(bool(node.get(key)) for key in ("headline", "datePublished", "author"))
    return 2 * sum(map(bool, named)) + 3 * here + stated, len(node)


def _same_address(place: Any, url: str) -> bool:
    if not isinstance(place, str) or "/" not in place:
        return False
    return _bare(place) == _bare(url)


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.|m\.|amp\.)?|[?#].*$|/$", "", url)


def _as_story(node: dict[str, Any], by_id: dict[str, dict[str, Any]], *, is_article: bool) -> Story:
    return Story(
        headline=_text(node.get("headline")) or (_text(node.get("name")) if is_article else None),
        credits=tuple(_credits(node.get("author"), by_id)) or tuple(_credits(node.get("creator"), by_id)),
        published=_text(node.get("datePublished")) or _text(node.get("dateCreated")),
        modified=_text(node.get("dateModified")),
        publisher=next((c.name for c in _credits(node.get("publisher"), by_id)), None),
        section=_text(node.get("articleSection")),
        language=_text(node.get("inLanguage")),
        is_article=is_article,
    )


def _credits(value: Any, by_id: dict[str, dict[str, Any]]) -> Iterator[Credit]:
    for item in value[:MAX_CREDITS] if isinstance(value, list) else [value]:
        node = item
        if isinstance(item, dict) and "name" not in item:
            node = by_id.get(str(item.get("@id")), item)
        if isinstance(node, dict):
            names = node.get("name")
            kind = str(node.get("@type") or "").lower()
            for name in names if isinstance(names, list) else [names]:
                if found := _text(name):
                    yield Credit(found, kind)
        elif found := _text(node):
            yield Credit(found, "")


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = next((v for v in value if isinstance(v, str)), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    return fold_space(clean_markup_text(html.unescape(html.unescape(value)))) or None
