import pytest

from tasks.parse.authors import Named, read_byline

LINES = {
    "By Jane Roe, Political Correspondent, Oster Post": (("Jane Roe",), ()),
    "By Jane Roe Oster Post": (("Jane Roe",), ()),
    "Von Seb Halm, Lund": (("Seb Halm",), ()),
    "Reporter Jane Roe": (("Jane Roe",), ()),
    "By Staff Reporter": ((), ("Staff Reporter",)),
    "By Anne Holt | Photos by Jon Aske": (("Anne Holt",), ()),
    "Text: Eva Lund, Foto: Per Ek": (("Eva Lund",), ()),
    "By Mira Tolen • 3 min read": (("Mira Tolen",), ()),
    "Written by Omar N. Haddad (Reuters)": (("Omar N. Haddad",), ()),
    "Por María José López y Ana de la Torre": (("María José López", "Ana de la Torre"), ()),
    "Автор: Иван Лосев, Мария Гаршина": (("Иван Лосев", "Мария Гаршина"), ()),
    "بقلم أحمد علي": (("أحمد علي",), ()),
    "文・山口花子": (("山口花子",), ()),
    "By Jane Roe and Omar Haddad Monday, November 18, 2024": (("Jane Roe", "Omar Haddad"), ()),
    "Associated Press November 19, 2024, 9:02 AM": ((), ("Associated Press",)),
    "Analysis by Jane Roe": (("Jane Roe",), ()),
    "PTI Updated: 5 May 2024": ((), ("PTI",)),
    "Oster Post em Lund": ((), ("Oster Post em Lund",)),
    "Oster burns for a second night": ((), ()),
}


@pytest.mark.parametrize(("line", "expected"), LINES.items(), ids=LINES)
def test_a_line_of_the_page_names_people_by_first_and_last_name(
    line: str, expected: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    found = read_byline([Named(line)], ["Oster Post"], "shown", stated=False)
    assert (found.people, found.newsrooms) == expected


FIELDS = {
    "JANE ROE AND JOHN DOE": (("Jane Roe", "John Doe"), ()),
    "jane roe": (("Jane Roe",), ()),
    "Mary A Smith and John E. Doe": (("Mary A Smith", "John E. Doe"), ()),
    "Tom Hale, Jr.": (("Tom Hale Jr",), ()),
    "Jane Roe in Paris and Li Wei in Beijing": (("Jane Roe", "Li Wei"), ()),
    "jane.roe@osterpost.example Jane Roe": (("Jane Roe",), ()),
    "Heryadi": (("Heryadi",), ()),
    "Harbour staff and agencies": ((), ("Harbour staff", "agencies")),
    "OP Staff": ((), ("OP Staff",)),
    "AFP": ((), ("AFP",)),
    "Oster Post": ((), ("Oster Post",)),
    "Jane Roe, Oster Post": (("Jane Roe",), ()),
    "김하늘 기자": (("김하늘",), ()),
    "https://social.example/jane": ((), ()),
    "@janeroe": ((), ()),
    "admin": ((), ()),
    "Jane Roe, AP National Political Writer": (("Jane Roe",), ()),
    "Jane Roe, MS, RD": (("Jane Roe",), ()),
    "Jane Roe For Oster Post": (("Jane Roe",), ()),
    "JD Halm": (("JD Halm",), ()),
    "The Daily Grind": ((), ("The Daily Grind",)),
    "Developed by Per Ek": ((), ()),
}


@pytest.mark.parametrize(("value", "expected"), FIELDS.items(), ids=FIELDS)
def test_a_field_for_authors_may_hold_one_name_alone(
    value: str, expected: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    found = read_byline([Named(value)], ["Oster Post"], "jsonld", stated=True)
    assert (found.people, found.newsrooms) == expected
