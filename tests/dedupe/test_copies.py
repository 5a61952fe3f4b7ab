"""What makes a text a copy, and who had it first."""

import random
from datetime import UTC, datetime

import pytest

from tasks.dedupe.compare import Overlap, overlap
from tasks.dedupe.copies import Copy, Printed, TextPair, find_copies
from tasks.dedupe.shingles import SKETCH_RATE, Hashes, hash_words, shingle_texts, sketch
from tasks.dedupe.wires import Wire, read_wire
from tests.bench.syndication import REWRITES


def a_text(seed: int, words: int = 240) -> str:
    """Made-up prose in paragraphs of sixty words."""
    chance = random.Random(seed)
    made = ["".join(chance.choices("abcdefghijklmnop", k=chance.randint(3, 9))) for _ in range(words)]
    sentences = [" ".join(made[at : at + 12]).capitalize() + "." for at in range(0, words, 12)]
    return "\n\n".join(" ".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5))


def shingles(text: str) -> Hashes:
    return shingle_texts([text])[0]


def test_a_shingle_is_the_same_number_on_every_machine() -> None:
    assert hash_words(["ferry"]).tolist() == [1188261472080712558]
    assert shingles("The ferry to Oldwick, again").tolist() == [17117198773604272422, 3086480125610764644]


def test_a_text_shorter_than_a_shingle_has_none() -> None:
    assert shingles("Ferry stuck again").tolist() == []
    assert overlap(shingles("Ferry"), shingles(a_text(1))) == Overlap(0, 0, 0, 240)


def test_the_sketch_of_an_excerpt_is_in_the_sketch_of_what_holds_it() -> None:
    whole, excerpt = a_text(2, 1200), a_text(2, 1200)[3000:5000]
    found = set(sketch(shingles(excerpt)).tolist())
    assert found <= set(sketch(shingles(f"{a_text(3)} {whole} {a_text(4)}")).tolist())
    assert len(found) > len(shingles(excerpt)) / SKETCH_RATE / 2


@pytest.mark.parametrize("rewrite", REWRITES)
def test_what_a_newsroom_does_to_a_report_leaves_it_a_copy(rewrite: str) -> None:
    for seed in range(10):
        original, other = a_text(seed, 480), a_text(seed + 100)
        printed = REWRITES[rewrite](original, other, random.Random(seed))
        assert overlap(shingles(printed), shingles(original)).is_copy


def test_two_reports_that_quote_the_same_statement_are_no_copies() -> None:
    statement = a_text(5, 60)
    one, other = f"{a_text(6)}\n\n{statement}", f"{statement}\n\n{a_text(7)}"
    assert overlap(shingles(one), shingles(other)) == Overlap(60, 60, 300, 300)
    assert not overlap(shingles(one), shingles(other)).is_copy


@pytest.mark.parametrize(
    ("source", "url", "credits", "body", "wire"),
    [
        ("Reuters", None, [], "", Wire.AGENCY),
        (None, "https://www.reuters.com/world/x", [], "", Wire.AGENCY),
        ("Oldwick Post", "https://oldwick.example/x", ["Ada Holm", "Reuters"], "", Wire.CREDITED),
        ("Oldwick Post", None, ["By Ada Holm and AFP"], "", Wire.CREDITED),
        ("Oldwick Post", None, [], "OLDWICK, May 3 (Reuters) - The ferry is stuck.", Wire.CREDITED),
        ("Oldwick Post", None, [], "OLDWICK (AP) — The ferry is stuck.", Wire.CREDITED),
        ("Oldwick Post", None, [], "The ferry is stuck. © 2026 AFP", Wire.CREDITED),
        ("Oldwick Post", None, [], "The ferry is stuck. (with Reuters)", Wire.CREDITED),
        ("Oldwick Post", None, [], "The ferry is stuck, its master told Reuters.", Wire.NONE),
        ("Oldwick Post", None, [], "The ferry, seen from the mole (AP Photo), is stuck.", Wire.NONE),
        ("Oldwick Post", "https://notreuters.com/x", ["Tass Holm"], "The AP course is full.", Wire.NONE),
        (None, "https://[broken", [], "", Wire.NONE),
    ],
)
def test_the_nearest_to_the_wire_is_read_from_source_credit_and_dateline(
    source: str | None, url: str | None, credits: list[str], body: str, wire: Wire
) -> None:
    assert read_wire(source, url, credits, body) is wire


def printed(name: str, text: str, day: int | None, wire: Wire = Wire.NONE) -> Printed:
    return Printed(name, text, wire, datetime(2026, 1, day, tzinfo=UTC) if day else None)


def test_the_wire_had_it_first_whatever_the_clocks_say() -> None:
    articles = [
        printed("early", "a", 1),
        printed("credited", "b", 3, Wire.CREDITED),
        printed("agency", "c", 5, Wire.AGENCY),
    ]
    pairs = [TextPair("a", "b", 0.9, 0.9), TextPair("b", "c", 1.0, 0.8), TextPair("a", "c", 0.9, 0.7)]
    assert find_copies(articles, pairs) == [
        Copy("credited", "agency", "near", 1.0, "agency"),
        Copy("early", "agency", "near", 0.9, "agency"),
    ]


def test_a_copy_of_a_copy_leads_to_the_original_and_an_undated_one_comes_last() -> None:
    articles = [printed("third", "c", None), printed("first", "a", 1), printed("second", "b", 2)]
    pairs = [TextPair("a", "b", 0.8, 0.8), TextPair("b", "c", 0.7, 0.6)]
    assert find_copies(articles, pairs) == [
        Copy("second", "first", "near", 0.8, "first"),
        Copy("third", "first", "near", 0.7, "first"),
    ]


def test_two_reports_merged_into_one_are_an_excerpt_of_each_and_count_as_the_larger() -> None:
    articles = [printed("one", "a", 1), printed("two", "b", 1), printed("both", "c", 2)]
    pairs = [TextPair("a", "c", 1.0, 0.6), TextPair("b", "c", 1.0, 0.4)]
    assert find_copies(articles, pairs) == [
        Copy("both", "one", "near", 1.0, "one"),
        Copy("both", "two", "excerpt", 1.0, None),
    ]


def test_a_long_report_that_takes_in_a_short_one_has_facts_of_its_own() -> None:
    articles = [printed("brief", "a", 1), printed("long", "b", 2)]
    assert find_copies(articles, [TextPair("a", "b", 1.0, 0.2)]) == [Copy("long", "brief", "excerpt", 1.0, None)]


def test_the_same_text_again_is_exact_and_leads_where_its_first_printing_does() -> None:
    articles = [printed("x", "a", 1), printed("y", "b", 2), printed("z", "b", 3), printed("w", "a", 4)]
    assert find_copies(articles, [TextPair("a", "b", 0.8, 0.9)]) == [
        Copy("y", "x", "near", 0.9, "x"),
        Copy("z", "x", "near", 0.9, "x"),
        Copy("w", "x", "exact", 1.0, "x"),
    ]
