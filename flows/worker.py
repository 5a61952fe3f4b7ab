"""What runs inside a worker process: the pages of a batch read and parsed, its articles analysed.

Guarantees: the model is loaded once; an input costs its process no more than its limit: within it a
``TimeoutError`` ends the work, and where no Python runs that could raise it the kernel ends the process. Rows are
handed over as Parquet in the batch's folder, never through a pipe.
"""

import contextlib
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path

from flows.batches import Window, Worked, note_under_way
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
    Outlet,
    Parsed,
    Reference,
    Rejection,
    Stage,
)
from tasks.staging import read_records, write_records

SECONDS_A_PAGE = 4.0
"""Of processor time: on a busy machine a good page may have to wait. No parser of a page that a reader would open
takes longer; a hostile one takes minutes."""

SECONDS_AN_ANALYSIS = 30.0
"""Of processor time: what the longest text that is analysed takes, several times over."""

LAST_SECONDS = 1.0
"""Of processor time beyond a limit: then the process is in code that no exception reaches, and is killed."""

WALL_SECONDS = 60.0
"""What waits so long beyond its limit, without using the processor, waits for nothing that will come."""

KILLS = frozenset((signal.SIGVTALRM, signal.SIGALRM))
"""How the kernel ends a process that is over its limits."""

_nlp = None
_model: str | None = None
_outlets: Mapping[str, Outlet] = {}


def start_worker(model: str | None, outlets: Mapping[str, Outlet]) -> None:
    """Runs once in each worker: an interrupt is for the main process to act on."""
    global _model, _outlets
    _model, _outlets = model, outlets
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, _raise_timeout)
    for kill in KILLS:
        signal.signal(kill, signal.SIG_DFL)


def _raise_timeout(*_: object) -> None:
    raise TimeoutError


@contextlib.contextmanager
def _limit(seconds: float) -> Iterator[None]:
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds + LAST_SECONDS)
    signal.setitimer(signal.ITIMER_REAL, seconds + WALL_SECONDS)
    try:
        yield
    finally:
        for timer in (signal.ITIMER_PROF, signal.ITIMER_VIRTUAL, signal.ITIMER_REAL):
            signal.setitimer(timer, 0)


def parse_folder(folder: Path, window: Window) -> Worked:
    """Read and parse the references staged in ``folder``."""
    fault_point("parse:batch")
    rejected = list(read_records(folder, "rejects", Rejection))
    parsed: list[Parsed] = []
    outside = 0
    for reference in read_records(folder, "references", Reference):
        note_under_way(folder, reference.input_id)
        result = _parse_reference(reference)
        if isinstance(result, Rejection):
            rejected.append(result)
        elif window.holds(result.article):
            parsed.append(result)
        else:
            outside += 1
    note_under_way(folder, "")
    folders = _write_without_doubles(folder, parsed)
    write_records(folder, "rejects", rejected)
    fault_point("parse:written")
    return Worked(folders, outside)


def _parse_reference(reference: Reference) -> Parsed | Rejection:
    try:
        with _limit(SECONDS_A_PAGE):
            page = read_page(reference)
            return page if isinstance(page, Rejection) else parse_page(page, _outlets)
    except TimeoutError:
        problem = f"no end within {SECONDS_A_PAGE:g} s of processor time"
        return Rejection(reference.location, Stage.PARSE, "too-slow", problem)
    except MemoryError:
        return Rejection(reference.location, Stage.PARSE, "too-large", "more memory than a worker may have")


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


def extract_folder(folder: Path, wanted: frozenset[str]) -> Worked:
    """Analyse those of the articles staged in ``folder`` that are ``wanted``."""
    global _nlp  # noqa: PLW0603 (the model is loaded once a process)
    fault_point("extract:batch")
    if _nlp is None:
        _nlp = load_pipeline(_model)
    found: list[Extraction] = []
    for parsed in _read_parsed(folder, wanted):
        note_under_way(folder, parsed.article.article_id)
        with _limit(SECONDS_AN_ANALYSIS):  # a rule that outlasts it costs its own records, as one that fails does
            found += extract_articles(_nlp, [parsed])
    note_under_way(folder, "")
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
