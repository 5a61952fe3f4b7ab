"""Where the pages of a WARC file lie, read past whatever is damaged.

Guarantees: offsets and lengths of stored bytes for each ``response`` record of a page (status
200, HTML or plain text), and one entry with a ``problem`` for each stretch that could not be
read. A flipped bit ends the file for every reader library, but gzip members and record
headers are independent: reading starts again at the next one.
"""

import hashlib
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

MAX_PAYLOAD_BYTES = 20_000_000

_GZIP_MEMBER = b"\x1f\x8b\x08"
_PLAIN_RECORD = b"WARC/1."
_PAGE_TYPES = ("text/html", "application/xhtml", "text/plain")


@dataclass(frozen=True, slots=True)
class WarcEntry:
    """A page's record, or a damaged stretch (``problem`` set) from ``offset`` on."""

    offset: int
    length: int
    url: str | None = None
    raw_sha256: str = ""
    problem: str | None = None


def find_warc_records(path: Path) -> Iterator[WarcEntry]:
    """The pages of one WARC file in file order; raises ``OSError`` if it cannot be opened."""
    size = path.stat().st_size
    with open(path, "rb") as file:
        magic = _GZIP_MEMBER if file.read(3) == _GZIP_MEMBER else _PLAIN_RECORD
    start = 0
    while start < size:
        good_until, problem = start, None
        for entry, ends_at, trouble in _read_from(path, start, size):
            if entry is not None:
                yield entry
            good_until, problem = ends_at, trouble
        if problem is None and good_until >= size:
            return
        if problem is not None and magic == _GZIP_MEMBER and (end := _end_of_member(path, good_until)):
            # The reader looks ahead: the member before the damage is whole and was lost with it.
            yield from _read_alone(path, good_until, end)
            start = end
            continue
        resume = _find_magic(path, magic, good_until + 1)
        if problem is not None or resume < size:
            yield WarcEntry(good_until, resume - good_until, problem=problem or "bytes that are no WARC record")
        start = resume


def _read_from(path: Path, start: int, size: int) -> Iterator[tuple[WarcEntry | None, int, str | None]]:
    """Pages from ``start`` on, each with the offset up to which all is well; last, what ended it."""
    position, pending = start, None
    with open(path, "rb") as file:
        file.seek(start)
        try:
            for record in ArchiveIterator(file, strict_mode=False):
                offset = record.stream_pos
                if offset < position or (pending is not None and offset <= pending.offset):
                    yield None, position, "records that do not follow one another"
                    return
                if pending is not None:
                    yield _measured(pending, offset), offset, None
                position, pending = offset, _page(record, offset)
                record.reader.consume()
        except (OSError, ValueError, EOFError, RuntimeError) as error:
            yield None, position, str(error) or type(error).__name__
            return
    yield (_measured(pending, size) if pending else None), size, None


def _end_of_member(path: Path, start: int) -> int | None:
    """Where the gzip member at ``start`` ends, if it is whole; None where it is damaged or too large."""
    decoder = zlib.decompressobj(wbits=31)
    with open(path, "rb") as file:
        file.seek(start)
        decoded = 0
        while not decoder.eof and decoded <= 2 * MAX_PAYLOAD_BYTES:
            chunk = file.read(1 << 16)
            if not chunk:
                return None
            try:
                decoded += len(decoder.decompress(chunk))
            except zlib.error:
                return None
        return file.tell() - len(decoder.unused_data) if decoder.eof else None


def _read_alone(path: Path, start: int, end: int) -> Iterator[WarcEntry]:
    with open(path, "rb") as file:
        file.seek(start)
        stored = file.read(end - start)
    for record in ArchiveIterator(io.BytesIO(stored), strict_mode=False):
        if page := _page(record, start):
            yield _measured(page, end)


def _measured(entry: WarcEntry, end: int) -> WarcEntry:
    return WarcEntry(entry.offset, end - entry.offset, entry.url, entry.raw_sha256)


def _page(record: WarcRecord, offset: int) -> WarcEntry | None:
    if record.record_type != WarcRecordType.response:
        return None
    record.parse_http()
    headers = record.http_headers
    kind = (record.http_content_type or "").lower()
    if headers is None or headers.status_code != 200 or not is_page(kind):
        return None
    payload = record.reader.read(MAX_PAYLOAD_BYTES)
    url = record.headers.get("WARC-Target-URI")
    return WarcEntry(offset, 0, url, hashlib.sha256(payload).hexdigest())


def is_page(content_type: str | None) -> bool:
    """Whether an answer of this type can be an article; one that says nothing of itself cannot."""
    return (content_type or "").strip().lower().startswith(_PAGE_TYPES)


def _find_magic(path: Path, magic: bytes, start: int) -> int:
    """Offset of the next ``magic`` at or after ``start``; the file's size where there is none."""
    with open(path, "rb") as file:
        file.seek(start)
        position, tail = start, b""
        while chunk := file.read(1 << 20):
            found = (tail + chunk).find(magic)
            if found >= 0:
                return position - len(tail) + found
            position += len(chunk)
            tail = chunk[-len(magic) + 1 :]
        return position
