"""Pronouns and descriptions that stand for somebody named: who ``he`` is, which ``the company``.

Guarantees: nothing refers forward, into another's words or across more than ``REACH`` sentences;
where no antecedent fits there is no mention. Antecedents are ranked by salience (subjects before
objects, the near before the far), after Lappin and Leass (1994), by dependencies alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from tasks.extract.context import Context
from tasks.extract.gazetteer import country_place, demonym_place
from tasks.extract.lexicon import LEXICON
from tasks.extract.names import Name, Referent
from tasks.extract.roles import Held
from tasks.records import Mention

REACH = 3
"""Sentences back."""

_HE = frozenset(("he", "him", "his", "himself"))
_SHE = frozenset(("she", "her", "hers", "herself"))
_ITS = frozenset(("its", "itself"))
_PAIR = frozenset(("they", "the pair", "the two", "both", "the two men", "the two leaders", "both men"))
_FEMALE = frozenset(
    (
        "mrs",
        "ms",
        "miss",
        "queen",
        "princess",
        "lady",
        "dame",
        "chairwoman",
        "spokeswoman",
        "congresswoman",
        "actress",
        "businesswoman",
        "wife",
        "mother",
        "daughter",
        "sister",
        "widow",
        "woman",
    )
)
_MALE = frozenset(
    (
        "mr",
        "king",
        "prince",
        "sir",
        "lord",
        "chairman",
        "spokesman",
        "congressman",
        "businessman",
        "husband",
        "father",
        "son",
        "brother",
        "man",
        "pope",
    )
)
_ORGANIZATIONS = frozenset(LEXICON["organization_nouns"])
_PLACES = frozenset(LEXICON["place_nouns"])
_PERSONS = frozenset(LEXICON["official_nouns"])


@dataclass(frozen=True, slots=True)
class Reference:
    """One word or phrase that stands for an entity: character offsets, kind and whom it means."""

    start: int
    end: int
    kind: str
    referent: Referent


@dataclass(slots=True)
class _Candidate:
    token: Token
    referent: Referent
    label: str
    sentence: int
    salience: float


def find_references(context: Context, names: Sequence[Name], roles: Sequence[Held]) -> list[Reference]:
    """The pronouns and descriptions of the body that mean somebody named, in order."""
    doc = context.doc
    if not doc.has_annotation("DEP"):
        return []
    numbers = {}
    for number, sent in enumerate(doc.sents):
        for token in sent:
            numbers[token.i] = number
    genders = _told_genders(doc, names, roles)
    seen: list[_Candidate] = []
    waiting = sorted(_named(doc, names, numbers), key=lambda c: c.token.i)
    found: list[Reference] = []
    taken = {i for n in names for i in _tokens(doc, n)}
    for token in doc:
        while waiting and waiting[0].token.i < token.i:
            seen.append(waiting.pop(0))
        if token.i in taken or context.sent_no(token.idx) in (None, 0):
            continue
        for reference in _read(token, seen[-40:], numbers, genders, roles):
            found.append(reference)
            label = reference.referent.label
            seen.append(_Candidate(token, reference.referent, label, numbers[token.i], _salience(token) - 0.2))
    return found


def reference_mentions(context: Context, references: Sequence[Reference]) -> Iterator[Mention]:
    """The references as records."""
    for item in references:
        yield Mention(
            context.article.article_id,
            item.start,
            item.end,
            context.span(item.start, item.end),
            context.sent_no(item.start),
            item.kind,
            item.referent.label,
            item.referent.entity_id,
            item.referent.name,
        )


def _read(
    token: Token, seen: Sequence[_Candidate], numbers: dict[int, int], genders: dict[int, str], roles: Sequence[Held]
) -> Iterator[Reference]:
    word = token.lower_
    end = token.idx + len(token)
    if word in _HE or word in _SHE:
        gender = "m" if word in _HE else "f"
        people = [c for c in seen if c.label == "PERSON" and genders.get(id(c.referent), gender) == gender]
        chosen = _best(token, people, numbers, reflexive=word.endswith("self"))
        if chosen is not None:
            genders.setdefault(id(chosen), gender)
            yield Reference(token.idx, end, "pronoun", chosen)
    elif word in _ITS or (word == "it" and token.dep_ == "nsubj" and _acts(token.head)):
        chosen = _best(token, [c for c in seen if c.label in ("ORG", "GPE")], numbers, reflexive=True)
        if chosen is not None:
            yield Reference(token.idx, end, "pronoun", chosen)
    elif word == "they" and token.is_sent_start:
        for referent in _pair(token, seen, numbers):
            yield Reference(token.idx, end, "group", referent)
    elif word in ("pair", "two") and token.dep_ == "nsubj" and _determiner(token) is not None:
        determiner = _determiner(token)
        for referent in _pair(token, seen, numbers):
            yield Reference(determiner.idx if determiner else token.idx, end, "group", referent)
    elif token.pos_ == "NOUN" and (determiner := _determiner(token)) is not None:
        chosen = _described(token, seen, numbers, roles)
        if chosen is not None:
            yield Reference(determiner.idx, end, "nominal", chosen)


def _named(doc: Doc, names: Sequence[Name], numbers: dict[int, int]) -> Iterator[_Candidate]:
    for name in names:
        tokens = _tokens(doc, name)
        if tokens and name.kind == "name":
            head = doc[tokens[0] : tokens[-1] + 1].root
            yield _Candidate(head, name.referent, name.referent.label, numbers[head.i], _salience(head))


def _tokens(doc: Doc, name: Name) -> list[int]:
    span = doc.char_span(name.start, name.end, alignment_mode="expand")
    return [] if span is None else list(range(span.start, span.end))


def _salience(token: Token) -> float:
    while token.dep_ in ("flat", "compound", "appos", "conj", "nmod:desc") and token.head != token:
        token = token.head
    if token.dep_ in ("nsubj", "nsubj:pass"):
        return 3.0 if token.head.dep_ == "ROOT" else 2.0
    if token.dep_ in ("obj", "iobj", "obl:agent"):
        return 1.0
    return 0.5 if token.dep_ in ("obl", "nmod:poss") else 0.0


def _best(
    token: Token, candidates: list[_Candidate], numbers: dict[int, int], reflexive: bool = False
) -> Referent | None:
    here = numbers[token.i]
    possessive = token.dep_ == "nmod:poss"
    best, top = None, -1.0
    for place, candidate in enumerate(candidates):
        distance = here - candidate.sentence
        if not 0 <= distance <= REACH:
            continue
        if distance == 0 and not reflexive and not possessive and candidate.token.head == token.head:
            continue  # he and him in one clause are two
        value = candidate.salience - 1.8 * distance + 0.02 * (place - len(candidates))
        if distance == 0:
            value += 0.5
        if value > top or best is None:
            best, top = candidate.referent, value
    return best


def _acts(verb: Token) -> bool:
    return verb.pos_ == "VERB" and verb.lemma_ not in (
        "seem", "appear", "take", "rain", "snow", "happen", "mean", "emerge", "turn", "remain", "matter", "look", "come"
    )  # fmt: skip


def _determiner(token: Token) -> Token | None:
    return next((c for c in token.children if c.lower_ in ("the", "this") and c.i < token.i), None)


def _described(
    token: Token, seen: Sequence[_Candidate], numbers: dict[int, int], roles: Sequence[Held]
) -> Referent | None:
    if any(c.dep_ in ("nmod", "acl:relcl", "appos", "acl") and c.i > token.i for c in token.children):
        return None  # a description that says itself whom it means
    lemma = token.lemma_.lower()
    land = _land(token)
    holders = [h for h in roles if h.noun < token.i and token.doc[h.noun].lemma_.lower() == lemma]
    fitting = [h for h in holders if land is None or _land(token.doc[h.noun]) in (None, land)]
    if fitting and not (land is not None and _land(token.doc[fitting[-1].noun]) is None):
        return fitting[-1].referent
    if land is not None and lemma in _PERSONS:
        others = {id(h.referent) for h in roles if _land(token.doc[h.noun]) not in (None, land)}
        told = {id(h.referent) for h in holders}
        return _best(
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
    if lemma in _PLACES:
        kind = "country" if lemma in ("country", "nation", "republic", "kingdom") else "city"
        near = [
            c
            for c in near
            if c.referent.place is not None and (c.referent.place.kind == "country") == (kind == "country")
        ]
    return _best(token, near, numbers, reflexive=True)


def _land(noun: Token) -> str | None:
    """The country whose adjective or name stands before an office: *the Russian president*."""
    for child in noun.children:
        if child.dep_ in ("amod", "compound", "nmod:poss") and child.i < noun.i:
            place = demonym_place(child.text) or country_place(child.text)
            if place is not None:
                return place.country
    return None


def _pair(token: Token, seen: Sequence[_Candidate], numbers: dict[int, int]) -> list[Referent]:
    """The two people of the sentence before, if there are two and no more."""
    before = [c for c in seen if c.label == "PERSON" and numbers[token.i] - c.sentence in (0, 1)]
    people = list({id(c.referent): c.referent for c in before}.values())
    return people if len(people) == 2 else []


def _told_genders(doc: Doc, names: Sequence[Name], roles: Sequence[Held]) -> dict[int, str]:
    """What titles and nouns say: ``Mrs Holm``, ``the chairwoman``."""
    found: dict[int, str] = {}
    said = [(h.referent, doc[h.noun].lower_) for h in roles]
    for name in names:
        if name.label == "PERSON" and (tokens := _tokens(doc, name)) and tokens[0] > 0:
            said.append((name.referent, doc[tokens[0] - 1].lower_.rstrip(".")))
    for referent, word in said:
        if word in _FEMALE or word in _MALE:
            found.setdefault(id(referent), "f" if word in _FEMALE else "m")
    return found
