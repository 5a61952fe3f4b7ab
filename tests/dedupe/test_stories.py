"""What an article is about, which articles tell of one happening, and what ids their stories bear."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.dedupe import stories
from tasks.dedupe.stories import LINKED, Leaf, Part, floor_of, group, similarity
from tasks.dedupe.story_ids import StoryChange, first_id, inherit_ids
from tasks.dedupe.terms import rarity, weigh_terms

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def leaf(name: str, *terms: int, day: int | None = 0) -> Leaf:
    """An article of equally heavy terms."""
    return Leaf(
        name,
        None if day is None else NOON + timedelta(days=day),
        terms,
        tuple(round(255 * len(terms) ** -0.5) for _ in terms),
    )


def link(leaves: list[Leaf]) -> dict[tuple[str, str], float]:
    return {
        (a.article_id, b.article_id): found
        for a in leaves
        for b in leaves
        if a.article_id < b.article_id and (found := similarity(a, b)) >= LINKED
    }


def grouped(leaves: list[Leaf], floors: dict[str, int] | None = None) -> list[tuple[str, ...]]:
    parts = group({one.article_id: one for one in leaves}, link(leaves), floors or {})
    return sorted(story for part in parts for story in part.stories)


def test_names_and_headline_weigh_most_and_small_words_nothing() -> None:
    found = weigh_terms("Ferry stuck", "The ferry of Oldwick is stuck because the tide is low.", ["Oldwick"], "en")
    weights = dict(zip(found.terms, found.weights, strict=True))
    alone = {word: weigh_terms(word, "", [], "en").terms[0] for word in ("oldwick", "ferry", "tide", "because")}
    assert weights[alone["oldwick"]] > weights[alone["ferry"]] > weights[alone["tide"]] > weights[alone["because"]]
    assert weigh_terms("", "the of and", [], "en").terms == ()
    assert sum(weight**2 for weight in found.weights) == pytest.approx(255**2, rel=0.02)


def test_an_unknown_word_is_as_rare_as_words_get_and_an_unknown_language_reads_as_english() -> None:
    assert rarity("oldwickian", "en") == rarity("oldwickian", "pcm") > rarity("ferry", "en") == rarity("ferry", "pcm")
    assert rarity("ferry", "en") > rarity("because", "en") > rarity("the", "en") == 0


def test_likeness_fades_with_the_days_between_and_unknown_days_do_not_count() -> None:
    assert similarity(leaf("a", 1, 2), leaf("b", 1, 3)) == pytest.approx(0.5, rel=0.02)
    assert similarity(leaf("a", 1, 2), leaf("b", 1, 3, day=15)) == pytest.approx(0.5 * 0.85, rel=0.02)
    assert similarity(leaf("a", 1, 2), leaf("b", 1, 3, day=400)) == pytest.approx(0.5 * 0.7, rel=0.02)
    assert similarity(leaf("a", 1, 2), leaf("b", 1, 3, day=None)) == pytest.approx(0.5, rel=0.02)


def test_one_bridge_between_two_happenings_does_not_make_them_one() -> None:
    ferry = [leaf(f"ferry{n}", 1, 2, 3, 10 + n) for n in range(4)]
    bridge = [leaf(f"tunnel{n}", 5, 6, 7, 20 + n) for n in range(4)]
    both = leaf("both", 1, 2, 5, 30)
    assert grouped([*ferry, *bridge, both]) == [
        ("both", "ferry0", "ferry1", "ferry2", "ferry3"),
        ("tunnel0", "tunnel1", "tunnel2", "tunnel3"),
    ]


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_articles_changes_no_story(chance: random.Random) -> None:
    leaves = [leaf(f"n{n}", *sorted(chance.sample(range(12), 4)), day=chance.randrange(40)) for n in range(14)]
    shuffled = chance.sample(leaves, len(leaves))
    assert grouped(leaves) == grouped(shuffled)
    assert sorted(member for story in grouped(leaves) for member in story) == sorted(one.article_id for one in leaves)


def test_a_part_that_outgrows_its_size_is_cut_where_links_are_weakest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories, "MAX_PART", 3)
    strong = [leaf(f"a{n}", 1, 2, 3, 4) for n in range(3)]
    weak = [leaf("b0", 1, 7, 8, 9), leaf("b1", 6, 7, 8, 9)]
    leaves = {one.article_id: one for one in [*strong, *weak]}
    assert sorted(group(leaves, link([*strong, *weak]), {}), key=lambda part: part.members) == [
        Part(3, (("a0", "a1", "a2"),)),
        Part(3, (("b0", "b1"),)),
    ]


def test_an_article_starts_at_the_level_of_the_large_parts_it_leans_on() -> None:
    assert floor_of([]) == 0
    assert floor_of([(0.3, 0), (0.9, 0)]) == 0
    assert floor_of([(0.3, 5)]) == 3
    assert floor_of([(0.99, 2)]) == 2


def test_a_story_keeps_its_id_as_it_grows() -> None:
    assert inherit_ids([["new", "a", "b"]], {"a": "s1", "b": "s1"}, []) == (["s1"], [])


def test_the_larger_of_two_stories_that_merge_keeps_its_id() -> None:
    held = {"a": "s1", "b": "s2", "c": "s2"}
    assert inherit_ids([["a", "b", "c"]], held, []) == (["s2"], [StoryChange("s2", "s1", "merged")])


def test_the_larger_part_of_a_story_that_splits_keeps_its_id() -> None:
    held = dict.fromkeys("abc", "s1")
    ids, changes = inherit_ids([["a"], ["b", "c"]], held, [])
    assert (ids, changes) == ([first_id(["a"]), "s1"], [StoryChange(first_id(["a"]), "s1", "split")])


def test_no_two_stories_bear_one_id() -> None:
    first = first_id(["a"])
    ids, _ = inherit_ids([["a", "b"]], {}, [first])
    assert ids != [first]
    assert ids == inherit_ids([["a", "b"]], {}, [first])[0]
