"""Looking after the warehouse: nothing stored is lost, and what is wrong is seen."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows.batches import Window
from flows.ingest import run_pipeline
from flows.maintain import FREE_SHARE, Maintained, run_maintenance
from flows.settings import Settings
from tasks.warehouse.checksum import content_checksum
from tasks.warehouse.errors import WarehouseBusy, WarehouseError
from tasks.warehouse.publish import published_path
from tasks.warehouse.query import run_query
from tasks.warehouse.store import hold_lock, open_warehouse
from tests.make import write_articles


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("maintain")
    settings = Settings(warehouse=folder / "w" / "w.duckdb", model="rules")
    run_pipeline(settings, [str(write_articles(folder / "in", 6))], Window(), None, 1, True, tasks=False)
    return folder / "w"


@pytest.fixture
def settings(stored: Path, tmp_path: Path) -> Settings:
    shutil.copytree(stored, tmp_path / "w")
    return Settings(warehouse=tmp_path / "w" / "w.duckdb", model="rules", lock_wait_seconds=1)


def maintain(settings: Settings, compact: bool | None = None) -> Maintained:
    return run_maintenance(settings, compact, 0, tasks=False)


def leave_free(settings: Settings) -> None:
    """Fill blocks in the middle of the file and free them again, as many deletions do."""
    with open_warehouse(settings.warehouse) as connection:
        connection.execute("create table store.ballast as select hash(i) as a from range(3000000) as r(i)")
        connection.execute("checkpoint")
        connection.execute(
            "insert into store.fetches by name select 'https://n.example/' || hash(i) as url from range(100000) as r(i)"
        )
        connection.execute("checkpoint")
        connection.execute("drop table store.ballast")


def test_a_sound_warehouse_is_checked_and_published_and_holds_what_it_held(settings: Settings) -> None:
    before = content_checksum(settings.warehouse)
    published_path(settings.warehouse).unlink()
    found = maintain(settings)
    assert (found.failed, found.compacted) == ([], False)
    assert {"spans", "orphans", "lost_batches"} <= {check.name for check in found.checks}
    assert content_checksum(settings.warehouse) == before
    ran = "select flow, state, counts->>'$.checks' as checks from runs order by started_at desc limit 1"
    assert run_query(settings.warehouse, ran).to_pylist() == [
        {"flow": "maintain", "state": "completed", "checks": str(len(found.checks))}
    ]


def test_a_file_that_is_mostly_free_is_written_anew_without_losing_a_row(settings: Settings) -> None:
    before = content_checksum(settings.warehouse)
    leave_free(settings)
    found = maintain(settings)
    assert found.free_share > FREE_SHARE
    assert found.compacted
    assert found.bytes_after < found.bytes_before * (1 - FREE_SHARE)
    kept = run_query(settings.warehouse, "select count(*) as n from fetches").to_pylist()
    assert kept == [{"n": 100_000}]
    assert content_checksum(settings.warehouse) == before
    again = maintain(settings)
    assert (again.compacted, again.failed) == (False, [])


def test_killed_while_it_writes_anew_it_leaves_the_warehouse_as_it_was(settings: Settings) -> None:
    before = content_checksum(settings.warehouse)
    program = (
        "import sys; from pathlib import Path; from flows.settings import Settings;"
        "from flows.maintain import run_maintenance;"
        "run_maintenance(Settings(warehouse=Path(sys.argv[1])), True, 0, tasks=False)"
    )
    killed = subprocess.run(
        [sys.executable, "-c", program, settings.warehouse],
        env=os.environ | {"DATELINE_FAULT": "rewrite:copied:1"},
        check=False,
        timeout=250,
    )
    assert killed.returncode == -signal.SIGKILL
    assert content_checksum(settings.warehouse) == before
    found = maintain(settings, compact=True)
    assert (found.compacted, found.failed) == (True, [])
    assert content_checksum(settings.warehouse) == before
    assert list(settings.warehouse.parent.glob("*.rewrite*")) == []


def test_a_warehouse_in_which_something_is_wrong_is_told_of_and_left_as_it_is(settings: Settings) -> None:
    with open_warehouse(settings.warehouse) as connection:
        connection.execute("insert into store.articles select * from store.articles limit 1")
    found = maintain(settings, compact=True)
    assert [(check.name, check.failing_rows) for check in found.failed] == [("duplicate_articles", 1)]
    assert not found.compacted
    needs = run_query(settings.warehouse, "needs").to_pylist()
    assert needs[0] == {"what": "check failed: duplicate_articles, 1 rows"}


def test_it_waits_for_another_run_and_makes_no_warehouse(settings: Settings, tmp_path: Path) -> None:
    with hold_lock(settings.warehouse, 1, "a test"), pytest.raises(WarehouseBusy, match="held by a test"):
        maintain(settings)
    with pytest.raises(WarehouseError, match="there is no warehouse"):
        maintain(Settings(warehouse=tmp_path / "none.duckdb"))
    assert not (tmp_path / "none.duckdb").exists()


def test_a_run_that_failed_needs_a_person_still_when_the_warehouse_was_looked_after_since(settings: Settings) -> None:
    with open_warehouse(settings.warehouse) as connection:
        connection.execute("update store.runs set state = 'failed'")
    maintain(settings)
    needs = [row["what"] for row in run_query(settings.warehouse, "needs").to_pylist()]
    assert [what.startswith("the last run failed: ingest") for what in needs] == [True]
