"""Killed while it fetches, the next run asks for what is missing and for nothing twice."""

import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.discover.warc import find_warc_records
from tasks.warehouse.store import open_warehouse
from tests.flows.conftest import CommandLine
from tests.site.live import ADDRESS, environment, live_site
from tests.site.server import Host, Reply, World

pytestmark = pytest.mark.xdist_group("crash")

PAGES = [f"/news/{number}" for number in range(4)]


def page(path: str) -> Reply:
    prose = f"<p>The ferry {path} was stopped for hours, the harbour master told the council on Sunday.</p>"
    stamp = '<meta property="article:published_time" content="2031-05-01T10:00:00Z">'
    body = f"<html><head>{stamp}</head><body><h1>Ferry {path} stopped</h1>{prose * 3}</body></html>"
    return Reply(body.encode(), headers={"content-type": "text/html"})


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    items = "".join(f"<item><link>{path}</link></item>" for path in PAGES)
    feed = Reply(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())
    with live_site(Host(ADDRESS, {"/feed.xml": feed, **{path: page(path) for path in PAGES}})) as running:
        yield running


def fetch(dateline: CommandLine, world: World, **variables: str) -> subprocess.CompletedProcess[str]:
    sources = dateline.warehouse.parent.parent / "sources.toml"
    sources.write_text(f'[sources.ferry]\nname = "Ferry"\nfeeds = ["{world.url(ADDRESS, "/feed.xml")}"]\nrate = 10\n')
    settings = {"DATELINE_SOURCES": str(sources), "DATELINE_WORKERS": "1"}
    return dateline("ingest", "ferry", "--no-extract", **environment(world), **settings, **variables)


@pytest.mark.parametrize("point", ["collect:stored:3", "collect:noted:2"])
def test_a_run_killed_while_it_fetches_is_healed_by_the_next(point: str, world: World, dateline: CommandLine) -> None:
    before = len(world.log)
    killed = fetch(dateline, world, DATELINE_FAULT=point)
    assert killed.returncode == -9, killed.stderr
    healed = fetch(dateline, world)
    assert healed.returncode == 0, healed.stderr
    asked = Counter(asked.path for asked in world.log[before:])
    assert {path: asked[path] for path in PAGES} == dict.fromkeys(PAGES, 1)
    kept = [entry.url for file in _raw_files(dateline) for entry in find_warc_records(file)]
    assert sorted(kept, key=str) == [world.url(ADDRESS, path) for path in PAGES]
    with open_warehouse(dateline.warehouse) as connection:
        found = connection.execute("select title, revision from articles order by title").fetchall()
    assert found == [(f"Ferry {path} stopped", 1) for path in PAGES]


def _raw_files(dateline: CommandLine) -> list[Path]:
    return sorted((dateline.warehouse.parent / "raw").glob("**/*.warc.gz"))
