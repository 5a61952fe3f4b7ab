import pytest

from tasks.parse.published import observed_order, parse_publication, parse_timestamp


@pytest.mark.parametrize(
    ("text", "local", "at", "precision"),
    [
        ("9:58 24.11.2024 •", "2024-11-24 09:58:00", None, "minute"),
        ("9:58 05.11.2024", "2024-11-05 09:58:00", None, "minute"),
        ("Nov. 5, 2024 at 3:04 p.m. EST", "2024-11-05 15:04:00", "2024-11-05 20:04:00+00:00", "minute"),
        ("3 March 2021, 12:05 CET", "2021-03-03 12:05:00", "2021-03-03 11:05:00+00:00", "minute"),
        ("2024-11-05 10:22:33", "2024-11-05 10:22:33", None, "second"),
        ("Monday 3rd of May 2021", "2021-05-03 00:00:00", None, "day"),
        ("25/11/2024 10:00 GMT+3", "2024-11-25 10:00:00", "2024-11-25 07:00:00+00:00", "minute"),
        ("12:00 a.m. June 1, 2025", "2025-06-01 00:00:00", None, "minute"),
    ],
)
def test_bylines_are_read_as_printed(text: str, local: str, at: str | None, precision: str) -> None:
    found = parse_publication(text, "byline")
    assert found is not None
    assert (str(found.local), found.at and str(found.at), found.precision) == (local, at, precision)


@pytest.mark.parametrize("text", ["05/11/2024", "31.02.2024", "no date here", "Flight 370", "1234567890"])
def test_what_cannot_be_told_is_not_guessed(text: str) -> None:
    assert parse_publication(text, "byline") is None


@pytest.mark.parametrize(
    ("text", "local", "zone", "precision"),
    [
        ("2024-11-05T10:22:33Z", "2024-11-05 10:22:33", "Z", "second"),
        ("2024-11-05T10:22+0300", "2024-11-05 10:22:00", "+0300", "minute"),
        ("2024-05", "2024-05-01 00:00:00", None, "month"),
        ("2024", "2024-01-01 00:00:00", None, "year"),
        ("Tue, 05 Nov 2024 10:22:33 GMT", "2024-11-05 10:22:33", "GMT", "second"),
    ],
)
def test_timestamps_keep_their_precision_and_zone(text: str, local: str, zone: str | None, precision: str) -> None:
    found = parse_timestamp(text, "record")
    assert found is not None
    assert (str(found.local), found.zone, found.precision) == (local, zone, precision)


@pytest.mark.parametrize(
    "text", ["0000", "2024-13", "0001-01-01T00:00:00+05:00", "0001-01-01", "9999-12-31T23:59:59-05:00", "0", ""]
)
def test_placeholders_are_no_time(text: str) -> None:
    assert parse_timestamp(text, "record") is None


@pytest.mark.parametrize(
    ("text", "order", "local"),
    [
        ("9:58 05/11/2024", "dmy", "2024-11-05 09:58:00"),
        ("9:58 05/11/2024", "mdy", "2024-05-11 09:58:00"),
        ("25/11/2024", "mdy", "2024-11-25 00:00:00"),
        ("9:58 05.11.2024", "mdy", "2024-11-05 09:58:00"),
    ],
)
def test_a_day_in_figures_is_read_in_the_sources_order_unless_it_tells_its_own(
    text: str, order: str, local: str
) -> None:
    found = parse_publication(text, "byline", order=order)
    assert found is not None
    assert str(found.local) == local


@pytest.mark.parametrize(
    ("text", "order"),
    [("24/11/2024", "dmy"), ("11/24/2024 9:58", "mdy"), ("05/11/2024", None), ("11/11/2024", None), ("no day", None)],
)
def test_an_unambiguous_day_gives_the_sources_order_away(text: str, order: str | None) -> None:
    assert observed_order(text) == order


@pytest.mark.parametrize(
    ("text", "language", "local"),
    [
        ("24. listopadu 2024", "cs", "2024-11-24"),
        ("24. listopada 2024", "hr", "2024-10-24"),
        ("24 listopada 2024", None, None),
        ("24 ноября 2024", None, "2024-11-24"),
        ("12:00 a.m. June 1, 2025", "en", "2025-06-01"),
    ],
)
def test_a_month_means_what_it_means_in_its_language_and_nothing_where_languages_differ(
    text: str, language: str | None, local: str | None
) -> None:
    found = parse_publication(text, "byline", language)
    assert (found and str(found.local)[:10]) == local
