"""Names within the names of bodies, halls and works are somebody's own where the text names the same alone."""

import re

from tasks.extract.name_parts import names_within
from tasks.extract.referents import Name, Referent


def parts(text: str, **named: tuple[str, str]) -> list[tuple[str, str]]:
    """What is found within the names, and whom it means; ``named`` has an entity's names and label by a key."""
    names = []
    for forms, label in named.values():
        referent = Referent(label)
        for form in forms.split("|"):
            found = [m.span() for m in re.finditer(re.escape(form), text)]
            names += [Name(*span, label, "name", referent) for span in found]
            referent.names[form] += len(found)
    alone = [n for n in names if not any(o is not n and o.start <= n.start and n.end <= o.end for o in names)]
    return [(text[n.start : n.end], n.referent.name) for n in names_within(text, sorted(alone, key=lambda n: n.start))]


def test_a_person_within_a_bodys_name() -> None:
    text = "Tarn painted. Lina Tarn left it to the Lina Tarn Trust, and the Tarn Hall shows it."
    found = parts(text, who=("Lina Tarn|Tarn", "PERSON"), body=("Lina Tarn Trust", "ORG"), hall=("Tarn Hall", "FAC"))
    assert found == [("Lina Tarn", "Lina Tarn"), ("Tarn", "Lina Tarn")]


def test_a_place_that_the_text_does_not_name_alone_is_no_part() -> None:
    assert parts("the Oldwick Council met", body=("Oldwick Council", "ORG")) == []
    named = parts("In Oldwick the Oldwick Council met", at=("Oldwick", "GPE"), body=("Oldwick Council", "ORG"))
    assert named == [("Oldwick", "Oldwick")]


def test_a_places_initials_open_a_name() -> None:
    text = "From Lower Harrow she wrote to LH Post and the Old LH Club."
    found = parts(text, at=("Lower Harrow", "GPE"), paper=("LH Post", "ORG"), club=("Old LH Club", "ORG"))
    assert found == [("LH", "Lower Harrow")]


def test_a_body_owns_only_names_that_begin_with_its_own() -> None:
    text = "Harrow Library gave to Tool Library; the Harrow Library Run raised more, as did Tarn Tool Library."
    found = parts(
        text,
        one=("Harrow Library", "ORG"),
        two=("Tool Library", "ORG"),
        run=("Harrow Library Run", "EVENT"),
        other=("Tarn Tool Library", "ORG"),
    )
    assert found == [("Harrow Library", "Harrow Library")]


def test_short_forms_of_kinds_and_of_the_same_body_are_no_parts() -> None:
    text = "The Council of Oldwick met. The Council heard the Harrow Council Board."
    assert parts(text, one=("Council of Oldwick|Council", "ORG"), two=("Harrow Council Board", "ORG")) == []


def test_nothing_stands_within_an_outlets_name() -> None:
    text = "In New York she read The New York Times."
    assert parts(text, at=("New York", "GPE"), it=("The New York Times", "ORG")) == []
