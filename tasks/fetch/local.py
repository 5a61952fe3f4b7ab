"""The bytes behind a reference, from a file on this machine.

Guarantees: exactly the bytes that discovery saw, or a ``Rejection`` that says why not
(``vanished``, ``unreadable``, ``too-large``, ``changed``, ``damaged``).
"""

import hashlib
import io
import os
import re
import zlib
from datetime import UTC, datetime

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from tasks.records import InputKind, Page, Reference, Rejection, Stage

MAX_BYTES = 20_000_000
"""Stored bytes of one article; a longer file is a dump, not an article."""

MAX_DECODED_BYTES = 10_000_000
"""Bytes of a page after its content encoding is undone."""


_CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r\n")


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
    if reference.kind == InputKind.WARC:  # staged records bear plain texts
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
            if "chunked" in _header(record, "Transfer-Encoding"):
                payload = _join_chunks(payload)
            return Page(
                reference,
                _decode(payload, _header(record, "Content-Encoding")),
                url=reference.url,
                content_type=record.http_content_type,
                charset=record.http_charset,
                fetched_at=_warc_date(record.headers.get("WARC-Date")),
            )
    except (zlib.error, OSError, ValueError, EOFError, RuntimeError) as error:
        return _reject(reference, "damaged", str(error) or type(error).__name__)
    return _reject(reference, "changed", "the WARC file changed while it was being read")


def _header(record: WarcRecord, name: str) -> str:
    headers = record.http_headers
    return str(headers.get(name, "")).strip().lower() if headers is not None else ""


def _join_chunks(payload: bytes) -> bytes:
    """Undo chunked transfer; a payload that an archiver has joined already comes back unchanged."""
    parts: list[bytes] = []
    position = 0
    while size := _CHUNK_SIZE.match(payload, position):
        length = int(size[1], 16)
        if length == 0:
            return b"".join(parts)
        parts.append(payload[size.end() : size.end() + length])
        position = size.end() + length
        position += 2 if payload.startswith(b"\r\n", position) else 0
    return payload if position < len(payload) else b"".join(parts)


def _decode(payload: bytes, encoding: str) -> bytes:
    """Undo gzip or deflate, up to ``MAX_DECODED_BYTES``; raises ``ValueError`` for what is larger or encoded otherwise.

    Headers lie: a page that reads as markup is one, and deflate comes with and without its wrapper.
    """
    if encoding in ("", "identity", "none", "utf-8") or payload.lstrip()[:1] == b"<":
        return payload
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise ValueError(f"content encoding {encoding[:40]!r} is not read")
    if encoding == "deflate":
        wrapped = len(payload) > 1 and payload[0] & 15 == 8 and int.from_bytes(payload[:2], "big") % 31 == 0
        decoder = zlib.decompressobj(wbits=15 if wrapped else -15)
    else:
        decoder = zlib.decompressobj(wbits=31)
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
