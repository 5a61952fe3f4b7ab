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
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, TypeVar

import duckdb

from tasks.faults import fault_point
from tasks.warehouse.errors import WarehouseBusy, WarehouseError
from tasks.warehouse.manifest import path_of
from tasks.warehouse.migrate import migrate

T = TypeVar("T")

Connection = duckdb.DuckDBPyConnection
"""An open warehouse, as the other modules of this stage take it."""

MEMORY_LIMIT = "96MB"
"""What DuckDB may hold: its page cache grows to this and no further, so that memory is flat. Loading
20,000 articles cost 15 % less CPU with 256 MB, and 150 MB more."""

ROW_GROUP_SIZE = 16_384
"""Rows that are compressed together. DuckDB's own 122,880 made a checkpoint rewrite all articles."""

STORAGE_VERSION = "v1.2.0"
"""The oldest file format that can compress long texts: any DuckDB since then reads the file."""

HIGHER_MEMORY_LIMITS = ("192MB", "512MB", "2GB")
"""What DuckDB may hold for a batch or a question that cannot be done with less."""

SETTLED_BYTES = 48_000_000
"""What the write-ahead log may hold between batches: what a checkpoint costs follows what is new."""

FRAGMENTS_ALLOWED = 64
"""Row groups of articles beyond twice what they would fill, before a checkpoint merges them."""

_REOPENED_WITHIN = 10.0
"""Seconds that a program which takes the file in the moment when it is closed is waited for."""

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": MEMORY_LIMIT,
    # A second thread costs more CPU on small batches than it saves time (9.3 s against 5.5 for 30,000).
    "threads": 1,
    # For a batch of megabytes an article; else ``settle`` comes first.
    "wal_autocheckpoint": "192MB",
    # Merging part-filled row groups rewrites up to 50,000 articles, 6 CPU seconds every 30,000: see _tidy.
    "max_vacuum_tasks": 0,
    "preserve_insertion_order": False,
    # What is freed goes back to the system, not into a reserve that grows.
    "allocator_flush_threshold": "8MB",
    "allocator_bulk_deallocation_flush_threshold": "8MB",
    "allocator_background_threads": True,
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
        _tidy(connection)
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
    # What a killed process spilled is nobody's, and may hold text that was since forgotten.
    spill = path.with_name(path.name + ".tmp")
    shutil.rmtree(spill, ignore_errors=True)
    _create_if_missing(path)
    connection = duckdb.connect(":memory:", config={**_SETTINGS, "temp_directory": str(spill)})
    try:
        _attach_when_free(connection, path, deadline)
    except BaseException:
        connection.close()
        raise
    return connection


def _attach_when_free(connection: Connection, path: Path, deadline: float) -> None:
    while True:
        try:
            _attach(connection, path)
            return
        except duckdb.Error as error:
            line = str(error).splitlines()[0]
            if "Could not set lock" not in line:
                raise WarehouseError(f"{path} cannot be opened: {line}") from error
            if time.monotonic() >= deadline:
                raise WarehouseBusy(f"{path} is open in another program: {line}") from error
            time.sleep(random.uniform(0.1, 0.4))  # noqa: S311


def settle(connection: Connection) -> None:
    """Between batches: where much has been written, put it into the file, close that and open it again.

    DuckDB 1.5 holds every block that it has written until its file is closed, whatever its limit: a run of 5,000
    articles filled 96 MB with them, and one of 20,000 ended for want of memory.
    """
    path = path_of(connection)
    log = path.with_name(path.name + ".wal")
    if not log.exists() or log.stat().st_size < SETTLED_BYTES:
        return
    try:
        connection.execute("checkpoint")
        connection.execute("use memory")
        connection.execute("detach warehouse")
    except duckdb.Error as error:
        raise WarehouseError(f"{path}: {str(error).splitlines()[0]}") from error
    _attach_when_free(connection, path, time.monotonic() + _REOPENED_WITHIN)


def ask(connection: Connection, query: str, parameters: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
    """Rows of a question, with more memory than loading has where it needs that."""
    return with_enough_memory(
        connection, lambda: connection.execute(query, parameters).fetchall(), duckdb.OutOfMemoryException
    )


def with_enough_memory(connection: Connection, work: Callable[[], T], too_little: type[Exception]) -> T:
    """What ``work`` gives, done again with more memory for as long as it raises ``too_little``.

    No more than it needs: DuckDB fills what it may have with pages that it has read.
    """
    try:
        for limit in HIGHER_MEMORY_LIMITS:
            try:
                return work()
            except too_little:
                connection.execute(f"set memory_limit = '{limit}'")
        return work()
    finally:
        _lower_limit(connection)


@contextlib.contextmanager
def more_memory(connection: Connection) -> Iterator[None]:
    """Room for one thing that does not fit into what keeps memory flat."""
    connection.execute(f"set memory_limit = '{HIGHER_MEMORY_LIMITS[-1]}'")
    try:
        yield
    finally:
        _lower_limit(connection)


def _lower_limit(connection: Connection) -> None:
    with contextlib.suppress(duckdb.Error):  # it may still hold more than the lower limit
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")


def _tidy(connection: Connection) -> None:
    """Let the coming checkpoint merge row groups where many small runs have left many small ones."""
    row = connection.execute(
        """
        select
            (select count(distinct row_group_id) from pragma_storage_info('store.articles')),
            (select count(*) from store.articles)
        """
    ).fetchall()[0]
    if row[0] > FRAGMENTS_ALLOWED + 2 * row[1] // ROW_GROUP_SIZE:
        connection.execute("set max_vacuum_tasks = 100")


def _create_if_missing(path: Path) -> None:
    """Make an empty warehouse under another name first: a kill leaves no half-written header under this one."""
    try:
        if path.exists() and path.stat().st_size:
            return
        part = path.with_name(path.name + ".new")
        part.unlink(missing_ok=True)
        with duckdb.connect(":memory:", config=_SETTINGS) as connection:
            _attach(connection, part)
            connection.execute("use memory")
            connection.execute("detach warehouse")
        fault_point("warehouse:created")
        os.replace(part, path)
    except OSError as error:
        raise WarehouseError(f"{path} cannot be made: {error.strerror}") from error
    except duckdb.Error as error:
        raise WarehouseError(f"{path} cannot be made: {str(error).splitlines()[0]}") from error


def _attach(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Open the file as the default database: row groups of a size of our own go by ``attach`` alone."""
    name = str(path).replace("'", "''")
    connection.execute(
        f"attach '{name}' as warehouse (row_group_size {ROW_GROUP_SIZE}, storage_version '{STORAGE_VERSION}')"
    )
    connection.execute("use warehouse")
    # Nothing that is stored may depend on where the machine stands.
    connection.execute("set timezone = 'UTC'")
