"""Articles in, warehouse out."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_table_artifact
from prefect.futures import PrefectFuture
from prefect.task_runners import ThreadPoolTaskRunner
from pydantic import Field

from flows import watch
from flows.batches import Window, Worked
from flows.fetching import read_targets
from flows.session import Session, open_session
from flows.settings import Settings
from flows.summary import Summary

MAX_THREADS = 64
"""Threads only wait for worker processes; the batches in flight are bounded below."""


@task(name="parse", task_run_name="parse {folder.name}")
def parse_batch(session: Session, folder: Path, window: Window) -> Worked:
    """Read and parse a batch. A worker's death is handled inside; another try would not help."""
    return session.workers.parse(folder, window)


@task(name="extract", task_run_name="extract {folder.name}")
def extract_batch(session: Session, folder: Path, wanted: frozenset[str]) -> Worked:
    """Analyse a batch; what cannot be analysed is stored without."""
    return session.workers.extract(folder, wanted) if wanted else Worked((folder,))


@task(name="load", task_run_name="load {folder.name}")
def load_batch(session: Session, folder: Path) -> None:
    """Store a batch in one transaction. A full disk or a broken file ends the run: the next one heals."""
    session.load(folder)


threads: Any = ThreadPoolTaskRunner(max_workers=MAX_THREADS)


@flow(name="ingest", task_runner=threads)
def ingest(
    sources: Annotated[
        list[str],
        Field(
            description="files, folders, globs, addresses, sources, all, recheck; - for JSON lines on standard input"
        ),
    ],
    since: Annotated[date | None, Field(description="first day of publication wanted")] = None,
    until: Annotated[date | None, Field(description="last day of publication wanted")] = None,
    limit: Annotated[int | None, Field(description="stop after so many articles not seen before", ge=1)] = None,
    workers: Annotated[int | None, Field(description="worker processes; empty for one a core", ge=1)] = None,
    extract: Annotated[bool, Field(description="analyse the articles, not only store them")] = True,
    warehouse: Annotated[Path | None, Field(description="the warehouse's file")] = None,
) -> dict[str, object]:
    """Load articles into the warehouse and draw their records.

    Returns the run's counts. Raises ``SourceError`` for a source that names nothing and
    ``WarehouseError`` for a warehouse that cannot be written.
    """
    settings = Settings() if warehouse is None else Settings(warehouse=warehouse)
    summary = run_pipeline(settings, sources, Window(since, until), limit, workers, extract, tasks=True)
    get_run_logger().info("ingest: %s", summary.as_json())
    watch.finished(summary)
    _keep_artifact(summary)
    return summary.as_json()


def run_pipeline(
    settings: Settings,
    sources: list[str],
    window: Window,
    limit: int | None,
    workers: int | None,
    extract: bool,
    *,
    tasks: bool,
) -> Summary:
    """The stages in order, as Prefect tasks or (``tasks`` False) as the plain functions they call."""
    targets = read_targets(sources, settings, window.since, window.until, limit)
    count = workers or settings.workers or watch.core_count()
    asked: dict[str, object] = {
        "sources": sources,
        "since": window.since,
        "until": window.until,
        "limit": limit,
        "extract": extract,
    }
    with open_session(settings, count, asked, sources=targets.file.sources) as session:
        start = start_task if tasks else start_plainly
        batches = session.new_batches(targets, limit, extract)
        worked = in_order(start, parse_batch, ((session, folder, window) for folder in batches), count + 1)
        folders = chain.from_iterable(map(session.parsed, worked))
        if extract:
            wanted = ((session, folder, session.wanted(folder)) for folder in folders)
            analysed = in_order(start, extract_batch, wanted, count + 1)
            folders = chain.from_iterable(done.folders for done in analysed)
        for folder in folders:
            (load_batch if tasks else load_batch.fn)(session, folder)
    return session.summary


def in_order(
    start: Callable[..., Callable[[], Any]], step: Any, calls: Iterable[tuple[Any, ...]], ahead: int
) -> Iterator[Any]:
    """Results of ``step`` for each of ``calls``, in their order, with at most ``ahead`` under way."""
    waiting: deque[Callable[[], Any]] = deque()
    for arguments in calls:
        waiting.append(start(step, *arguments))
        if len(waiting) >= ahead:
            yield waiting.popleft()()
    while waiting:
        yield waiting.popleft()()


def start_task(step: Any, *arguments: Any) -> Callable[[], Any]:
    """Begin ``step`` as a Prefect task; calling what this returns waits for its result."""
    future: PrefectFuture[Any] = step.submit(*arguments)
    return future.result


def start_plainly(step: Any, *arguments: Any) -> Callable[[], Any]:
    """The same for the function that ``step`` wraps, without Prefect."""
    return watch.call_soon(step.fn, *arguments)


def _keep_artifact(summary: Summary) -> None:
    """The summary as a table in Prefect's UI; a server that is gone must not undo a run that is stored."""
    rows = [{"what": name, "count": value} for name, value in summary.as_json().items() if isinstance(value, int)]
    try:
        create_table_artifact(key="ingest-summary", table=rows, description="Inputs by outcome")
    except Exception as error:
        get_run_logger().warning("the summary could not be kept as an artifact: %s", error)


if __name__ == "__main__":
    ingest(["examples/articles"])
