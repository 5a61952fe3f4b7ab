"""Which of the entities named so far a pronoun or description most likely means.

Guarantees: the nearer and the more salient wins (subjects before objects), after Lappin and Leass (1994);
two arguments of one verb are two entities; an owner and the subject of the clause bind what is theirs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from tasks.extract.lexicon import LEXICON
from tasks.extract.referents import Name, Referent

REACH = 3
"""Sentences back."""
_LAST_SPEAKER = 1.5
"""What it is worth to have spoken last, in salience: more than that of a main clause's subject over another's."""
_CARRIER = 3.0
"""What it costs to be an outlet or agency: it carries the news and is seldom what the news is about."""
_MEDIA = frozenset((*LEXICON["outlets"].values(), *LEXICON["agencies"].values()))
_SUBJECTS = frozenset(("nsubj", "nsubj:pass"))
_OBJECTS = frozenset(("obj", "iobj", "obl"))
_INHERITS = frozenset(("conj", "xcomp", "advcl"))


@dataclass(slots=True)
class Candidate:
    """An entity where the text names it or refers to it; ``sentence`` counts the parser's sentences."""

    token: Token
    referent: Referent
    label: str
    sentence: int
    salience: float


def named_candidates(doc: Doc, names: Sequence[Name], numbers: dict[int, int]) -> Iterator[Candidate]:
    for name in names:
        tokens = tokens_of(doc, name)
        if tokens and name.kind == "name":
            head = doc[tokens[0] : tokens[-1] + 1].root
            salience = salience_of(head) - (_CARRIER if name.referent.name in _MEDIA else 0.0)
            yield Candidate(head, name.referent, name.referent.label, numbers[head.i], salience)


def tokens_of(doc: Doc, name: Name) -> list[int]:
    span = doc.char_span(name.start, name.end, alignment_mode="expand")
    return [] if span is None else list(range(span.start, span.end))


def salience_of(token: Token) -> float:
    while token.dep_ in ("flat", "compound", "appos", "conj", "nmod:desc") and token.head != token:
        token = token.head
    if token.dep_ in ("nsubj", "nsubj:pass"):
        return 3.0 if token.head.dep_ == "ROOT" else 2.0
    if token.dep_ in ("obj", "iobj", "obl:agent"):
        return 1.0
    return 0.5 if token.dep_ in ("obl", "nmod:poss") else 0.0


def best_candidate(
    token: Token,
    candidates: Sequence[Candidate],
    numbers: Mapping[int, int],
    reflexive: bool = False,
    since: int | None = None,
    favoured: range = range(0),
) -> Referent | None:
    """The likeliest antecedent within reach: of ``token``, or of the token ``since`` where its clause begins there.

    Who is named in the tokens ``favoured`` is likelier than others.
    """
    here = numbers[token.i if since is None else since]
    barred: set[int] = set()
    if not reflexive and token.dep_ != "nmod:poss":  # he and him in one clause are two
        clause = {token.head.i, *(verb.i for verb in _shared_subject(token))}
        barred = {id(c.referent) for c in candidates if c.sentence == here and c.token.head.i in clause}
    best, top = None, -1.0
    for place, candidate in enumerate(candidates):
        distance = here - candidate.sentence
        if not 0 <= distance <= REACH or id(candidate.referent) in barred:
            continue
        value = candidate.salience - 1.8 * distance + 0.02 * (place - len(candidates))
        if distance == 0:
            value += 0.5
        if candidate.token.i in favoured:
            value += _LAST_SPEAKER
        if value > top or best is None:
            best, top = candidate.referent, value
    return best


def _shared_subject(token: Token) -> Iterator[Token]:
    """The verbs above whose subject is that of the object's own verb too: *A looked forward to sailing with B*."""
    verb = token.head
    while token.dep_ in _OBJECTS and verb.dep_ in ("xcomp", "advcl") and verb.head != verb:
        if any(c.dep_ in _SUBJECTS for c in verb.children):
            return
        verb = verb.head
        yield verb


def bound_candidate(token: Token, candidates: Sequence[Candidate], ahead: Mapping[int, Candidate]) -> Referent | None:
    """Whom a possessive means by its place in the clause; ``ahead`` are the fitting names after it, by token.

    In *B's record in his first term* it is the owner; in *where A has its seat* the subject; in *during
    his campaign, A promised* the subject that follows.
    """
    if token.dep_ != "nmod:poss":
        return None
    by_token = {c.token.i: c for c in candidates}
    phrase = token.head
    while phrase.dep_ == "nmod" and phrase.head != phrase:
        phrase = phrase.head
        owners = [c for c in phrase.children if c.dep_ == "nmod:poss" and c.i in by_token and c.i < token.i]
        if owners:
            return by_token[owners[0].i].referent
    verb = phrase.head
    if verb.pos_ not in ("VERB", "AUX") or phrase.dep_ not in ("obj", "obl", "iobj"):
        return None
    subject = _subject(verb)
    if subject is None:
        return None
    if subject.i < token.i:
        return by_token[subject.i].referent if subject.i in by_token and phrase.dep_ == "obj" else None
    opens = token.sent.start >= phrase.left_edge.i - 1
    return ahead[subject.i].referent if opens and phrase.dep_ == "obl" and subject.i in ahead else None


def _subject(verb: Token) -> Token | None:
    """The verb's own subject, or that of the verb that it is joined to."""
    for _ in range(3):
        found = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
        if found is not None or verb.dep_ not in _INHERITS:
            return found
        verb = verb.head
    return None
