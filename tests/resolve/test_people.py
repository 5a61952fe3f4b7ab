"""Whom a surname means, and who shares a name with somebody else."""

from datetime import date

from tasks.resolve.people import Bearer, Profile, Surname, find_senses, pick_expansion, read_namesake


def bearer(article: str, name: str, day: int, company: str = "", **told: str) -> Bearer:
    sides = {key: frozenset(words.split()) for key, words in told.items()}
    return Bearer(
        article, f"local {name}", f"entity {name}", name, date(2026, 3, day), frozenset(company.split()), **sides
    )


def test_a_surname_means_its_bearer_who_keeps_the_same_company() -> None:
    short = bearer("x", "Holm", 10, "harbour council")
    full = [bearer("a", "Ada Holm", 9, "harbour council ferry"), bearer("b", "Jon Holm", 10, "stadium league")]
    reading = Surname(full).read(short)
    assert reading is not None
    assert (reading.entity_id, reading.reason) == ("entity Ada Holm", "company")
    assert Surname(full[::-1]).read(short) == reading


def test_a_surname_whose_bearers_cannot_be_told_apart_stays_by_itself() -> None:
    short = bearer("x", "Holm", 10, "harbour council")
    assert Surname([bearer("a", "Ada Holm", 9, "ferry"), bearer("b", "Jon Holm", 10, "league")]).read(short) is None


def test_the_only_bearer_is_meant_where_he_is_in_the_news_and_not_months_later() -> None:
    short = bearer("x", "Holm", 10)
    known = [bearer(name, "Ada Holm", 9) for name in "abc"]
    reading = Surname(known).read(short)
    assert reading is not None
    assert (reading.entity_id, reading.reason, reading.detail) == (
        "entity Ada Holm",
        "only-bearer",
        "Ada Holm",
    )
    assert Surname(known[:2]).read(short) is None
    assert Surname(known).read(bearer("y", "Holm", 31)) is None


def profile(count: int, company: str, fields: str, countries: str = "") -> Profile:
    sides = [frozenset(words.split()) for words in (fields, countries, company)]
    return Profile("entity Ada Holm", sides[0], sides[1], count, sides[2])


def test_people_of_one_name_in_other_walks_of_life_are_two() -> None:
    profiles = [profile(5, "council harbour", "state", "NOR"), profile(2, "league stadium", "sport", "AUS")]
    senses = find_senses(profiles)
    assert [sense.mark for sense in senses] == ["state in NOR", "sport in AUS"]
    assert senses[0].entity_id == "entity Ada Holm" != senses[1].entity_id
    assert find_senses(profiles[::-1]) == senses
    told = bearer("c", "Ada Holm", 3, "ferry", fields="sport", countries="AUS")
    near = bearer("d", "Ada Holm", 4, "league stadium")
    found = [read_namesake(senses, b) for b in (told, near, bearer("e", "Ada Holm", 5, "harbour"))]
    assert [r and (r.entity_id, r.reason, r.detail) for r in found] == [
        (senses[1].entity_id, "namesake", "sport in AUS"),
        (senses[1].entity_id, "company", "sport in AUS: 2 shared entities"),
        None,
    ]


def test_one_person_who_changes_office_stays_one() -> None:
    assert (
        len(find_senses([profile(3, "council harbour", "state", "NOR"), profile(1, "harbour bank", "business")])) == 1
    )
    assert len(find_senses([profile(3, "council", "state", "NOR"), profile(1, "bank", "business", "NOR")])) == 1


def test_an_acronym_stands_for_what_two_thirds_of_the_articles_say() -> None:
    assert pick_expansion({"lake": 4, "land": 2}) == "lake"
    assert pick_expansion({"lake": 3, "land": 2}) is None
