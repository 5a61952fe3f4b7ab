"""What a kill, a full disk, a torn log or a wrong file leaves: whole batches, and a clear line."""

import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tasks.warehouse import catalog
from tasks.warehouse.checksum import content_checksum
from tasks.warehouse.errors import WarehouseError
from tasks.warehouse.load import load_batch
from tasks.warehouse.manifest import lost_batches, manifest_path
from tasks.warehouse.runs import finish_run, start_run
from tasks.warehouse.store import open_warehouse
from tests.warehouse.staged import LONG, NOON, Draft, stage

BATCHES = [
    [Draft(f"n{number}-{index}", f"{LONG} It is case {number} of {index}.") for index in range(8)]
    for number in range(3)
] + [[Draft("n0-0", "The wreck was raised."), Draft("n1-1", f"{LONG} It is case 1 of 1.", extractor="extractor 2")]]

LOAD_ALL = """
import resource, signal, sys
from pathlib import Path
from tasks.warehouse.load import load_batch
from tasks.warehouse.store import open_warehouse
from tests.warehouse.staged import NOON
path, limit, folders = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
if limit:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
with open_warehouse(path) as connection:
    for folder in folders:
        load_batch(connection, Path(folder), "run", NOON)
"""


def load_all(path: Path, folders: list[Path], limit: int = 0, **variables: str) -> subprocess.CompletedProcess[str]:
    """Load the batches in a process of its own, whose files may have ``limit`` bytes."""
    command = [sys.executable, "-c", LOAD_ALL, str(path), str(limit), *map(str, folders)]
    root = Path(__file__).parents[2]
    return subprocess.run(command, env=variables, cwd=root, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    root = tmp_path_factory.mktemp("batches")
    return [stage(root / str(number), drafts) for number, drafts in enumerate(BATCHES)]


@pytest.fixture(scope="module")
def prefixes(folders: list[Path], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Checksums of the warehouse after none of the batches, after the first, ... after all."""
    path = tmp_path_factory.mktemp("unbroken") / "w.duckdb"
    with open_warehouse(path) as connection:
        checksums = [content_checksum(connection)]
        for folder in folders:
            load_batch(connection, folder, "run", NOON)
            checksums.append(content_checksum(connection))
    return checksums


@pytest.mark.parametrize(
    ("point", "kept"),
    [
        ("migrate:applied:1", 0),
        ("load:begin:1", 0),
        ("load:written:1", 0),
        ("load:committed:1", 1),
        ("load:begin:3", 2),
        ("load:written:4", 3),
        ("load:committed:4", 4),
        ("warehouse:checkpointed:1", 4),
    ],
)
def test_a_kill_leaves_whole_batches_and_the_rest_can_be_loaded(
    point: str, kept: int, folders: list[Path], prefixes: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "w.duckdb"
    assert load_all(path, folders, DATELINE_FAULT=point).returncode == -signal.SIGKILL
    with open_warehouse(path) as connection:
        assert content_checksum(connection) == prefixes[kept]
        assert lost_batches(connection) == []
        for folder in folders:
            load_batch(connection, folder, "run", NOON)
    assert content_checksum(path) == prefixes[-1]


def test_a_log_cut_short_anywhere_gives_the_first_so_many_batches(
    folders: list[Path], prefixes: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "w.duckdb"
    # Made and migrated first, so that the log holds the batches and nothing else.
    with open_warehouse(path):
        pass
    load_all(path, folders, DATELINE_FAULT="load:committed:4")
    log = path.with_name("w.duckdb.wal").read_bytes()
    found = []
    for part in range(41):
        torn = tmp_path / f"torn-{part}"
        torn.mkdir()
        shutil.copy(path, torn / "w.duckdb")
        (torn / "w.duckdb.wal").write_bytes(log[: len(log) * part // 40])
        with open_warehouse(torn / "w.duckdb") as connection:
            found.append(prefixes.index(content_checksum(connection)))
        shutil.rmtree(torn)
    assert found == sorted(found)
    assert set(found) == {0, 1, 2, 3, 4}


def test_the_manifest_tells_of_batches_that_the_file_has_lost(folders: list[Path], tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with open_warehouse(path):
        pass
    load_all(path, folders, DATELINE_FAULT="load:committed:4")
    log = path.with_name("w.duckdb.wal")
    log.write_bytes(log.read_bytes()[: log.stat().st_size // 2])
    with open_warehouse(path) as connection:
        held = connection.execute("select count(*) from store.batches").fetchall()[0][0]
        # The fourth was killed before it could be noted: it is not known to be lost.
        assert 0 < held < 3
        assert len(lost_batches(connection)) == 3 - held


@pytest.mark.parametrize("limit", [20_000, 300_000, 600_000, 900_000, 1_200_000])
def test_a_full_disk_leaves_whole_batches_and_the_next_run_heals(
    limit: int, folders: list[Path], prefixes: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "w.duckdb"
    done = load_all(path, folders, limit)
    if done.returncode:
        assert done.stderr.splitlines()[-1].startswith("tasks.warehouse.errors.")
    with open_warehouse(path) as connection:
        assert content_checksum(connection) in prefixes
        for folder in folders:
            load_batch(connection, folder, "run", NOON)
    assert content_checksum(path) == prefixes[-1]


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(WarehouseError, match="file"), open_warehouse(tmp_path / "file" / "w.duckdb"):
        pass


def test_a_migration_that_was_changed_after_it_ran_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with open_warehouse(path) as connection:
        connection.execute("update store.migrations set checksum = 'other' where name like '0001%'")
    with pytest.raises(WarehouseError, match="changed after it ran"), open_warehouse(path):
        pass


def test_a_migration_that_fails_leaves_the_warehouse_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sql = shutil.copytree(catalog.SQL, tmp_path / "sql")
    path = tmp_path / "w.duckdb"
    with open_warehouse(path) as connection:
        load_batch(connection, stage(tmp_path / "batch", [Draft("ferry")]), "run", NOON)
    before = content_checksum(path)
    monkeypatch.setattr(catalog, "SQL", sql)
    (sql / "migrations" / "9999_more.sql").write_text(
        "-- One more.\ncreate table store.more (a int);\nselect nonsense;\n"
    )
    with pytest.raises(WarehouseError, match="9999_more"), open_warehouse(path):
        pass
    assert content_checksum(path) == before
    (sql / "migrations" / "9999_more.sql").write_text("-- One more.\ncreate table store.more (a int);\n")
    with open_warehouse(path) as connection:
        names = connection.execute("select name from store.migrations where name <> 'views'").fetchall()
    assert max(names) == ("9999_more",)


def test_opening_twice_applies_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with open_warehouse(path):
        pass
    with duckdb.connect(str(path), read_only=True) as connection:
        before = connection.execute("select * from store.migrations order by 1").fetchall()
    with open_warehouse(path) as connection:
        assert connection.execute("select * from store.migrations order by 1").fetchall() == before


def test_a_run_that_was_killed_is_abandoned_when_the_next_begins(tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        start_run(connection, "first", "ingest", {"sources": ["a"]}, "0.1", NOON)
        start_run(connection, "second", "ingest", {}, "0.1", NOON)
        finish_run(connection, "second", "completed", {"new": 1}, NOON)
        assert connection.execute("select run_id, state, counts from runs order by started_at, run_id").fetchall() == [
            ("first", "abandoned", None),
            ("second", "completed", '{"new": 1}'),
        ]


def test_a_torn_line_of_the_manifest_hides_no_other(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with open_warehouse(path) as connection:
        load_batch(connection, stage(tmp_path / "1", [Draft("ferry")]), "run", NOON)
        with open(manifest_path(path), "ab") as file:
            file.write(b'{"warehouse": "cut sho')
        load_batch(connection, stage(tmp_path / "2", [replace(Draft("ferry"), body="It sank.")]), "run", NOON)
        connection.execute("delete from store.batches")
        assert len(lost_batches(connection)) == 2
