import pytest

from tasks.parse.lines import is_byline, is_credit, is_promo, parse_authors


@pytest.mark.parametrize(
    "line",
    [
        "Read more in our Telegram channel https://t.me/example",
        "Read more: Bridge falls into the Tarn, mayor says",
        "Follow us on X",
        "Share this article",
        "Sign up here for our daily briefing",
        "Like what you read? Subscribe!",
        "For more, sign up for the Harrow Post newsletter.",
        "Please subscribe to our channel.",
        "ADVERTISEMENT",
        "Tags: tower, harbour",
    ],
)
def test_calls_to_the_reader_are_promotion(line: str) -> None:
    assert is_promo(line)


@pytest.mark.parametrize(
    "line",
    [
        "She wants to see more jobs in the valley, the mayor said on Monday.",
        "Residents can get more information at the town hall, the council said.",
        "Farmers need to learn more about the new seeds before they can plant them.",
        "He urged young voters to join our movement before it is too late.",
        "“Follow us and you will be safe,” the rescue leader told the hikers.",
        "The group ran a Telegram channel with 40,000 members, prosecutors said.",
        "More than 2,000 people decided to sign up for the course last year.",
        "Our Facebook data show a fall, Ms Lund told the inquiry.",
        "“You will see more of this next week” at the fair, he said.",
    ],
)
def test_news_that_uses_the_words_of_a_call_is_not_promotion(line: str) -> None:
    assert not is_promo(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Photo: AP", True),
        ("Video: courtesy of the Harrow Museum and the family of the late keeper.", True),
        ("Photographs: two were found in the flat, police said, and a third in the car.", False),
        ("Video: the court saw it twice on Tuesday before the jury withdrew.", False),
    ],
)
def test_a_sentence_is_no_credit(line: str, expected: bool) -> None:
    assert is_credit(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Mira Tolen", True),
        ("By our staff reporter", True),
        ("BY MIRA TOLEN AND JON ASKE", True),
        ("Published 05/11/2024", True),
        ("14 Feb 2025, 10:30 GMT", True),
        ("By Friday the water had reached the church and the school", False),
        ("On 3 March 2021 the bridge fell", False),
        ("https://harrow.example/2025/02/14/tower", False),
    ],
)
def test_a_byline_names_a_writer_or_a_time_and_little_else(line: str, expected: bool) -> None:
    assert is_byline(line) is expected


def test_a_place_after_a_name_is_not_part_of_it() -> None:
    assert parse_authors("By Mira Tolen in Harrow Bay and Jon Aske") == ("Mira Tolen", "Jon Aske")
