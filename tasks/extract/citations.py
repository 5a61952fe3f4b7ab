"""Who is cited as a source: outlets and agencies by a word of saying, credits, and unnamed voices.

Guarantees: a name of an outlet alone is no citation; a call to read more on the outlet's own
pages is none either; ``cited`` is empty where a source has no name.
"""

import re
from collections.abc import Sequence

from spacy.tokens import Span

from tasks.extract.context import Context
from tasks.extract.heads_speech import Statement
from tasks.extract.lexicon import CUE, LEXICON, alternatives
from tasks.extract.quote_speakers import speaking_of
from tasks.extract.quote_voices import statements_of
from tasks.extract.references import Reference
from tasks.extract.referents import Name, Referent
from tasks.extract.roles import Held
from tasks.records import BlockKind, Citation, Quote, Sentence

_AGENCIES: dict[str, str] = LEXICON["agencies"]
_OUTLETS: dict[str, str] = LEXICON["outlets"]
_KNOWN = _AGENCIES | _OUTLETS
_NAME = rf"(?P<name>(?:{alternatives(_KNOWN)}))(?![\w])"
_MARKS = r"[\"“‘'«]?"
_CLOSE = r"[\"”’'»]?"
_PATTERNS = [
    re.compile(pattern)
    for pattern in (
        # said/reports before or after the name: "told Reuters", "Reuters reported", "notes 'Al Jazeera'"
        rf"\b(?:[Tt]he )?{_MARKS}{_NAME}{_CLOSE}(?:\s+(?:news agency|newspaper|agency|magazine|channel|website))?"
        rf"(?:\s+(?:has|have|had|also|later|first|earlier))*\s+(?P<cue>(?:{CUE}))\b",
        rf"\b(?P<cue>told|informed|(?:{CUE}))\s+(?:the )?{_MARKS}{_NAME}{_CLOSE}",
        rf"\b(?P<cue>[Aa]ccording to|[Cc]iting|[Qq]uoted by|[Cc]ited by|[Rr]eported by|[Ii]n an interview with|"
        rf"[Ii]n an interview to|interview with|[Ss]peaking to)\s+"
        rf"(?:a report (?:by|in|from) )?(?:the )?{_MARKS}{_NAME}{_CLOSE}",
        rf"(?P<cue>\()(?:the )?{_NAME}\)\s*(?:[—–-]|$)",
    )
]
_ANONYMOUS = re.compile(
    rf"\b(?P<name>(?:(?:several|some|two|three|many|military|political|security|Western|senior|local"
    r"|legal|government) )*"
    rf"(?:{alternatives(LEXICON['anonymous'])}))(?:\s+(?:have|has|also))*\s+"
    rf"(?P<cue>(?:{CUE}|speculate|speculated|believe|believed))\b",
    re.IGNORECASE,
)
_CREDITED = re.compile(rf"(?<![\w]){_NAME}")


_DOCUMENTS = frozenset(LEXICON["documents"])
_REPORTING = frozenset(LEXICON["reporting"])
"""Words of saying that make of somebody a source for what he says."""
_IN_DOCUMENT = re.compile(
    rf"\b(?:[Ii]n|[Ii]ssued|[Rr]eleased|[Pp]ublished) (?P<name>(?:an?|the|its|his|her|their) (?:[\w-]+ ){{0,2}}?"
    rf"(?:{alternatives(_DOCUMENTS)}))\b"
)
"""A document that somebody speaks in: *in a brief statement, NATO said*."""
_PLAIN = frozenset(("said", "says", "say", "added", "adds", "told", "tells", "saying", "adding", "think", "thinks"))
_OFFICIALS = frozenset(LEXICON["official_nouns"])
_GOVERNMENTS = frozenset(LEXICON["government_words"])
_BODIES = frozenset((*LEXICON["organization_nouns"], "office", "charity", "hospital", "school"))


def find_citations(
    context: Context,
    names: Sequence[Name] = (),
    references: Sequence[Reference] = (),
    roles: Sequence[Held] = (),
    quotes: Sequence[Quote] = (),
) -> list[Citation]:
    """The citations of title, body, credits and bylines, in order."""
    found: dict[tuple[int, int], Citation] = {}
    _add_sources(found, context, names, references, roles, quotes)
    for sentence in context.sentences:
        _add_documents(found, context, sentence, quotes)
        for pattern in _PATTERNS:
            for match in pattern.finditer(context.text, sentence.start_char, sentence.end_char):
                _add(found, context, match, _KNOWN[match["name"]], match["cue"])
        for match in _ANONYMOUS.finditer(context.text, sentence.start_char, sentence.end_char):
            _add(found, context, match, None, match["cue"], "anonymous")
    for block in context.blocks:
        if block.kind in (BlockKind.CREDIT, BlockKind.BYLINE):
            _add_credits(found, context, block.start_char, block.end_char)
    return [found[key] for key in sorted(found)]


def _add_sources(
    found: dict[tuple[int, int], Citation],
    context: Context,
    names: Sequence[Name],
    references: Sequence[Reference],
    roles: Sequence[Held],
    quotes: Sequence[Quote],
) -> None:
    """Whoever the speech head hears something from, pronouns left out."""
    for statement in statements_of(context):
        if statement.source is None:
            continue
        span = context.doc[slice(*statement.source)]
        start, end = span.start_char, span.end_char
        if span.root.pos_ == "PRON" or (start, end) in found:
            continue
        inside = [n for n in names if start <= n.start and n.end <= end]
        meant = [r.referent for r in references if start <= r.start and r.end <= end and r.kind == "nominal"]
        referent, kind = _source(span, inside, meant, roles)
        speaks = speaking_of(context.doc, (start, end))
        named = [(n.start, n.end, n.referent) for n in inside]
        named += [(r.start, r.end, r.referent) for r in references if start <= r.start and r.end <= end]
        if referent is not None and not any(n[2] is referent and speaks(*n) for n in named):
            referent, kind = None, "official" if kind == "official" else "anonymous"
        cue = context.doc[slice(*statement.cue)].text if statement.cue else None
        if cue is None or not _REPORTING.intersection(cue.lower().split()):
            continue  # who praises or complains is no source for what he speaks of
        if kind in ("person", "official") and referent is not None and _is_own_view(context, statement, cue):
            continue  # his view is a quotation, not news on his word
        words = context.span(start, end)
        said = next((q for q in quotes if q.speaker_text == words and q.sent_no == context.sent_no(start)), None)
        cited = referent.name if referent else None
        cited_id = referent.entity_id if referent else None
        if kind == "document" and referent is None and said is not None:
            cited, cited_id = said.speaker, said.speaker_id
        found[start, end] = Citation(
            context.article.article_id, start, end, words, context.sent_no(start), cited, cited_id, kind, cue
        )


def _is_own_view(context: Context, statement: Statement, cue: str) -> bool:
    """Whether somebody plainly *says* what he thinks, wants or expects: nothing in it has happened."""
    if not _PLAIN.intersection(cue.lower().split()):
        return False
    words = [token for start, end in statement.contents for token in context.doc[start:end]]
    past = any(t.tag_ == "VBD" for t in words if t.dep_ in ("ccomp", "ROOT", "conj", "parataxis", "xcomp"))
    return not past


def _add_documents(
    found: dict[tuple[int, int], Citation], context: Context, sentence: Sentence, quotes: Sequence[Quote]
) -> None:
    """The document that a statement of the sentence stands in, as its speaker's."""
    for match in _IN_DOCUMENT.finditer(context.text, sentence.start_char, sentence.end_char):
        start, end = match.span("name")
        told = [q for q in quotes if q.sent_no == sentence.sent_no and q.speaker is not None]
        said = [q for q in told if not q.start_char <= start < q.end_char]
        if said and not any(first < end and start < last for first, last in found):
            for key in [
                k for k, c in found.items() if c.sent_no == sentence.sent_no and c.cited_id == said[0].speaker_id
            ]:
                del found[key]  # who speaks in a document is cited by it
            found[start, end] = Citation(
                context.article.article_id,
                start,
                end,
                context.span(start, end),
                sentence.sent_no,
                said[0].speaker,
                said[0].speaker_id,
                "document",
                said[0].cue,
            )


def _source(
    span: Span, names: Sequence[Name], meant: Sequence[Referent], roles: Sequence[Held]
) -> tuple[Referent | None, str]:
    """Whom a source's words mean, and what kind of source that is."""
    noun = span.root.lemma_.lower()
    people = [n.referent for n in names if n.label == "PERSON"]
    groups = [n.referent for n in names if n.label in ("ORG", "GPE") and n.kind == "name"]
    if people:
        held = {span.doc[h.noun].lemma_.lower() for h in roles if h.referent is people[-1]}
        return people[-1], "official" if held & _OFFICIALS else "person"
    if noun in _DOCUMENTS:
        return next(iter(groups), None), "document"
    referent = next(iter([*meant, *groups]), None)
    if groups and noun in _OFFICIALS:
        return referent, "official"
    if referent is None:
        return None, _unnamed_kind(span, noun)
    if referent.label == "PERSON":
        return referent, "official" if noun in _OFFICIALS else "person"
    if referent.name in _AGENCIES.values():
        return referent, "agency"
    if referent.name in _OUTLETS.values():
        return referent, "outlet"
    words = {word.casefold() for word in referent.name.split()}
    return referent, "government" if referent.label == "GPE" or words & _GOVERNMENTS else "organization"


def _unnamed_kind(span: Span, noun: str) -> str:
    """What a source without a name is: one that the text takes for known (*the minister*) is no anonymous one."""
    known = span[0].lower_ == "the" or any(child.dep_ == "nmod:poss" for child in span.root.children)
    if not known or span.root.tag_ in ("NNS", "NNPS"):
        return "anonymous"
    kinds = ((_OFFICIALS, "official"), (_GOVERNMENTS, "government"), (_BODIES, "organization"))
    return next((kind for nouns, kind in kinds if noun in nouns), "anonymous")


def _add_credits(found: dict[tuple[int, int], Citation], context: Context, start: int, end: int) -> None:
    for match in _CREDITED.finditer(context.text, start, end):
        if match["name"] in _AGENCIES:
            cue = context.text[start : match.start()].strip() or None
            _add(found, context, match, _AGENCIES[match["name"]], cue if cue and len(cue) <= 30 else None)


def _add(
    found: dict[tuple[int, int], Citation],
    context: Context,
    match: re.Match[str],
    cited: str | None,
    cue: str | None,
    kind: str | None = None,
) -> None:
    span = match.span("name")
    if any(first < span[1] and span[0] < last for first, last in found):
        return
    kind = kind or ("agency" if match["name"] in _AGENCIES else "outlet")
    article_id = context.article.article_id
    words = context.span(*span)
    cue = None if cue == "(" else cue
    found[span] = Citation(article_id, *span, words, context.sent_no(span[0]), cited, None, kind, cue)
