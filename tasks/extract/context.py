"""What every rule reads: an article's text with its blocks and sentences, in its own offsets."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from tasks.records import Article, Block, BlockKind, Parsed, Sentence

MAX_CHARS = 100_000
"""Longer texts are analysed up to here."""

_AFTER_NUMBER = re.compile(r"\w[\w.,]* \d{1,4}\. (?=[A-Z“\"])")
"""A stop after a number that ends a sentence (*on Jan. 5. Mr. Holm*), whatever the pipeline thinks."""
_LONG_RUN = re.compile(r"\S{300}(?=\S)")
"""What is no word: a tokenizer's time grows with the square of such a run."""


@dataclass(frozen=True, slots=True)
class Context:
    """``text`` is the full text with no-break spaces as spaces: the same length, the same offsets.

    ``doc`` is the pipeline's analysis of it, up to the last block's end, with the same offsets too.
    """

    article: Article
    text: str
    doc: Doc
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    anchor: date | None
    _starts: tuple[int, ...] = field(default=())

    def sentence_at(self, start: int) -> Sentence | None:
        """The sentence that the character ``start`` lies in."""
        place = bisect_right(self._starts, start) - 1
        if place < 0 or start >= self.sentences[place].end_char:
            return None
        return self.sentences[place]

    def sent_no(self, start: int) -> int | None:
        found = self.sentence_at(start)
        return None if found is None else found.sent_no

    def span(self, start: int, end: int) -> str:
        """The article's own words from ``start`` to ``end``."""
        return self.article.full_text[start:end]


def read_context(nlp: Language, parsed: Parsed) -> Context:
    """The analysis of an article's text, and its sentences: the title's and the body's."""
    article = parsed.article
    text = article.full_text.replace("\u00a0", " ").replace("\u202f", " ")
    text = _LONG_RUN.sub(lambda run: run[0][:-1] + " ", text)
    blocks = tuple(_within_limit(parsed.blocks, text))
    end = max((block.end_char for block in blocks), default=0)
    doc = nlp(text[:end])
    moment = article.published_local or article.published_at
    sentences = sorted(_sentences(doc, text, article, blocks), key=lambda s: s.start_char)
    return Context(
        article,
        text,
        doc,
        blocks,
        tuple(sentences),
        moment.date() if moment and article.published_precision not in ("year", "month") else None,
        tuple(s.start_char for s in sentences),
    )


def _within_limit(blocks: Iterable[Block], text: str) -> Iterator[Block]:
    """The blocks up to ``MAX_CHARS``; the one that lies across it ends with its last whole word."""
    for block in blocks:
        if block.end_char <= MAX_CHARS:
            yield block
        elif block.start_char < MAX_CHARS:
            end = max(text.rfind(" ", block.start_char, MAX_CHARS), block.start_char)
            words = text[block.start_char : end].rstrip()
            if words:
                yield replace(block, end_char=block.start_char + len(words), text=block.text[: len(words)])


def _sentences(doc: Doc, text: str, article: Article, blocks: Iterable[Block]) -> Iterator[Sentence]:
    """Sentences by number; none lies across a block's border, whatever the pipeline thinks."""
    ended = {match.end() for match in _AFTER_NUMBER.finditer(text)}
    starts = sorted({sent.start_char for sent in doc.sents} | ended)
    number = 0
    for block in blocks:
        if block.kind == BlockKind.TITLE:
            span = (block.start_char, block.end_char)
            yield Sentence(article.article_id, 0, block.block_no, *span, article.full_text[slice(*span)])
        elif block.in_body:
            inner = starts[bisect_right(starts, block.start_char) : bisect_left(starts, block.end_char)]
            borders = [block.start_char, *inner, block.end_char]
            for first, last in pairwise(borders):
                words = text[first:last]
                start = first + len(words) - len(words.lstrip())
                end = first + len(words.rstrip())
                if end > start:
                    number += 1
                    words = article.full_text[start:end]
                    yield Sentence(article.article_id, number, block.block_no, start, end, words)
