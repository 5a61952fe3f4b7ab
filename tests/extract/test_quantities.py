"""What numbers say, and what they are said of."""

import pytest

from tasks.extract.article import extract_article
from tasks.extract.pipeline import load_pipeline
from tasks.records import Quantity
from tests.make import parse

NLP = load_pipeline()
HEAD = "Harrow Bay keeps its lighthouse\n\n9:00 19.03.2025\n\n"
TAIL = (
    " The debate about the lighthouse and the land around it has occupied the people of the town for a long while,"
    " and it will occupy them for some while yet."
)


def quantities(text: str) -> list[Quantity]:
    return list(extract_article(NLP, parse(HEAD + text + TAIL)).quantities)


@pytest.mark.parametrize(
    ("text", "value", "high", "unit", "kind"),
    [
        ("Twenty-five boats were lost.", 25, None, "boats", "count"),
        ("One hundred and fifty boats were lost.", 150, None, "boats", "count"),
        ("Between 20 and 30 boats were lost.", 20, 30, "boats", "count"),
        ("At least 20 boats were lost.", 20, None, "boats", "count"),
        ("In the storm 12 died.", 12, None, None, "count"),
        ("The bay covers 12 square miles.", 12, None, "square miles", "measure"),
        ("It is the third largest port.", 3, None, "largest", "rank"),
        ("The boat finished second.", 2, None, None, "rank"),
        ("It was the second storm.", 2, None, None, "ordinal"),
        ("A 600-strong crowd gathered.", 600, None, None, "count"),
        ("The fund holds A$5 million.", 5_000_000, None, "AUD", "money"),
        ("The fund holds ₱75.", 75, None, "PHP", "money"),
        ("The fund holds NOK3.4 million.", 3_400_000, None, "NOK", "money"),
        ("The fund holds RM 40.", 40, None, "MYR", "money"),
        ("The bay holds .07 percent of it.", 0.07, None, "%", "percent"),
        ("The fleet grew by two more than planned.", 2, None, None, "count"),
        ("The town counted 40 old brightly painted boats.", 40, None, "boats", "count"),
        ("The county closed 1,240 petrol stations.", 1240, None, "stations", "count"),
        ("The harbour took four and six boats.", 4, 6, "boats", "count"),
    ],
)
def test_a_number_has_value_unit_and_kind(text: str, value: float, high: float | None, unit: str, kind: str) -> None:
    assert [(q.value, q.value_high, q.unit, q.kind) for q in quantities(text)] == [(value, high, unit, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "A third of the town voted.",
        "Two thirds of the town voted.",
        "Lund, 47, left.",
        "They won seven-nil.",
        "It was 3-1.",
        "Swimmers under the age of 12 now stay away.",
        "Sailors aged between 18 and 40 may row.",
        "The talks at COP 27 went on.",
        "The First Lady saw the Guild of the Three Grey Towers.",
        "The plan is at https://harrow.example/2024/20-boats-lost online.",
    ],
)
def test_a_part_an_age_a_score_a_name_and_an_address_are_no_counts(text: str) -> None:
    assert quantities(text) == []


def test_a_quantity_has_subject_measure_period_and_claimant() -> None:
    (found,) = quantities("“The bay lost 12 percent of its boats a year,” Mara Lund said.")
    assert (found.subject, found.measure, found.claimed_by) == ("bay", "its boats", "Mara Lund")
    (found,) = quantities("The fund pays $300 a month.")
    assert (found.subject, found.period) == ("fund", "a month")
    (found,) = quantities("The harbour office mourned sailors among whom were nine brothers.")
    assert (found.unit, found.subject) == ("brothers", None)
    (found,) = quantities("The rate in Harrow was 12 percent per 1,000 people.")
    assert found.kind == "percent"
    (found,) = quantities("The ferry carried 900 people in 2019.")
    assert (found.subject, found.period) == ("ferry", "2019")
