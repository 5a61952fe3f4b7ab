"""What the heads make of scores."""

import itertools

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from spacy.tokens import Doc

from tasks.extract.encoder import KEPT
from tasks.extract.encoder import SCORES as SCORES_OF_HEADS
from tasks.extract.encoder_pieces import NEW_LINE, NO_SPACE, SPACE, Words, cut_windows
from tasks.extract.heads_entities import Entities
from tasks.extract.heads_lemmas import apply_script, edit_script, lemma_of
from tasks.extract.heads_spans import find_spans
from tasks.extract.heads_syntax import MAX_SENTENCE, sentence_starts
from tasks.extract.heads_trees import best_tree

SCORES = st.floats(-9, 9, width=32)


def _reaches_root(heads: list[int], word: int) -> bool:
    for _ in heads:
        if heads[word] == word:
            return True
        word = heads[word]
    return heads[word] == word


def _value(scores: np.ndarray, heads: tuple[int, ...]) -> float:
    return sum(float(scores[i, len(heads) if h == i else h]) for i, h in enumerate(heads))


@settings(deadline=None)
@given(arrays.arrays(np.float32, st.integers(1, 4).map(lambda n: (n, n + 1)), elements=SCORES))
def test_a_tree_has_one_root_and_no_cycle(scores: np.ndarray) -> None:
    heads = [int(h) for h in best_tree(scores)]
    assert sum(h == i for i, h in enumerate(heads)) == 1
    assert all(_reaches_root(heads, word) for word in range(len(heads)))


@settings(deadline=None)
@given(arrays.arrays(np.float32, st.integers(2, 4).map(lambda n: (n, n + 1)), elements=SCORES), st.data())
def test_a_tree_is_the_best_under_its_root(scores: np.ndarray, data: st.DataObject) -> None:
    np.fill_diagonal(scores, -1e4)
    heads = tuple(int(h) for h in best_tree(scores))
    size = len(heads)
    root = next(i for i, h in enumerate(heads) if h == i)
    others = [
        tree
        for tree in itertools.product(range(size), repeat=size)
        if tree[root] == root
        and sum(h == i for i, h in enumerate(tree)) == 1
        and all(_reaches_root(list(tree), word) for word in range(size))
    ]
    assert _value(scores, heads) >= max(_value(scores, tree) for tree in others) - 1e-3


@settings(deadline=None)
@given(arrays.arrays(np.float32, st.integers(1, 12).map(lambda n: (n, 5)), elements=SCORES))
def test_spans_neither_overlap_nor_are_empty(scores: np.ndarray) -> None:
    spans = find_spans(scores)
    assert all(start < end for start, end, _ in spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))


def test_a_span_that_begins_inside_is_mended() -> None:
    outside, begin, inside = [5.0, 0, 0, 0, 0], [0, 4.0, 0, 0, 4.5], [0, 0, 5.0, 0, 0]
    # The best labels alone would be O, I-y, I-x: no sequence at all.
    assert find_spans(np.array([outside, begin, inside], np.float32)) == [(1, 3, 0)]


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("Ferries", "ferry"), ("went", "go"), ("NATO", "NATO"), ("better", "good"), ("is", "be"), ("Geneva", "Geneva")],
)
def test_a_lemma_comes_back_from_its_script(form: str, lemma: str) -> None:
    assert apply_script(edit_script(form, lemma), form) == lemma


def test_no_sentence_is_longer_than_the_limit() -> None:
    starts = sentence_starts(np.full(1000, -5.0, np.float32))
    assert starts[0] == 0
    assert max(np.diff([*starts, 1000])) <= MAX_SENTENCE


def test_windows_cover_the_words_and_end_with_sentences() -> None:
    texts = ["The", "ferry", "runs", "."] * 10
    before = [NEW_LINE] + [SPACE, SPACE, NO_SPACE, SPACE] * 10
    windows = cut_windows(Words(texts, before[: len(texts)]), [1] * len(texts), limit=10)
    assert windows[0] == (0, 8)
    assert [start for start, _ in windows[1:]] == [end for _, end in windows[:-1]]
    assert windows[-1][1] == len(texts)


def test_a_chain_of_labels_outweighs_a_word_by_itself() -> None:
    scores = np.array([[0, 5, 0, 4, 0], [0, 0, 2, 3, 0]], np.float32)  # B-x, then rather B-y than I-x
    assert find_spans(scores) == [(0, 1, 0), (1, 2, 1)]
    transitions = np.zeros((5, 5), np.float32)
    transitions[1, 2] = 2.0
    assert find_spans(scores, transitions) == [(0, 2, 0)]


def test_a_surname_that_is_a_town_too_is_the_persons_but_where_it_stands_as_a_place() -> None:
    words = ["Mara", "Oldwick", "spoke", ".", "Oldwick", "left", ".", "She", "lives", "in", "Oldwick"]
    doc = Doc(spacy.blank("en").vocab, words, pos=["PROPN" if word[0] in "MO" else "VERB" for word in words])
    scores = np.zeros((len(words), 5), np.float32)  # O, B-PERSON, I-PERSON, B-GPE, I-GPE
    for word, label in ((0, 1), (1, 2), (4, 3), (10, 3)):
        scores[word, label] = 9.0
    doc.user_data |= {KEPT: np.arange(len(words)), SCORES_OF_HEADS: {"entities": scores}}
    component = Entities()
    component.set_labels(["PERSON", "GPE"])
    found = [(entity.text, entity.start, entity.label_) for entity in component(doc).ents]
    assert found == [("Mara Oldwick", 0, "PERSON"), ("Oldwick", 4, "PERSON"), ("Oldwick", 10, "GPE")]


def test_no_name_goes_on_behind_a_blank_line_or_is_an_address() -> None:
    words = ["Return", "to", "Oldwick", "\n\n", "Harbour", "News", ":", "mara@oldwick.example"]
    doc = Doc(spacy.blank("en").vocab, words, pos=["PROPN" if word[0] in "OHN" else "X" for word in words])
    kept = np.array([i for i, word in enumerate(words) if word.strip()])
    scores = np.zeros((len(kept), 3), np.float32)  # O, B-ORG, I-ORG
    for place, label in ((2, 1), (3, 2), (4, 2), (6, 1)):
        scores[place, label] = 9.0
    scores[3, 1] = 5.0
    doc.user_data |= {KEPT: kept, SCORES_OF_HEADS: {"entities": scores}}
    component = Entities()
    component.set_labels(["ORG"])
    assert [entity.text for entity in component(doc).ents] == ["Oldwick", "Harbour News"]


RANKS = {
    word: place for place, word in enumerate(("come", "add", "study", "stop", "hope", "large", "com", "ad", "plane"))
}


@pytest.mark.parametrize(
    ("form", "tag", "script", "lemma"),
    [
        ("studies", "NNS", "L0-1+", "study"),
        ("Studies", "NNPS", "K0-1+", "Study"),
        ("coming", "VBG", "L0-3+", "come"),
        ("added", "VBD", "L0-3+", "add"),
        ("stopped", "VBN", "L0-2+", "stop"),
        ("largest", "JJS", "L0-3+", "large"),
        ("waived", "VBD", "L0-2+", "waive"),  # no word of the list: by its letters
        ("planes", "NNS", "L0-1+", "plane"),  # the script's word is one
        ("hopes", "NN", "L0-1+", "hope"),
        ("quokkas", "NNS", "L0-1+", "quokka"),
        ("lorries", "NNS", "L0-1+", "lorry"),  # of words in -ie the list would know one
        ("stopped", "VBN", "L0-0+", "stop"),  # no verb keeps its suffix
        ("hoping", "VBG", "K0-0+", "hope"),
        ("furbishing", "VBG", "L0-3+e", "furbish"),
        ("frotted", "VBD", "L0-2+e", "frot"),
        ("finalize", "VBP", "L0-1+", "finalize"),  # a base form is its own lemma
        ("spillage", "NN", "L0-1+", "spillage"),
        ("addnt", "VB", "L0-2+", "add"),  # but where its script finds a word in it
        ("12,500", "CD", "L0-0+", "12500"),
        ("1,2", "CD", "L0-0+", "1,2"),
    ],
)
def test_a_regular_form_has_a_word_for_its_lemma(form: str, tag: str, script: str, lemma: str) -> None:
    assert lemma_of(form, tag, script, RANKS.get) == lemma
