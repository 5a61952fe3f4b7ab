"""Who did what to whom, when and where: the acts that an article tells, one for each trigger.

Guarantees: an act has a verb or noun of the lexicon as trigger and at least one named participant;
what is denied, planned or only possible says so in ``modality``; what lies in somebody's statement is
attributed to that speaker. Types and modes are PLOVER's (Halterman et al. 2023).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from spacy.tokens import Token

from tasks.extract.context import Context
from tasks.extract.event_lexicon import (
    COOPERATIVE,
    Kind,
    adjective_kind,
    case_of,
    kind_by_object,
    lemma,
    noun_kind,
    objects,
    threatened,
    verb_form,
    verb_kind,
    words,
)
from tasks.extract.event_sides import SUBJECTS, Readings, is_together, noun_sides, share_a_name, sides
from tasks.extract.event_stance import SAYING, is_obliging, modality, stance
from tasks.extract.names import Name, Referent
from tasks.extract.references import Reference
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
_ANYBODY = frozenset(("PROTEST", "ASSAULT"))
"""What is told where nobody but its place is named."""
_UNTIMED = frozenset(("duration", "set", "vague"))
_NEAR = 60
"""Characters between a trigger and a date that no grammar ties to it."""
_SUMMARY = 200


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
    modality: str
    summary: str
    attributed_to: str | None
    caption: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """The kind of an act, its sides and whether it happened; ``verb`` is the word that governs its parts."""

    trigger: Token
    verb: Token
    kind: Kind
    actors: tuple[Referent, ...]
    recipients: tuple[Referent, ...]
    modality: str


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
    readings = Readings(context.doc, names, references)
    captions = [(b.start_char, b.end_char) for b in context.blocks if b.kind == BlockKind.CAPTION]
    found = []
    for token in context.doc:
        if token.pos_ not in ("VERB", "NOUN", "ADJ"):
            continue
        caption = any(start <= token.idx < end for start, end in captions)
        if not (caption or context.sentence_at(token.idx)):
            continue
        for told in _told(token, readings):
            act = _act(context, told, dates, quotes, caption, readings)
            if act.actors or act.recipients or (act.place is not None and told.kind.plover in _ANYBODY):
                found.append(act)
    return found


def _told(word: Token, readings: Readings) -> Iterator[_Told]:
    """What a word tells, if it is a trigger."""
    match word.pos_:
        case "NOUN":
            yield from _of_noun(word, readings)
        case "ADJ":
            kind = adjective_kind(word) if any(c.dep_ == "cop" for c in word.children) else None
            if kind is not None:
                yield _Told(word, word, kind, *sides(word, readings), modality(word))
        case _:
            yield from _of_verb(word, readings)


def _of_verb(verb: Token, readings: Readings) -> Iterator[_Told]:
    kind, owed = verb_kind(verb), False
    if kind is None and is_obliging(verb):
        kind, owed = Kind("REQUEST", None), True
    will = stance(verb, kind, partial(share_a_name, readings))
    if kind is None and will is None:
        return
    actors, recipients = sides(verb, readings)
    if will is not None and actors:
        yield _Told(will.trigger, verb, will.kind, actors, recipients, "asserted")
    if kind is None or (owed and not recipients):
        return
    if kind.mode == "visit" and not recipients and (place := readings.place_of(verb)) is not None:
        recipients = (place,)
    if not (recipients or is_together(verb, actors) or _is_clear(verb)) or not _is_said_in_full(verb, recipients):
        return
    told = _Told(verb, verb, kind, actors, recipients, modality(verb))
    settled = _by_complement(told)
    if settled is not None:
        yield settled


def _is_clear(verb: Token) -> bool:
    """Whether a verb tells its act without a named recipient: by its sense, its object or whom it is done to."""
    if verb_form(verb) not in words("needs_recipient") or kind_by_object(verb) is not None:
        return True
    return any(lemma(noun) in words("victims") for noun in objects(verb))


def _is_said_in_full(verb: Token, recipients: Sequence[Referent]) -> bool:
    """Whether what is agreed, asked or refused is told: *she agreed*, *declined to comment* tell nothing."""
    clauses = [c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "advcl")]
    name = lemma(verb)
    if name in ("decline", "refuse") and any(lemma(c) in words("withheld") for c in clauses):
        return bool(recipients)
    if name == "warn":
        return any(verb_kind(c) for c in clauses) or any(noun_kind(c) or case_of(c) == "against" for c in verb.children)
    if name not in words("needs_complement") or kind_by_object(verb) is not None:
        return True
    over = any(c.dep_.startswith("obl") and case_of(c) in ("to", "on", "upon", "for", "with") for c in verb.children)
    return bool(clauses) or over or (name != "ask" and any(True for _ in objects(verb)))


def _by_complement(told: _Told) -> _Told | None:
    """The act with what its complement says about it: whoever vows to attack agrees to nothing."""
    below = next((k for c in told.verb.children if c.dep_ in ("xcomp", "ccomp") and (k := verb_kind(c))), None)
    if below is None:
        below = next((k for noun in objects(told.verb) if (k := noun_kind(noun))), None)
    match told.kind.plover:
        case "AGREE" if told.modality == "negated":
            return replace(told, kind=Kind("REJECT", None), modality="asserted")
        case "AGREE" if below is not None and below.plover not in COOPERATIVE:
            return None
        case "PROTEST" if any(c.dep_ == "ccomp" for c in told.verb.children):
            return replace(told, kind=Kind("ACCUSE", "disapprove"))
        case "THREATEN" if below is not None and told.kind.mode is None:
            return replace(told, kind=threatened(below) if below.plover not in COOPERATIVE else told.kind)
        case "REQUEST" | "REJECT" if below is not None and told.kind.mode is None:
            return replace(told, kind=Kind(told.kind.plover, _ASKED.get(below.plover)))
        case _:
            return told


def _of_noun(noun: Token, readings: Readings) -> Iterator[_Told]:
    """A noun with both its sides, unless it is what a verb of the lexicon is done to."""
    if lemma(noun) not in words("both_sides"):
        return
    kind = noun_kind(noun)
    above = noun.head
    if kind is None or (above.pos_ == "VERB" and verb_kind(above) is not None and noun in list(objects(above))):
        return
    actors, recipients = noun_sides(noun, readings)
    if len(actors) + len(recipients) < 2:
        return
    held = modality(above) if above.pos_ == "VERB" and not noun.dep_.startswith("obl") else "asserted"
    yield _Told(noun, noun, kind, actors, recipients, held)


def _act(
    context: Context,
    told: _Told,
    dates: Sequence[DateExpression],
    quotes: Sequence[Quote],
    caption: bool,
    readings: Readings,
) -> Act:
    at = told.trigger.idx
    within = [q for q in quotes if q.start_char <= at < q.end_char]
    speaker = next((q.speaker or q.speaker_text for q in within), None)
    return Act(
        told.trigger,
        told.kind,
        told.actors,
        told.recipients,
        _instruments(told),
        readings.place_of(told.verb),
        _when(context, told, dates),
        told.modality,
        _summary(context, told.verb),
        speaker,
        caption,
    )


def _instruments(told: _Told) -> tuple[str, ...]:
    """What it was done with: weapons named as such, and by name, under the trigger of a violent act."""
    if told.kind.plover not in ("ASSAULT", "COERCE", "MOBILIZE", "PROTEST"):
        return ()
    found = []
    for token in told.verb.subtree:
        if token.ent_type_ == "PRODUCT" and token.ent_iob_ == "B":
            found.append(next(e.text for e in token.doc.ents if e.start <= token.i < e.end))
        elif token.pos_ == "NOUN" and lemma(token) in words("instruments") and not _has_product(token):
            found.append(" ".join([*(c.text for c in token.lefts if c.dep_ == "compound"), lemma(token)]))
    return tuple(dict.fromkeys(found))


def _has_product(token: Token) -> bool:
    return any(c.ent_type_ == "PRODUCT" for c in token.subtree)


def _when(context: Context, told: _Told, dates: Sequence[DateExpression]) -> DateExpression | None:
    """The time under the trigger's own verb, else the nearest one near it in its sentence."""
    sentence = context.sentence_at(told.trigger.idx)
    sent = told.trigger.sent
    own = {t.i for t in told.verb.subtree}
    ranked = []
    for found in dates:
        here = found.sent_no == sentence.sent_no if sentence else sent.start_char <= found.start_char < sent.end_char
        if not here or not (found.date_from or found.date_to) or found.granularity in _UNTIMED:
            continue
        span = context.doc.char_span(found.start_char, found.end_char, alignment_mode="expand")
        governor = _verb_above(span.root) if span is not None else None
        away = abs(found.start_char - told.trigger.idx)
        if governor is not None and governor in (told.verb, told.trigger):
            ranked.append((0, away, found))
        elif span is not None and span.root.i in own:
            ranked.append((1, away, found))
        elif governor is None or (away <= _NEAR and lemma(governor) not in SAYING):
            ranked.append((2, away, found))
    return min(ranked, key=lambda item: item[:2])[2] if ranked else None


def _verb_above(token: Token) -> Token | None:
    return next((t for t in token.ancestors if t.pos_ == "VERB"), None)


def _summary(context: Context, verb: Token) -> str:
    """The clause in its own words, from subject to object."""
    parts = [c for c in verb.children if c.dep_ in (*SUBJECTS, "obj", "iobj", "obl:agent", "obl")]
    first = min([verb.i, *(c.left_edge.i for c in parts)])
    last = max([verb.i, *(c.right_edge.i for c in parts)])
    told = " ".join(context.doc[first : last + 1].text.split())
    return told if len(told) <= _SUMMARY else told[: _SUMMARY - 3].rsplit(" ", 1)[0] + " …"
