"""The same statement in other words, and statements that only look alike."""

from datetime import date
from itertools import permutations

from tasks.resolve.statements import Statement, group_wordings, is_same


def said(name: str, text: str, speaker: str | None = "p:holm", day: int = 10, article: str = "one") -> Statement:
    return Statement(name, article, text, speaker, date(2026, 3, day))


WHOLE = said("a", "They went over the list of harbour repairs still open in Oldwick,", None)
EXCERPT = said("b", "the list of harbour repairs still open", "n:oldwick council")
REWORDED = said("c", "They went over the sum of harbour repairs still open in Oldwick.", "p:spokeswoman")


def test_a_statement_in_three_wordings_is_one_group_in_any_order() -> None:
    other = said("d", "The harbour will be shut on Monday", "p:holm")
    for order in permutations([WHOLE, EXCERPT, REWORDED, other]):
        assert group_wordings(order) == {"a": "a", "b": "a", "c": "a"}


def test_a_denial_and_another_number_are_other_statements() -> None:
    plain = said("a", "The harbour will open again in 3 days for every ferry")
    assert is_same(plain, said("b", "the harbour will open again in 3 days for every ferry."))
    assert not is_same(plain, said("b", "The harbour will not open again in 3 days for every ferry"))
    assert not is_same(plain, said("b", "The harbour will open again in 5 days for every ferry"))


def test_two_people_do_not_make_one_statement_and_a_week_later_it_is_another() -> None:
    plain = said("a", "Every ferry must be inspected again before the summer begins")
    assert not is_same(plain, said("b", plain.text, "p:brandt"))
    assert is_same(plain, said("b", plain.text, day=17, article="two"))
    assert not is_same(plain, said("b", plain.text, day=18, article="two"))


def test_without_a_day_a_statement_is_told_again_in_its_own_article_alone() -> None:
    words = "Every ferry must be inspected again before the summer begins"
    one, again, elsewhere = (Statement(n, n[0], words, "p:holm", None) for n in ("one", "once more", "two"))
    assert group_wordings([elsewhere, again, one]) == {"once more": "once more", "one": "once more"}


def test_a_slogan_repeated_for_months_is_one_statement_week_by_week() -> None:
    days = [said(f"q{n:03}", "Vote for the harbour that never sleeps", day=1 + n // 40) for n in range(400)]
    late = Statement("q999", "late", days[0].text, "p:holm", date(2026, 5, 1))
    assert group_wordings([*days, late]) == {s.quote_id: "q000" for s in days}


def test_what_everybody_says_is_no_statement_of_its_own() -> None:
    assert not is_same(said("a", "very important"), said("b", "very important"))
