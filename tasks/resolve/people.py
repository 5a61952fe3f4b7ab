"""Which bearer of a name an article means: surnames that stand alone, and people of the same name.

Guarantees: pure functions of the articles that bear the name, in any order; where the evidence does not
decide, nothing is merged and nothing is split. Evidence is the time, the company kept (other entities of
the article), the offices told of and the countries that these are held in.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
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


def read_surname(short: Bearer, full: Sequence[Bearer]) -> Reading | None:
    """Whom a surname alone means, among those who bear it in full in articles of the same weeks."""
    if short.day is None:
        return None
    near = [b for b in full if b.day is not None and abs((b.day - short.day).days) <= NEAR_DAYS]
    articles = Counter(b.entity_id for b in near)
    if not articles:
        return None
    shared: dict[str, int] = defaultdict(int)
    for bearer in near:
        shared[bearer.entity_id] = max(shared[bearer.entity_id], len(short.company & bearer.company))
    names = {b.entity_id: b.name for b in sorted(near, key=lambda b: (b.name, b.article_id), reverse=True)}
    ranked = sorted(articles, key=lambda e: (-shared[e], e))
    best = ranked[0]
    if len(ranked) == 1:
        if not shared[best] and articles[best] < KNOWN:
            return None
        detail = f"{names[best]}: {articles[best]} articles"
        return Reading(short.article_id, short.local_id, best, "only-bearer", detail)
    if shared[best] < SHARED or shared[best] == shared[ranked[1]]:
        return None
    return Reading(short.article_id, short.local_id, best, "company", f"{names[best]}: {shared[best]} shared entities")


@dataclass(slots=True)
class _Sense:
    """One of several people of a name while they are told apart."""

    members: list[Bearer]
    fields: set[str]
    countries: set[str]
    company: set[str | int]


def split_namesakes(bearers: Iterable[Bearer]) -> list[Reading]:
    """Tell apart people of one name whose offices lie in different walks of life or countries.

    ``bearers`` are all articles that bear the name. Two are taken for different people only where both
    tell an office, the offices share neither field nor country, and no company is shared. The bearer
    told of most keeps the id of the name; the others get ids of their own, from what sets them apart.
    """
    ordered = sorted(bearers, key=lambda b: b.article_id)
    profiles: dict[tuple[frozenset[str], frozenset[str]], list[Bearer]] = defaultdict(list)
    for bearer in ordered:
        profiles[bearer.fields, bearer.countries].append(bearer)
    told = [group for profile, group in profiles.items() if profile[0]]
    if len(told) < 2:
        return []
    senses: list[_Sense] = []
    for group in sorted(told, key=lambda g: (-len(g), sorted(g[0].fields), sorted(g[0].countries))):
        company = _core(group)
        sense = next((s for s in senses if not _differ(s, group[0], company)), None)
        if sense is None:
            senses.append(_Sense([*group], set(group[0].fields), set(group[0].countries), company))
        else:
            sense.members += group
            sense.fields |= group[0].fields
            sense.countries |= group[0].countries
            sense.company |= company
    return _readings(senses, [b for profile, group in profiles.items() if not profile[0] for b in group])


def _core(group: Sequence[Bearer]) -> set[str | int]:
    return {entity for bearer in group for entity in bearer.company}


def _differ(sense: _Sense, bearer: Bearer, company: set[str | int]) -> bool:
    if sense.fields & bearer.fields or company & sense.company:
        return False
    return not (sense.countries & bearer.countries)


def _readings(senses: Sequence[_Sense], untold: Sequence[Bearer]) -> list[Reading]:
    if len(senses) < 2:
        return []
    found = []
    for bearer in untold:
        shared = [len(sense.company & bearer.company) for sense in senses]
        best = max(range(len(senses)), key=lambda i: (shared[i], -i))
        if best and shared[best] > shared[0]:
            found.append(_reading(senses[best], bearer, "company", f"{shared[best]} shared entities"))
    for sense in senses[1:]:
        where = f" in {', '.join(sorted(sense.countries))}" if sense.countries else ""
        what = ", ".join(sorted(sense.fields)) + where
        found += [_reading(sense, bearer, "namesake", what) for bearer in sense.members]
    return sorted(found, key=lambda r: (r.article_id, r.local_id))


def _reading(sense: _Sense, bearer: Bearer, reason: str, detail: str) -> Reading:
    apart = sense.members[0]
    mark = ",".join(sorted(apart.fields)) + "|" + ",".join(sorted(apart.countries))
    return Reading(bearer.article_id, bearer.local_id, stable_id("e3", bearer.entity_id, mark), reason, detail)


def pick_expansion(evidence: Mapping[str, int]) -> str | None:
    """What an acronym stands for where articles give several expansions: the one that two thirds of them give."""
    total = sum(evidence.values())
    best = max(evidence, key=lambda e: (evidence[e], e), default=None)
    return best if best is not None and evidence[best] * 3 >= total * 2 else None


def company_of(counts: Mapping[str, int], of: str, known: Collection[str] = ()) -> frozenset[str]:
    """The other entities that an article names most."""
    ranked = sorted((e for e in counts if e != of and e not in known), key=lambda e: (-counts[e], e))
    return frozenset(ranked[:COMPANY])
