"""The deployments of prefect.yaml on a real server, run by a real process worker."""

import json
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.flows.conftest import BIN, ROOT, CommandLine, Server

pytestmark = pytest.mark.xdist_group("prefect")


def test_a_deployment_run_by_a_worker_fills_the_warehouse(
    dateline: CommandLine, server: Server, tmp_path: Path
) -> None:
    environment = server.environment | {"DATELINE_HOME": str(ROOT)}

    def prefect(*arguments: str) -> str:
        command = [BIN / "prefect", "--no-prompt", *arguments]
        return subprocess.run(
            command, env=environment, cwd=ROOT, check=True, capture_output=True, timeout=120, text=True
        ).stdout

    prefect("work-pool", "create", "dateline", "--type", "process", "--overwrite")
    prefect("deploy", "--all")
    shutil.copytree(ROOT / "examples" / "articles", tmp_path / "in")
    parameters = {"sources": [str(tmp_path / "in")], "warehouse": str(dateline.warehouse)}
    prefect("deployment", "run", "ingest/ingest", "--params", json.dumps(parameters))
    worker = subprocess.Popen(
        [BIN / "prefect", "worker", "start", "--pool", "dateline", "--run-once"], env=environment, cwd=tmp_path
    )
    try:
        deadline = time.monotonic() + 120
        while (
            time.monotonic() < deadline and "completed" not in prefect("flow-run", "ls", "--state", "COMPLETED").lower()
        ):
            time.sleep(2)
        worker.wait(timeout=60)
    finally:
        worker.kill()
        worker.wait()
    found = dateline("sql", "select count(*) as n, max(state) as state from articles, runs", "--format", "json")
    assert json.loads(found.stdout) == [{"n": 8, "state": "completed"}]
