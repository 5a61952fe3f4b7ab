"""The server that a run starts for itself: begun early, named to Prefect, gone at the end."""

import os
import subprocess
import sys

import pytest

from flows import own_server
from flows.own_server import OwnServer, PrefectError, begin_server


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    place(monkeypatch, "create_app")
    for name in own_server._TELLING:
        monkeypatch.setenv(name, "")  # so that what the test sets is taken back as well
        monkeypatch.delenv(name)
    monkeypatch.setattr(own_server.atexit, "register", lambda *_: None)


def place(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(own_server, "_SERVER", f"tests.flows.small_server:{name}")


@pytest.mark.usefixtures("small")
def test_a_run_has_a_server_of_its_own_that_ends_with_it() -> None:
    server = begin_server()
    assert server is not None
    try:
        server.wait()
        assert os.environ["PREFECT_API_URL"] == server.url
    finally:
        server.stop()
    with pytest.raises(PrefectError, match="ended with exit code"):
        server.wait()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", ["PREFECT_API_URL", "PREFECT_PROFILE"])
def test_who_names_a_server_gets_no_other(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:4200/api")
    assert begin_server() is None


def test_a_server_that_cannot_start_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    place(monkeypatch, "create_ill_app")
    server = OwnServer()
    with pytest.raises(PrefectError, match=r"^Prefect's server ended with exit code \d+$"):
        server.wait()
    server.stop()


def test_a_server_ends_with_the_process_that_began_it(monkeypatch: pytest.MonkeyPatch) -> None:
    place(monkeypatch, "create_app")
    server = OwnServer()
    server.wait()
    assert server._process.stdin is not None
    server._process.stdin.close()  # as the kernel does when the process is killed
    assert server._process.wait(timeout=60) is not None


def test_the_command_line_imports_no_prefect_before_it_begins_the_server() -> None:
    asked = "import sys, flows.cli, flows.fetching, tasks.warehouse.store; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
