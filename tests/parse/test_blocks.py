"""What the parts of an article are taken for, rule by rule; whole pages are in ``tests/pages``."""

import orjson
import pytest

from tasks.records import InputKind
from tests.make import kinds, parse
from tests.parse.lighthouse import ONE, PROSE, THREE, TITLE, TWO, P, Q, blocks, page


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


def test_a_post_is_told_by_its_signature_where_its_markup_says_nothing() -> None:
    post = "<blockquote><p>Tower saved!</p>— Harrow Bay (@harrowbay) February 14, 2025</blockquote>"
    found = blocks(P + post + Q)
    assert found[1:-1] == [("embed", "Tower saved!"), ("embed", "— Harrow Bay (@harrowbay) February 14, 2025")]


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


def test_invisible_characters_leave_the_words_alone() -> None:
    found = blocks(f"<p>{ONE.replace('light', 'light&shy;').replace('old ', 'old&nbsp;')}&#x200b;</p>" + Q)
    assert found == PROSE
