"""One article with its records, and the state of the warehouse, for a person to read."""

import dataclasses
import sys
import tempfile
from pathlib import Path

import orjson
from rich.console import Console

from flows.article_display import print_article
from flows.fetching import fetch_page, read_file
from flows.outlets import outlets
from flows.settings import Settings
from tasks.discover.inputs import SourceError, check_sources, discover_inputs
from tasks.extract.article import extract_article
from tasks.extract.pipeline import load_pipeline
from tasks.fetch.local import read_page
from tasks.parse.page import parse_page
from tasks.records import Extraction, Page, Rejection
from tasks.warehouse.query import run_query, write_result


def show_article(source: str, settings: Settings, *, as_json: bool) -> int:
    """Print the first article in ``source`` with every record it would yield; nothing is stored."""
    page = _read_first(source, settings)
    known = outlets(read_file(settings).sources, {})
    parsed = page if isinstance(page, Rejection) else parse_page(page, known)
    if isinstance(parsed, Rejection):
        print(f"dateline: {parsed.location}: {parsed.reason}: {parsed.detail}", file=sys.stderr)
        return 1
    extraction = extract_article(load_pipeline(settings.model), parsed)
    if as_json:
        record = {"article": parsed.article, "blocks": parsed.blocks, **_records(extraction)}
        print(orjson.dumps(record, option=orjson.OPT_INDENT_2).decode())
    else:
        print_article(Console(highlight=False), parsed, extraction)
    return 0


def _read_first(source: str, settings: Settings) -> Page | Rejection:
    """The page at an address, or of the first article in a file."""
    if source.startswith(("http://", "https://")):
        return fetch_page(source, settings)
    check_sources([source])
    with tempfile.TemporaryDirectory() as spool:
        found = next(discover_inputs([source], Path(spool)), None)
        if found is None:
            raise SourceError(f"{source}: there is no article in it")
        return found if isinstance(found, Rejection) else read_page(found)


def show_status(settings: Settings, *, as_json: bool) -> int:
    """Print what needs a person, in ten lines at most; then the last runs, what is stored and what was turned away."""
    needs = [str(row["what"]) for row in run_query(settings.warehouse, "needs").to_pylist()]
    results = {title: run_query(settings.warehouse, query) for title, query in _STATUS.items()}
    if as_json:
        told = {"Needs a person": needs} | {title: result.to_pylist() for title, result in results.items()}
        print(orjson.dumps(told, default=str).decode())
        return 0
    print("\n".join(needs) or "nothing needs a person")
    for title, result in results.items():
        print(f"\n{title}")
        sys.stdout.flush()
        write_result(result, "table", sys.stdout.buffer)
    return 0


_STATUS = {
    "Runs": "select run_id, started_at, finished_at, state, counts from runs order by started_at desc limit 5",
    "Sources": "select source, last_checked, last_new, articles_7d, expected_7d, error_streak, delay_minutes "
    "from source_health order by error_streak desc, silent desc, source limit 15",
    "Articles": "select source, count(*) as article_count, max(published_local) as newest from articles "
    "group by source order by article_count desc limit 10",
    "Turned away": "select stage, reason, count(*) as input_count from rejects group by all order by 3 desc limit 10",
    "Checks": "select name, severity, failing_rows from checks where failing_rows > 0 order by severity, name",
}


def _records(extraction: Extraction) -> dict[str, object]:
    return {f.name: getattr(extraction, f.name) for f in dataclasses.fields(extraction) if f.name != "article_id"}
