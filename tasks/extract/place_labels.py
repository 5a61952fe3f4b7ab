"""Which names are places', by what the words are and what stands beside them.

Guarantees: an organisation that people know is no place, whatever the pipeline took it for; a street or a hall is a
facility; a country's initials are the country; a town that the pipeline took for a person, a people or a firm is a
town where the sentence says so (*a Harrow woman*, *Ada Holm, 24, of Harrow*, *Harrow police*) and nobody in the text
has that surname.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from tasks.extract.context import Context
from tasks.extract.gazetteer import country_place, demonym_place, is_listed, place_words, places_called
from tasks.extract.lexicon import LEXICON, alternatives
from tasks.extract.name_spans import Span, name_words

_PLACES = frozenset(("GPE", "LOC"))
_MISTAKEN = frozenset(("PERSON", "ORG", "NORP"))
_NO_PLACES = LEXICON["intergovernmental"].keys() | LEXICON["organizations"].keys()
_GENERIC = frozenset(LEXICON["generic_organization_words"])
_SOMEBODY_OF = re.compile(r"(?:, \d{1,3},? of|\b(?:man|woman|couple|resident|residents|native|town|city|village) of) $")
_BESIDE = 30
"""Characters before and behind a name that tell what it is."""
_TOWN, _LARGE_TOWN = 1000, 10_000
"""Inhabitants of a town that a name of something else may mean; a people's name is some hamlet's too."""


def labelled(context: Context, spans: Sequence[Span]) -> Iterator[Span]:
    """The names with the labels that their form and their neighbours give them."""
    surnames = {words[-1] for _, _, label, text in spans if label == "PERSON" and len(words := name_words(text)) > 1}
    for start, end, label, text in spans:
        if label in _PLACES and text in _NO_PLACES:
            yield start, end, "ORG", text
        elif label == "GPE" and _is_facility(text):
            yield start, end, "FAC", text
        elif (label == "ORG" and _is_country_in_short(text)) or (
            label in _MISTAKEN and text not in surnames and _is_town(text, label) and _stands_so(context, start, end)
        ):
            yield start, end, "GPE", text
        else:
            yield start, end, label, text


def _is_facility(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and words[-1] in place_words("facility_words")["en"] and not is_listed(text)


def _is_country_in_short(text: str) -> bool:
    return text.isupper() and text not in _NO_PLACES and country_place(text) is not None


def _is_town(text: str, label: str) -> bool:
    if text in _NO_PLACES or text.lower() in _GENERIC or demonym_place(text) is not None:
        return False
    least = _LARGE_TOWN if label == "NORP" else _TOWN
    return any(place.population >= least and not place.other_name for place in places_called(text))


def _stands_so(context: Context, start: int, end: int) -> bool:
    """Whether the words around a name make it a town: whose people are told of, or who comes from there."""
    before, after = context.text[max(0, start - _BESIDE) : start], context.text[end : end + _BESIDE]
    return _SOMEBODY_OF.search(before) is not None or _people_behind().match(after) is not None


@cache
def _people_behind() -> re.Pattern[str]:
    return re.compile(rf" (?:{alternatives(place_words('of_residents')['en'])})\b")
