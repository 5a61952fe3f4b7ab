"""Which words tell which kind of act: the reviewed lexicon, read once from ``data/events.json``.

Guarantees: types and modes are PLOVER's (Halterman et al. 2023, draft manual 0.8). What ends an act
of one kind is an act of another: to halt aid is a sanction, to lift a blockade a retreat.
"""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from tasks.extract.event_words import OTHER, Kind, kinds, lemma, lexicon, others, words
from tasks.extract.noun_phrases import POSSESSIVES, case_of
from tasks.extract.role_nouns import names_a_person

COOPERATIVE = frozenset(("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"))

_ENDED: dict[str, tuple[str, str | None]] = {
    "CONSULT": ("SANCTION", "withdraw"),
    "SUPPORT": ("SANCTION", "withdraw"),
    "COOPERATE": ("SANCTION", "discontinue"),
    "AID": ("SANCTION", "discontinue"),
    "PROTEST": ("CONCEDE", None),
    "COERCE": ("RETREAT", "ease"),
    "ASSAULT": ("RETREAT", "disarm"),
}
"""What it is to end, halt or lift an act of a kind."""
_ENDED_MODES: dict[str, tuple[str, str | None]] = {
    "blockade": ("RETREAT", "withdraw"),
    "siege": ("RETREAT", "withdraw"),
    "occupation": ("RETREAT", "withdraw"),
    "curfew": ("CONCEDE", None),
    "emergency": ("CONCEDE", None),
    "restriction": ("CONCEDE", None),
    "ban": ("CONCEDE", None),
    "censorship": ("CONCEDE", None),
}
_THREATENED = {
    "SANCTION": "relations",
    "PROTEST": "relations",
    "REJECT": "relations",
    "ASSAULT": "violence",
    "MOBILIZE": "violence",
}

_HEAVY = "heavy-weapons"
_OBJECTS = ("obj", "nsubj:pass", "obl", "xcomp", "ccomp")


@cache
def _with_objects() -> dict[tuple[str, str], Kind]:
    return {
        (verb, noun): Kind(row["plover"], row["mode"] or None) if "plover" in row else OTHER
        for row in reversed([*lexicon()["objects"], *lexicon()["others"]["objects"]])
        for verb in row["verbs"]
        for noun in row["nouns"]
    }


def noun_kind(noun: Token) -> Kind | None:
    """What a noun tells by itself; *hunger strike* is not *strike*, *news conference* no conference."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return None  # "the arrested men" tell no arrest
    if any(c.lower_ == "words" and case_of(c) == "of" for c in noun.children):
        return None  # "a war of words"
    if lemma(noun) == "shot" and lemma(noun.head) in ("have", "take", "give"):
        return None  # "have a shot at"
    if lemma(noun) == "execution" and any(_is_thing(c) for c in noun.children if case_of(c) == "of"):
        return None  # "the execution of a plan"
    for child in noun.children:
        if child.dep_ in ("compound", "amod"):
            form = f"{lemma(child)}_{lemma(noun)}"
            if form in words("nothing"):
                return None
            found = kinds("nouns").get(form)
            if found is not None:
                return found
    name = lemma(noun)
    return kinds("nouns").get(name) or (OTHER if name in others("nouns") or is_election(noun) else None)


def _is_thing(noun: Token) -> bool:
    return noun.pos_ == "NOUN" and not is_person(noun)


def is_election(noun: Token) -> bool:
    """``the vote`` is told by many words, ``the election`` by few."""
    return lemma(noun) in others("election")


def agent_kind(noun: Token) -> Kind | None:
    """The standing act of whom a noun names so: *a supporter of*."""
    return kinds("agents").get(lemma(noun))


def adjective_kind(word: Token) -> Kind | None:
    """What a predicate adjective tells: *is opposed to*."""
    return kinds("adjectives").get(lemma(word)) or kinds("adjectives").get(word.lower_)


def verb_kind(verb: Token) -> Kind | None:
    """What a verb tells with its object, its particle or preposition, or by itself."""
    form = verb_form(verb)
    return kind_by_object(verb) or kinds("verbs").get(form) or (OTHER if form in others("verbs") else None)


def named_by(verb: Token) -> Token | None:
    """The noun that names the act of a verb which says little by itself: *carried out a strike*, *held talks*."""
    if lemma(verb) not in words("empty_verbs"):
        return None
    return next((noun for noun in objects(verb) if noun_kind(noun) is not None), None)


def kind_by_object(verb: Token) -> Kind | None:
    """What a verb tells with its object only."""
    names = [*_with_particles(verb), lemma(verb)]
    return next((found for noun in objects(verb) if (found := _of_object(names, noun)) is not None), None)


def verb_form(verb: Token) -> str:
    """The lexicon's entry for a verb: with its particle or preposition where it lists that."""
    listed = kinds("verbs").keys() | words("nothing") | others("verbs")
    forms = (*_with_particles(verb), *(f"{lemma(verb)}_{case}" for case in _cases(verb)))
    return next((form for form in forms if form in listed), lemma(verb))


def _with_particles(verb: Token) -> list[str]:
    """The verb with its particle, or the adjective that completes it: *pleaded guilty*."""
    parts = (c for c in verb.children if c.dep_ in ("compound:prt", "advmod") or (c.dep_ == "xcomp" and not _heads(c)))
    return [f"{lemma(verb)}_{c.lower_}" for c in parts]


def _heads(word: Token) -> bool:
    return word.pos_ in ("VERB", "NOUN", "PROPN")


def _of_object(names: list[str], noun: Token) -> Kind | None:
    told = noun_kind(noun)
    for name in names:
        found = _with_objects().get((name, lemma(noun)))
        if found is not None:
            return found
        if told is None:
            continue
        if name in words("refuses"):
            return Kind("REJECT", None)
        if name in words("ends") and not (name == "drop" and told.mode == _HEAVY):
            ended = _ENDED_MODES.get(lemma(noun)) or _ENDED.get(told.plover)
            return Kind(*ended) if ended else None
        if told is OTHER and name not in words("empty_verbs"):
            continue  # who leads up to an election holds none
        if name in words("gets") and told.plover == "AID":
            return told
        if name in words("light_verbs") and told.plover not in ("AID", "MOBILIZE", "RETREAT", "AGREE"):
            return told
    return None


def objects(verb: Token) -> Iterator[Token]:
    """The nouns that a verb is done to: its object, passive subject, and what *of* and *and* add."""
    done = any(c.dep_ == "obj" for c in verb.children)
    for child in verb.children:
        if child.dep_ not in _OBJECTS or child.pos_ not in ("NOUN", "PROPN"):
            continue
        if child.dep_ == "obl" and done and not _is_held(child):
            continue  # "gave a hearing to the demands": what is done is named before
        if child.dep_ != "obl" or case_of(child) in ("", "to", "on", "of") or _is_engaged_in(child) or _is_held(child):
            yield from _with_parts(child)


def _is_engaged_in(noun: Token) -> bool:
    """``return for talks``, ``engaged in shelling``."""
    kind = noun_kind(noun) if case_of(noun) in ("for", "in") else None
    return kind is not None and kind.plover in ("CONSULT", "ASSAULT")


def _is_held(noun: Token) -> bool:
    """``taken into custody``, ``placed under arrest``."""
    return case_of(noun) in ("into", "in", "under") and lemma(noun) in ("custody", "detention", "arrest")


def _with_parts(noun: Token) -> Iterator[Token]:
    yield noun
    for inner in noun.children:
        part = lemma(noun) in words("parts") and inner.dep_ == "nmod" and case_of(inner) == "of"
        if inner.dep_ == "conj" or part:
            yield from _with_parts(inner)
        elif inner.dep_ in ("compound", "amod") and lemma(noun) in words("wrappers") and noun_kind(noun) is None:
            yield inner  # "an aid package"


def _cases(verb: Token) -> Iterator[str]:
    """The prepositions behind a verb; none where it only names something: *called a disgrace*."""
    if lemma(verb) == "call" and is_naming(verb):
        return
    for child in verb.children:
        if child.dep_.startswith("obl") and child.ent_type_ not in ("DATE", "TIME"):
            yield case_of(child)
        elif child.dep_ in ("case", "mark") and child.i > verb.i:
            yield child.lower_
        elif child.dep_ in ("xcomp", "ccomp", "advcl") and child.tag_ == "VB":
            yield from (c.lower_ for c in child.children if c.lower_ == "for" and c.dep_ == "mark")


def is_naming(verb: Token) -> bool:
    """``what she called a breach``, ``a project called Blue``, ``called the plan a joke``."""
    if any(c.pos_ == "VERB" for c in verb.children if c.dep_ == "xcomp"):
        return False
    named = verb.tag_ == "VBN" and verb.dep_ == "acl"
    by_what = verb.dep_ == "acl:relcl" or any(c.tag_ == "WP" for c in verb.children)
    what = by_what and any(c.dep_ in ("obj", "xcomp") for c in verb.children)
    to = any(c.dep_ in ("obj", "nsubj:pass") for c in verb.children)
    return named or what or (to and any(c.dep_ == "xcomp" for c in verb.children))


def is_owner(token: Token) -> bool:
    """Whether a noun phrase has the possessive ending."""
    return any(c.lower_ in POSSESSIVES and c.dep_ == "case" for c in token.children)


def is_person(noun: Token) -> bool:
    """Whether a noun means people, by its kind or as a pronoun; names are not looked at."""
    return noun.tag_ == "PRP" or names_a_person(noun) or is_group(noun) or lemma(noun) in words("victims")


def is_group(noun: Token) -> bool:
    """Whether a noun means people who act together: *police*, *thousands of demonstrators*."""
    people = words("victims") | words("forces")
    counted = [c for c in noun.children if c.dep_ == "nmod" and case_of(c) == "of"]
    many = noun.lower_ in words("many") and not counted  # "thousands marched"
    return many or lemma(noun) in people or any(lemma(c) in people for c in counted)


def threatened(kind: Kind) -> Kind:
    """The threat of an act of a kind."""
    mode = _THREATENED.get(kind.plover)
    return Kind("THREATEN", mode or ("restrict" if kind.plover == "COERCE" else None))
