"""What the sources file tells of an outlet is used for its pages, where they leave it open."""

import json
from datetime import UTC, datetime

import pytest

from flows.outlets import outlets
from tasks.parse.page import parse_page
from tasks.records import Article, InputKind, Outlet, Parsed
from tasks.source_records import Source
from tests.make import a_page

PROSE = "The night ferry to Lund turned back on Monday because its rudder broke, the harbour master told the council."
POST = Source(
    "post",
    "Oldwick Post",
    "https://www.oldwick.example/",
    "NOR",
    "Europe/Oslo",
    date_order="dmy",
    hosts=("op.example",),
)


def read(body: str, kind: InputKind, url: str, *sources: Source, **learnt: str) -> Article:
    known = outlets({source.source: source for source in sources}, learnt)
    parsed = parse_page(a_page(body, kind, url), known)
    assert isinstance(parsed, Parsed), parsed
    return parsed.article


def page(date: str) -> str:
    prose = f"<p>{PROSE}</p>" * 3
    return f"<html><body><article><h1>Ferry turns back</h1><p class=byline>{date}</p>{prose}</article></body></html>"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (InputKind.HTML, page("9:58 05/11/2024")),
        (InputKind.TEXT, f"Ferry turns back\n\n9:58 05/11/2024\n\n{PROSE}"),
        (InputKind.JSON, json.dumps({"url": "https://op.example/1", "text": PROSE, "date": "9:58 05/11/2024"})),
    ],
    ids=["page", "text", "record"],
)
def test_a_day_in_figures_and_a_clock_are_read_as_the_outlet_prints_them(kind: InputKind, body: str) -> None:
    article = read(body, kind, "https://op.example/1", POST)
    assert (article.published_local, article.published_at, article.published_zone, article.source_country) == (
        datetime(2024, 11, 5, 9, 58),  # noqa: DTZ001 (a wall clock)
        datetime(2024, 11, 5, 8, 58, tzinfo=UTC),
        "Europe/Oslo",
        "NOR",
    )
    origins = json.loads(article.field_origins or "{}")
    assert (origins["published_zone"], origins["source_country"]) == ("sources file", "sources file")


def test_without_the_outlet_nothing_is_made_up() -> None:
    article = read(page("9:58 05/11/2024"), InputKind.HTML, "https://other.example/1", POST)
    assert (article.published_local, article.published_at, article.source_country) == (None, None, None)


def test_a_day_alone_is_no_moment_and_a_zone_on_the_page_stands() -> None:
    day = read(page("05/11/2024"), InputKind.HTML, "https://www.oldwick.example/1", POST)
    assert (day.published_local, day.published_at, day.published_zone) == (datetime(2024, 11, 5), None, None)  # noqa: DTZ001
    zoned = read(page("9:58 05/11/2024 GMT"), InputKind.HTML, "https://www.oldwick.example/1", POST)
    assert (zoned.published_at, zoned.published_zone) == (datetime(2024, 11, 5, 9, 58, tzinfo=UTC), "GMT")


@pytest.mark.parametrize(("order", "day"), [(None, None), ("dmy", "2024-11-05"), ("mdy", "2024-05-11")])
def test_a_day_in_figures_far_from_the_headline_waits_for_the_order_too(order: str | None, day: str | None) -> None:
    body = page("").replace("</article>", "<small>05/11/2024</small></article>")
    learnt = {"mill.example": order} if order else {}
    article = read(body, InputKind.HTML, "https://mill.example/1", **learnt)
    found = article.published_local.date().isoformat() if article.published_local else None
    assert (found, article.published_raw) == (day, "05/11/2024")


def test_summer_time_is_the_zones() -> None:
    article = read(page("9:58 05/07/2024"), InputKind.HTML, "https://oldwick.example/1", POST)
    assert article.published_at == datetime(2024, 7, 5, 7, 58, tzinfo=UTC)


def test_a_machines_time_in_utc_is_told_by_the_outlets_clock() -> None:
    meta = '<meta property="article:published_time" content="2024-05-02T22:54:29Z">'
    article = read(meta + page(""), InputKind.HTML, "https://oldwick.example/1", POST)
    assert (article.published_at, article.published_local, article.published_zone) == (
        datetime(2024, 5, 2, 22, 54, 29, tzinfo=UTC),
        datetime(2024, 5, 3, 0, 54, 29),  # noqa: DTZ001 (a wall clock)
        "Europe/Oslo",
    )


def test_the_files_order_wins_over_the_learnt_one_which_holds_for_the_outlets_other_hosts() -> None:
    stated = Source("post", "Post", "https://www.oldwick.example/", date_order="mdy")
    silent = Source("mail", "Mail", "https://lund.example/", hosts=("news.lund.example",))
    orders = {"oldwick.example": "dmy", "lund.example": "dmy", "other.example": "mdy"}
    assert outlets({"post": stated, "mail": silent}, orders) == {
        "oldwick.example": Outlet(date_order="mdy"),
        "lund.example": Outlet(date_order="dmy"),
        "news.lund.example": Outlet(date_order="dmy"),
        "other.example": Outlet(date_order="mdy"),
    }
