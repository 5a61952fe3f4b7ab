"""Raw files without an article: whole, bounded in memory, and with all else where it was."""

import gzip
import hashlib
import os
import random
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from tasks.discover.warc import find_warc_records
from tasks.fetch.raw import forget_raw

URL = "https://n.example/wreck"


def record(url: str, body: bytes, kind: str = "response") -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http\r\n"
    head += f"Content-Length: {len(answer)}\r\n\r\n"
    return head.encode() + answer + b"\r\n\r\n"


def page(number: int) -> bytes:
    return f"<p>The wreck off pier {number} was raised.</p>".encode()


def write(path: Path, records: list[bytes]) -> list[int]:
    """The records as gzip members or as they are; returns where each begins, and the end."""
    stored = [gzip.compress(one, mtime=0) if path.suffix == ".gz" else one for one in records]
    path.write_bytes(b"".join(stored))
    return [sum(map(len, stored[:number])) for number in range(len(stored) + 1)]


def pages(path: Path) -> list[tuple[int, str | None]]:
    return [(entry.offset, entry.url) for entry in find_warc_records(path)]


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_the_record_goes_and_all_others_stay_where_they_were(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    urls = ["https://n.example/0", URL, "https://n.example/2", URL, "https://n.example/4"]
    records = [record(url, page(number)) for number, url in enumerate(urls)]
    records.insert(3, record(URL, b"", kind="request"))
    starts = write(path, records)
    before = path.read_bytes()
    assert forget_raw(tmp_path, {URL}, set()) == [path]
    after = path.read_bytes()
    for number in (0, 2, 5):
        place = slice(starts[number], starts[number + 1])
        assert after[place] == before[place]
    assert pages(path) == [(starts[number], f"https://n.example/{url}") for number, url in ((0, 0), (2, 2), (5, 4))]
    kinds = [(each.record_type, each.stream_pos) for each in ArchiveIterator(open(path, "rb"))]  # noqa: SIM115
    response, nothing = WarcRecordType.response, WarcRecordType.unknown
    assert kinds == list(zip([response, nothing, response, nothing, nothing, response], starts, strict=False))
    assert forget_raw(tmp_path, {URL}, set()) == []


def test_a_page_is_known_by_its_bytes_too(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    starts = write(path, [record(f"https://n.example/{number}", page(number % 2)) for number in range(3)])
    assert forget_raw(tmp_path, {URL}, {hashlib.sha256(page(1)).hexdigest()}) == [path]
    assert pages(path) == [(starts[0], "https://n.example/0"), (starts[2], "https://n.example/2")]


def test_a_file_of_nothing_else_is_removed_and_one_without_it_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "a.warc.gz", [record(URL, page(1))])
    write(tmp_path / "b.warc.gz", [record("https://n.example/b", page(2))])
    (tmp_path / "c.html").write_bytes(page(1))
    kept = (tmp_path / "b.warc.gz").stat()
    gone = forget_raw(tmp_path, {URL}, {hashlib.sha256(page(1)).hexdigest()})
    assert [path.name for path in gone] == ["a.warc.gz", "c.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["b.warc.gz"]
    assert (tmp_path / "b.warc.gz").stat().st_mtime_ns == kept.st_mtime_ns


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_damage_beside_it_is_kept_and_damage_of_it_is_not(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    words = random.Random(3).randbytes(3000).hex().encode()
    starts = write(path, [record(url, words) for url in ("https://n.example/0", URL, URL, "https://n.example/3")])
    damaged = bytearray(path.read_bytes())
    for number in (0, 1):
        for at in range(starts[number] + 2000, starts[number] + 2040):
            damaged[at] ^= 0x55
    if name == "a.warc":  # a length that is not so
        damaged = bytearray(bytes(damaged).replace(b"Content-Length: 60", b"Content-Length: 90"))
    path.write_bytes(damaged)
    assert forget_raw(tmp_path, {URL}, set()) == [path]
    left = path.read_bytes()
    assert left[: starts[1]] == damaged[: starts[1]]
    assert left[starts[3] :] == damaged[starts[3] :]
    assert words[100:200] not in left[starts[1] : starts[3]]
    assert len(left) == len(damaged)
    assert b"x-forgotten" in left or b" " * 3000 in left


def test_a_torn_end_is_gone_with_its_record(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    starts = write(path, [record("https://n.example/0", page(0)), record(URL, os.urandom(5000))])
    os.truncate(path, starts[2] - 100)
    assert forget_raw(tmp_path, {URL}, set()) == [path]
    assert pages(path) == [(0, "https://n.example/0")]


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_neither_a_large_archive_nor_a_large_record_is_held(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    large = os.urandom(6_000_000)
    large_record = record(URL, large), record("https://n.example/0", large)
    with open(path, "wb") as file:
        for one in (*large_record, record("https://n.example/1", bytes(30_000_000))):
            file.write(gzip.compress(one, 1) if path.suffix == ".gz" else one)
    del large, large_record, one
    tracemalloc.start()
    try:
        assert forget_raw(tmp_path, {URL}, set()) == [path]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000
    assert [url for _, url in pages(path)] == ["https://n.example/0", "https://n.example/1"]


def test_a_kill_before_the_rename_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    write(path, [record("https://n.example/0", page(0)), record(URL, page(1))])
    before = path.read_bytes()
    call = "import sys; from pathlib import Path; from tasks.fetch.raw import forget_raw; "
    call += "forget_raw(Path(sys.argv[1]), {sys.argv[2]}, ())"
    environment = {**os.environ, "DATELINE_FAULT": "forget:copied:1"}
    command = [sys.executable, "-c", call, str(tmp_path), URL]
    killed = subprocess.run(command, env=environment, timeout=60, check=False)
    assert (killed.returncode, path.read_bytes()) == (-9, before)
    assert forget_raw(tmp_path, {URL}, set()) == [path]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.warc.gz"]
    assert pages(path) == [(0, "https://n.example/0")]
