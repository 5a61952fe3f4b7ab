"""What is known of an article beside its text, weighed from all that a page says, with where each came from.

Guarantees: nothing is guessed; every field names its origin (``Metadata.origins``). How titles, times, authors and
addresses are weighed is stated where it is done: ``titles``, ``dating``, ``authors``, ``identity``.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

from htmldate import find_date
from lxml.etree import _Element

from tasks.parse import identity
from tasks.parse.assemble import Metadata
from tasks.parse.authors import Byline, Named, has_update_word, read_byline, split_update, starts_byline
from tasks.parse.dating import Claim, Kind, choose_times, claim_address
from tasks.parse.gate import clean_markup_text, fold_space
from tasks.parse.head import Head, read_head
from tasks.parse.headline import find_headline
from tasks.parse.jsonld import Credit, Story, read_story
from tasks.parse.language import language_code
from tasks.parse.published import ambiguous_figures, has_figures, observed_order, parse_publication, parse_timestamp
from tasks.parse.shown import Shown, find_shown, without_furniture
from tasks.parse.titles import Titles, choose_title
from tasks.records import Publication

MAX_HEADINGS = 5
MAX_SHOWN = 12
_META = json.loads((Path(__file__).parent / "data" / "meta_names.json").read_text("utf-8"))
PUBLISHED: tuple[str, ...] = tuple(_META["published"])
"""Names of ``<meta>`` for the time of publication, the clearest first."""

MODIFIED: tuple[str, ...] = tuple(_META["modified"])
AUTHORS: tuple[str, ...] = tuple(_META["authors"])
SECTIONS: tuple[str, ...] = tuple(_META["sections"])


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says for machines and shows by its headline, before its blocks are known."""

    metadata: Metadata
    claims: tuple[Claim, ...] = ()
    bylines: tuple[Byline, ...] = ()
    site_names: tuple[str, ...] = ()
    language: str | None = None
    order: str | None = None
    figures: tuple[str, ...] = ()


def read_facts(text: str, tree: _Element, url: str | None, order: str | None) -> Facts:
    """The facts of the page ``text``, whose tree is ``tree``, found under ``url``.

    ``order`` is the outlet's of day and month (``published``), where it is known. ``figures`` are the shown lines
    with a day in figures, which only such an order may make plain.
    """
    head = read_head(text)
    headings = tuple(filter(None, (_text_of(h1) for h1 in list(tree.iter("h1"))[:MAX_HEADINGS])))
    opengraph = head.first("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")
    address = url or head.first("og:url")
    named = [t for t in (opengraph, head.title, *headings) if t]
    story = read_story(text, named, head.canonical or address)
    sites = _site_names(head, story, address)
    title, title_from = choose_title(
        Titles(story.headline if story.is_article else None, opengraph, head.title, headings), sites
    )
    language, language_from = _language(head, story, tree)
    found = _describe(head, story, address, title, language)
    found = replace(found, origins={**found.origins, "title": title_from or "", "language": language_from or ""})
    headline = find_headline(tree, title)
    dates, names = find_shown(tree, headline)
    claims = (
        *_declared(head, story, language, order),
        *_shown_claims(dates, language, order),
        *filter(None, [claim_address(address)]),
    )
    bylines = tuple(_bylines(head, story, names, sites))
    figures = tuple(d.text for d in dates[:MAX_SHOWN] if d.is_near and (has_figures(d.text) or observed_order(d.text)))
    return Facts(found, claims, bylines, sites, language, order, figures)


def _describe(head: Head, story: Story, address: str | None, title: str | None, language: str | None) -> Metadata:
    """What needs no weighing, with where each was read."""
    named = head.first("og:site_name")
    return Metadata(
        url=address,
        canonical_url=_canonical(head.canonical or head.first("og:url"), address),
        source=_source(head, story),
        title=title,
        language=language,
        section=_section(head, story),
        origins={
            "canonical_url": "link" if head.canonical else "opengraph",
            "source": "opengraph" if named and "://" not in named else "jsonld",
            "section": "jsonld" if story.section else "meta",
        },
    )


def decide(
    facts: Facts, bylines: Sequence[str], tree: _Element, now: datetime, fetched_at: datetime | None = None
) -> Metadata:
    """The metadata of a page with ``facts``, of whose blocks ``bylines`` are bylines."""
    bylines = bylines[:MAX_SHOWN]  # claims are weighed against one another
    claims = list(facts.claims)
    for line in bylines:
        claims += _line_claims(line, "byline", 8, facts.language, facts.order)
    published, updated = choose_times(claims, now, fetched_at)
    figures = [*facts.figures, *bylines]
    if published.local is None:
        unread = next(filter(has_figures, figures), None)  # kept as it stands, until the source's order is known
        published = Publication(raw=unread, origin="shown") if unread else _fallback(tree, facts, now)
    lines = [read_byline([Named(line)], facts.site_names, "byline", stated=starts_byline(line)) for line in bylines]
    byline = _choose_byline([*facts.bylines, *(line for line in lines if line.people)])
    learnt = (observed_order(line, published.local if facts.order is None else None) for line in figures)
    found = replace(
        facts.metadata,
        authors=byline.people,
        newsrooms=byline.newsrooms,
        published=published,
        updated=updated,
        date_order=next(filter(None, learnt), None),
    )
    origins = {**found.origins, "authors": byline.origin or ""}
    return replace(found, origins=_known(found, origins))


def _known(found: Metadata, origins: dict[str, str]) -> dict[str, str]:
    """The origins of the fields that have a value."""
    empty = {name for name in origins if not (getattr(found, name) or (name == "authors" and found.newsrooms))}
    return {name: origin for name, origin in origins.items() if name not in empty and origin}


def _text_of(element: _Element) -> str:
    return fold_space(clean_markup_text("".join(element.itertext())))


def _site_names(head: Head, story: Story, url: str | None) -> tuple[str, ...]:
    """What the site calls itself, and its host with and without its domain."""
    host = identity.host(url) or ""
    labels = host.split(".")
    own = max(labels[:-1], key=len, default="") if len(labels) > 1 else ""
    handle = (head.first("twitter:site") or "").lstrip("@")
    stated = (head.first("og:site_name"), story.publisher, head.first("application-name", "apple-mobile-web-app-title"))
    names = [name for name in (*stated, handle, host, own) if name and "/" not in name]
    return tuple(dict.fromkeys(names))


def _source(head: Head, story: Story) -> str | None:
    """The outlet as it calls itself; an address is no name."""
    names = (head.first("og:site_name"), story.publisher)
    return next((name for name in names if name and "://" not in name), None)


def _section(head: Head, story: Story) -> str | None:
    return story.section or head.first(
        "article:section", "section", "og:section", "parsely-section", "sailthru.section"
    )


def _language(head: Head, story: Story, tree: _Element) -> tuple[str | None, str | None]:
    """The language that the page names, the surest way first."""
    root = tree.getroottree().getroot()
    given = (
        (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"), "html"),
        (story.language, "jsonld"),
        (head.first("og:locale", "content-language", "language", "dc.language"), "meta"),
    )
    return next(((code, origin) for tag, origin in given if (code := language_code(tag))), (None, None))


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


def _declared(head: Head, story: Story, language: str | None, order: str | None) -> Iterator[Claim]:
    """What the page declares for machines."""
    given = [
        (story.published, "jsonld" if story.is_article else "jsonld page", False),
        (story.modified, "jsonld", True),
    ]
    given += [(head.first(name), f"meta {name}", False) for name in PUBLISHED]
    given += [(head.first(name), f"meta {name}", True) for name in MODIFIED]
    for rank, (value, origin, is_update) in enumerate(given):
        if value and (time := parse_timestamp(value, origin, language, order)):
            yield Claim(Kind.DECLARED, rank, time, is_update)


def _shown_claims(dates: Sequence[Shown], language: str | None, order: str | None) -> Iterator[Claim]:
    """The dates by the headline; of the page's other dates none, unless it marks them as the publication's."""
    count = 0
    for element in dates:
        is_marked = "datepublished" in element.itemprop or "datemodified" in element.itemprop
        if not (element.is_near or is_marked):
            continue
        found = list(_element_claims(element, count, language, order))
        count += bool(found)
        yield from found
        if count >= MAX_SHOWN:
            return


def _element_claims(element: Shown, rank: int, language: str | None, order: str | None) -> Iterator[Claim]:
    is_update = "modified" in element.itemprop or has_update_word(element.names)
    is_declared = element.itemprop in ("datepublished", "datemodified", "datecreated")
    origin = "microdata" if is_declared else "shown"
    for value in element.values:
        if time := parse_timestamp(value, origin, language, order):
            kind = Kind.DECLARED if is_declared else Kind.SHOWN
            yield Claim(kind, len(PUBLISHED) + rank, time, is_update or _says_update(element.text))
            break
    for claim in _line_claims(element.text, "shown", rank, language, order):
        yield replace(claim, is_update=claim.is_update or is_update)


def _says_update(text: str) -> bool:
    return has_update_word(text) and not split_update(text)[0].strip(" :|,•·–-")


def _line_claims(line: str, origin: str, rank: int, language: str | None, order: str | None) -> Iterator[Claim]:
    """The dates in ``Published 3 May 2024 | Updated 4 May 2024``, told apart."""
    before, after = split_update(line)
    if time := parse_publication(before, origin, language, order):
        yield Claim(Kind.SHOWN, rank, time)
    if after and (time := parse_publication(after, origin, language, order)):
        yield Claim(Kind.SHOWN, rank, time, is_update=True)


def _fallback(tree: _Element, facts: Facts, now: datetime) -> Publication:
    """A day that htmldate finds elsewhere in the article; New Year's is what it makes of a copyright line's year."""
    article = without_furniture(tree, find_headline(tree, facts.metadata.title))
    found = find_date(article, url=facts.metadata.url, original_date=True, extensive_search=False)
    time = parse_timestamp(found, "page") if found and not found.endswith("-01-01") else None
    if time and time.local and (figures := ambiguous_figures(" ".join(article.itertext()), time.local)):
        # It takes the day to stand first, which is not known.
        time = parse_publication(figures, "page", facts.language, facts.order)
        if time is None:
            return Publication(raw=figures, origin="page")
    return choose_times([Claim(Kind.SHOWN, 0, time)], now)[0] if time else Publication()


def _bylines(head: Head, story: Story, names: Sequence[Shown], sites: tuple[str, ...]) -> Iterator[Byline]:
    yield read_byline(map(_as_named, story.credits), sites, "jsonld", stated=True)
    for name in AUTHORS:
        if values := head.meta.get(name):
            yield read_byline(map(Named, values), sites, f"meta {name}", stated=True)
    for element in names[:MAX_SHOWN]:
        if element.text:
            stated = "author" in element.itemprop or starts_byline(element.text)
            yield read_byline([Named(element.text)], sites, "shown", stated=stated)


def _as_named(credit: Credit) -> Named:
    return Named(credit.name, "organi" in credit.kind)


def _choose_byline(bylines: Sequence[Byline]) -> Byline:
    """The first that names people, or a later one that names them and more; else the first that names a house."""
    people = next((b for b in bylines if b.people), None)
    if people is None:
        return next((b for b in bylines if b.newsrooms), Byline())
    fuller = (b for b in bylines if set(b.people) > set(people.people))
    return next(fuller, people)


def utc_now() -> datetime:
    """The clock that bounds a publication where the fetch's is not known."""
    return datetime.now(UTC)
