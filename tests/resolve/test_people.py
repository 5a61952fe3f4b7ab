"""Whom a surname means, and who shares a name with somebody else."""

from datetime import date

from tasks.resolve.people import Bearer, pick_expansion, read_surname, split_namesakes


def bearer(article: str, name: str, day: int, company: str = "", **told: str) -> Bearer:
    sides = {key: frozenset(words.split()) for key, words in told.items()}
    return Bearer(
        article, f"local {name}", f"entity {name}", name, date(2026, 3, day), frozenset(company.split()), **sides
    )


def test_a_surname_means_its_bearer_who_keeps_the_same_company() -> None:
    short = bearer("x", "Holm", 10, "harbour council")
    full = [bearer("a", "Ada Holm", 9, "harbour council ferry"), bearer("b", "Jon Holm", 10, "stadium league")]
    reading = read_surname(short, full)
    assert reading is not None
    assert (reading.entity_id, reading.reason) == ("entity Ada Holm", "company")
    assert read_surname(short, full[::-1]) == reading


def test_a_surname_whose_bearers_cannot_be_told_apart_stays_by_itself() -> None:
    short = bearer("x", "Holm", 10, "harbour council")
    assert read_surname(short, [bearer("a", "Ada Holm", 9, "ferry"), bearer("b", "Jon Holm", 10, "league")]) is None


def test_the_only_bearer_is_meant_where_he_is_in_the_news_and_not_months_later() -> None:
    short = bearer("x", "Holm", 10)
    known = [bearer(name, "Ada Holm", 9) for name in "abc"]
    reading = read_surname(short, known)
    assert reading is not None
    assert (reading.entity_id, reading.reason, reading.detail) == (
        "entity Ada Holm",
        "only-bearer",
        "Ada Holm: 3 articles",
    )
    assert read_surname(short, known[:2]) is None
    assert read_surname(bearer("y", "Holm", 31), known) is None


def test_people_of_one_name_in_other_walks_of_life_are_two() -> None:
    bearers = [
        bearer("a", "Ada Holm", 1, "council harbour", fields="state", countries="NOR"),
        bearer("b", "Ada Holm", 2, "council ferry", fields="state", countries="NOR"),
        bearer("c", "Ada Holm", 3, "league stadium", fields="sport", countries="AUS"),
        bearer("d", "Ada Holm", 4, "league stadium"),
        bearer("e", "Ada Holm", 5, "harbour"),
    ]
    found = split_namesakes(bearers)
    assert [(r.article_id, r.reason, r.detail) for r in found] == [
        ("c", "namesake", "sport in AUS"),
        ("d", "company", "2 shared entities"),
    ]
    assert found[0].entity_id == found[1].entity_id != "entity Ada Holm"
    assert split_namesakes(bearers[::-1]) == found


def test_one_person_who_changes_office_stays_one() -> None:
    bearers = [
        bearer("a", "Ada Holm", 1, "council harbour", fields="state", countries="NOR"),
        bearer("b", "Ada Holm", 2, "harbour bank", fields="business"),
    ]
    assert split_namesakes(bearers) == []


def test_an_acronym_stands_for_what_two_thirds_of_the_articles_say() -> None:
    assert pick_expansion({"lake": 4, "land": 2}) == "lake"
    assert pick_expansion({"lake": 3, "land": 2}) is None
