"""What a person sees of a run: progress while it goes, a summary at its end."""

import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from tasks.warehouse.checks import CheckResult
from tasks.warehouse.facts import Facts

SECONDS_BETWEEN_LINES = 10.0


@dataclass(slots=True)
class Counts:
    """Inputs by outcome: ``seen`` is the sum of all others but ``extracted``."""

    seen: int = 0
    new: int = 0
    revised: int = 0
    unchanged: int = 0
    copies: int = 0
    rejected: int = 0
    outside: int = 0
    deferred: int = 0
    extracted: int = 0

    @property
    def done(self) -> int:
        return self.new + self.revised + self.unchanged + self.copies + self.rejected + self.outside + self.deferred


@dataclass(slots=True)
class Summary:
    """How a run ended."""

    run_id: str
    counts: Counts = field(default_factory=Counts)
    seconds: float = 0.0
    reasons: Counter[str] = field(default_factory=Counter)
    facts: Facts | None = None
    failed_checks: list[CheckResult] = field(default_factory=list)
    published: str | None = None

    @property
    def succeeded(self) -> bool:
        """Whether anything could be read, and the warehouse is sound."""
        nothing_read = self.counts.seen > 0 and self.counts.rejected == self.counts.seen
        return not nothing_read and not self.failed_checks

    def as_json(self) -> dict[str, object]:
        return {
            "run_id": self.run_id,
            **asdict(self.counts),
            "seconds": round(self.seconds, 1),
            "rejects": dict(self.reasons),
            "published": self.published,
        }


class Reporter(Protocol):
    """What the pipeline tells while it runs."""

    def begin(self, total: int | None) -> None: ...
    def advance(self, done: int) -> None: ...
    def end(self) -> None: ...


class Silent:
    """A reporter for runs that nobody watches."""

    def begin(self, total: int | None) -> None:
        pass

    def advance(self, done: int) -> None:
        pass

    def end(self) -> None:
        pass


class Lines:
    """A plain line every few seconds, for logs and pipes."""

    def __init__(self) -> None:
        self._total: int | None = None
        self._start = self._last = time.monotonic()

    def begin(self, total: int | None) -> None:
        self._total = total
        self._start = self._last = time.monotonic()

    def advance(self, done: int) -> None:
        now = time.monotonic()
        if now - self._last < SECONDS_BETWEEN_LINES:
            return
        self._last = now
        rate = done / (now - self._start)
        left = f", {(self._total - done) / rate:.0f} s left" if self._total and rate else ""
        total = f" of {self._total:,}" if self._total else ""
        print(f"{done:,}{total} articles, {rate:.0f} a second{left}", file=sys.stderr, flush=True)

    def end(self) -> None:
        pass


class Bar:
    """A progress bar with rate and time left, for a terminal."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._progress = Progress(
            TextColumn("articles"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )

    def begin(self, total: int | None) -> None:
        self._start = time.monotonic()
        self._progress.start()
        self._task = self._progress.add_task("articles", total=total, rate="")

    def advance(self, done: int) -> None:
        rate = done / max(time.monotonic() - self._start, 0.1)
        self._progress.update(self._task, completed=done, rate=f"{rate:.0f}/s")

    def end(self) -> None:
        self._progress.stop()


def print_summary(summary: Summary) -> None:
    """The end of a run as a person wants to read it, on standard output."""
    console = Console(highlight=False)
    counts = summary.counts
    rate = counts.seen / summary.seconds if summary.seconds else 0
    console.print(f"\n{counts.seen:,} articles seen in {summary.seconds:.1f} s ({rate:.0f} a second)")
    for name in ("new", "revised", "unchanged", "copies", "outside", "deferred", "rejected", "extracted"):
        if value := getattr(counts, name):
            console.print(f"  {value:>8,}  {_MEANINGS[name]}")
    if summary.reasons:
        console.print("Turned away:")
        for reason, count in summary.reasons.most_common(8):
            console.print(Text(f"  {count:>8,}  {reason}"))
    if summary.facts and summary.facts.article_count:
        _print_facts(console, summary.facts)
    for check in summary.failed_checks:
        console.print(f"[red]Check failed:[/red] {check.title} ({check.failing_rows:,} rows)")
    console.print("Next:\n  dateline sql statements\n  dateline status")


_MEANINGS = {
    "new": "new",
    "revised": "revised: their text has changed, the earlier one is kept",
    "unchanged": "unchanged",
    "copies": "copies of another article",
    "outside": "outside the days asked for",
    "deferred": "could not be had now and stay due",
    "rejected": "turned away (`dateline sql rejected`)",
    "extracted": "analysed",
}


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _print_facts(console: Console, facts: Facts) -> None:
    days = f", {facts.first_day} to {facts.last_day}" if facts.first_day else ""
    console.print(f"The warehouse holds {_counted(facts.article_count, 'article')}{days}:")
    held = (
        _counted(facts.entity_count, "name"),
        _counted(facts.event_count, "act"),
        _counted(facts.quote_count, "quote"),
        _counted(facts.date_count, "date"),
        _counted(facts.quantity_count, "quantity", "quantities"),
    )
    console.print(f"  {', '.join(held)}")
    for title, pairs in (("quoted most", facts.speakers), ("cited most", facts.cited)):
        if pairs:
            console.print(Text(f"  {title}: " + ", ".join(f"{name} ({count})" for name, count in pairs)))
