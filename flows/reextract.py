"""Stored articles analysed again, in place, where the extractor has changed since."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from prefect import flow, get_run_logger
from pydantic import Field

from flows import watch
from flows.ingest import extract_batch, in_order, load_batch, start_plainly, start_task, threads
from flows.session import Session, open_session
from flows.settings import Settings
from flows.summary import Summary


@flow(name="reextract", task_runner=threads)
def reextract(
    limit: Annotated[int | None, Field(description="stop after so many articles", ge=1)] = None,
    workers: Annotated[int | None, Field(description="worker processes; empty for one a core", ge=1)] = None,
    warehouse: Annotated[Path | None, Field(description="the warehouse's file")] = None,
) -> dict[str, object]:
    """Analyse again what another version of the extractor has left; no input is read for it.

    Resumable: each batch is stored whole, and the next run goes on with what is left. Returns the run's
    counts. Raises ``WarehouseError`` for a warehouse that cannot be written.
    """
    settings = Settings() if warehouse is None else Settings(warehouse=warehouse)
    summary = run_reextract(settings, limit, workers, tasks=True)
    get_run_logger().info("reextract: %s", summary.as_json())
    watch.finished(summary)
    return summary.as_json()


def run_reextract(settings: Settings, limit: int | None, workers: int | None, *, tasks: bool) -> Summary:
    """The stages in order, as Prefect tasks or (``tasks`` False) as the plain functions they call."""
    count = workers or settings.workers or watch.core_count()
    with open_session(settings, count, {"limit": limit}, flow="reextract") as session:
        start = start_task if tasks else start_plainly
        for worked in in_order(start, extract_batch, _batches(session, limit), count + 1):
            for folder in worked.folders:
                (load_batch if tasks else load_batch.fn)(session, folder)
    return session.summary


def _batches(session: Session, limit: int | None) -> Iterator[tuple[Session, Path, frozenset[str]]]:
    for folder, wanted in session.stale_batches(limit):
        yield session, folder, wanted
