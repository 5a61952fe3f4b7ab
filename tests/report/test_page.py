"""The page: one file, nothing of it active, whatever the articles say; read by anyone, and never too large."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.report.page import DATA, render_page, write_page
from tests.report.made_up import NOTHING, Seen, empty_report, full_report

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "<!--",
    "]]><a href=javascript:alert(1)>x</a>",
    "&lt;script&gt;",
    "<base href=//evil.example>",
    "a\u202egpj.exe\u2066b\u200bc\x00d\x1b[31m",
]
ACTIVE = {
    "script",
    "img",
    "iframe",
    "object",
    "embed",
    "link",
    "form",
    "input",
    "base",
    "audio",
    "video",
    "use",
    "image",
}
UNSEEN = re.compile("[\x00-\x08\x1b\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def tags_of(page: str) -> list[str]:
    return [tag for tag, _ in Seen(page).elements]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_articles_are_words_and_nothing_else(words: str) -> None:
    page = render_page(full_report(words))
    assert tags_of(page) == tags_of(render_page(full_report("Wreck")))
    seen = Seen(page)
    assert not ACTIVE & {tag for tag, _ in seen.elements}
    assert [name for _, attributes in seen.elements for name in attributes if name.startswith("on")] == []
    assert UNSEEN.search(page) is None
    assert "49" not in seen.words


@given(words=st.text(min_size=1, max_size=60), url=st.text(max_size=40))
@settings(max_examples=40, deadline=None)
def test_no_text_and_no_address_changes_the_page_around_it(words: str, url: str) -> None:
    seen = Seen(render_page(full_report("x" + words + "x", url or None)))
    assert not ACTIVE & {tag for tag, _ in seen.elements}
    assert seen.wrong == []
    for link in seen.all("a"):
        assert re.match(r"#[\w-]+$|https?://[^\s/]", str(link["href"]))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example/a",
        "https://bank.example@evil.example/",
        "https://ex\u202eample.org/",
        "http://",
        "https://[::1",
        "https://a.example/\nx",
        "https://a.example/" + "x" * 3000,
        None,
    ],
)
def test_an_address_that_is_no_plain_page_is_not_linked(url: str | None) -> None:
    page = render_page(full_report("Wreck", url))
    assert [link["href"] for link in Seen(page).all("a") if not str(link["href"]).startswith("#")] == []
    assert "No address; id a1-" in Seen(page).words


def test_every_claim_links_to_its_article_by_address_and_number() -> None:
    seen = Seen(render_page(full_report()))
    outside = {str(link["href"]) for link in seen.all("a") if str(link["href"]).startswith("http")}
    listed = sum(1 for item in seen.all("li") if str(item.get("id")).startswith("a"))
    assert listed == len(outside) > 20
    assert all(link["rel"] == "noopener noreferrer nofollow" for link in seen.all("a") if "rel" in link)


def test_nothing_is_asked_of_the_network_and_no_script_may_run() -> None:
    page = render_page(full_report())
    seen = Seen(page)
    policy = next(m["content"] for m in seen.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert str(policy).startswith("default-src 'none'; style-src 'sha256-")
    assert [a for _, a in seen.elements if {"src", "srcset", "style", "action", "xlink:href"} & a.keys()] == []
    assert re.findall(r"url\(|@import|expression\(", (DATA / "style.css").read_text()) == []


def test_the_page_is_well_formed_and_its_inner_links_lead_somewhere() -> None:
    seen = Seen(render_page(full_report(rows=5, total=9)))
    assert (seen.wrong, seen.open) == ([], [])
    ids = [str(a["id"]) for _, a in seen.elements if "id" in a]
    assert len(ids) == len(set(ids))
    named = {str(a["href"])[1:] for a in seen.all("a") if str(a["href"]).startswith("#")}
    named |= {name for _, a in seen.elements for name in str(a.get("aria-labelledby") or "").split()}
    assert named <= set(ids)


def test_it_can_be_read_with_the_ears_and_on_a_phone() -> None:
    page = render_page(full_report(rows=3, total=3))
    seen = Seen(page)
    heads = [int(tag[1]) for tag, _ in seen.elements if tag in {"h1", "h2", "h3"}]
    assert heads[0] == 1
    assert heads.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(heads))
    assert len(seen.all("table")) == len(seen.all("caption")) == 8
    assert all("scope" in cell for cell in seen.all("th"))
    assert all(a.get("role") in ("img", "group") or a.get("aria-hidden") for a in seen.all("svg"))
    assert [m["content"] for m in seen.all("meta") if m.get("name") == "viewport"] == [
        "width=device-width, initial-scale=1"
    ]
    assert seen.all("html") == [{"lang": "en"}]
    assert all(rule in page for rule in ("prefers-color-scheme: dark", "@media print", "max-width: 40rem"))


def test_a_section_that_is_cut_says_how_much_is_left_out() -> None:
    words = " ".join(Seen(render_page(full_report(rows=2, total=12_345))).words.split())
    assert "2 of 12,345 stories are shown, those told by most outlets first; 12,343 are left out." in words
    assert words.count("are left out.") == 11


def test_a_full_page_of_long_texts_stays_under_two_megabytes() -> None:
    page = render_page(full_report("wörter " * 900, "https://post.example/" + "a" * 150, rows=None, total=100_000))
    assert len(page.encode()) < 2_000_000


def test_an_empty_warehouse_says_what_to_do() -> None:
    words = Seen(render_page(empty_report())).words
    assert "The warehouse is empty" in words
    assert "dateline ingest" in words


def test_a_period_without_articles_says_that_there_are_others() -> None:
    held = NOTHING.__class__(None, None, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, None)
    words = " ".join(Seen(render_page(empty_report(holdings=held))).words.split())
    assert "No article of this period is stored" in words
    assert "The warehouse holds 7 articles" in words


def test_the_same_report_is_the_same_page_and_is_seen_whole_or_not_at_all(tmp_path: Path) -> None:
    page = render_page(full_report(rows=4))
    assert page == render_page(full_report(rows=4))
    target = tmp_path / "new" / "page.html"
    assert write_page(page, target) == len(page.encode()) == target.stat().st_size
    write_page("other", target)
    assert [p.name for p in target.parent.iterdir()] == ["page.html"]
    assert target.read_text() == "other"
