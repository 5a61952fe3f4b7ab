import gzip
import io
import os
import zlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tasks.discover.inputs import SourceError, check_sources, count_inputs, discover_inputs
from tasks.fetch.local import read_page
from tasks.records import Page, Reference, Rejection

LINES = b'{"text": "one"}\n{"text": "two"}\n\n{"text": "three"}\n'


def discover(source: str | Path, tmp_path: Path, stdin: bytes = b"") -> list[Reference | Rejection]:
    spool = tmp_path / "spool"
    spool.mkdir(exist_ok=True)
    return list(discover_inputs([str(source)], spool, io.BytesIO(stdin)))


def bodies(found: list[Reference | Rejection]) -> list[bytes]:
    pages = [read_page(item) for item in found if isinstance(item, Reference)]
    return [page.body.strip() for page in pages if isinstance(page, Page)]


ONE_TO_THREE = [b'{"text": "one"}', b'{"text": "two"}', b'{"text": "three"}']


def test_each_line_is_one_input(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(LINES)
    assert bodies(discover(tmp_path / "a.jsonl", tmp_path)) == ONE_TO_THREE


def test_compressed_lines_and_standard_input_are_spooled(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(LINES, mtime=0))
    assert bodies(discover(tmp_path / "a.jsonl.gz", tmp_path)) == ONE_TO_THREE
    assert bodies(discover("-", tmp_path, LINES)) == ONE_TO_THREE


def test_parquet_rows_and_json_arrays_are_inputs(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": ["one", "two"]}), tmp_path / "a.parquet")
    assert bodies(discover(tmp_path / "a.parquet", tmp_path)) == [b'{"text":"one"}', b'{"text":"two"}']
    (tmp_path / "b.json").write_text('[{"text": "one"}, {"text": "two"}]')
    assert len(bodies(discover(tmp_path / "b.json", tmp_path))) == 2


def test_a_folder_is_read_in_the_order_of_its_paths(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    for name in ("b.txt", "a.html", "sub/c.txt", ".hidden.txt"):
        (folder / name).write_text(name)
    assert bodies(discover(folder, tmp_path)) == [b"a.html", b"b.txt", b"sub/c.txt"]
    assert count_inputs([str(folder)]) == 3


def test_what_names_nothing_is_a_usage_error(tmp_path: Path) -> None:
    for source in (str(tmp_path / "missing.txt"), str(tmp_path / "*.txt"), "https://news.example/feed"):
        with pytest.raises(SourceError):
            check_sources([source])


def test_an_overlong_line_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.discover.inputs.MAX_LINE_BYTES", 100)
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "one"}\n' + b"x" * 5000 + b'\n{"text": "two"}\n')
    found = discover(tmp_path / "a.jsonl", tmp_path)
    assert [item.reason for item in found if isinstance(item, Rejection)] == ["too-long"]
    assert bodies(found) == ONE_TO_THREE[:2]


def test_pipes_devices_and_links_out_of_the_folder_are_turned_away(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    os.mkfifo(folder / "pipe.txt")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "data.bin").write_bytes(b"\0\1\2")
    found = discover(folder, tmp_path)
    assert sorted(item.reason for item in found if isinstance(item, Rejection)) == [
        "not-a-file",
        "outside",
        "unknown-kind",
    ]
    assert bodies(found) == []


def test_a_file_that_changes_or_vanishes_after_it_was_found_is_turned_away(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("before")
    (reference,) = discover(path, tmp_path)
    assert isinstance(reference, Reference)
    path.write_text("behind")
    changed = read_page(reference)
    path.unlink()
    vanished = read_page(reference)
    assert isinstance(changed, Rejection)
    assert isinstance(vanished, Rejection)
    assert (changed.reason, vanished.reason) == ("changed", "vanished")


def test_the_same_bytes_have_the_same_name_wherever_they_lie(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("same")
    one, two = discover(tmp_path / "a.txt", tmp_path) + discover(tmp_path / "b.txt", tmp_path)
    assert isinstance(one, Reference)
    assert isinstance(two, Reference)
    assert one.input_id == two.input_id


def warc_record(number: int, status: str = "200 OK", kind: str = "text/html") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n<p>page {number}</p>".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:08}>\r\n"
        f"WARC-Date: 2025-01-0{number}T00:00:00Z\r\nWARC-Target-URI: https://n.example/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_pages_of_a_warc_are_inputs_and_the_rest_is_not(tmp_path: Path, pack: type) -> None:
    records = [warc_record(1), warc_record(2, "404 Not Found"), warc_record(3, kind="image/png"), warc_record(4)]
    path = tmp_path / ("a.warc" if pack is bytes else "a.warc.gz")
    path.write_bytes(b"".join(pack(record) for record in records))
    found = discover(path, tmp_path)
    assert bodies(found) == [b"<p>page 1</p>", b"<p>page 4</p>"]
    assert [item.url for item in found if isinstance(item, Reference)] == ["https://n.example/1", "https://n.example/4"]


def test_a_damaged_warc_is_read_past_the_damage(tmp_path: Path) -> None:
    members = [gzip.compress(warc_record(number)) for number in range(1, 6)]
    broken = bytearray(members[2])
    broken[len(broken) // 2] ^= 0xFF
    members[2] = bytes(broken)
    (tmp_path / "a.warc.gz").write_bytes(b"".join(members))
    found = discover(tmp_path / "a.warc.gz", tmp_path)
    assert {b"<p>page 1</p>", b"<p>page 2</p>", b"<p>page 4</p>", b"<p>page 5</p>"} <= set(bodies(found))


@pytest.mark.parametrize(
    ("headers", "payload"),
    [
        ("Transfer-Encoding: chunked", b"5\r\n<p>he\r\n6\r\nllo</p\r\n1\r\n>\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked", b"<p>hello</p>"),
        ("Content-Encoding: gzip", gzip.compress(b"<p>hello</p>", mtime=0)),
        ("Content-Encoding: gzip", b"<p>hello</p>"),
        ("Content-Encoding: deflate", zlib.compress(b"<p>hello</p>")),
        ("Content-Encoding: deflate", zlib.compress(b"<p>hello</p>", wbits=-15)),
    ],
)
def test_the_encodings_of_an_archived_page_are_undone(tmp_path: Path, headers: str, payload: bytes) -> None:
    (tmp_path / "a.warc").write_bytes(one_response(headers, payload))
    assert bodies(discover(tmp_path / "a.warc", tmp_path)) == [b"<p>hello</p>"]


def test_an_encoding_that_is_not_read_is_turned_away(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(one_response("Content-Encoding: br", b"\x0b\x02\x80hello\x03"))
    (reference,) = discover(tmp_path / "a.warc", tmp_path)
    assert isinstance(reference, Reference)
    page = read_page(reference)
    assert isinstance(page, Rejection)
    assert page.reason == "damaged"


def one_response(headers: str, payload: bytes) -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n\r\n".encode() + payload
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2025-01-01T00:00:00Z\r\n"
        "WARC-Target-URI: https://n.example/1\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def test_counting_waits_for_no_pipe_and_needs_no_file_to_be_there(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    os.mkfifo(folder / "pipe")
    (folder / "gone.jsonl").symlink_to(folder / "nothing.jsonl")
    assert count_inputs([str(folder)]) == 2


def test_bytes_that_no_library_can_read_cost_one_rejection(tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_text("[" + "[" * 600 + "]" * 600 + "]")
    packed = bytearray(gzip.compress(b"".join(b'{"text": "%d"}\n' % n for n in range(5000))))
    packed[len(packed) // 2 : len(packed) // 2 + 40] = bytes(b ^ 0xFF for b in packed[len(packed) // 2 :][:40])
    (tmp_path / "broken.jsonl.gz").write_bytes(packed)
    for name in ("deep.json", "broken.jsonl.gz"):
        last = discover(tmp_path / name, tmp_path)[-1]
        assert isinstance(last, Rejection)
        assert last.reason == "unreadable"


def test_standard_input_named_twice_is_read_once(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    spool.mkdir()
    assert bodies(list(discover_inputs(["-", "-"], spool, io.BytesIO(LINES)))) == ONE_TO_THREE
