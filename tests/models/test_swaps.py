"""Training texts told of other names keep their labels, and one name stays one name."""

import random

from models.training.retell import retell
from models.training.swaps import Pool, spans_of

ROW = {
    "kind": "entities",
    "words": ["Ada", "Holm", "left", "Oldwick", ".", "Ada", "Holm", "slept", "."],
    "before": [2, 1, 1, 1, 0, 1, 1, 1, 0],
    "entities": ["B-PERSON", "I-PERSON", "O", "B-GPE", "O", "B-PERSON", "I-PERSON", "O", "O"],
}
OTHER = {
    "kind": "entities",
    "words": ["Petra", "van", "Olsz", "saw", "New", "Tarnow"],
    "before": [2, 1, 1, 1, 1, 1],
    "entities": ["B-PERSON", "I-PERSON", "I-PERSON", "O", "B-GPE", "I-GPE"],
}


def _told(words: list[str], tags: list[str]) -> list[tuple[str, str]]:
    return [(" ".join(words[start:end]), label) for start, end, label in spans_of(tags)]


def test_a_swapped_text_has_other_names_with_the_same_labels() -> None:
    pool = Pool.of([ROW, OTHER])
    people, places = {"Ada Holm", "Petra van Olsz"}, {"Oldwick", "New Tarnow"}
    seen = set()
    for seed in range(40):
        row = pool.swap(ROW, random.Random(seed))
        assert len(row["words"]) == len(row["before"]) == len(row["entities"])
        (first, _), (place, _), (second, _) = told = _told(row["words"], row["entities"])
        assert [label for _, label in told] == ["PERSON", "GPE", "PERSON"]
        assert first == second
        assert first in people
        assert place in places
        assert [w for w, t in zip(row["words"], row["entities"], strict=True) if t == "O"] == [
            "left",
            ".",
            "slept",
            ".",
        ]
        seen.add((first, place))
    assert seen == {(person, place) for person in people for place in places}


def test_every_different_name_is_in_the_pool_once() -> None:
    assert Pool.of([ROW, ROW, OTHER]).names["PERSON"] == [
        (("Ada", "Holm"), (2, 1)),
        (("Petra", "van", "Olsz"), (2, 1, 1)),
    ]


def test_texts_told_once_more_come_after_all_as_they_are() -> None:
    rows = list(retell([ROW, OTHER], seed=3))
    assert rows[:2] == [ROW, OTHER]
    assert [[label for _, _, label in spans_of(row["entities"])] for row in rows[2:]] == [
        ["PERSON", "GPE", "PERSON"],
        ["PERSON", "GPE"],
    ]
    assert any(list(retell([ROW, OTHER], seed))[2]["words"] != ROW["words"] for seed in range(40))
