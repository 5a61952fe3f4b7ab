"""The report as a file: read from the readers' copy, written whole."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

from flows.settings import Settings
from tasks.records.report import Report, Section
from tasks.report.page import render_page, write_page
from tasks.warehouse.errors import WarehouseError
from tasks.warehouse.report import read_report


@dataclass(frozen=True, slots=True)
class Written:
    """What was written where. ``left_out`` are the rows a section did not have room for, where there are any."""

    output: str
    bytes: int
    since: str | None
    until: str | None
    articles: int
    outlets: int
    stories: int
    acts: int
    people: int
    statements: int
    left_out: dict[str, int]

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def reports_folder(warehouse: Path) -> Path:
    """Where reports are written that have no place of their own."""
    return warehouse.parent / "reports"


def write_report(
    settings: Settings, since: date | None, until: date | None, days: int | None = None, output: Path | None = None
) -> Written:
    """Write the report on the articles published from ``since`` to ``until``, or in the last ``days``.

    Without ``output`` it is named for its days, in the folder ``reports`` beside the warehouse. Waits for no run.
    Raises ``WarehouseError`` where nothing is published yet, the days run backwards or the file cannot be written.
    """
    if since and until and since > until:
        raise WarehouseError(f"the period ends before it begins: {since} to {until}")
    report = read_report(settings.warehouse, since, until, days)
    target = output or reports_folder(settings.warehouse) / f"{_name(report)}.html"
    try:
        size = write_page(render_page(report), target)
    except OSError as error:
        raise WarehouseError(f"{target}: {error.strerror}") from error
    h = report.holdings
    sections = {f.name: s for f in fields(report) if isinstance(s := getattr(report, f.name), Section)}
    return Written(
        str(target),
        size,
        str(report.since) if report.since else None,
        str(report.until) if report.until else None,
        h.article_count,
        h.outlet_count,
        h.story_count,
        h.act_count,
        h.person_count,
        h.quote_count,
        {name: left for name, s in sections.items() if (left := s.total - len(s.rows))},
    )


def _name(report: Report) -> str:
    match report.since, report.until:
        case None, None:
            return "all"
        case since, None:
            return f"since-{since}"
        case None, until:
            return f"until-{until}"
        case since, until:
            return f"{since}_{until}"
