"""The reviewed words of acts, read once from ``data/events.json``, and their forms.

Guarantees: a token has the lexicon's word of which it is a form, whatever lemma the pipeline gives it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from spacy.tokens import Token

from tasks.extract.lexicon import LEXICON

_NOUN_LISTS = frozenset(
    (
        "both_sides",
        "many",
        "instruments",
        "victims",
        "calamities",
        "happenings",
        "means",
        "parts",
        "recalled",
        "holds_open",
        "forces",
        "media",
        "measures",
        "seized_without_force",
        "wrappers",
        "met_without_people",
        "unborn",
        "kin",
        "suffered",
    )
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A PLOVER type with its mode; the type is empty for acts outside of PLOVER (an election)."""

    plover: str
    mode: str | None


OTHER = Kind("", None)


@cache
def lexicon() -> dict[str, Any]:
    """The data file."""
    raw: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "events.json").read_text(encoding="utf-8"))
    return raw


@cache
def words(name: str) -> frozenset[str]:
    """One of the lexicon's plain lists."""
    return frozenset(lexicon()[name])


@cache
def governors(name: str) -> frozenset[str]:
    """Verbs and adjectives of intent."""
    return frozenset(lexicon()["intends"][name])


@cache
def kinds(part: str) -> dict[str, Kind]:
    return {
        word: Kind(plover, mode or None)
        for plover, modes in lexicon()[part].items()
        for mode, listed in modes.items()
        for word in listed
    }


@cache
def others(part: str) -> frozenset[str]:
    """Words for acts outside of PLOVER."""
    return frozenset(lexicon()["others"][part])


def lemma(token: Token) -> str:
    """The lexicon's word of which the token is a form, else the pipeline's lemma."""
    form = token.lower_
    part = "verb" if token.pos_ in ("VERB", "AUX") else "noun" if token.pos_ in ("NOUN", "PROPN") else ""
    return _forms(part).get(form) or token.lemma_.lower() if part else token.lemma_.lower()


@cache
def _forms(part: str) -> dict[str, str]:
    """Regular inflections of the lexicon's words, the words themselves over the forms of others."""
    listed: set[str] = set()
    for key, value in lexicon().items():
        rows = value if key == "objects" else value["objects"] if key == "others" else []
        for row in rows:
            listed.update(row["verbs" if part == "verb" else "nouns"])
        if isinstance(value, list) and value and isinstance(value[0], str):
            listed.update(word for word in value if (key in _NOUN_LISTS) == (part == "noun"))
    listed.update(kinds("verbs" if part == "verb" else "nouns"))
    listed.update(others("verbs") if part == "verb" else (*others("nouns"), *others("election"), *kinds("agents")))
    if part == "verb":
        listed.update(LEXICON["irrealis_governors"])
        listed.update(word for group in lexicon()["intends"].values() for word in group)
    bases = {word.partition("_")[0] if part == "verb" else word.rpartition("_")[2] for word in listed}
    found = {form: base for base in sorted(bases) for form in _inflections(base, part)}
    return found | {base: base for base in bases}


def _inflections(base: str, part: str) -> Iterator[str]:
    """Regular forms: *-s*, and of verbs *-ed* and *-ing* with the spelling of the base."""
    ends_y = base[-1] == "y" and base[-2] not in "aeiou"
    yield base[:-1] + "ies" if ends_y else base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
    if part == "noun":
        return
    stem = base[:-1] if base[-1] == "e" and base[-2:] not in ("ee", "oe", "ye") else base
    yield base + "d" if base[-1] == "e" else (base[:-1] + "ied" if ends_y else base + "ed")
    yield stem + "ing"
    if base[-1] not in "aeiouwxyh" and base[-2] in "aeiou":
        yield base + base[-1] + "ed"
        yield base + base[-1] + "ing"
