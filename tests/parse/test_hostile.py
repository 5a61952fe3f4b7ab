"""No page breaks the parser or costs more than it may, and no word of any is lost."""

import re
import signal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.parse.page import parse_page
from tasks.records import InputKind, Rejection
from tests.make import a_page, parse, turn_away
from tests.parse.lighthouse import ONE, PROSE, TWO, P, Q, blocks, page


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000,
        "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">x</p>",
        "<p " + " ".join(f'a{n}=">"' for n in range(50_000)) + ">x</p>",
        "<table><tr><td>" * 30_000,
        "<a href=x>" * 100_000,
        "<" * 1_000_000,
        "<p>word " * 100_000,
    ],
    ids=["deep", "attributes", "quoted attributes", "tables", "links", "brackets", "paragraphs"],
)
def test_a_page_made_to_cost_too_much_is_one_rejection(markup: str) -> None:
    assert turn_away("<html><body>" + markup, InputKind.HTML).reason == "hostile"


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "markup",
    ["<!--" + "x" * 5_000_000 + "-->", "<![CDATA[" + "x" * 1_000_000, "<![CDATA[" * 50_000, "<script>" * 50_000],
    ids=["comment", "unclosed CDATA", "many CDATA", "scripts"],
)
def test_a_page_that_is_all_padding_has_no_text(markup: str) -> None:
    assert turn_away("<html><body>" + markup, InputKind.HTML).reason == "no-text"


def test_a_page_that_outlasts_its_worker_is_the_workers_to_name() -> None:
    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    try:
        with pytest.raises(TimeoutError):
            parse(page("".join(f"<p>{n} {ONE}</p>" for n in range(15_000))), InputKind.HTML)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("depth", [190, 210, 390])
def test_a_page_as_deep_as_is_read_at_all_is_read_to_its_end(depth: int) -> None:
    assert blocks("<div>" * depth + P + Q + "</div>" * depth) == PROSE


_WORDS = st.lists(st.sampled_from(["tower", "swift", "harbour", "vote", "lamp", "council", "Ж", "光", "é"]), min_size=8)

_TAGS = st.sampled_from(["p", "div", "h2", "li", "blockquote", "figcaption", "td", "span", "a", "aside", "b"])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(_TAGS, _WORDS), max_size=12))
def test_no_word_of_the_region_is_lost_or_made_up(parts: list[tuple[str, list[str]]]) -> None:
    marked = [(tag, [f"{word}{n}x{k}" for k, word in enumerate(words)]) for n, (tag, words) in enumerate(parts)]
    body = "".join(f"<{tag}>{' '.join(words)}.</{tag}>" for tag, words in marked)
    parsed = parse(page(P + body + Q), InputKind.HTML)
    read = re.findall(r"\w+x\d+", parsed.article.full_text)
    assert read == [word for _, words in marked for word in words]
    assert all(parsed.article.full_text[b.start_char : b.end_char] == b.text for b in parsed.blocks)


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_any_text_in_a_page_yields_blocks_that_are_where_they_say(text: str) -> None:
    parsed = parse(page(P + f"<p>{text}</p>" + Q), InputKind.HTML)
    assert all(parsed.article.full_text[b.start_char : b.end_char] == b.text for b in parsed.blocks)
    assert "\n\n".join(b.text for b in parsed.blocks) == parsed.article.full_text


_SOUP = st.lists(
    st.sampled_from(
        [
            *(
                "<p>",
                "</p>",
                "<div class='related'>",
                "</div>",
                "<table><tr><td>",
                "</table>",
                "<li>",
                "<h1>",
                "<h2><a href=x>",
            ),
            *(
                "<figure>",
                "<figcaption>",
                "<blockquote class=twitter-tweet>",
                "<aside>",
                "<br><br>",
                "<!--",
                "-->",
                "<![CDATA[",
            ),
            *(
                "<script>",
                "</script>",
                "<img src=x>",
                "<p hidden>",
                "&#0;",
                "&#xD800;",
                "&#x110000;",
                "&amp;",
                "<svg>",
                "<a>",
            ),
            *(
                "\x00",
                "\u202e",
                ONE,
                TWO,
                "By Mira Tolen",
                "Photo: AP",
                "<article>",
                "</article>",
                "<body>",
                "</html>",
                "<",
            ),
        ]
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(_SOUP)
def test_no_soup_of_tags_breaks_the_parser(soup: list[str]) -> None:
    result = parse_page(a_page("".join(soup), InputKind.HTML))
    if isinstance(result, Rejection):
        assert result.reason in ("no-text", "empty", "not-html", "hostile"), result
    else:
        assert "\n\n".join(b.text for b in result.blocks) == result.article.full_text
