"""The page: one file without any reference to another, that every browser opens and no script runs in.

Guarantees: all that comes from articles is escaped by the template and freed of what is not seen; addresses lead
to http and https alone; the page's own policy forbids scripts, pictures and requests; the same report gives the
same bytes.
"""

import base64
import contextlib
import hashlib
import os
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tasks.records.report import Person, Place, Report, Told
from tasks.report.bars import draw_bars
from tasks.report.texts import counted, days, host, lead, long_days, plain, trail, web_address
from tasks.report.world import draw_world

DATA = Path(__file__).parent / "data"

_BAR_WORDS = {1: "day", 7: "week", 14: "fortnight", 28: "four weeks", 91: "quarter", 182: "half-year", 365: "year"}


class _Articles:
    """The articles that the page stands on, numbered as they are met."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, Told]] = {}

    def cite(self, told: Told) -> int:
        return self._found.setdefault(told.article_id, (len(self._found) + 1, told))[0]

    def cited(self) -> list[Told]:
        return [told for _, told in self._found.values()]


def render_page(report: Report) -> str:
    """The report as HTML."""
    style = (DATA / "style.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    bars = draw_bars(report.days)
    articles = _Articles()
    h = report.holdings
    return (
        _environment()
        .get_template("page.html")
        .render(
            report=report,
            h=h,
            style=Markup(style),  # noqa: S704 (our own file)
            style_hash=f"sha256-{digest}",
            period=days(report.since or h.first_day, report.until or h.last_day),
            headline=_headline(report),
            asked=_asked(report),
            figures=[
                (name if count != 1 else one, count)
                for name, one, count in (
                    ("articles", "article", h.article_count),
                    ("outlets", "outlet", h.outlet_count),
                    ("stories", "story", h.story_count),
                    ("acts", "act", h.act_count),
                    ("people", "person", h.person_count),
                    ("statements", "statement", h.quote_count),
                )
            ],
            bars=bars,
            bar_words=_BAR_WORDS.get(bars.days_a_bar, f"{bars.days_a_bar} days") if bars else "",
            world=draw_world(report.places.rows),
            cite=articles.cite,
            cited=articles.cited,
            days=days,
            office=_office,
            position=_position,
        )
    )


def write_page(page: str, target: Path) -> int:
    """Write the page to ``target``, seen whole or not at all; returns its bytes. Raises ``OSError``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    raw = page.encode()
    try:
        part.write_bytes(raw)
        os.replace(part, target)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return len(raw)


def remove_pages(folder: Path) -> int:
    """Remove the pages in ``folder``, half-written ones included; returns how many. Raises ``OSError``."""
    pages = [*folder.glob("*.html"), *folder.glob("*.html.part")]
    for page in pages:
        page.unlink(missing_ok=True)
    return len(pages)


@cache
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(DATA), autoescape=True, undefined=StrictUndefined)
    environment.filters |= {
        "plain": plain, "web": web_address, "host": host, "lead": lead, "trail": trail, "counted": counted,
    }  # fmt: skip
    return environment


def _headline(report: Report) -> str:
    h = report.holdings
    if not h.article_count:
        return "Nothing to report"
    return long_days(h.first_day, h.last_day) if h.first_day and h.last_day else "Articles without a day"


def _asked(report: Report) -> str:
    """Which articles the report is about."""
    match report.since, report.until:
        case None, None:
            return "All articles of the warehouse."
        case since, None:
            return f"Articles published since {since}."
        case None, until:
            return f"Articles published until {until}."
        case since, until:
            return f"Articles published from {since} to {until}." if since != until else f"Articles of {since}."


def _office(person: Person) -> str:
    """``former minister, Sarn``."""
    qualifier = person.qualifier if person.qualifier not in (None, "current") else ""
    role = f"{qualifier} {person.role}".strip()
    return f"{role}, {person.organization}" if person.organization else role


def _position(place: Place) -> str:
    """``47.3° N, 8.5° E``."""
    north = f"{abs(place.latitude):.1f}° {'N' if place.latitude >= 0 else 'S'}"
    return f"{north}, {abs(place.longitude):.1f}° {'E' if place.longitude >= 0 else 'W'}"
