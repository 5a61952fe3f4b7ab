"""The product as a user runs it: real processes, a real Prefect server, a real warehouse."""

import json
from pathlib import Path

import pytest

from tasks.warehouse.checksum import content_checksum
from tests.flows.conftest import CommandLine
from tests.make import write_articles

pytestmark = pytest.mark.xdist_group("prefect")


def counts(done: object) -> dict[str, int]:
    names = ("seen", "new", "revised", "unchanged", "copies", "rejected", "outside", "extracted")
    record = json.loads(done.stdout)  # type: ignore[attr-defined]  # a finished process
    return {name: record[name] for name in names if record[name]}


def rows(dateline: CommandLine, query: str) -> list[dict[str, object]]:
    return json.loads(dateline("sql", query, "--format", "json").stdout)  # type: ignore[no-any-return]


def test_articles_go_in_and_answers_come_out(dateline: CommandLine, tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "in", 7)
    done = dateline("ingest", str(folder), "--json")
    assert (done.returncode, counts(done)) == (0, {"seen": 7, "new": 7, "extracted": 7})
    assert rows(dateline, "select count(*) as n from quotes where speaker = 'Ada Holm'") != [{"n": 0}]
    assert rows(dateline, "select count(*) as n from span_check") == [{"n": 0}]
    assert rows(dateline, "select state from runs") == [{"state": "completed"}]


def test_the_same_input_twice_changes_no_row(dateline: CommandLine, tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "in", 5)
    (folder / "bad.jsonl").write_text("{\n")
    dateline("ingest", str(folder))
    before = content_checksum(dateline.warehouse)
    done = dateline("ingest", str(folder), "--json")
    assert counts(done) == {"seen": 6, "unchanged": 5, "rejected": 1}
    assert content_checksum(dateline.warehouse) == before


def test_changed_text_is_a_revision_and_the_earlier_one_is_kept(dateline: CommandLine) -> None:
    text = "The ferry to Lund was stopped for nine hours on Sunday after its rudder broke, the harbour master said."
    line = json.dumps({"url": "https://n.example/f", "title": "Ferry", "text": text, "date": "2025-01-05"})
    changed = line.replace("nine", "eleven")
    dateline("ingest", "-", stdin=line.encode())
    done = dateline("ingest", "-", "--json", stdin=f"{line}\n{changed}\n".encode())
    assert counts(done) == {"seen": 2, "unchanged": 1, "revised": 1, "extracted": 1}
    found = rows(dateline, "select revision, full_text like '%nine%' as early from article_revisions order by 1")
    assert found == [{"revision": 1, "early": True}, {"revision": 2, "early": False}]
    again = dateline("ingest", "-", "--json", stdin=f"{line}\n{changed}\n".encode())
    assert counts(again) == {"seen": 2, "unchanged": 2}


def test_two_texts_of_an_article_in_one_batch_are_two_revisions(dateline: CommandLine) -> None:
    line = '{"url": "https://n.example/f", "text": "The ferry was stopped for %s hours on Sunday, they said."}\n'
    done = dateline("ingest", "-", "--json", stdin="".join(line % n for n in ("two", "six", "ten")).encode())
    assert counts(done) == {"seen": 3, "new": 1, "revised": 2, "extracted": 3}
    assert rows(dateline, "select revision from articles") == [{"revision": 3}]


def test_articles_stored_without_analysis_are_analysed_later(dateline: CommandLine, tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "in", 3)
    done = dateline("ingest", str(folder), "--json", "--no-extract")
    assert counts(done) == {"seen": 3, "new": 3}
    assert counts(dateline("ingest", str(folder), "--json")) == {"seen": 3, "unchanged": 3, "extracted": 3}
    assert rows(dateline, "select count(*) > 0 as found, max(revision) as r from quotes, articles") == [
        {"found": True, "r": 1}
    ]


def test_copies_are_told_from_new_articles(dateline: CommandLine) -> None:
    text = "The ferry to Lund was stopped for nine hours after its rudder broke. " * 4
    lines = [
        json.dumps({"url": f"https://n{number}.example/f", "text": text, "date": f"2025-01-0{number}"})
        for number in (2, 1, 3)
    ]
    done = dateline("ingest", "-", "--json", stdin="\n".join(lines).encode())
    assert counts(done) == {"seen": 3, "new": 1, "copies": 2, "extracted": 3}
    assert rows(dateline, "select distinct o.url from copies c join articles o on o.article_id = c.copy_of") == [
        {"url": "https://n1.example/f"}
    ]


def test_only_the_days_asked_for_are_stored(dateline: CommandLine, tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "in", 9)
    done = dateline("ingest", str(folder), "--json", "--since", "2025-06-03", "--until", "2025-06-05")
    assert counts(done) == {"seen": 9, "new": 3, "outside": 6, "extracted": 3}


def test_wrong_usage_exits_with_2_and_one_line(dateline: CommandLine, tmp_path: Path) -> None:
    for arguments in (["ingest", str(tmp_path / "missing")], ["ingest", "x", "--limit", "0"], ["nonsense"]):
        done = dateline(*arguments)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


def test_a_run_that_could_read_nothing_fails_and_says_why(dateline: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n")
    done = dateline("ingest", str(tmp_path / "empty.txt"))
    assert done.returncode == 1
    assert "parse: empty" in done.stdout


def test_a_worker_that_dies_costs_no_article(dateline: CommandLine, tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "in", 4)
    done = dateline("ingest", str(folder), "--json", "--workers", "1", DATELINE_FAULT="extract:article:3")
    assert done.returncode == 0
    assert counts(done)["new"] == 4
    assert counts(done)["extracted"] >= 2


def test_show_stores_nothing(dateline: CommandLine, tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "in", 1)
    done = dateline("show", str(folder / "0000.txt"))
    assert done.returncode == 0
    assert "Ada Holm" in done.stdout
    assert not dateline.warehouse.exists()
