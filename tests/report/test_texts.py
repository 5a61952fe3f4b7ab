"""What comes from articles, made fit to be shown."""

from datetime import date

import pytest

from tasks.report.texts import counted, days, lead, long_days, plain, trail, web_address


def test_what_is_not_seen_is_taken_out_and_joiners_stay() -> None:
    assert plain("a\u202eb\u200b c\x00\n\td\ufeff") == "ab c d"
    assert plain("می\u200cخواهم") == "می\u200cخواهم"
    assert plain("Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306x") == "Z\u0300\u0301\u0302\u0303x"
    assert plain(None) == ""
    assert plain(0) == "0"


def test_a_long_text_is_cut_between_words() -> None:
    assert plain("one two three four", 12) == "one two …"
    assert plain("x" * 30, 10) == "xxxxxxxxxx …"


def test_a_sentence_is_cut_at_its_ends_and_not_at_the_word_it_is_shown_for() -> None:
    assert lead("The old bridge was ", 12) == "… bridge was "
    assert lead("“") == "“"
    assert trail(" by the council of Oldwick", 16) == " by the council …"
    assert trail(", he said") == ", he said"


@pytest.mark.parametrize(
    "url", ["https://a.example/", "http://a.example:8080/x?y=1#z", "https://xn--bcher-kva.example/ü"]
)
def test_an_address_of_a_page_is_kept_as_it_is(url: str) -> None:
    assert web_address(url) == url


def test_days_in_words() -> None:
    first, last = date(2026, 2, 28), date(2026, 3, 6)
    assert days(first, last) == "2026-02-28 to 2026-03-06"
    assert (days(first, first), days(first, None)) == ("2026-02-28", "from 2026-02-28")
    assert (days(None, last), days(None, None)) == ("by 2026-03-06", "day unknown")
    assert long_days(first, last) == "28 February to 6 March 2026"
    assert long_days(date(2026, 3, 1), last) == "1 to 6 March 2026"
    assert long_days(date(2025, 3, 1), last) == "1 March 2025 to 6 March 2026"
    assert long_days(last, last) == "6 March 2026"
    assert (counted(1, "article"), counted(1204, "entity", "entities")) == ("1 article", "1,204 entities")
