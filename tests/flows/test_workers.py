"""A page that gets the better of its worker costs itself and nothing else."""

from pathlib import Path

import pytest

from flows import workers
from flows.batches import Window, leave_out_article, stage_references
from flows.workers import Workers
from tasks.discover.inputs import discover_inputs
from tasks.records import Article, Reference, Rejection
from tasks.staging import read_records
from tests.flows import stuck
from tests.make import write_articles
from tests.warehouse.staged import Draft, stage


def test_a_page_without_end_is_one_reject_and_the_rest_of_its_batch_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_articles(tmp_path / "in", 5)
    for number, fault in ((0, "loop in Python"), (1, "loop in C"), (2, "wait"), (3, "crash")):
        (folder / f"{number:04}-bad.txt").write_text(fault)
    references = [item for item in discover_inputs([str(folder)], tmp_path) if isinstance(item, Reference)]
    batch = stage_references(tmp_path / "batch", references, [])
    monkeypatch.setattr(workers, "parse_folder", stuck.parse_folder)
    with Workers(1, None) as pool:
        worked = pool.parse(batch, Window())
    assert worked.folders == (batch,)
    told = {Path(r.location).name: (r.stage, r.reason, r.detail) for r in read_records(batch, "rejects", Rejection)}
    assert told == {
        "0000-bad.txt": ("parse", "too-slow", "no end within 1 s of processor time"),
        "0001-bad.txt": ("parse", "too-slow", "no end within its limit"),
        "0002-bad.txt": ("parse", "too-slow", "no end within its limit"),
        "0003-bad.txt": ("parse", "killed-worker", "the worker died (SIGSEGV)"),
    }
    read = sorted(Path(article.location).name for article in read_records(batch, "articles", Article))
    assert read == [f"{number:04}.txt" for number in range(5)]


def test_an_article_whose_analysis_has_no_end_keeps_its_text(tmp_path: Path) -> None:
    ferry, tram = Draft("ferry"), Draft("tram")
    batch = stage(tmp_path / "batch", [ferry, tram], [Rejection("bridge.txt", "parse", "empty", "nothing")])
    wanted = frozenset((ferry.article_id, tram.article_id))
    left = leave_out_article(batch, ferry.article_id, wanted, "too-slow", "no end within its limit")
    assert left == {tram.article_id}
    assert list(read_records(batch, "rejects", Rejection)) == [
        Rejection("bridge.txt", "parse", "empty", "nothing"),
        Rejection("ferry.txt", "extract", "too-slow", "no end within its limit"),
    ]
    assert {article.article_id for article in read_records(batch, "articles", Article)} == wanted
