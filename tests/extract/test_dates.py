"""Where time expressions lie: what a news reader takes them for."""

from datetime import date

import pytest

from tasks.extract.article import extract_article
from tasks.extract.pipeline import load_pipeline
from tasks.extract.version import RULES
from tasks.records import Extraction
from tests.make import parse

NLP = load_pipeline(RULES)
HEAD = "Harrow Bay keeps its lighthouse\n\n9:00 19.03.2025\n\n"
TAIL = (
    " The debate about the lighthouse and the land around it has occupied the people of the town for a long while,"
    " and it will occupy them for some while yet."
)


def extract(text: str) -> Extraction:
    return extract_article(NLP, parse(HEAD + text + TAIL))


def found(text: str) -> dict[str, tuple[date | None, date | None]]:
    return {d.text: (d.date_from, d.date_to) for d in extract(text).dates if d.sent_no is not None}


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("The votes had been counted by Friday.", "Friday", date(2025, 3, 14)),
        ("The votes must be counted by Friday.", "Friday", date(2025, 3, 21)),
        ("The ferry ran on Thursday.", "Thursday", date(2025, 3, 13)),
        ("The ferry is due on Thursday.", "Thursday", date(2025, 3, 20)),
        ("The hearing was adjourned to Thursday.", "Thursday", date(2025, 3, 20)),
        ("The vote was postponed until October 9.", "October 9", date(2025, 10, 9)),
        ("The mill stood until October 9.", "October 9", date(2025, 10, 9)),
        ("The mill burned down on October 9.", "October 9", date(2024, 10, 9)),
        ("The mill burned down on July, 9, 2011.", "July, 9, 2011", date(2011, 7, 9)),
    ],
)
def test_what_is_done_by_a_day_is_past_and_what_must_be_done_is_to_come(text: str, words: str, day: date) -> None:
    assert found(text) == {words: (day, day)}


def test_a_word_that_opens_a_speech_is_no_time() -> None:
    assert found("“Now, that is a question,” she said.") == {}
    assert found("The tower is now closed.") == {"now": (date(2025, 3, 19), date(2025, 3, 19))}


def test_that_year_is_the_year_named_last() -> None:
    text = (
        "The canal was begun in 1801. In March 1804 it reached the sea. The mill, given up since 1799, was let."
        " In May of that year its wheel broke. In June 1805 it ran again. In 1806 it burned down."
    )
    assert found(text)["May of that year"] == (date(1799, 5, 1), date(1799, 5, 31))


def test_what_counts_from_a_time_counts_from_the_one_named_just_before() -> None:
    text = (
        "The canal was begun in 1801. In 1802 it was dug. In March 1804 it reached the sea. The last barge was broken"
        " up in 1890. Its lock had been mended six years earlier. In 1806 the lock gave way."
    )
    assert found(text)["six years earlier"] == (date(1884, 1, 1), date(1884, 12, 31))


def test_a_narrative_that_goes_back_from_november_to_january_has_come_to_the_next_year() -> None:
    text = (
        "The canal was begun in 1801. In 1802 it was dug to the moor. In November 1804 it reached the sea. In January"
        " a barge came. It was deepened in 1820 and filled up in 1850."
    )
    assert found(text)["January"] == (date(1805, 1, 1), date(1805, 1, 31))


def test_the_day_that_a_byline_prints_is_told_once() -> None:
    dates = [(d.text, d.rule) for d in extract("It is closed.").dates if d.sent_no is None]
    assert dates == [("9:00 19.03.2025", "byline")]
