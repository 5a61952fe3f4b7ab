"""Entities of one article that are one under two names.

Guarantees: an acronym is the name that it stands beside in brackets, or whose initials it is; two names of one kind
between which the text says that one *is also known as* the other are one; *the North* is the one country whose name
begins so; islands and mountains are named without that word too. What is joined has the name that is used more.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
    _join_short_places(
        [r for r in {id(n.referent): n.referent for n in names}.values() if _group(r) == "place"], joined
    )
    return [replace(name, referent=joined.of(name.referent)) for name in names]


def _group(referent: Referent) -> str:
    return "place" if referent.label in PLACES | {"FAC"} else referent.label


def _join_short_places(places: Sequence[Referent], joined: "_Joined") -> None:
    """Make one of a place that no list knows and the one place that its names are short for."""
    meant: dict[str, dict[int, Referent]] = defaultdict(dict)
    for place in places:
        for short in _short_forms(place):
            meant[short][id(place)] = place
    for place in places:
        if place.place is None and meant.keys() >= place.names.keys():
            common = set.intersection(*(set(meant[name]) for name in place.names)) - {id(place)}
            if len(common) == 1:
                joined.join(place, meant[next(iter(place.names))][common.pop()])


def _short_forms(place: Referent) -> Iterator[str]:
    """What a place may be called besides: *the North*, *Holm* or *the Holms* for the Holm Islands."""
    for name in place.names:
        first, _, last = name.rpartition(" ")
        if last in _LANDS:
            yield first
        if last in ("Islands", "Mountains"):
            yield f"{first}s"
        if " of " in name:
            yield name.partition(" of ")[0]
    half = place.place.name.partition(" ")[0] if place.place is not None and place.place.kind == "country" else ""
    if half in _HALVES:
        yield half


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
    return name.start - len(bracket) in ending and text.startswith(bracket, name.start - len(bracket))


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
