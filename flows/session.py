"""One ingest's hold on the warehouse: what is known, what is to be done, what became of it.

Guarantees: one writer; batches are staged in a folder of this run that is gone when it ends,
and that the next run clears if this one is killed; every input is counted once.
"""

import contextlib
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from flows.archives import Archives
from flows.batches import Worked, stage_references
from flows.fetching import Targets, collect
from flows.outlets import outlets
from flows.settings import VERSION, Settings
from flows.summary import Reporter, Silent, Summary
from flows.visits import Tally
from flows.workers import Workers
from tasks.discover.inputs import count_inputs, discover_inputs
from tasks.extract.version import extractor_version
from tasks.faults import fault_point
from tasks.parse.version import PARSER_VERSION
from tasks.records import Reference, Rejection
from tasks.source_records import Source
from tasks.staging import read_records
from tasks.warehouse.checks import run_checks
from tasks.warehouse.date_orders import learn_orders, read_orders
from tasks.warehouse.facts import read_facts
from tasks.warehouse.fill_rates import record_fill_rates
from tasks.warehouse.health import write_health
from tasks.warehouse.known import forget_old_requests
from tasks.warehouse.load import load_batch
from tasks.warehouse.lookup import known_inputs, needing_extraction
from tasks.warehouse.publish import publish
from tasks.warehouse.runs import finish_run, start_run
from tasks.warehouse.stale import count_stale, stage_stale
from tasks.warehouse.store import Connection, hold_lock, open_locked

BATCH_BYTES = 16_000_000
"""Input of one batch: whole books must not meet in one worker's memory."""

LOOKUP_SIZE = 1000
"""Inputs asked for at once: a look-up among 100,000 articles costs 10 ms, whatever its size."""

reporter: Reporter = Silent()
"""Who is told how far a run is; the command line puts its own here."""


class Session:
    """An ingest under way; made by ``open_session``. Not to be shared between threads."""

    def __init__(self, connection: Connection, workers: Workers, folder: Path, settings: Settings) -> None:
        self.workers = workers
        self.summary = Summary(run_id=secrets.token_hex(8))
        self._connection = connection
        self._folder = folder
        self._settings = settings
        self._started = time.monotonic()

    def new_batches(self, targets: Targets, limit: int | None, extract: bool) -> Iterator[Path]:
        """Batches of the inputs that the warehouse does not have, each staged in a folder of its own."""
        version = extractor_version(self._settings.model) if extract else None
        references: list[Reference] = []
        rejected: list[Rejection] = []
        taken = number = 0
        reporter.begin(None if targets.are_fetched else count_inputs(targets.files))
        for chunk in self._discover(targets):
            found = [item for item in chunk if isinstance(item, Reference)]
            rejected += [item for item in chunk if isinstance(item, Rejection)]
            known = known_inputs(self._connection, [r.input_id for r in found], PARSER_VERSION, version)
            fresh = [reference for reference in found if reference.input_id not in known]
            if limit is not None:
                fresh = fresh[: limit - taken]
            taken += len(fresh)
            self.summary.counts.seen += len(fresh) + len(known_again := [r for r in found if r.input_id in known])
            self.summary.counts.seen += len(chunk) - len(found)
            self.summary.counts.unchanged += len(known_again)
            reporter.advance(self.summary.counts.done)
            references += fresh
            while size := full_batch(references, self._settings.batch_size):
                number += 1
                batch, references = references[:size], references[size:]
                yield stage_references(self._folder / f"batch-{number:06}", batch, rejected)
                rejected = []
            if limit is not None and taken >= limit:
                break
        if references or rejected:
            yield stage_references(self._folder / f"batch-{number + 1:06}", references, rejected)

    def _discover(self, targets: Targets) -> Iterator[list[Reference | Rejection]]:
        """Everything in the files, then what the visits give."""
        yield from _chunks(discover_inputs(targets.files, self._spool()), LOOKUP_SIZE)
        if targets.are_fetched:
            yield from collect(self._connection, self._settings, targets, self._count_visits)
        if targets.archives:
            yield from Archives(self._connection, self._settings, targets, self._count_visits).collect()

    def _count_visits(self, tally: Tally) -> None:
        counts = self.summary.counts
        counts.seen += tally.unchanged + tally.deferred
        counts.unchanged += tally.unchanged
        counts.deferred += tally.deferred

    def stale_batches(self, limit: int | None) -> Iterator[tuple[Path, frozenset[str]]]:
        """Batches of stored articles that this extractor has not analysed, each with the ids in it."""
        version = extractor_version(self._settings.model)
        left = count_stale(self._connection, version) if limit is None else limit
        reporter.begin(left)
        after, number = "", 0
        while left > 0:
            number += 1
            folder = self._folder / f"batch-{number:06}"
            ids = stage_stale(self._connection, folder, version, after, min(self._settings.batch_size, left))
            if not ids:
                return
            after, left = ids[-1], left - len(ids)
            self.summary.counts.seen += len(ids)
            yield folder, frozenset(ids)

    def wanted(self, folder: Path) -> frozenset[str]:
        """The articles staged in ``folder`` that are to be analysed."""
        fault_point("extract:begin")
        return needing_extraction(self._connection, folder, extractor_version(self._settings.model))

    def parsed(self, worked: Worked) -> tuple[Path, ...]:
        """Note what parsing left out; returns the folders to go on with."""
        fault_point("parse:done")
        self.summary.counts.outside += worked.outside
        return worked.folders

    def load(self, folder: Path) -> None:
        """Store a batch, count its outcomes and clear its folder."""
        loaded = load_batch(self._connection, folder, self.summary.run_id, datetime.now(UTC))
        counts = self.summary.counts
        for name in ("new", "revised", "unchanged", "copies", "rejected", "extracted"):
            setattr(counts, name, getattr(counts, name) + getattr(loaded, name))
        for rejection in read_records(folder, "rejects", Rejection):
            self.summary.reasons[f"{rejection.stage}: {rejection.reason}"] += 1
        for file in folder.glob("*.parquet"):
            file.unlink()
        reporter.advance(counts.done)

    def begin(self, flow: str, parameters: Mapping[str, object]) -> None:
        start_run(self._connection, self.summary.run_id, flow, parameters, VERSION, datetime.now(UTC))

    def end(self, state: str) -> None:
        """Check the warehouse and note how the run ended."""
        reporter.end()
        self.summary.seconds = time.monotonic() - self._started
        now = datetime.now(UTC)
        if state == "completed":
            learn_orders(self._connection)
            record_fill_rates(self._connection, self.summary.run_id, now)
            checks = run_checks(self._connection, now)
            self.summary.failed_checks = [c for c in checks if c.severity == "fail" and c.failing_rows]
            self.summary.facts = read_facts(self._connection)
            write_health(self._connection, now)
            forget_old_requests(self._connection, now)
        finish_run(self._connection, self.summary.run_id, state, self.summary.as_json(), now)

    def _spool(self) -> Path:
        spool = self._folder / "spool"
        spool.mkdir()
        return spool


@contextlib.contextmanager
def open_session(
    settings: Settings,
    workers: int,
    parameters: Mapping[str, object],
    flow: str = "ingest",
    sources: Mapping[str, Source] | None = None,
) -> Iterator[Session]:
    """Hold the warehouse for a run of ``flow``; publishes what it stored when it ends well.

    ``sources`` are those of the sources file, by name.
    """
    path = settings.warehouse
    with hold_lock(path, settings.lock_wait_seconds, f"dateline {flow}"):
        folder = path.parent / "staging"
        shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
        folder.mkdir(parents=True)
        try:
            with (
                open_locked(path, settings.lock_wait_seconds) as connection,
                Workers(workers, settings.model, outlets(sources or {}, read_orders(connection))) as pool,
            ):
                session = Session(connection, pool, folder, settings)
                session.begin(flow, parameters)
                try:
                    yield session
                except BaseException:
                    with contextlib.suppress(Exception):
                        session.end("failed")
                    raise
                session.end("completed")
            session.summary.published = str(publish(path))
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def full_batch(references: Sequence[Reference], count: int) -> int:
    """How many references the next batch takes; 0 while there is room for more."""
    total = 0
    for number, reference in enumerate(references[:count], 1):
        total += reference.length
        if total >= BATCH_BYTES:
            return number
    return count if len(references) >= count else 0


def _chunks(items: Iterator[Reference | Rejection], size: int) -> Iterator[list[Reference | Rejection]]:
    chunk = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
