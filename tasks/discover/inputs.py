"""References to every article in the files, folders and globs that a person names.

Guarantees: what is named is found in a stable order (sources as given, files of a folder by
path); memory stays flat whatever the size; each article's bytes end as one ``Reference`` or
one ``Rejection``. Inputs that cannot be read twice (standard input, compressed lines, Parquet
rows) are spooled as JSON lines first, while references to the earlier lines are already
given out. Reading and understanding the bytes is left to *fetch* and *parse*.
"""

import glob
import gzip
import hashlib
import os
import stat
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import orjson
import pyarrow.parquet as pq

from tasks.discover.warc import find_warc_records
from tasks.faults import fault_point
from tasks.records import InputKind, Reference, Rejection, Stage, stable_id

MAX_LINE_BYTES = 10_000_000
"""A longer line of JSON is no article: the longest of 20,000 newswire records had 61,000 bytes."""

STDIN = "-"

_SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".jsonl.gz": "gzip-lines",
    ".ndjson.gz": "gzip-lines",
    ".json": "json",
    ".parquet": "parquet",
    ".warc": "warc",
    ".warc.gz": "warc",
}

Found = Iterator[Reference | Rejection]


class SourceError(ValueError):
    """A source that was named cannot be one: there is no such file, or no reader for it."""


def check_sources(sources: Sequence[str]) -> None:
    """Raise ``SourceError`` for the first source that names nothing."""
    for source in sources:
        if source == STDIN:
            continue
        if "://" in source:
            raise SourceError(f"{source}: only http and https are fetched")
        if not _expand(source):
            kind = "no file matches this pattern" if glob.has_magic(source) else "no such file, folder or source"
            raise SourceError(f"{source}: {kind}")


def count_inputs(sources: Sequence[str]) -> int | None:
    """How many articles the sources hold, or None where only reading them would tell."""
    total = 0
    for path in _files([source for source in sources if source != STDIN]):
        count = _count_file(path)
        if count is None:
            return None
        total += count
    return None if STDIN in sources else total


def _count_file(path: Path | Rejection) -> int | None:
    if isinstance(path, Rejection) or not path.is_file():
        return 1  # one rejection; opening a pipe to look would wait for ever
    try:
        match _reader_name(path):
            case "text" | "html":
                return 1
            case "lines":
                with open(path, "rb") as file:
                    return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
            case "parquet":
                return int(pq.read_metadata(path).num_rows)
            case _:
                return None
    except (OSError, ValueError):
        return 1


def discover_inputs(sources: Sequence[str], spool: Path, stdin: BinaryIO | None = None) -> Found:
    """Every article in ``sources``, in order; ``spool`` is an existing folder for what must be kept."""
    for source in sources:
        if source == STDIN:
            found = _spooled_lines("standard input", stdin or sys.stdin.buffer, spool)
        else:
            found = (item for path in _files([source]) for item in _read_file(path, spool))
        for item in found:
            fault_point("discover:reference")
            yield item


def _expand(source: str) -> list[Path]:
    if glob.has_magic(source) and not os.path.lexists(source):
        return [Path(p) for p in sorted(glob.glob(source, recursive=True))]
    return [Path(source)] if os.path.lexists(source) else []


def _files(sources: Iterable[str]) -> Iterator[Path | Rejection]:
    for source in sources:
        for path in _expand(source):
            if not path.is_dir():
                yield path
                continue
            root = path.resolve()
            for folder, names, files in os.walk(path):
                names[:] = sorted(n for n in names if not n.startswith("."))
                for name in sorted(f for f in files if not f.startswith(".")):
                    inner = Path(folder, name)
                    if inner.is_symlink() and not inner.resolve().is_relative_to(root):
                        yield _reject(str(inner), "outside", "the link leads out of the folder that was named")
                    else:
                        yield inner


def _reader_name(path: Path) -> str | None:
    name = path.name.lower()
    for length in (2, 1):
        suffix = "".join(Path(name).suffixes[-length:])
        if suffix in _SUFFIXES:
            return _SUFFIXES[suffix]
    return _sniff(path)


def _sniff(path: Path) -> str | None:
    """The kind of a file whose name does not tell: markup, JSON lines, or text; None for the rest."""
    try:
        with open(path, "rb") as file:
            head = file.read(4096)
    except OSError:
        return "text"  # the reader says what is wrong with it
    start = head.lstrip()[:200].lower()
    if b"\0" in head:
        return None
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "lines" if start.startswith(b'{"') else "text"


def _read_file(path: Path | Rejection, spool: Path) -> Found:
    if isinstance(path, Rejection):
        yield path
        return
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield _reject(str(path), "not-a-file", "neither a regular file nor a folder")
            return
        reader = _READERS.get(_reader_name(path) or "")
        if reader is None:
            yield _reject(str(path), "unknown-kind", "no reader for this kind of file")
            return
        yield from reader(path, spool)
    except FileNotFoundError:
        yield _reject(str(path), "vanished", "the file was gone when it was to be read")
    except (OSError, EOFError, ValueError, TypeError, zlib.error) as error:  # as the libraries name bad bytes
        yield _reject(str(path), "unreadable", str(error))


def _read_whole(kind: InputKind) -> Callable[[Path, Path], Found]:
    def read(path: Path, _spool: Path) -> Found:
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            yield make_reference(str(path), kind, str(path), 0, file.tell(), digest)

    return read


def _read_lines(path: Path, _spool: Path) -> Found:
    offset = 0
    with open(path, "rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(MAX_LINE_BYTES + 1), b""), 1):
            length = len(line)
            if length > MAX_LINE_BYTES:
                length += _skip_line(file)
                yield _reject(f"{path}#{number}", "too-long", f"the line has more than {MAX_LINE_BYTES} bytes")
            elif not line.isspace():
                yield _line_reference(f"{path}#{number}", str(path), offset, line)
            offset += length


def _skip_line(file: BinaryIO) -> int:
    skipped = 0
    while piece := file.readline(1 << 20):
        skipped += len(piece)
        if piece.endswith(b"\n"):
            break
    return skipped


def _read_gzip_lines(path: Path, spool: Path) -> Found:
    with gzip.open(path, "rb") as file:
        yield from _spooled_lines(str(path), file, spool)


def _spooled_lines(location: str, lines: "BinaryIO | gzip.GzipFile", spool: Path) -> Found:
    target = _spool_file(spool, location)
    with open(target, "wb") as kept:
        for number, line in enumerate(iter(lambda: lines.readline(MAX_LINE_BYTES + 1), b""), 1):
            if len(line) > MAX_LINE_BYTES:
                _skip_line(lines)  # type: ignore[arg-type]  # GzipFile reads lines as a file does
                yield _reject(f"{location}#{number}", "too-long", f"the line has more than {MAX_LINE_BYTES} bytes")
            elif not line.isspace():
                yield _keep(f"{location}#{number}", target, kept, line)


def _read_parquet(path: Path, spool: Path) -> Found:
    target = _spool_file(spool, str(path))
    try:
        file = pq.ParquetFile(path)
    except ValueError as error:  # ArrowInvalid is one
        yield _reject(str(path), "not-parquet", str(error))
        return
    number = 0
    with file, open(target, "wb") as kept:
        for batch in file.iter_batches(batch_size=500):
            for row in batch.to_pylist():
                number += 1
                line = orjson.dumps(row, default=str, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SORT_KEYS)
                yield _keep(f"{path}#{number}", target, kept, line + b"\n")


def _read_json(path: Path, spool: Path) -> Found:
    """One object, or an array of them spooled one a line."""
    with open(path, "rb") as file:
        data = file.read(20 * MAX_LINE_BYTES)
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        if data.lstrip().startswith(b"{") and b"\n" in data.strip():
            yield from _read_lines(path, spool)
        else:
            yield _reject(str(path), "not-json", str(error))
        return
    if not isinstance(value, list):
        yield from _read_whole(InputKind.JSON)(path, spool)
        return
    target = _spool_file(spool, str(path))
    with open(target, "wb") as kept:
        for number, row in enumerate(value, 1):
            yield _keep(f"{path}#{number}", target, kept, orjson.dumps(row, option=orjson.OPT_SORT_KEYS) + b"\n")


def _read_warc(path: Path, _spool: Path) -> Found:
    for record in find_warc_records(path):
        location = f"{path}@{record.offset}"
        if record.problem:
            yield _reject(location, "damaged", record.problem)
            continue
        yield make_reference(
            record.url or location,
            InputKind.WARC,
            str(path),
            record.offset,
            record.length,
            record.raw_sha256,
            record.url,
        )


_READERS: dict[str, Callable[[Path, Path], Found]] = {
    "text": _read_whole(InputKind.TEXT),
    "html": _read_whole(InputKind.HTML),
    "lines": _read_lines,
    "gzip-lines": _read_gzip_lines,
    "json": _read_json,
    "parquet": _read_parquet,
    "warc": _read_warc,
}


def _spool_file(spool: Path, location: str) -> Path:
    """A file of its own for each reading: a source named twice must not overwrite what is still to be read."""
    name = stable_id("spool", location)
    taken = sum(1 for _ in spool.glob(f"{name}*.jsonl"))
    return spool / (f"{name}-{taken}.jsonl" if taken else f"{name}.jsonl")


def _keep(location: str, target: Path, kept: BinaryIO, line: bytes) -> Reference:
    offset = kept.tell()
    kept.write(line)
    kept.flush()
    return _line_reference(location, str(target), offset, line)


def _line_reference(location: str, path: str, offset: int, line: bytes) -> Reference:
    digest = hashlib.sha256(line).hexdigest()
    return make_reference(location, InputKind.JSON, path, offset, len(line), digest)


def make_reference(
    location: str, kind: InputKind, path: str, offset: int, length: int, digest: str, url: str | None = None
) -> Reference:
    """A reference under the id that joins its bytes, their kind and their address."""
    input_id = stable_id("i1", kind, url or "", digest)
    return Reference(input_id, location, kind, path, offset, length, url, digest)


def _reject(location: str, reason: str, detail: str) -> Rejection:
    return Rejection(location, Stage.DISCOVER, reason, " ".join(detail.split())[:500])
