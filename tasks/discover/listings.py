"""The bytes of a listing of any kind, and of an address whose kind nobody has told."""

from tasks.discover.feeds import read_feed
from tasks.discover.pages import read_section
from tasks.discover.sitemaps import read_list, read_sitemap
from tasks.source_records import Links, Listing, ListingKind


def read_listing(listing: Listing, body: bytes, url: str) -> Links:
    """What ``listing`` says, ``url`` being the address that answered."""
    match listing.kind:
        case ListingKind.FEED:
            return read_feed(body, url)
        case ListingKind.SITEMAP:
            return read_sitemap(body, url)
        case ListingKind.SECTION:
            return read_section(body, url, listing.links or ".")
        case ListingKind.LIST:
            return read_list(body, url)
        case _:
            raise ValueError(f"a listing of kind {listing.kind} is not fetched")


def tell_kind(body: bytes) -> ListingKind | None:
    """Whether ``body`` is a feed or a sitemap; None for a page."""
    head = body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"\x1f\x8b") or any(tag in head for tag in (b"<urlset", b"<sitemapindex")):
        return ListingKind.SITEMAP
    if any(tag in head for tag in (b"<rss", b"<feed", b"<rdf:rdf", b"<channel")) and b"<html" not in head:
        return ListingKind.FEED
    if head.startswith(b"{") and b"jsonfeed.org/version" in head:
        return ListingKind.FEED
    return None
