"""The records of a WARC file one after the other, told apart without being held.

Guarantees: every byte of the file lies in one stretch, a record or a damaged one between two records; of either no
more than its heads and ``PIECE_BYTES`` are in memory, however large it is.
"""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

PIECE_BYTES = 1 << 16
HEAD_BYTES = 1 << 18
"""Of a record's own head and that of the HTTP answer in it; what is longer has no payload to tell it by."""

_MEMBER = b"\x1f\x8b\x08"
_PLAIN = b"WARC/1."
_BLANK = b"\r\n\r\n"
_TARGET = b"warc-target-uri"
_LENGTH = b"content-length"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A record from ``start`` to ``end`` in its file: its address, and the SHA-256 of its payload.

    Of a damaged one they are those of what could be read.
    """

    start: int
    end: int
    address: str | None
    payload_sha256: str


def read_stretches(file: BinaryIO, is_gzip: bool) -> Iterator[Stretch]:
    """The stretches of a file in order; in one that is gzip, each record is a member of its own."""
    size, start = file.seek(0, 2), 0
    while start < size:
        record = _Record()
        end = _read_member(file, start, record) if is_gzip else _read_plain(file, start, size, record)
        if end is None:
            end = _find(file, _MEMBER if is_gzip else b"\n" + _PLAIN, start + 1, size)
            if not is_gzip:
                end, record = min(end + 1, size), _Record()
                _feed(file, start, end, record)
        yield Stretch(start, end, record.value(_TARGET), record.payload_sha256())
        start = end


class _Record:
    """What is kept of a record while its bytes go by."""

    def __init__(self) -> None:
        self._heads = bytearray()
        self._are_heads_over = False
        self._digest = hashlib.sha256()
        self._held = b""

    def feed(self, piece: bytes) -> None:
        if not self._are_heads_over:
            self._heads += piece
            first = self._heads.find(_BLANK)
            second = self._heads.find(_BLANK, first + len(_BLANK)) if first >= 0 else -1
            if second < 0:
                self._are_heads_over = len(self._heads) > HEAD_BYTES
                return
            self._are_heads_over = True
            piece = bytes(self._heads[second + len(_BLANK) :])
            del self._heads[second:]
        held = self._held + piece
        self._digest.update(held[: -len(_BLANK)])
        self._held = held[-len(_BLANK) :]  # the record's own end, if the last bytes are that

    def value(self, name: bytes) -> str | None:
        """Of a line of the record's own head."""
        for line in bytes(self._heads).partition(_BLANK)[0].splitlines():
            found, _, value = line.partition(b":")
            if found.strip().lower() == name:
                return value.strip(b" \t<>").decode(errors="replace")
        return None

    def payload_sha256(self) -> str:
        digest = self._digest.copy()
        digest.update(self._held.removesuffix(_BLANK))
        return digest.hexdigest()


def _read_member(file: BinaryIO, start: int, record: _Record) -> int | None:
    """Where the gzip member at ``start`` ends; None where it is damaged."""
    file.seek(start)
    decoder = zlib.decompressobj(wbits=31)
    while not decoder.eof:
        stored = decoder.unconsumed_tail or file.read(PIECE_BYTES)
        try:
            piece = decoder.decompress(stored, PIECE_BYTES)
        except zlib.error:
            return None
        if not stored and not piece and not decoder.eof:
            return None
        record.feed(piece)
    return file.tell() - len(decoder.unused_data)


def _read_plain(file: BinaryIO, start: int, size: int, record: _Record) -> int | None:
    """Where the uncompressed record at ``start`` ends; None where no other follows its end, nor that of the file."""
    file.seek(start)
    head, blank, _ = file.read(HEAD_BYTES).partition(_BLANK)
    opened = _Record()
    opened.feed(head + blank)
    length = opened.value(_LENGTH) or ""
    if not blank or not head.startswith(_PLAIN) or not (length.isascii() and length.isdigit() and len(length) < 18):
        return None
    end = start + len(head) + len(blank) + int(length) + len(_BLANK)
    file.seek(min(end, size))
    if end > size or (end < size and file.read(len(_PLAIN)) != _PLAIN):
        return None
    _feed(file, start, end, record)
    return end


def _feed(file: BinaryIO, start: int, end: int, record: _Record) -> None:
    file.seek(start)
    while (left := end - file.tell()) > 0 and (piece := file.read(min(left, PIECE_BYTES))):
        record.feed(piece)


def _find(file: BinaryIO, mark: bytes, start: int, size: int) -> int:
    """Where ``mark`` stands next at or after ``start``; ``size`` where it does not."""
    file.seek(start)
    tail = b""
    while piece := file.read(PIECE_BYTES):
        looked = tail + piece
        if (at := looked.find(mark)) >= 0:
            return file.tell() - len(looked) + at
        tail = looked[1 - len(mark) :]
    return size
