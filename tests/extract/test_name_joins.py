"""Names in pieces become whole, and lose what ends no name."""

import pytest

from tasks.extract.name_joins import whole_names
from tasks.extract.name_keys import org_key
from tasks.extract.name_spans import Span


def marked(text: str) -> tuple[str, list[Span]]:
    """A text whose names stand in brackets with their labels: ``[Oldwick GPE]``."""
    plain, spans = "", []
    for number, part in enumerate(text.replace("]", "[").split("[")):
        words, _, label = part.rpartition(" ") if number % 2 else (part, "", "")
        if label:
            spans.append((len(plain), len(plain) + len(words), label, words))
        plain += words
    return plain, spans


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the [Tarnow PERSON] [University ORG] opened", [("Tarnow University", "ORG")]),
        ("the [Oslo GPE] [Institute for Peace ORG]", [("Oslo", "GPE"), ("Oslo Institute for Peace", "ORG")]),
        ("the [Norwegian NORP] [Embassy in Rome ORG] closed", [("Norwegian Embassy in Rome", "ORG")]),
        ("the [Norwegian NORP] [Supreme Court ORG] sat", [("Norwegian Supreme Court", "ORG")]),
        ("the [Reserve Bank of ORG] [Norway GPE] said", [("Reserve Bank of Norway", "ORG"), ("Norway", "GPE")]),
        ("the [Bank of ORG] [Holm PERSON] said", [("Bank of Holm", "ORG")]),
        ("the [Oslo GPE] [State College ORG] opened", [("Oslo", "GPE"), ("Oslo State College", "ORG")]),
        ("the [Oslo GPE] [Tigers ORG] won", [("Oslo", "GPE"), ("Oslo Tigers", "ORG")]),
        ("the [Oslo GPE] [Congress ORG] met", [("Oslo", "GPE"), ("Congress", "ORG")]),
        ("the [Oslo GPE] [Nordbank ORG] said", [("Oslo", "GPE"), ("Nordbank", "ORG")]),
        ("[Ada PERSON] L. [Holm PERSON] spoke", [("Ada L. Holm", "PERSON")]),
        ("the [United States GPE] of [America GPE] signed", [("United States of America", "GPE")]),
        ("of [Rome GPE] of [Bergen GPE] they know little", [("Rome", "GPE"), ("Bergen", "GPE")]),
        ("the [Norwegian NORP] [Ministry of Trade ORG]", [("Norwegian", "NORP"), ("Ministry of Trade", "ORG")]),
        ("the [Lake Council and ORG] its clerk", [("Lake Council", "ORG")]),
        ("[Bo Lee-in PERSON] left", [("Bo Lee-in", "PERSON")]),
        ("her novel [What We Wait For WORK] sold", [("What We Wait For", "WORK")]),
        ("from [Oslo GPE]\n[School ORG] closes early", [("Oslo", "GPE"), ("School", "ORG")]),
        ("[Ada Holm PERSON] and [Lin Wu PERSON] met", [("Ada Holm", "PERSON"), ("Lin Wu", "PERSON")]),
    ],
)
def test_names_are_whole_and_end_where_names_may(text: str, names: list[tuple[str, str]]) -> None:
    found = whole_names(*marked(text))
    assert [(words, label) for _, _, label, words in found] == names
    assert all(marked(text)[0][start:end] == words for start, end, _, words in found)


def test_a_legal_form_belongs_to_the_name_before_it() -> None:
    text, spans = marked("the [Tarn Bridge ORG] [Sdn Bhd ORG] and the [Holm ORG] [Agency ORG] met")
    assert [span[3] for span in whole_names(text, spans)] == ["Tarn Bridge Sdn Bhd", "Holm", "Agency"]
    assert org_key("Tarn Bridge Sdn Bhd") == org_key("Tarn Bridge")
