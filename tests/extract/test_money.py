"""Sums of money by their forms."""

import pytest
import spacy
from spacy.tokens import Doc

from models.training.tokens import blank_pipeline
from tasks.extract.money import find_sums

NLP = blank_pipeline()


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        (
            "It lost $439m. Then A$3.5 billion, US$13 billion and Rs 35 lakh.",
            ["$439m", "A$3.5 billion", "US$13 billion", "Rs 35 lakh"],
        ),
        ("She paid 150,000 Egyptian Pounds (10,000 US dollars).", ["150,000 Egyptian Pounds", "10,000 US dollars"]),
        (
            "Hundreds of millions of dollars, or 2,500 colones a head.",
            ["Hundreds of millions of dollars", "2,500 colones"],
        ),
        (
            "EUR 5m, 300 USD, £10-15 million, $1,000 to $2,000, 50 cents",
            ["EUR 5m", "300 USD", "£10-15 million", "$1,000 to $2,000", "50 cents"],
        ),
        ("Five million yen were found.", ["Five million yen"]),
        ("The sack weighs 200 pounds.", []),
        ("The roads are 10m km long and 300 were mended.", []),
    ],
)
def test_sums(text: str, sums: list[str]) -> None:
    assert [span.text for span in find_sums(NLP(text))] == sums


def test_a_verb_is_no_currency() -> None:
    doc = Doc(
        spacy.blank("en").vocab, ["The", "party", "27", "won", "seats"], pos=["DET", "NOUN", "NUM", "VERB", "NOUN"]
    )
    assert list(find_sums(doc)) == []
