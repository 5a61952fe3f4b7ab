"""What makes two spellings of a name one, whatever article they stand in.

Guarantees: pure functions of the words, so that the same name gives the same key in any order of the
articles. Folded are case, accents, stops, titles, initials in the middle, usual short first names and the
legal form of a company; never a different word.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from tasks.records import stable_id

PLACES = frozenset(("GPE", "LOC"))
_LETTERS = str.maketrans("łŁøØđĐ", "lLoOdD")
"""Letters that Unicode does not take apart."""
_SPLIT = re.compile(r"[\s\u00a0]+")
_INITIAL = re.compile(r"^[a-z]$")
_ACRONYM = re.compile(r"^(?=(?:[^A-Z]*[A-Z]){2})[A-Za-z0-9]{2,8}$")


@cache
def _data() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "names.json").read_text(encoding="utf-8"))
    return raw


_STOPS = str.maketrans("", "", ".'`\"’‘“”")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Without case, accents and stops; other letters and digits stay."""
    if text.isascii():
        return text.casefold().translate(_STOPS)
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(c for c in plain.casefold() if not unicodedata.combining(c)).translate(_STOPS)


@lru_cache(maxsize=4096)
def person_words(name: str) -> tuple[str, ...]:
    """A person's name as folded words: no titles, no suffixes, no initials in the middle, first name in full."""
    words = [w for w in (fold(part).strip(",") for part in _SPLIT.split(name)) if w]
    while len(words) > 1 and words[0] in _data()["titles"]:
        words = words[1:]
    while len(words) > 1 and words[-1] in _data()["suffixes"]:
        words = words[:-1]
    if len(words) > 2:
        words = [words[0], *(w for w in words[1:-1] if not _INITIAL.match(w)), words[-1]]
    if len(words) > 1:
        words[0] = _data()["first_names"].get(words[0], words[0])
    return tuple(words)


def is_short(name: str) -> bool:
    """Whether a person's name is one word, and so may stand for several people."""
    return len(person_words(name)) < 2


def surname(name: str) -> str:
    """The last word of a person's name, folded."""
    words = person_words(name)
    return words[-1] if words else fold(name)


def organization_words(name: str) -> tuple[str, ...]:
    """An organisation's name as folded words, without the article and the legal form."""
    words = [fold(w).strip(",") for w in re.split(r"[\s\u00a0-]+", name)]
    words = [w for w in words if w and w != "the"]
    while len(words) > 1 and words[-1] in _data()["legal_forms"]:
        words.pop()
    return tuple(words)


def is_acronym(name: str) -> bool:
    """``NATO``, ``U.N.``, ``BaFin``: one short word with two capitals or more."""
    return bool(_ACRONYM.match(name.replace(".", "")))


def initials(name: str) -> str:
    """First letters of the capitalised words of a name."""
    return "".join(w[0] for w in re.split(r"[\s-]+", name) if w and w[0].isupper())


def name_words(name: str, label: str) -> tuple[str, ...]:
    """The folded words that tell one name from another of the same kind."""
    if label == "PERSON":
        return person_words(name)
    if label == "ORG":
        return organization_words(name)
    words = tuple(fold(w) for w in _SPLIT.split(name) if w)
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def kind_of(label: str) -> str:
    """Labels that the same name is often given by turns are one kind: only people and places stand apart."""
    return "person" if label == "PERSON" else "place" if label in PLACES else "name"


@lru_cache(maxsize=4096)
def entity_key(name: str, label: str, latitude: float | None, longitude: float | None) -> str:
    """The id of all entities, in any article, whose names fold to the same words.

    Places of one name are told apart by where they lie, to a tenth of a degree (11 km). A name that is folded
    already gets the id that extraction gives it, so that only the others need a row to say what they are.
    """
    where = f"{latitude:.1f} {longitude:.1f}" if latitude is not None and longitude is not None else ""
    return stable_id("e1", kind_of(label), " ".join(name_words(name, label)), where)


@lru_cache(maxsize=4096)
def party_key(name: str, label: str | None) -> str:
    """What a side of an act is compared by: the surname of a person, the acronym of a body.

    Looser than ``entity_key``, because an act has its kind, its day and its other side beside it.
    """
    if label == "PERSON":
        return f"p:{surname(name)}"
    if is_acronym(name):
        return f"n:{fold(name)}"
    words = organization_words(name)
    short = initials(name)
    if label == "ORG" and len(short) > 2 and len(short) == len([w for w in words if w not in _data()["small_words"]]):
        return f"n:{short.casefold()}"
    return f"n:{' '.join(words)}"


def acronym_of(aliases: Iterable[str]) -> tuple[str, str] | None:
    """The acronym and the longest other form among one article's forms of one name."""
    forms = sorted(set(aliases), key=lambda form: (-len(form), form))
    short = next((form for form in forms if is_acronym(form)), None)
    long = next((form for form in forms if len(form.split()) > 1), None)
    return (short, long) if short is not None and long is not None else None
