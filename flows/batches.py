"""Batches at rest: a folder of Parquet files each, begun with references, parted where a worker died.

Guarantees: an input that is taken out of its batch stays in it as a ``Rejection``; nothing is held in memory
between two steps, so that any process can go on with a folder.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tasks.records import Article, Block, Reference, Rejection, Stage
from tasks.staging import read_records, write_records

_UNDER_WAY = "under-way"
"""Holds the id of the input that a worker is busy with: what is known of it when the worker is dead."""


@dataclass(frozen=True, slots=True)
class Window:
    """Days of publication wanted, both included; None is open."""

    since: date | None = None
    until: date | None = None

    def holds(self, article: Article) -> bool:
        if self.since is None and self.until is None:
            return True
        moment = article.published_local
        if moment is None:
            return False
        return (self.since or date.min) <= moment.date() <= (self.until or date.max)


@dataclass(frozen=True, slots=True)
class Worked:
    """Folders that a batch has become, and how many articles lay outside the window."""

    folders: tuple[Path, ...]
    outside: int = 0


def stage_references(folder: Path, references: list[Reference], rejected: list[Rejection]) -> Path:
    """Begin a batch: its folder with the references to work on and what discovery turned away."""
    folder.mkdir(parents=True, exist_ok=True)
    write_records(folder, "references", references)
    write_records(folder, "rejects", rejected)
    return folder


def note_under_way(folder: Path, item: str) -> None:
    """Say which input of the batch is worked on from now; an empty ``item`` is none."""
    (folder / _UNDER_WAY).write_text(item, encoding="ascii")


def read_under_way(folder: Path) -> str | None:
    """The input of the batch that a worker, now dead, was busy with; None where it died between inputs."""
    path = folder / _UNDER_WAY
    return (path.read_text(encoding="ascii") or None) if path.exists() else None


def leave_out_reference(folder: Path, item: str, window: Window, reason: str, problem: str) -> Window:
    """Take the reference with the id ``item`` out of the batch; the rest is parsed as before."""
    references = list(read_records(folder, "references", Reference))
    left = [r for r in references if r.input_id != item]
    rejected = [Rejection(r.location, Stage.PARSE, reason, problem) for r in references if r.input_id == item]
    write_records(folder, "rejects", [*read_records(folder, "rejects", Rejection), *rejected])
    write_records(folder, "references", left)
    return window


def leave_out_article(folder: Path, item: str, wanted: frozenset[str], reason: str, problem: str) -> frozenset[str]:
    """Those ``wanted`` without the article ``item``, which keeps its text and loses its analysis."""
    articles = read_records(folder, "articles", Article)
    rejected = [Rejection(a.location, Stage.EXTRACT, reason, problem) for a in articles if a.article_id == item]
    write_records(folder, "rejects", [*read_records(folder, "rejects", Rejection), *rejected])
    return wanted - {item}


def split_references(folder: Path, problem: str) -> list[Path]:
    """Halves of a batch as folders of their own; of a single input, its ``Rejection`` and no folder."""
    references = list(read_records(folder, "references", Reference))
    halves = _part(folder, references, Stage.PARSE, problem)
    middle = len(references) // 2
    for half, part in zip(halves, (references[:middle], references[middle:]), strict=False):
        write_records(half, "references", part)
    return halves


def split_articles(folder: Path, problem: str) -> list[Path]:
    """The same for parsed articles: a single one keeps its text and loses its analysis."""
    articles = list(read_records(folder, "articles", Article))
    blocks = list(read_records(folder, "blocks", Block))
    halves = _part(folder, articles, Stage.EXTRACT, problem)
    middle = len(articles) // 2
    for half, part in zip(halves, (articles[:middle], articles[middle:]), strict=False):
        ids = {article.article_id for article in part}
        write_records(half, "articles", part)
        write_records(half, "blocks", [block for block in blocks if block.article_id in ids])
    return halves


def _part(folder: Path, inputs: Sequence[Reference | Article], stage: Stage, problem: str) -> list[Path]:
    """Folders for the two halves of the inputs, the first with what is turned away; none where one is to blame."""
    rejected = list(read_records(folder, "rejects", Rejection))
    if len(inputs) <= 1:
        rejected += [Rejection(i.location, stage, "killed-worker", problem) for i in inputs]
        write_records(folder, "rejects", rejected)
        return []
    halves = [folder / "half-1", folder / "half-2"]
    for half in halves:
        half.mkdir(exist_ok=True)
    write_records(halves[0], "rejects", rejected)
    return halves
