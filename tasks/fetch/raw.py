"""Raw bytes that were kept beside the warehouse, rewritten without an article.

Guarantees: a file that holds nothing of the article is left as it is; one that does is replaced whole, by
rename, with every other record byte for byte as it was and where it was, since offsets into the file are written
down elsewhere; it is removed where nothing is left. Files are gone through piece by piece, never held.
"""

import hashlib
import os
import struct
import zlib
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import BinaryIO

from tasks.faults import fault_point
from tasks.fetch.raw_records import PIECE_BYTES, Stretch, read_stretches

_WARCS = (".warc", ".warc.gz")
_NOTHING = b"WARC/1.1\r\nWARC-Type: x-forgotten\r\nContent-Length: %015d\r\n\r\n"


def forget_raw(folder: Path, addresses: Collection[str], digests: Collection[str]) -> list[Path]:
    """Take what came from ``addresses``, or has one of the SHA-256 ``digests``, out of the files in ``folder``.

    ``folder`` holds WARC files of one gzip member a record, or other files of one input each. Returns the
    files that were rewritten or removed. Raises ``OSError`` where one cannot be.
    """
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and _forget_in(path, addresses, digests)
    ]


def _forget_in(path: Path, addresses: Collection[str], digests: Collection[str]) -> bool:
    with open(path, "rb") as file:
        if path.name.endswith(_WARCS):
            return _forget_records(path, file, addresses, digests)
        is_of = hashlib.file_digest(file, "sha256").hexdigest() in digests
    if is_of:
        path.unlink()
    return is_of


def _forget_records(path: Path, file: BinaryIO, addresses: Collection[str], digests: Collection[str]) -> bool:
    dropped: list[Stretch] = []
    is_any_left = False
    for stretch in read_stretches(file, path.name.endswith(".gz")):
        if stretch.address in addresses or stretch.payload_sha256 in digests:
            dropped.append(stretch)
        else:
            is_any_left = True
    if dropped and is_any_left:
        _rewrite(path, file, dropped)
    elif dropped:
        path.unlink()
    return bool(dropped)


def _rewrite(path: Path, file: BinaryIO, dropped: Sequence[Stretch]) -> None:
    """Put a copy in the file's place that has records of nothing where the ``dropped`` were."""
    part = path.with_name(path.name + ".part")
    with open(part, "wb") as copy:
        file.seek(0)
        for stretch in dropped:
            _copy(file, copy, stretch.start - file.tell())
            _write_nothing(copy, stretch.end - stretch.start, path.name.endswith(".gz"))
            file.seek(stretch.end)
        _copy(file, copy, path.stat().st_size - file.tell())
        copy.flush()
        os.fsync(copy.fileno())
    fault_point("forget:copied")
    os.replace(part, path)


def _copy(file: BinaryIO, copy: BinaryIO, count: int) -> None:
    while count > 0 and (piece := file.read(min(count, PIECE_BYTES))):
        copy.write(piece)
        count -= len(piece)


def _write_nothing(copy: BinaryIO, length: int, is_gzip: bool) -> None:
    """Write a record of so many bytes that says nothing; bare blanks where no record is so short.

    Its type is none that readers know, and so they skip it (WARC 1.1, 5.5). As a gzip member it is filled up by a
    comment (RFC 1952, 2.3.1): an empty member would be the file's end to readers.
    """
    if is_gzip:
        record = _NOTHING % 0 + b"\r\n\r\n"
        packer = zlib.compressobj(9, wbits=-15)
        end = b"\0" + packer.compress(record) + packer.flush() + struct.pack("<II", zlib.crc32(record), len(record))
        begin = b"\x1f\x8b\x08\x10\0\0\0\0\0\xff"
        blanks = length - len(begin) - len(end)
    else:
        end = b"\r\n\r\n"
        blanks = length - len(_NOTHING % 0) - len(end)
        begin = _NOTHING % max(blanks, 0)
    if blanks < 0:
        begin, blanks, end = b"", length, b""
    copy.write(begin)
    for written in range(0, blanks, PIECE_BYTES):
        copy.write(b" " * min(PIECE_BYTES, blanks - written))
    copy.write(end)
