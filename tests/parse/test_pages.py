import orjson
import pytest

from tasks.records import InputKind
from tests.make import kinds, parse, turn_away

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Mill burns | The Oster Times</title>
<meta property="og:site_name" content="The Oster Times"><link rel="canonical" href="https://oster.example/mill">
<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle",
"headline": "Mill burns in Oster", "datePublished": "2025-04-02T08:15:00+01:00",
"author": {"@type": "Person", "name": "Lena Fisk"}}]}</script></head><body><nav><a href="/">Home</a></nav>
<article><h1>Mill burns in Oster</h1><p>A paper mill on the edge of Oster burned down in the night to Wednesday, and
forty families had to leave their homes, the fire service said in the morning.</p>
<p>No one was hurt. The owner, who had closed the mill in January, said that he would not build it up again.</p>
</article><footer><p>All rights reserved.</p></footer></body></html>"""


def test_a_page_says_who_wrote_it_and_when() -> None:
    article = parse(PAGE, InputKind.HTML, "https://oster.example/mill?utm_source=x").article
    assert article.title == "Mill burns in Oster"
    assert article.authors == ("Lena Fisk",)
    assert str(article.published_at) == "2025-04-02 07:15:00+00:00"
    assert article.published_from == "jsonld"
    assert article.source == "The Oster Times"
    assert article.canonical_url == "https://oster.example/mill"


def test_a_pages_furniture_is_not_in_the_body() -> None:
    article = parse(PAGE, InputKind.HTML)
    assert [kind for kind, _ in kinds(article)] == ["title", "paragraph", "paragraph"]
    assert "Home" not in article.article.full_text
    assert "rights reserved" not in article.article.body


def test_a_canonical_address_on_another_host_is_not_believed() -> None:
    article = parse(PAGE, InputKind.HTML, "https://mirror.example/mill").article
    assert article.canonical_url == "https://mirror.example/mill"


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("https://oster.example/", "https://oster.example/news/mill"),
        ("https://www.oster.example/news/old-mill", "https://www.oster.example/news/old-mill"),
        ("/news/old-mill", "https://m.oster.example/news/old-mill"),
    ],
)
def test_a_page_is_never_named_by_its_home_page(named: str, expected: str) -> None:
    url = "https://oster.example/news/mill" if named.endswith("/") else "https://m.oster.example/news/mill"
    page = PAGE.replace("https://oster.example/mill", named)
    assert parse(page, InputKind.HTML, url).article.canonical_url == expected


@pytest.mark.parametrize(
    "page", ["<div>" * 100_000, "<p " + "a=1 " * 50_000 + ">x</p>", "<b>x</b>" * 150_000, "<!--" * 100_000]
)
def test_a_hostile_page_costs_one_rejection(page: str) -> None:
    assert turn_away("<html><body>" + page, InputKind.HTML).reason in ("hostile", "no-text", "empty")


def record(**fields: object) -> bytes:
    return orjson.dumps(fields)


TEXT = "The ferry to Lund was stopped for nine hours on Sunday after its rudder broke, the harbour master said."


def test_records_are_read_under_the_usual_names() -> None:
    article = parse(
        record(Headline="Ferry stopped", content=TEXT, link="https://n.example/f", pubdate="2025-01-05T10:00:00Z",
               author=[{"name": "Ola Brandt"}], publisher={"name": "Nord"}, lang="en-GB"),
        InputKind.JSON,
    ).article  # fmt: skip
    assert article.full_text == f"Ferry stopped\n\n{TEXT}"
    assert (article.title, article.authors, article.source, article.language) == (
        "Ferry stopped", ("Ola Brandt",), "Nord", "en",
    )  # fmt: skip
    assert str(article.published_at) == "2025-01-05 10:00:00+00:00"


def test_a_title_that_the_text_begins_with_is_not_doubled() -> None:
    text = f"Ferry stopped\n\n{TEXT}"
    assert parse(record(title="Ferry stopped", text=text), InputKind.JSON).article.full_text == text


@pytest.mark.parametrize(
    ("body", "reason"),
    [(b"{", "not-json"), (b"[1]", "not-an-object"), (b'{"title": "x"}', "no-text"), (b'{"text": "  "}', "no-text")],
)
def test_a_record_without_an_article_says_why(body: bytes, reason: str) -> None:
    assert turn_away(body, InputKind.JSON).reason == reason


@pytest.mark.parametrize(
    ("tag", "expected"), [("de-AT", "de"), ("zh_Hans", "zh"), ("fil", "fil"), ("German", "en"), ("", "en")]
)
def test_a_language_that_is_no_tag_is_told_from_the_text(tag: str, expected: str) -> None:
    assert parse(record(text=TEXT, lang=tag), InputKind.JSON).article.language == expected


def test_a_title_that_only_begins_like_the_text_is_kept() -> None:
    assert parse(record(title="The ferry", text=TEXT), InputKind.JSON).article.full_text == f"The ferry\n\n{TEXT}"


def test_a_record_may_begin_with_a_byte_order_mark() -> None:
    assert parse(b"\xef\xbb\xbf" + record(text=TEXT), InputKind.JSON).article.full_text == TEXT


def test_a_deep_page_is_read_to_its_end() -> None:
    page = "<html><body>" + "<div>" * 300 + f"<p>{TEXT}</p><p>{TEXT.replace('ferry', 'tram')}</p>" + "</div>" * 300
    assert "tram" in parse(page, InputKind.HTML).article.body


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "page", ['<script type="application/ld+json">' * 60_000, '<meta name="a" content="b">' * 39_000]
)
def test_scripts_without_an_end_and_endless_heads_cost_linear_time(page: str) -> None:
    assert turn_away("<html><head>" + page, InputKind.HTML).reason == "no-text"
