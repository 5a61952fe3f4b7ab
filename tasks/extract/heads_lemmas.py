"""Lemmas as edit scripts: what a head can choose among, and how a choice is carried out.

Guarantees: ``apply_script(edit_script(form, lemma), form) == lemma`` for every pair; a script
that does not fit a form leaves it in lower case.
"""

import json
from functools import lru_cache
from pathlib import Path

_PREFIX_LIMIT = 3
_IRREGULAR: dict[str, str] = json.loads(
    (Path(__file__).parent / "data" / "irregular_verbs.json").read_text(encoding="utf-8")
)["forms"]


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


def lemma_of(form: str, tag: str, script: str) -> str:
    """The lemma of a word with this Penn tag: an irregular verb's by the list, any other's by ``script``."""
    irregular = _IRREGULAR.get(form.lower()) if tag.startswith("VB") else None
    return irregular or apply_script(script, form)
