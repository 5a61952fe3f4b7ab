"""The words of saying of a text: the speech head's, mended, and those that it has not heard.

Guarantees: no cue stands within a content or runs into its own subject; an adverb is none (*instead argued*). A verb
that is no word of saying is one only where its sentence has no other for words that the head heard as somebody's.
"""

from collections.abc import Iterable, Iterator, Sequence, Set

from spacy.tokens import Doc, Token

from tasks.extract.heads_speech import Statement, Tokens
from tasks.extract.lexicon import CUES
from tasks.extract.speech_frames import MARKS, noun_above, verb_before, verb_behind
from tasks.extract.speech_sources import SUBJECTS

_REPORTED = frozenset(("ccomp", "xcomp", "parataxis"))
"""Relations of a content's root to the verb that reports it."""
_HELPS = frozenset(("advmod", "aux", "aux:pass"))
_SAID_OF = frozenset(("obj", "obl", "xcomp", "ccomp"))
"""Relations of a content's root to a verb that tells what somebody says of something: *branded A "a danger"*."""


def mended_cue(doc: Doc, cue: Tokens | None, contents: Iterable[Tokens] = ()) -> Tokens | None:
    """A cue that runs into its subject (*confirmed a statement by*) as its verb alone; a helper as the verb behind it.

    Helpers are adverbs (*instead argued*) and auxiliaries (*may also illustrate*). A cue that runs into what is said
    (*wanted to* | *to know why*) ends before it.
    """
    if cue is None:
        return None
    cue = (cue[0], min((start for start, _ in contents if cue[0] < start < cue[1]), default=cue[1]))
    root = doc[cue[0] : cue[1]].root
    if root.dep_ in _HELPS and root.head.pos_ == "VERB" and root.head.i == cue[1]:
        return (cue[1], cue[1] + 1)
    if doc[cue[0]].pos_ != "VERB":
        return cue
    rest = doc[cue[0] + 1 : cue[1]]
    subject = any(t.dep_ in SUBJECTS and t.head.i == cue[0] for t in rest)
    runs_on = subject or (doc[cue[0]].lower_ in CUES and rest[-1:].text.lower() == "by")
    return (cue[0], cue[0] + 1) if runs_on else cue


def without_next(doc: Doc, content: Tokens) -> Tokens:
    """A content that runs into the next attribution (*... was late and said*, *“... late,” shouted*), up to there."""
    end = content[1] - 1
    if doc[end].lower_ not in CUES or doc[end].tag_ not in ("VBD", "VBZ") or end - 1 <= content[0]:
        return content
    if doc[end - 1].dep_ == "cc":
        return content[0], end - 1
    return (content[0], end) if doc[end - 1].text in MARKS else content


def words_of_saying(
    doc: Doc, heard: Sequence[Statement], inside: Set[int], known: Iterable[Tokens]
) -> Iterator[Tokens]:
    """Outside all contents, where the head has no cue: verbs of saying, *according to*, what governs a content."""
    known = set(known)
    taken = {i for start, end in known for i in range(start, end)}
    roots = [doc[start:end].root for s in heard for start, end in s.contents]
    above = {root.head.i for root in roots if _reports(root.head, root)}
    above |= {noun.i for root in roots if (noun := noun_above(root)) is not None}
    framed = {token.i for token in _framing(doc, heard)}
    found = []
    for token in doc:
        if token.i in inside or token.i in taken:
            continue
        if token.i in framed or token.i in above or (token.pos_ == "VERB" and token.lower_ in CUES):
            found.append((token.i, token.i + 1))
        elif token.lower_ == "according" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
            found.append((token.i, token.i + 2))
    yield from found
    told = {doc[start].sent.start for start, _ in (*known, *found)}
    verbs = {root.head.i for root in roots if root.sent.start not in told and _says_of(root, inside)}
    yield from ((at, at + 1) for at in sorted(verbs))


def _says_of(root: Token, inside: Set[int]) -> bool:
    """Whether a verb outside of all contents, with a subject of its own, tells what its subject says."""
    verb = root.head
    subject = any(c.dep_ in SUBJECTS and c.i not in inside for c in verb.children)
    return root.dep_ in _SAID_OF and verb.pos_ == "VERB" and verb.i not in inside and subject


def _reports(head: Token, root: Token) -> bool:
    """Whether a word governs a content as verbs of saying do, or adjectives of thinking: *confident that*."""
    return (head.pos_ == "VERB" and root.dep_ in _REPORTED) or (head.pos_ == "ADJ" and root.dep_ == "ccomp")


def _framing(doc: Doc, heard: Sequence[Statement]) -> Iterator[Token]:
    """The verbs right before words in marks and right behind them."""
    for content in (content for s in heard for content in s.contents):
        for token in (verb_before(doc, content), verb_behind(doc, content)):
            if token is not None:
                yield token
