"""One page over a period, for people to read."""

from datetime import date
from pathlib import Path
from typing import Annotated

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_table_artifact
from pydantic import Field

from flows.report_file import Written, write_report
from flows.settings import Settings


@task(name="write page")
def write_page(
    settings: Settings, since: date | None, until: date | None, days: int | None, output: Path | None
) -> Written:
    """Read the copy and write the file. A full disk is the same a second later."""
    return write_report(settings, since, until, days, output)


@flow(name="report")
def report(
    since: Annotated[date | None, Field(description="first day of publication wanted")] = None,
    until: Annotated[date | None, Field(description="last day of publication wanted")] = None,
    days: Annotated[
        int | None, Field(description="without since: so many days up to until, or to the newest article", ge=1)
    ] = None,
    output: Annotated[
        Path | None, Field(description="the file; empty for one named for its days, in reports beside the warehouse")
    ] = None,
    warehouse: Annotated[Path | None, Field(description="the warehouse's file")] = None,
) -> dict[str, object]:
    """Write the report on a period from the readers' copy: no run is waited for, and none is in the way.

    Returns where the page lies and what it counts. Raises ``WarehouseError`` where nothing is published yet or the
    file cannot be written.
    """
    settings = Settings() if warehouse is None else Settings(warehouse=warehouse)
    written = write_page(settings, since, until, days, output)
    get_run_logger().info("report: %s", written.as_json())
    _keep_artifact(written)
    return written.as_json()


def _keep_artifact(written: Written) -> None:
    """What the page counts as a table in Prefect's UI; the page is written whether or not its server hears of it."""
    rows = [{"what": name, "count": value} for name, value in written.as_json().items() if isinstance(value, int)]
    try:
        create_table_artifact(
            key="report", table=rows, description="What the page holds; its path is the flow's result"
        )
    except Exception as error:
        get_run_logger().warning("the counts could not be kept as an artifact: %s", error)


if __name__ == "__main__":
    report()
