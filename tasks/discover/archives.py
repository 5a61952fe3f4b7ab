"""The WARC files that a source's path lists name: CC-NEWS and archives like it.

A month of CC-NEWS is some 400 files of a gigabyte: they are not fetched here, but read where a
download tool has put them, under the source's ``archive_base``.
"""

from pathlib import Path

from tasks.discover.sitemaps import undo_gzip
from tasks.source_records import ListingKind, Source


def archive_files(source: Source) -> list[str]:
    """Those of the listed WARC files that are there; a list that is missing names none.

    A path that leads out of the base is left out.
    """
    if source.archive_base is None:
        return []
    base = Path(source.archive_base).resolve()
    found = []
    for listing in source.listings:
        if listing.kind is ListingKind.ARCHIVE and (path := Path(listing.url)).is_file():
            lines = undo_gzip(path.read_bytes()).decode("utf-8", "replace").split()
            places = [(base / line).resolve() for line in lines]
            found += [str(place) for place in places if place.is_relative_to(base) and place.is_file()]
    return found
