"""Which of the places of one name a text means.

Guarantees: what stands after a name (``Paris, Texas``) decides; else the places that the text names
beside it do: those near one another, of a state or country that is named; else the number of
inhabitants. One name means one place in one text unless it is told apart. Distances pull as in the
spatial-minimality method (Leidner 2007), weighed by how sure the other names are.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tasks.extract.gazetteer import Place, demonym_place, fold_name, places_called, state_code
from tasks.extract.place_clues import NO_CLUES, Clues

MAX_CANDIDATES = 24
"""Places of one name that are weighed: the most populous."""
MAX_NAMES = 60
NEAR_KM = 80.0
_NEARNESS, _STATE, _COUNTRY = 3.0, 1.5, 2.5
"""What nearness to all else, a state named and a country named are worth in powers of ten of inhabitants."""
_SUPPORT = 1.6
"""What each name of a place inside is worth to a state or a country, up to two of them."""
_KIND = {"country": 2.5, "region": 6.5, "state": 0.3, "county": -0.5, "city": 0.0}
_SHARED = 1.8
"""What it is worth to be a country with a state's name (Georgia): beside one of its towns the state."""
_OTHER_NAME = -1.5
_CITY_FIRST = frozenset(("Washington", "New York"))
"""States that are called by their name alone only where the text makes it plain."""
_SIDES = frozenset(("North", "South", "East", "West", "the North", "the South", "the East", "the West"))
"""Names of a part of whatever the text is about, and of some province somewhere."""
_OUTER = frozenset(("country", "region", "state"))
_SURE = 0.7
_HOME = 1.5
"""What it is worth, in powers of ten of inhabitants, to lie in the country that the article is at home in."""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place's name in a text; ``outer`` is the name after it and a comma, ``qualifies`` that it is one itself."""

    text: str
    outer: str | None = None
    qualifies: bool = False


def choose_places(names: Sequence[PlaceName], clues: Clues = NO_CLUES) -> list[Place | None]:
    """For each name the place meant."""
    names = [name if name.outer is None or _holds(name) else replace(name, outer=None) for name in names]
    candidates: dict[tuple[str, str], list[Place]] = {}
    qualified: dict[str, str] = {}
    for name in names:
        key = _key(name)
        if key not in candidates and len(candidates) < MAX_NAMES:
            candidates[key] = _candidates(name)
        if key[1] and candidates.get(key):
            qualified.setdefault(key[0], key[1])
    for key in [k for k in candidates if not k[1] and k[0] in qualified]:
        candidates[key] = candidates[key[0], qualified[key[0]]]
    told = tuple(f"{key[0]} " for key in candidates)
    for hint in clues.names:
        if not fold_name(hint).startswith(told):  # *Oldwick City* says no more than *Oldwick*
            candidates.setdefault((fold_name(hint), ""), _candidates(PlaceName(hint)))
    chosen = _weigh(candidates, dict(clues.countries))
    return [chosen.get(_key(name)) for name in names]


def _holds(name: PlaceName) -> bool:
    """Whether what stands after the name is where it lies, and not the next of a list (*Harrow, Oldwick and Tarn*)."""
    return bool(name.outer and _inside(places_called(name.text), name.outer))


def _key(name: PlaceName) -> tuple[str, str]:
    outer = "outer" if name.qualifies else fold_name(name.outer) if name.outer else ""
    return fold_name(name.text), outer


def _candidates(name: PlaceName) -> list[Place]:
    """The places that the name and what stands after it allow, the likeliest first."""
    if name.text in _SIDES:
        return []
    adjective = demonym_place(name.text)
    if adjective is not None:
        return [adjective]
    found = list(places_called(name.text))
    if name.qualifies:
        found = [p for p in found if p.kind in _OUTER] or found
    if name.outer:
        found = _inside(found, name.outer) or found
    return sorted(found, key=_prior, reverse=True)[:MAX_CANDIDATES]


def _inside(found: Sequence[Place], outer: str) -> list[Place]:
    """Those that lie in the state or country called ``outer``."""
    code = state_code(outer)
    if code is not None:
        return [p for p in found if p.country == "USA" and p.state == code and p.kind != "state"]
    wider = [p for p in places_called(outer) if p.kind in _OUTER]
    countries = {p.country for p in wider if p.kind != "state"}
    states = {(p.country, p.state) for p in wider if p.kind == "state"}
    small = [p for p in found if p.kind not in ("country", "region")]
    return [p for p in small if p.country in countries or (p.country, p.state) in states]


def _prior(place: Place) -> float:
    lesser = place.other_name or (place.kind == "state" and place.name in _CITY_FIRST)
    kind = _SHARED if place.kind == "country" and state_code(place.name) is not None else _KIND[place.kind]
    return math.log10(place.population + 100) + kind + (_OTHER_NAME if lesser else 0.0)


def _at_home(place: Place, home: Mapping[str, float]) -> float:
    return _HOME * home.get(place.country or "", 0.0) if place.kind not in ("country", "region") else 0.0


def _weigh(candidates: dict[tuple[str, str], list[Place]], home: Mapping[str, float]) -> dict[tuple[str, str], Place]:
    """The best candidate of each name: its inhabitants and how well it goes with the other names'."""
    keys = [key for key, places in candidates.items() if places]
    places = [place for key in keys for place in candidates[key]]
    if not places:
        return {}
    owner = np.array([number for number, key in enumerate(keys) for _ in candidates[key]])
    near, inside = _nearness(places, owner), _inclusion(places, owner)
    prior = np.array([_prior(place) + _at_home(place, home) for place in places])
    score = prior
    for _ in range(2):  # the second time what is sure weighs more
        share = _shares(score, owner)
        named = _named(places, share)
        pull = np.sqrt(near @ share)
        score = prior + _NEARNESS * pull
        score += _SUPPORT * np.minimum(2.0, inside @ share)
        score += np.array([_mentioned(place, named) for place in places])
    best: dict[tuple[str, str], Place] = {}
    for number, key in enumerate(keys):
        own = np.flatnonzero(owner == number)
        best[key] = places[own[int(np.argmax(score[own]))]]
    return best


def _nearness(places: Sequence[Place], owner: np.ndarray) -> np.ndarray:
    """How near each place is to each of another name, from 0 to 1; what is large is near nothing."""
    at = np.radians(np.array([(place.latitude, place.longitude) for place in places]))
    across = (at[:, None, 1] - at[None, :, 1]) * np.cos((at[:, None, 0] + at[None, :, 0]) / 2)
    far = 6371 * np.hypot(at[:, None, 0] - at[None, :, 0], across)
    small = np.array([place.kind not in _OUTER for place in places])
    near: np.ndarray = np.exp(-far / NEAR_KM) * (owner[:, None] != owner[None, :]) * small[:, None] * small[None, :]
    return near


def _inclusion(places: Sequence[Place], owner: np.ndarray) -> np.ndarray:
    """Which places of other names lie in each state and country."""
    country = np.array([place.country or "" for place in places])
    state = np.array([place.state or "" for place in places])
    kind = np.array([place.kind for place in places])
    small = np.isin(kind, ("city", "county"))
    within = (country[:, None] == country[None, :]) & small[None, :] & (owner[:, None] != owner[None, :])
    in_state = within & (state[:, None] == state[None, :]) & (kind == "state")[:, None]
    inside: np.ndarray = (in_state | (within & (kind == "country")[:, None])).astype(float)
    return inside


def _shares(score: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """How likely each place is among those of its name."""
    weight = np.power(10.0, _SURE * (score - score.max()))
    share: np.ndarray = weight / np.bincount(owner, weight)[owner]
    return share


def _named(places: Sequence[Place], share: np.ndarray) -> defaultdict[tuple[str, str | None], float]:
    """Countries and states by the names that say them: shares of one for each name."""
    counts: defaultdict[tuple[str, str | None], float] = defaultdict(float)
    for place, part in zip(places, share, strict=True):
        if place.country and place.kind in _OUTER:
            counts[place.country, None] += float(part)
            if place.kind == "state":
                counts[place.country, place.state] += float(part)
    return counts


def _mentioned(place: Place, named: defaultdict[tuple[str, str | None], float]) -> float:
    if place.country is None or place.kind in ("country", "region"):
        return 0.0
    total = sum(count for (_, state), count in named.items() if state is None)
    country = named[place.country, None] / total if total else 0.0
    state = min(1.0, named[place.country, place.state]) if place.kind != "state" else 0.0
    return _COUNTRY * country + _STATE * state
