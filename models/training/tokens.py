"""The pipeline's tokenizer, and texts as its words.

Guarantees that training reads words where the shipped pipeline does. It is spaCy's English
tokenizer, a little closer to the treebanks: runs of marks stay one token, a slash parts words, the
full stop after "$5m" is a word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import spacy
from spacy.attrs import ORTH
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

from tasks.extract.encoder import words_of
from tasks.extract.encoder_pieces import Words

_MARK_RUNS = r"[!?]{2,}"
_SLASH = r"(?<=[^\W\d_])/(?=[^\W\d_])"
_UNITS = ("b.", "k.", "m.")
"""spaCy's exceptions that would keep a sentence's full stop with the scale of a number."""
_SPECIAL = {"wanna": ("wan", "na"), "etc.": ("etc.",), "al.": ("al.",)}


def blank_pipeline() -> Language:
    """An English pipeline with the tokenizer alone."""
    nlp = spacy.blank("en")
    defaults = nlp.Defaults
    tokenizer: Any = nlp.tokenizer
    tokenizer.prefix_search = compile_prefix_regex([_MARK_RUNS, *defaults.prefixes]).search
    tokenizer.suffix_search = compile_suffix_regex([_MARK_RUNS, *defaults.suffixes]).search
    tokenizer.infix_finditer = compile_infix_regex([*defaults.infixes, _SLASH]).finditer
    tokenizer.rules = {text: parts for text, parts in tokenizer.rules.items() if text not in _UNITS}
    for text, parts in _SPECIAL.items():
        tokenizer.add_special_case(text, [{ORTH: part} for part in parts])
    return nlp


@dataclass(frozen=True, slots=True)
class Text:
    """A text's words and the characters that each covers."""

    words: Words
    offsets: list[tuple[int, int]]


def read_text(nlp: Language, text: str) -> Text:
    """Tokenise ``text``; white space is left out."""
    doc = nlp.make_doc(text)
    words, kept = words_of(doc)
    return Text(words, [(doc[int(i)].idx, doc[int(i)].idx + len(doc[int(i)])) for i in kept])


def words_within(offsets: Sequence[tuple[int, int]], start: int, end: int) -> range:
    """The words that share a character with ``[start, end)``."""
    first = next((i for i, (_, e) in enumerate(offsets) if e > start), len(offsets))
    last = first
    while last < len(offsets) and offsets[last][0] < end:
        last += 1
    return range(first, last)


def mark_span(tags: list[str], words: range, label: str) -> bool:
    """Write a BIO span where no other lies; says whether it fitted."""
    if not words or any(tags[i] != "O" for i in words):
        return False
    for i in words:
        tags[i] = ("B-" if i == words.start else "I-") + label
    return True


Row = dict[str, Any]
"""One training document as it rests in a converted file (see ``convert``)."""
