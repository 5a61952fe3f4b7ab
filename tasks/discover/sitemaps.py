"""The links of a sitemap (sitemaps.org 0.9): plain, news, an index of them, or a text of addresses.

Guarantees: one pass in flat memory; no entity is resolved and nothing is asked for; gzip is
undone up to a cap. What is broken is read up to there and is a ``problem``.
"""

import io
from collections.abc import Iterator

from lxml import etree

from tasks.discover.feeds import parse_moment, web_address
from tasks.gunzip import Gunzip, GunzipError, TooLargeError
from tasks.source_records import Link, Links, ListingKind

MAX_BYTES = 50_000_000
"""sitemaps.org allows 50 MB and 50,000 addresses."""

MAX_LINKS = 50_000
MAX_RATIO = 200
RATIO_FROM = 1_000_000


def read_sitemap(body: bytes, url: str) -> Links:
    """The links of the sitemap ``body``, found under ``url``; an index gives ``children``."""
    try:
        body = undo_gzip(body)
    except (GunzipError, TooLargeError) as error:
        return Links(ListingKind.SITEMAP, problem=str(error))
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return read_list(body, url, ListingKind.SITEMAP)
    links: list[Link] = []
    children: list[Link] = []
    left_out = 0
    problem = None
    try:
        for is_child, link in _entries(body, url):
            if link is None or len(links) + len(children) >= MAX_LINKS:
                left_out += 1
            else:
                (children if is_child else links).append(link)
    except (etree.LxmlError, ValueError, UnicodeError) as error:
        problem = " ".join(str(error).split())[:200] or type(error).__name__
    if not links and not children and not problem:
        problem = "no sitemap: neither urlset nor sitemapindex" if not left_out else "no web address in it"
    return Links(ListingKind.SITEMAP, tuple(links), tuple(children), left_out, problem)


def undo_gzip(body: bytes) -> bytes:
    """``body`` without the gzip of a ``.gz`` file; raises ``GunzipError`` and ``TooLargeError``."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    decoder = Gunzip(MAX_BYTES, MAX_RATIO, RATIO_FROM)
    decoded = b"".join(decoder.feed(body))
    decoder.finish()
    return decoded


def read_list(body: bytes, url: str, kind: ListingKind = ListingKind.LIST) -> Links:
    """Addresses one a line; empty lines and those that begin with ``#`` do not count."""
    lines = [line.strip() for line in body.decode("utf-8", "replace").removeprefix("\ufeff").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    found = [address for line in lines[:MAX_LINKS] if "://" in line and (address := web_address(line, url))]
    problem = None if found else "no web address in it"
    return Links(kind, tuple(Link(address) for address in found), left_out=len(lines) - len(found), problem=problem)


def read_list_file(path: str) -> Links:
    """The same for a file on this machine."""
    try:
        with open(path, "rb") as file:
            return read_list(file.read(MAX_BYTES), "")
    except OSError as error:
        return Links(ListingKind.LIST, problem=error.strerror)


def _entries(body: bytes, url: str) -> Iterator[tuple[bool, Link | None]]:
    """Each ``url`` or ``sitemap`` element (True for the latter) as a link, None where it has no address."""
    events = etree.iterparse(
        io.BytesIO(body),
        events=("end",),
        tag=("{*}url", "{*}sitemap"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for _, element in events:
        values = dict(_values(element))
        modified = parse_moment(values.get("lastmod"))
        published = parse_moment(values.get("publication_date"))
        address = web_address(values.get("loc"), url)
        yield etree.QName(element).localname == "sitemap", Link(address, published, modified) if address else None
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _values(element: etree._Element) -> Iterator[tuple[str, str]]:
    """The texts that matter by their local names: those of the entry, then those of its ``news`` part."""
    for child in element.iterdescendants("{*}loc", "{*}lastmod", "{*}publication_date"):
        name = etree.QName(child).localname
        # an image or a video within has a ``loc`` of its own
        if child.text and (name != "loc" or child.getparent() is element):
            yield name, child.text.strip()
