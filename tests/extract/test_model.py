"""The pipeline that ships: what it sets, and that a text's analysis is a function of the text."""

import json

import numpy as np
import pytest
from spacy.tokens import Doc

from tasks.extract.heads_speech import speech_of
from tasks.extract.pipeline import HEADS, load_pipeline
from tasks.extract.version import SHIPPED, extractor_version

NLP = load_pipeline()
TEXTS = [
    "OLDWICK (Reuters) - Chancellor Eva Stein said on Monday that the bridge would stay shut.",
    "“We’ll wait,” said Marco Bellini of the World Bank. “Not for long.”\n\nHe left Geneva.",
    "PRIME MINISTER QUITS AS COALITION FALLS",
    "",
    " \n\n ",
    "One\u00a0non-breaking space, U.S. officials and 3.5 million euros: a list - of - parts!",
]


def layers(doc: Doc) -> tuple[object, ...]:
    words = [(t.text, t.tag_, t.pos_, t.lemma_, t.dep_, t.head.i, str(t.morph), t.is_sent_start) for t in doc]
    return words, [(e.text, e.label_) for e in doc.ents], speech_of(doc), doc.tensor.tobytes()


def test_an_analysis_does_not_depend_on_neighbours_or_order() -> None:
    alone = [layers(NLP(text)) for text in TEXTS]
    assert [layers(doc) for doc in NLP.pipe(TEXTS, batch_size=4)] == alone
    assert [layers(doc) for doc in NLP.pipe(TEXTS[::-1], batch_size=2)] == alone[::-1]
    assert [layers(doc) for doc in load_pipeline().pipe(TEXTS)] == alone


@pytest.mark.parametrize("text", TEXTS)
def test_every_token_has_every_layer(text: str) -> None:
    doc = NLP(text)
    assert doc.text == text
    assert all(t.tag_ and t.lemma_ and t.dep_ for t in doc if not t.is_space)
    assert all(t.head.sent == t.sent for t in doc if not t.is_space)
    assert all(sum(t.head is t or t.head.i == t.i for t in sent if not t.is_space) <= 1 for sent in doc.sents)


def test_words_have_vectors_and_white_space_has_none() -> None:
    doc = NLP(TEXTS[1])
    norms = np.linalg.norm(doc.tensor, axis=1)
    assert [bool(n) for n in norms] == [not t.is_space for t in doc]


def test_a_plain_sentence_is_read_as_a_reader_would() -> None:
    doc = NLP("Chancellor Eva Stein met Marco Bellini in Geneva on Monday. They talked for hours.")
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("Eva Stein", "PERSON"),
        ("Marco Bellini", "PERSON"),
        ("Geneva", "GPE"),
        ("Monday", "DATE"),
    ]
    met = next(t for t in doc if t.text == "met")
    assert (met.lemma_, met.pos_, met.dep_) == ("meet", "VERB", "ROOT")
    assert {(c.dep_, c.pos_) for c in met.children} >= {("nsubj", "PROPN"), ("obj", "PROPN"), ("obl", "PROPN")}
    assert len(list(doc.sents)) == 2


def test_what_no_script_tells_has_the_lemma_that_the_treebanks_give_it() -> None:
    doc = NLP("The mice ate his jeans in Jan. 2031.")
    lemmas = {token.text: token.lemma_ for token in doc}
    assert [lemmas[word] for word in ("mice", "jeans", "Jan.")] == ["mouse", "jeans", "January"]


def test_a_statement_has_its_cue_and_its_source() -> None:
    doc = NLP(TEXTS[0])
    (statement,) = speech_of(doc)
    assert "bridge would stay shut" in doc[statement.contents[0][0] : statement.contents[-1][1]].text
    assert statement.cue is not None
    assert doc[slice(*statement.cue)].text == "said"
    assert statement.source is not None
    assert "Eva Stein" in doc[slice(*statement.source)].text


def test_the_version_names_the_model_and_changes_with_it() -> None:
    assert extractor_version(None).startswith("en_dateline+")
    assert extractor_version(None) != extractor_version("rules")


def test_the_shipped_folder_is_small_and_says_what_it_is() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file()) < 60_000_000
    meta = json.loads((SHIPPED / "meta.json").read_text())
    assert tuple(meta["pipeline"]) == HEADS


def test_a_headline_ends_at_the_blank_line_behind_it() -> None:
    headline = "Varga, Lindqvist agree on inspection of Sorve dam at Tavira meeting"
    doc = NLP(headline + "\n\nIlona Varga and Erik Lindqvist met in Tavira on Tuesday.")
    assert next(s.text.strip() for s in doc.sents) == headline
