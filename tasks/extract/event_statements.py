"""Statements as acts: an organisation's or a person's statement, report or readout, told by each word of saying.

Guarantees: whoever only says something issues no statement; there must be a document of his in the text.
All that an organisation says on its day, or on no day, is told in it.
"""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from tasks.extract.context import Context
from tasks.extract.event_lexicon import objects
from tasks.extract.event_stance import modality
from tasks.extract.event_words import OTHER, lemma
from tasks.extract.events import Act
from tasks.extract.lexicon import CUES, LEXICON
from tasks.extract.quote_times import is_of_paper
from tasks.extract.referents import Name, Referent
from tasks.records import DateExpression, Quote

TYPE = "statement"
_DOCUMENTS = frozenset(LEXICON["documents"])
_ISSUED = frozenset(LEXICON["issued_documents"])
"""Documents that are statements themselves: a survey, a book or an e-mail that is talked about is none."""
_ISSUING = frozenset(("issue", "release", "publish", "put", "send"))


def statement_acts(
    context: Context, quotes: Sequence[Quote], names: Sequence[Name], dates: Sequence[DateExpression]
) -> list[Act]:
    """The statements that the text tells of, one for each word that tells of them, in order."""
    known = {n.referent.entity_id: n.referent for n in names}
    papers = {q.speaker_id for q in quotes if q.speaker_id in known and is_of_paper(context, q, _ISSUED)}
    found: dict[int, Act] = {}
    for quote in quotes:
        speaker = known.get(quote.speaker_id or "")
        if speaker is None or quote.speaker_id not in papers or not quote.cue:
            continue
        if speaker.label not in ("ORG", "GPE") and not is_of_paper(context, quote, _ISSUED):
            continue
        verb = _verb_of(context, quote)
        if verb is not None and modality(verb) != "negated":
            found.setdefault(verb.i, _act(context, verb, speaker, quote, dates))
    return [found[i] for i in sorted(found)]


def _verb_of(context: Context, quote: Quote) -> Token | None:
    """The verb that tells of the statement: the word of saying, or the one that issues what says it."""
    sentence = context.sentence_at(quote.start_char)
    if sentence is None or quote.cue is None:
        return None
    cues = re.finditer(rf"(?<!\w){re.escape(quote.cue)}(?!\w)", context.text[sentence.start_char : sentence.end_char])
    spans = [(m.start() + sentence.start_char, m.end() + sentence.start_char) for m in cues]
    outside = [s for s in spans if s[1] <= quote.start_char or quote.end_char <= s[0]]
    near = min(outside, key=lambda s: min(abs(s[1] - quote.start_char), abs(s[0] - quote.end_char)), default=None)
    span = context.doc.char_span(*near, alignment_mode="expand") if near else None
    verb = next((t for t in span or () if t.pos_ == "VERB"), None)
    if verb is not None and verb.dep_ in ("advcl", "acl", "xcomp") and _issues(verb.head):
        return verb.head
    return verb if verb is not None and (verb.lower_ in CUES or _issues(verb)) else None


def _issues(verb: Token) -> bool:
    return (
        verb.pos_ == "VERB" and lemma(verb) in _ISSUING and any(n.lemma_.lower() in _DOCUMENTS for n in objects(verb))
    )


def _act(context: Context, verb: Token, speaker: Referent, quote: Quote, dates: Sequence[DateExpression]) -> Act:
    day = quote.said_from if quote.said_from is not None and quote.said_from == quote.said_to else None
    when = next((d for d in _days(dates) if day is not None and d.date_from == day == d.date_to), None)
    told = f"{speaker.name}: {quote.text}"
    return Act(
        trigger=verb,
        kind=OTHER,
        actors=(speaker,),
        recipients=(),
        instruments=(),
        place=None,
        when=when,
        until=None,
        modality="asserted",
        summary=told if len(told) <= 200 else told[:198].rsplit(" ", 1)[0] + " …",
        attributed_to=None,
        caption=False,
        type=TYPE,
    )


def _days(dates: Sequence[DateExpression]) -> Iterator[DateExpression]:
    return (d for d in dates if d.granularity == "day")
