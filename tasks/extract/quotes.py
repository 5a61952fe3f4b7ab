"""What somebody is said to have said: words in marks, and reported speech.

Guarantees: a quotation's text is the article's own, without the marks; marks around a name, a
title or a word or two that nobody is said to have spoken are no speech. The pipeline's speech
head says what is a statement, by which cue and of whom; where it is silent, and for pipelines
without one, words in marks are attributed by rule. A statement that is part of another's has
the other's speaker as ``via``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from tasks.extract.context import Context
from tasks.extract.heads_speech import Statement, likely
from tasks.extract.lexicon import CUES
from tasks.extract.quote_cues import attribute
from tasks.extract.quote_edges import clause_end, outside_marks, past_marks, run_on, trimmed
from tasks.extract.quote_marks import Marked, is_whole, marked_words
from tasks.extract.quote_speakers import Chars, Said, find_carrier, find_speakers
from tasks.extract.quote_times import settle_times, told_time
from tasks.extract.quote_voices import statements_of
from tasks.extract.references import Reference
from tasks.extract.referents import Name, Referent
from tasks.records import DateExpression, Quote, Sentence, stable_id

MIN_WORDS_WITHOUT_CUE = 6
"""Fewer words in marks, with no word of saying near, are more often irony or a title than speech."""
MIN_WORDS_OF_NOBODY = 4
"""Fewer words in marks without cue and source are nobody's speech."""
MIN_WORDS_REPORTED = 2
"""Fewer words outside of marks make no statement of their own."""
_CARRIED_ON = 200
"""Characters between two quotations of one voice."""
_SURE = 0.8
"""Probability of cue and source from which on the head is sure of a statement of a word or two.

Of those under no word of saying, 40 of 55 above it have the right source in PolNeAR's dev part, 19 of 47 below.
"""

_JOINS = re.compile(r"[ ,(]*| ?\([^()]{1,20}\) ?")
"""What stands between two parts of one statement that the head parted: *the Harbour Fund* (HFO) *has approved*."""
_SMALL = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))


@dataclass(frozen=True, slots=True)
class _Heard:
    """A statement of the speech head in characters."""

    contents: tuple[Chars, ...]
    cue: Chars | None
    source: Chars | None
    sure: bool = False
    """Whether the head is sure enough of cue and source that a word or two are a statement."""


def find_quotes(
    context: Context,
    dates: Sequence[DateExpression],
    names: Sequence[Name] = (),
    references: Sequence[Reference] = (),
) -> list[Quote]:
    """The statements of the body, in order."""
    heard = [_in_characters(context.doc, statement) for statement in statements_of(context)]
    said = sorted([*_marked(context, heard), *_reported(context, heard)], key=lambda s: (s.start, -s.end))
    speakers = find_speakers(context, said, names, references)
    found = []
    for item, speaker in zip(said, speakers, strict=True):
        sentence = context.sentence_at(item.start)
        if sentence is not None and sentence.sent_no:
            via = find_carrier(item, said, speakers)
            cue = None if item.head is None else heard[item.head].cue
            found.append(_record(context, item, cue, sentence, speaker, via, dates))
    return settle_times(context, found)


def _in_characters(doc: Doc, statement: Statement) -> _Heard:
    def chars(tokens: tuple[int, int] | None) -> Chars | None:
        if tokens is None:
            return None
        last = doc[tokens[1] - 1]
        return doc[tokens[0]].idx, last.idx + len(last)

    contents: list[Chars] = []
    ends = (run_on(doc, content, statement) for content in statement.contents)
    for start, end in filter(None, map(chars, ends)):
        between = doc.text[contents[-1][1] : start] if contents else ""
        if contents and _JOINS.fullmatch(between) and doc.text[contents[-1][1] - 1] not in "”\"’'.!?":
            contents[-1] = (contents[-1][0], end)  # the head began anew within one content
        else:
            contents.append((start, end))
    relative = any(doc[start].tag_ in ("WDT", "WP") for start, end in statement.contents if end - start == 1)
    # Beside other words of the statement a word or two add nothing.
    alone = len(statement.contents) == 1 and not relative
    sure = alone and likely(doc, statement.cue, statement.source) > _SURE
    return _Heard(tuple(contents), chars(statement.cue), chars(statement.source), sure)


def _shared(one: Chars, other: Chars) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _hearing(span: Chars, heard: Sequence[_Heard]) -> int | None:
    """The inmost statement that most of ``span`` is in, else the one that most begins where it does and ends in it."""
    shares = [sum(_shared(span, content) for content in h.contents) for h in heard]
    sizes = [sum(last - first for first, last in h.contents) for h in heard]
    best = max(range(len(heard)), key=lambda i: (shares[i], -sizes[i]), default=None)
    if best is None or shares[best] * 2 > span[1] - span[0]:
        return best
    begins = any(abs(first - span[0]) < 3 and last <= span[1] for first, last in heard[best].contents)  # marks aside
    return best if shares[best] and begins else None


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
    if _is_title(context.text, marked) and (given.cue is None or not whole or not _follows_cue(context.text, marked)):
        return None
    if _is_apposed(context, marked):
        return None
    brought = context.text[: marked.outer[0]].rstrip()[-1:] in (",", ":") and _follows_cue(context.text, marked)
    if at is not None and brought and given.speaker and _is_part(marked, heard[at]):
        return Said(marked.start, marked.end, kind, given.cue, given.speaker, None)  # A quotes B as saying “...”
    if at is not None:
        cue = _words(context, heard[at].cue) or given.cue
        source = _words(context, heard[at].source)
        if cue is None and source is None and len(words) < MIN_WORDS_OF_NOBODY:
            return None  # irony within another's words
        source_at = heard[at].source
        alone = heard[at].cue is None or not _is_part(marked, heard[at])
        if source is None and alone:
            source = given.speaker
        if source is None and alone and last is not None and marked.outer[0] - last.end < _CARRIED_ON:
            source, source_at = last.source, last.source_at
        return Said(marked.start, marked.end, kind, cue, source, source_at, at)
    if (
        given.cue is None
        and last is not None
        and marked.outer[0] - last.end < _CARRIED_ON
        and (whole or len(words) > 3)
    ):
        cue = None if "\n" in context.text[last.end : marked.start] else last.cue
        return Said(marked.start, marked.end, kind, cue, last.source, last.source_at)
    if given.cue is None and (len(words) < MIN_WORDS_WITHOUT_CUE or not whole):
        return None
    if heard and (given.speaker is None or len(words) < 2):
        return None  # the head, which hears most, heard nothing here
    return Said(marked.start, marked.end, kind, given.cue, given.speaker, None)


def _is_part(marked: Marked, heard: _Heard) -> bool:
    """Whether words in marks are part of a content that begins before them."""
    return any(start < marked.outer[0] - 1 and marked.end <= end + 1 for start, end in heard.contents)


def _follows_cue(text: str, marked: Marked) -> bool:
    """Whether a word of saying stands right before the marks."""
    before = text[: marked.outer[0]].split()[-1:]
    return bool(before) and before[0].lower().rstrip(",:") in CUES


def _is_title(text: str, marked: Marked) -> bool:
    """Whether words in marks are a name: capitals all through, no stop of their own, nothing that brings them in.

    The stop within the marks is that of a sentence which goes on up to them: *in the film “Harbour.”*
    """
    words = re.findall(r"[^\W_][\w’'-]*", text[marked.start : marked.end])
    brought = text[: marked.outer[0]].rstrip()[-1:] in (",", ":")
    main = [word for word in words if word.casefold() not in _SMALL]
    return (
        not brought
        and len(main) > 0
        and len(words) <= 8
        and all(word[0].isupper() or word[0].isdigit() for word in (words[0], *main))
        and (text[marked.end - 1] not in ".!?" or (text[marked.end - 1] == "." and _ends_sentence(text, marked)))
    )


def _ends_sentence(text: str, marked: Marked) -> bool:
    """Whether words in marks end a sentence that has begun before them, and no word of saying brings them in."""
    return text[: marked.outer[0]].rstrip()[-1:].isalnum() and not _follows_cue(text, marked)


def _is_apposed(context: Context, marked: Marked) -> bool:
    """Whether words in marks name the subject before them: *her column, “We are late,” is read by many*."""
    before, at = context.text[: marked.outer[0]].rstrip()[-1:], marked.outer[1]
    token = context.doc.char_span(at, at + 2, alignment_mode="expand") if before == "," else None
    word = next((t for t in token or () if t.is_alpha), None)
    return word is not None and word.tag_ in ("VBZ", "VBD", "VBP", "MD") and word.lower_ not in CUES


def _reported(context: Context, heard: Sequence[_Heard]) -> list[Said]:
    """Statements that no marks, or a word or two of them, stand in."""
    marks = list(marked_words(context))
    found = []
    for number, statement in enumerate(heard):
        for start, end in statement.contents:
            end = clause_end(context.doc, (start, end), statement.cue)  # noqa: PLW2901
            start, end = trimmed(context.text, past_marks(context.text, start, marks), end)  # noqa: PLW2901
            outside = outside_marks(start, end, marks)
            said = sum(len(context.text[first:last].split()) for first, last in outside)
            if said < (1 if statement.sure else MIN_WORDS_REPORTED):
                continue
            if _is_fragment(context, (start, end), statement):
                continue
            cue, source = _words(context, statement.cue), _words(context, statement.source)
            if source is None and _is_nobodys(context, (start, end), cue):
                continue
            if _names_a_thing(context, (start, end), cue, marks, sure=statement.sure):
                continue
            found.append(Said(start, end, "indirect", cue, source, statement.source, number))
    return found


def _is_nobodys(context: Context, content: Chars, cue: str | None) -> bool:
    """Whether words without a source are no statement: no cue, or one that says nothing and a phrase without a verb.

    *The plan is expected*, *criticism of the plan*: nobody is told to have said it, and nothing is told of it.
    """
    span = context.doc.char_span(*content, alignment_mode="expand") or ()
    said = not CUES.isdisjoint((cue or "").lower().split())
    return cue is None or (not said and all(t.pos_ not in ("VERB", "AUX") for t in span))


def _names_a_thing(context: Context, content: Chars, cue: str | None, marks: Sequence[Marked], *, sure: bool) -> bool:
    """Whether a content is a word or two without a verb under no word of saying (*raised the tax*), titles aside.

    Where the head is sure of cue and source (*she denounced the plan*), it is one only with a title.
    """
    span = context.doc.char_span(*content, alignment_mode="expand")
    titles = [m.outer for m in marks if _shared(m.outer, content) and _is_title(context.text, m)]
    words = [t for t in span or () if not t.is_punct and not any(a <= t.idx < b for a, b in titles)]
    if titles:
        words = [t for t in words if t.pos_ not in ("ADP", "DET", "PRON")]  # named it the “...” in jest
    said = not CUES.isdisjoint((cue or "").lower().split())
    most = MIN_WORDS_REPORTED + len(titles)
    few = len(words) <= most and not said and all(t.pos_ not in ("VERB", "AUX") for t in words)
    return few and (len(titles) > 0 or not sure)


def _is_fragment(context: Context, content: Chars, statement: _Heard) -> bool:
    """Whether words whose cue and source stand in other sentences say nothing by themselves.

    Speech that goes on without a word of saying goes on with a sentence: from its start to its end, and with a verb.
    """
    here = context.sentence_at(content[0])
    if here is None or any(
        span is not None and here.start_char <= span[0] < here.end_char for span in (statement.cue, statement.source)
    ):
        return False
    words = context.doc.char_span(*content, alignment_mode="expand") or ()
    begins = not any(c.isalnum() for c in context.text[here.start_char : content[0]])
    ends = not any(c.isalnum() for c in context.text[content[1] : here.end_char])
    return not (begins and ends) or all(word.pos_ not in ("VERB", "AUX") for word in words)


def _words(context: Context, span: Chars | None) -> str | None:
    return None if span is None else context.span(*span)


def _record(
    context: Context,
    item: Said,
    cue: Chars | None,
    sentence: Sentence,
    speaker: Referent | None,
    via: str | None,
    dates: Sequence[DateExpression],
) -> Quote:
    article_id = context.article.article_id
    said_from, said_to = told_time(context, (item.start, item.end), cue, sentence, dates)
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
        speaker=speaker.name if speaker is not None else None,
        speaker_id=speaker.entity_id if speaker is not None else None,
        via=via,
        said_from=said_from,
        said_to=said_to,
    )
