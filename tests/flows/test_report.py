"""``dateline report`` as a user calls it, and what forgetting does to pages."""

import json
from datetime import date
from pathlib import Path

import pytest

from flows.batches import Window
from flows.cli import main
from flows.forget import forget_article
from flows.ingest import run_pipeline
from flows.report_file import write_report
from flows.settings import Settings
from tasks.warehouse.errors import WarehouseError
from tests.make import write_articles


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("report")
    settings = Settings(warehouse=folder / "w" / "w.duckdb", model="rules")
    articles = write_articles(folder / "in", 5)
    row = {
        "url": "https://n.example/canary",
        "title": "Zandermast <b>seen</b>",
        "text": "A ship. " * 20,
        "date": "2025-06-20",
    }
    (articles / "more.jsonl").write_text(json.dumps(row))
    run_pipeline(settings, [str(articles)], Window(), None, 1, True, tasks=False)
    return settings


def run(settings: Settings, *arguments: str) -> int:
    return main(["report", *arguments, "--warehouse", str(settings.warehouse)])


def test_a_page_is_written_and_counted(settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "page.html"
    assert run(settings, "--output", str(target)) == 0
    assert capsys.readouterr().out.startswith(f"{target}: 6 articles, ")
    page = target.read_text()
    assert "<h1>1 to 20 June 2025</h1>" in page
    assert "Zandermast &lt;b&gt;seen&lt;/b&gt;" in page
    assert 'href="https://n.example/canary"' in page


def test_without_a_name_it_is_called_by_its_days(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(settings, "--since", "2025-06-02", "--until", "2025-06-04", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["since"], told["until"], told["articles"]) == ("2025-06-02", "2025-06-04", 3)
    target = settings.warehouse.parent / "reports" / "2025-06-02_2025-06-04.html"
    assert Path(told["output"]) == target
    assert told["bytes"] == target.stat().st_size


@pytest.mark.parametrize(
    "wrong", [("--since", "2025-06-04", "--until", "2025-06-02"), ("--since", "2025-06-04", "--days", "3")]
)
def test_days_that_contradict_one_another_are_wrong_usage(settings: Settings, wrong: tuple[str, ...]) -> None:
    assert run(settings, *wrong) == 2


def test_days_that_run_backwards_are_refused_by_the_flow_too(settings: Settings) -> None:
    with pytest.raises(WarehouseError, match="ends before it begins: 2025-06-04 to 2025-06-02"):
        write_report(settings, date(2025, 6, 4), date(2025, 6, 2))


def test_what_cannot_be_read_or_written_is_one_line(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "--warehouse", str(tmp_path / "none.duckdb")]) == 1
    (tmp_path / "file").write_text("in the way")
    assert run(settings, "--output", str(tmp_path / "file" / "page.html")) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.startswith("dateline: ") for line in lines] == [True, True]
    assert "file/page.html: " in lines[1]


def test_an_empty_warehouse_has_its_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(warehouse=tmp_path / "w.duckdb")
    assert main(["migrate", "--warehouse", str(settings.warehouse)]) == 0
    assert run(settings) == 0
    assert "The warehouse is empty" in (tmp_path / "reports" / "all.html").read_text()


def test_a_forgotten_article_is_in_no_page_of_the_folder(settings: Settings) -> None:
    written = write_report(settings, date(2025, 6, 19), None)
    assert "Zandermast" in Path(written.output).read_text()
    done = forget_article(settings, "https://n.example/canary")
    assert done.report_count >= 1
    assert list(settings.warehouse.parent.rglob("*.html*")) == []
    with pytest.raises(WarehouseError, match="no article is called"):
        forget_article(settings, "https://n.example/none")
