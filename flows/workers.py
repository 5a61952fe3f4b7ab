"""Worker processes that read, parse and analyse batches, and what is done when one dies.

Guarantees: a worker loads the model once and is replaced after some batches; a batch that kills
or outlasts its worker is tried again, then split, until the one article that does it is a
``Rejection``. Rows are handed over as Parquet in the batch's folder, never through a pipe.
"""

import contextlib
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pebble import ProcessExpired, ProcessPool

from tasks.extract.article import extract_articles
from tasks.extract.pipeline import load_pipeline
from tasks.extract.version import extractor_version
from tasks.faults import fault_point
from tasks.fetch.local import read_page
from tasks.parse.page import parse_page
from tasks.records import (
    STAGED,
    Article,
    Block,
    Extracted,
    Extraction,
    Parsed,
    Reference,
    Rejection,
    Stage,
)
from tasks.staging import read_records, write_records

BATCHES_A_WORKER = 50
"""A worker is replaced after so many, so that nothing it leaks can grow."""

SECONDS_A_PAGE = 5.0
"""Of processor time: on a busy machine a good page may have to wait. No parser of a page that a reader would open
takes longer; a hostile one takes minutes."""

SECONDS_AN_ANALYSIS = 30.0
"""Of processor time: what the longest text that is analysed takes, several times over."""

SECONDS_A_BATCH = 600.0
"""After this a worker is stuck where no alarm reaches it, and is killed."""


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


class Workers:
    """A pool of worker processes; use it as a context manager. Threads may share it."""

    def __init__(
        self,
        count: int,
        model: str | None,
        countries: Mapping[str, str] | None = None,
        orders: Mapping[str, str] | None = None,
    ) -> None:
        self._pool = ProcessPool(
            max_workers=count,
            max_tasks=BATCHES_A_WORKER,
            context=multiprocessing.get_context("spawn"),
            initializer=_start_worker,
            initargs=(model, dict(countries or {}), dict(orders or {})),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._pool.close()  # type: ignore[no-untyped-call]  # pebble has no annotations there
        else:
            self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def parse(self, folder: Path, window: Window) -> Worked:
        """Read and parse the references staged in ``folder``."""
        return self._work(_parse_folder, folder, window, _split_references, Stage.PARSE)

    def extract(self, folder: Path, wanted: frozenset[str]) -> Worked:
        """Analyse those of the articles staged in ``folder`` that are ``wanted``."""
        return self._work(_extract_folder, folder, wanted, _split_articles, Stage.EXTRACT)

    def _work(
        self,
        function: Callable[[Path, Any], Worked],
        folder: Path,
        option: object,
        split: Callable[[Path, str], list[Path]],
        stage: Stage,
    ) -> Worked:
        problem = ""
        for _ in range(2):
            try:
                worked: Worked = self._pool.schedule(function, (folder, option), timeout=SECONDS_A_BATCH).result()
            except ProcessExpired as error:
                problem = f"the worker died (exit code {error.exitcode})"
            except FutureTimeout:
                problem = f"no end within {SECONDS_A_BATCH:.0f} s"
            else:
                return worked
        halves = split(folder, problem)
        done = [self._work(function, half, option, split, stage) for half in halves]
        return Worked(
            tuple(f for worked in done for f in worked.folders) or (folder,),
            sum(worked.outside for worked in done),
        )


_nlp = None
_model: str | None = None
_countries: Mapping[str, str] = {}
_orders: Mapping[str, str] = {}


def _start_worker(model: str | None, countries: Mapping[str, str], orders: Mapping[str, str]) -> None:
    """Runs once in each worker: an interrupt is for the main process to act on."""
    global _model, _countries, _orders  # noqa: PLW0603 (a process's own state, set once)
    _countries, _orders = countries, orders
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, _raise_timeout)
    _model = model


def _raise_timeout(*_: object) -> None:
    raise TimeoutError


@contextlib.contextmanager
def _limit(seconds: float) -> Iterator[None]:
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _parse_folder(folder: Path, window: Window) -> Worked:
    fault_point("parse:batch")
    rejected = list(read_records(folder, "rejects", Rejection))
    parsed: list[Parsed] = []
    outside = 0
    for reference in read_records(folder, "references", Reference):
        result = _parse_reference(reference)
        if isinstance(result, Rejection):
            rejected.append(result)
        elif window.holds(result.article):
            parsed.append(result)
        else:
            outside += 1
    folders = _write_without_doubles(folder, parsed)
    write_records(folder, "rejects", rejected)
    fault_point("parse:written")
    return Worked(folders, outside)


def _parse_reference(reference: Reference) -> Parsed | Rejection:
    try:
        with _limit(SECONDS_A_PAGE):
            page = read_page(reference)
            return page if isinstance(page, Rejection) else _place(parse_page(page, _orders))
    except TimeoutError:
        problem = f"no end within {SECONDS_A_PAGE:.0f} s of processor time"
        return Rejection(reference.location, Stage.PARSE, "too-slow", problem)
    except MemoryError:
        return Rejection(reference.location, Stage.PARSE, "too-large", "more memory than a worker may have")


def _place(parsed: Parsed | Rejection) -> Parsed | Rejection:
    """The article with its outlet's country, where the sources file knows it and the page does not say."""
    if isinstance(parsed, Rejection) or parsed.article.source_country or not parsed.article.canonical_url:
        return parsed
    country = _countries.get(urlsplit(parsed.article.canonical_url).hostname or "")
    return replace(parsed, article=replace(parsed.article, source_country=country)) if country else parsed


def _write_without_doubles(folder: Path, parsed: list[Parsed]) -> tuple[Path, ...]:
    """Stage the articles; a further text of an article in the same batch goes into a folder of its own."""
    rounds: list[dict[str, Parsed]] = [{}]
    for item in parsed:
        place = next((r for r in rounds if item.article.article_id not in r), None)
        if place is None:
            rounds.append(place := {})
        place[item.article.article_id] = item
    folders = []
    for number, articles in enumerate(rounds):
        target = folder if number == 0 else folder / f"again-{number}"
        target.mkdir(exist_ok=True)
        write_records(target, "articles", [item.article for item in articles.values()])
        write_records(target, "blocks", [block for item in articles.values() for block in item.blocks])
        folders.append(target)
    return tuple(folders)


def _extract_folder(folder: Path, wanted: frozenset[str]) -> Worked:
    global _nlp  # noqa: PLW0603 (the model is loaded once a process)
    fault_point("extract:batch")
    if _nlp is None:
        _nlp = load_pipeline(_model)
    found: list[Extraction] = []
    for parsed in _read_parsed(folder, wanted):
        with _limit(SECONDS_AN_ANALYSIS):  # a rule that outlasts it costs its own records, as one that fails does
            found += extract_articles(_nlp, [parsed])
    _write_extractions(folder, found)
    fault_point("extract:written")
    return Worked((folder,))


def _read_parsed(folder: Path, wanted: frozenset[str]) -> Iterator[Parsed]:
    blocks: dict[str, list[Block]] = {}
    for block in read_records(folder, "blocks", Block):
        blocks.setdefault(block.article_id, []).append(block)
    for article in read_records(folder, "articles", Article):
        if article.article_id in wanted:
            yield Parsed(article, tuple(blocks.get(article.article_id, ())))


def _write_extractions(folder: Path, found: list[Extraction]) -> None:
    for name in STAGED:
        if hasattr(Extraction, name):
            write_records(folder, name, [row for one in found for row in getattr(one, name)])
    version = extractor_version(_model)
    rejected = [row for one in found for row in one.rejections]
    write_records(folder, "rejects", [*read_records(folder, "rejects", Rejection), *rejected])
    write_records(folder, "extracted", [Extracted(one.article_id, version) for one in found])


def _split_references(folder: Path, problem: str) -> list[Path]:
    """Halves of a batch as folders of their own; of a single input, its ``Rejection`` and no folder."""
    references = list(read_records(folder, "references", Reference))
    rejected = list(read_records(folder, "rejects", Rejection))
    if len(references) <= 1:
        rejected += [Rejection(r.location, Stage.PARSE, "killed-worker", problem) for r in references]
        write_records(folder, "rejects", rejected)
        return []
    halves = _halves(folder)
    write_records(halves[0], "rejects", rejected)
    middle = len(references) // 2
    for half, part in zip(halves, (references[:middle], references[middle:]), strict=True):
        write_records(half, "references", part)
    return halves


def _split_articles(folder: Path, problem: str) -> list[Path]:
    """The same for parsed articles: a single one keeps its text and loses its analysis."""
    articles = list(read_records(folder, "articles", Article))
    rejected = list(read_records(folder, "rejects", Rejection))
    if len(articles) <= 1:
        rejected += [Rejection(a.location, Stage.EXTRACT, "killed-worker", problem) for a in articles]
        write_records(folder, "rejects", rejected)
        return []
    halves = _halves(folder)
    write_records(halves[0], "rejects", rejected)
    blocks = list(read_records(folder, "blocks", Block))
    middle = len(articles) // 2
    for half, part in zip(halves, (articles[:middle], articles[middle:]), strict=True):
        ids = {article.article_id for article in part}
        write_records(half, "articles", part)
        write_records(half, "blocks", [block for block in blocks if block.article_id in ids])
    return halves


def _halves(folder: Path) -> list[Path]:
    halves = [folder / "half-1", folder / "half-2"]
    for half in halves:
        half.mkdir(exist_ok=True)
    return halves


def stage_references(folder: Path, references: list[Reference], rejected: list[Rejection]) -> Path:
    """Begin a batch: its folder with the references to work on and what discovery turned away."""
    folder.mkdir(parents=True, exist_ok=True)
    write_records(folder, "references", references)
    write_records(folder, "rejects", rejected)
    return folder
