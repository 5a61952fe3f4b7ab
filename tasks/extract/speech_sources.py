"""Whose words a cue brings in: the noun phrase that grammar gives it for a source, else one that the head heard.

Guarantees: a source is a span of the head or a noun phrase of the text; who only suffers what a passive tells is none.
"""

from collections.abc import Set

from spacy.tokens import Doc, Token

from tasks.extract.heads_speech import Tokens, likely_source
from tasks.extract.lexicon import CUES
from tasks.extract.noun_phrases import case_of
from tasks.extract.speech_frames import label_before
from tasks.extract.speech_phrases import named_after, phrase_of, whole_phrase, with_author

SUBJECTS = frozenset(("nsubj", "nsubj:pass", "nsubj:outer", "csubj"))
_INHERITS = frozenset(("conj", "xcomp", "advcl", "parataxis", "ccomp"))
"""Relations over which a verb without a subject takes that of the verb above it."""
_SUBJECT_CONTROL = frozenset(("promise", "threaten", "vow", "use", "take", "spend"))
"""Verbs whose subject, not whose object, is meant to act in what depends on them: *A promised B to answer*."""
_MINDED = frozenset(
    ("convinced", "persuaded", "concerned", "worried", "alarmed", "satisfied", "determined", "committed", "opposed",
     "pleased", "surprised", "shocked", "disappointed", "interested", "quoted", "cited", "heard")
)  # fmt: skip
"""Participles that tell what their subject thinks or says."""
_DOUBTED, _SURE = 0.3, 0.8
"""Probability up to which the head doubts that words are a source, and from which on it is sure."""
_CLOSING = frozenset('"”»,')
_BY = frozenset(("by", "from", "of"))


def find_source(doc: Doc, cue: Tokens, linked: Tokens | None, sources: list[Tokens], inside: Set[int]) -> Tokens | None:
    """Grammar's source for a cue, unless the head is sure of one beside it and hears none in grammar's."""
    source = _by_grammar(doc, cue, linked, sources, inside)
    if linked is None or overlap(linked, source or cue) or borders(doc, linked, cue):
        return source
    doubted = source is None or likely_source(doc, source) < _DOUBTED
    return linked if doubted and likely_source(doc, linked) > _SURE else source


def _by_grammar(doc: Doc, cue: Tokens, linked: Tokens | None, sources: list[Tokens], inside: Set[int]) -> Tokens | None:
    """Grammar's source; where it has none the head's, if that stands in the cue's sentence."""
    if doc[cue[0]].lower_ == "according":
        cited = named_after(doc, cue[0] + 2, sources)  # the cue may have taken in the first words of it
        return cited if cited is None else with_author(doc, cited)
    if _is_unsaid(doc[cue[0] : cue[1]].root):
        return None
    absolute = _absolute(doc, cue)
    if absolute is not None:
        return absolute
    verb = doc[cue[0] : cue[1]].root
    subject = _subject(verb, inside)
    if subject is not None:
        holding = [s for s in sources if s[0] <= subject.i < s[1] and not overlap(s, cue)]
        if holding:
            return holding[0]
        own = subject.dep_ in SUBJECTS and (cue[0] <= subject.head.i < cue[1] or _is_quoted(verb, subject))
        if own or linked is None or borders(doc, linked, cue):
            return phrase_of(subject, cue)
    elif linked is None or borders(doc, linked, cue):
        after = named_after(doc, cue[1], []) if cue[0] and doc[cue[0] - 1].text in _CLOSING else None
        if after is not None:
            return with_author(doc, after)  # “...,” confirmed a statement by A
    if linked is not None and borders(doc, linked, cue) <= 1:
        return whole_phrase(doc, linked)
    beside = [s for s in sources if not overlap(s, cue) and borders(doc, s, cue) == 0]
    return min(beside, key=lambda s: gap(doc, s, cue), default=label_before(doc, cue[0]))


def _is_quoted(verb: Token, subject: Token) -> bool:
    """Whether the subject is quoted with what a verb of saying brings in: *A was quoted in the paper as saying*."""
    return subject.dep_ == "nsubj:pass" and subject.head == verb.head and verb.head.lower_ in ("quoted", "cited")


def _absolute(doc: Doc, cue: Tokens) -> Tokens | None:
    """Who stands between a preposition and the participle: *with the spokesman Ada Holm saying*, *a video of A asking*.

    A document there is none: *in a letter saying* has the letter's author for a source.
    """
    at = cue[0]
    if doc[at].tag_ != "VBG" or doc[at - 1].ent_type_ not in ("PERSON", "ORG"):
        return None
    while at > 0 and doc[at - 1].pos_ in ("PROPN", "NOUN", "ADJ", "DET"):
        at -= 1
    opens = at > 0 and doc[at - 1].lower_ in ("with", "of")
    return (at, cue[0]) if opens else None


def _subject(cue: Token, inside: Set[int]) -> Token | None:
    """Who says what the cue says: its subject, the noun it modifies, the owner of a noun of saying."""
    agent = _agent(cue)
    if agent is not None and _is_passive(cue):
        return agent
    if cue.pos_ in ("NOUN", "PROPN"):
        owner = next((c for c in cue.children if c.dep_ == "nmod:poss"), None)
        owner = owner or next((c for c in cue.children if c.dep_ == "nmod" and case_of(c) in _BY), None)
        if owner is not None:
            return owner
        cue = cue.head
    verb = cue
    for _ in range(3):
        subjects = [c for c in verb.children if c.dep_ in SUBJECTS and c.i not in inside]
        if subjects:
            relative = subjects[0].lower_ == "that" and verb.dep_ == "acl:relcl"
            return verb.head if relative else subjects[0]
        if verb.dep_ in ("acl", "acl:relcl"):
            return verb.head
        if verb.dep_ == "xcomp" and verb.tag_ == "VB" and verb.head.lemma_ not in _SUBJECT_CONTROL:
            objects = (c for c in verb.head.children if c.dep_ in ("obj", "iobj") and c.i not in inside)
            moved = next((c for c in objects if c.i < verb.i), None)
            if moved is not None:
                return moved  # A forced B to admit
        if verb.dep_ not in _INHERITS or verb.head == verb:
            return None
        verb = verb.head
    return None


def find_agent(doc: Doc, cue: Tokens) -> Tokens | None:
    """Who acts in a passive: *she was pressed by A*."""
    agent = _agent(doc[cue[0] : cue[1]].root)
    return None if agent is None else phrase_of(agent, cue)


def acts(doc: Doc, cue: Tokens) -> bool:
    """Whether a cue is a verb of saying in the active, with a subject of its own."""
    verb = doc[cue[0] : cue[1]].root
    return verb.lower_ in CUES and any(c.dep_ == "nsubj" and c.lower_ != "it" for c in verb.children)


def _is_unsaid(verb: Token) -> bool:
    """Whether a verb is in the passive and nothing tells by whom: *he was widely seen as*."""
    passive = any(c.dep_ == "aux:pass" for c in verb.children)
    return passive and verb.lower_ not in _MINDED and _agent(verb) is None


def _is_passive(verb: Token) -> bool:
    """Whether a verb is in the passive, by its auxiliary, or a past participle without one (*when pressed by*)."""
    helpers = {c.dep_: c for c in verb.children}
    return not {"aux:pass", "nsubj:pass"}.isdisjoint(helpers) or (verb.tag_ == "VBN" and "aux" not in helpers)


def _agent(cue: Token) -> Token | None:
    return next((c for c in cue.children if c.dep_.startswith("obl") and case_of(c) == "by"), None)


def overlap(one: Tokens, other: Tokens) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def gap(doc: Doc, one: Tokens, other: Tokens) -> int:
    """Words between two ranges; marks and white space do not count."""
    first, last = (one[1], other[0]) if one[1] <= other[0] else (other[1], one[0])
    if last - first > 60:
        return last - first
    return sum(not (t.is_punct or t.is_space) for t in doc[first:last])


def borders(doc: Doc, one: Tokens, other: Tokens) -> int:
    """Sentence starts between two ranges."""
    first, last = (one[1], other[0]) if one[1] <= other[0] else (other[1], one[0])
    if last - first > 200:
        return 9
    return sum(bool(t.is_sent_start) for t in doc[first : last + 1])
