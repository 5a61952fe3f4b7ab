"""What the parts of a page are taken for, rule by rule; whole pages are in ``tests/pages``."""

import re
import signal

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.parse.body import read_blocks
from tasks.parse.hostile import parse_tree
from tasks.parse.layouts import LAYOUTS, layout_of, read_layouts
from tasks.parse.page import parse_page
from tasks.records import InputKind, Rejection
from tests.make import a_page, kinds, parse, turn_away

ONE = "The council of Harrow Bay voted late on Thursday to keep the old lighthouse, after a debate of four hours."
TWO = "Opponents had wanted to sell the tower to a hotel. They will decide within the month whether to go to court."
THREE = "The lamp was put out in 1987, and since then the tower has stood empty but for the swifts that nest in it."
TITLE = "Harrow Bay keeps its tower"


def page(body: str, title: str = TITLE) -> str:
    head = f'<head><title>{title}</title><meta property="og:title" content="{title}"></head>'
    return f"<html>{head}<body><article><h1>{title}</h1>{body}</article></body></html>"


def blocks(body: str, title: str = TITLE) -> list[tuple[str, str]]:
    """The page's blocks without its title."""
    return [(str(kind), words) for kind, words in kinds(parse(page(body, title), InputKind.HTML)) if kind != "title"]


PROSE = [("paragraph", ONE), ("paragraph", TWO)]
P = f"<p>{ONE}</p>"
Q = f"<p>{TWO}</p>"


@pytest.mark.parametrize(
    "figure",
    [
        "<figure><img src=a><figcaption>The tower at dusk. (Jo Lind/AFP)</figcaption></figure>",
        '<figure><img src=a><figcaption>The tower at dusk.<b class="credit">(Jo Lind/AFP)</b></figcaption></figure>',
        '<div class="wp-caption"><img src=a><p class="wp-caption-text">The tower at dusk. (Jo Lind/AFP)</p></div>',
        "<div><img src=a><br>The tower at dusk. | (Jo Lind/AFP)</div>",
        '<p class="picture-caption">The tower at dusk.</p><span class="photo-credit">(Jo Lind/AFP)</span>',
    ],
)
def test_a_caption_is_followed_by_its_credit(figure: str) -> None:
    expected = [PROSE[0], ("caption", "The tower at dusk."), ("credit", "(Jo Lind/AFP)"), PROSE[1]]
    assert blocks(P + figure + Q) == expected


@pytest.mark.parametrize(
    "credit",
    ["Photo: Jo Lind", "Foto: Jo Lind/dpa", "© Jo Lind", "(Reuters)", "Photograph by Jo Lind: AP", "[AP Photo]"],
)
def test_a_credit_at_the_end_of_a_caption_is_a_block_of_its_own(credit: str) -> None:
    found = blocks(P + f"<figure><img src=a><figcaption>Swifts circle the tower. {credit}</figcaption></figure>" + Q)
    assert found[1:-1] == [("caption", "Swifts circle the tower."), ("credit", credit)]


def test_a_picture_in_a_paragraph_does_not_make_it_a_caption() -> None:
    told = "Swifts have nested in the tower for as long as anybody can say."
    assert blocks(P + f"<p><img src=a>{told}</p>" + Q)[1] == ("paragraph", told)


def test_who_is_quoted_stays_with_the_quotation() -> None:
    quote = "<blockquote><p>It belongs to the birds.</p><p class='author'>Ada Holm</p></blockquote>"
    assert blocks(P + quote + Q)[1:-1] == [("quote", "It belongs to the birds."), ("quote", "Ada Holm")]


def test_words_set_off_as_a_pull_quote_are_read_once() -> None:
    pull = "They will decide within the month whether to go to court."
    assert blocks(P + f"<blockquote class='pullquote'>{pull}</blockquote>" + Q) == [PROSE[0], ("other", pull), PROSE[1]]


def test_a_pull_quote_that_stands_nowhere_else_is_part_of_the_article() -> None:
    pull = "Nobody has climbed it since my father did."
    assert blocks(P + f"<aside class='pull-quote'>{pull}</aside>" + Q) == [PROSE[0], ("quote", pull), PROSE[1]]


@pytest.mark.parametrize(
    "box",
    [
        "<aside><a href=/x>Hotel shows its plans</a></aside>",
        "<div class='related-story'><a href=/x>Hotel shows its plans</a></div>",
        "<div class='articleNewsletterBox'>Hotel shows its plans</div>",
        "<div><a href=/x><div><h3>Hotel shows its plans</h3></div></a></div>",
        "<h3><a href=/x>Hotel shows its plans</a></h3>",
        "<nav>Hotel shows its plans</nav>",
        "<form>Hotel shows its plans</form>",
        "<ul><li><a href=/x>Hotel shows its plans</a></li></ul>",
        "<p>Read also: <a href=/x>Hotel shows its plans</a></p>",
        "<p>Lesen Sie auch: <a href=/x>Hotel shows its plans</a></p>",
        "<p>Читайте также: <a href=/x>Hotel shows its plans</a></p>",
    ],
)
def test_what_leads_elsewhere_is_kept_out_of_the_body(box: str) -> None:
    found = blocks(P + box + Q)
    assert [found[0], found[-1]] == PROSE
    assert [kind for kind, _ in found[1:-1]] == ["promo"]
    assert found[1][1].endswith("Hotel shows its plans")


@pytest.mark.parametrize(
    "name",
    [
        "article-with-comments",
        "has-sidebar",
        "shareholders",
        "adviser",
        "category-newsletter",
        "md:hidden block",
        "subscribers-only",
        "elementor-widget",
    ],
)
def test_a_name_that_only_sounds_like_furniture_is_none(name: str) -> None:
    assert blocks(f'<div class="{name}">{P}</div>' + Q) == PROSE


def test_a_box_named_like_furniture_that_holds_the_article_is_its_frame() -> None:
    assert blocks(f"<div class='sidebar'>{P + Q}<p>{THREE}</p>{P.replace('Thursday', 'Friday') * 2}</div>")[:2] == PROSE


def test_links_under_a_heading_of_links_go_with_it() -> None:
    links = "<h3>Related</h3><p><a href=/1>Swifts return</a></p><p><a href=/2>Hotel plans</a></p>"
    found = blocks(P + links + Q)
    assert found == [PROSE[0], ("promo", "Related"), ("promo", "Swifts return"), ("promo", "Hotel plans"), PROSE[1]]


def test_a_list_of_facts_with_a_link_in_it_is_the_articles() -> None:
    items = "<ul><li>The tower is 31 metres high.</li><li>It was built by <a href=/x>Ada Holm</a>.</li></ul>"
    expected = [PROSE[0], ("list", "The tower is 31 metres high."), ("list", "It was built by Ada Holm."), PROSE[1]]
    assert blocks(P + items + Q) == expected


def test_a_row_of_a_table_is_one_block_and_a_layout_is_no_table() -> None:
    table = "<table><tr><th>Year</th><th>Birds</th></tr><tr><td>2024</td><td>41</td></tr></table>"
    assert blocks(P + table + Q) == [PROSE[0], ("table", "Year Birds"), ("table", "2024 41"), PROSE[1]]
    assert blocks(f"<table><tr><td><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></td></tr></table>")[:2] == PROSE


def test_a_post_in_a_box_of_its_network_is_a_post() -> None:
    post = "<div class='social-embed'><blockquote class='twitter-tweet'>Tower saved! (@harrowbay)</blockquote></div>"
    assert blocks(P + post + Q)[1:-1] == [("embed", "Tower saved! (@harrowbay)")]


@pytest.mark.parametrize(
    "heading", ["Related charges were dropped", "Das könnte teuer werden", "Latest", "More rain to come"]
)
def test_a_heading_of_the_story_may_begin_like_one_of_links(heading: str) -> None:
    expected = "promo" if heading == "Latest" else "heading"
    assert blocks(P + f"<h2>{heading}</h2>" + Q)[1] == (expected, heading)


def test_a_post_is_told_by_its_signature_where_its_markup_says_nothing() -> None:
    post = "<blockquote><p>Tower saved!</p>— Harrow Bay (@harrowbay) February 14, 2025</blockquote>"
    found = blocks(P + post + Q)
    assert found[1:-1] == [("embed", "Tower saved!"), ("embed", "— Harrow Bay (@harrowbay) February 14, 2025")]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>{}</p>",
        "<p style='display: none'>{}</p>",
        "<span class='sr-only'>{}</span>",
        "<template>{}</template>",
    ],
)
def test_what_the_page_hides_is_not_read(hidden: str) -> None:
    assert blocks(P + hidden.format("Skip to the comments") + Q) == PROSE


def test_the_headline_is_read_once_and_a_subheadline_with_it() -> None:
    markup = page(P + Q).replace("<h1>", "<h2>Harrow Bay keeps its tower</h2><h1>").replace(
        "</h1>", "</h1></article><h2>Debate goes on for four hours</h2><article>"
    )  # fmt: skip
    found = kinds(parse(markup, InputKind.HTML))
    assert [words for kind, words in found if kind == "title"] == [TITLE, "Debate goes on for four hours"]


def test_a_headline_set_once_more_below_the_article_does_not_hide_it() -> None:
    markup = (
        page(P + Q)
        .replace("<h1>", "<h2>")
        .replace("</h1>", "</h2>")
        .replace("</article>", f"<h1>{TITLE}</h1></article>")
    )
    assert parse(markup, InputKind.HTML).article.body == f"{ONE}\n\n{TWO}"


def test_two_line_breaks_part_paragraphs_and_one_is_a_space() -> None:
    assert blocks(f"<div>{ONE}<br><br>{TWO.replace('. ', '.<br>')}</div>") == PROSE


def test_labels_outside_paragraphs_are_no_part_of_a_story_set_in_them() -> None:
    found = blocks(P + "<div>Image 1 of 4</div>" + Q + "<div>Topics</div>")
    assert found == [PROSE[0], ("other", "Image 1 of 4"), PROSE[1], ("footer", "Topics")]


def test_the_writers_names_below_the_story_are_its_byline() -> None:
    assert blocks(P + Q + "<p>Mira Tolen, Jon Aske</p>")[-1] == ("byline", "Mira Tolen, Jon Aske")
    note = "Reporting by Mira Tolen; editing by Jon Aske"
    assert blocks(P + Q + f"<p>{note}</p>")[-1] == ("byline", note)


def test_an_article_that_scripts_fill_in_is_read_from_what_search_engines_are_given() -> None:
    data = orjson.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": f"{ONE}\n{TWO}"}).decode()
    markup = f'<html><head><script type="application/ld+json">{data}</script></head><body><p>Loading</p></body></html>'
    assert parse(markup, InputKind.HTML).article.body == f"{ONE}\n\n{TWO}"


def test_a_gallery_without_a_story_is_read_by_its_captions() -> None:
    figures = "".join(
        f"<figure><img src=a><figcaption>Swift number {n} leaves at dusk. Photo: Jo Lind</figcaption></figure>"
        for n in range(4)
    )
    expected = [
        block
        for n in range(4)
        for block in (("paragraph", f"Swift number {n} leaves at dusk."), ("credit", "Photo: Jo Lind"))
    ]
    assert blocks(figures) == expected


def test_a_pages_numbers_are_no_part_of_it() -> None:
    pages = "<div class='pagination'>Page 1 of 3 <a href=/2>2</a> <a href=/3>3</a> <a href=/2>Next page</a></div>"
    assert blocks(P + Q + pages) == [*PROSE, ("footer", "Page 1 of 3 2 3 Next page")]


def test_invisible_characters_leave_the_words_alone() -> None:
    found = blocks(f"<p>{ONE.replace('light', 'light&shy;').replace('old ', 'old&nbsp;')}&#x200b;</p>" + Q)
    assert found == PROSE


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


def test_a_hosts_own_layout_says_where_its_articles_are() -> None:
    teasers = f"<section>{''.join(f'<p>{THREE} {n}</p>' for n in range(9))}</section>"
    body = f"<main>{teasers}<div class='txt'>{P}<p class='x'>Tip the cook</p>{Q}</div></main>"
    tree = parse_tree(f"<html><body>{body}</body></html>")
    layouts = read_layouts({"kiln.example": {"body": "//div[@class='txt']", "promo": "//p[@class='x']"}})
    found = read_blocks(tree, None, layout_of("m.kiln.example", layouts))
    assert [(block.kind, block.text) for block in found] == [PROSE[0], ("promo", "Tip the cook"), PROSE[1]]
    assert layout_of("oven.example", layouts) is None


@pytest.mark.parametrize("host", LAYOUTS)
def test_a_page_of_another_make_on_a_known_host_is_read_by_the_general_rules(host: str) -> None:
    parsed = parse(page(P + Q), InputKind.HTML, f"https://harrow.{host}/tower")
    assert parsed.article.body == f"{ONE}\n\n{TWO}"


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
