"""A standing Prefect server on loopback for the flows' tests, and the command line as a user calls it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

BIN = Path(sys.executable).parent
ROOT = Path(__file__).parents[2]


class Server:
    """A Prefect server of this test session."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.home = home
        self.url = f"http://127.0.0.1:{port}/api"
        self.environment = {
            **os.environ,
            "PREFECT_HOME": str(home),
            "PREFECT_API_URL": self.url,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_CLIENT_MAX_RETRIES": "1",
        }
        command = [BIN / "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
        with open(home / "server.log", "wb") as log:
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 300  # a busy machine
        while time.monotonic() < deadline:
            try:
                with urlopen(self.url + "/health", timeout=2) as answer:  # noqa: S310 (loopback)
                    if answer.status == 200:
                        return
            except (URLError, OSError):
                time.sleep(0.3)
        self.stop()
        raise RuntimeError((self.home / "server.log").read_text())

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(timeout=20)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("prefect"))
    yield running
    running.stop()


class CommandLine:
    """``dateline`` as a process of its own on one warehouse."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.warehouse = folder / "w" / "warehouse.duckdb"
        self.environment = server.environment

    def __call__(self, *arguments: str, stdin: bytes = b"", **variables: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [BIN / "dateline", *arguments, "--warehouse", self.warehouse],
            input=stdin,
            capture_output=True,
            env=self.environment | variables,
            timeout=120,
            check=False,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def dateline(tmp_path: Path, server: Server) -> CommandLine:
    return CommandLine(tmp_path, server)
