"""Who does it, and to or with whom: the participants of a trigger by grammar.

Guarantees: a participant is an entity that the text names or refers to (``event_readings``); nobody is on
both sides.
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from tasks.extract.event_lexicon import Kind, is_owner, kind_by_object, lemma, noun_kind, verb_kind, words
from tasks.extract.event_readings import Readings
from tasks.extract.names import Referent
from tasks.extract.noun_phrases import case_of

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
_ASIDE = frozenset(("for", "at", "from", "over", "of", "into"))
"""Prepositions of a cause, a source or an aim, beside a side that is named without one."""
_BELOW = frozenset(("xcomp", "ccomp", "acl", "advcl"))
_GIVEN = frozenset(("", "AGREE", "AID", "CONSULT", "COOPERATE", "MOBILIZE", "SUPPORT"))
"""Kinds of nouns whose other side is that of the verb over them too."""
_THIRD = frozenset(("it", "he", "she", "they"))
_PHRASE = 8
"""Words behind a verb that its object is looked for in."""
_IN_PHRASE = frozenset(("ADJ", "DET", "NOUN", "NUM", "PROPN"))
_BESIDE = frozenset(
    ("as", "while", "when", "after", "before", "because", "since", "until", "though", "although", "if", "unless")
)
"""Conjunctions of what is not done to anybody by the act."""


def sides(verb: Token, readings: Readings) -> tuple[tuple[Referent, ...], tuple[Referent, ...]]:
    """Who does what the verb says, and to or with whom."""
    actors: list[Referent] = []
    recipients: list[Referent] = []
    passive = is_passive(verb)
    below: list[Token] = []
    judge = judged_by(verb)
    if _is_reduced(verb):
        recipients.extend(readings.participants(verb.head))
    for child in _arguments(verb):
        if judge is not None and child in _judged(judge):
            actors.extend(readings.participants(child))
        elif child.dep_ in SUBJECTS:
            (recipients if passive else actors).extend(_subject(verb, child, readings))
        elif passive and child.dep_.startswith("obl") and case_of(child) == "by":
            actors.extend(readings.participants(child))
        elif passive and _is_attack(child):
            actors.extend(_attackers(child, readings))
        elif child.dep_ in _BELOW:
            below.extend([child] if child.lower_ != "according" and not _is_circumstance(child) else [])
        elif not ((recipients or passive) and _is_aside(child, bool(recipients) and passive)):
            recipients.extend(_affected(child, readings))
    if not (recipients or passive):
        recipients.extend(_stray_object(verb, readings))
    actors = _without_object(verb, actors, readings)
    if not passive and _has_content(verb) and not [r for r in recipients if all(r is not a for a in actors)]:
        recipients.extend(next((found for c in below if (found := _within(c, readings, 1))), []))
    if lemma(verb) in words("gets") and not passive and kind_by_object(verb) is not None:
        actors, recipients = recipients, actors  # "received threats from"
    doers = unique(actors)
    return doers, tuple(r for r in unique(recipients) if all(r is not a for a in doers))


def _is_reduced(verb: Token) -> bool:
    """``the man accused of theft``: what stands before such a participle suffers it."""
    return verb.dep_ == "acl" and verb.tag_ == "VBN" and not any(c.dep_ in SUBJECTS for c in verb.children)


def _is_aside(child: Token, suffered: bool) -> bool:
    """Whether an argument names no further side where the verb has one: *expelled from*, *accused of*.

    ``suffered`` says that the subject is known to suffer the act: then *extradited to* names none either.
    """
    if not child.dep_.startswith("obl"):
        return False
    return case_of(child) in _ASIDE or (suffered and case_of(child) == "to")


def _without_object(verb: Token, actors: list[Referent], readings: Readings) -> list[Referent]:
    """The actors but for whom a pronoun as object means, where the subject may be one further up.

    *They felt that she lied and accused her*: nobody accused herself.
    """
    above = verb.head
    if any(c.dep_ in SUBJECTS for c in verb.children) or above.dep_ != "ccomp" or above.head == above:
        return actors
    objects = [c for c in verb.children if c.dep_ in ("obj", "iobj") and c.tag_ == "PRP" and "self" not in c.lower_]
    suffering = [r for c in objects for r in readings.participants(c)]
    left = [a for a in actors if all(a is not r for r in suffering)]
    if len(left) == len(actors):
        return actors
    return [*left, *(r for c in above.head.children if c.dep_ in SUBJECTS for r in readings.participants(c))]


def _stray_object(verb: Token, readings: Readings) -> list[Referent]:
    """Whom the noun phrase right behind a verb names that has no object: one that the parser hung elsewhere.

    ``met President-elect Mara Lund``: a hyphen within a title parts it.
    """
    if any(c.dep_ in ("obj", "iobj", "ccomp") for c in verb.children):
        return []
    for token in verb.doc[verb.i + 1 : min(verb.i + 1 + _PHRASE, verb.sent.end)]:
        if token.pos_ not in _IN_PHRASE and token.text != "-":
            break
        if found := readings.at(token):
            return found
    return []


def _has_content(verb: Token) -> bool:
    """Whether the clause under a verb is what it is about: *urged that*; *met to discuss* only says what for."""
    kind = verb_kind(verb)
    return kind is None or kind.plover in ("AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE", "PROTEST")


def _is_attack(child: Token) -> bool:
    """``killed in a clash with``: the fight in which something was suffered."""
    kind = noun_kind(child) if child.dep_.startswith("obl") and case_of(child) in ("in", "during") else None
    return kind is not None and kind.plover == "ASSAULT"


def _attackers(attack: Token, readings: Readings) -> Iterator[Referent]:
    """Who fought in it: *a clash with rebels*, *an attack by rebels*, *a Swedish raid*."""
    for inner in attack.children:
        if case_of(inner) in ("with", "by") or inner.dep_ in ("amod", "nmod:poss"):
            yield from readings.participants(inner)


def _is_circumstance(clause: Token) -> bool:
    """``as Europe waits``: what goes on beside an act is nobody's part in it."""
    return clause.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _BESIDE for c in clause.children)


def is_passive(verb: Token) -> bool:
    """Whether the subject suffers what the verb says; who *is opposed to* something opposes it."""
    marked = any(c.dep_ in ("nsubj:pass", "aux:pass") for c in verb.children) or _is_reduced(verb)
    if not marked and _shares_passive(verb):
        return True
    to = any(c.dep_.startswith("obl") and case_of(c) == "to" for c in verb.children)
    return marked and not (lemma(verb) == "oppose" and to)


def _shares_passive(verb: Token) -> bool:
    """``was arrested and charged``: the second participle has the subject and the voice of the first."""
    if verb.dep_ != "conj" or verb.tag_ != "VBN" or verb.head.pos_ != "VERB" or not is_passive(verb.head):
        return False
    return not any(c.dep_ in (*SUBJECTS, "obj") or c.dep_.startswith("aux") for c in verb.children)


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
        if lemma(child.head) in words("topical"):
            yield from _partners(child, readings)
            return
        if _is_act_of_others(child):
            yield from noun_sides(child, readings)[0]
            return
        yield from readings.participants(child)
        blamed = _is_blame(noun_kind(child))
        for inner in child.children:
            if lemma(child) in words("kin"):
                continue  # the wife of a minister
            if inner.dep_ == "nmod" and (_is_against(inner) or (blamed and case_of(inner) == "about")):
                yield from readings.participants(inner)
            elif inner.dep_ == "acl" and noun_kind(child) is not None and inner.tag_ == "VB":
                yield from _within(inner, readings, 1)  # "a threat to attack"
    elif child.dep_.startswith("obl") and (_is_against(child) or _is_complaint(child)):
        yield from noun_sides(child, readings)[0] if _is_act_of_others(child) else readings.participants(child)


def _is_act_of_others(noun: Token) -> bool:
    """``condemned the attack on Oldwick``: an act that is only talked about puts its doer on the other side, if any."""
    kind = noun_kind(noun)
    if kind is None or kind.plover in _GIVEN or kind.mode == "restrict" or noun.head.pos_ != "VERB":
        return False  # "promised aid to", "called for sanctions against"
    return kind_by_object(noun.head) is None


def _partners(topic: Token, readings: Readings) -> Iterator[Referent]:
    """With whom something is discussed: what is discussed takes no part in it."""
    for inner in topic.subtree:
        if inner.dep_ == "nmod" and case_of(inner) == "with":
            yield from readings.participants(inner)


def _is_against(child: Token) -> bool:
    """Whether a preposition puts somebody on the other side; not *according to*, nor *over* what somebody did."""
    before = child.doc[max(0, child.left_edge.i - 1) : child.left_edge.i + 1]
    if any(t.lower_ == "according" for t in before):
        return False
    case = case_of(child)
    if case == "at" and lemma(child.head) not in words("called_at"):
        return False  # "arrested at the border", "met at the palace"
    if case == "from" and child.head.pos_ == "VERB" and (kind := verb_kind(child.head)) and kind.mode == "visit":
        return False
    if case in ("on", "over") and _is_topical(child.head):
        return False
    return case in AGAINST and not (case == "over" and noun_kind(child) is not None)


def _is_topical(head: Token) -> bool:
    """``agreed on the future of``, ``talks on``, ``failed to agree over``: what an accord or a talk is about."""
    kind = verb_kind(head) if head.pos_ == "VERB" else noun_kind(head)
    return kind is not None and kind.plover in ("AGREE", "CONSULT", "REJECT")


def _is_complaint(child: Token) -> bool:
    """``complained about the council``."""
    return case_of(child) == "about" and child.head.pos_ == "VERB" and _is_blame(verb_kind(child.head))


def _is_blame(kind: Kind | None) -> bool:
    return kind is not None and kind.plover == "ACCUSE"


def _within(clause: Token, readings: Readings, depth: int) -> list[Referent]:
    """Whom a clause under the trigger is about: its subject, else whom it affects."""
    if clause.pos_ == "PROPN":
        return list(readings.participants(clause))  # "called for Norway to leave", as some parses have it
    subjects = [c for c in clause.children if c.dep_ in SUBJECTS and c.lower_ not in _THIRD]
    found = [r for c in subjects for r in readings.participants(c)]
    if found:
        return found
    found = [r for c in clause.children if c.dep_ not in SUBJECTS for r in _affected(c, readings)]
    if not found and depth:
        lower = [c for c in clause.children if c.dep_ in ("xcomp", "ccomp")]
        found = [r for c in lower for r in _within(c, readings, depth - 1)]
    return found


def _arguments(verb: Token) -> list[Token]:
    """The verb's own, and the subject of the verb that it is joined to or stands under where it has none."""
    own = list(verb.children)
    judge = judged_by(verb)
    if judge is not None:
        return [*_judged(judge), *own]
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
        if subjects and (raised or not passive or is_passive(verb)):
            return [*subjects, *own]
    return own


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
    kind = verb_kind(above) if reason and _judged(above) else None
    return above if kind is not None and kind.plover in words("judged") else None


def _judged(verb: Token) -> list[Token]:
    """Who is praised, blamed or punished: the object, or what a passive verb is done to."""
    if is_passive(verb):
        subjects = [c for c in verb.children if c.dep_ in SUBJECTS]
        return subjects or ([verb.head] if _is_reduced(verb) else [])
    return [c for c in verb.children if c.dep_ in ("obj", "iobj")]


def noun_sides(noun: Token, readings: Readings) -> tuple[tuple[Referent, ...], tuple[Referent, ...]]:
    """``Russia's attack on Kyiv``, ``talks between A and B``: a noun's own two sides."""
    actors: list[Referent] = []
    recipients: list[Referent] = []
    cases = {case_of(child) for child in noun.children if child.dep_ in ("nmod", "obl")}
    done_by = bool(cases & {"on", "against"})
    suffered = lemma(noun) in words("suffered") and "of" not in cases
    for child in noun.children:
        case = case_of(child)
        if suffered and child.dep_ in ("nmod:poss", "compound"):
            recipients.extend(readings.participants(child))  # "her arrest"
            continue
        predicate = child.dep_ in SUBJECTS and is_owner(child)  # "appeared to be A's first meeting with B"
        if (
            child.dep_ == "nmod:poss"
            or predicate
            or (child.dep_ in ("amod", "compound") and child.i < noun.i and not readings.is_site(child, noun))
            or case == "by"
        ):
            actors.extend(readings.participants(child))
        elif child.dep_ in ("nmod", "obl") and _is_against(child):
            doing = case in ("between", "from", "among") or (case == "of" and done_by)
            (actors if doing else recipients).extend(readings.participants(child))
    doers = unique(actors)
    return doers, tuple(r for r in unique(recipients) if all(r is not a for a in doers))


def is_together(verb: Token, actors: Sequence[Referent]) -> bool:
    """Whether the subjects of a verb are both its sides: *they met*."""
    return lemma(verb) in words("together") and len(actors) > 1
