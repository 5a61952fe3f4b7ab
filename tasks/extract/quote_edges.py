"""Where a reported statement begins and ends.

Guarantees: no statement breaks off in a phrase, begins with the *that* which brings it in, or holds words in
marks that are a statement of their own.
"""

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from tasks.extract.heads_speech import Statement, Tokens
from tasks.extract.quote_marks import Marked
from tasks.extract.quote_speakers import Chars

_JOINT = re.compile(r"[\s,;]+(?:and|or|but)[\s,;]*$")
_OPENS_PHRASE = frozenset(("case", "det", "mark", "aux", "cop", "nmod:poss"))
"""Relations of a word to the phrase that it opens."""
_BEFORE_NOUN = frozenset(("det", "amod", "compound", "nummod", "nmod:poss"))
"""Relations of a word to the noun behind it."""
_NEW_CLAUSE = frozenset(("parataxis", "advcl", "cc", "conj"))
"""Relations of what may be no part of a content any more."""
_MIN_WORDS = 4
"""Of fewer words, what breaks off was no statement: it is not made one."""
_ALSO = re.compile(r"[\s,.]*and that (?=\w)")
"""What brings in a second statement behind words in marks."""


def clause_end(doc: Doc, content: Chars, cue: Chars | None) -> int:
    """Where the clause that the cue reports ends, if the content stops at a comma in it and it ends the sentence."""
    content = (content[0], _phrase_end(doc, content))
    span = doc.char_span(*content, alignment_mode="expand")
    if span is None or cue is None or cue[1] > content[0] or span.root.dep_ != "ccomp":
        return content[1]
    rest = doc[span.end : span.sent.end]
    within = {t.i for t in span.root.subtree}
    plain = all(t.i in within or t.is_punct or t.is_space for t in rest) and not any(t.is_quote for t in rest)
    return rest.end_char if plain and len(rest) > 1 and rest[0].text == "," else content[1]


def run_on(doc: Doc, content: Tokens, statement: Statement) -> Tokens:
    """A content with the noun that it breaks off before; behind its cue with all that completes it.

    *The Royal* | *Police have ...*, *he spoke of a rise* | *of 9%*.
    """
    cue, end = statement.cue, content[1]
    if cue is None or not doc.has_annotation("DEP"):
        return content
    others = (part[0] for part in (*statement.contents, statement.source, cue) if part is not None)
    stop = min((start for start in others if start >= end), default=len(doc))
    last = doc[end - 1]
    if last.dep_ in _BEFORE_NOUN and end <= last.head.i < stop:
        end = last.head.i + 1
    if cue[1] > content[0]:
        return content[0], end
    within = range(content[0], end)
    while end < stop and not (doc[end].dep_ == "punct" or doc[end].is_space or doc[end].is_sent_start):
        above = next((t.i for t in doc[end].ancestors if t.i < within.stop), None)
        if above not in within or doc[end].dep_ in _NEW_CLAUSE:
            break
        end += 1
    return content[0], end


def _phrase_end(doc: Doc, content: Chars) -> int:
    """Where the phrase ends that a content breaks off in: none ends with *in*, *the* or *has*."""
    span = doc.char_span(*content, alignment_mode="expand")
    last = span[-1] if span is not None and len(span) >= _MIN_WORDS else None
    if last is None or last.dep_ not in _OPENS_PHRASE or last.head.i <= last.i or last.head.sent != last.sent:
        return content[1]
    end = last.head.right_edge
    return max(content[1], end.idx + len(end))


def past_marks(text: str, start: int, marks: Sequence[Marked]) -> int:
    """``said "it is late" and that he would go``: the second statement's start, for the first stands in marks."""
    first = next((m.outer[1] for m in marks if 0 <= m.outer[0] - start <= 1 or m.start == start), None)
    also = _ALSO.match(text, first) if first is not None else None
    return also.end() if also is not None else start


def outside_marks(start: int, end: int, marks: Sequence[Marked]) -> list[Chars]:
    """The parts of a range that stand in no marks."""
    found, at = [], start
    for marked in marks:
        first, last = marked.outer
        if last > start and first < end:
            found.append((at, first))
            at = last
    return [(first, last) for first, last in [*found, (at, end)] if last > first]


def trimmed(text: str, start: int, end: int) -> Chars:
    """Without marks at the edges, without the *that* which only introduces and the *and* which goes on elsewhere."""
    if text[start : start + 5].lower() == "that ":
        start += 5
    if joint := _JOINT.search(text, start, end):
        end = joint.start()
    while start < end and (text[start].isspace() or text[start] in ",;:.—–-"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:.—–"):
        end -= 1
    return start, end
