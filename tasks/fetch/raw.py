"""Raw bytes that were kept beside the warehouse, rewritten without an article.

Guarantees: a file that holds nothing of the article is left as it is; one that does is replaced whole, by
rename, with every other record byte for byte as it was, or removed where nothing is left.
"""

import gzip
import hashlib
import os
from collections.abc import Collection, Iterator
from pathlib import Path

_WARCS = (".warc", ".warc.gz")
_TARGET = b"warc-target-uri:"


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
    if path.name.endswith(_WARCS):
        kept, dropped = [], 0
        for stored, record in _records(path):
            if _is_of(record, addresses, digests):
                dropped += 1
            else:
                kept.append(stored)
        if dropped:
            _replace(path, b"".join(kept))
        return dropped > 0
    with open(path, "rb") as file:
        is_of = hashlib.file_digest(file, "sha256").hexdigest() in digests
    if is_of:
        path.unlink()
    return is_of


def _records(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """Each record of a WARC file as it is stored, and as it reads; a damaged stretch reads as it is stored."""
    stored = path.read_bytes()
    mark = b"\x1f\x8b\x08" if path.name.endswith(".gz") else b"WARC/1."
    starts = [at for at in _found(stored, mark) if at == 0 or mark != b"WARC/1." or stored[at - 1 : at] == b"\n"]
    while starts:
        # A mark inside a record is no start: take the stretch that can be read whole.
        for number in range(1, len(starts) + 1):
            end = starts[number] if number < len(starts) else len(stored)
            part = stored[starts[0] : end]
            record = part if mark == b"WARC/1." else _inflated(part)
            if record is not None and _is_whole(record):
                yield part, record
                starts = starts[number:]
                break
        else:
            end = starts[1] if len(starts) > 1 else len(stored)
            yield stored[starts[0] : end], stored[starts[0] : end]
            starts = starts[1:]


def _found(stored: bytes, mark: bytes) -> Iterator[int]:
    at = stored.find(mark)
    while at >= 0:
        yield at
        at = stored.find(mark, at + 1)


def _inflated(part: bytes) -> bytes | None:
    try:
        return gzip.decompress(part)
    except (OSError, EOFError, ValueError):
        return None


def _is_whole(record: bytes) -> bool:
    head, _, body = record.partition(b"\r\n\r\n")
    for line in head.splitlines():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return value.strip().isdigit() and len(body) >= int(value)
    return False


def _is_of(record: bytes, addresses: Collection[str], digests: Collection[str]) -> bool:
    head, _, block = record.partition(b"\r\n\r\n")
    for line in head.splitlines():
        if (
            line.lower().startswith(_TARGET)
            and line[len(_TARGET) :].strip(b" <>").decode(errors="replace") in addresses
        ):
            return True
    payload = block.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n")
    return hashlib.sha256(payload).hexdigest() in digests


def _replace(path: Path, content: bytes) -> None:
    if not content:
        path.unlink()
        return
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    with open(part, "rb") as file:
        os.fsync(file.fileno())
    os.replace(part, path)
