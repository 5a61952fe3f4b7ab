"""Words in quotation marks that somebody said, and who.

Guarantees: a quotation's text is the words between the marks; marks pair within a paragraph,
whatever family opens and closes them, and a paragraph that opens without closing goes on where
the next one opens again. Marks around a name, a title or a word or two that nobody is said to
have spoken are not speech.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tasks.extract.context import Context
from tasks.extract.lexicon import CUE, LEXICON, alternatives
from tasks.records import DateExpression, Quote, Sentence, stable_id

MIN_WORDS_WITHOUT_CUE = 6
"""Fewer words in marks, with no word of saying near, are more often irony or a title than speech."""

_OPEN = '“„«"'
_CLOSE = '”“»"'
_CUE = re.compile(rf"\b(?:{CUE})\b", re.IGNORECASE)
_NAME = r"(?:[A-Z][\w’'-]*\.?|of|the|for|de|van|von|al|bin|and|’s|'s)"
_SUBJECT = re.compile(
    r"(?P<speaker>\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]e|I)\b"
    r"|(?:(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ne|[Aa]nother)\s+)?(?:[\w’'-]+\s+){0,3}?"
    rf"(?:[A-Z][\w’'.-]+(?:\s+{_NAME}){{0,6}}|[a-z][\w-]+))\s*$"
)
_ADVERBS = r"(?:(?:also|then|later|had|has|further|once|reportedly|previously|publicly)\s+)*"
_AFTER = re.compile(
    rf"^[\s,]*(?P<inverted>(?P<cue1>(?:{CUE}))\s+(?P<speaker1>[^,.;:“\"”]{{2,80}}?)"
    r"(?=[,.;:“\"”]|\s(?:in|on|at|to|during|as|after|when|while|who|before|by|via|with|late|early|earlier)\b|$)"
    rf"|(?P<speaker2>[^,.;:“\"”]{{1,80}}?)\s+{_ADVERBS}(?P<cue2>(?:{CUE}))\b)",
)
_BEFORE = re.compile(
    rf"(?P<speaker>[^,;:“\"”]{{1,120}}?)\s*(?:,[^,]{{1,80}},\s*)?{_ADVERBS}"
    rf"(?P<cue>(?:{CUE}))\b[^“\"”.]{{0,100}}$"
)
MAX_PRONOUN_CHARS = 600
"""How far back the person is named whom ``he`` or ``she`` stands for."""

_OPENING = re.compile(rf"^(?:[A-Z][a-z]+,? )??((?:[A-Z][\w’'-]*\.?)(?:\s+{_NAME})*)")
_IN_MARKS = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
_PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i", "who"])
_PERSON = re.compile(r"[A-Z][\w’'-]+(?:\s+(?:de|van|von|bin|al|da|der))?(?:\s+[A-Z][\w’'-]+)+")
_LEAD_IN = re.compile(
    r"^(?:and|but|while|as|so|yet|then|meanwhile|however|also|that|when|because|although|later|still|on|in|at)\s+",
    re.IGNORECASE,
)
_TITLES = re.compile(rf"^.*\b(?:{alternatives(LEXICON['titles'])})\b\.?\s+")


@dataclass(frozen=True, slots=True)
class Marked:
    """Words in marks: ``start`` and ``end`` without the marks, ``outer`` with them."""

    start: int
    end: int
    outer: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Attribution:
    cue: str | None
    speaker: str | None


def find_quotes(context: Context, dates: list[DateExpression]) -> list[Quote]:
    """Direct and mixed quotations of the body, in order, each with cue and speaker where the text gives them."""
    names = _full_names(context)
    found: list[Quote] = []
    last: Attribution | None = None
    last_end = -1000
    for marked in _marked_words(context):
        sentence = context.sentence_at(marked.start) or context.sentence_at(marked.outer[0])
        if sentence is None or sentence.sent_no == 0:
            continue
        given = _attribute(context.text, marked, sentence, context)
        whole = _is_whole(context.text, marked)
        words = context.text[marked.start : marked.end].split()
        if given.cue is None and last is not None and marked.outer[0] - last_end < 200 and (whole or len(words) > 3):
            given = Attribution(None, last.speaker)  # the same voice goes on
        elif given.cue is None and (len(words) < MIN_WORDS_WITHOUT_CUE or not whole):
            continue
        if given.speaker:
            last, last_end = given, marked.outer[1]
        found.append(_record(context, marked, sentence, given, whole, names, dates))
    return found


def _marked_words(context: Context) -> Iterator[Marked]:
    """Pairs of marks, paragraph by paragraph; a mark without its partner ends with its paragraph."""
    for block in context.blocks:
        if not block.in_body:
            continue
        text = context.text
        opened: int | None = None
        for position in range(block.start_char, block.end_char):
            if text[position] not in '“”„«»"':
                continue
            if opened is None:
                if text[position] in _OPEN and _opens(text, position, block.start_char):
                    opened = position
            elif text[position] in _CLOSE and not _opens(text, position, block.start_char):
                yield from _marked(text, opened, position, position + 1)
                opened = None
            elif text[position] in "“„«":
                opened = position  # the earlier mark never closed
        if opened is not None and opened == block.start_char:
            yield from _marked(text, opened, block.end_char, block.end_char)


def _opens(text: str, position: int, first: int) -> bool:
    mark = text[position]
    if mark in "“„«":
        return True
    if mark in "”»":
        return False
    before = text[position - 1] if position > first else " "
    return before.isspace() or before in "([—–-‘'"


def _marked(text: str, opened: int, closed: int, after: int) -> Iterator[Marked]:
    start, end = opened + 1, closed
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield Marked(start, end, (opened, after))


def _is_whole(text: str, marked: Marked) -> bool:
    """Whether the words are a clause of their own: capital at the start and a stop or comma at the end."""
    return text[marked.start].isupper() and (text[marked.end - 1] in ".,!?…—-" or marked.end - marked.start > 60)


def _attribute(text: str, marked: Marked, sentence: Sentence, context: Context) -> Attribution:
    """Cue and speaker after the marks, before them, or in the sentence that follows or introduces them."""
    closing = context.sentence_at(max(marked.end - 1, sentence.start_char)) or sentence
    after = text[marked.outer[1] : max(closing.end_char, marked.outer[1])]
    ends_clause = text[marked.end - 1] in ",!?—-" or after.lstrip()[:1] == ","
    match = _AFTER.match(after) if ends_clause else None
    if match:
        cue = match["cue1"] or match["cue2"]
        speaker = _clean_speaker(match["speaker1"] or match["speaker2"] or "")
        if speaker:
            return Attribution(cue, speaker)
    before = text[sentence.start_char : marked.outer[0]]
    if match := _BEFORE.search(before):
        # “Lund had thanked them and said ...”: the subject of a second verb opens the clause.
        opening = _OPENING.match(before) if re.search(r"\band\s*$", match["speaker"].rstrip()) else None
        speaker = _clean_speaker(opening[1] if opening else match["speaker"])
        if speaker:
            return Attribution(match["cue"], speaker)
    if match := re.search(r"\b[Aa]ccording to ([^,.;:“\"”]{2,80})", before + " " + after):
        return Attribution("according to", _clean_speaker(match[1]))
    cue = _CUE.search(before[-80:]) or (_CUE.search(after[:60]) if ends_clause else None)
    return Attribution(cue[0] if cue else None, None)


def _clean_speaker(words: str) -> str | None:
    """The noun phrase at the end of ``words`` that can speak; None where there is none."""
    words = re.sub(
        r"\b(?:also|then|later|had|has|further|previously|have|reportedly|repeatedly)\s*$", "", words.strip()
    )
    words = re.split(r"\b(?:that|which|because|although|whether|if|and then)\b", words)[-1]
    words = re.sub(r"\s+and\s*$", "", words).strip(" ,-–—'’‘")
    match = _SUBJECT.search(words)
    if match is None:
        return None
    speaker = match["speaker"].strip()
    while (shorter := _LEAD_IN.sub("", speaker)) != speaker:
        speaker = shorter
    return speaker or None


def _full_names(context: Context) -> dict[str, str]:
    """Last word of each full name in the article -> the name as it stands first."""
    names: dict[str, str] = {}
    for sentence in context.sentences:
        for match in _PERSON.finditer(context.text, sentence.start_char, sentence.end_char):
            name = _TITLES.sub("", match[0]).strip()
            if " " in name:
                names.setdefault(name.split()[-1].removesuffix("'s").removesuffix("’s"), name)
    return names


def _resolve_speaker(context: Context, start: int, speaker: str | None, names: dict[str, str]) -> str | None:
    """The full name behind a speaker's words; None where they name nobody."""
    if speaker is None:
        return None
    if speaker.lower() in ("he", "she"):
        return _last_named(context.text[max(0, start - MAX_PRONOUN_CHARS) : start], names)
    if speaker.lower() in _PRONOUNS:
        return None
    person = _PERSON.search(speaker)
    if person:
        name = _TITLES.sub("", person[0])
        return names.get(name.split()[-1], name) if " " not in name else name
    if " " not in speaker and speaker[0].isupper():
        return names.get(speaker, speaker)
    return speaker


def _last_named(text: str, names: dict[str, str]) -> str | None:
    """The person named last in ``text``, words in marks left out."""
    text = _IN_MARKS.sub(" ", text)
    places = {text.rfind(last): full for last, full in names.items() if last in text}
    return places[max(places)] if places else None


def _record(
    context: Context,
    marked: Marked,
    sentence: Sentence,
    given: Attribution,
    whole: bool,
    names: dict[str, str],
    dates: list[DateExpression],
) -> Quote:
    article_id = context.article.article_id
    said = next(
        (
            d
            for d in dates
            if d.sent_no == sentence.sent_no
            and d.granularity == "day"
            and not marked.start <= d.start_char < marked.end
            and d.date_from is not None
            and (context.anchor is None or d.date_from <= context.anchor)
        ),
        None,
    )
    return Quote(
        quote_id=stable_id("q1", article_id, marked.start, marked.end),
        article_id=article_id,
        sent_no=sentence.sent_no,
        kind="direct" if whole else "mixed",
        start_char=marked.start,
        end_char=marked.end,
        text=context.span(marked.start, marked.end),
        cue=given.cue,
        speaker_text=given.speaker,
        speaker=_resolve_speaker(context, marked.outer[0], given.speaker, names),
        speaker_id=None,
        via=None,
        said_from=said.date_from if said else None,
        said_to=said.date_to if said else None,
    )
