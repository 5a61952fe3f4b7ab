"""What is told of an act besides its sides, time and place: what it was done with, and the clause itself."""

from spacy.tokens import Token

from tasks.extract.context import Context
from tasks.extract.event_voice import SUBJECTS
from tasks.extract.event_words import Kind, lemma, words
from tasks.extract.noun_phrases import case_of

_SUMMARY = 200
"""Characters of a summary."""


def instruments(kind: Kind, verb: Token) -> tuple[str, ...]:
    """What it was done with: weapons named as such, and by name, under the trigger of a violent act, and its means.

    Means are what does the harm in place of a hand: *the explosion killed 12*.
    """
    if kind.plover not in ("ASSAULT", "COERCE", "MOBILIZE", "PROTEST") or kind.mode == "arrest":
        return ()  # what somebody is arrested for was done before
    found = [lemma(c) for c in verb.children if kind.plover == "ASSAULT" and _is_means(c)]
    for token in verb.subtree:
        if _is_of_another_verb(token, verb):
            continue
        if token.ent_type_ == "PRODUCT" and token.ent_iob_ == "B":
            found.append(next(e.text for e in token.doc.ents if e.start <= token.i < e.end))
        elif token.pos_ == "NOUN" and lemma(token) in words("instruments") and not _has_product(token):
            found.append(" ".join([*(c.text for c in token.lefts if c.dep_ == "compound"), lemma(token)]))
    return tuple(dict.fromkeys(found))


def _is_means(argument: Token) -> bool:
    """``a blast killed``, ``killed by the blast``, ``killed in a blast``."""
    doing = argument.dep_ in (*SUBJECTS, "obl:agent")
    doing = doing or (argument.dep_ == "obl" and case_of(argument) in ("in", "by", "from"))
    return doing and lemma(argument) in words("means")


def _is_of_another_verb(token: Token, verb: Token) -> bool:
    """Whether a weapon is in another verb's clause; *using a rifle* tells of this one."""
    for above in token.ancestors:
        if above == verb:
            return False
        if above.pos_ == "VERB" and lemma(above) not in ("use", "carry", "wield", "kill", "wound", "injure"):
            return True
    return False


def _has_product(token: Token) -> bool:
    return any(c.ent_type_ == "PRODUCT" for c in token.subtree)


def summary(context: Context, verb: Token) -> str:
    """The clause in its own words, from subject to object."""
    parts = [c for c in verb.children if c.dep_ in (*SUBJECTS, "obj", "iobj", "obl:agent", "obl")]
    first = min([verb.i, *(c.left_edge.i for c in parts)])
    last = max([verb.i, *(c.right_edge.i for c in parts)])
    told = " ".join(context.doc[first : last + 1].text.split())
    return told if len(told) <= _SUMMARY else told[: _SUMMARY - 3].rsplit(" ", 1)[0] + " …"
