"""``dateline sources``: what a source would give and why not, and where a site lists its news.

Guarantees: nothing is stored, but every rule of fetching is kept, and what earlier runs know counts.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import orjson

from flows.archives import ARCHIVES_A_RUN
from flows.fetching import fetch_policy, read_file
from flows.settings import Settings, authorization
from tasks.discover.archives import archive_addresses
from tasks.discover.inputs import SourceError
from tasks.discover.listings import read_listing, tell_kind
from tasks.discover.pages import find_listings, find_sitemaps
from tasks.discover.plan import Days, canonical_links, choose_links
from tasks.discover.sources import SourcesFile, json_schema
from tasks.fetch.fetcher import Fetcher
from tasks.gunzip import GunzipError, TooLargeError
from tasks.records import Fetched, FetchKind, FetchRequest, Unfetched
from tasks.source_records import LinkState, Listing, ListingKind, Source
from tasks.urls import without_secrets
from tasks.warehouse.known import published_links

Fetch = Callable[[FetchRequest], Awaitable[Fetched | Unfetched]]

USUAL_PLACES = ("/feed", "/rss.xml", "/sitemap.xml")
"""Where feeds and sitemaps lie that nobody names."""

SAMPLE = 5

_KINDS = {ListingKind.SITEMAP: FetchKind.SITEMAP, ListingKind.ARCHIVE: FetchKind.ARCHIVE}


@dataclass(slots=True)
class Checked:
    """What one listing would give: ``problem`` where nothing, else counts of links and some that would be fetched."""

    kind: str
    url: str
    problem: str | None = None
    listed: int = 0
    new: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    sample: list[str] = field(default_factory=list)


def check_source(name: str, settings: Settings) -> list[Checked]:
    """Ask each listing of a source once; raises ``SourceError`` for a name that is not in the file."""
    file = read_file(settings)
    source = file.sources.get(name)
    if source is None:
        raise SourceError(f"{settings.sources} has no source {name!r}; it has: {', '.join(file.sources) or 'none'}")
    known = published_links(settings.warehouse, name)

    async def ask(fetch: Fetch) -> list[Checked]:
        return [
            await _check(source, listing, fetch, known) if "://" in listing.url else _look(listing)
            for listing in source.listings
        ]

    return _with_fetcher(settings, file, ask)


def discover_listings(url: str, settings: Settings) -> list[Checked]:
    """The feeds and sitemaps that a site names on ``url`` and in robots.txt, or has in the usual places."""

    async def ask(fetch: Fetch) -> list[Checked]:
        found: list[Listing] = []
        home = await fetch(FetchRequest(url))
        if isinstance(home, Fetched):
            found += find_listings(home.body, home.url, "")
        rules = await fetch(FetchRequest(urljoin(url, "/robots.txt"), kind=FetchKind.ROBOTS))
        if isinstance(rules, Fetched):
            found += find_sitemaps(rules.body, rules.url, "")
        for place in USUAL_PLACES if not found else ():
            answer = await fetch(FetchRequest(urljoin(url, place), kind=FetchKind.SITEMAP))
            if isinstance(answer, Fetched) and (kind := tell_kind(answer.body)):
                found.append(Listing("", kind, answer.url))
        if not found and isinstance(home, Unfetched):
            return [Checked("page", without_secrets(url), f"{home.reason}: {home.detail}")]
        return [await _check(Source("", ""), listing, fetch, {}) for listing in dict.fromkeys(found)]

    return _with_fetcher(settings, read_file(settings), ask)


def schema() -> str:
    """The JSON schema of the sources file."""
    return orjson.dumps(json_schema(), option=orjson.OPT_INDENT_2).decode()


def told(checked: Checked) -> list[str]:
    """The lines that a person reads."""
    head = f"{checked.kind}  {checked.url}"
    if checked.problem:
        return [head, f"  nothing: {checked.problem}"]
    lines = [head, f"  {checked.listed} listed, {checked.new} would be fetched"]
    lines += [f"  {count} not: {_WHY[reason]}" for reason, count in checked.left_out.items() if count]
    return lines + [f"    {address}" for address in checked.sample]


_WHY = {
    "known": "known already",
    "no-address": "no web address, or beyond the bounds",
    "other-site": "on another site; name its host in hosts if they are to be had",
    "excluded": "include or exclude says so",
    "too-old": "older than max_age_days",
    "undated": "a sitemap that gives no date: name days (--since) to have them",
    "outside": "outside the days asked for",
}


def _look(listing: Listing) -> Checked:
    """A listing on this machine."""
    return Checked(listing.kind, listing.url, None if Path(listing.url).exists() else "no such file or folder")


async def _check(source: Source, listing: Listing, fetch: Fetch, known: dict[str, LinkState]) -> Checked:
    checked = Checked(listing.kind, without_secrets(listing.url))
    answer = await fetch(
        FetchRequest(
            listing.url,
            source.source,
            _KINDS.get(listing.kind, FetchKind.FEED),
            obey_robots=source.obey_robots,
            authorization=authorization(source.authorization),
        )
    )
    if isinstance(answer, Unfetched):
        checked.problem = f"{answer.reason}: {answer.detail}"
        return checked
    if listing.kind is ListingKind.ARCHIVE:
        return _check_archives(checked, source, answer.body)
    links = read_listing(listing, answer.body, answer.url)
    if links.problem and not links.links and not links.children:
        checked.problem = links.problem
        return checked
    wanted = {key: known[key] for key in canonical_links(links).keys() & known.keys()}
    choice = choose_links(listing, links, source, wanted, datetime.now(UTC), Days())
    checked.listed, checked.new = len(links.links), len(choice.due)
    checked.left_out = dict(Counter(choice.left_out) + Counter())
    checked.sample = [state.url for state in choice.due[:SAMPLE]]
    checked.sample += [without_secrets(child.url) for child in links.children[:SAMPLE]]
    return checked


def _check_archives(checked: Checked, source: Source, body: bytes) -> Checked:
    """What a run would take of the WARC files that a list names."""
    try:
        found = archive_addresses(body, source.archive_base or "", Days())
    except (GunzipError, TooLargeError) as error:
        checked.problem = str(error)
        return checked
    checked.listed, checked.new = len(found), min(len(found), ARCHIVES_A_RUN)
    checked.sample = [without_secrets(url) for url in found[:SAMPLE]]
    return checked


def _with_fetcher(
    settings: Settings, file: SourcesFile, ask: Callable[[Fetch], Awaitable[list[Checked]]]
) -> list[Checked]:
    policy = fetch_policy(settings, file)

    async def main() -> list[Checked]:
        async with Fetcher(policy) as fetcher:
            return await ask(fetcher.fetch)

    return asyncio.run(main())
