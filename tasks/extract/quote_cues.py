"""Who is said to have spoken the words in marks, by the words around them.

Guarantees: a function of the sentence that the words stand in and of where they stand; the
speaker's words are the text's own.
"""

import re
from dataclasses import dataclass

from tasks.extract.context import Context
from tasks.extract.lexicon import CUE
from tasks.extract.quote_marks import Marked
from tasks.records import Sentence

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
_OPENING = re.compile(rf"^(?:[A-Z][a-z]+,? )??((?:[A-Z][\w’'-]*\.?)(?:\s+{_NAME})*)")
_NOBODY = frozenset(("", "after", "before", "when", "while", "since", "until", "once", "though", "to", "for", "by"))
"""Words that open a clause: nobody speaks by them."""
_LEAD_IN = re.compile(
    r"^(?:and|but|while|as|so|yet|then|meanwhile|however|also|that|when|because|although|later|still|on|in|at)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """The word of saying and the words for who says it."""

    cue: str | None
    speaker: str | None


def attribute(text: str, marked: Marked, sentence: Sentence, context: Context) -> Attribution:
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
    return None if speaker.casefold() in _NOBODY else speaker
