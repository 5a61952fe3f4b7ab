from datetime import date

import pytest

from tasks.extract.article import extract_article
from tasks.extract.context import read_context
from tasks.extract.pipeline import ModelError, load_pipeline
from tasks.records import Extraction
from tests.make import parse

NLP = load_pipeline()
HEAD = "Harrow Bay keeps its lighthouse\n\n9:00 19.03.2025\n\n"
TAIL = (
    " The lighthouse stands on the rocks north of the town, the road to it runs along the shore for a long way,"
    " and there is a small yard behind it."
)


def extract(text: str) -> Extraction:
    return extract_article(NLP, parse(HEAD + text + TAIL))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It opened on Jan. 5. Mr. Holm was there.", ["It opened on Jan. 5.", "Mr. Holm was there."]),
        ("The U.S. Navy left. It was over.", ["The U.S. Navy left.", "It was over."]),
        ("He paid 3.5 million. She paid less.", ["He paid 3.5 million.", "She paid less."]),
        ("“It is over.” He left.", ["“It is over.”", "He left."]),
        ("“Why now?” the mayor asked. Nobody knew.", ["“Why now?” the mayor asked.", "Nobody knew."]),
        ('"We wait." Then they went.', ['"We wait."', "Then they went."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    sentences = [s.text for s in extract(text).sentences]
    assert sentences[0] == "Harrow Bay keeps its lighthouse"
    assert sentences[1 : len(expected) + 1] == expected


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("The council met on Monday.", "Monday", date(2025, 3, 17), date(2025, 3, 17)),
        ("The council will meet on Monday.", "Monday", date(2025, 3, 24), date(2025, 3, 24)),
        ("It was built on May 3, 1904.", "May 3, 1904", date(1904, 5, 3), date(1904, 5, 3)),
        ("It closed on Nov. 5.", "Nov. 5", date(2024, 11, 5), date(2024, 11, 5)),
        ("It closed last month.", "last month", date(2025, 2, 1), date(2025, 2, 28)),
        ("It closed this year.", "this year", date(2025, 1, 1), date(2025, 12, 31)),
        ("It closed two days ago.", "two days ago", date(2025, 3, 17), date(2025, 3, 17)),
        ("It has been shut since 2019.", "2019", date(2019, 1, 1), None),
        ("It was loved in the 1990s.", "the 1990s", date(1990, 1, 1), date(1999, 12, 31)),
        ("It stood empty in the 19th century.", "the 19th century", date(1800, 1, 1), date(1899, 12, 31)),
        ("They argued for years.", "for years", None, date(2025, 3, 19)),
        ("It rained last weekend.", "last weekend", date(2025, 3, 15), date(2025, 3, 16)),
        ("It opened in the summer of 1998.", "the summer of 1998", date(1998, 6, 1), date(1998, 8, 31)),
        ("It opened in the third quarter of 2024.", "the third quarter of 2024", date(2024, 7, 1), date(2024, 9, 30)),
    ],
)
def test_time_expressions_are_intervals(text: str, words: str, first: date | None, last: date | None) -> None:
    found = {d.text: (d.date_from, d.date_to) for d in extract(text).dates if d.sent_no is not None}
    assert found == {words: (first, last)}


def test_both_ends_of_a_range_are_told() -> None:
    found = [(d.text, d.date_from, d.date_to) for d in extract("It rained from March 3 to 5, 2024.").dates if d.sent_no]
    assert found == [
        ("March 3", date(2024, 3, 3), date(2024, 3, 3)),
        ("5, 2024", date(2024, 3, 5), date(2024, 3, 5)),
    ]


@pytest.mark.parametrize(
    ("text", "granularity"),
    [("They sat 3 hours.", "duration"), ("They meet every Monday.", "set"), ("It ended two weeks later.", "vague")],
)
def test_a_duration_is_told_and_is_no_day(text: str, granularity: str) -> None:
    found = [(d.date_from, d.date_to, d.granularity) for d in extract(text).dates if d.sent_no]
    assert found == [(None, None, granularity)]


def test_a_narrative_goes_on_from_the_time_that_it_told_last() -> None:
    text = (
        "The bridge was begun in 1871. Its piers stood by May 1872. In June the river rose, and in 1873 it was"
        " given up. In 1880 it was built again. On 4 August 1881 it burned down. The following day the ferry ran."
    )
    found = {d.text: d.date_from for d in extract(text).dates}
    assert found["June"] == date(1872, 6, 1)
    assert found["The following day"] == date(1881, 8, 5)


@pytest.mark.parametrize("text", ["It may rain.", "The march went on.", "He is 71 years old."])
def test_what_is_no_day_is_not_turned_into_one(text: str) -> None:
    assert [d.text for d in extract(text).dates if d.sent_no is not None] == []


def test_without_a_publication_day_a_weekday_stays_open() -> None:
    article = parse("The council of Harrow Bay met on Monday to talk about the lighthouse." + TAIL)
    (found,) = extract_article(NLP, article).dates
    assert (found.text, found.date_from, found.date_to) == ("Monday", None, None)


@pytest.mark.parametrize(
    ("text", "words", "speaker", "kind"),
    [
        ('"We will keep it," said Mara Lund.', "We will keep it,", "Mara Lund", "direct"),
        ("“We will keep it,” Mayor Mara Lund told reporters.", "We will keep it,", "Mara Lund", "direct"),
        ('Mara Lund spoke. “We will keep it," Lund said.', "We will keep it,", "Mara Lund", "direct"),
        ("Mara Lund said the tower was “worth every coin”.", "worth every coin", "Mara Lund", "mixed"),
        ("«We will keep it,» said Mara Lund.", "We will keep it,", "Mara Lund", "direct"),
    ],
)
def test_words_in_marks_have_a_speaker(text: str, words: str, speaker: str, kind: str) -> None:
    found = [(q.text, q.speaker, q.kind) for q in extract(text).quotes if q.kind != "indirect"]
    assert found == [(words, speaker, kind)]


def test_a_statement_with_words_in_marks_is_told_whole_and_in_its_own_words() -> None:
    found = extract("Mara Lund said the tower was “worth every coin”.").quotes
    assert [(q.text, q.speaker, q.kind) for q in found] == [
        ("the tower was “worth every coin”", "Mara Lund", "indirect"),
        ("worth every coin", "Mara Lund", "mixed"),
    ]


def test_a_quotation_that_goes_on_keeps_its_speaker() -> None:
    found = extract('"We will keep it," Mara Lund said. "It is ours, and it always was."').quotes
    assert [(q.text, q.speaker) for q in found] == [
        ("We will keep it,", "Mara Lund"),
        ("It is ours, and it always was.", "Mara Lund"),
    ]


@pytest.mark.parametrize("text", ["They named it the “Old Lady” in jest.", "The film “Light” was shot there."])
def test_a_name_in_marks_is_no_speech(text: str) -> None:
    assert extract(text).quotes == ()


@pytest.mark.parametrize(
    ("text", "cited", "kind"),
    [
        ("The tower is sold, Reuters reported.", "Reuters", "agency"),
        ("Mara Lund told the BBC that it is not.", "BBC", "outlet"),
        ("According to Al Jazeera, it is open.", "Al Jazeera", "outlet"),
        ("HARROW BAY (AFP) - The tower is sold.", "Agence France-Presse", "agency"),
        ("Analysts warn that it may fall.", None, "anonymous"),
    ],
)
def test_sources_are_cited_by_a_word_of_saying(text: str, cited: str | None, kind: str) -> None:
    assert [(c.cited, c.kind) for c in extract(text).citations] == [(cited, kind)]


def test_a_name_of_an_outlet_alone_is_no_citation() -> None:
    assert extract("The BBC has an office in Harrow Bay.").citations == ()


@pytest.mark.parametrize(
    ("text", "value", "high", "unit", "kind"),
    [
        ("It cost $4.5 million.", 4_500_000, None, "USD", "money"),
        ("It cost between 30 and 45 million euros.", 30_000_000, 45_000_000, "EUR", "money"),
        ("Pay rose by 12 percent.", 12, None, "%", "percent"),
        ("More than 2,300 people came.", 2300, None, "people", "count"),
        ("The river fell by 60 centimetres and 2 km of road.", 2, None, "km", "measure"),
        ("It is the second-lowest tower.", 2, None, "lowest", "rank"),
        ("It is the third tower.", 3, None, None, "ordinal"),
        ("They issued a three-page note.", 3, None, "page", "count"),
    ],
)
def test_quantities_have_value_unit_and_kind(
    text: str, value: float, high: float | None, unit: str | None, kind: str
) -> None:
    found = [(q.value, q.value_high, q.unit, q.kind) for q in extract(text).quantities]
    assert (value, high, unit, kind) in found


@pytest.mark.parametrize(
    "text", ["Article 5 holds.", "Flight 370 left.", "She is 71.", "It began at 9:30.", "On May 5 it fell."]
)
def test_names_ages_and_times_are_not_counts(text: str) -> None:
    assert [q.text for q in extract(text).quantities] == []


def test_every_record_has_the_words_that_its_offsets_say() -> None:
    article = parse(HEAD + "“We\u00a0keep it,” Mara Lund told\u00a0Reuters on\u00a0Monday, for $5\u00a0million." + TAIL)
    found = extract_article(NLP, article)
    for records in (found.sentences, found.dates, found.quotes, found.citations, found.quantities):
        assert records
        for record in records:
            assert article.article.full_text[record.start_char : record.end_char] == record.text


def test_a_rule_that_fails_costs_its_own_records_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.extract.article.find_quotes", lambda *_: 1 // 0)
    found = extract("Mara Lund told Reuters on Monday.")
    assert found.quotes == ()
    assert [citation.cited for citation in found.citations] == ["Reuters"]
    assert [r.reason for r in found.rejections] == ["quotes-failed"]


def test_a_pipeline_that_is_not_installed_is_named() -> None:
    with pytest.raises(ModelError, match="no_such_pipeline"):
        load_pipeline("no_such_pipeline")


def test_a_text_too_long_is_analysed_in_part_and_said_to_be() -> None:
    found = extract("The ferry was late. " * 6000)
    assert [r.reason for r in found.rejections] == ["text-cut"]
    assert len(found.sentences) > 4000


def test_no_run_of_marks_reaches_the_tokenizer_whole() -> None:
    context = read_context(NLP, parse(HEAD + "The sign read " + '"' * 5000 + " and nothing else." + TAIL))
    assert len(context.text) == len(context.article.full_text)
    assert max(map(len, context.text.split())) <= 300
