"""Which cue and which source a statement has: the speech head's links, mended by grammar and nearness.

Guarantees: contents are the head's own; a cue is a span of the head or a word of saying beside the
content; a source is a span of the head or the noun phrase that the cue has for subject. A link of the
head within the sentence is kept where grammar does not contradict it; one across sentences only where
nothing nearer fits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from tasks.extract.heads_speech import Statement, Tokens, speech_of
from tasks.extract.speech_cues import mended_cue, without_next, words_of_saying
from tasks.extract.speech_frames import MARKS, noun_above, verb_before, verb_behind
from tasks.extract.speech_phrases import whole_source
from tasks.extract.speech_sources import acts, borders, find_agent, find_source, gap, overlap

_LINKED, _GOVERNS, _FRAMES = 9.0, 5.0, 12.0
"""What a link of the head, one of the grammar and the form of the sentence are worth, in words of distance."""
_BORDER, _BORDER_IN_MARKS = 20.0, 3.0
"""What a sentence's border costs between a content and its cue, by whether it is a sentence that opens with a mark."""
_PARAGRAPH = 12.0
"""What the end of a paragraph costs on top, unless the cue's sentence ends in a colon."""
_FAR = 40.0
"""Cost from which on a cue belongs to something else."""


@dataclass(frozen=True, slots=True)
class _Voice:
    """A cue with its source."""

    cue: Tokens
    source: Tokens | None

    @property
    def parts(self) -> tuple[Tokens, ...]:
        return (self.cue,) if self.source is None else (self.cue, self.source)


@dataclass(frozen=True, slots=True)
class _Unit:
    """Contents of one voice: one piece, or all the pieces in one pair of marks."""

    contents: tuple[Tokens, ...]
    cues: frozenset[Tokens]
    sources: tuple[Tokens, ...]
    in_marks: bool
    opens: bool
    """Whether it begins where its sentence does."""

    @property
    def hull(self) -> Tokens:
        return self.contents[0][0], self.contents[-1][1]


def linked_speech(doc: Doc, marked: Sequence[tuple[int, int]] = ()) -> tuple[Statement, ...]:
    """The statements of ``speech_of`` with their links mended, in order; ``marked`` are characters in marks."""
    heard = speech_of(doc)
    if not heard or not doc.has_annotation("DEP"):
        return heard
    heard = tuple(
        replace(
            s,
            contents=tuple(without_next(doc, c) for c in s.contents),
            cue=mended_cue(doc, s.cue, s.contents),
            source=_mended_source(doc, s),
        )
        for s in heard
    )
    inside = {i for s in heard for start, end in s.contents for i in range(start, end)}
    sources = sorted({s.source for s in heard if s.source is not None})
    told = {s.cue: s.source for s in heard if s.cue is not None}
    cues = {**told, **dict.fromkeys(words_of_saying(doc, heard, inside, told))}
    alone = {s.cue for s in heard if s.nobody and s.cue is not None and not acts(doc, s.cue)}
    voices = [
        _Voice(
            cue,
            find_agent(doc, cue)
            if cue in alone
            else find_source(doc, cue, linked, sources, _beside(heard, cue, inside)),
        )
        for cue, linked in cues.items()
    ]
    grouped: dict[tuple[Tokens, Tokens | None], list[Tokens]] = {}
    last: tuple[_Unit, _Voice] | None = None
    spoken: tuple[_Unit, _Voice] | None = None
    for unit in _units(doc, heard, marked):
        voice = _voice(doc, unit, voices)
        if unit.in_marks:
            if spoken is not None and _goes_on(doc, spoken, unit, voice):
                voice = spoken[1]
            elif last is not None and _quotes_on(doc, last, unit, voice):
                voice = last[1]
            spoken = (unit, voice) if voice else None
        last = (unit, voice) if voice else None
        cue, source = (voice.cue, voice.source) if voice else ((-1, unit.hull[0]), _near_source(doc, unit))
        grouped.setdefault((cue, source), []).extend(unit.contents)
    found = [
        Statement(tuple(sorted(contents)), None if cue[0] < 0 else cue, source)
        for (cue, source), contents in grouped.items()
    ]
    return _carried_on(doc, sorted(found, key=lambda s: s.contents[0]))


def _beside(heard: Sequence[Statement], cue: Tokens, inside: set[int]) -> set[int]:
    """The words of what is said, but for what the cue itself is part of: in *A claimed that B denied it* B denies."""
    around = [c for s in heard for c in s.contents if c[0] <= cue[0] and cue[1] <= c[1]]
    return inside - {i for start, end in around for i in range(start, end)} if around else inside


def _mended_source(doc: Doc, statement: Statement) -> Tokens | None:
    """The head's source told whole; none where it is part of what is said."""
    source = statement.source
    if source is None or any(overlap(source, content) for content in statement.contents):
        return None
    return whole_source(doc, source)


def _units(doc: Doc, heard: Sequence[Statement], marked: Sequence[tuple[int, int]]) -> list[_Unit]:
    """The contents of all statements, those within one pair of marks together."""
    together: dict[tuple[int, int], list[tuple[Tokens, Statement]]] = {}
    for statement in heard:
        for content in statement.contents:
            first, last = doc[content[0]], doc[content[1] - 1]
            middle = (first.idx + last.idx + len(last)) // 2
            marks = next((m for m in marked if m[0] <= middle < m[1] and m[0] - 2 <= first.idx), None)
            together.setdefault(marks or (-1, first.idx), []).append((content, statement))
    return [
        _Unit(
            tuple(sorted(content for content, _ in members)),
            frozenset(s.cue for _, s in members if s.cue is not None),
            tuple(s.source for _, s in members if s.source is not None),
            key[0] >= 0 or _opens_with_mark(doc, members[0][0]),
            not any(t.is_alpha for t in doc[doc[members[0][0][0]].sent.start : members[0][0][0]]),
        )
        for key, members in sorted(together.items(), key=lambda item: item[1][0][0])
    ]


def _voice(doc: Doc, unit: _Unit, voices: list[_Voice]) -> _Voice | None:
    """The voice that costs least between it and the content."""
    framing = _framing_verb(doc, unit)
    ranked = [(_cost(doc, unit, voice, framing), number) for number, voice in enumerate(voices)]
    cost, best = min(ranked, default=(_FAR, -1))
    return voices[best] if cost < _FAR else None


def _quotes_on(doc: Doc, last: tuple[_Unit, _Voice], unit: _Unit, voice: _Voice | None) -> bool:
    """Whether words in marks that no sentence of theirs attributes follow another's at once: *A said B. “C.”*."""
    between = doc[last[0].hull[1] : unit.hull[0]]
    follows = unit.opens and all(t.is_punct for t in between) and last[1].cue[1] <= last[0].hull[0]
    return follows and (voice is None or borders(doc, voice.cue, unit.hull) > 0)


def _goes_on(doc: Doc, spoken: tuple[_Unit, _Voice], unit: _Unit, voice: _Voice | None) -> bool:
    """Whether words in marks go on with those before, which an attribution behind them closes.

    *“A,” said B, pointing at C. “D.”*: what only adds to that attribution brings in nothing.
    """
    last, said = spoken
    if all(t.text in MARKS for t in doc[last.hull[1] : unit.hull[0]]):
        return True  # “A.” “B.”
    between = last.hull[1] <= said.cue[0] and said.cue[1] <= unit.hull[0]
    if not between or borders(doc, said.cue, unit.hull) > 1 or _parted(doc, last.hull, unit.hull):
        return False
    if voice is None or voice.cue[0] < last.hull[1]:
        return True
    if voice.cue[0] >= unit.hull[1] and borders(doc, unit.hull, voice.cue):
        return True  # a sentence of its own, which brings in something else
    adds = voice.cue[1] <= unit.hull[0] and gap(doc, voice.cue, unit.hull) > 1
    return adds and not _introduces(doc, voice.cue, unit.hull)


def _cost(doc: Doc, unit: _Unit, voice: _Voice, framing: int | None) -> float:
    content = unit.hull
    if overlap(voice.cue, content):
        return 2 * _FAR
    near = [gap(doc, content, part) for part in voice.parts if not overlap(part, content)]
    crossed = borders(doc, content, voice.cue)
    if crossed > 2:
        return 2 * _FAR
    cost = min(near) + crossed * (_BORDER_IN_MARKS if unit.in_marks and unit.opens else _BORDER)
    if crossed and not _introduces(doc, voice.cue, content) and _parted(doc, content, voice.cue):
        cost += _PARAGRAPH
    if voice.source is None:
        cost += 3.0
    if any(_governs(doc, voice.cue, piece) for piece in unit.contents):
        cost -= _GOVERNS
    if framing is not None and voice.cue[0] <= framing < voice.cue[1]:
        cost -= _FRAMES
    return cost - (_LINKED if voice.cue in unit.cues else 0.0)


def _framing_verb(doc: Doc, unit: _Unit) -> int | None:
    """The word that the form of the sentence alone makes the cue of the content."""
    if unit.in_marks:
        verb = verb_behind(doc, unit.hull) or verb_before(doc, unit.hull)
    else:
        verb = noun_above(doc[slice(*unit.contents[0])].root)
    return None if verb is None else verb.i


def _parted(doc: Doc, one: Tokens, other: Tokens) -> bool:
    """Whether a paragraph ends between two ranges."""
    first, last = (one[1], other[0]) if one[1] <= other[0] else (other[1], one[0])
    return any("\n" in t.text for t in doc[first:last])


def _introduces(doc: Doc, cue: Tokens, content: Tokens) -> bool:
    """Whether the cue's sentence ends with a colon before the content."""
    return cue[1] <= content[0] and any(t.text == ":" for t in doc[max(cue[1], content[0] - 4) : content[0]])


def _opens_with_mark(doc: Doc, content: Tokens) -> bool:
    around = doc[max(0, content[0] - 1) : content[0] + 1]
    return any(t.text[0] in MARKS for t in around)


def _governs(doc: Doc, cue: Tokens, content: Tokens) -> bool:
    """Whether the content hangs under the cue, or the cue beside the content as an aside."""
    cue_root, root = doc[cue[0] : cue[1]].root, doc[content[0] : content[1]].root
    above = root
    for _ in range(2):
        above = above.head
        if cue[0] <= above.i < cue[1]:
            return True
    return content[0] <= cue_root.head.i < content[1] and cue_root.dep_ in ("parataxis", "advcl", "ccomp")


def _near_source(doc: Doc, unit: _Unit) -> Tokens | None:
    """The head's source for a content without a cue, where it is near."""
    return next((s for s in unit.sources if borders(doc, s, unit.hull) <= 1), None)


def _carried_on(doc: Doc, statements: list[Statement]) -> tuple[Statement, ...]:
    """Words in marks without a source that follow another's words in marks at once are that voice's."""
    found: list[Statement] = []
    for item in statements:
        last = found[-1] if found else None
        if item.source is None and last is not None and _opens_with_mark(doc, item.contents[0]):
            before = max(part[1] for part in (*last.contents, last.cue or (0, 0), last.source or (0, 0)))
            if item.contents[0][0] - before <= 4:
                found.append(replace(item, source=last.source))
                continue
        found.append(item)
    return tuple(found)
