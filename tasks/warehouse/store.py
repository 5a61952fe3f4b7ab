"""One writer at a time on one DuckDB file.

Guarantees: while ``open_warehouse`` is held no other Dateline process writes, and one that
tries is told who holds it; the schema is this version's; what cannot be opened ends as one
clear ``WarehouseError``. DuckDB's own lock is dropped when any other descriptor of the file is
closed in this process, so nothing here opens the file but DuckDB.
"""

import contextlib
import fcntl
import json
import os
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import duckdb

from tasks.faults import fault_point
from tasks.warehouse.errors import WarehouseBusy, WarehouseError
from tasks.warehouse.migrate import migrate

Connection = duckdb.DuckDBPyConnection
"""An open warehouse, as the other modules of this stage take it."""

MEMORY_LIMIT = "384MB"
"""What DuckDB may hold: its page cache grows to this and no further, so that memory is flat."""

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": MEMORY_LIMIT,
    "threads": 2,
    # Checkpoints come between batches, not in the middle of one: they cost seconds.
    "wal_autocheckpoint": "1GB",
    "preserve_insertion_order": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


@contextlib.contextmanager
def open_warehouse(path: Path, wait_seconds: float = 10, purpose: str = "dateline") -> Iterator[Connection]:
    """The warehouse at ``path`` for writing, made and migrated where needed.

    Raises ``WarehouseBusy`` after ``wait_seconds`` if another process holds it, and
    ``WarehouseError`` if it cannot be opened, brought up to date or closed.
    """
    with hold_lock(path, wait_seconds, purpose), open_locked(path, wait_seconds) as connection:
        yield connection


@contextlib.contextmanager
def open_locked(path: Path, wait_seconds: float) -> Iterator[Connection]:
    """The same for who holds the lock already and goes on holding it after the file is closed."""
    connection = _connect(path, time.monotonic() + wait_seconds)
    try:
        migrate(connection, datetime.now(UTC))
        yield connection
        connection.execute("checkpoint")
        fault_point("warehouse:checkpointed")
    except duckdb.Error as error:
        raise WarehouseError(f"{path}: {str(error).splitlines()[0]}") from error
    finally:
        with contextlib.suppress(duckdb.Error):
            connection.close()


@contextlib.contextmanager
def hold_lock(path: Path, wait_seconds: float, purpose: str) -> Iterator[None]:
    """Hold the warehouse's own lock, with who holds it and since when written in it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = open(_lock_path(path), "a+", encoding="utf-8")  # noqa: SIM115 (closed by the with below)
    except OSError as error:
        raise WarehouseError(f"{path.parent}: {error.strerror}") from error
    with file:
        deadline = time.monotonic() + wait_seconds
        while not _try_lock(file):
            if time.monotonic() >= deadline:
                raise WarehouseBusy(f"{path} is held by {lock_holder(path) or 'another process'}")
            time.sleep(random.uniform(0.1, 0.4))  # noqa: S311 (spreads waiters, hides nothing)
        file.truncate(0)
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        file.write(json.dumps({"pid": os.getpid(), "purpose": purpose, "since": since}))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def lock_holder(path: Path) -> str | None:
    """Who holds the warehouse, in words; None where nobody does."""
    try:
        with open(_lock_path(path), "r+", encoding="utf-8") as file:
            if _try_lock(file):
                return None
            holder = json.loads(file.read() or "{}")
    except (OSError, ValueError):
        return None
    if not holder:
        return "another process"
    return f"{holder['purpose']} (process {holder['pid']}, since {holder['since']})"


def _lock_path(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _connect(path: Path, deadline: float) -> duckdb.DuckDBPyConnection:
    while True:
        try:
            return duckdb.connect(str(path), config=_SETTINGS)
        except duckdb.IOException as error:
            line = str(error).splitlines()[0]
            if "lock" not in line:
                raise WarehouseError(f"{path} cannot be opened: {line}") from error
            if time.monotonic() >= deadline:
                raise WarehouseBusy(f"{path} is open in another program: {line}") from error
            time.sleep(0.3)
        except duckdb.Error as error:
            raise WarehouseError(f"{path} cannot be opened: {str(error).splitlines()[0]}") from error
