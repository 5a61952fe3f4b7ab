"""Names in pieces become whole, and lose what ends no name."""

import pytest
import spacy
from spacy.tokens import Doc

from tasks.extract.name_joins import join_names

NLP = spacy.blank("en")


def marked(text: str) -> Doc:
    """A text whose names stand in brackets with their labels: ``[Oldwick GPE]``."""
    plain, spans = "", []
    for part in text.replace("]", "[").split("["):
        name, _, label = part.rpartition(" ")
        if label.isupper() and len(label) > 2:
            spans.append((len(plain), len(plain) + len(name), label))
            part = name  # noqa: PLW2901
        plain += part
    doc = NLP(plain)
    found = [doc.char_span(start, end, label) for start, end, label in spans]
    assert None not in found
    doc.ents = [span for span in found if span is not None]
    return doc


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the [Harrow GPE] [University ORG] opened", [("Harrow University", "ORG")]),
        ("the [Norwegian NORP] [Embassy in Tarn ORG] closed", [("Norwegian Embassy in Tarn", "ORG")]),
        ("under [Tarn GPE] [Bridge FAC] they met", [("Tarn Bridge", "FAC")]),
        ("the [Reserve Bank of ORG] [Norway GPE] said", [("Reserve Bank of Norway", "ORG")]),
        ("[Ada PERSON] L. [Holm PERSON] spoke", [("Ada L. Holm", "PERSON")]),
        ("the [United States GPE] of [America GPE] signed", [("United States of America", "GPE")]),
        ("[Oldwick GPE] of [Farhaven GPE] they know little", [("Oldwick", "GPE"), ("Farhaven", "GPE")]),
        ("the [Norwegian NORP] [Ministry of Trade ORG] said", [("Norwegian", "NORP"), ("Ministry of Trade", "ORG")]),
        ("the [Lake Council and ORG] its clerk", [("Lake Council", "ORG")]),
        ("[Bo Lee-in PERSON] left", [("Bo Lee-in", "PERSON")]),
        ("her novel [What We Wait For WORK] sold", [("What We Wait For", "WORK")]),
        ("from [Harrow GPE]\n[School ORG] closes early", [("Harrow", "GPE"), ("School", "ORG")]),
        ("[Ada Holm PERSON] and [Lin Wu PERSON] met", [("Ada Holm", "PERSON"), ("Lin Wu", "PERSON")]),
    ],
)
def test_names_are_whole_and_end_where_names_may(text: str, names: list[tuple[str, str]]) -> None:
    assert [(span.text, span.label_) for span in join_names(marked(text).ents)] == names
