"""Where the names of an article stand.

Guarantees: a name's words are without the article, the possessive and trailing marks; a name that the
article gives in full is found wherever it stands again, and a surname by itself means a person where
the article names somebody so and no place is called that.
"""

import re
from collections.abc import Iterator

from tasks.extract.context import Context
from tasks.extract.gazetteer import places_called
from tasks.extract.lexicon import LEXICON, alternatives
from tasks.records import BlockKind

LABELS = frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "LAW", "WORK", "MISC"))
_UNREAD = frozenset((BlockKind.BYLINE, BlockKind.FOOTER, BlockKind.OTHER))
"""Blocks whose names are the outlet's own."""

_TITLES = frozenset(word.casefold().rstrip(".") for word in LEXICON["titles"]) | frozenset(
    ("mr", "mrs", "ms", "miss", "dr", "prof", "sir", "dame", "lord", "lady", "rev", "gen", "col", "lt", "sgt", "capt")
)
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_POSSESSIVE = re.compile(r"[’'](?:s|S)?$")
_CLITIC = re.compile(r"[’']s\s+")
"""What another name before owns this one by: *Norway* + *'s Parliament*."""
_KNOWN = LEXICON["agencies"] | LEXICON["outlets"] | LEXICON["intergovernmental"] | LEXICON["organizations"]
_WHOLE = re.compile(rf"(?<![\w-])(?:{alternatives(n for n in _KNOWN if ' ' in n)})(?![\w-])")
_KINDS = frozenset(LEXICON["organization_nouns"])
ORGANIZATION_KINDS = _KINDS | {word.lower() for word in LEXICON["name_heads"]}
"""Words for kinds of bodies."""
_THE_KIND = re.compile(r"\b[Tt]he (?P<kind>[A-Z][a-z]+)\b(?! (?:of\b|for\b|[A-Z])|[-’'](?!s\b))")
_DETERMINED = re.compile(r"\b(?:[Tt]he|[Oo]ur|[Tt]his)\s$")
_SMALL = frozenset(("the", "a", "an", "and", "of", "for", "in", "at", "on", "to"))
_LAWS = frozenset(("Charter", "Act", "Treaty", "Accord", "Accords", "Protocol", "Statute", "Covenant", "Constitution"))
"""Last words of names that taggers take for bodies and that name what was agreed or laid down."""
_DAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\d+")
"""What is a date and no name."""
_COMPASS = frozenset(("western", "eastern", "northern", "southern"))
"""Adjectives of no people: *the Western alliance* names nobody."""
_MIN_SURNAME = 3
"""Letters of a surname that is looked for by itself."""

Span = tuple[int, int, str, str]
"""Offsets, label and words of a name."""


def found_spans(context: Context) -> Iterator[Span]:
    """Offsets, label and words of the names, without the article and the possessive."""
    read = [(b.start_char, b.end_char) for b in context.blocks if b.kind not in _UNREAD]
    for ent in context.doc.ents:
        if ent.label_ not in LABELS or not any(s <= ent.start_char and ent.end_char <= e for s, e in read):
            continue
        start, end = ent.start_char, ent.end_char
        if clitic := _CLITIC.match(context.text, start, end):
            start = clitic.end()
        text = context.text[start:end]
        if possessive := _POSSESSIVE.search(text):
            end -= len(possessive[0])
            text = context.text[start:end]
        text = text.rstrip(" ,;:")
        end = start + len(text)
        if text.lower().startswith("the ") and ent.label_ != "WORK":
            start, text = start + 4, text[4:]
        if ent.label_ == "ORG" and text.lower() in _KINDS and _DETERMINED.search(context.text[:start][-6:]):
            continue  # "the Alliance" is a description
        if text.lower() in _SMALL:
            continue
        if ent.label_ == "MISC" and _DAY.fullmatch(text):
            continue
        if any(c.isalnum() for c in text) and not (ent.label_ == "NORP" and text.lower() in _COMPASS):
            is_law = ent.label_ == "ORG" and text.split()[-1] in _LAWS
            yield start, end, "LAW" if is_law else ent.label_, text


def complete_spans(context: Context, spans: list[Span]) -> list[Span]:
    """The names with what the pipeline missed of them: names given in full elsewhere, and surnames alone."""
    spans = _whole_names(context, spans)
    full = {text: label for _, _, label, text in spans if len(text.split()) > 1}
    surnames = {
        words[-1]
        for text, label in full.items()
        if label == "PERSON" and len(words := name_words(text)) > 1 and len(words[-1]) >= _MIN_SURNAME
    }
    settled = [(start, end, _label(label, text, surnames), text) for start, end, label, text in spans]
    taken = [(start, end) for start, end, _, _ in spans]
    for start, end, label, text in (*_again(context, full), *_alone(context, surnames), *_kinds(context, full)):
        if not any(first < end and start < last for first, last in taken):
            taken.append((start, end))
            settled.append((start, end, label, text))
    return sorted(settled)


def _whole_names(context: Context, spans: list[Span]) -> list[Span]:
    """The names, with those of known organisations whole: *US News* is no country with a word behind it."""
    kept = spans
    for match in _WHOLE.finditer(context.text, 0, len(context.doc.text)):
        start, end = match.span()
        inside = [s for s in kept if s[0] < end and start < s[1]]
        if inside and all(start <= s[0] and s[1] <= end for s in inside):
            kept = [s for s in kept if s not in inside]
            kept.append((start, end, "ORG", match[0]))
    return sorted(kept)


def _label(label: str, text: str, surnames: set[str]) -> str:
    return "PERSON" if text in surnames and not (label in ("GPE", "LOC") and places_called(text)) else label


def _again(context: Context, full: dict[str, str]) -> Iterator[Span]:
    """Names given in full, wherever they stand again."""
    if not full:
        return
    names = "|".join(re.escape(name) for name in sorted(full, key=lambda n: (-len(n), n)))
    for match in re.finditer(rf"(?<![\w-])(?:{names})(?![\w-])", context.text[: len(context.doc.text)]):
        if _is_read(context, *match.span()):
            yield *match.span(), full[match[0]], match[0]


def _alone(context: Context, surnames: set[str]) -> Iterator[Span]:
    """Surnames by themselves, not as a part of another name and not as a word of the language."""
    if not surnames:
        return
    plain = {token.text for token in context.doc if token.text.islower()}
    for token in context.doc:
        if token.text not in surnames or token.lower_ in plain:
            continue
        before = context.doc[token.i - 1] if token.i else None
        after = context.doc[token.i + 1] if token.i + 1 < len(context.doc) else None
        joined = any(
            t is not None and t.pos_ == "PROPN" and t.text[:1].isupper() and fold_word(t.text) not in _TITLES
            for t in (before, after)
        )
        if not joined and _is_read(context, token.idx, token.idx + len(token)):
            yield token.idx, token.idx + len(token), "PERSON", token.text


def _kinds(context: Context, full: dict[str, str]) -> Iterator[Span]:
    """What kind of body one is that the text names so in full: *the Church* for the Church of Oldwick."""
    bodies = [name.split() for name, label in full.items() if label in ("ORG", "FAC")]
    kinds = {w for words in bodies for w in (words[0], words[-1]) if w[0].isupper() and w.lower() in ORGANIZATION_KINDS}
    for match in _THE_KIND.finditer(context.text, 0, len(context.doc.text)):
        start, end = match.span("kind")
        in_body = context.sent_no(start) not in (None, 0)  # a headline may have capitals everywhere
        if match["kind"] in kinds and in_body and _is_read(context, start, end):
            yield start, end, "ORG", match["kind"]


def _is_read(context: Context, start: int, end: int) -> bool:
    """Whether a range lies in a block whose names are the article's."""
    return any(b.start_char <= start and end <= b.end_char for b in context.blocks if b.kind not in _UNREAD)


def name_words(text: str) -> list[str]:
    """A person's name as words, without titles, suffixes and stops."""
    words = [w for w in re.split(r"[\s\u00a0]+", text.strip(" ,.\"'“”‘’")) if w]
    while len(words) > 1 and words[0].rstrip(".").casefold() in _TITLES:
        words = words[1:]
    while len(words) > 2 and words[-1].rstrip(".,").casefold() in _SUFFIXES:
        words = words[:-1]
    return [w.strip(",") for w in words]


def fold_word(word: str) -> str:
    return word.casefold().strip(".,’'\"“”")
