"""The warehouse looked after: every check, a compact file, a fresh copy for readers, and what needs a person.

Guarantees: no row is lost. The file is written anew only where every check passed, into a second file that takes its
place when it holds every row; a run that is killed leaves the warehouse as it was.
"""

import contextlib
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_table_artifact
from pydantic import Field

from flows.settings import VERSION, Settings
from tasks.report.texts import plain
from tasks.warehouse.checks import CheckResult, run_checks
from tasks.warehouse.errors import WarehouseError
from tasks.warehouse.health import write_health
from tasks.warehouse.publish import publish
from tasks.warehouse.query import run_query
from tasks.warehouse.rewrite import free_share, rewrite_warehouse
from tasks.warehouse.runs import finish_run, start_run
from tasks.warehouse.store import hold_lock, open_locked

FREE_SHARE = 0.25
"""A file is worth writing anew when so much of it holds nothing; less is used again by the next runs."""

_HEALTH = """
select source, last_checked, last_new, articles_7d, expected_7d, silent, error_streak, last_error, waiting
from source_health order by error_streak desc, silent desc, source limit 100
"""


@dataclass(frozen=True, slots=True)
class Maintained:
    """What was found and done; sizes are bytes of the warehouse's file."""

    run_id: str
    checks: tuple[CheckResult, ...]
    free_share: float
    bytes_before: int
    bytes_after: int
    compacted: bool = False
    published: str | None = None

    @property
    def failed(self) -> list[CheckResult]:
        return [c for c in self.checks if c.severity == "fail" and c.failing_rows]

    def as_json(self) -> dict[str, object]:
        found = {check.name: check.failing_rows for check in self.checks if check.failing_rows}
        return asdict(self) | {"checks": len(self.checks), "failing_rows": found}


@task(name="check")
def check_warehouse(settings: Settings, run_id: str, asked: dict[str, object]) -> Maintained:
    """Run every check, those too that read every word, and work out how the sources are doing."""
    now = datetime.now(UTC)
    with open_locked(settings.warehouse, settings.lock_wait_seconds) as connection:
        start_run(connection, run_id, "maintain", asked, VERSION, now)
        checks = run_checks(connection, now, full=True)
        write_health(connection, now)
        free = free_share(connection)
    size = settings.warehouse.stat().st_size
    return Maintained(run_id, tuple(checks), round(free, 3), size, size)


@task(name="compact")
def compact_warehouse(settings: Settings, found: Maintained) -> Maintained:
    """Write the file anew without what is free in it. A full disk is the same a second later: no retry."""
    rewrite_warehouse(settings.warehouse, settings.lock_wait_seconds)
    return replace(found, compacted=True, bytes_after=settings.warehouse.stat().st_size)


@task(name="publish")
def publish_copy(settings: Settings, found: Maintained) -> Maintained:
    return replace(found, published=str(publish(settings.warehouse)))


@flow(name="maintain")
def maintain(
    compact: Annotated[
        bool | None, Field(description="write the file anew; empty for: where a quarter of it is free")
    ] = None,
    wait_minutes: Annotated[float, Field(description="how long to wait for a run that is under way", ge=0)] = 15,
    warehouse: Annotated[Path | None, Field(description="the warehouse's file")] = None,
) -> dict[str, object]:
    """Check the warehouse, compact its file, refresh the readers' copy and tell what needs a person.

    Returns what was found. Raises ``WarehouseError`` where there is no warehouse, where it is held for longer than
    ``wait_minutes``, and at the end where a check failed, so that the run is seen to have.
    """
    settings = Settings() if warehouse is None else Settings(warehouse=warehouse)
    found = run_maintenance(settings, compact, wait_minutes * 60, tasks=True)
    get_run_logger().info("maintain: %s", found.as_json())
    _keep_artifacts(settings, found)
    if found.failed:
        told = "; ".join(f"{check.title} ({check.failing_rows:,} rows)" for check in found.failed)
        raise WarehouseError(f"the warehouse is not sound: {told}")
    return found.as_json()


def run_maintenance(settings: Settings, compact: bool | None, wait_seconds: float, *, tasks: bool) -> Maintained:
    """The steps in order, as Prefect tasks or (``tasks`` False) as the plain functions they call."""
    path = settings.warehouse
    if not path.exists():
        raise WarehouseError(f"there is no warehouse at {path}")

    def step(task: Any) -> Any:
        return task if tasks else task.fn

    with hold_lock(path, wait_seconds, "dateline maintain"):
        found: Maintained = step(check_warehouse)(settings, secrets.token_hex(8), {"compact": compact})
        state = "failed"
        try:
            # A file in which something is wrong is left as it is, for a person to look at.
            if not found.failed and (compact if compact is not None else found.free_share >= FREE_SHARE):
                found = step(compact_warehouse)(settings, found)
            state = "completed"
        finally:
            with contextlib.suppress(WarehouseError), open_locked(path, settings.lock_wait_seconds) as connection:
                finish_run(connection, found.run_id, state, found.as_json(), datetime.now(UTC))
        published: Maintained = step(publish_copy)(settings, found)
    return published


def _keep_artifacts(settings: Settings, found: Maintained) -> None:
    """Checks, what needs a person and how the sources are doing, as tables in Prefect's UI; it may be gone."""
    checks = [{"check": c.title, "severity": c.severity, "failing_rows": c.failing_rows} for c in found.checks]
    needs = [{"what": _cell(row["what"])} for row in run_query(settings.warehouse, "needs").to_pylist()]
    health = [
        {name: _cell(value) for name, value in row.items()}
        for row in run_query(settings.warehouse, _HEALTH).to_pylist()
    ]
    try:
        create_table_artifact(key="warehouse-checks", table=checks, description="Every check, and the rows it found")
        create_table_artifact(key="needs-a-person", table=needs, description="What needs a person, the gravest first")
        create_table_artifact(key="source-health", table=health, description="How the sources are doing")
    except Exception as error:
        get_run_logger().warning("the findings could not be kept as artifacts: %s", error)


def _cell(value: object) -> str:
    """A value without what a page of Markdown would read as markup: errors quote what strangers send."""
    return plain("" if value is None else value).translate(str.maketrans("`|<>[]", "'/‹›()"))


if __name__ == "__main__":
    maintain()
