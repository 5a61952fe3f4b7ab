"""One act, however many sentences and articles tell of it.

Guarantees: pure functions of the tellings; any order of them gives the same groups. A group's id is the
event id of its leader: the telling with the most sides, then one with a place, then the smallest id. What
makes two tellings one act is the same kind and modality, sides that are among the leader's, the same day
(or a window that holds it, where a telling names none) and places that may be one.

An act that nobody is named in (*the explosion at the Oldwick mill killed 12*) is told from others by its site and
its means instead (``with_site``): one kind, one day, one town or site by name, and the same means. How many it
struck does not part two tellings, for the first count is seldom the last: the counts stand side by side in
``conflicts``. Two sites do (the mill and the station of one town), and a telling that would fit either is of
neither; so does an article that itself tells of two such acts. A country or state is no site.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice

from tasks.resolve.figures import words
from tasks.resolve.keys import fold
from tasks.resolve.sites import Place, are_abroad, is_wide, may_be_one, names_of

BACK_DAYS = 7
"""Days before its publication on which an act told without a date may have been: news of the week."""

MAX_INTERVAL = 31
"""Longest interval in which an act with a day is looked for; "this year" is too wide to be one act."""

NEAR_SENTENCES = 3
"""Within an article a telling with one side in common is the same act only where it follows closely."""

SITE, PART, MEANS = "at:", "part:", "by:"
"""Marks of what stands for the sides of an act that nobody is named in."""

_PHYSICAL = frozenset(("CONSULT", "ASSAULT", "MOBILIZE", "RETREAT", "COERCE", "AID", "PROTEST", "SANCTION"))
"""Acts that happen at one place and time; what somebody says or wants is said and wanted many times."""


_LOOSE = frozenset(("ASSAULT", "PROTEST"))
"""Kinds of acts that are told again in another mode: *the attack* for *shelled*."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One act as one article (or one sentence of it) tells it.

    ``parties`` are keys of both its sides (``keys.party_key``); ``first`` and ``last`` the days told, ``told_on``
    the day of publication; ``sent_no`` the sentence of its first mention.
    """

    event_id: str
    article_id: str
    plover: str
    modality: str
    parties: frozenset[str]
    first: date | None = None
    last: date | None = None
    told_on: date | None = None
    place: Place | None = None
    sent_no: int = 0
    caption: bool = False
    mode: str | None = None

    @property
    def day(self) -> date | None:
        """The day of the act, where exactly one is told."""
        return self.first if self.first is not None and self.first == self.last else None

    @property
    def window(self) -> tuple[date, date] | None:
        """Days in which an act told without a day may lie; None where nothing bounds them."""
        if self.first is not None and self.last is not None:
            return (self.first, self.last) if (self.last - self.first).days <= MAX_INTERVAL else None
        if self.told_on is None or self.first is not None or self.last not in (None, self.told_on):
            return None
        return self.told_on - timedelta(days=BACK_DAYS), self.told_on

    @property
    def is_handless(self) -> bool:
        """Whether its site and means stand for sides that are not named."""
        return any(party.startswith(SITE) for party in self.parties)

    @property
    def rank(self) -> tuple[int, bool, str]:
        """The lower leads."""
        return (-len(self.parties), self.place is None, self.event_id)


@dataclass(slots=True)
class Act:
    """A leader and those who tell of the same act; ``place`` is the first that any of them names."""

    leader: Telling
    members: list[Telling]
    place: Place | None

    def admits(self, telling: Telling) -> bool:
        """Whether ``telling``, of the same kind and day, is of this act."""
        if telling.is_handless:
            return telling.parties <= self.leader.parties and not are_abroad(self.place, telling.place)
        if not may_be_one(self.place, telling.place):
            return False
        shared = len(telling.parties & self.leader.parties)
        if shared < len(telling.parties):
            return False
        return shared > 1 or (shared == 1 and self.place is not None and telling.place is not None)

    def add(self, telling: Telling) -> None:
        self.members.append(telling)
        self.place = self.place or telling.place


def group_block(tellings: Iterable[Telling]) -> list[Act]:
    """The acts among tellings of one kind, modality and day, by their leaders in order of rank."""
    acts: list[Act] = []
    by_party: dict[str, list[Act]] = defaultdict(list)
    ordered = sorted(tellings, key=lambda t: t.rank)
    told_twice = _told_twice(ordered)
    for telling in ordered:
        party = min(telling.parties, key=lambda p: (len(by_party[p]), p), default="")
        fitting = list(islice((a for a in by_party[party] if a.admits(telling)), 2 if telling.is_handless else 1))
        if len(fitting) == 1:
            fitting[0].add(telling)
            continue
        act = Act(telling, [telling], telling.place)
        acts.append(act)
        if telling.parties not in told_twice:
            for side in telling.parties:
                by_party[side].append(act)
    return acts


def _told_twice(tellings: Sequence[Telling]) -> frozenset[frozenset[str]]:
    """Sites and means of which one article tells two acts: nothing says which of them another article means."""
    counts = Counter((t.article_id, t.parties) for t in tellings if t.is_handless)
    return frozenset(parties for (_, parties), count in counts.items() if count > 1)


def with_site(telling: Telling, instruments: Iterable[str]) -> Telling:
    """The telling, where it names nobody, with its site and its means for its sides; else as it is.

    A site's kind of building is apart from its name, so that *Oldwick* may be *the Oldwick mill*.
    """
    means = {kind for word in instruments for kind in _means_of(word)}
    if telling.parties or not means or telling.day is None or telling.place is None or is_wide(telling.place):
        return telling
    name = telling.place.key.split()
    parts = name[-1:] if len(name) > 1 and name[-1] in words()["sites"] else []
    site = " ".join(name[: len(name) - len(parts)])
    return replace(
        telling,
        parties=frozenset((SITE + site, *(PART + part for part in parts), *(MEANS + kind for kind in means))),
    )


@lru_cache(maxsize=4096)
def _means_of(word: str) -> tuple[str, ...]:
    """The kind of means that a word tells, itself where it is a kind of its own."""
    return tuple(kind for kind, listed in words()["means"].items() if fold(word) in listed)


def index_acts(acts: Iterable[Act]) -> dict[str, list[Act]]:
    """The acts by each side of their leaders."""
    found: dict[str, list[Act]] = defaultdict(list)
    for act in acts:
        for party in act.leader.parties:
            found[party].append(act)
    return found


def find_act(telling: Telling, acts: Mapping[str, Sequence[Act]]) -> Act | None:
    """The act that a telling without a day is of: the latest in its window that has all its sides, two or more.

    ``acts`` are those of its kind and modality, by ``index_acts``.
    """
    if telling.window is None or len(telling.parties) < 2:
        return None
    first, last = telling.window
    near = min((acts.get(party, ()) for party in telling.parties), key=len)
    fitting = [
        (act.leader.day, act.leader.event_id, act)
        for act in near
        if act.leader.day is not None and first <= act.leader.day <= last and act.admits(telling)
    ]
    return max(fitting, key=lambda found: found[:2])[2] if fitting else None


def group_article(tellings: Sequence[Telling]) -> list[list[Telling]]:
    """The acts of one article; the first of each is its leader."""
    groups: list[list[Telling]] = []
    for telling in sorted(tellings, key=lambda t: (t.day is None, t.rank)):
        group = next((g for g in groups if _same_in_article(g, telling)), None)
        if group is None:
            groups.append([telling])
        else:
            group.append(telling)
    return groups


def merge_article(group: Sequence[Telling]) -> Telling:
    """What an article tells of one act, all its mentions together."""
    if len(group) == 1:
        return group[0]
    parties = frozenset[str]().union(*(t.parties for t in group))
    place = next((t.place for t in group if t.place is not None), None)
    dated = next((t for t in group if t.day is not None), group[0])
    return replace(group[0], parties=parties, place=place, first=dated.first, last=dated.last)


def _same_in_article(group: Sequence[Telling], other: Telling) -> bool:
    first = group[0]
    if (first.plover, first.modality, first.caption) != (other.plover, other.modality, other.caption):
        return False
    known = merge_article(group)
    if any(_are_of_two_modes(told, other) for told in group):
        return False
    if known.day is not None and other.day is not None and known.day != other.day:
        return False
    if (other.first, other.last) != (known.first, known.last) and not _undated(other, known):
        return False
    if not may_be_one(known.place, other.place):
        return False
    sides = _without_place(other, known.place)
    shared = known.parties & sides
    if not shared or not (sides <= known.parties or known.parties <= sides):
        return False
    near = min(abs(t.sent_no - other.sent_no) for t in group) <= NEAR_SENTENCES
    return len(shared) > 1 or (near and known.plover in _PHYSICAL)


def _are_of_two_modes(one: Telling, other: Telling) -> bool:
    """Whether the modes part two acts of a kind: an arrest is no ban, a visit no telephone call; a strike may kill."""
    if one.plover == "CONSULT":
        return (one.mode == "visit") != (other.mode == "visit")
    return one.plover not in _LOOSE and None not in (one.mode, other.mode) and one.mode != other.mode


def _undated(one: Telling, other: Telling) -> bool:
    """Whether one of them names no day and the other's day may be its day."""
    for loose, fixed in ((one, other), (other, one)):
        if loose.day is None and loose.window is not None:
            first, last = loose.window
            if fixed.day is None or first <= fixed.day <= last:
                return True
    return False


def _without_place(telling: Telling, place: Place | None) -> frozenset[str]:
    """The sides, less the place of the act: who visits a country meets somebody in it."""
    if place is None:
        return telling.parties
    where = {f"n:{place.key}", *(f"n:{name}" for name in names_of(place.country))}
    return telling.parties - where if telling.parties - where else telling.parties
