"""What somebody is said to have said: words in marks, and reported speech.

Guarantees: a quotation's text is the article's own, without the marks; marks around a name, a
title or a word or two that nobody is said to have spoken are no speech. The pipeline's speech
head says what is a statement, by which cue and of whom; where it is silent, and for pipelines
without one, words in marks are attributed by rule. A statement that is part of another's has
the other's speaker as ``via``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from tasks.extract.context import Context
from tasks.extract.heads_speech import Statement
from tasks.extract.names import Name, Referent, fold_word
from tasks.extract.quote_cues import attribute
from tasks.extract.quote_marks import Marked, is_whole, marked_words
from tasks.extract.references import Reference
from tasks.extract.speech_links import linked_speech
from tasks.records import DateExpression, Quote, Sentence, stable_id

MIN_WORDS_WITHOUT_CUE = 6
"""Fewer words in marks, with no word of saying near, are more often irony or a title than speech."""
MIN_SHARE = 0.34
"""Of a statement's characters in marks from which on the words in marks stand for it all."""
MIN_WORDS_REPORTED = 3
_CARRIED_ON = 200
"""Characters between two quotations of one voice."""

Chars = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Said:
    """One statement: its words, and the words for the cue and the speaker where the text gives them."""

    start: int
    end: int
    kind: str
    cue: str | None
    source: str | None
    source_at: Chars | None
    head: int | None = None
    """Number of the statement of the speech head that it comes from."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """A statement of the speech head in characters."""

    contents: tuple[Chars, ...]
    cue: Chars | None
    source: Chars | None


def find_quotes(
    context: Context,
    dates: Sequence[DateExpression],
    names: Sequence[Name] = (),
    references: Sequence[Reference] = (),
) -> list[Quote]:
    """The statements of the body, in order."""
    heard = [_in_characters(context.doc, statement) for statement in statements_of(context)]
    said = sorted([*_marked(context, heard), *_reported(context, heard)], key=lambda s: (s.start, -s.end))
    speakers = [_speaker(context, item, names, references) for item in said]
    found = []
    for item, speaker in zip(said, speakers, strict=True):
        sentence = context.sentence_at(item.start)
        if sentence is not None and sentence.sent_no:
            via = _carrier(item, said, speakers)
            found.append(_record(context, item, sentence, speaker, via, dates))
    return found


def statements_of(context: Context) -> tuple[Statement, ...]:
    """What the speech head hears, with its links mended."""
    return linked_speech(context.doc, [marked.outer for marked in marked_words(context)])


def _in_characters(doc: Doc, statement: Statement) -> _Heard:
    def chars(tokens: tuple[int, int] | None) -> Chars | None:
        if tokens is None:
            return None
        last = doc[tokens[1] - 1]
        return doc[tokens[0]].idx, last.idx + len(last)

    contents = tuple(span for tokens in statement.contents if (span := chars(tokens)) is not None)
    return _Heard(contents, chars(statement.cue), chars(statement.source))


def _shared(one: Chars, other: Chars) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _hearing(span: Chars, heard: Sequence[_Heard]) -> int | None:
    """The statement that most of ``span`` lies in."""
    shares = [sum(_shared(span, content) for content in h.contents) for h in heard]
    best = max(range(len(heard)), key=lambda i: shares[i], default=None)
    return best if best is not None and shares[best] * 2 > span[1] - span[0] else None


def _marked(context: Context, heard: Sequence[_Heard]) -> list[Said]:
    """Words in marks that somebody is said to have spoken."""
    found: list[Said] = []
    for marked in marked_words(context):
        sentence = context.sentence_at(marked.start) or context.sentence_at(marked.outer[0])
        if sentence is None or sentence.sent_no == 0:
            continue
        at = _hearing((marked.start, marked.end), heard)
        said = _judge(context, marked, sentence, at, heard, found[-1] if found else None)
        if said is not None:
            found.append(said)
    return found


def _judge(
    context: Context,
    marked: Marked,
    sentence: Sentence,
    at: int | None,
    heard: Sequence[_Heard],
    last: Said | None,
) -> Said | None:
    given = attribute(context.text, marked, sentence, context)
    whole = is_whole(context.text, marked)
    kind = "direct" if whole else "mixed"
    words = context.text[marked.start : marked.end].split()
    if at is not None:
        cue = _words(context, heard[at].cue) or given.cue
        source = _words(context, heard[at].source)
        source_at = heard[at].source
        if source is None:
            source = given.speaker
        if source is None and last is not None and marked.outer[0] - last.end < _CARRIED_ON:
            source, source_at = last.source, last.source_at
        return Said(marked.start, marked.end, kind, cue, source, source_at, at)
    if (
        given.cue is None
        and last is not None
        and marked.outer[0] - last.end < _CARRIED_ON
        and (whole or len(words) > 3)
    ):
        return Said(marked.start, marked.end, kind, None, last.source, last.source_at)
    if given.cue is None and (len(words) < MIN_WORDS_WITHOUT_CUE or not whole):
        return None
    if heard and (given.speaker is None or len(words) < 2):
        return None  # the head, which hears most, heard nothing here
    return Said(marked.start, marked.end, kind, given.cue, given.speaker, None)


def _reported(context: Context, heard: Sequence[_Heard]) -> list[Said]:
    """Statements that no marks, or a word or two of them, stand in."""
    marks = list(marked_words(context))
    found = []
    for number, statement in enumerate(heard):
        for start, end in statement.contents:
            start, end = _trimmed(context.text, start, end)  # noqa: PLW2901
            inside = sum(_shared((start, end), (m.start, m.end)) for m in marks)
            if end - start <= 0 or inside / (end - start) >= MIN_SHARE:
                continue
            if len(context.text[start:end].split()) < MIN_WORDS_REPORTED:
                continue
            cue, source = _words(context, statement.cue), _words(context, statement.source)
            if cue is None and source is None:
                continue
            found.append(Said(start, end, "indirect", cue, source, statement.source, number))
    return found


def _trimmed(text: str, start: int, end: int) -> Chars:
    """Without marks at the edges, and without the *that* which only introduces."""
    if text[start : start + 5].lower() == "that ":
        start += 5
    while start < end and (text[start].isspace() or text[start] in ",;:.—–-"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:.—–"):
        end -= 1
    return start, end


def _words(context: Context, span: Chars | None) -> str | None:
    return None if span is None else context.span(*span)


def _speaker(
    context: Context, item: Said, names: Sequence[Name], references: Sequence[Reference]
) -> Referent | str | None:
    """The entity behind the speaker's words, or those words where they describe somebody unnamed."""
    if item.source is None:
        return None
    if item.source_at is not None:
        start, end = item.source_at
        inside = [n for n in names if start <= n.start and n.end <= end]
        people = [n.referent for n in inside if n.label == "PERSON"]
        if people:
            return people[-1]
        meant = [r.referent for r in references if start <= r.start and r.end <= end]
        if meant:
            return meant[-1]
        groups = [n.referent for n in inside if n.kind == "name" and n.label in ("ORG", "GPE")]
        return groups[0] if groups else None
    word = fold_word(item.source.split()[-1])
    before = [n for n in names if n.start <= item.end + 200 and n.label in ("PERSON", "ORG", "GPE")]
    spoken = [n.referent for n in before if fold_word(context.text[n.start : n.end].split()[-1]) == word]
    if spoken:
        return spoken[-1]
    close = [r for r in references if abs(r.start - item.end) < 300 and context.text[r.start : r.end] == item.source]
    return close[0].referent if close else None


def _carrier(item: Said, said: Sequence[Said], speakers: Sequence[Referent | str | None]) -> str | None:
    """Who carries the statement, where it is part of another's with a speaker of its own."""
    for outer, speaker in zip(said, speakers, strict=True):
        wider = (
            outer.start <= item.start and item.end <= outer.end and (outer.start, outer.end) != (item.start, item.end)
        )
        if (
            wider
            and outer.source
            and outer.source != item.source
            and outer.kind == "indirect"
            and outer.head != item.head
        ):
            return speaker.name if isinstance(speaker, Referent) else outer.source
    return None


def _record(
    context: Context,
    item: Said,
    sentence: Sentence,
    speaker: Referent | str | None,
    via: str | None,
    dates: Sequence[DateExpression],
) -> Quote:
    article_id = context.article.article_id
    said_from, said_to = _time(context, item, sentence, dates)
    return Quote(
        quote_id=stable_id("q1", article_id, item.start, item.end),
        article_id=article_id,
        sent_no=sentence.sent_no,
        kind=item.kind,
        start_char=item.start,
        end_char=item.end,
        text=context.span(item.start, item.end),
        cue=item.cue,
        speaker_text=item.source,
        speaker=speaker.name if isinstance(speaker, Referent) else speaker,
        speaker_id=speaker.entity_id if isinstance(speaker, Referent) else None,
        via=via,
        said_from=said_from,
        said_to=said_to,
    )


def _time(
    context: Context, item: Said, sentence: Sentence, dates: Sequence[DateExpression]
) -> tuple[date | None, date | None]:
    """The day that the sentence around the statement names, else no later than publication."""
    for found in dates:
        outside = not item.start <= found.start_char < item.end
        past = context.anchor is None or (found.date_from is not None and found.date_from <= context.anchor)
        if found.sent_no == sentence.sent_no and found.granularity == "day" and outside and past and found.date_from:
            return found.date_from, found.date_to
    return None, context.anchor
