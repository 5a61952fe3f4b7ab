"""Who did what to whom, when and where: the acts that an article tells, one for each trigger.

Guarantees: an act has a verb or noun of the lexicon as trigger and at least one named participant;
what is denied, planned or only possible says so in ``modality``; what lies in somebody's statement is
attributed to that speaker. Types and modes are PLOVER's (Halterman et al. 2023).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from spacy.tokens import Token

from tasks.extract.context import Context
from tasks.extract.event_affected import noun_sides, unique
from tasks.extract.event_clauses import is_clear, is_content, is_fate, is_said_in_full
from tasks.extract.event_details import instruments, summary
from tasks.extract.event_lexicon import (
    COOPERATIVE,
    adjective_kind,
    is_group,
    named_by,
    noun_kind,
    objects,
    threatened,
    verb_kind,
)
from tasks.extract.event_nouns import Told, is_definite, noun_acts
from tasks.extract.event_readings import Readings
from tasks.extract.event_senses import has_other_sense, is_verbal
from tasks.extract.event_sides import is_together, share_a_name, sides
from tasks.extract.event_stance import is_obliging, modality, stance
from tasks.extract.event_times import bound_of, day_of_picture, time_of
from tasks.extract.event_voice import judged_by
from tasks.extract.event_words import OTHER, Kind
from tasks.extract.references import Reference
from tasks.extract.referents import Name, Referent
from tasks.extract.roles import Held
from tasks.records import BlockKind, DateExpression, Quote

_ASKED = {
    "AID": "assist",
    "SUPPORT": "assist",
    "COOPERATE": "assist",
    "CONSULT": "meet",
    "RETREAT": "yield",
    "CONCEDE": "change",
}
"""Mode of a request or refusal by the kind of act that is asked for."""
_ANYBODY = frozenset(("PROTEST", "ASSAULT", "COERCE"))
"""What is told where nobody is named, but its place or a group that does it."""
_SENT = re.compile(
    r"[A-Z][A-Z.’' -]{2,30}(?:, [^\n(–—]{1,25}?)?(?: ?\([^)\n]{2,30}\))? ?(?:--|[–—-]) ?(?=[A-Z“\"])"
    r"|[A-Z][A-Z.’' -]{2,30}, [A-Z][a-z.]{2,9} \d{1,2}: (?=[A-Z“\"])"
)
"""A dateline with the agency that the report is from."""


@dataclass(frozen=True, slots=True)
class Act:
    """One trigger with what is told of it."""

    trigger: Token
    kind: Kind
    actors: tuple[Referent, ...]
    recipients: tuple[Referent, ...]
    instruments: tuple[str, ...]
    place: Referent | None
    when: DateExpression | None
    until: date | None
    """The day by which it had ended, where its own is not told."""
    modality: str
    summary: str
    attributed_to: str | None
    caption: bool
    definite: bool = False
    whole: bool = True
    type: str | None = None
    """What it is called, where the trigger does not say so."""


def find_acts(
    context: Context,
    names: Sequence[Name],
    references: Sequence[Reference],
    dates: Sequence[DateExpression],
    quotes: Sequence[Quote],
    roles: Sequence[Held] = (),
) -> list[Act]:
    """The acts told in title, body and captions, in order."""
    if not context.doc.has_annotation("DEP"):
        return []
    acting = [name for name in names if not _is_credit(context, name)]
    readings = Readings(context.doc, acting, references, roles)
    captions = [(b.start_char, b.end_char) for b in context.blocks if b.kind == BlockKind.CAPTION]
    found: list[Act] = []
    reference: date | None = None
    for token in context.doc:
        if token.pos_ not in ("VERB", "NOUN", "ADJ"):
            continue
        caption = any(start <= token.idx < end for start, end in captions)
        if not (caption or context.sentence_at(token.idx)):
            continue
        for told in _told(token, readings):
            act = _act(context, told, dates, quotes, caption, readings, reference)
            placed = told.kind.plover in _ANYBODY and (act.place is not None or _is_by_group(told))
            dated = told.kind is OTHER and act.when is not None
            full = bool(act.actors or act.recipients or placed or dated)
            if full or act.definite:
                found.append(act if full else replace(act, whole=False))  # it may only recall what is told elsewhere
                if act.when is not None and act.modality == "asserted" and token.pos_ == "VERB" and not caption:
                    reference = act.when.date_to
    return found


def _is_credit(context: Context, name: Name) -> bool:
    """``HARROW, March 3 (Northern Wire) - The mayor ...``: who sent the report from where takes no part in it."""
    start = context.text.rfind("\n", 0, name.start) + 1
    sent = _SENT.match(context.text, start)
    if sent is not None and name.end <= sent.end():
        return True
    return (
        context.text.startswith("(", start)
        and ")" not in context.text[start : name.end]
        and ")" in (context.text[name.end : name.end + 2])
    )


def _is_by_group(told: Told) -> bool:
    """``police arrested 12 protesters``: people do it to people, though nobody is named."""
    verb = told.verb
    if verb.pos_ != "VERB" or told.modality != "asserted":
        return False
    clear = told.trigger != verb or is_clear(verb)
    doers = [c for c in verb.children if c.dep_ in ("nsubj", "obl:agent")]
    if any(map(is_group, doers)):
        return clear
    suffer = any(c.dep_ == "nsubj:pass" and is_group(c) for c in verb.children)
    joined = [verb, *(c for c in verb.children if c.dep_ == "conj")]
    violent = [noun_kind(c) for v in joined for c in v.children if c.dep_.startswith("obl")]
    attacked = any(kind is not None and kind.plover in _ANYBODY for kind in violent)
    return suffer and clear and (told.kind.plover == "COERCE" or attacked)  # one may be killed by a flood too


def _told(word: Token, readings: Readings) -> Iterator[Told]:
    """What a word tells, if it is a trigger."""
    match word.pos_:
        case "NOUN":
            yield from noun_acts(word, readings)
        case "ADJ":
            kind = adjective_kind(word) if any(c.dep_ == "cop" for c in word.children) else None
            if kind is not None:
                yield Told(word, word, kind, *sides(word, readings), modality(word))
        case _:
            yield from _of_verb(word, readings)


def _of_verb(verb: Token, readings: Readings) -> Iterator[Told]:
    if verb.dep_ in ("amod", "compound"):
        return  # "the suing states", "the occupied valley" say what they are like
    kind, owed = None if has_other_sense(verb) else verb_kind(verb), False
    if kind is None and is_obliging(verb):
        kind, owed = Kind("REQUEST", None), True
    will = stance(verb, kind, partial(share_a_name, readings))
    if kind is None and will is None:
        return
    actors, recipients = sides(verb, readings)
    if will is not None and actors and (kind is None or recipients or is_clear(verb)):
        yield Told(will.trigger, verb, will.kind, actors, recipients, "asserted")
    if kind is None or (owed and not recipients) or is_content(verb) or is_fate(verb, kind):
        return
    if kind.mode == "visit" and not actors:
        return  # "we arrived in Norway"
    if kind.mode == "visit" and not recipients and any(c.dep_ == "obj" and readings.is_place(c) for c in verb.children):
        yield Told(verb, verb, kind, actors, (), modality(verb))
        return
    if kind.mode == "visit" and not recipients and (place := readings.place_of(verb)) is not None:
        recipients = (place,)
    named = named_by(verb)
    if named is not None:
        actors, recipients = _with_noun(verb, named, actors, recipients, readings)
    if not (recipients or is_together(verb, actors) or is_clear(verb)) or not is_said_in_full(verb, recipients):
        return
    definite = named is not None and is_definite(named)
    told = Told(named or verb, verb, kind, actors, recipients, modality(verb), definite)
    settled = _by_complement(told)
    if settled is not None:
        yield settled


def _with_noun(
    verb: Token,
    noun: Token,
    actors: tuple[Referent, ...],
    recipients: tuple[Referent, ...],
    readings: Readings,
) -> tuple[tuple[Referent, ...], tuple[Referent, ...]]:
    """The sides with those of the noun that names the act: *the strike on Oldwick was carried out by* A."""
    doers, others = noun_sides(noun, readings)
    if any(c.dep_ in ("nsubj:pass", "aux:pass") for c in verb.children):
        recipients = others or tuple(r for r in recipients if all(r is not d for d in doers))
    actors = unique([*actors, *doers])
    return actors, tuple(r for r in unique([*recipients, *others]) if all(r is not a for a in actors))


def _by_complement(told: Told) -> Told | None:
    """The act with what its complement says about it: whoever vows to attack agrees to nothing."""
    below = next((k for c in told.verb.children if c.dep_ in ("xcomp", "ccomp") and (k := verb_kind(c))), None)
    if below is None:
        below = next((k for noun in objects(told.verb) if (k := noun_kind(noun))), None)
    match told.kind.plover:
        case "AGREE" if told.modality == "negated":
            return replace(told, kind=Kind("REJECT", None), modality="asserted")
        case "AGREE" if below is not None and below.plover not in COOPERATIVE:
            return None
        case "ASSAULT" if is_verbal(told.verb):
            return replace(told, kind=Kind("ACCUSE", "disapprove"))
        case "PROTEST" if any(c.dep_ == "ccomp" for c in told.verb.children):
            return replace(told, kind=Kind("ACCUSE", "disapprove"))
        case "THREATEN" if below is not None and told.kind.mode is None:
            return replace(told, kind=threatened(below) if below.plover not in COOPERATIVE else told.kind)
        case "REQUEST" | "REJECT" if below is not None and told.kind.mode is None:
            return replace(told, kind=Kind(told.kind.plover, _ASKED.get(below.plover)))
        case _:
            return told


def _act(
    context: Context,
    told: Told,
    dates: Sequence[DateExpression],
    quotes: Sequence[Quote],
    caption: bool,
    readings: Readings,
    reference: date | None,
) -> Act:
    at = told.trigger.idx
    within = [q for q in quotes if q.start_char <= at < q.end_char]
    speaker = next((q.speaker or q.speaker_text for q in within), None)
    bounded = judged_by(told.verb) is not None
    when = None if bounded else time_of(context, told.trigger, told.verb, dates)
    if when is None and caption:
        when = day_of_picture(context, told.trigger, dates)
    until = bound_of(context, told.verb, dates, reference) if when is None else None
    return Act(
        told.trigger,
        told.kind,
        told.actors,
        told.recipients,
        instruments(told.kind, told.verb),
        _place(told, readings),
        when,
        until,
        told.modality,
        summary(context, told.verb),
        speaker,
        caption,
        told.definite,
        told.whole,
    )


def _place(told: Told, readings: Readings) -> Referent | None:
    """Where an act was: where its clause says, else the town that is attacked, seized or visited."""
    own = readings.place_of(told.verb)
    if told.kind.mode == "visit" and own is None:
        own = readings.place_visited(told.verb)
    if not (told.kind.plover in ("ASSAULT", "COERCE") or told.kind.mode == "visit"):
        return own
    wide = own is None or (own.place is not None and own.place.kind in ("country", "region", "state"))
    towns = (r for r in told.recipients if r.place is not None and r.place.kind == "city")
    return next(towns, own) if wide else own
