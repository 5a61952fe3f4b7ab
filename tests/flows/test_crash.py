"""Killed anywhere, the next run ends in the same warehouse as a run that was never interrupted."""

from pathlib import Path

import pytest

from tasks.warehouse.checksum import content_checksum
from tests.flows.conftest import CommandLine, Server
from tests.make import write_articles

pytestmark = pytest.mark.xdist_group("crash")

POINTS = [
    "migrate:applied:1",
    "run:started:1",
    "discover:reference:1",
    "discover:reference:13",
    "discover:reference:24",
    "parse:done:1",
    "parse:done:5",
    "extract:begin:1",
    "extract:begin:4",
    "load:begin:1",
    "load:begin:2",
    "load:begin:4",
    "load:begin:6",
    "load:written:1",
    "load:written:3",
    "load:written:4",
    "load:written:6",
    "load:committed:1",
    "load:committed:3",
    "load:committed:4",
    "load:committed:6",
    "run:finished:1",
    "warehouse:checkpointed:1",
    "publish:copied:1",
    "publish:renamed:1",
]


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory, server: Server) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("crash")
    articles = write_articles(folder / "in", 24)
    (articles / "bad.jsonl").write_text("{\n")
    dateline = CommandLine(folder, server)
    assert dateline("ingest", str(articles), DATELINE_BATCH_SIZE="4", DATELINE_WORKERS="1").returncode == 0
    return articles, content_checksum(dateline.warehouse)


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_run_is_healed_by_the_next(point: str, unbroken: tuple[Path, str], dateline: CommandLine) -> None:
    articles, expected = unbroken
    killed = dateline("ingest", str(articles), DATELINE_BATCH_SIZE="4", DATELINE_WORKERS="1", DATELINE_FAULT=point)
    assert killed.returncode == -9, killed.stderr
    healed = dateline("ingest", str(articles), DATELINE_BATCH_SIZE="4", DATELINE_WORKERS="1")
    assert healed.returncode == 0, healed.stderr
    assert content_checksum(dateline.warehouse) == expected
