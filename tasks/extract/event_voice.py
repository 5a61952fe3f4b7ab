"""The voice of a verb, and who is judged by it: whether its subject does or suffers what it says."""

from spacy.tokens import Token

from tasks.extract.event_lexicon import verb_kind
from tasks.extract.event_words import lemma, words
from tasks.extract.noun_phrases import case_of

SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")


def is_passive(verb: Token) -> bool:
    """Whether the subject suffers what the verb says; who *is opposed to* something opposes it."""
    marked = any(c.dep_ in ("nsubj:pass", "aux:pass") for c in verb.children) or is_reduced(verb)
    if not marked and _shares_passive(verb):
        return True
    to = any(c.dep_.startswith("obl") and case_of(c) == "to" for c in verb.children)
    return marked and not (lemma(verb) == "oppose" and to)


def is_reduced(verb: Token) -> bool:
    """``the man accused of theft``: what stands before such a participle suffers it."""
    return verb.dep_ == "acl" and verb.tag_ == "VBN" and not any(c.dep_ in SUBJECTS for c in verb.children)


def _shares_passive(verb: Token) -> bool:
    """``was arrested and charged``: the second participle has the subject and the voice of the first."""
    if verb.dep_ != "conj" or verb.tag_ != "VBN" or verb.head.pos_ != "VERB" or not is_passive(verb.head):
        return False
    return not any(c.dep_ in (*SUBJECTS, "obj") or c.dep_.startswith("aux") for c in verb.children)


def is_alleged(verb: Token) -> bool:
    """Whether an act is only what somebody is accused *of doing*."""
    return judged_by(verb) is not None and any(c.lower_ == "of" for c in verb.children if c.dep_ in ("mark", "case"))


def judged_by(verb: Token) -> Token | None:
    """The verb under which somebody is praised, blamed or punished *for doing* something, or accused *of* it."""
    above = verb.head
    if (
        verb.dep_ not in ("advcl", "acl", "xcomp", "ccomp")
        or above == verb
        or above.pos_ != "VERB"
        or verb.tag_ != "VBG"
    ):
        return None
    reason = any(c.lower_ in ("for", "of") and c.dep_ in ("mark", "case") for c in verb.children)
    kind = verb_kind(above) if reason and judged(above) else None
    return above if kind is not None and kind.plover in words("judged") else None


def judged(verb: Token) -> list[Token]:
    """Who is praised, blamed or punished: the object, or what a passive verb is done to."""
    if is_passive(verb):
        subjects = [c for c in verb.children if c.dep_ in SUBJECTS]
        return subjects or ([verb.head] if is_reduced(verb) else [])
    return [c for c in verb.children if c.dep_ in ("obj", "iobj")]


def controllers(verb: Token) -> list[Token]:
    """Who does what a verb under another says, where it is the other's object: *prompted Norway to call for*."""
    above = verb.head
    if verb.dep_ != "xcomp" or above.pos_ != "VERB" or not any(c.lower_ == "to" for c in verb.children):
        return []
    if any(c.dep_ in SUBJECTS for c in verb.children) or lemma(above) in ("promise", "threaten", "use", "vow"):
        return []
    return [c for c in above.children if c.dep_ in ("obj", "iobj") and c.pos_ in ("NOUN", "PROPN", "PRON")]
