"""A Prefect server for one run, begun before Prefect is imported.

Prefect would start one itself: when the flow begins, and after it has imported the whole server into this process
for the class that does so. Begun here, the server starts while the run imports what it needs, and is never
imported but by itself. It ends with the run, however that ends.
"""

import atexit
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

_SERVER = "prefect.server.api.server:create_app"
_OPTIONS = ("--factory", "--log-level", "error", "--lifespan", "on")
_ENVIRONMENT = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}
"""As Prefect 3.8 starts the server of a run."""

_TELLING = ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH", "PREFECT_SERVER_EPHEMERAL_ENABLED")
"""Variables by which the user tells Prefect which server to use, or how to find out."""

_START_SECONDS = 120.0
"""Prefect's own 20 s are too short on two busy cores."""

_STOP_SECONDS = 5.0


class PrefectError(Exception):
    """Prefect's server could not be started or reached; the text is one line."""


def begin_server() -> "OwnServer | None":
    """Begin a server and name it to Prefect, by ``PREFECT_API_URL``; None where the user has named one.

    Call it before Prefect is imported and after ``quiet_prefect``.
    """
    if any(name in os.environ for name in _TELLING) or Path("prefect.toml").exists():
        return None
    server = OwnServer()
    atexit.register(server.stop)
    os.environ["PREFECT_API_URL"] = server.url
    return server


class OwnServer:
    """A server under way, on a free port of loopback."""

    def __init__(self) -> None:
        # Bound here and handed over: no other program can take the port while the server starts.
        with socket.socket() as listener:
            # Those that are accepted have it from here: uvicorn takes a socket that it is given for none of TCP.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            listener.bind(("127.0.0.1", 0))
            listener.listen(128)
            self._port = listener.getsockname()[1]
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "flows.own_server", _SERVER, *_OPTIONS, "--fd", str(listener.fileno())],
                env=os.environ | _ENVIRONMENT,
                stdin=subprocess.PIPE,
                pass_fds=[listener.fileno()],
            )

    @property
    def url(self) -> str:
        """Where its API is."""
        return f"http://127.0.0.1:{self._port}/api"

    def wait(self, seconds: float = _START_SECONDS) -> None:
        """Return once the server answers; raises ``PrefectError`` where it ends or ``seconds`` go by before that."""
        deadline = time.monotonic() + seconds
        while not self._answers():
            if self._process.poll() is not None:
                raise PrefectError(f"Prefect's server ended with exit code {self._process.returncode}")
            if time.monotonic() > deadline:
                raise PrefectError(f"Prefect's server did not answer within {seconds:.0f} s")

    def stop(self, seconds: float = _STOP_SECONDS) -> None:
        """End the server, by force after ``seconds``; nothing where it has ended."""
        self._process.terminate()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=1)
        try:
            connection.request("GET", "/api/health")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
            return False
        finally:
            connection.close()


def _end_with_parent() -> None:
    """Wait for the end of the standard input, which comes with that of the process at its other end."""
    os.read(sys.stdin.fileno(), 1)  # unbuffered: a reader's lock would be held when the interpreter ends
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    import uvicorn

    threading.Thread(target=_end_with_parent, daemon=True).start()
    uvicorn.main()
