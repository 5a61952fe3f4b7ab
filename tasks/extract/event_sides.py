"""Who does it, and to or with whom: the participants of a trigger by grammar.

Guarantees: a participant is an entity that the text names or refers to; *the British government*,
*Israel's army* and *rebels in Sudan* stand for the name in them; nobody is on both sides.
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from tasks.extract.event_lexicon import Kind, case_of, is_owner, lemma, noun_kind, verb_kind, words
from tasks.extract.names import Name, Referent
from tasks.extract.references import Reference
from tasks.extract.role_nouns import names_a_person
from tasks.extract.roles import Held

SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
AGAINST = frozenset(
    (
        "against",
        "with",
        "at",
        "on",
        "to",
        "for",
        "upon",
        "toward",
        "towards",
        "between",
        "from",
        "over",
        "of",
        "among",
        "into",
    )
)
INSIDE = frozenset(("in", "at", "near", "inside", "outside", "around", "off", "across", "through", "throughout"))
_BELOW = frozenset(("xcomp", "ccomp", "acl", "advcl"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "ADJ"))
_TIED = frozenset(
    ("amod", "compound", "nmod", "nmod:poss", "nmod:desc", "flat", "appos", "nummod", "det", "obj", "nsubj")
)
"""Relations within a noun phrase; the last two are none, but stand there where a parse went wrong."""
_THIRD = frozenset(("it", "he", "she", "they"))
_DEPTH = 3


class Readings:
    """Whom the words of a text mean, by token."""

    def __init__(
        self, doc: Doc, names: Sequence[Name], references: Sequence[Reference], roles: Sequence[Held] = ()
    ) -> None:
        self._meant: dict[int, list[Name | Reference]] = {}
        items: list[Name | Reference] = [*names, *references]
        for item in items:
            span = doc.char_span(item.start, item.end, alignment_mode="expand")
            for token in span or ():
                known = self._meant.setdefault(token.i, [])
                if not known or (known[0].start, known[0].end) == (item.start, item.end):
                    known.append(item)  # *they* means several
        for held in roles:  # "the envoy, Mara Lund": the office stands for who holds it
            noun = doc[held.noun]
            if noun.pos_ == "NOUN" and noun.i not in self._meant:
                self._meant[noun.i] = [Reference(noun.idx, noun.idx + len(noun), "nominal", held.referent)]

    def participants(self, head: Token) -> Iterator[Referent]:
        """The entities that a noun phrase stands for, with those joined to it by *and*."""
        found = self._of_phrase(head)
        yield from found
        for child in head.children:
            if child.dep_ == "conj" and child.pos_ in _NOMINAL:
                yield from self.participants(child)
            elif child.dep_ == "amod" and found:
                # "French and Egyptian warships", "Syrian-Lebanese"
                for joined in child.children:
                    if joined.dep_ == "conj":
                        yield from self._at(joined)

    def _at(self, token: Token) -> list[Referent]:
        return [item.referent for item in self._meant.get(token.i, ()) if _may_act(item)]

    def _of_phrase(self, head: Token) -> list[Referent]:
        found = self._at(head)
        if found:
            return found
        owner, kind = self._owner(head), noun_kind(head)
        told = kind is not None and kind.plover not in ("MOBILIZE", "AID")
        near = sorted(head.subtree, key=lambda t: (_depth(t, head), t.i > head.i, abs(t.i - head.i)))
        for token in near:
            if told and token.dep_ == "nmod" and case_of(token) in INSIDE:
                continue  # where it happened
            within = token != owner and _depth(token, head) <= _DEPTH and _tied(token, head)
            if within and (found := self._at(token)):
                return found
        return []

    def _owner(self, head: Token) -> Token | None:
        """The person whose somebody is: the minister's aide is not the minister."""
        owners = [c for c in head.children if c.dep_ == "nmod:poss"] if names_a_person(head) else []
        return next((c for c in owners if any(r.label == "PERSON" for r in self._at(c))), None)

    def named_in(self, head: Token) -> set[int]:
        """The entities named anywhere in a noun phrase, by identity."""
        return {id(item.referent) for t in head.subtree for item in self._meant.get(t.i, ())}

    def place_of(self, trigger: Token) -> Referent | None:
        """Where the trigger's own clause says that it happened."""
        spots = [c for c in trigger.subtree if c.dep_ in ("obl", "nmod") and case_of(c) in INSIDE]
        ranked = sorted(spots, key=lambda c: (c.head != trigger, abs(c.i - trigger.i)))
        return next((place for c in ranked if (place := self._place(c)) is not None), None)

    def _place(self, token: Token) -> Referent | None:
        near = [token, *(c for c in token.children if c.dep_ in ("nmod", "appos", "compound"))]
        for candidate in near:
            for item in self._meant.get(candidate.i, ()):
                if isinstance(item, Name) and item.label in ("GPE", "LOC", "FAC") and item.kind == "name":
                    return item.referent
        return None


def _may_act(item: Name | Reference) -> bool:
    return item.referent.label in ("PERSON", "ORG", "GPE", "NORP", "LOC")


def _depth(token: Token, head: Token) -> int:
    depth = 0
    while token != head and depth <= _DEPTH:
        token, depth = token.head, depth + 1
    return depth


def _tied(token: Token, head: Token) -> bool:
    """Whether only ties within a noun phrase lie between a token and its head."""
    while token != head:
        if token.dep_ not in _TIED:
            return False
        token = token.head
    return True


def sides(verb: Token, readings: Readings) -> tuple[tuple[Referent, ...], tuple[Referent, ...]]:
    """Who does what the verb says, and to or with whom."""
    actors: list[Referent] = []
    recipients: list[Referent] = []
    passive = is_passive(verb)
    below: list[Token] = []
    judge = judged_by(verb)
    for child in _arguments(verb):
        if child.head == judge:
            actors.extend(readings.participants(child))
        elif child.dep_ in SUBJECTS:
            (recipients if passive else actors).extend(_subject(verb, child, readings))
        elif passive and child.dep_.startswith("obl") and case_of(child) == "by":
            actors.extend(readings.participants(child))
        elif child.dep_ in _BELOW:
            below.extend([child] if child.lower_ != "according" else [])
        else:
            recipients.extend(_affected(child, readings))
    if not [r for r in recipients if all(r is not a for a in actors)]:
        recipients.extend(r for clause in below for r in _within(clause, readings, 2))
    doers = unique(actors)
    return doers, tuple(r for r in unique(recipients) if all(r is not a for a in doers))


def is_passive(verb: Token) -> bool:
    """Whether the subject suffers what the verb says; who *is opposed to* something opposes it."""
    marked = any(c.dep_ in ("nsubj:pass", "aux:pass") for c in verb.children)
    to = any(c.dep_.startswith("obl") and case_of(c) == "to" for c in verb.children)
    return marked and not (lemma(verb) == "oppose" and to)


def share_a_name(readings: Readings, one: Token, other: Token) -> bool:
    """Whether two noun phrases name one entity: *Portugal* and *the Portuguese president*."""
    return bool(readings.named_in(one) & readings.named_in(other))


def unique(referents: Sequence[Referent]) -> tuple[Referent, ...]:
    """Each once, in order."""
    return tuple({id(r): r for r in referents}.values())


def _subject(verb: Token, subject: Token, readings: Readings) -> list[Referent]:
    """Whom the subject means; *it* in what somebody says of itself is the one who says it."""
    if verb.dep_ == "acl:relcl" and subject.tag_ in ("WP", "WDT"):
        return list(readings.participants(verb.head))
    found = list(readings.participants(subject))
    above = verb.head
    if not found and subject.lower_ in _THIRD and verb.dep_ in ("ccomp", "xcomp") and above != verb:
        for child in _arguments(above):
            if child.dep_ in SUBJECTS:
                return list(readings.participants(child))
    return found


def _affected(child: Token, readings: Readings) -> Iterator[Referent]:
    """The entities that an argument other than the subject puts on the receiving side."""
    if child.dep_ in ("obj", "iobj") or (child.dep_ == "obl" and case_of(child) == ""):
        yield from readings.participants(child)
        blamed = _is_blame(noun_kind(child))
        for inner in child.children:
            if inner.dep_ == "nmod" and (case_of(inner) in AGAINST or (blamed and case_of(inner) == "about")):
                yield from readings.participants(inner)
            elif inner.dep_ == "acl":
                yield from _within(inner, readings, 1)
    elif child.dep_.startswith("obl") and (_is_against(child) or _is_complaint(child)):
        yield from readings.participants(child)


def _is_against(child: Token) -> bool:
    """Whether a preposition puts somebody on the other side; not *according to*, nor *over* what somebody did."""
    before = child.doc[max(0, child.left_edge.i - 1) : child.left_edge.i + 1]
    if any(t.lower_ == "according" for t in before):
        return False
    case = case_of(child)
    return case in AGAINST and not (case == "over" and noun_kind(child) is not None)


def _is_complaint(child: Token) -> bool:
    """``complained about the council``."""
    return case_of(child) == "about" and child.head.pos_ == "VERB" and _is_blame(verb_kind(child.head))


def _is_blame(kind: Kind | None) -> bool:
    return kind is not None and kind.plover == "ACCUSE"


def _within(clause: Token, readings: Readings, depth: int) -> list[Referent]:
    """Whom a clause under the trigger is about: its subject, else whom it affects."""
    subjects = [c for c in clause.children if c.dep_ in SUBJECTS and c.lower_ not in _THIRD]
    found = [r for c in subjects for r in readings.participants(c)]
    if found:
        return found
    found = [r for c in clause.children if c.dep_ not in SUBJECTS for r in _affected(c, readings)]
    if not found and depth:
        lower = [c for c in clause.children if c.dep_ in _BELOW]
        found = [r for c in lower for r in _within(c, readings, depth - 1)]
    return found


def _arguments(verb: Token) -> list[Token]:
    """The verb's own, and the subject of the verb that it is joined to or stands under where it has none."""
    own = list(verb.children)
    judge = judged_by(verb)
    if judge is not None:
        return [*(c for c in judge.children if c.dep_ == "obj"), *own]
    above = verb
    while (
        not any(c.dep_ in SUBJECTS for c in own)
        and above.dep_ in ("conj", "xcomp", "advcl", "acl")
        and above.head != above
    ):
        above = above.head
        if above.pos_ == "NOUN":
            if above.dep_ == "obj":
                continue
            break
        subjects = [c for c in above.children if c.dep_ in SUBJECTS]
        passive = any(c.dep_ in ("nsubj:pass", "aux:pass") for c in above.children)
        raised = verb.dep_ == "xcomp" and any(c.lower_ == "to" for c in verb.children)  # "is expected to meet"
        if subjects and (raised or not passive):
            return [*subjects, *own]
    return own


def judged_by(verb: Token) -> Token | None:
    """The verb under which somebody is praised, blamed or punished *for doing* something."""
    above = verb.head
    if verb.dep_ not in ("advcl", "acl", "xcomp") or above == verb or above.pos_ != "VERB" or verb.tag_ != "VBG":
        return None
    reason = any(c.lower_ == "for" and c.dep_ in ("mark", "case") for c in verb.children)
    kind = verb_kind(above) if reason and any(c.dep_ == "obj" for c in above.children) else None
    return above if kind is not None and kind.plover in words("judged") else None


def noun_sides(noun: Token, readings: Readings) -> tuple[tuple[Referent, ...], tuple[Referent, ...]]:
    """``Russia's attack on Kyiv``, ``talks between A and B``: a noun's own two sides."""
    actors: list[Referent] = []
    recipients: list[Referent] = []
    for child in noun.children:
        case = case_of(child)
        predicate = child.dep_ in SUBJECTS and is_owner(child)  # "appeared to be A's first meeting with B"
        if (
            child.dep_ == "nmod:poss"
            or predicate
            or (child.dep_ in ("amod", "compound") and child.i < noun.i)
            or case == "by"
        ):
            actors.extend(readings.participants(child))
        elif child.dep_ in ("nmod", "obl") and case in AGAINST:
            (actors if case in ("between", "from", "among") else recipients).extend(readings.participants(child))
    doers = unique(actors)
    return doers, tuple(r for r in unique(recipients) if all(r is not a for a in doers))


def is_together(verb: Token, actors: Sequence[Referent]) -> bool:
    """Whether the subjects of a verb are both its sides: *they met*."""
    return lemma(verb) in words("together") and len(actors) > 1
