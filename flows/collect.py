"""From what is to be visited to pages in the raw files, as references that are ready to be parsed.

Guarantees: bytes lie in the raw files before anything parses them; what was learnt is written down with
them, in one transaction, before a reference is handed on: a kill costs requests at most, never a page. Each
host waits for itself alone. Everything comes in as an argument: fetcher, store, warehouse and clock.
"""

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from flows.bridge import Ask, first_of, together
from flows.notebook import Notebook
from flows.visits import Tally, Visits
from tasks.discover.listings import read_listing, tell_kind
from tasks.discover.plan import (
    after_listing,
    after_page,
    canonical_links,
    choose_children,
    choose_links,
    host_of,
    is_due,
    is_fetched,
    listing_id,
    own_hosts,
    will_pass,
)
from tasks.discover.sitemaps import read_list_file
from tasks.discover.warc import is_page
from tasks.fetch.fetcher import Fetcher, reject
from tasks.records import (
    Fetched,
    FetchKind,
    FetchRequest,
    Rejection,
    Stage,
    Unfetched,
)
from tasks.source_records import Links, LinkState, Listing, ListingKind, ListingState, Source
from tasks.urls import canonicalise, without_secrets
from tasks.warehouse.known import (
    due_links,
    due_rechecks,
    known_links,
    listing_states,
    waiting_sources,
)

MAX_DEPTH = 3
"""Indexes within indexes: sitemaps.org allows one."""

RECHECKS_A_RUN = 2_000


class Collector:
    """One run's visits."""

    def __init__(
        self,
        visits: Visits,
        fetcher: Fetcher,
        notebook: Notebook,
        ask: Ask,
        raw: Path,
        now: Callable[[], datetime],
        secrets: Callable[[str | None], str | None],
        sources: Mapping[str, Source],
    ) -> None:
        self._visits, self._fetcher, self._notebook, self._sources = visits, fetcher, notebook, sources
        self._ask, self._raw, self._now, self._secrets = ask, raw, now, secrets
        self._states: dict[str, ListingState] = {}
        self._waiting: set[str] = set()
        self._left = visits.limit
        self.tally = Tally()

    async def run(self) -> None:
        """Visit everything; ends when all is done or ``stop_at`` has come."""
        self._states = await self._ask(listing_states)
        self._waiting = await self._ask(partial(waiting_sources, now=self._now()))
        try:
            async with asyncio.TaskGroup() as group:
                for source in self._visits.sources:
                    group.create_task(self._visit_source(source))
                for address in self._visits.addresses:
                    group.create_task(self._visit_address(address))
                if self._visits.recheck:
                    group.create_task(self._visit_again())
        except* Exception as errors:
            raise first_of(errors) from None
        await self._notebook.flush()

    async def _visit_source(self, source: Source) -> None:
        listings = filter(is_fetched, source.listings)
        visits = [
            self._visit_listing(source, item, 0) if "://" in item.url else self._read_list(source, item)
            for item in listings
        ]
        addresses: dict[str, str] = {}
        for found in await together(visits):
            addresses |= found
        if addresses:
            await self._notebook.flush()
        elif source.source not in self._waiting:
            return
        due = await self._ask(partial(due_links, source=source.source, now=self._now(), limit=source.max_articles))
        await self._visit_pages([(state, addresses.get(state.canonical_url, state.url)) for state in due], source)

    async def _read_list(self, source: Source, listing: Listing) -> dict[str, str]:
        """Note the addresses of a list on this machine."""
        return await self._note_links(source, listing, read_list_file(listing.url), None)

    async def _visit_listing(self, source: Source, listing: Listing, depth: int) -> dict[str, str]:
        """Ask for a listing and note what it says; returns the addresses to ask for, by canonical one."""
        key = listing_id(listing)
        state = self._states.get(key) or ListingState(key, source.source, listing.kind, without_secrets(listing.url))
        if self._is_late() or (self._visits.only_due and not is_due(self._states.get(key), self._now())):
            return {}
        self.tally.listings += 1
        is_again = state.failures == 0 and not self._visits.days.are_given
        kind = FetchKind.SITEMAP if listing.kind is ListingKind.SITEMAP else FetchKind.FEED
        request = self._request(source, listing.url, kind)
        if is_again:
            request = replace(request, etag=state.etag, last_modified=state.last_modified)
        answer = await self._fetcher.fetch(request)
        return await self._take_listing(source, listing, state, answer, depth, is_again=is_again)

    async def _take_listing(
        self,
        source: Source,
        listing: Listing,
        state: ListingState,
        answer: Fetched | Unfetched,
        depth: int,
        *,
        is_again: bool,
    ) -> dict[str, str]:
        if isinstance(answer, Unfetched):
            item = None if will_pass(answer) else reject(answer)
            self.tally.deferred += item is None
            await self._notebook.add(listing=after_listing(state, listing.kind, answer, None, None), item=item)
            return {}
        digest = hashlib.sha256(answer.body).hexdigest()
        if answer.is_unchanged or (is_again and digest == state.body_sha256):
            await self._notebook.add(listing=after_listing(state, listing.kind, answer, None, None))
            return {}
        links = read_listing(listing, answer.body, answer.url)
        return await self._take_links(source, listing, state, answer, links, digest, depth)

    async def _take_links(
        self,
        source: Source,
        listing: Listing,
        state: ListingState,
        answer: Fetched,
        links: Links,
        digest: str,
        depth: int,
    ) -> dict[str, str]:
        noted = after_listing(state, listing.kind, answer, digest, links)
        addresses = await self._note_links(source, listing, links, noted)
        now, days = self._now(), self._visits.days
        parts = choose_children(listing, links, source, now, days) if depth < MAX_DEPTH else []
        for found in await together(self._visit_listing(source, part, depth + 1) for part in parts):
            addresses |= found
        return addresses

    async def _note_links(
        self, source: Source, listing: Listing, links: Links, noted: ListingState | None
    ) -> dict[str, str]:
        """Note what is new among the links; returns the addresses to ask for, by canonical one."""
        asked = canonical_links(links)
        known = await self._ask(partial(known_links, canonical_urls=list(asked)))
        known |= {key: self._notebook.links[key] for key in asked.keys() & self._notebook.links.keys()}
        choice = choose_links(listing, links, source, known, self._now(), self._visits.days)
        self.tally.left_out += choice.left_out
        item = _unreadable(listing, links) if links.problem and not links.links and not links.children else None
        await self._notebook.add(listing=noted, links=choice.due, item=item)
        return dict(choice.addresses)

    async def _visit_address(self, address: str) -> None:
        """An address that a person named: an article, or a feed or sitemap."""
        canonical = canonicalise(address)
        if canonical is None:
            rejection = Rejection(without_secrets(address)[:500], Stage.FETCH, "bad-url", "no web address")
            await self._notebook.add(item=rejection)
            return
        source = self._owner(address)
        if listing := self._known_listing(source, address):
            await self._visit_source(replace(source, listings=(listing,)))
            return
        known = (await self._ask(partial(known_links, canonical_urls=[canonical]))).get(canonical)
        if known is not None and (known.next_check_at is None or known.next_check_at > self._now()):
            self.tally.unchanged += 1
            return
        state = known or LinkState(canonical, without_secrets(address), source.source, self._now())
        request = self._request(source, address, FetchKind.FEED)
        answer = await self._fetcher.fetch(replace(request, etag=state.etag, last_modified=state.last_modified))
        kind = tell_kind(answer.body) if isinstance(answer, Fetched) else None
        if kind is None:
            await self._take_page(state, answer)
            return
        listing = Listing(source.source, kind, address)
        listed = ListingState(listing_id(listing), source.source, kind, without_secrets(address))
        addresses = await self._take_listing(source, listing, listed, answer, 0, is_again=False)
        await self._notebook.flush()
        due = await self._ask(partial(known_links, canonical_urls=list(addresses)))
        await self._visit_pages([(state, addresses[key]) for key, state in due.items()], source)

    def _owner(self, address: str) -> Source:
        """The source that lists at ``address`` or whose site it lies on; a nameless one where there is none."""
        for source in self._sources.values():
            if any(listing.url == address for listing in source.listings):
                return source
        host = host_of(address)
        for source in self._sources.values():
            if host in source.hosts or (source.home_url and host == host_of(source.home_url)):
                return source
        return Source(source="", name="", max_articles=10_000, max_age_days=3650)

    def _known_listing(self, source: Source, address: str) -> Listing | None:
        own = next((listing for listing in source.listings if listing.url == address), None)
        told = (Listing(source.source, kind, address) for kind in (ListingKind.FEED, ListingKind.SITEMAP))
        return own or next((listing for listing in told if listing_id(listing) in self._states), None)

    async def _visit_again(self) -> None:
        due = await self._ask(partial(due_rechecks, now=self._now(), limit=self._visits.limit or RECHECKS_A_RUN))
        await self._visit_pages([(state, state.url) for state in due], None)

    async def _visit_pages(self, pages: Sequence[tuple[LinkState, str]], source: Source | None) -> None:
        """Ask for the pages, those of one host one after another."""
        by_host: dict[str, list[tuple[LinkState, str]]] = {}
        for state, address in pages:
            by_host.setdefault(host_of(address), []).append((state, address))
        await together(self._visit_host(items, source) for items in by_host.values())

    async def _visit_host(self, pages: Sequence[tuple[LinkState, str]], source: Source | None) -> None:
        for state, address in pages:
            if self._is_late() or self._left == 0:
                return
            if self._left is not None:
                self._left -= 1
            owner = source or self._sources.get(state.source) or Source(source=state.source, name=state.source)
            request = self._request(owner, address, FetchKind.PAGE)
            answer = await self._fetcher.fetch(replace(request, etag=state.etag, last_modified=state.last_modified))
            await self._take_page(state, answer)

    async def _take_page(self, state: LinkState, answer: Fetched | Unfetched) -> None:
        """Keep a page's bytes and note how it went."""
        if isinstance(answer, Unfetched):
            item = None if will_pass(answer) else reject(answer)
            self.tally.deferred += item is None
            await self._notebook.add(links=[after_page(state, answer, None, "")], item=item)
            return
        digest = None if answer.is_unchanged else hashlib.sha256(answer.body).hexdigest()
        if answer.is_unchanged or digest == state.raw_sha256:
            self.tally.unchanged += 1
            await self._notebook.add(links=[after_page(state, answer, None, "unchanged")])
            return
        if problem := _no_page(answer):
            rejection = Rejection(without_secrets(answer.request.url), Stage.FETCH, *problem)
            refused = replace(after_page(state, answer, None, problem[0]), next_check_at=None)
            await self._notebook.add(links=[refused], item=rejection)
            return
        reference = self._notebook.keep(answer, self._raw)
        await self._notebook.add(links=[after_page(state, answer, digest, "fetched")], item=reference)

    def _request(self, source: Source, url: str, kind: FetchKind) -> FetchRequest:
        """A request as the source wants it; what it may do on its own hosts it may not do on those it links to."""
        is_own = host_of(url) in own_hosts(source)
        return FetchRequest(
            url,
            source.source,
            kind,
            min_delay=1.0 / source.rate,
            obey_robots=source.obey_robots or not is_own,
            authorization=self._secrets(source.authorization) if is_own else None,
        )

    def _is_late(self) -> bool:
        return self._visits.stop_at is not None and self._now() >= self._visits.stop_at


def _no_page(answer: Fetched) -> tuple[str, str] | None:
    """Why an answer is no article's page: reason and detail."""
    kind = answer.header("content-type")
    if not is_page(kind):
        return "not-a-page", f"content type {(kind or 'unknown')[:80]}"
    return None if answer.body.strip() else ("empty", "the page holds nothing")


def _unreadable(listing: Listing, links: Links) -> Rejection:
    return Rejection(
        without_secrets(listing.url), Stage.DISCOVER, "unreadable", f"{listing.kind}: {links.problem}"[:500]
    )
