"""Which bearer of a name an article means: surnames that stand alone, and people of the same name.

Guarantees: pure functions of the articles that bear the name, in any order; where the evidence does not
decide, nothing is merged and nothing is split. Evidence is the time, the company kept (other entities of
the article), the offices told of and the countries that these are held in.
"""

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from tasks.records import stable_id
from tasks.resolve.keys import fold

NEAR_DAYS = 14
"""Days within which a surname alone is read by who bears it in other articles: one news cycle and its sequels."""

COMPANY = 8
"""Entities kept as an article's company: those it names most."""

SHARED = 2
"""Entities that two articles must have in common before one of several bearers is preferred to the others."""

NEAREST = 20
"""Articles of each bearer that are looked at, those nearest in time."""

KNOWN = 3
"""Articles that the only bearer of a surname must stand in to be meant where no company is shared."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """A person's name in one article. ``entity_id`` is that of the folded name (``keys.entity_key``)."""

    article_id: str
    local_id: str
    entity_id: str
    name: str
    day: date | None
    company: frozenset[str | int] = frozenset()
    fields: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """That ``local_id`` means ``entity_id`` in this article, and why."""

    article_id: str
    local_id: str
    entity_id: str
    reason: str
    detail: str


@cache
def _fields() -> dict[str, str]:
    raw: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "names.json").read_text(encoding="utf-8"))
    return {word: field for field, words in raw["fields"].items() for word in words}


def field_of(role: str) -> str | None:
    """The walk of life that an office belongs to; None where its words do not tell."""
    found = [_fields()[word] for word in fold(role).replace("-", " ").split() if word in _fields()]
    return found[-1] if found else None


class Surname:
    """Everybody who bears one surname in full, for the articles that give it alone."""

    def __init__(self, bearers: Iterable[Bearer]) -> None:
        self._by_entity: dict[str, list[tuple[date, str, Bearer]]] = defaultdict(list)
        for bearer in bearers:
            if bearer.day is not None:
                self._by_entity[bearer.entity_id].append((bearer.day, bearer.article_id, bearer))
        for told in self._by_entity.values():
            told.sort(key=itemgetter(0, 1))
        self._days = {entity: [day for day, _, _ in told] for entity, told in self._by_entity.items()}

    def read(self, short: Bearer) -> Reading | None:
        """Whom the surname means in the article of ``short``; None where the evidence does not tell."""
        if short.day is None:
            return None
        near = {entity: told for entity in sorted(self._by_entity) if (told := self._near(entity, short.day))}
        if not near:
            return None
        if len(near) == 1:
            ((best, told),) = near.items()
            if len(told) < KNOWN and not _shared(short, told):
                return None
            return Reading(short.article_id, short.local_id, best, "only-bearer", told[0].name)
        shared = {entity: _shared(short, told) for entity, told in near.items()}
        first, second = sorted(near, key=lambda entity: (-shared[entity], entity))[:2]
        if shared[first] < SHARED or shared[first] == shared[second]:
            return None
        detail = f"{near[first][0].name}: {shared[first]} shared entities"
        return Reading(short.article_id, short.local_id, first, "company", detail)

    def _near(self, entity: str, day: date) -> list[Bearer]:
        """The articles of one bearer within days, the nearest first, so many at most."""
        told, days = self._by_entity[entity], self._days[entity]
        first = bisect_left(days, day - timedelta(days=NEAR_DAYS))
        last = bisect_right(days, day + timedelta(days=NEAR_DAYS))
        here = bisect_left(days, day)
        around = told[max(first, here - NEAREST) : min(last, here + NEAREST)]
        return [item[2] for item in sorted(around, key=lambda item: (abs((item[0] - day).days), item[1]))[:NEAREST]]


def _shared(short: Bearer, told: Sequence[Bearer]) -> int:
    return max(len(short.company & bearer.company) for bearer in told)


@dataclass(frozen=True, slots=True)
class Profile:
    """The articles that tell of one name with the same walks of life and countries: how many, and their company."""

    entity_id: str
    fields: frozenset[str]
    countries: frozenset[str]
    article_count: int = field(compare=False)
    company: frozenset[str | int]


@dataclass(frozen=True, slots=True)
class Sense:
    """One of several people of a name; ``entity_id`` is that of the name for the one told of most."""

    entity_id: str
    profiles: tuple[Profile, ...]
    company: frozenset[str | int]

    @property
    def mark(self) -> str:
        """What sets this person apart, in words."""
        profile = self.profiles[0]
        where = f" in {', '.join(sorted(profile.countries))}" if profile.countries else ""
        return ", ".join(sorted(profile.fields)) + where

    @property
    def essence(self) -> tuple[str, str, frozenset[Any]]:
        """All that ``read_namesake`` asks of a sense after the first, but for its company."""
        return self.entity_id, self.mark, frozenset((p.fields, p.countries) for p in self.profiles)


def find_senses(profiles: Iterable[Profile]) -> list[Sense]:
    """The people behind one name, from every profile that tells a walk of life.

    Two are taken for different people only where their walks of life and countries have nothing in common, and
    their company neither. One person in several offices stays one.
    """
    groups: list[list[Profile]] = []
    for profile in sorted(profiles, key=lambda p: (-p.article_count, sorted(p.fields), sorted(p.countries))):
        group = next((g for g in groups if any(not _differ(profile, other) for other in g)), None)
        if group is None:
            groups.append([profile])
        else:
            group.append(profile)
    found = []
    for number, group in enumerate(groups):
        name_id = group[0].entity_id
        mark = ",".join(sorted(group[0].fields)) + "|" + ",".join(sorted(group[0].countries))
        company = frozenset[str | int]().union(*(profile.company for profile in group))
        found.append(Sense(stable_id("e3", name_id, mark) if number else name_id, tuple(group), company))
    return found


def _differ(one: Profile, other: Profile) -> bool:
    return not (one.fields & other.fields or one.countries & other.countries or one.company & other.company)


def read_namesake(senses: Sequence[Sense], bearer: Bearer) -> Reading | None:
    """Which of the people of a name an article means; None for the one told of most."""
    for sense in senses[1:]:
        if any((bearer.fields, bearer.countries) == (p.fields, p.countries) for p in sense.profiles):
            return Reading(bearer.article_id, bearer.local_id, sense.entity_id, "namesake", sense.mark)
    if bearer.fields:
        return None
    shared = [len(sense.company & bearer.company) for sense in senses]
    best = max(range(len(senses)), key=lambda i: (shared[i], -i))
    if not best:
        return None
    detail = f"{senses[best].mark}: {shared[best]} shared entities"
    return Reading(bearer.article_id, bearer.local_id, senses[best].entity_id, "company", detail)


def pick_expansion(evidence: Mapping[str, int]) -> str | None:
    """What an acronym stands for where articles give several expansions: the one that two thirds of them give."""
    total = sum(evidence.values())
    best = max(evidence, key=lambda e: (evidence[e], e), default=None)
    return best if best is not None and evidence[best] * 3 >= total * 2 else None


def company_of(counts: Mapping[str, int], of: str, known: Collection[str] = ()) -> frozenset[str]:
    """The other entities that an article names most."""
    ranked = sorted((e for e in counts if e != of and e not in known), key=lambda e: (-counts[e], e))
    return frozenset(ranked[:COMPANY])
