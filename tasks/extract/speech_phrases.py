"""The words for a source: the noun phrase of a word, or the one that begins at a word.

Guarantees: a phrase is without its clauses and times, and never cuts a name or a document from its author.
"""

from spacy.tokens import Doc, Token

from tasks.extract.heads_speech import Tokens

_LOOSE = frozenset(("acl:relcl", "acl", "parataxis", "cc", "punct", "advcl", "dep"))
_NOMINAL = frozenset(("DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "PART", "SYM"))


def whole_phrase(doc: Doc, source: Tokens) -> Tokens:
    """A source that stops before its noun, up to that noun."""
    if doc[source[1] - 1].pos_ in ("DET", "ADJ", "NUM"):
        longer = named_after(doc, source[0], [])
        return longer if longer is not None and longer[1] > source[1] else source
    return source


def whole_source(doc: Doc, source: Tokens) -> Tokens:
    """A source that breaks off within a name with all of it; one that ends with *who* or *which* without that."""
    start, end = source
    if end - start > 1 and doc[end - 1].tag_ in ("WP", "WDT"):
        return start, end - 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    return start, end


def with_author(doc: Doc, source: Tokens) -> Tokens:
    """A document with who wrote it: *a statement by the minister Ada Holm*."""
    source = (source[0], source[1] - 1) if doc[source[1] - 1].lower_ == "by" else source
    by = source[1] < len(doc) and doc[source[1]].lower_ == "by"
    author = named_after(doc, source[1] + 1, []) if by else None
    return (source[0], author[1]) if author is not None else source


def named_after(doc: Doc, at: int, sources: list[Tokens]) -> Tokens | None:
    """The noun phrase that begins at a token, by its parts of speech."""
    end = at
    while end < len(doc) and (doc[end].pos_ in _NOMINAL or doc[end].lower_ == "of"):
        end += 1
    while end < len(doc) and end > at and doc[end].ent_iob_ == "I":
        end += 1  # a name is not cut
    while end > at and doc[end - 1].pos_ in ("ADP", "DET", "SYM"):
        end -= 1
    return next((s for s in sources if at <= s[0] < max(end, at + 1)), (at, end) if end > at else None)


def phrase_of(head: Token, cue: Tokens) -> Tokens | None:
    """The noun phrase of ``head`` without its clauses."""
    if head.pos_ not in ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"):
        return None
    out = [c for c in head.children if c.dep_ in _LOOSE or (c.ent_type_ in ("DATE", "TIME") and c.i > head.i)]
    loose = {t.i for c in out for t in c.subtree} | set(range(*cue))
    kept = [t.i for t in head.subtree if t.i not in loose and not t.is_space]
    start = end = head.i
    while start - 1 in kept:
        start -= 1
    while end + 1 in kept:
        end += 1
    while start < head.i and (head.doc[start].dep_ == "case" or head.doc[start].is_punct):
        start += 1
    while end + 1 < len(head.doc) and head.doc[end + 1].ent_iob_ == "I" and not cue[0] <= end + 1 < cue[1]:
        end += 1  # a name is not cut
    return start, end + 1
