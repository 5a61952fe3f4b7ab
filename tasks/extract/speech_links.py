"""Which cue and which source a statement has: the speech head's links, mended by grammar and nearness.

Guarantees: contents are the head's own; a cue is a span of the head or a word of saying beside the
content; a source is a span of the head or the noun phrase that the cue has for subject. A link of the
head within the sentence is kept where grammar does not contradict it; one across sentences only where
nothing nearer fits.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from tasks.extract.heads_speech import Statement, Tokens, speech_of
from tasks.extract.lexicon import CUES
from tasks.extract.speech_frames import noun_above, verb_before, verb_behind
from tasks.extract.speech_sources import SUBJECTS, borders, find_agent, find_source, gap, overlap

_REPORTED = frozenset(("ccomp", "xcomp", "parataxis"))
"""Relations of a content's root to the verb that reports it."""
_MARKS = frozenset("\"“”„«»'‘’")
_LINKED, _GOVERNS, _FRAMES = 9.0, 5.0, 12.0
"""What a link of the head, one of the grammar and the form of the sentence are worth, in words of distance."""
_BORDER, _BORDER_IN_MARKS = 20.0, 3.0
"""What a sentence's border costs between a content and its cue, by whether the content opens with a mark."""
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

    @property
    def hull(self) -> Tokens:
        return self.contents[0][0], self.contents[-1][1]


def linked_speech(doc: Doc, marked: Sequence[tuple[int, int]] = ()) -> tuple[Statement, ...]:
    """The statements of ``speech_of`` with their links mended, in order; ``marked`` are characters in marks."""
    heard = speech_of(doc)
    if not heard or not doc.has_annotation("DEP"):
        return heard
    heard = tuple(
        replace(s, cue=_without_subject(doc, s.cue), contents=tuple(_without_next(doc, c) for c in s.contents))
        for s in heard
    )
    inside = {i for s in heard for start, end in s.contents for i in range(start, end)}
    sources = sorted({s.source for s in heard if s.source is not None})
    told = {s.cue: s.source for s in heard if s.cue is not None}
    cues = {**told, **dict.fromkeys(_words_of_saying(doc, heard, inside, told))}
    alone = {s.cue for s in heard if s.nobody}
    voices = [
        _Voice(cue, find_agent(doc, cue) if cue in alone else find_source(doc, cue, linked, sources, inside))
        for cue, linked in cues.items()
    ]
    grouped: dict[tuple[Tokens, Tokens | None], list[Tokens]] = {}
    spoken: tuple[_Unit, _Voice] | None = None
    for unit in _units(doc, heard, marked):
        voice = _voice(doc, unit, voices)
        if unit.in_marks:
            if spoken is not None and _goes_on(doc, spoken, unit, voice):
                voice = spoken[1]
            spoken = (unit, voice) if voice else None
        cue, source = (voice.cue, voice.source) if voice else ((-1, unit.hull[0]), _near_source(doc, unit))
        grouped.setdefault((cue, source), []).extend(unit.contents)
    found = [
        Statement(tuple(sorted(contents)), None if cue[0] < 0 else cue, source)
        for (cue, source), contents in grouped.items()
    ]
    return _carried_on(doc, sorted(found, key=lambda s: s.contents[0]))


def _without_subject(doc: Doc, cue: Tokens | None) -> Tokens | None:
    """A cue that runs into its subject (*confirmed a statement by*), as its verb alone."""
    if cue is None or doc[cue[0]].pos_ != "VERB":
        return cue
    rest = doc[cue[0] + 1 : cue[1]]
    subject = any(t.dep_ in SUBJECTS and t.head.i == cue[0] for t in rest)
    runs_on = subject or (doc[cue[0]].lower_ in CUES and rest[-1:].text.lower() == "by")
    return (cue[0], cue[0] + 1) if runs_on else cue


def _without_next(doc: Doc, content: Tokens) -> Tokens:
    """A content that runs into the next attribution (*... was late and said*), up to there."""
    end = content[1] - 1
    if doc[end].lower_ not in CUES or doc[end].tag_ not in ("VBD", "VBZ") or doc[end - 1].dep_ != "cc":
        return content
    return (content[0], end - 1) if end - 1 > content[0] else content


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
        )
        for key, members in sorted(together.items(), key=lambda item: item[1][0][0])
    ]


def _words_of_saying(
    doc: Doc, heard: Sequence[Statement], inside: Set[int], known: Iterable[Tokens]
) -> Iterator[Tokens]:
    """Outside all contents, where the head has no cue: verbs of saying, *according to*, what governs a content."""
    taken = {i for start, end in known for i in range(start, end)}
    roots = [doc[start:end].root for s in heard for start, end in s.contents]
    above = {root.head.i for root in roots if _reports(root.head, root)}
    above |= {noun.i for root in roots if (noun := noun_above(root)) is not None}
    framed = {token.i for token in _framing(doc, heard)}
    for token in doc:
        if token.i in inside or token.i in taken:
            continue
        if token.i in framed or token.i in above or (token.pos_ == "VERB" and token.lower_ in CUES):
            yield token.i, token.i + 1
        elif token.lower_ == "according" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
            yield token.i, token.i + 2


def _reports(head: Token, root: Token) -> bool:
    """Whether a word governs a content as verbs of saying do, or adjectives of thinking: *confident that*."""
    return (head.pos_ == "VERB" and root.dep_ in _REPORTED) or (head.pos_ == "ADJ" and root.dep_ == "ccomp")


def _framing(doc: Doc, heard: Sequence[Statement]) -> Iterator[Token]:
    """The verbs right before words in marks and right behind them."""
    for content in (content for s in heard for content in s.contents):
        for token in (verb_before(doc, content), verb_behind(doc, content)):
            if token is not None:
                yield token


def _voice(doc: Doc, unit: _Unit, voices: list[_Voice]) -> _Voice | None:
    """The voice that costs least between it and the content."""
    framing = _framing_verb(doc, unit)
    ranked = [(_cost(doc, unit, voice, framing), number) for number, voice in enumerate(voices)]
    cost, best = min(ranked, default=(_FAR, -1))
    return voices[best] if cost < _FAR else None


def _goes_on(doc: Doc, spoken: tuple[_Unit, _Voice], unit: _Unit, voice: _Voice | None) -> bool:
    """Whether words in marks go on with those before, which an attribution behind them closes.

    *“A,” said B, pointing at C. “D.”*: what only adds to that attribution brings in nothing.
    """
    last, said = spoken
    if all(t.text in _MARKS for t in doc[last.hull[1] : unit.hull[0]]):
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
    cost = min(near) + crossed * (_BORDER_IN_MARKS if unit.in_marks else _BORDER)
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
    return any(t.text[0] in _MARKS for t in around)


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
