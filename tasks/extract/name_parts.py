"""Names that stand within the names of bodies, halls, events and works, and are somebody's or something's own.

Guarantees: what is given back is named by itself elsewhere in the text too, or is a place's initials (*LH* in *LH
Post* where the text names *Lower Harrow*); it is another entity than the whole name. A name within a name is a
mention of whom it means, but nobody who speaks, acts or is meant by *he*: those read the whole names only.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tasks.extract.lexicon import LEXICON
from tasks.extract.name_keys import initials
from tasks.extract.name_spans import ORGANIZATION_KINDS, fold_word
from tasks.extract.referents import PLACES, Name, Referent

_WHOLES = frozenset(("ORG", "FAC", "EVENT", "LAW", "WORK", "PRODUCT", "MISC"))
_OWN = PLACES | {"PERSON", "ORG"}
_NO_NAMES = ORGANIZATION_KINDS | frozenset(LEXICON["generic_organization_words"])
"""Words that are one body's short name here and a word of another's name there."""
_FIXED = frozenset((*LEXICON["outlets"].values(), *LEXICON["agencies"].values()))
"""Names that everybody knows whole: nothing is said of New York where its *Times* is named."""
_WORD = re.compile(r"[^\s/-]+")
_END = re.compile(r"[’']s?$|[,;:!?]+$")
_LONGEST = 4
"""Words of a name that is looked for."""


def names_within(text: str, names: Sequence[Name]) -> Iterator[Name]:
    """The names that stand within others of ``names``, which are in order."""
    known = _named_alone(text, names)
    begun = _place_initials(names)
    starts = [name.start for name in names]
    for whole in names:
        if whole.label not in _WHOLES or whole.referent.name in _FIXED:
            continue
        beside = names[bisect_left(starts, whole.start) : bisect_left(starts, whole.end)]
        taken = [n for n in beside if n.end <= whole.end and (n.start, n.end) != (whole.start, whole.end)]
        for name in _within(text, whole, known, begun):
            if not any(n.start < name.end and name.start < n.end for n in taken):
                yield name


def _named_alone(text: str, names: Sequence[Name]) -> dict[str, Name]:
    """The occurrence that stands for each name: of the entity that the name means most often."""
    meant: dict[str, Counter[int]] = defaultdict(Counter)
    first: dict[tuple[str, int], Name] = {}
    for name in names:
        words = text[name.start : name.end]
        if name.label in _OWN and name.kind == "name" and not _NO_NAMES.issuperset(map(fold_word, words.split())):
            meant[words][id(name.referent)] += 1
            first.setdefault((words, id(name.referent)), name)
    return {words: first[words, counts.most_common(1)[0][0]] for words, counts in meant.items()}


def _place_initials(names: Sequence[Name]) -> dict[str, Referent]:
    places = {id(n.referent): n.referent for n in names if n.referent.label in PLACES}
    return {letters: place for place in places.values() if len(letters := initials(place.name)) > 1}


def _within(text: str, whole: Name, known: Mapping[str, Name], begun: Mapping[str, Referent]) -> Iterator[Name]:
    """The longest names from left to right, none twice over the same words."""
    words = [match.span() for match in _WORD.finditer(text, whole.start, whole.end)]
    at = 0
    while at < len(words):
        for count in range(min(_LONGEST, len(words) - at), 0, -1):
            start, end = words[at][0], words[at + count - 1][1]
            if mark := _END.search(text, start, end):
                end = mark.start()
            found = known.get(text[start:end])
            if found is not None and found.label == "ORG" and at:
                found = None  # *Tool Library* is another's, wherever it is a body's
            referent = found.referent if found else begun.get(text[start:end]) if at == 0 else None
            if referent is not None and referent is not whole.referent and (start, end) != (whole.start, whole.end):
                yield Name(start, end, found.label if found else referent.label, "name", referent)
                at += count
                break
        else:
            at += 1
