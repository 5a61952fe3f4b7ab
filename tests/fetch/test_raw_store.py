"""What was fetched lies in the raw store, whole, and nothing that is secret lies there."""

import gzip
import hashlib
import io
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from tasks.discover.inputs import discover_inputs
from tasks.fetch.local import read_page
from tasks.fetch.raw_store import RawStore
from tasks.records import Fetched, FetchRequest, Page, RawPlace, Reference, Rejection
from tests.site.clock import START

AGENT = "dateline/1.0 (+https://dateline.example/about)"


def fetched(number: int, body: bytes = b"", **more: str) -> Fetched:
    url = f"https://news.example/{number}"
    return Fetched(
        FetchRequest(more.get("asked", url), source="news"),
        more.get("url", url),
        200,
        (("content-type", "text/html; charset=utf-8"), ("content-encoding", "gzip"), ("set-cookie", "id=canary")),
        body or f"<p>page {number}</p>".encode(),
        10,
        START + timedelta(seconds=number),
        0.1,
        "93.184.215.14",
    )


def stored(folder: Path, place: RawPlace) -> bytes:
    with open(folder / place.file, "rb") as file:
        file.seek(place.offset)
        return gzip.decompress(file.read(place.length))


def ingested(folder: Path, tmp_path: Path) -> list[Page | Rejection]:
    """What a rebuild from the raw store alone reads, in order."""
    spool = tmp_path / "spool"
    spool.mkdir(exist_ok=True)
    found = discover_inputs([str(folder)], spool)
    return [read_page(item) if isinstance(item, Reference) else item for item in found]


def test_an_answer_lies_where_its_place_says(tmp_path: Path) -> None:
    with RawStore(tmp_path, AGENT, now=lambda: START) as store:
        places = [store.append(fetched(number)) for number in range(3)]
    digest = hashlib.sha256(b"<p>page 1</p>").hexdigest()
    assert places[1].url == "https://news.example/1"
    assert (places[1].status, places[1].at, places[1].raw_sha256) == (200, START + timedelta(seconds=1), digest)
    assert places[1].file.startswith("2031/05/dateline-20310505T060000Z-")
    record = stored(tmp_path, places[1])
    head, http, body = record.split(b"\r\n\r\n", 2)
    assert body == b"<p>page 1</p>\r\n\r\n"
    assert {b"WARC-Target-URI: https://news.example/1", b"WARC-Date: 2031-05-05T06:00:01.000000Z"} <= set(
        head.split(b"\r\n")
    )
    assert http.split(b"\r\n") == [
        b"HTTP/1.1 200 OK",
        b"content-type: text/html; charset=utf-8",
        b"x-crawler-content-encoding: gzip",
        b"content-length: 13",
    ]


def test_the_store_alone_gives_every_page_back(tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    with RawStore(folder, AGENT, rotate_bytes=2000) as store:
        places = [store.append(fetched(number)) for number in range(12)]
    assert len({place.file for place in places}) > 1  # rotated
    pages = ingested(folder, tmp_path)
    assert sorted(page.body for page in pages if isinstance(page, Page)) == sorted(
        f"<p>page {number}</p>".encode() for number in range(12)
    )
    by_url = {page.url: page for page in pages if isinstance(page, Page)}
    page = by_url["https://news.example/7"]
    assert (page.fetched_at, page.charset) == (START + timedelta(seconds=7), "utf-8")
    assert page.reference.raw_sha256 == places[7].raw_sha256


def test_nothing_secret_lies_in_the_store(tmp_path: Path) -> None:
    asked = "https://user:canary@news.example/a?api_key=canary&p=1"
    with RawStore(tmp_path, AGENT) as store:
        place = store.append(fetched(1, url="https://news.example/b?token=canary&q=2", asked=asked))
    assert place.url == "https://news.example/b?q=2"
    record = stored(tmp_path, place)
    assert b"canary" not in record
    assert b"Dateline-Requested-URI: https://news.example/a?p=1\r\n" in record
    assert b"Dateline-Source: news\r\n" in record


def test_headers_that_would_break_the_record_are_put_on_one_line(tmp_path: Path) -> None:
    odd = (("content-type", "text/html\r\nWARC-Type: request"), ("x-name", "café \u2013 ok"), ("server", "a\0b"))
    answer = Fetched(FetchRequest("https://news.example/"), "https://news.example/", 200, odd, b"ok", 2, START, 0.1)
    with RawStore(tmp_path, AGENT) as store:
        place = store.append(answer)
    (record,) = ArchiveIterator(io.BytesIO(stored(tmp_path, place)), record_types=WarcRecordType.response)
    assert stored(tmp_path, place).endswith(b"\r\n\r\nok\r\n\r\n")
    assert record.http_headers.to_dict() == {
        "content-type": "text/html??WARC-Type: request",
        "x-name": "café ? ok",
        "server": "a?b",
        "content-length": "2",
    }


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_a_torn_file_gives_back_what_lies_before(tmp_path: Path, kept: float) -> None:
    folder = tmp_path / "raw"
    with RawStore(folder, AGENT) as store:
        places = [store.append(fetched(number)) for number in range(10)]
    path = folder / places[0].file
    size = int(path.stat().st_size * kept)
    os.truncate(path, size)
    whole = sum(place.offset + place.length <= size for place in places)
    bodies = [page.body for page in ingested(folder, tmp_path) if isinstance(page, Page)]
    assert bodies[:whole] == [f"<p>page {number}</p>".encode() for number in range(whole)]
    assert whole <= len(bodies) <= whole + 1


def test_a_flipped_bit_costs_one_record(tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    with RawStore(folder, AGENT) as store:
        places = [store.append(fetched(number)) for number in range(10)]
    path = folder / places[4].file
    damaged = bytearray(path.read_bytes())
    damaged[places[4].offset + places[4].length // 2] ^= 0x10
    path.write_bytes(bytes(damaged))
    bodies = {page.body for page in ingested(folder, tmp_path) if isinstance(page, Page)}
    assert {f"<p>page {number}</p>".encode() for number in range(10) if number != 4} <= bodies


FILLED = """
import resource, signal, sys
from pathlib import Path
from tasks.fetch.raw_store import RawStore
from tests.fetch.test_raw_store import AGENT, fetched
import os
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, resource.RLIM_INFINITY))
store = RawStore(Path(sys.argv[1]), AGENT)
count = 0
try:
    while True:
        store.append(fetched(count, os.urandom(3000)))
        count += 1
except OSError:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    store.append(fetched(count))
    store.close()
    print(count + 1)
"""


def test_a_full_disk_is_an_error_and_what_comes_later_lies_there(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FILLED, tmp_path / "raw"], capture_output=True, timeout=60, check=True)
    pages = ingested(tmp_path / "raw", tmp_path)
    assert [type(page) for page in pages] == [Page] * int(done.stdout)
    assert int(done.stdout) >= 10
