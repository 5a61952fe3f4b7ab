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
from tasks.extract.speech_phrases import named_after, phrase_of, whole_phrase, with_author

_SUBJECTS = frozenset(("nsubj", "nsubj:pass", "nsubj:outer", "csubj"))
_INHERITS = frozenset(("conj", "xcomp", "advcl", "parataxis", "ccomp"))
"""Relations over which a verb without a subject takes that of the verb above it."""
_REPORTED = frozenset(("ccomp", "xcomp", "parataxis"))
"""Relations of a content's root to the verb that reports it."""
_CLOSING = frozenset('"”»,')
_BY = frozenset(("by", "from", "of"))
_MARKS = frozenset("\"“”„«»'‘’")
_LINKED, _GOVERNS = 9.0, 5.0
"""What a link of the head and one of the grammar are worth, in words of distance."""
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
    heard = tuple(replace(s, cue=_without_subject(doc, s.cue)) for s in heard)
    inside = {i for s in heard for start, end in s.contents for i in range(start, end)}
    sources = sorted({s.source for s in heard if s.source is not None})
    told = {s.cue: s.source for s in heard if s.cue is not None}
    cues = {**told, **dict.fromkeys(_words_of_saying(doc, heard, inside, told))}
    voices = [_Voice(cue, _source(doc, cue, linked, sources, inside)) for cue, linked in cues.items()]
    grouped: dict[tuple[Tokens, Tokens | None], list[Tokens]] = {}
    for unit in _units(doc, heard, marked):
        voice = _voice(doc, unit, voices)
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
    subject = any(t.dep_ in _SUBJECTS and t.head.i == cue[0] for t in rest)
    runs_on = subject or (doc[cue[0]].lower_ in CUES and rest[-1:].text.lower() == "by")
    return (cue[0], cue[0] + 1) if runs_on else cue


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
    above = {root.head.i for root in roots if root.dep_ in _REPORTED}
    for token in doc:
        if token.i in inside or token.i in taken:
            continue
        if token.pos_ == "VERB" and (token.lower_ in CUES or token.i in above):
            yield token.i, token.i + 1
        elif token.lower_ == "according" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
            yield token.i, token.i + 2


def _voice(doc: Doc, unit: _Unit, voices: list[_Voice]) -> _Voice | None:
    """The voice that costs least between it and the content."""
    ranked = [(_cost(doc, unit, voice), number) for number, voice in enumerate(voices)]
    cost, best = min(ranked, default=(_FAR, -1))
    return voices[best] if cost < _FAR else None


def _cost(doc: Doc, unit: _Unit, voice: _Voice) -> float:
    content = unit.hull
    if _overlap(voice.cue, content):
        return 2 * _FAR
    near = [_gap(doc, content, part) for part in voice.parts if not _overlap(part, content)]
    borders = _borders(doc, content, voice.cue)
    if borders > 2:
        return 2 * _FAR
    cost = min(near) + borders * (_BORDER_IN_MARKS if unit.in_marks else _BORDER)
    if borders and not _introduces(doc, voice.cue, content) and _parted(doc, content, voice.cue):
        cost += _PARAGRAPH
    if voice.source is None:
        cost += 3.0
    if any(_governs(doc, voice.cue, piece) for piece in unit.contents):
        cost -= _GOVERNS
    return cost - (_LINKED if voice.cue in unit.cues else 0.0)


def _parted(doc: Doc, one: Tokens, other: Tokens) -> bool:
    """Whether a paragraph ends between two ranges."""
    first, last = (one[1], other[0]) if one[1] <= other[0] else (other[1], one[0])
    return any("\n" in t.text for t in doc[first:last])


def _introduces(doc: Doc, cue: Tokens, content: Tokens) -> bool:
    """Whether the cue's sentence ends with a colon before the content."""
    return cue[1] <= content[0] and any(t.text == ":" for t in doc[max(cue[1], content[0] - 4) : content[0]])


def _overlap(one: Tokens, other: Tokens) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _gap(doc: Doc, one: Tokens, other: Tokens) -> int:
    """Words between two ranges; marks and white space do not count."""
    first, last = (one[1], other[0]) if one[1] <= other[0] else (other[1], one[0])
    if last - first > 60:
        return last - first
    return sum(not (t.is_punct or t.is_space) for t in doc[first:last])


def _borders(doc: Doc, one: Tokens, other: Tokens) -> int:
    """Sentence starts between two ranges."""
    first, last = (one[1], other[0]) if one[1] <= other[0] else (other[1], one[0])
    if last - first > 200:
        return 9
    return sum(bool(t.is_sent_start) for t in doc[first : last + 1])


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


def _source(doc: Doc, cue: Tokens, linked: Tokens | None, sources: list[Tokens], inside: Set[int]) -> Tokens | None:
    """Grammar's source for a cue; where it has none the head's, if that stands in the cue's sentence."""
    if doc[cue[0]].lower_ == "according":
        return named_after(doc, cue[1], sources)
    subject = _subject(doc[cue[0] : cue[1]].root, inside)
    if subject is not None:
        holding = [s for s in sources if s[0] <= subject.i < s[1] and not _overlap(s, cue)]
        if holding:
            return holding[0]
        if linked is None or _borders(doc, linked, cue):
            return phrase_of(subject, cue)
    elif cue[0] and doc[cue[0] - 1].text in _CLOSING and (after := named_after(doc, cue[1], [])) is not None:
        return with_author(doc, after)  # “...,” confirmed a statement by A
    if linked is not None and _borders(doc, linked, cue) <= 1:
        return whole_phrase(doc, linked)
    beside = [s for s in sources if not _overlap(s, cue) and _borders(doc, s, cue) == 0]
    return min(beside, key=lambda s: _gap(doc, s, cue), default=None)


def _subject(cue: Token, inside: Set[int]) -> Token | None:
    """Who says what the cue says: its subject, the noun it modifies, the owner of a noun of saying."""
    passive = any(c.dep_ in ("aux:pass", "nsubj:pass") for c in cue.children)
    agent = next((c for c in cue.children if c.dep_.startswith("obl") and _case(c) == "by"), None)
    if passive and agent is not None:
        return agent
    if cue.pos_ in ("NOUN", "PROPN"):
        owner = next((c for c in cue.children if c.dep_ == "nmod:poss"), None)
        owner = owner or next((c for c in cue.children if c.dep_ == "nmod" and _case(c) in _BY), None)
        if owner is not None:
            return owner
        cue = cue.head
    verb = cue
    for _ in range(3):
        subjects = [c for c in verb.children if c.dep_ in _SUBJECTS and c.i not in inside]
        if subjects:
            relative = subjects[0].lower_ == "that" and verb.dep_ == "acl:relcl"
            return verb.head if relative else subjects[0]
        if verb.dep_ in ("acl", "acl:relcl"):
            return verb.head
        if verb.dep_ not in _INHERITS or verb.head == verb:
            return None
        verb = verb.head
    return None


def _case(token: Token) -> str:
    return next((c.lower_ for c in token.children if c.dep_ == "case"), "")


def _near_source(doc: Doc, unit: _Unit) -> Tokens | None:
    """The head's source for a content without a cue, where it is near."""
    return next((s for s in unit.sources if _borders(doc, s, unit.hull) <= 1), None)


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
