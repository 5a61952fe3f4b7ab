"""What must not break a run: a full disk, a foreign lock, two runs at once, a Prefect server that dies."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tasks.warehouse.checksum import content_checksum
from tests.flows.conftest import BIN, CommandLine, Server
from tests.make import write_articles

pytestmark = pytest.mark.xdist_group("prefect")

HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


def test_a_warehouse_open_in_another_program_is_named_in_one_line(dateline: CommandLine, tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "in", 2)
    dateline.warehouse.parent.mkdir()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, dateline.warehouse], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    done = dateline("ingest", str(folder), DATELINE_LOCK_WAIT_SECONDS="1")
    holder.communicate()
    assert done.returncode == 1
    assert f"PID {holder.pid}" in done.stderr
    assert "Traceback" not in done.stderr
    assert dateline("ingest", str(folder)).returncode == 0


def test_of_two_runs_at_once_one_waits(dateline: CommandLine, tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "in", 30)
    command = [BIN / "dateline", "ingest", str(folder), "--warehouse", str(dateline.warehouse)]
    environment = dateline.environment | {"DATELINE_LOCK_WAIT_SECONDS": "60"}
    runs = [subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [run.wait(timeout=120) for run in runs] == [0, 0]
    found = dateline("sql", "select count(*) as n, count(distinct article_id) as d from articles", "--format", "json")
    assert json.loads(found.stdout) == [{"n": 30, "d": 30}]


def test_a_full_disk_ends_in_one_line_and_the_next_run_heals(dateline: CommandLine, tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "in", 40)
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000));"
        "from flows.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    arguments = ["ingest", str(folder), "--warehouse", str(dateline.warehouse)]
    full = subprocess.run(
        [sys.executable, "-c", limited, *arguments],
        env=dateline.environment | {"DATELINE_BATCH_SIZE": "4"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert full.returncode == 1, full.stderr
    assert "Traceback" not in full.stderr
    assert dateline("ingest", str(folder)).returncode == 0
    found = dateline("sql", "select count(*) as n from articles", "--format", "json")
    assert json.loads(found.stdout) == [{"n": 40}]


def test_a_prefect_server_that_dies_in_mid_run_costs_nothing(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    own = Server(tmp_path_factory.mktemp("dying"))
    dateline = CommandLine(tmp_path, own)
    folder = write_articles(tmp_path / "in", 400)
    command = [BIN / "dateline", "ingest", str(folder), "--json", "--warehouse", str(dateline.warehouse)]
    environment = dateline.environment | {"DATELINE_BATCH_SIZE": "10"}
    run = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (dateline.warehouse.parent / "staging" / "batch-000003").exists():
        time.sleep(0.05)
    own.stop()
    assert run.stdout is not None
    stored = run.stdout.readline()
    last_commit = time.monotonic()
    output, errors = run.communicate(timeout=120)
    assert time.monotonic() - last_commit < 20
    assert (run.returncode, json.loads(stored)["new"]) == (0, 400)
    assert "Traceback" not in errors
    assert output == ""
    assert content_checksum(dateline.warehouse)
