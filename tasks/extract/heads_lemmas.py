"""Lemmas as edit scripts: what a head can choose among, and how a choice is carried out.

Guarantees: ``apply_script(edit_script(form, lemma), form) == lemma`` for every pair; a script
that does not fit a form leaves it in lower case.
"""

import json
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

_PREFIX_LIMIT = 3
_IRREGULAR: dict[str, str] = json.loads(
    (Path(__file__).parent / "data" / "irregular_verbs.json").read_text(encoding="utf-8")
)["forms"]

_SHORT = 3
"""Letters of a lemma that may be a word by chance: *com* of *coming*, *tri* of *tried*."""

_PLURAL, _PAST, _MORE, _MOST = ("NNS", "NNPS", "VBZ"), ("VBD", "VBN"), ("JJR", "RBR"), ("JJS", "RBS")
_SUFFIXES = (
    ("ies", _PLURAL),
    ("ves", _PLURAL),
    ("men", _PLURAL),
    ("ren", _PLURAL),
    ("es", _PLURAL),
    ("s", _PLURAL),
    ("ying", ("VBG",)),
    ("ing", ("VBG",)),
    ("ed", _PAST),
    ("er", _MORE),
    ("est", _MOST),
)
_ENDS = {
    "ies": ("y", "ie"),
    "ves": ("f", "fe", "ve"),
    "men": ("man",),
    "ren": ("",),
    "es": ("", "e"),
    "s": ("",),
    "ying": ("y", "ie", "ye"),
}
"""What stands in a suffix's place in the lemma; the other suffixes are ``_verbal``."""

_BEFORE_E = ("at", "bl", "c", "iz", "u", "v", "z")
"""Ends of stems that no English word has without an *e* (Porter 1980, step 1b)."""
_BARE = re.compile(
    r"(?:[^aeiou]h|ck|[cfhlnprs]t|ss|ll|ff|m[pb]|[lnr]d|[lnrs]k|[ls]p|[lr]m|[rw][nl]|gn|w|x|y"
    r"|(?:[aeo]i|ea|ee|oo)[dklmnprt]|[^aeiou](?:e[rnl]|on|or))$"
)
"""Ends of stems that hardly any verb has an *e* behind: of the treebanks' regular verbs, 97 in 100 have none."""
_DOUBLED = re.compile(r"([bdgkmnprt])\1$")
"""Ends of stems whose last letter was written twice for the suffix."""
_BASES = ("VB", "VBP", "NN", "JJ", "RB", "IN", "UH")
"""Tags of words that are their own lemma, but for contractions and other spellings, whose scripts put letters there."""
_INFLECTED = ("VBD", "VBN", "VBG")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")

Rank = Callable[[str], int | None]


def lexicon_key(form: str, tag: str) -> str:
    """Under which the trained pipeline's lexicon has the lemma of a word with this tag."""
    return f"{tag} {form}"


def _no_rank(word: str) -> int | None:
    return None


def edit_script(form: str, lemma: str) -> str:
    """How ``lemma`` is made of ``form``: its case, letters cut from both ends, letters put there.

    ``L`` works on the form in lower case, ``K`` on the form as it is. ``!`` before the lemma
    itself where the two have too little in common.
    """
    for case, base in (("L", form.lower()), ("K", form)):
        script = _affix_script(case, base, lemma)
        if script is not None:
            return script
    return f"!{lemma}"


def _affix_script(case: str, base: str, lemma: str) -> str | None:
    for skip in range(min(_PREFIX_LIMIT, len(base)) + 1):
        shared = 0
        rest = base[skip:]
        while shared < min(len(rest), len(lemma)) and rest[shared] == lemma[shared]:
            shared += 1
        if shared and (skip == 0 or shared >= 2) and shared * 3 >= len(lemma):
            return f"{case}{skip}-{len(rest) - shared}+{lemma[shared:]}"
    return None


@lru_cache(maxsize=65_536)
def apply_script(script: str, form: str) -> str:
    """The lemma of ``form`` by ``script``."""
    if script.startswith("!"):
        return script[1:]
    base = form.lower() if script[0] == "L" else form
    cuts, _, added = script[1:].partition("+")
    front, _, back = cuts.partition("-")
    stem = base[int(front) : len(base) - int(back)]
    return stem + added if stem else form.lower()


def lemma_of(form: str, tag: str, script: str, rank: Rank = _no_rank) -> str:
    """The lemma of a word with this Penn tag: an irregular verb's by the list, any other's by ``script``.

    ``rank`` tells how common a word is (0 is the commonest, None unknown): where the script makes no word (*studie*,
    *refus*) of a form that is regular, or leaves a verb its suffix, the lemma is the commonest word that the form can
    come from, or, where that is none, what the spelling of its stem asks for. A number has no commas (UD's guidelines).
    """
    irregular = _IRREGULAR.get(form.lower()) if tag.startswith("VB") else None
    if irregular:
        return irregular
    if tag == "CD" and _NUMBER.fullmatch(form):
        return form.replace(",", "")
    lemma = apply_script(script, form)
    low = lemma.lower()
    own = rank(low)
    stems = _stems(form.lower(), tag)
    kept = low == form.lower() and tag in _INFLECTED and bool(stems)
    if own is not None and len(lemma) > _SHORT and not kept:
        return lemma
    known = [(place, word) for word in stems if (place := rank(word)) is not None]
    if known:
        place, word = min(known)
        if own is not None and low in stems and place * 3 > own * 2:
            return lemma
    elif stems and (kept or low in stems):
        word = _spelt(low if low in stems else stems[0], stems)
    elif own is None and tag in _BASES and form.lower().startswith(low):
        word = form.lower()
    else:
        return lemma
    return word.capitalize() if lemma[:1].isupper() else word


def _spelt(lemma: str, stems: Sequence[str]) -> str:
    """Of the unknown words that a regular form can come from, the one that is spelt as English words are."""
    stem = stems[0]
    if stem.endswith("y"):  # of -ies: the words in -ie are few and known
        return stem
    if _DOUBLED.search(stem) and len(stem) > _SHORT:
        return stem[:-1]
    if stem.endswith(_BEFORE_E):
        return stem + "e"
    return stem if _BARE.search(stem) else lemma


@lru_cache(maxsize=65_536)
def _stems(form: str, tag: str) -> tuple[str, ...]:
    """What a regular form with this tag can come from, words or not."""
    for suffix, tags in _SUFFIXES:
        if tag in tags and form.endswith(suffix) and len(form) > len(suffix) + 1:
            stem = form.removesuffix(suffix)
            return tuple(stem + end for end in _ENDS[suffix]) if suffix in _ENDS else _verbal(stem)
    return ()


def _verbal(stem: str) -> tuple[str, ...]:
    """``stopp`` is of *stop*, ``hop`` of *hop* or *hope*, ``tri`` of *try*."""
    found = [stem, stem + "e"]
    if stem[-1] == stem[-2] and len(stem) > _SHORT:
        found.append(stem[:-1])
    if stem[-1] == "i":
        found.append(stem[:-1] + "y")
    return tuple(found)
