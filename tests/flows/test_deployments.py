"""The deployments of prefect.yaml on a real server, run by a real process worker."""

import json
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.flows.conftest import BIN, ROOT, CommandLine, Server
from tests.site.live import ADDRESS, environment, live_site
from tests.site.server import Host, Reply, World

pytestmark = [pytest.mark.xdist_group("prefect"), pytest.mark.timeout(900)]

NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=200)
HTML = {"content-type": "text/html; charset=utf-8"}
FINAL = {"COMPLETED", "CANCELLED", "FAILED", "CRASHED"}


class Worker:
    """A process worker that runs what is planned, and the server's API."""

    def __init__(self, server: Server, folder: Path, variables: dict[str, str]) -> None:
        self._url = server.url
        self._environment = server.environment | variables
        self._environment |= {"DATELINE_HOME": str(ROOT), "PREFECT_WORKER_QUERY_SECONDS": "2"}
        for command in (("work-pool", "create", "dateline", "--type", "process", "--overwrite"), ("deploy", "--all")):
            arguments = [BIN / "prefect", "--no-prompt", *command]
            subprocess.run(arguments, env=self._environment, cwd=ROOT, check=True, capture_output=True, timeout=300)
        start = [BIN / "prefect", "worker", "start", "--pool", "dateline"]
        # A shell's background jobs ignore SIGINT and hand that down; the worker ends by it.
        attend = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        self._process = subprocess.Popen(start, env=self._environment, cwd=folder, preexec_fn=attend)  # noqa: PLW1509

    def plan(self, deployment: str, parameters: dict[str, object], flow: str = "ingest") -> str:
        """Have the worker run a deployment; returns the run's id."""
        found = self._ask(f"/deployments/name/{flow}/{deployment}")
        planned = self._ask(f"/deployments/{found['id']}/create_flow_run", {"parameters": parameters})
        return str(planned["id"])

    def wait(self, run: str, states: set[str] = FINAL) -> str:
        """The run's state, once it is one of ``states``."""
        deadline = time.monotonic() + 400
        while (state := str(self._ask(f"/flow_runs/{run}")["state_type"])) not in states:
            assert time.monotonic() < deadline, state
            time.sleep(0.5)
        return state

    def artifacts(self, run: str) -> dict[str, Any]:
        """What a run has left in Prefect's UI, by key."""
        chosen = {"flow_runs": {"id": {"any_": [run]}}}
        return {found["key"]: json.loads(found["data"]) for found in self._ask("/artifacts/filter", chosen)}

    def schedules(self) -> dict[str, list[bool]]:
        """Whether each schedule is on, by flow and deployment."""
        flows = {flow["id"]: flow["name"] for flow in self._ask("/flows/filter", {})}
        found = self._ask("/deployments/filter", {})
        return {f"{flows[d['flow_id']]}/{d['name']}": [s["active"] for s in d["schedules"]] for d in found}

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=60)

    def _ask(self, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(self._url + path, data, {"content-type": "application/json"})  # noqa: S310 (loopback)
        tries = iter(range(9))
        while True:
            try:
                with urlopen(request, timeout=30) as answer:  # noqa: S310
                    return json.loads(answer.read())
            except HTTPError as error:  # its database is busy: Prefect's own client asks again too
                if error.code != HTTPStatus.SERVICE_UNAVAILABLE or next(tries, None) is None:
                    raise
            time.sleep(1)


def a_site() -> Host:
    """Two articles in a feed, and one of long ago in a sitemap alone."""

    def page(number: int, at: datetime) -> Reply:
        text = f"The ferry to Lund was stopped for {number + 2} hours after its rudder broke, the harbour master said."
        head = f'<title>Ferry {number}</title><meta property="article:published_time" content="{at.isoformat()}">'
        body = f"<article><h1>Ferry {number}</h1><p>{text}</p></article>"
        return Reply(f"<html><head>{head}</head><body>{body}</body></html>".encode(), headers=HTML)

    date = format_datetime(NOW - timedelta(hours=1))
    items = "".join(f"<item><link>/news/{n}</link><pubDate>{date}</pubDate></item>" for n in range(2))
    old = f"<url><loc>/news/2</loc><lastmod>{LONG_AGO.date()}</lastmod></url>"
    return Host(
        ADDRESS,
        {
            "/feed.xml": Reply(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()),
            "/sitemap.xml": Reply(f"<urlset>{old}</urlset>".encode()),
            "/news/0": page(0, NOW),
            "/news/1": page(1, NOW),
            "/news/2": page(2, LONG_AGO),
        },
    )


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with live_site(a_site()) as running:
        yield running


@pytest.fixture(scope="module")
def worker(server: Server, world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    folder = tmp_path_factory.mktemp("worker")
    feed, sitemap = world.url(ADDRESS, "/feed.xml"), world.url(ADDRESS, "/sitemap.xml")
    sources = folder / "sources.toml"
    sources.write_text(
        f'[sources.ferry]\nname = "Ferry News"\ncountry = "SWE"\nhosts = ["{ADDRESS}"]\n'
        f'feeds = ["{feed}"]\nsitemaps = ["{sitemap}"]\n'
    )
    variables = {"DATELINE_SOURCES": str(sources), "DATELINE_MODEL": "rules"}
    running = Worker(server, folder, environment(world) | variables)
    yield running
    running.stop()


def test_a_deployment_run_by_a_worker_fills_the_warehouse(
    dateline: CommandLine, worker: Worker, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "examples" / "articles", tmp_path / "in")
    run = worker.plan("ingest", {"sources": [str(tmp_path / "in")], "warehouse": str(dateline.warehouse)})
    assert worker.wait(run) == "COMPLETED"
    found = dateline("sql", "select count(*) as n, max(state) as state from articles, runs", "--format", "json")
    assert json.loads(found.stdout) == [{"n": 12, "state": "completed"}]


def test_news_is_fetched_on_a_schedule_and_who_comes_late_is_cancelled(
    dateline: CommandLine, worker: Worker, world: World
) -> None:
    shared = {"warehouse": str(dateline.warehouse), "workers": 1, "extract": False}
    first = worker.plan("feeds", shared)
    worker.wait(first, {"RUNNING", *FINAL})
    late = worker.plan("feeds", shared)
    assert worker.wait(late) == "CANCELLED"
    assert worker.wait(first) == "COMPLETED"
    assert worker.wait(worker.plan("recheck", shared)) == "COMPLETED"
    days = {name: str((LONG_AGO + timedelta(days=n)).date()) for name, n in (("since", -1), ("until", 1))}
    assert worker.wait(worker.plan("archive", shared | days)) == "COMPLETED"
    paths = Counter(world.paths(ADDRESS))
    assert [paths[f"/news/{n}"] for n in range(3)] == [1, 1, 1]
    query = "select title, source_country from articles order by published_at, title"
    found = json.loads(dateline("sql", query, "--format", "json").stdout)
    assert found == [{"title": f"Ferry {n}", "source_country": "SWE"} for n in (2, 0, 1)]
    assert dateline("status").stdout.startswith("nothing needs a person\n")


def test_the_report_and_the_upkeep_of_a_warehouse_are_run_by_a_worker(
    dateline: CommandLine, worker: Worker, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "examples" / "articles", tmp_path / "in")
    shared = {"warehouse": str(dateline.warehouse)}
    assert worker.wait(worker.plan("ingest", shared | {"sources": [str(tmp_path / "in")]})) == "COMPLETED"
    upkeep = worker.plan("maintain", shared | {"compact": True}, "maintain")
    assert worker.wait(upkeep) == "COMPLETED"
    kept = worker.artifacts(upkeep)
    assert sorted(kept) == ["needs-a-person", "source-health", "warehouse-checks"]
    assert [row["failing_rows"] for row in kept["warehouse-checks"] if row["severity"] == "fail"] == [0] * 6
    written = worker.plan("report", shared, "report")
    assert worker.wait(written) == "COMPLETED"
    assert {"what": "articles", "count": 5} in worker.artifacts(written)["report"]
    page = dateline.warehouse.parent / "reports" / "2025-06-15_2025-06-21.html"
    assert "<h1>17 to 21 June 2025</h1>" in page.read_text()
    found = dateline("sql", "select flow, state from runs order by started_at", "--format", "json")
    assert [run["flow"] for run in json.loads(found.stdout)] == ["ingest", "maintain"]


def test_every_schedule_is_off_until_someone_switches_it_on(worker: Worker) -> None:
    assert worker.schedules() == {
        "ingest/ingest": [],
        "ingest/archive": [],
        "ingest/drop-folder": [False],
        "ingest/feeds": [False],
        "ingest/recheck": [False],
        "maintain/maintain": [False],
        "reextract/reextract": [],
        "report/report": [False],
    }
