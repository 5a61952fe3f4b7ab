"""What makes two names one: a person's short and full name, an organisation's without its legal form, an acronym."""

import re

from tasks.extract.name_spans import fold_word

_ORG_ENDS = frozenset(
    (
        "inc",
        "corp",
        "corporation",
        "co",
        "company",
        "ltd",
        "limited",
        "plc",
        "llc",
        "group",
        "ag",
        "sa",
        "nv",
        "gmbh",
        "sdn",
        "bhd",
        "pvt",
        "pte",
        "pty",
        "llp",
        "spa",
        "srl",
        "sarl",
        "oy",
        "oyj",
        "ab",
        "asa",
        "bv",
        "kk",
        "jsc",
        "pjsc",
        "tbk",
    )
)
_SPELT_OUT = {
    "US": ("United", "States"),
    "UN": ("United", "Nations"),
    "UK": ("United", "Kingdom"),
    "EU": ("European", "Union"),
}
"""What letters stand for in the names of bodies: *UN Security Council*."""
_LONG = 5
"""Letters of a name that is compared by its consonants: *Joan* and *Jean* are two."""
_SMALL = frozenset(("of", "the", "and", "for", "in", "on", "de", "&"))


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """First and last name agree, or the other begins or ends with all of one, or has its words in another order."""
    if set(one) == set(other):
        return True
    short, long = sorted((one, other), key=len)
    if one[-1] != other[-1]:
        return len(short) >= 2 and len(long) > len(short) and long[: len(short)] == short
    if one[0] == other[0] or (len(short) > 1 and long[-len(short) :] == short) or _spelt_alike(one[0], other[0]):
        return True
    starts = {one[0][0], other[0][0]}
    return len(starts) == 1 and min(len(one[0]), len(other[0])) <= 2


def _spelt_alike(one: str, other: str) -> bool:
    """Whether two given names are one, spelt with other vowels or a doubled letter (*Mohamed*, *Mohammad*)."""
    if min(len(one), len(other)) < _LONG or one[0] != other[0] or one[-1] != other[-1]:
        return False
    return _skeleton(one) == _skeleton(other)


def _skeleton(word: str) -> str:
    """The consonants, doubled ones once; where a vowel stands, but not which."""
    return re.sub(r"[aeiouyáéíóúäëïöü]", "a", re.sub(r"(.)\1", r"\1", word))


def org_key(name: str) -> tuple[str, ...]:
    """An organisation's name as folded words, without the article, the stops and the legal form.

    What letters stand for in it is spelt out: the *U.S. Congress*, the *United States Congress*.
    """
    parts = re.split(r"[\s-]+", name)
    words = [fold_word(w).replace(".", "") for part in parts for w in _SPELT_OUT.get(part.replace(".", ""), (part,))]
    words = [w for w in words if w and w != "the"]
    while len(words) > 1 and words[-1] in _ORG_ENDS:
        words.pop()
    return tuple(words)


def is_legal_form(words: str) -> bool:
    """Whether a name is nothing but a legal form: *Sdn Bhd*, *Inc.*"""
    return all(fold_word(w) in _ORG_ENDS for w in words.split())


def initials(name: str) -> str:
    """The first letters of a name's words that have a capital (``World Trade Organization``: ``WTO``)."""
    return "".join(w[0] for w in re.split(r"[\s-]+", name) if w and w.casefold() not in _SMALL and w[0].isupper())


def is_shortened(word: str, name: str) -> bool:
    """Whether a word is made of a name's beginnings: its capitals are the name's, in order (*ACMeds*, *BoE*)."""
    capitals = [c for c in word if c.isupper()]
    rest = iter(initials(name))
    return len(capitals) > 1 and word[0] == name[:1] and all(c in rest for c in capitals)


def first_letters(name: str) -> set[str]:
    """The first letter of each word, folded."""
    return {w[0].casefold() for w in name.split() if w}


def is_acronym(word: str) -> bool:
    """Whether a word has 2 to 8 letters or figures, most of them capitals."""
    bare = word.replace(".", "")
    return 2 <= len(bare) <= 8 and bare.isalnum() and sum(c.isupper() for c in bare) * 2 > len(bare)
