"""Entities of one article that are one under two names.

Guarantees: an acronym is the name that it stands beside in brackets, or whose initials it is; two names of one kind
between which the text says that one *is also known as* the other are one; *the North* is the one country whose name
begins so; islands and mountains are named without that word too. What is joined has the name that is used more.
"""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tasks.extract.name_keys import first_letters, initials, is_acronym, is_shortened
from tasks.extract.referents import PLACES, Name, Referent

_BODIES = frozenset(("ORG", "FAC", "EVENT", "LAW", "GPE"))
_BRACKETS = (" (", " (“", ' ("', " (‘")
_KNOWN_AS = re.compile(
    r"(?: \([^()]*\)|\))?,? \(?(?:(?:who|which) )?(?:(?:is|was) )?"
    r"(?:(?:also|better|best|formerly|previously|popularly|commonly|widely) (?:known|called|named)|aka|a\.k\.a\.)"
    r"(?: as| by (?:his|her|its|their|the) (?:\w+ ){0,2}(?:name|pseudonym|alias))? (?:the )?[\"“‘']?"
)
"""What stands between two names of one bearer."""
_DOTTED = re.compile(r"(?:[A-Z]\. ?){2,}")
_HALVES = frozenset(("North", "South"))
_LANDS = frozenset(("Archipelago", "Atoll", "Desert", "Island", "Islands", "Mountains", "Peninsula", "Range", "River"))


def join_aliases(text: str, names: Sequence[Name]) -> list[Name]:
    """The names, in order, with one entity where two are one."""
    joined = _Joined()
    _join_acronyms(text, names, joined)
    for before, after in itertools.pairwise(names):
        if _group(before.referent) == _group(after.referent) and _KNOWN_AS.fullmatch(text[before.end : after.start]):
            joined.as_used(before.referent, after.referent)
    places = [r for r in {id(n.referent): n.referent for n in names}.values() if r.label in PLACES | {"FAC"}]
    for place in places:
        whole = [other for other in places if other is not place and _is_short_for(place, other)]
        if len(whole) == 1:
            joined.join(place, whole[0])
    return [replace(name, referent=joined.of(name.referent)) for name in names]


def _group(referent: Referent) -> str:
    return "place" if referent.label in PLACES | {"FAC"} else referent.label


def _is_short_for(place: Referent, other: Referent) -> bool:
    """Whether every name of a place is short for a name of the other: *the North*, *the Holms* for the Holm Islands."""
    if _HALVES.issuperset(place.names):
        return other.place is not None and other.place.kind == "country" and _opens(place.names, other.place.name)
    if place.place is not None:
        return False
    wholes = {n.rpartition(" ")[0] for n in other.names if n.rpartition(" ")[2] in _LANDS}
    many = {n.rpartition(" ")[0] + "s" for n in other.names if n.endswith((" Islands", " Mountains"))}
    opened = {n.partition(" of ")[0] for n in other.names if " of " in n}
    return (wholes | many | opened).issuperset(place.names)


def _opens(halves: Iterable[str], name: str) -> bool:
    return {name.partition(" ")[0]} == set(halves)


def _join_acronyms(text: str, names: Sequence[Name], joined: "_Joined") -> None:
    organisations = [n for n in names if n.label in _BODIES]
    by_initials: dict[str, Referent] = {}
    for name in organisations:
        for letters in map(initials, name.referent.names):
            if len(letters) > 2 or (len(letters) > 1 and name.label in PLACES):
                by_initials.setdefault(letters, name.referent)
    ending = {name.end: name for name in sorted(names, key=lambda n: -n.start)}  # the widest of those that end there
    for after in names:
        before = next((ending[after.start - len(b)] for b in _BRACKETS if _opens_at(text, after, b, ending)), None)
        if before is not None and text[after.end : after.end + 3].find(")") >= 0:
            short = text[after.start : after.end]
            begins = is_acronym(short) and any(short[0].casefold() in first_letters(n) for n in before.referent.names)
            if begins or (before.label in _BODIES and any(is_shortened(short, n) for n in before.referent.names)):
                joined.join(after.referent, before.referent)
    for name in organisations:
        word = text[name.start : name.end].replace(".", "")
        is_short = is_acronym(word) or _DOTTED.fullmatch(text, name.start, name.end)
        expansion = by_initials.get(word.replace(" ", "").upper()) if is_short else None
        if expansion is not None and name.referent.place is None:
            joined.join(name.referent, expansion)


def _opens_at(text: str, name: Name, bracket: str, ending: Mapping[int, Name]) -> bool:
    """Whether a bracket between a name that ends before it and this one opens there."""
    return text[: name.start].endswith(bracket, name.start - len(bracket)) and name.start - len(bracket) in ending


class _Joined:
    """Which entity each has become."""

    def __init__(self) -> None:
        self._whole: dict[int, Referent] = {}

    def of(self, referent: Referent) -> Referent:
        while id(referent) in self._whole:
            referent = self._whole[id(referent)]
        return referent

    def join(self, short: Referent, long: Referent) -> None:
        short, long = self.of(short), self.of(long)
        if short is not long:
            self._whole[id(short)] = long
            long.names.update(short.names)

    def as_used(self, one: Referent, other: Referent) -> None:
        """Join the less used to the more used, which keeps its name."""
        one, other = self.of(one), self.of(other)
        long, short = (one, other) if one.names.total() >= other.names.total() else (other, one)
        long.known_as = long.name
        self.join(short, long)
