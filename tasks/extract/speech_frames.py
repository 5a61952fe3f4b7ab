"""Which verb brings words in marks in, by the form of the sentence alone.

Guarantees: what stands right before the opening mark (*A said, “...*), or behind the comma that closes the words
(*“...,” records show*); nothing but punctuation and the source lies between. A noun with an owner brings in the clause
that depends on it (*A's claim that ...*).
"""

from spacy.tokens import Doc, Token

from tasks.extract.heads_speech import Tokens
from tasks.extract.lexicon import CUES, LEXICON

_SAYING = CUES | frozenset(LEXICON["reporting"])
MARKS = frozenset("\"“”„«»'‘’")
_MAX_SOURCE = 8
"""Words between a comma and the word of saying that closes a sentence."""
_PARAGRAPH = 60
"""Words back to the head of a paragraph."""
_NOMINAL = frozenset(("DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "PART"))


def verb_before(doc: Doc, content: Tokens) -> Token | None:
    """The verb right before the opening mark of a content."""
    at = content[0] - 1
    while at >= 0 and doc[at].text in MARKS and doc[at + 1].text not in (",", ":"):
        at -= 1
    opens = at < content[0] - 1 or doc[content[0]].text in MARKS
    if at >= 0 and doc[at].text in (",", ":"):
        at -= 1
    if not opens or at < 0 or doc[at].is_space:
        return None
    token = doc[at]
    return token if token.lower_ in CUES or (token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBG")) else None


def verb_behind(doc: Doc, content: Tokens) -> Token | None:
    """The word of saying of an attribution that follows the comma and the mark at the end of a content."""
    at = content[1] - 1
    while at > content[0] and (doc[at].text in MARKS or doc[at].text == ","):
        at -= 1
    at += 1
    closing = at
    while at < len(doc) and (doc[at].text in MARKS or doc[at].text == ","):
        at += 1
    closed = {token.text for token in doc[closing:at]}
    for token in doc[at : at + _MAX_SOURCE] if "," in closed and not MARKS.isdisjoint(closed) else ():
        if token.lower_ in _SAYING and token.pos_ in ("VERB", "PROPN"):
            return token
        if token.pos_ not in _NOMINAL and token.lower_ != "of":
            return None
    return None


def label_before(doc: Doc, at: int) -> Tokens | None:
    """Who is named before a colon at the head of the paragraph that a word stands in: *Holm: I said no*."""
    start = at
    while start > 0 and at - start < _PARAGRAPH and "\n" not in doc[start - 1].text:
        start -= 1
    end = start
    while end < at and end - start < _MAX_SOURCE and doc[end].pos_ in _NOMINAL:
        end += 1
    named = any(t.ent_type_ in ("PERSON", "ORG") for t in doc[start:end])
    return (start, end) if named and doc[end].text == ":" else None


def noun_above(root: Token) -> Token | None:
    """The noun that a clause is the content of, if it has an owner: *the minister's claim that ...*."""
    noun = root.head
    plain = root.dep_ in ("acl", "ccomp") and noun.pos_ == "NOUN" and noun.i < root.i
    return noun if plain and any(c.dep_ == "nmod:poss" for c in noun.children) else None
