import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.parse.gate import clean_markup_text, decode, storable
from tests.make import kinds, parse, turn_away

PROSE = (
    "The council of Harrow Bay voted late on Thursday to keep the old lighthouse, after a debate that "
    "went on for more than four hours and drew a crowd to the square outside."
)
MORE = (
    "Opponents had wanted to sell the tower to a hotel. They said that they would look at the ruling "
    "and decide within the month whether to appeal against it in court."
)


def test_every_part_of_an_article_is_labelled() -> None:
    article = parse(
        "Harrow Bay keeps its lighthouse\n\nBy Mira Tolen | 9:05 14.02.2025\n\n"
        "The lighthouse at Harrow Bay is seen at dusk, February 12, 2025.\nPhoto: Jo Lind/AFP\n\n"
        f"{PROSE}\n\nA long debate\n\n{MORE}\n\n\u00a0\n\nFollow us on Telegram: https://t.me/example\n"
    )
    assert [kind for kind, _ in kinds(article)] == [
        "title", "byline", "caption", "credit", "paragraph", "heading", "paragraph", "other", "footer",
    ]  # fmt: skip
    assert article.article.title == "Harrow Bay keeps its lighthouse"
    assert article.article.authors == ("Mira Tolen",)
    assert str(article.article.published_local) == "2025-02-14 09:05:00"
    assert article.article.published_at is None
    assert article.article.body == f"{PROSE}\n\nA long debate\n\n{MORE}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{PROSE}\n\n{MORE}", ["paragraph", "paragraph"]),
        (f"Harrow Bay keeps tower\n\n{PROSE}", ["title", "paragraph"]),
        (f"14 February 2025\n\nHarrow Bay keeps tower\n\n{PROSE}", ["byline", "title", "paragraph"]),
        (f"Harrow Bay keeps tower\n{PROSE}\n{MORE}", ["title", "paragraph", "paragraph"]),
        (f"Is the tower safe?\n\n{PROSE}", ["title", "paragraph"]),
        (f"{PROSE}\n\nSubscribe to our newsletter\n\n{MORE}", ["paragraph", "promo", "paragraph"]),
        (f"{PROSE}\n\n© 2025 Harrow Post. All rights reserved", ["paragraph", "footer"]),
        (f"Tower kept\r\n\r\nPublished: March 1, 2025\r\n\r\n{PROSE}\r\n", ["title", "byline", "paragraph"]),
        (f"Image credit: Harrow Museum\n\nTower kept\n\n{PROSE}", ["credit", "title", "paragraph"]),
        (f"Tower kept\n\n{PROSE}\n\n(Jo Lind/Reuters)", ["title", "paragraph", "credit"]),
    ],
)
def test_parts_may_be_missing_or_in_another_order(text: str, expected: list[str]) -> None:
    assert [kind for kind, _ in kinds(parse(text))] == expected


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "The council of Harrow Bay voted late on Thursday to keep\n"
        "the old lighthouse, after a debate that went on for more\n"
        "than four hours and drew a crowd to the square outside.\n"
    )
    assert [kind for kind, _ in kinds(parse(f"Tower kept\n\n{wrapped}\n{wrapped}"))] == [
        "title",
        "paragraph",
        "paragraph",
    ]


def test_full_text_is_the_file_unchanged() -> None:
    text = f"\ufeffTower kept \n\n {PROSE}\u00a0\n\n\n"
    assert parse(text).article.full_text == text.removeprefix("\ufeff")


def test_a_control_character_becomes_a_mark_of_the_same_length() -> None:
    assert parse(f"Tower\x00kept\n\n{PROSE}").article.full_text.startswith("Tower\ufffdkept\n")


def test_a_date_in_the_story_is_no_publication_date() -> None:
    assert parse(f"Tower kept\n\nThe tower was built on May 3, 1904. {PROSE}").article.published_local is None


def test_the_same_text_is_the_same_article_and_another_is_not() -> None:
    one, same, other = parse(PROSE), parse(PROSE), parse(MORE)
    assert one.article.article_id == same.article.article_id != other.article.article_id


def test_nothing_but_white_space_is_turned_away() -> None:
    assert turn_away(" \n\t\n").reason == "empty"


@settings(deadline=None)
@given(st.text())
def test_blocks_say_what_their_offsets_say(text: str) -> None:
    article = parse(f"Tower kept\n\n{text}\n\n{PROSE}")
    for block in article.blocks:
        assert article.article.full_text[block.start_char : block.end_char] == block.text


@settings(deadline=None)
@given(st.text())
def test_the_gate_is_idempotent(text: str) -> None:
    assert storable(storable(text)) == storable(text)
    assert clean_markup_text(clean_markup_text(text)) == clean_markup_text(text)


@settings(deadline=None)
@given(st.binary(), st.sampled_from([None, "utf-8", "latin-1", "no-such-charset", "utf-16"]))
def test_any_bytes_can_be_decoded(body: bytes, charset: str | None) -> None:
    assert isinstance(decode(body, charset, markup=True), str)


def test_a_line_that_is_an_address_is_neither_title_nor_date() -> None:
    article = parse(f"https://harrow.example/2025/02/14/tower\n\nTower kept\n\n{PROSE}")
    assert [kind for kind, _ in kinds(article)] == ["other", "title", "paragraph"]
    assert article.article.published_local is None


@pytest.mark.parametrize(
    "line",
    [
        "Share on Facebook",
        "Related",
        "Most read",
        "Read also: Hotel shows its plans",
        "Lesen Sie auch: Hotel zeigt Pläne",
        "We use cookies to make this site better. Accept all cookies",
        "This article is for subscribers only.",
        "To continue reading, create a free account.",
        "Already a subscriber? Log in",
        "3 comments",
        "Comments are closed.",
        "Leave a comment",
        "Подпишитесь на наш канал в Telegram",
        "Read more in our Telegram channel",
        "Follow Harrow Post on WhatsApp: https://wa.me/1",
        "Advertisement",
    ],
)
def test_the_sites_own_lines_are_promotion_in_a_text_file_too(line: str) -> None:
    article = parse(f"Tower kept\n\n{PROSE}\n\n{line}\n\n{MORE}")
    assert [kind for kind, _ in kinds(article)] == ["title", "paragraph", "promo", "paragraph"]
    assert article.article.body == f"{PROSE}\n\n{MORE}"


def test_headlines_under_a_related_heading_go_with_it() -> None:
    article = parse(f"Tower kept\n\n{PROSE}\n\nRelated articles\nHotel shows its plans\nSwifts return\n\n{MORE}")
    assert [kind for kind, _ in kinds(article)] == ["title", "paragraph", "promo", "promo", "promo", "paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "To continue reading the old treaty as a promise was a mistake, the envoy said.",
        "Latest news from the valley reached the mayor by messenger, she told the court.",
        "More on the matter was not to be learned, and the clerk closed the door on us.",
    ],
)
def test_prose_that_begins_like_a_call_is_prose(line: str) -> None:
    assert [kind for kind, _ in kinds(parse(f"Tower kept\n\n{PROSE}\n\n{line}\n\n{MORE}"))][2] == "paragraph"


def test_who_else_wrote_is_a_byline_below_the_story() -> None:
    note = "(Reporting by Mira Tolen; Editing by Jon Aske)"
    assert kinds(parse(f"Tower kept\n\n{PROSE}\n\n{MORE}\n\n{note}"))[-1] == ("byline", note)
