"""What a page says about itself, twice or of other articles is kept, and is no part of the article."""

import pytest

from tests.parse.lighthouse import PROSE, THREE, P, Q, blocks


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


@pytest.mark.parametrize(
    "heading", ["Related charges were dropped", "Das könnte teuer werden", "Latest", "More rain to come"]
)
def test_a_heading_of_the_story_may_begin_like_one_of_links(heading: str) -> None:
    expected = "promo" if heading == "Latest" else "heading"
    assert blocks(P + f"<h2>{heading}</h2>" + Q)[1] == (expected, heading)


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


def test_labels_outside_paragraphs_are_no_part_of_a_story_set_in_them() -> None:
    found = blocks(P + "<div>Image 1 of 4</div>" + Q + "<div>Topics</div>")
    assert found == [PROSE[0], ("other", "Image 1 of 4"), PROSE[1], ("footer", "Topics")]


def test_a_pages_numbers_are_no_part_of_it() -> None:
    pages = "<div class='pagination'>Page 1 of 3 <a href=/2>2</a> <a href=/3>3</a> <a href=/2>Next page</a></div>"
    assert blocks(P + Q + pages) == [*PROSE, ("footer", "Page 1 of 3 2 3 Next page")]
