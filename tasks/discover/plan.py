"""What is asked for and when: decisions alone, nothing is stored or fetched here.

Guarantees: an address that is known and due for nothing is never asked for; what a source lists
and is not to be fetched is counted under one of ``LEFT_OUT``'s reasons.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from courlan import extract_domain

from tasks.discover.pages import holds
from tasks.records import Fetched, FetchReason, Unfetched, stable_id
from tasks.source_records import Link, Links, LinkState, Listing, ListingKind, ListingState, Source
from tasks.urls import canonicalise, without_secrets

RECHECKS = tuple(timedelta(hours=hours) for hours in (1, 4, 24, 72, 240, 720))
"""Ages at which a fetched article is looked at again: most corrections come on the first day."""

POLL_EVERY = {
    ListingKind.FEED: timedelta(minutes=10),
    ListingKind.SECTION: timedelta(minutes=10),
    ListingKind.SITEMAP: timedelta(hours=1),
    ListingKind.LIST: timedelta(days=1),
}
"""Distances between two looks at a listing; a schedule of 15 minutes finds each feed due each time."""

FIRST_BACK_OFF = timedelta(minutes=15)
LAST_BACK_OFF = timedelta(days=1)
MAX_FAILURES = 8
"""In a row, after which an article's address is given up: some four days."""

MAX_CHILDREN = 50
"""Parts of an index that one run reads when it wants news only."""

ROBOTS_AGAIN = timedelta(days=7)

LEFT_OUT = ("known", "no-address", "other-site", "excluded", "too-old", "undated", "outside")

_PASSING = frozenset(
    {
        FetchReason.ROBOTS_UNREACHABLE,
        FetchReason.COOLING_DOWN,
        FetchReason.DNS,
        FetchReason.CONNECT,
        FetchReason.TLS,
        FetchReason.TIMEOUT,
        FetchReason.PROTOCOL,
        FetchReason.RATE_LIMITED,
        FetchReason.SERVER_ERROR,
    }
)
"""Failures that another day may mend."""


@dataclass(frozen=True, slots=True)
class Days:
    """Days of publication wanted, both included; None is open. With neither, news is wanted."""

    since: date | None = None
    until: date | None = None

    @property
    def are_given(self) -> bool:
        return self.since is not None or self.until is not None

    def leave_out(self, link: Link) -> bool:
        """Whether the article surely lies outside: published then, or last changed before."""
        if link.published_at is not None:
            day = link.published_at.date()
            return not (self.since or date.min) <= day <= (self.until or date.max)
        return link.modified_at is not None and link.modified_at.date() < (self.since or date.min)


@dataclass(frozen=True, slots=True)
class Choice:
    """Links to be remembered as due, by canonical address the one to ask for, and what was left out."""

    due: tuple[LinkState, ...] = ()
    addresses: dict[str, str] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)


def is_fetched(listing: Listing) -> bool:
    """Whether a run visits the listing; archives and drops are files, which are loaded as such."""
    return listing.kind not in (ListingKind.ARCHIVE, ListingKind.DROP)


def listing_id(listing: Listing) -> str:
    return stable_id("l1", listing.source, listing.kind, listing.url, listing.links or "")


def is_due(state: ListingState | None, now: datetime) -> bool:
    """Whether a listing is to be looked at."""
    return state is None or state.next_check_at is None or state.next_check_at <= now


def canonical_links(links: Links) -> dict[str, Link]:
    """The links by canonical address, the first of each; what has none is left out."""
    found: dict[str, Link] = {}
    for link in links.links:
        if canonical := canonicalise(link.url):
            found.setdefault(canonical, link)
    return found


def choose_links(
    listing: Listing, links: Links, source: Source, known: Mapping[str, LinkState], now: datetime, days: Days
) -> Choice:
    """Which of the ``links`` are new, or changed since they were fetched."""
    found = canonical_links(links)
    choice = Choice()
    choice.left_out["no-address"] = len(links.links) - len(found) + links.left_out
    due = []
    for canonical, link in found.items():
        before = known.get(canonical)
        reason = _reason_against(listing, link, source, now, days)
        if before is not None and (reason is None or before.fetched_at is not None):
            again = _again(before, link, now)
            if again is None:
                choice.left_out["known"] += 1
                continue
            due.append(again)
        elif reason is not None:
            choice.left_out[reason] += 1
            continue
        else:
            published, modified = link.published_at, link.modified_at
            due.append(
                LinkState(
                    canonical, without_secrets(link.url), source.source, now, published, modified, next_check_at=now
                )
            )
        choice.addresses[canonical] = link.url
    return replace(choice, due=tuple(due))


def _again(before: LinkState, link: Link, now: datetime) -> LinkState | None:
    """The known address as due, where its source says that it changed after it was fetched."""
    if before.fetched_at is None or link.modified_at is None or link.modified_at <= before.fetched_at:
        return None
    is_news = before.modified_at is None or link.modified_at > before.modified_at
    return replace(before, modified_at=link.modified_at, next_check_at=now) if is_news else None


def _reason_against(listing: Listing, link: Link, source: Source, now: datetime, days: Days) -> str | None:
    if listing.kind in (ListingKind.SITEMAP, ListingKind.SECTION) and not _is_own(link.url, listing.url, source):
        return "other-site"
    if source.include and not any(holds(pattern, link.url) for pattern in source.include):
        return "excluded"
    if any(holds(pattern, link.url) for pattern in source.exclude):
        return "excluded"
    if days.are_given:
        return "outside" if days.leave_out(link) else None
    told = link.published_at or link.modified_at
    if told is None:
        return "undated" if listing.kind is ListingKind.SITEMAP else None
    return "too-old" if told < now - timedelta(days=source.max_age_days) else None


def _is_own(url: str, listing_url: str, source: Source) -> bool:
    """Whether ``url`` lies on the site of its listing, or of the source: sitemaps speak for their own."""
    site = site_of(url)
    return site in (site_of(listing_url), site_of(source.home_url or "")) or host_of(url) in source.hosts


def own_hosts(source: Source) -> frozenset[str]:
    """The hosts that the sources file names for it."""
    return frozenset(
        {*source.hosts, *(host_of(url) for url in (source.home_url or "", *(i.url for i in source.listings)))}
    )


def site_of(url: str) -> str:
    """The registrable domain of ``url``, or its host where there is none."""
    return extract_domain(url) or host_of(url)


def host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def choose_children(listing: Listing, links: Links, source: Source, now: datetime, days: Days) -> list[Listing]:
    """The parts of an index that may hold what is wanted, newest first."""
    oldest = None if days.are_given else now - timedelta(days=source.max_age_days)
    wanted = []
    for child in links.children:
        outside = days.leave_out(replace(child, published_at=None)) if days.are_given else False
        if outside or (oldest and child.modified_at and child.modified_at < oldest):
            continue
        if _is_own(child.url, listing.url, source):
            wanted.append(child)
    wanted.sort(key=lambda child: child.modified_at or datetime.min.replace(tzinfo=now.tzinfo), reverse=True)
    chosen = wanted if days.are_given else wanted[:MAX_CHILDREN]
    return [Listing(listing.source, ListingKind.SITEMAP, child.url) for child in chosen]


def after_listing(
    state: ListingState, kind: ListingKind, answer: Fetched | Unfetched, digest: str | None, links: Links | None
) -> ListingState:
    """What is known of a listing after ``answer``; ``links`` None where there was nothing to read."""
    now = answer.at
    if isinstance(answer, Unfetched) or (links is not None and links.problem and not links.links):
        failures = state.failures + 1
        outcome = answer.reason if isinstance(answer, Unfetched) else "unreadable"
        detail = answer.detail if isinstance(answer, Unfetched) else (links.problem if links else None)
        retry_at = answer.retry_at if isinstance(answer, Unfetched) else None
        again = max(now + back_off(failures), retry_at or now)
        return replace(state, checked_at=now, failures=failures, outcome=outcome, detail=detail, next_check_at=again)
    again = now + POLL_EVERY[kind]
    quiet = replace(state, checked_at=now, failures=0, outcome="unchanged", detail=None, next_check_at=again)
    if links is None:
        return quiet
    # An index may name its parts without saying when they change: it is read each time, for their sake.
    is_index = bool(links.children)
    return replace(
        quiet,
        etag=None if is_index else answer.header("etag"),
        last_modified=None if is_index else answer.header("last-modified"),
        body_sha256=None if is_index else digest,
        changed_at=now,
        outcome="fetched",
        detail=links.problem,
        link_count=len(links.links) + len(links.children),
    )


def back_off(failures: int) -> timedelta:
    """How long to wait after so many failures in a row."""
    return min(FIRST_BACK_OFF * (1 << min(failures - 1, 20)), LAST_BACK_OFF)


def after_page(state: LinkState, answer: Fetched | Unfetched, digest: str | None, outcome: str) -> LinkState:
    """What is known of an article's address after ``answer``; ``outcome`` names a good one."""
    now = answer.at
    if isinstance(answer, Unfetched):
        failures = state.failures + (answer.reason is not FetchReason.COOLING_DOWN)
        again = None
        if will_pass(answer) and failures < MAX_FAILURES:
            again = max(now + back_off(max(failures, 1)), answer.retry_at or now)
        elif answer.reason is FetchReason.ROBOTS:
            again = now + ROBOTS_AGAIN
        return replace(state, failures=failures, outcome=answer.reason, next_check_at=again)
    first = state.first_fetched_at or now
    return replace(
        state,
        first_fetched_at=first,
        fetched_at=now,
        etag=answer.header("etag") or state.etag,
        last_modified=answer.header("last-modified") or state.last_modified,
        raw_sha256=digest or state.raw_sha256,
        checks=state.checks + 1,
        failures=0,
        outcome=outcome,
        next_check_at=next((first + age for age in RECHECKS if first + age > now), None),
    )


def will_pass(unfetched: Unfetched) -> bool:
    """Whether the address is deferred rather than turned away."""
    return unfetched.reason in _PASSING
