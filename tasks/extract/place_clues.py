"""What tells where an article is at home, besides the places that it names.

Guarantees: the outlet's address gives its country by its ending (``.co.uk``) and its town where that is a
part of it (``tarnvalleynews``: Tarn Valley); words that one country's local news is full of (*the sheriff's office*)
give that country; names of places inside other names (*the Georgia Bureau of Investigation*, *the Dayton
Daily News*) are read as places near by. None of them decides anything alone: they weigh as a name in the text does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import urlsplit

from tasks.extract.gazetteer import country_by_ending, is_listed, place_words, places_called, state_code
from tasks.extract.lexicon import LEXICON, alternatives
from tasks.extract.name_spans import Span

_MAX_HINTS = 20
_LONGEST = 24
"""Letters of a place's name in an address."""
_NO_PLACES = frozenset((*LEXICON["name_heads"], *(w.title() for w in LEXICON["government_words"]), "Parks", "State"))
"""First words of bodies' names that some hamlet is called too."""
_OWN_NAME = frozenset(("ORG", "FAC", "EVENT", "LAW"))
_OF = re.compile(r" (?:of|for|in|at) (?:the )?(?=[A-Z])")
_OUTLET = 0.5
"""What an outlet's country weighs: it tells of other countries too."""
_CUES_FOR_SURE = 3
"""Different words of a country's local news that make it as sure as its name does."""


@dataclass(frozen=True, slots=True)
class Clues:
    """``countries`` are ISO codes with weights from 0 to 1; ``names`` are places that stand inside other names."""

    countries: tuple[tuple[str, float], ...] = ()
    names: tuple[str, ...] = ()


NO_CLUES = Clues()


def find_clues(text: str, url: str | None, country: str | None, spans: Sequence[Span]) -> Clues:
    """The clues of a text, of its outlet and of the names in it that are no places.

    ``country`` is the outlet's (ISO 3166 alpha-3) where it is known, ``spans`` the names of the text.
    """
    by_address, town = outlet_home(url)
    weights = dict(_cued(text))
    if home := country or by_address:
        weights[home] = max(_OUTLET, weights.get(home, 0.0))
    inner = (name for _, _, label, words in spans if label in _OWN_NAME for name in _inside(words))
    names = dict.fromkeys([*([town] if town else []), *inner])
    return Clues(tuple(weights.items()), tuple(names)[:_MAX_HINTS])


def _cued(text: str) -> Iterator[tuple[str, float]]:
    for country, pattern in _cue_patterns():
        count = len({match.casefold() for match in pattern.findall(text)})
        if count:
            yield country, min(1.0, count / _CUES_FOR_SURE)


@cache
def _cue_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (country, re.compile(rf"\b(?:{alternatives(words)})\b"))
        for country, words in place_words("local_words").items()
    )


def _inside(words: str) -> Iterator[str]:
    """The places that a name of something else begins with, or has behind *of*."""
    for number, part in enumerate(_OF.split(words)):
        first = part.split()
        for length in range(min(3, len(first) if number else len(first) - 1), 0, -1):
            name = " ".join(first[:length])
            if _is_known(name):
                yield name
                break


@lru_cache(maxsize=4096)
def _is_known(name: str) -> bool:
    """Whether a place is called exactly so: *Oldwick City* before *Council* would be one more name of Oldwick's."""
    own = len(name) > 3 and name[0].isupper() and name not in _NO_PLACES
    return own and is_listed(name) and bool(places_called(name)) and state_code(name) != name


@lru_cache(maxsize=1024)
def outlet_home(url: str | None) -> tuple[str | None, str | None]:
    """The country and the town that the address of an outlet names."""
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return None, None
    labels = host.split(".")
    if len(labels) < 2:
        return None, None
    country = country_by_ending(labels[-1])
    own = labels[: -2 if len(labels) > 2 and len(labels[-2]) <= 3 else -1]
    town = next((town for label in own if (town := _town(label)) is not None), None)
    return country, town


def _town(label: str) -> str | None:
    """The place in a part of an address that has words of newspapers' names beside it, or stands alone."""
    words = place_words("newspaper_words")["en"]
    letters = label.replace("-", "")
    press = alternatives(words)
    match = re.fullmatch(rf"(?:{press})*?(?P<place>[a-z]{{4,{_LONGEST}}}?)(?:{press})+", letters) or re.fullmatch(
        rf"(?:{press})+(?P<place>[a-z]{{4,{_LONGEST}}})", letters
    )
    place = match["place"] if match else letters
    if place in words or not place.isascii() or not place.isalpha():
        return None
    spelt = [place, *(f"{place[:cut]} {place[cut:]}" for cut in range(3, len(place) - 2))]
    return next((name for name in spelt if any(p.kind == "city" for p in places_called(name))), None)
