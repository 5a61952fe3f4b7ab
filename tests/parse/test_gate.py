"""Bytes become text by what they are, not by what they are said to be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.parse.gate import clean_markup_text, decode
from tasks.parse.page import parse_page
from tasks.records import Rejection
from tests.make import a_page, parse

RUSSIAN = "В посёлке Заречье открыли мост, и до школы теперь десять минут пешком."
JAPANESE = "港の灯台は今夜から再び点灯する。町の人々は四時間の議論の末に決めた。"
FRENCH = "L’été, la forêt brûle : « on n’a rien vu de tel », dit l’élu."


@pytest.mark.parametrize(
    ("text", "written", "declared"),
    [
        (RUSSIAN, "utf-8", "iso-8859-1"),
        (RUSSIAN, "utf-8", "windows-1251"),
        (RUSSIAN, "windows-1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (JAPANESE, "utf-8", "shift_jis"),
        (JAPANESE, "shift_jis", "shift_jis"),
        (JAPANESE, "euc-jp", "euc-jp"),
        (JAPANESE, "utf-16", "utf-8"),
        (FRENCH, "utf-16-le", "utf-8"),
        (FRENCH, "utf-16-be", None),
        (FRENCH, "cp1252", "iso-8859-1"),
        (FRENCH, "utf-8-sig", "latin-1"),
        ("灯台は今夜から。" * 4, "gb18030", "gb2312"),
        (FRENCH, "utf-8", "utf-7"),
        (FRENCH, "utf-8", "no-such-charset"),
    ],
)
def test_a_wrong_label_does_not_garble_a_text(text: str, written: str, declared: str | None) -> None:
    assert decode(text.encode(written), declared) == text


def test_the_charset_that_a_page_names_is_used_where_nothing_else_tells() -> None:
    markup = f'<html><head><meta charset="windows-1251"><title>x</title></head><body>{RUSSIAN}</body></html>'
    assert decode(markup.encode("windows-1251"), markup=True) == markup


def test_one_broken_byte_does_not_make_it_another_encoding() -> None:
    body = (RUSSIAN * 20).encode()
    assert decode(body[:101] + body[102:], "windows-1251").count("�") == 1
    assert decode(body[:-2], None).endswith("пешко�")


@settings(deadline=None)
@given(st.text())
def test_what_nobody_sees_never_passes_the_gate(text: str) -> None:
    hidden = set("\x00\x08\x1f\x7f\u00ad\u200b\u2060\ufeff\u202a\u202e\u2066\u2069\U000e0041")
    assert not hidden & set(clean_markup_text(text))


@pytest.mark.parametrize("joined", ["می‌خواهم", "👩‍🚒", "क्‍ष"])
def test_joiners_that_a_script_needs_are_kept(joined: str) -> None:
    assert clean_markup_text(joined) == joined


def test_nobody_is_deceived_by_marks_in_a_title() -> None:
    prose = "The council of Harrow Bay voted late on Thursday to keep it, after a debate of four hours, the clerk said."
    text = f"Harrow\u202e Bay keeps\u200b its tower\n\n{prose}"
    article = parse(text).article
    assert article.title == "Harrow Bay keeps its tower"
    assert article.full_text == text


@pytest.mark.parametrize(
    "text", ["x" * 200_000, "\n" * 200_000 + "The vote was held.", "🎈" * 50_000, "a\u0301" * 50_000]
)
def test_odd_texts_are_read_or_turned_away(text: str) -> None:
    result = parse_page(a_page(text))
    assert not isinstance(result, Rejection) or result.reason in ("no-text", "empty")
