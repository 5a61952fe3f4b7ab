"""The bytes behind a reference, from a file on this machine.

Guarantees: exactly the bytes that discovery saw, or a ``Rejection`` that says why not
(``vanished``, ``unreadable``, ``too-large``, ``changed``, ``damaged``).
"""

import hashlib
import io
import os
import zlib
from datetime import UTC, datetime

from fastwarc.warc import ArchiveIterator, WarcRecordType

from tasks.records import InputKind, Page, Reference, Rejection, Stage

MAX_BYTES = 20_000_000
"""Stored bytes of one article; a longer file is a dump, not an article."""

MAX_DECODED_BYTES = 10_000_000
"""Bytes of a page after its content encoding is undone."""


def read_page(reference: Reference) -> Page | Rejection:
    """Read the referenced bytes; a problem with them is a ``Rejection``, never an exception."""
    if reference.length > MAX_BYTES:
        return _reject(reference, "too-large", f"{reference.length} bytes; at most {MAX_BYTES} are read")
    try:
        flags = os.O_RDONLY | os.O_NONBLOCK  # a FIFO put in the file's place must not hang the worker
        with open(os.open(reference.path, flags), "rb") as file:
            file.seek(reference.offset)
            stored = file.read(reference.length)
    except FileNotFoundError:
        return _reject(reference, "vanished", "the file was gone when it was to be read")
    except OSError as error:
        return _reject(reference, "unreadable", error.strerror or str(error))
    if reference.kind is InputKind.WARC:
        return _read_warc_page(reference, stored)
    if hashlib.sha256(stored).hexdigest() != reference.raw_sha256:
        return _reject(reference, "changed", "the file changed while it was being read")
    return Page(reference, stored)


def _read_warc_page(reference: Reference, stored: bytes) -> Page | Rejection:
    try:
        for record in ArchiveIterator(io.BytesIO(stored), record_types=WarcRecordType.response):
            payload = record.reader.read(MAX_BYTES)
            if hashlib.sha256(payload).hexdigest() != reference.raw_sha256:
                break
            encoding = str(record.http_headers.get("Content-Encoding", "")).lower()
            return Page(
                reference,
                _decode(payload, encoding),
                url=reference.url,
                content_type=record.http_content_type,
                charset=record.http_charset,
                fetched_at=_warc_date(record.headers.get("WARC-Date")),
            )
    except (zlib.error, OSError, ValueError, EOFError, RuntimeError) as error:
        return _reject(reference, "damaged", str(error) or type(error).__name__)
    return _reject(reference, "changed", "the WARC file changed while it was being read")


def _decode(payload: bytes, encoding: str) -> bytes:
    """Undo gzip or deflate, up to ``MAX_DECODED_BYTES``; raises ``ValueError`` for what is larger."""
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return payload
    decoder = zlib.decompressobj(wbits=47 if "gzip" in encoding else 15)
    decoded = decoder.decompress(payload, MAX_DECODED_BYTES)
    if decoder.unconsumed_tail:
        raise ValueError(f"more than {MAX_DECODED_BYTES} bytes when decoded")
    return decoded


def _warc_date(value: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(value).astimezone(UTC) if value else None
    except ValueError:
        return None


def _reject(reference: Reference, reason: str, detail: str) -> Rejection:
    return Rejection(reference.location, Stage.FETCH, reason, detail[:500])
