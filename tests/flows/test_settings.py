"""What Prefect says of itself on the way stays off the terminal, unless it is asked for."""

import subprocess
import sys
from pathlib import Path

import pytest

SAY = """
import logging, sys
from pathlib import Path
from flows.settings import Settings, quiet_prefect
quiet_prefect(Settings(warehouse=Path(sys.argv[1]), prefect_logs=sys.argv[2] == "yes"))
import prefect
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
for queue in (EventsWorker, APILogWorker):
    logging.getLogger(queue.__name__).warning("Still processing items: 1 items remaining...")
logging.getLogger("tasks.fetch").warning("ours")
"""


@pytest.mark.parametrize(("asked", "lines"), [("no", ["ours"]), ("yes", ["remaining...", "remaining...", "ours"])])
def test_prefects_queues_are_quiet_and_our_own_warnings_are_not(tmp_path: Path, asked: str, lines: list[str]) -> None:
    command = [sys.executable, "-c", SAY, str(tmp_path / "w.duckdb"), asked]
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stderr
    assert [line.split()[-1] for line in said.splitlines()] == lines
