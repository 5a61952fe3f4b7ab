"""Heads of state and government whom the news names by surname alone: who they are in full, and of which country.

Guarantees: read once from ``data/people.json``; a surname that more than one of them has, or that is
common, means nobody by itself.
"""

import json
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path


@cache
def _known() -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Surname to full name and country, and full name to country, under folded keys."""
    raw = json.loads((Path(__file__).parent / "data" / "people.json").read_text(encoding="utf-8"))
    alone: dict[str, tuple[str, str]] = {}
    countries: dict[str, str] = {}
    for country, entries in raw["countries"].items():
        for entry in entries:
            name, _, surname = entry.partition("=")
            countries[_folded(name)] = country
            if surname:
                alone[_folded(surname)] = (name, country)
    return alone, countries


def full_name(surname: str, countries: Iterable[str]) -> str | None:
    """Whom the surname means in a text that names his country; ``countries`` are the ISO codes that it names."""
    name, country = _known()[0].get(_folded(surname), (None, None))
    return name if country in set(countries) else None


def country_of(name: str) -> str | None:
    """The ISO code of the country that somebody leads, led or spoke for."""
    return _known()[1].get(_folded(name))


def _folded(name: str) -> str:
    """Without case and diacritics."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())
