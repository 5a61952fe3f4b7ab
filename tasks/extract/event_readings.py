"""Whom and where the words of a text mean.

Guarantees: *the British government*, *Israel's army* and *rebels in Sudan* stand for the name in them; a
minister's aide does not stand for the minister. What befell (*the explosion at the Oldwick mill*) stands for
nobody, and the town in front of an attack or of talks is where they were.
"""

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc, Token

from tasks.extract.event_happenings import is_happening, is_sited
from tasks.extract.event_lexicon import noun_kind
from tasks.extract.event_words import lemma, words
from tasks.extract.lexicon import LEXICON
from tasks.extract.noun_phrases import case_of
from tasks.extract.references import Reference
from tasks.extract.referents import Name, Referent
from tasks.extract.role_nouns import names_a_person
from tasks.extract.roles import Held

INSIDE = frozenset(("in", "at", "near", "inside", "outside", "around", "off", "across", "through", "throughout"))
_BEYOND = frozenset(("after", "before", "following", "since", "over", "amid", "despite", "for", "against", "about"))
"""Prepositions of an act that is not the one told."""
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "ADJ"))
_TIED = frozenset(
    ("amod", "compound", "nmod", "nmod:poss", "nmod:desc", "flat", "appos", "nummod", "det", "obj", "nsubj")
)
"""Relations within a noun phrase; the last two are none, but stand there where a parse went wrong."""
_OTHER_CLAUSES = frozenset(("acl", "acl:relcl", "advcl", "ccomp", "conj", "parataxis", "xcomp"))
_SITES = frozenset(("city", "county", "state"))
_DEPTH = 3
_OFFICIALS = frozenset(LEXICON["official_nouns"]) | words("forces")


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
                        yield from self.at(joined)

    def at(self, token: Token) -> list[Referent]:
        """Who may act of those that a word means."""
        return [item.referent for item in self._meant.get(token.i, ()) if _may_act(item)]

    def _of_phrase(self, head: Token) -> list[Referent]:
        found = self.at(head)
        if found:
            return found
        if is_happening(head):
            return []
        owner, kind = self._owner(head), noun_kind(head)
        owning = set(owner.subtree) if owner is not None else set()
        told = kind is not None and kind.plover not in ("MOBILIZE", "AID")
        near = sorted(head.subtree, key=lambda t: (_depth(t, head), t.i > head.i, abs(t.i - head.i)))
        for token in near:
            if told and (_lies_inside(token, head) or self.is_site(token, head)):
                continue  # where it happened
            within = token not in owning and _depth(token, head) <= _DEPTH and _tied(token, head)
            if within and (found := self._in_phrase(token, head)):
                joined = [c for c in token.children if c.dep_ == "conj"]  # "the clubs of Norway and Chad"
                return [*found, *(r for c in joined for r in self._in_phrase(c, head))]
        return []

    def _in_phrase(self, token: Token, head: Token) -> list[Referent]:
        """Whom a word of a phrase means.

        Rebels in Sudan are of Sudan; investors in a company are not the company, nor is a baker from a town the town.
        """
        found = self.at(token)
        if names_a_person(head) and head.tag_ == "NN" and lemma(head) not in _OFFICIALS:
            found = [r for r in found if r.place is None or r.place.kind != "city"]  # "an Oldwick baker"
        if _depth(token, head) > 1 or (token.dep_ == "nmod" and case_of(token) == "from"):
            found = [r for r in found if r.place is None or r.place.kind != "city"]  # "people from Oldwick"
        return [r for r in found if r.label in ("GPE", "LOC")] if _lies_inside(token, head) else found

    def is_site(self, token: Token, act: Token) -> bool:
        """Whether a word in front of an act's noun names the town where it was: *the Oldwick bombing*."""
        if token.dep_ != "compound" or token.head != act or not is_sited(act):
            return False
        return any(r.place is not None and r.place.kind in _SITES for r in self.at(token))

    def _owner(self, head: Token) -> Token | None:
        """The person whose somebody is: the minister's aide is not the minister, nor is a son of his."""
        kin = lemma(head) in words("kin")
        owners = [c for c in head.children if c.dep_ == "nmod:poss" or (kin and case_of(c) == "of")]
        if not (kin or names_a_person(head)):
            return None
        if kin and owners:
            return owners[0]
        return next((c for c in owners if any(r.label == "PERSON" for r in self.at(c))), None)

    def named_in(self, head: Token) -> set[int]:
        """The entities named anywhere in a noun phrase, by identity."""
        return {id(item.referent) for t in head.subtree for item in self._meant.get(t.i, ())}

    def place_of(self, trigger: Token) -> Referent | None:
        """Where the trigger's own clause says that it happened; *killing nine* happened where the clause above says."""
        spots = [c for c in trigger.subtree if _is_inside(c) or self._is_in_front(c, trigger)]
        if lemma(trigger) in words("topical"):  # not where lies what is discussed
            spots = [c for c in spots if c.head == trigger]
        spots = [c for c in spots if not _is_of_another_act(c, trigger)]
        ranked = sorted(spots, key=lambda c: (c.head != trigger, abs(c.i - trigger.i)))
        own = self._first(ranked) or self._first(_of_shared_subject(trigger))
        with_above = trigger.tag_ == "VBG" and trigger.dep_ == "advcl" and trigger.head.pos_ == "VERB"
        if own is not None or not with_above or any(c.dep_ == "mark" for c in trigger.children):
            return own
        above = [c for c in trigger.head.children if c.dep_ == "obl" and case_of(c) in INSIDE]
        return self._first(above)

    def is_place(self, token: Token) -> bool:
        """Whether a noun phrase is the name of a place, a building too."""
        return self._place(token) is not None

    def place_visited(self, verb: Token) -> Referent | None:
        """The place that is the object of a verb: *toured the Oldwick mill*."""
        return self._first(c for c in verb.children if c.dep_ == "obj")

    def _first(self, spots: Iterable[Token]) -> Referent | None:
        return next((place for c in spots if (place := self._place(c)) is not None), None)

    def _is_in_front(self, token: Token, trigger: Token) -> bool:
        """``the Oldwick mill explosion killed 12``: what is named before the noun of what did it or before its site."""
        if token.dep_ != "compound":
            return False
        act = token.head
        while act.dep_ == "compound":
            act = act.head
        return act.head == trigger and (is_happening(act) or self.is_site(token, act))

    def _place(self, token: Token) -> Referent | None:
        near = [token, *(c for c in token.children if c.dep_ in ("nmod", "appos", "compound"))]
        for candidate in near:
            for item in self._meant.get(candidate.i, ()):
                if isinstance(item, Name) and item.label in ("GPE", "LOC", "FAC") and item.kind == "name":
                    return item.referent
        return None


def _of_shared_subject(verb: Token) -> list[Token]:
    """``the blast at the mill killed four and wounded nine``: the second verb has the subject, and its place."""
    if verb.dep_ != "conj" or verb.head.pos_ != "VERB" or any(c.dep_.startswith("nsubj") for c in verb.children):
        return []
    subjects = [c for c in verb.head.children if c.dep_.startswith("nsubj")]
    return [t for c in subjects for t in c.subtree if _is_inside(t)]


def _is_inside(token: Token) -> bool:
    return token.dep_ in ("obl", "nmod") and case_of(token) in INSIDE


def _lies_inside(token: Token, head: Token) -> bool:
    """Whether a word of a noun phrase is part of what says where: *the strike near the old mill of Oldwick*."""
    while token != head:
        if token.dep_ == "nmod" and case_of(token) in INSIDE:
            return True
        token = token.head
    return False


def _is_of_another_act(spot: Token, trigger: Token) -> bool:
    """Whether a place belongs to what another clause tells, or to what is only talked about.

    *After the arrest in Minsk*, *the writer, who lives in Minsk*, *talked about the flood in Minsk*; what
    happened *when* or *while* something else did was where that was.
    """
    for token in spot.ancestors:
        if token == trigger:
            return False
        if token.pos_ == "NOUN" and noun_kind(token) is not None and case_of(token) in _BEYOND:
            return True
        if case_of(token) == "about" or _is_posted(token):
            return True
        if token.pos_ in ("VERB", "AUX") and token.dep_ in _OTHER_CLAUSES and not _is_at_once(token):
            return True
    return False


def _is_posted(subject: Token) -> bool:
    """``the ambassador in Oslo said``: where an official is posted; what a crowd in a town does, it does there."""
    return subject.dep_.startswith("nsubj") and subject.tag_ in ("NN", "NNP") and names_a_person(subject)


def _is_at_once(clause: Token) -> bool:
    return clause.dep_ == "advcl" and any(c.lower_ in ("when", "while", "as") for c in clause.children)


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
