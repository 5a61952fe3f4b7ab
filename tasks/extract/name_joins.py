"""Names that a tagger leaves in pieces, or with words at their end that end no name.

Guarantees: spans stay in order and do not overlap; a joined name has the label of the piece that says what it is.
*University*, *Embassy* and their like are no names by themselves: they go with the name right before them (*Oldwick* +
*University*). No name ends in *of* or *and*: what is named next belongs to it (*Bank of* + *Norway*), or the word
does not. An initial between two people's names makes them one. Taggers learn such pieces from data that marks the
places within the names of organisations instead of these names.
"""

import re
from collections.abc import Iterable

from spacy.tokens import Span

from tasks.extract.gazetteer import places_called
from tasks.extract.lexicon import LEXICON

_HEADS: frozenset[str] = frozenset(LEXICON["name_heads"])
_OPEN = frozenset(("of", "for"))
"""A name that ends so goes on in the next."""
_NO_END = frozenset(("of", "for", "and", "on", "the", "in", "at"))
_INITIAL = re.compile(r"[A-Z]\.?")
_PLACES = frozenset(("GPE", "LOC"))
_BODIES = frozenset(("ORG", "FAC"))


def join_names(names: Iterable[Span]) -> list[Span]:
    """The names of one document, in order, whole and without what ends no name."""
    joined: list[Span] = []
    for name in names:
        whole = _join(joined[-1], name) if joined else None
        if whole is None:
            joined.append(name)
        else:
            joined[-1] = whole
    return [whole for name in joined if (whole := _trim(name)) is not None]


def _join(first: Span, second: Span) -> Span | None:
    """The two as one name; None where they are two."""
    doc = first.doc
    labels = {first.label_, second.label_}
    gap = doc[first.end : second.start]
    if len(gap) > 1 or "\n" in doc.text[first.end_char : second.start_char]:
        return None
    whole = Span(doc, first.start, second.end, first.label_)
    if not gap:
        if second.label_ in _BODIES and second[0].text in _HEADS and first[-1].text[:1].isupper():
            return Span(doc, first.start, second.end, second.label_)
        return whole if len(first) > 1 and first[-1].lower_ in _OPEN else None
    is_one = (labels == {"PERSON"} and _INITIAL.fullmatch(gap.text)) or (
        labels <= _PLACES and gap.text == "of" and places_called(whole.text)
    )
    return whole if is_one else None


def _trim(name: Span) -> Span | None:
    """The name to where it may end; None where nothing is left of it. *Jae-in* ends in no such word; titles may."""
    end = name.end
    if name.label_ == "WORK":
        return name
    while end > name.start and name.doc[end - 1].lower_ in _NO_END and (end < 2 or name.doc[end - 2].whitespace_):
        end -= 1
    if end == name.start:
        return None
    return name if end == name.end else Span(name.doc, name.start, end, name.label_)
