"""When an act happened: the time of its own clause, else what bounds it.

Guarantees: a day that belongs to another noun (*his May 3 election*) or to the words of saying is not
the act's. Where the text only says that an act lies before another (the pluperfect; what somebody is
praised or blamed for) the other's day bounds it, after Reichenbach's reference time.
"""

from collections.abc import Sequence
from datetime import date

from spacy.tokens import Token

from tasks.extract.context import Context
from tasks.extract.event_stance import SAYING
from tasks.extract.event_voice import judged_by
from tasks.extract.event_words import lemma
from tasks.extract.noun_phrases import case_of
from tasks.records import DateExpression

_UNTIMED = frozenset(("duration", "set", "vague"))
_OTHER_CLAUSES = frozenset(("acl", "acl:relcl", "ccomp", "conj", "parataxis"))
_AROUND = frozenset(("after", "before", "following", "since", "until", "despite"))
_NEAR = 60
"""Characters between a trigger and a date that no grammar ties to it."""


def time_of(context: Context, trigger: Token, verb: Token, dates: Sequence[DateExpression]) -> DateExpression | None:
    """The time under the trigger's own verb, else the nearest one near it in its sentence."""
    sentence = context.sentence_at(trigger.idx)
    sent = trigger.sent
    own = {t.i for t in verb.subtree}
    ranked = []
    for found in dates:
        here = found.sent_no == sentence.sent_no if sentence else sent.start_char <= found.start_char < sent.end_char
        if not here or not (found.date_from or found.date_to) or found.granularity in _UNTIMED:
            continue
        if found.start_char <= trigger.idx < found.end_char:
            continue  # a time that the act itself is told in
        if found.date_to is None and trigger.pos_ == "NOUN":
            continue  # "the third strike since May"
        span = context.doc.char_span(found.start_char, found.end_char, alignment_mode="expand")
        if span is not None and span.root.dep_ in ("compound", "nmod:poss", "amod") and span.root.head != trigger:
            continue  # another noun's day
        governor = _verb_above(span.root) if span is not None else None
        if governor is not None and _is_beside(governor, verb):
            continue
        if span is not None and _is_of_what_went_before(span.root, trigger):
            continue
        if governor is not None and governor not in (verb, trigger) and any(c.tag_ == "TO" for c in governor.children):
            continue  # the time of what was willed: *agreed to open it before the summer ends*
        away = abs(found.start_char - trigger.idx)
        if governor is not None and governor in (verb, trigger):
            ranked.append((0, away, found))
        elif span is not None and (span.root.i in own or trigger in (span.root.head, span.root.head.head)):
            ranked.append((1, away, found))
        elif governor is None or (
            away <= _NEAR and lemma(governor) not in SAYING and _shares(trigger, governor, found)
        ):
            ranked.append((2, away, found))
    return min(ranked, key=lambda item: item[:2])[2] if ranked else None


def _is_of_what_went_before(day: Token, trigger: Token) -> bool:
    """Whether a day is that of a noun that the act came after or before: *a visit after the vote in May*."""
    for token in day.ancestors:
        if token == trigger or token.pos_ in ("VERB", "AUX"):
            return False
        if token.pos_ == "NOUN" and token.ent_type_ not in ("DATE", "TIME") and case_of(token) in _AROUND:
            return True
    return False


def _is_beside(clause: Token, verb: Token) -> bool:
    """Whether a clause below a verb tells of something else: *a report that he left in May*, *and he left in May*."""
    below = clause != verb and verb in clause.ancestors
    at_once = any(c.lower_ in ("when", "while", "as") for c in clause.children)
    return below and (clause.dep_ in _OTHER_CLAUSES or (clause.dep_ == "advcl" and not at_once))


def day_of_picture(context: Context, trigger: Token, dates: Sequence[DateExpression]) -> DateExpression | None:
    """The one day that a caption names: that of the picture, and of all that is seen in it."""
    block = next((b for b in context.blocks if b.start_char <= trigger.idx < b.end_char), None)
    inside = [d for d in dates if block is not None and block.start_char <= d.start_char < block.end_char]
    days = [d for d in inside if d.granularity == "day" and d.date_from is not None]
    return days[0] if len({d.date_from for d in days}) == 1 else None


def _shares(trigger: Token, governor: Token, found: DateExpression) -> bool:
    """Whether an act may have the time of the verb near it: not what gives its reason, nor what follows by *and*."""
    if trigger.dep_ in ("acl", "acl:relcl", "ccomp") and governor in trigger.ancestors:
        return False  # "met on Monday the men who had left": the day is that of meeting
    if is_reason(trigger) or _mark(trigger) in ("after", "before", "since", "until"):
        return False
    joined = trigger.dep_ == "conj" and trigger.head == governor
    return not joined or found.start_char < governor.idx


def _mark(verb: Token) -> str:
    """The conjunction of a verb's clause."""
    return next((c.lower_ for c in verb.children if c.dep_ == "mark"), "")


def is_reason(noun: Token) -> bool:
    """``over the arrest of``, ``after the raid``: an act that another verb's act comes after."""
    return noun.pos_ == "NOUN" and noun.dep_ == "obl" and case_of(noun) in ("over", "after", "following", "for")


def bound_of(context: Context, verb: Token, dates: Sequence[DateExpression], reference: date | None) -> date | None:
    """The day by which an act without a time of its own had ended, by another act's.

    ``reference`` is the day of the act told last.
    """
    judge = judged_by(verb)
    if judge is not None:
        when = time_of(context, judge, judge, dates)
        return when.date_to if when is not None else None
    if is_reason(verb) and verb.head.pos_ == "VERB":
        when = time_of(context, verb.head, verb.head, dates)
        return when.date_to if when is not None else None
    if _mark(verb) in ("after", "since") and verb.head.pos_ == "VERB":
        when = time_of(context, verb.head, verb.head, dates)
        return when.date_to if when is not None else None
    past_perfect = any(c.dep_ == "aux" and c.lower_ in ("had", "'d", "’d") for c in verb.children)
    return reference if past_perfect else None


def _verb_above(token: Token) -> Token | None:
    return next((t for t in token.ancestors if t.pos_ == "VERB"), None)
