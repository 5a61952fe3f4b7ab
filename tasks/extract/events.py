"""Who did what to whom, when and where.

Guarantees: an event has a verb of the lexicon (or a verb and its object) as trigger and at least one
named participant; what is denied, planned or only possible says so in ``modality``; what lies in
somebody's statement is attributed to that speaker. All mentions of one act in an article are one
event: the same type, participants that do not differ, and days that do not. Types and modes are
PLOVER's (Halterman et al. 2023); a verb alone never makes a participant.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from spacy.tokens import Token

from tasks.extract.context import Context
from tasks.extract.lexicon import LEXICON
from tasks.extract.names import Name, Referent
from tasks.extract.references import Reference
from tasks.records import BlockKind, DateExpression, Event, EventMention, Quote, stable_id

_SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
_AGAINST = frozenset(("against", "with", "at", "on", "to", "for", "upon", "toward", "towards", "between", "from"))
_IN = frozenset(("in", "at", "near", "inside", "outside", "around", "off"))
_FUTURE = frozenset(("will", "shall", "'ll", "wo"))
_MIGHT = frozenset(("could", "may", "might", "would", "should", "can", "must", "'d"))
_TOGETHER = frozenset(("meet", "talk", "clash", "fight", "negotiate", "confer", "agree"))
"""Verbs whose subjects together are both sides."""
_OBLIGED = frozenset(("must", "should", "need", "ought"))
_SAYING = frozenset(
    ("say", "reiterate", "state", "insist", "stress", "declare", "remind", "conclude", "announce", "tell")
)
_UNREAL = frozenset(("if", "unless", "whether"))
_NOT = frozenset(("not", "n't", "never", "no"))
_HELD_BACK = frozenset(LEXICON["irrealis_governors"])
"""What is said of a verb under one of these has not happened by that."""
BACKGROUND_DAYS = 45


@dataclass(frozen=True, slots=True)
class _Kind:
    plover: str
    mode: str | None


@dataclass(frozen=True, slots=True)
class Act:
    """One trigger with what is told of it."""

    trigger: Token
    kind: _Kind
    actors: tuple[Referent, ...]
    recipients: tuple[Referent, ...]
    place: Referent | None
    when: DateExpression | None
    modality: str
    summary: str
    attributed_to: str | None
    caption: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """The kind of an act, its sides, and whether it happened."""

    kind: _Kind
    actors: tuple[Referent, ...]
    recipients: tuple[Referent, ...]
    modality: str


@cache
def _lexicon() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "events.json").read_text(encoding="utf-8"))
    return raw


@cache
def _verbs() -> dict[str, _Kind]:
    return {
        verb: _Kind(plover, mode or None)
        for plover, modes in _lexicon()["verbs"].items()
        for mode, verbs in modes.items()
        for verb in verbs
    }


@cache
def _nouns() -> dict[str, _Kind]:
    return {
        noun: _Kind(plover, mode or None)
        for plover, modes in _lexicon()["nouns"].items()
        for mode, nouns in modes.items()
        for noun in nouns
    }


@cache
def _with_objects() -> dict[tuple[str, str], _Kind]:
    return {
        (verb, noun): _Kind(row["plover"], row["mode"] or None)
        for row in _lexicon()["objects"]
        for verb in row["verbs"]
        for noun in row["nouns"]
    }


class _Readings:
    """Whom the words of a text mean, by token."""

    def __init__(self, context: Context, names: Sequence[Name], references: Sequence[Reference]) -> None:
        self._meant: dict[int, Name | Reference] = {}
        items: list[Name | Reference] = [*references, *names]
        for item in items:
            span = context.doc.char_span(item.start, item.end, alignment_mode="expand")
            for token in span or ():
                self._meant[token.i] = item

    def participants(self, head: Token) -> Iterator[Referent]:
        """The entities that a noun phrase stands for, with those joined to it by *and*."""
        found = self._of_phrase(head)
        if found is not None:
            yield found
        for child in head.children:
            if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
                yield from self.participants(child)

    def _of_phrase(self, head: Token) -> Referent | None:
        item = self._meant.get(head.i)
        if item is not None and _may_act(item):
            return item.referent
        # "the British government", "Israel's army", "Prime Minister Holm", "two U.S. soldiers", "the army of Israel"
        near = sorted(head.subtree, key=lambda t: (t.i > head.i, abs(t.i - head.i)))
        for token in near:
            item = self._meant.get(token.i)
            joined = token.head is head or token.head.head is head
            if item is not None and _may_act(item) and joined and token.dep_ not in ("conj", "obl", "acl", "acl:relcl"):
                return item.referent
        return None

    def place_of(self, trigger: Token) -> Referent | None:
        """Where the trigger's own clause says that it happened."""
        spots = [c for c in trigger.subtree if c.dep_ in ("obl", "nmod") and _case(c) in _IN]
        ranked = sorted(spots, key=lambda c: (c.head is not trigger, abs(c.i - trigger.i)))
        return next((place for c in ranked if (place := self._place(c)) is not None), None)

    def _place(self, token: Token) -> Referent | None:
        item = self._meant.get(token.i)
        inside = isinstance(item, Name) and item.label in ("GPE", "LOC", "FAC") and item.kind == "name"
        return item.referent if inside and item is not None else None


def _may_act(item: Name | Reference) -> bool:
    return item.referent.label in ("PERSON", "ORG", "GPE", "NORP", "LOC")


def find_acts(
    context: Context,
    names: Sequence[Name],
    references: Sequence[Reference],
    dates: Sequence[DateExpression],
    quotes: Sequence[Quote],
) -> list[Act]:
    """The acts told in title, body and captions, in order."""
    if not context.doc.has_annotation("DEP"):
        return []
    readings = _Readings(context, names, references)
    captions = [(b.start_char, b.end_char) for b in context.blocks if b.kind == BlockKind.CAPTION]
    found = []
    for token in context.doc:
        caption = any(start <= token.idx < end for start, end in captions)
        if token.pos_ not in ("VERB", "NOUN") or not (caption or context.sentence_at(token.idx)):
            continue
        told = _told(token, readings)
        if told is not None:
            found.append(_act(context, token, told, dates, quotes, caption, readings.place_of(token)))
    return found


def _kind(verb: Token) -> _Kind | None:
    lemma = verb.lemma_.lower()
    for child in verb.children:
        if child.dep_ in ("obj", "nsubj:pass", "obl") and child.pos_ in ("NOUN", "PROPN"):
            kind = _with_objects().get((lemma, child.lemma_.lower()))
            if kind is not None:
                return kind
        if child.dep_ == "compound:prt":
            kind = _verbs().get(f"{lemma}_{child.lower_}")
            if kind is not None:
                return kind
    for child in verb.children:
        if child.dep_ == "obl":
            case = next((c.lower_ for c in child.children if c.dep_ == "case"), "")
            kind = _verbs().get(f"{lemma}_{case}")
            if kind is not None:
                return kind
    if lemma in _SAYING and _obliges(verb):
        return _Kind("REQUEST", None)
    return _verbs().get(lemma)


def _obliges(verb: Token) -> bool:
    """``said that the army must leave``."""
    for child in verb.children:
        if child.dep_ == "ccomp" and any(c.dep_ == "aux" and c.lower_ in _OBLIGED for c in child.children):
            return True
    return False


def _told(word: Token, readings: _Readings) -> _Told | None:
    """What a verb or noun tells, if it is a trigger with somebody named in it."""
    told = _of_noun(word, readings) if word.pos_ == "NOUN" else _of_verb(word, readings)
    if told is None or not (told.actors or told.recipients):
        return None
    return told


def _of_verb(verb: Token, readings: _Readings) -> _Told | None:
    kind = _kind(verb)
    if kind is None:
        return None
    actors, recipients = _sides(verb, readings)
    recipients = [r for r in recipients if all(r is not a for a in actors)]
    together = verb.lemma_.lower() in _TOGETHER and len(actors) > 1
    if verb.lemma_.lower() in _lexicon()["needs_recipient"] and not recipients and not together:
        return None
    modality = _modality(verb)
    if kind.plover == "AGREE" and modality == "negated":
        kind, modality = _Kind("REJECT", None), "asserted"
    return _Told(kind, _unique(actors), _unique(recipients), modality)


def _of_noun(noun: Token, readings: _Readings) -> _Told | None:
    """``Russia's attack on Kyiv``, ``talks between A and B``: a noun with both its sides."""
    kind = _nouns().get(noun.lemma_.lower())
    if kind is None or (noun.head.lemma_.lower(), noun.lemma_.lower()) in _with_objects():
        return None
    actors: list[Referent] = []
    recipients: list[Referent] = []
    for child in noun.children:
        case = _case(child)
        if child.dep_ == "nmod:poss" or (child.dep_ in ("amod", "compound") and child.i < noun.i) or case == "by":
            actors.extend(readings.participants(child))
        elif child.dep_ == "nmod" and case in _AGAINST | {"of"}:
            (actors if case in ("between", "from") else recipients).extend(readings.participants(child))
    if len(_unique([*actors, *recipients])) < 2:
        return None
    above = noun.head
    modality = _modality(above) if above.pos_ == "VERB" and noun.dep_ != "obl" else "asserted"
    return _Told(kind, _unique(actors), _unique(recipients), modality)


def _act(
    context: Context,
    trigger: Token,
    told: _Told,
    dates: Sequence[DateExpression],
    quotes: Sequence[Quote],
    caption: bool,
    place: Referent | None,
) -> Act:
    within = [q for q in quotes if q.start_char <= trigger.idx < q.end_char]
    speaker = next((q.speaker or q.speaker_text for q in within), None)
    when, summary = _when(context, trigger, dates), _summary(context, trigger)
    sides = (told.actors, told.recipients)
    return Act(trigger, told.kind, *sides, place, when, told.modality, summary, speaker, caption)


def _unique(referents: Sequence[Referent]) -> tuple[Referent, ...]:
    return tuple({id(r): r for r in referents}.values())


def _sides(verb: Token, readings: _Readings) -> tuple[list[Referent], list[Referent]]:
    """Who does it, and to or with whom."""
    actors: list[Referent] = []
    recipients: list[Referent] = []
    passive = any(c.dep_ in ("nsubj:pass", "aux:pass") for c in verb.children)
    for child in _arguments(verb):
        if child.dep_ in _SUBJECTS:
            who = verb.head if verb.dep_ == "acl:relcl" and child.tag_ in ("WP", "WDT") else child
            (recipients if passive else actors).extend(readings.participants(who))
        elif passive and child.dep_.startswith("obl") and _case(child) == "by":
            actors.extend(readings.participants(child))
        else:
            recipients.extend(_affected(verb, child, readings))
    return actors, recipients


def _affected(verb: Token, child: Token, readings: _Readings) -> Iterator[Referent]:
    """The entities that an argument other than the subject puts on the receiving side."""
    if child.dep_ in ("obj", "iobj"):
        yield from readings.participants(child)
        for inner in child.children:
            if inner.dep_ == "nmod" and _case(inner) in _AGAINST:
                yield from readings.participants(inner)
    elif child.dep_ == "obl" and _case(child) in _AGAINST:
        yield from readings.participants(child)
    elif child.dep_ == "ccomp" and _obliges(verb):
        for inner in child.children:
            if inner.dep_ in _SUBJECTS:
                yield from readings.participants(inner)


def _arguments(verb: Token) -> list[Token]:
    """The verb's own, and the subject of the verb that it is joined to or stands under where it has none."""
    own = list(verb.children)
    above = verb
    while (
        not any(c.dep_ in _SUBJECTS for c in own)
        and above.dep_ in ("conj", "xcomp", "advcl")
        and above.head is not above
    ):
        above = above.head
        subjects = [c for c in above.children if c.dep_ in _SUBJECTS]
        if subjects:
            return [*subjects, *own]
    return own


def _case(token: Token) -> str:
    return next((c.lower_ for c in token.children if c.dep_ == "case"), "")


def _modality(verb: Token) -> str:
    words = {c.lower_ for c in verb.children if c.dep_ in ("aux", "advmod", "mark", "det")}
    if words & _UNREAL or words & _MIGHT:
        return "hypothetical"
    if words & _NOT:
        return "negated"
    if words & _FUTURE:
        return "future"
    above = verb.head
    held = verb.dep_ in ("xcomp", "ccomp", "advcl", "acl") and any(c.lower_ == "to" for c in verb.children)
    if above is not verb and held and (above.lemma_.lower() in _HELD_BACK or verb.dep_ in ("acl", "advcl")):
        return "hypothetical"
    if above is not verb and verb.dep_ == "conj":
        return _modality(above) if _modality(above) != "negated" else "asserted"
    if above is not verb and verb.dep_ == "xcomp" and above.pos_ in ("VERB", "ADJ"):
        return "hypothetical" if above.pos_ == "ADJ" else _modality(above)
    if "Tense=Pres" in str(verb.morph) and verb.tag_ in ("VBP", "VBZ") and verb.dep_ in ("advcl", "acl:relcl"):
        return "generic" if not any(c.dep_ == "aux" for c in verb.children) else "asserted"
    return "asserted"


def _when(context: Context, verb: Token, dates: Sequence[DateExpression]) -> DateExpression | None:
    """The time nearest to the verb in its sentence."""
    sentence = context.sentence_at(verb.idx)
    sent = verb.sent
    near = [
        d
        for d in dates
        if (d.date_from or d.date_to)
        and (d.sent_no == sentence.sent_no if sentence else sent.start_char <= d.start_char < sent.end_char)
        and d.granularity not in ("duration", "set", "vague")
    ]
    return min(near, key=lambda d: abs(d.start_char - verb.idx), default=None)


def _summary(context: Context, verb: Token) -> str:
    """The clause in its own words, from subject to object."""
    parts = [c for c in verb.children if c.dep_ in (*_SUBJECTS, "obj", "iobj", "obl:agent", "obl")]
    first = min([verb.i, *(c.left_edge.i for c in parts)])
    last = max([verb.i, *(c.right_edge.i for c in parts)])
    words = " ".join(context.doc[first : last + 1].text.split())
    return words if len(words) <= 200 else words[:197].rsplit(" ", 1)[0] + " …"


def event_records(context: Context, acts: Sequence[Act]) -> tuple[list[Event], list[EventMention]]:
    """One event for all mentions of an act, and the mentions."""
    groups: list[list[Act]] = []
    for act in acts:
        group = next((g for g in groups if all(_same_act(act, other) for other in g)), None)
        if group is None:
            groups.append([act])
        else:
            group.append(act)
    events = [_event(context, group) for group in groups]
    mentions = [
        EventMention(
            event.event_id,
            event.article_id,
            context.sent_no(act.trigger.idx),
            act.trigger.idx,
            act.trigger.idx + len(act.trigger),
            context.span(act.trigger.idx, act.trigger.idx + len(act.trigger)),
            act.attributed_to,
        )
        for event, group in zip(events, groups, strict=True)
        for act in group
    ]
    unique = {event.event_id: event for event in events}
    return list(unique.values()), mentions


def _same_act(one: Act, other: Act) -> bool:
    if one.kind.plover != other.kind.plover or one.modality != other.modality or one.caption != other.caption:
        return False
    people = [{id(r) for r in (*act.actors, *act.recipients)} for act in (one, other)]
    if not (people[0] <= people[1] or people[1] <= people[0]):
        return False
    if one.trigger.lemma_ != other.trigger.lemma_ and people[0] != people[1]:
        return False
    return one.when is None or other.when is None or _days(one.when) == _days(other.when)


def _days(when: DateExpression) -> tuple[date | None, date | None]:
    return when.date_from, when.date_to


def _event(context: Context, group: Sequence[Act]) -> Event:
    fullest = max(group, key=lambda a: (len(a.actors) + len(a.recipients), a.when is not None, -a.trigger.i))
    when = next((a.when for a in (fullest, *group) if a.when is not None), None)
    place = next((a.place for a in (fullest, *group) if a.place is not None), None)
    actors = tuple(r.name for r in _unique([r for a in group for r in a.actors]))
    recipients = tuple(
        n for n in (r.name for r in _unique([r for a in group for r in a.recipients])) if n not in actors
    )
    first, last = (when.date_from, when.date_to) if when else (None, None)
    if when is None and fullest.modality == "asserted":
        last = context.anchor
    spot = place.place if place else None
    article_id = context.article.article_id
    kind = fullest.kind
    parts = (
        article_id,
        kind.plover,
        fullest.modality,
        *sorted(actors),
        "|",
        *sorted(recipients),
        str(first),
        str(last),
    )
    return Event(
        stable_id("v1", *parts),
        article_id,
        fullest.trigger.lemma_.lower(),
        kind.plover,
        kind.mode,
        actors,
        recipients,
        (),
        first,
        last,
        when.granularity if when else None,
        place.name if place else None,
        spot.country if spot else None,
        spot.latitude if spot else None,
        spot.longitude if spot else None,
        fullest.modality,
        _scope(context, fullest, last),
        fullest.summary,
    )


def _scope(context: Context, act: Act, last: date | None) -> str:
    if act.caption:
        return "caption"
    old = context.anchor is not None and last is not None and last < context.anchor - timedelta(days=BACKGROUND_DAYS)
    return "background" if old else "article"
