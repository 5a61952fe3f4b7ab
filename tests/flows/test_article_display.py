"""What ``dateline show`` prints of an article."""

import io

from rich.console import Console

from flows.article_display import print_article
from tasks.extract.article import extract_article
from tasks.extract.pipeline import load_pipeline
from tests.make import parse

TEXT = (
    "Minister opens the new bridge at Oldwick\n\n9:00 19.03.2025\n\n"
    "“We will wait,” Chancellor Eva Stein said on Monday. Norway halted aid to Chad.\n\n"
    "The bridge over the river had been shut to all traffic since the flood, and nobody was sorry to see it open."
)


def test_an_article_is_shown_with_its_text_and_every_kind_of_record() -> None:
    parsed = parse(TEXT)
    extraction = extract_article(load_pipeline(), parsed)
    page = io.StringIO()
    print_article(Console(file=page, width=120), parsed, extraction)
    shown = [" ".join(line.split()) for line in page.getvalue().splitlines()]
    assert shown[0] == "Minister opens the new bridge at Oldwick"
    assert "“We will wait,” Chancellor Eva Stein said on Monday. Norway halted aid to Chad." in shown
    for name in ("quotes", "dates", "events", "entities"):
        assert f"{name} ({len(getattr(extraction, name))})" in shown
    assert "1 We will wait," in shown
    assert any(line.startswith("SANCTION") and "who Norway" in line and "to whom Chad" in line for line in shown)
