"""Forgetting: nothing of an article is left in any file, and it does not come back."""

import gzip
import json
from pathlib import Path

import pytest

from flows.batches import Window
from flows.forget import forget_article
from flows.ingest import run_pipeline
from flows.settings import Settings
from tasks.warehouse.errors import WarehouseError
from tasks.warehouse.query import run_query

CANARY = "Quillfeather Zandermast"
KEPT = "Marmalade Windrush"
URL = "https://n.example/quillfeather-story"


def write_inputs(folder: Path) -> Path:
    text = (
        "The harbour master said that {} will raise the wreck in June. The council of Oldwick agreed to it on Monday."
    )
    rows = [
        {"url": URL, "title": f"{CANARY} raises wreck", "text": text.format(CANARY), "date": "2025-01-05"},
        {"url": "https://n.example/b", "title": "Another", "text": text.format(KEPT), "date": "2025-01-06"},
    ]
    path = folder / "in.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return path


def ingest(settings: Settings, source: Path) -> dict[str, object]:
    return run_pipeline(settings, [str(source)], Window(), None, 1, True, tasks=False).as_json()


def write_raw(folder: Path) -> None:
    """A WARC with one gzip member a record, as fetching keeps it."""
    folder.mkdir(parents=True)
    with open(folder / "a.warc.gz", "wb") as file:
        for url, words in ((URL, CANARY), ("https://n.example/b", KEPT)):
            body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>{words}</p>".encode()
            head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Length: {len(body)}\r\n\r\n"
            file.write(gzip.compress(head.encode() + body + b"\r\n\r\n"))


def holding(folder: Path, *words: str) -> list[str]:
    """Files under ``folder`` that hold any of the words, as they are or within gzip."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            stored = path.read_bytes()
            read = stored + (gzip.decompress(stored) if path.suffix == ".gz" else b"")
            if any(word.encode() in read for word in words):
                found.append(path.name)
    return sorted(found)


@pytest.fixture(scope="module")
def forgotten(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Path]:
    folder = tmp_path_factory.mktemp("forget")
    settings = Settings(warehouse=folder / "data" / "w.duckdb", model="rules")
    source = write_inputs(folder)
    assert ingest(settings, source)["new"] == 2
    write_raw(folder / "data" / "raw")
    assert holding(folder / "data", CANARY) != []
    done = forget_article(settings, URL)
    assert [Path(name).name for name in done.raw_files] == ["a.warc.gz"]
    return settings, source


def test_no_file_of_the_data_folder_holds_a_byte_of_it(forgotten: tuple[Settings, Path]) -> None:
    data = forgotten[0].warehouse.parent
    assert holding(data, CANARY, "Quillfeather", URL, "quillfeather-story") == []
    assert holding(data / "raw", KEPT) == ["a.warc.gz"]
    left = run_query(forgotten[0].warehouse, "select title from articles").to_pylist()
    assert left == [{"title": "Another"}]


def test_it_is_not_stored_again_under_its_address_or_as_a_bare_text(
    forgotten: tuple[Settings, Path], tmp_path: Path
) -> None:
    settings, source = forgotten
    again = ingest(settings, source)
    assert (again["new"], again["unchanged"], again["rejected"]) == (0, 1, 1)
    assert holding(settings.warehouse.parent, CANARY, URL) == []


def test_forgetting_twice_is_no_error_and_an_unknown_article_is(forgotten: tuple[Settings, Path]) -> None:
    settings, _ = forgotten
    assert forget_article(settings, URL).raw_files == ()
    with pytest.raises(WarehouseError, match=r"no article is called https://n\.example/none"):
        forget_article(settings, "https://n.example/none")
