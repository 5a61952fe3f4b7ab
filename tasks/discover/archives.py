"""The WARC files that a source's path lists name: CC-NEWS and archives like it.

A month of CC-NEWS is some 400 files of a gigabyte. With a folder as ``archive_base`` they are read where a download
tool has put them; with a web address they are fetched from there, a few in each run.
"""

import re
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from tasks.discover.plan import Days
from tasks.discover.sitemaps import undo_gzip
from tasks.source_records import Listing, ListingKind, Source

FOLDER = "archives"
"""Where those that were fetched lie, in the folder of raw files: their pages are nobody's to look at again."""

LATE = timedelta(days=7)
"""An archive of so many days later may hold what was published on a day."""

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)\d{0,6}(?!\d)")
_WARC = (".warc", ".warc.gz")


def archive_files(source: Source) -> list[str]:
    """Those of the listed WARC files that are there; a list that is missing names none.

    A path that leads out of the base is left out.
    """
    if source.archive_base is None or is_remote(source):
        return []
    base = Path(source.archive_base).resolve()
    found = []
    for listing in archive_lists(source):
        if (path := Path(listing.url)).is_file():
            places = [(base / line).resolve() for line in _lines(path.read_bytes())]
            found += [str(place) for place in places if place.is_relative_to(base) and place.is_file()]
    return found


def archive_lists(source: Source) -> list[Listing]:
    """The path lists of ``source``."""
    return [listing for listing in source.listings if listing.kind is ListingKind.ARCHIVE]


def is_remote(source: Source) -> bool:
    """Whether its archives are fetched."""
    return (source.archive_base or "").startswith(("http://", "https://")) and bool(archive_lists(source))


def archive_addresses(body: bytes, base: str, days: Days) -> list[str]:
    """The addresses of the WARC files that the list ``body`` names, in its order; those of other days are left out.

    So is a path that leads out of ``base``. Raises ``GunzipError`` and ``TooLargeError`` for a list that is broken.
    """
    root = base if base.endswith("/") else base + "/"
    found = [urljoin(root, line) for line in _lines(body) if ".." not in line]
    return [
        url
        for url in dict.fromkeys(found)
        if url.startswith(root) and urlsplit(url).path.endswith(_WARC) and _may_hold(url, days)
    ]


def archive_place(url: str) -> Path:
    """Where the file at ``url`` is kept, under the folder of archives."""
    parts = urlsplit(url)
    names = [re.sub(r"[^\w.-]", "_", part) for part in parts.path.split("/")]
    return Path(re.sub(r"[^\w.-]", "_", parts.netloc), *(name for name in names if name.strip(".")))


def _may_hold(url: str, days: Days) -> bool:
    """Whether the archive, which bears the moment at which it was begun, may hold articles of these days."""
    named = _DAY.search(url.rpartition("/")[2])
    if named is None:
        return True
    try:
        day = date(int(named[1]), int(named[2]), int(named[3]))
    except ValueError:
        return True
    return (days.since or date.min) <= day and (days.until is None or day <= days.until + LATE)


def _lines(body: bytes) -> list[str]:
    return undo_gzip(body).decode("utf-8", "replace").split()
