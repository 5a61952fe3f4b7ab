"""Every answer's bytes at rest, before any parser sees them: WARC files, one gzip member a record.

Guarantees: what ``append`` returned a place for lies in the file, whole, also after a kill (after
a power cut, what was there at the last ``sync``). A file is written by one process and never
opened again to write, so what a kill tore is the last member of its file. Bodies are stored decoded, since
the same page comes in other gzip bytes each time; the headers as they came stand beside it, renamed
as Common Crawl does. Warehouses are rebuilt from these files alone: addresses in them have no secrets.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from tasks.records import Fetched, RawPlace
from tasks.urls import without_secrets

ROTATE_BYTES = 256_000_000
"""A file is ended beyond this: small enough to be copied, and to be rewritten when a page must be forgotten."""

_LEVEL = 3
"""Of gzip: 4 % larger than the usual 6 on pages, at 0.6 of its time."""

_NOT_STORED = frozenset({"set-cookie", "set-cookie2", "authorization", "proxy-authorization"})
_RENAMED = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_UNSAFE = re.compile(r"[^\x20-\x7e\xa0-\xff]")


class RawStore:
    """Appends to files under ``folder``; a context manager, for one thread."""

    def __init__(
        self, folder: Path, agent: str, rotate_bytes: int = ROTATE_BYTES, now: Callable[[], datetime] | None = None
    ) -> None:
        self._folder = folder
        self._agent = agent
        self._rotate_bytes = rotate_bytes
        self._now = now or (lambda: datetime.now(UTC))
        self._file: BinaryIO | None = None
        self._name = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def append(self, fetched: Fetched) -> RawPlace:
        """Write an answer that has a body; raises ``OSError`` for a disk that is full."""
        file = self._open()
        digest = hashlib.sha256(fetched.body).hexdigest()
        url = without_secrets(fetched.url)
        offset = file.tell()
        try:
            _write(file, _response(fetched, url, digest))
        except BaseException:
            file.truncate(offset)  # half a record would hide those after it
            file.seek(offset)
            raise
        length = file.tell() - offset
        if file.tell() >= self._rotate_bytes:
            self.close()
        return RawPlace(self._name, offset, length, url, fetched.at, fetched.status, digest)

    def sync(self) -> None:
        """Have the disk hold what was appended."""
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """End the file; another ``append`` begins a new one."""
        if self._file is not None:
            self.sync()
            self._file.close()
            self._file = None

    def _open(self) -> BinaryIO:
        if self._file is not None:
            return self._file
        now = self._now().astimezone(UTC)
        self._name = f"{now:%Y}/{now:%m}/dateline-{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}.warc.gz"
        path = self._folder / self._name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = open(path, "xb", buffering=0)  # noqa: SIM115 (closed by ``close``)
        _write(self._file, _warcinfo(path.name, self._agent, now))
        return self._file


def _write(file: BinaryIO, record: WarcRecord) -> None:
    writer = GzipWriter(file, _LEVEL)
    record.write(writer, checksum_data=True)
    writer.finish()


def _warcinfo(name: str, agent: str, now: datetime) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(WarcRecordType.warcinfo)
    record.headers["WARC-Date"] = _moment(now)
    record.headers["WARC-Filename"] = name
    record.headers["Content-Type"] = "application/warc-fields"
    record.set_bytes_content(f"software: {agent}\r\nformat: WARC File Format 1.1\r\n".encode())
    return record


def _response(fetched: Fetched, url: str, digest: str) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    record.headers["WARC-Date"] = _moment(fetched.at)
    record.headers["WARC-Target-URI"] = _one_line(url)
    record.headers["WARC-Payload-Digest"] = f"sha256:{digest}"
    if fetched.address:
        record.headers["WARC-IP-Address"] = fetched.address
    # fields of our own, which WARC 1.1 (4) lets readers skip: what a rebuilt warehouse must know
    asked = without_secrets(fetched.request.url)
    if asked != url:
        record.headers["Dateline-Requested-URI"] = _one_line(asked)
    if fetched.request.source:
        record.headers["Dateline-Source"] = _one_line(fetched.request.source)
    record.is_http = True
    record.set_bytes_content(_http_head(fetched) + fetched.body)
    return record


def _http_head(fetched: Fetched) -> bytes:
    lines = [f"HTTP/1.1 {fetched.status} OK"]
    for name, value in fetched.headers:
        if name in _NOT_STORED:
            continue
        kept = f"x-crawler-{name}" if name in _RENAMED else name
        lines.append(f"{_one_line(kept)}: {_one_line(value)}")
    lines.append(f"content-length: {len(fetched.body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def _one_line(text: str) -> str:
    return _UNSAFE.sub("?", text)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
