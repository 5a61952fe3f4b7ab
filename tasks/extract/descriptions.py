"""Descriptions that stand for somebody named: *the company*, *the Russian president*, *the town*.

Guarantees: a description that says itself whom it means (by what follows, an owner or a name in it) is
none; a body is meant by the noun that the text itself calls it, a ministry only by a name with that noun.
"""

from collections.abc import Mapping, Sequence

from spacy.tokens import Token

from tasks.extract.antecedents import REACH, Candidate, best_candidate
from tasks.extract.gazetteer import country_place, demonym_place
from tasks.extract.lexicon import LEXICON
from tasks.extract.noun_phrases import case_of
from tasks.extract.referents import Referent
from tasks.extract.roles import Held

_ORGANIZATIONS = frozenset(LEXICON["organization_nouns"])
_PLACES = frozenset(LEXICON["place_nouns"])
_PERSONS = frozenset(LEXICON["official_nouns"])
_INSTITUTIONS = frozenset(
    ("ministry", "court", "council", "department", "committee", "commission", "university", "government",
     "parliament", "senate", "police", "army", "embassy")
)  # fmt: skip
"""Kinds of bodies whose names have the noun in them."""


def says_which(token: Token, established: bool) -> bool:
    """Whether a description says itself whom it means: *the head of the board*, *the man who came*, *A's team*."""
    if any(c.lower_ in ("'s", "’s") for c in token.lefts):
        return True
    if any(c.dep_ == "compound" and c.pos_ == "PROPN" and _is_name(c) for c in token.lefts):
        return True
    after = [c for c in token.children if c.i > token.i]
    if established:
        return any(c.dep_ == "appos" or (c.dep_ == "nmod" and case_of(c) in ("of", "between")) for c in after)
    return any(c.dep_ in ("nmod", "acl:relcl", "appos", "acl") for c in after)


def _is_name(word: Token) -> bool:
    """Whether a word in a description names it: *the Holm company*, not *the US president*, *the Friday meeting*."""
    land = country_place(word.text) or demonym_place(word.text)
    return land is None and word.ent_type_ not in ("DATE", "TIME")


def called_so(named: Sequence[Candidate]) -> list[tuple[int, str, Referent]]:
    """What the text itself calls a body or a place: *the FNV union*, *the town of Kamnik*, by where it says so."""
    found = []
    for candidate in named:
        head = candidate.token.head
        if candidate.label not in ("ORG", "GPE", "LOC") or head.pos_ != "NOUN" or head == candidate.token:
            continue
        noun = head.lemma_.lower()
        joined = candidate.token.dep_ == "compound" and candidate.label == "ORG" and noun in _ORGANIZATIONS
        of = candidate.token.dep_ == "nmod" and case_of(candidate.token) == "of" and noun in _PLACES
        if joined or of:
            found.append((candidate.token.i, noun, candidate.referent))
    return found


def described_by(
    token: Token, seen: Sequence[Candidate], numbers: Mapping[int, int], roles: Sequence[Held], established: bool
) -> Referent | None:
    """Whom a description means; ``established`` tells that its noun has meant an organisation before."""
    if says_which(token, established):
        return None
    lemma = token.lemma_.lower()
    land = _land(token)
    holders = [h for h in roles if h.noun < token.i and token.doc[h.noun].lemma_.lower() == lemma]
    fitting = [h for h in holders if land is None or _land(token.doc[h.noun]) in (None, land)]
    if fitting and not (land is not None and _land(token.doc[fitting[-1].noun]) is None):
        return fitting[-1].referent
    if land is not None and lemma in _PERSONS:
        others = {id(h.referent) for h in roles if _land(token.doc[h.noun]) not in (None, land)}
        told = {id(h.referent) for h in holders}
        return best_candidate(
            token,
            [c for c in seen if c.label == "PERSON" and id(c.referent) not in others | told],
            numbers,
            reflexive=True,
        )
    if holders:
        return holders[-1].referent if land is None else None
    here = numbers[token.i]
    label = ("ORG",) if lemma in _ORGANIZATIONS else ("GPE",) if lemma in _PLACES else ()
    near = [c for c in seen if c.label in label and 0 <= here - c.sentence <= REACH]
    if lemma in _INSTITUTIONS:
        near = [c for c in near if any(lemma in name.casefold().split() for name in c.referent.names)]
    if lemma in _PLACES:
        kind = "country" if lemma in ("country", "nation", "republic", "kingdom") else "city"
        near = [
            c
            for c in near
            if (c.referent.place is not None and c.referent.place.kind == "country") == (kind == "country")
        ]
    return best_candidate(token, near, numbers, reflexive=True)


def _land(noun: Token) -> str | None:
    """The country whose adjective or name stands before an office: *the Russian president*."""
    for child in noun.children:
        if child.dep_ in ("amod", "compound", "nmod:poss") and child.i < noun.i:
            place = demonym_place(child.text) or country_place(child.text)
            if place is not None:
                return place.country
    return None
