"""Where a place's name begins and ends."""

import re
from collections.abc import Iterator, Sequence

from tasks.extract.context import Context
from tasks.extract.gazetteer import is_abbreviation, is_listed, is_wide, place_words, places_called
from tasks.extract.name_spans import Span
from tasks.records import Block, BlockKind

_PLACES = frozenset(("GPE", "LOC", "FAC"))
_SMALL_BEFORE = re.compile(r"^(?:[a-z]+[ -])+(?=[A-Z])")
_SMALL_AFTER = re.compile(
    r"(?<=\w)(?: [a-z]+)+$|(?<=[\w.])-(?:administered|backed|based|born|bound|brokered|controlled|era|funded|held"
    r"|led|listed|made|mediated|occupied|owned|ruled|run|sponsored|style|supported|trained|wide)$"
)
_PARTICLE = re.compile(r"\b(?:al|el|de|la|le|les|du|da|do|das|dos|van|von|den|der|an|as|bin|ibn|san|ad|ash|at|d)\b")
_DATELINE = re.compile(
    r"(?:^|\n|[.!?”\"\d] )(?P<place>[A-Z][A-Z.'’ -]{2,30}[A-Z])"
    r"(?=(?:, [A-Z][\w. ]{1,15}?)?(?: ?\([\w /]{2,20}\))? ?(?:—|–|--|-) ?[A-Z“\"])"
)
_OPENING = re.compile(
    r"(?:^|\n)(?P<place>[A-Z][\w.’']+(?:[ -][A-Z][\w.’']+){0,2})"
    r"(?=(?:, [A-Z][\w. ]{1,20}?)?(?: ?\([\w /]{2,20}\))? ?(?:—|–|--|-) [A-Z“\"])"
)
"""A dateline in small letters, at a paragraph's start: *Oldwick – The mayor*."""
_PARTY = re.compile(r"\b[DRI]-(?P<place>[A-Z][\w.]+(?: [A-Z][a-z]+)?)")
_SAINT = re.compile(r"\b(?:St|Ste|Mt|Ft|Pt)\.$")
"""A piece of a name that its stop has parted from the rest."""
_OF_BODY = re.compile(r"(?<=\w) (?:City|Town|District|State|PD|County|Borough)$")
_BODY = re.compile(
    r" (?:Attorney|Board|Chamber|Clerk|College|Commission|Commissioner|Council|Councillor|Councilman|Councilor"
    r"|Councilwoman|Court|Elections?|Hall|Library|Manager|Mayor|Police|Public|School|Schools|University)\b"
)
"""What follows a place's kind where that belongs to a body: *Fargo City Council* names Fargo."""
_ARTICLE = re.compile(r"^(?:A|An) (?=[A-Z])")
_KIND_OF = re.compile(
    r"^(?:City|Town|Village|Borough|Township|State|Province|County|Commonwealth) of (?:the )?(?=[A-Z])"
)
_PART = re.compile(
    r"^(?:(?:(?:North|South)[ -]?(?:east|west)(?:ern)?|(?:North|South|East|West)ern|Central|Downtown|Historic|Rural"
    r"|Coastal|Inner|Metropolitan|Metro|Upstate|[NSEW]\.)[ -])+(?=[A-Z])"
)
_LAST = re.compile(r"(?<=\w)\s+(\S+)$")
_SEATED = frozenset(place_words("seated_words")["en"])
_AGE = re.compile(r"^(?:New|Old) (?=[A-Z])")
_JOINED = re.compile(r"(?<=\w) ?[-–/] ?(?=[A-Z])")
_OWNER = re.compile(r"(?P<place>[A-Z][\w .-]+)[’']s (?=[A-Z])")
"""A place before another that lies in it: *Norway's Nordby Province*."""
_LEAST = 5000
"""Inhabitants of a town that is looked for behind *North* and the like."""


def placed_by_form(context: Context, spans: Sequence[Span]) -> list[Span]:
    """The names, with the places that a dateline (``HARROW — The``) or a member's seat (``D-Calif.``) gives besides."""
    found = list(spans)
    for match in (m for form in (_DATELINE, _OPENING, _PARTY) for m in form.finditer(context.text)):
        start, end = match.span("place")
        beside = [s for s in found if s[0] < end and start < s[1]]
        within = all(match.start() <= s[0] and s[1] <= end for s in beside)  # a wrong reading of the same words
        if within and places_called(match["place"]) and any(_holds(block, start, end) for block in context.blocks):
            found = [*(s for s in found if s not in beside), (start, end, "GPE", match["place"])]
    return _whole_saints(context, sorted(found))


def _holds(block: Block, start: int, end: int) -> bool:
    return (
        block.start_char <= start and end <= block.end_char and block.kind not in (BlockKind.BYLINE, BlockKind.FOOTER)
    )


def _whole_saints(context: Context, spans: Sequence[Span]) -> list[Span]:
    """*St.* and the name behind it as one name."""
    found: list[Span] = []
    for start, end, label, text in spans:
        before = found[-1] if found else None
        if before is not None and context.text[before[1] : start] == " " and _SAINT.search(before[3]):
            whole = context.text[before[0] : end]
            surname = re.search(rf"\b[A-Z][a-z]+ {re.escape(whole)}", context.text) is not None
            found[-1] = (before[0], end, "GPE" if places_called(whole) and not surname else label, whole)
        else:
            found.append((start, end, label, text))
    return found


def place_spans(context: Context, span: Span) -> Iterator[Span]:
    """The names of places in a name: without what belongs to no place, two places with a comma or hyphen as two.

    Words in small letters at the ends (``northern Kenya``), a part of a place that is no place by itself
    (``Western Nebraska``), the kind of a town and the body that sits there are left out. An abbreviation keeps
    its last stop (``W.Va.``); what has no capital is no name. What is no place's name is given back as it is.
    """
    if span[2] not in _PLACES:
        yield span
        return
    for start, text in _parts(span[0], span[3]):
        first, words = _within(context, start, text)
        end = first + len(words)
        if not any(c.isupper() for c in words) or "@" in words:
            continue  # "downtown", an address of electronic mail
        yield first, end, span[2], words


def _parts(start: int, text: str) -> Iterator[tuple[int, str]]:
    """The pieces of a name that lists places or says whose one is, with their offsets."""
    if (owner := _OWNER.match(text)) and not is_listed(text) and places_called(owner["place"]):
        yield start, owner["place"]
        start, text = start + owner.end(), text[owner.end() :]
    pieces = text.split(", ")
    if len(pieces) > 1 and not any(places_called(_SMALL_BEFORE.sub("", piece)) for piece in pieces):
        pieces = [text]
    for piece in pieces:
        joint = _JOINED.search(piece)
        one, other = (piece[: joint.start()], piece[joint.end() :]) if joint else (piece, "")
        if (
            joint
            and not (is_listed(piece) or is_listed(f"{piece} County"))
            and places_called(one)
            and (places_called(other) or len(other) <= 3)
        ):
            yield start, one
            if places_called(other):
                yield start + joint.end(), other
        else:
            yield start, piece
        start += len(piece) + 2


def _within(context: Context, start: int, text: str) -> tuple[int, str]:
    """Where the place's own name starts in one piece, and the name."""
    before, after = _SMALL_BEFORE.search(text), _SMALL_AFTER.search(text)
    if before and not _PARTICLE.search(before[0]):
        start, text = start + before.end(), text[before.end() :]
    if after and not _PARTICLE.search(after[0]):
        text = text[: len(text) - len(after[0])]
    text = text.rstrip("-/– ")
    for pattern in (_ARTICLE, _KIND_OF, _PART, _AGE):
        match = pattern.search(text)
        if match and _stands_alone(pattern, text, text[match.end() :]):
            start, text = start + match.end(), text[match.end() :]
    text = _without_body(context, start, text)
    following = context.text[start + len(text) : start + len(text) + 1]
    if following == "." and not text.endswith(".") and ("." in text.rpartition(" ")[2] or is_abbreviation(text + ".")):
        text += "."
    return start, text.removesuffix(".") if text.endswith("..") else text


def _stands_alone(pattern: re.Pattern[str], whole: str, rest: str) -> bool:
    """Whether what is left of a name without its first word is the place that is meant."""
    if pattern is _ARTICLE:
        return True
    if pattern is _KIND_OF:
        return bool(places_called(rest))
    if is_listed(whole) or rest in place_words("parts_of_towns")["en"]:
        return False
    return is_wide(rest) or (pattern is _PART and any(place.population >= _LEAST for place in places_called(rest)))


def _without_body(context: Context, start: int, text: str) -> str:
    """The name without the body that sits in the place: *Oldwick Town Hall*, *Fargo City* before *Council*."""
    kept = text
    while (last := _LAST.search(kept)) and last[1] in _SEATED and not is_listed(kept):
        kept = kept[: last.start()]
    if kept != text and places_called(kept):
        kind = _OF_BODY.search(kept)
        return kept[: kind.start()] if kind and not is_listed(kept) else kept
    body = _OF_BODY.search(text) if _BODY.match(context.text, start + len(text)) else None
    if body and not (body[0] == " County" and is_listed(text)) and places_called(text[: body.start()]):
        return text[: body.start()]
    return text
