"""When something was said: the day that the words of saying are dated with, and what follows from it.

Guarantees: no statement is later than publication; a day is taken over only within one paragraph's
next sentence by the same speaker, or for the words of one document; what is told of a past act was
said on its day or later.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc

from tasks.extract.context import Context
from tasks.extract.lexicon import LEXICON
from tasks.records import DateExpression, Event, EventMention, Quote, Sentence

_DOCUMENTS = frozenset(LEXICON["documents"])
_SPOKEN = frozenset(("SUPPORT", "ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE"))
"""Acts of speech."""
_AFTER = re.compile(r"\bafter\b[^.;,]*$")
"""What puts the saying before the act that its sentence tells of: *shortly after A announced*."""
_BESIDE = 2
"""Words between a word of saying and a date that is its own."""

Days = tuple[date | None, date | None]


def told_time(
    context: Context,
    item: tuple[int, int],
    cue: tuple[int, int] | None,
    sentence: Sentence,
    dates: Sequence[DateExpression],
) -> Days:
    """The day that the words of saying are dated with, else no later than publication."""
    for found in dates:
        outside = not item[0] <= found.start_char < item[1]
        known = found.date_from if found.granularity == "day" else found.date_to
        dated = found.granularity in ("day", "interval") and found.sent_no == sentence.sent_no
        past = known is not None and (context.anchor is None or known <= context.anchor)
        if dated and outside and past and (cue is None or _dates_saying(context.doc, found, cue)):
            return found.date_from, found.date_to
    return None, context.anchor


def _dates_saying(doc: Doc, found: DateExpression, cue: tuple[int, int]) -> bool:
    """Whether a date says when something was said: by grammar, or because nothing stands between it and the cue."""
    when = doc.char_span(found.start_char, found.end_char, alignment_mode="expand")
    said = doc.char_span(*cue, alignment_mode="expand")
    if when is None or said is None:
        return False
    verb = next((t for t in when.root.ancestors if t.pos_ == "VERB"), None)
    beside = min(abs(when.start - said.end), abs(said.start - when.end)) <= _BESIDE
    named = when.root.head.pos_ in ("NOUN", "PROPN") and when.root.dep_ in ("compound", "nmod:poss", "amod")
    document = when.root.dep_ == "nmod" and when.root.head.lemma_.lower() in _DOCUMENTS
    return not named and (beside or document or (verb is not None and said.start <= verb.i < said.end))


def settle_times(context: Context, quotes: Sequence[Quote]) -> list[Quote]:
    """The statements, those without a day with what the text tells of it elsewhere."""
    papers = _paper_days(context, quotes)
    found: list[Quote] = []
    for quote in quotes:
        found.append(_settled(context, quote, found[-1] if found else None, papers))
    return _with_carried(found)


def _settled(context: Context, quote: Quote, last: Quote | None, papers: Mapping[str, date]) -> Quote:
    if quote.said_from is not None or quote.speaker is None:
        return quote
    day = _day_before(context, quote, last)
    if day is not None and _AFTER.search(context.text, _sentence_start(context, quote), quote.start_char):
        return replace(quote, said_to=day)
    if is_of_paper(context, quote):
        day = papers.get(quote.speaker, day)
    return quote if day is None else replace(quote, said_from=day, said_to=day)


def _with_carried(quotes: Sequence[Quote]) -> list[Quote]:
    """The statements, none earlier than one of a known day that it carries: *A said on Tuesday ..., B reports*."""
    found = []
    for quote in quotes:
        carried = [
            q.said_from
            for q in quotes
            if q.said_from is not None
            and q.speaker != quote.speaker
            and quote.start_char <= q.start_char
            and q.end_char <= quote.end_char
        ]
        known = [day for day in (*carried, quote.said_from) if day is not None]
        late = bool(carried) and (quote.said_to is None or max(known) <= quote.said_to)
        found.append(replace(quote, said_from=max(known)) if late else quote)
    return found


def _sentence_start(context: Context, quote: Quote) -> int:
    sentence = context.sentence_at(quote.start_char)
    return quote.start_char if sentence is None else sentence.start_char


def _paper_days(context: Context, quotes: Sequence[Quote]) -> Mapping[str, date]:
    """The day of each speaker's statement, of those of whose statements the text tells one day only."""
    days: dict[str, set[date]] = {}
    for quote in quotes:
        if quote.speaker is not None and quote.said_from is not None and quote.said_from == quote.said_to:
            days.setdefault(quote.speaker, set()).add(quote.said_from)
    return {speaker: min(told) for speaker, told in days.items() if len(told) == 1}


def is_of_paper(context: Context, quote: Quote, documents: frozenset[str] = _DOCUMENTS) -> bool:
    """Whether a statement stands in one of ``documents``, by its sentence outside the statement itself."""
    sentence = context.sentence_at(quote.start_char)
    if sentence is None:
        return False
    outside = (
        f"{context.text[sentence.start_char : quote.start_char]} {context.text[quote.end_char : sentence.end_char]}"
    )
    return bool(documents.intersection(outside.replace(",", " ").split()))


def _day_before(context: Context, quote: Quote, last: Quote | None) -> date | None:
    """The day on which the same speaker speaks in the sentence just before, in the same paragraph."""
    before = _sentence_before(context, quote)
    if before is None:
        return None
    if last is not None and last.sent_no == before.sent_no and last.speaker == quote.speaker and last.said_from:
        return last.said_from if last.said_from == last.said_to else None
    return None


def after_events(
    context: Context, quotes: Sequence[Quote], events: Sequence[Event], mentions: Sequence[EventMention]
) -> list[Quote]:
    """The statements with the days that acts give them.

    None is earlier than the past acts that it tells of in the speaker's name, and one behind a dated act of speech
    of the same person (*on May 3 she praised the crew. "They were quick," she said*) was made on its day.
    """
    quotes = _with_acts_of_speech(context, quotes, events, mentions)
    days = {e.event_id: e.date_from for e in events if e.modality == "asserted" and e.date_from is not None}
    first: dict[tuple[int | None, str | None, str | None], date] = {}
    for quote in quotes:
        told = [
            days[m.event_id]
            for m in mentions
            if m.event_id in days
            and quote.start_char <= m.start_char < quote.end_char
            and m.attributed_to in (quote.speaker, quote.speaker_text)
        ]
        if told:
            first[_voice(quote)] = max(told)
    found = []
    for quote in quotes:
        day = first.get(_voice(quote))
        late = day is not None and quote.said_from is None and (quote.said_to is None or day <= quote.said_to)
        found.append(replace(quote, said_from=day) if late else quote)
    return found


def _with_acts_of_speech(
    context: Context, quotes: Sequence[Quote], events: Sequence[Event], mentions: Sequence[EventMention]
) -> list[Quote]:
    spoken = {
        e.event_id: e
        for e in events
        if e.plover in _SPOKEN and e.modality == "asserted" and e.date_from is not None and e.date_from == e.date_to
    }
    told = {(m.sent_no, name): spoken[m.event_id] for m in mentions if m.event_id in spoken
            for name in spoken[m.event_id].actors}  # fmt: skip
    found = []
    for quote in quotes:
        before = _sentence_before(context, quote)
        act = told.get((before.sent_no, quote.speaker)) if before is not None and quote.speaker is not None else None
        untold = quote.said_from is None and act is not None
        found.append(replace(quote, said_from=act.date_from, said_to=act.date_to) if act and untold else quote)
    return found


def _sentence_before(context: Context, quote: Quote) -> Sentence | None:
    """The sentence before that of a statement, in the same paragraph."""
    here = context.sentence_at(quote.start_char)
    before = context.sentence_at(here.start_char - 2) if here is not None and here.start_char > 1 else None
    return before if here is not None and before is not None and before.block_no == here.block_no else None


def _voice(quote: Quote) -> tuple[int | None, str | None, str | None]:
    """What the parts of one statement share."""
    return quote.sent_no, quote.speaker_text, quote.cue
