"""Numbers that say how much, how many or in which place.

Guarantees: a number inside a time expression is none, nor one that names a thing (``Article
5``, ``Flight 370``) or tells an age, a clock time or a telephone; what is counted is the word that
follows, and nothing is guessed beyond it.
"""

import re

from tasks.extract.context import Context
from tasks.extract.lexicon import LEXICON, alternatives
from tasks.records import DateExpression, Quantity

_WORDS: dict[str, int] = LEXICON["numbers"]
_SCALES: dict[str, int] = LEXICON["scales"]
_ORDINALS: dict[str, int] = LEXICON["ordinals"]
_CURRENCIES: dict[str, str] = LEXICON["currencies"]
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = rf"(?:{_DIGITS}|\b(?:{alternatives(_WORDS)})\b)"
_SCALE = rf"(?:[ -]?(?:{alternatives(_SCALES)})\b)?"
_SYMBOL = alternatives(c for c in _CURRENCIES if not c.isalpha())
_NAMED = alternatives(c for c in _CURRENCIES if c.isalpha())
_TO = r"(?:\s?(?:-|–|to|and|or)\s?)"
_VALUE = re.compile(
    rf"(?P<symbol>{_SYMBOL})?(?P<low>{_NUMBER})(?P<low_scale>{_SCALE})"
    rf"(?:{_TO}(?:{_SYMBOL})?(?P<high>{_NUMBER})(?P<high_scale>{_SCALE}))?"
    rf"(?:(?P<percent>\s?%|[ -]per ?cent\b|[ -]percentage points?\b)"
    rf"|[ -](?P<currency>{_NAMED})\b"
    rf"|[ -]?(?P<measure>{alternatives(LEXICON['measures'])})\b"
    rf"|(?P<link>[ -])(?P<noun>(?:[a-z]+ )?[^\W\d_][^\W\d_’'-]+))?",
    re.IGNORECASE,
)
_RANK = re.compile(
    rf"\b(?:(?P<place>{alternatives(_ORDINALS)})-(?P<side>\w*est)\b|(?P<ordinal>{alternatives(_ORDINALS)}|\d+(?:st|nd|rd|th))\b)",
    re.IGNORECASE,
)
_NAMING = re.compile(
    r"(?:\b(?:article|section|chapter|flight|channel|highway|route|no|number|room|gate|level|phase|covid|line|page|item|"
    r"title|group|paragraph|resolution|act|law|order|boeing|airbus|version|volume|part|point|aged?|at|day|week|year|"
    r"tel|phone|fax|unit|block|apollo|type|class|grade|psalm)\b\.?\s?#?|[A-Z]{1,3}-|[#:/.+@_-])$",
    re.IGNORECASE,
)
_PLURALS = frozenset(("people", "men", "women", "children", "police", "troops", "staff", "cattle"))
_NOT_COUNTED = frozenset(LEXICON["not_counted"])


def find_quantities(context: Context, dates: list[DateExpression]) -> list[Quantity]:
    """The quantities of title and body, in order; ``dates`` are the time expressions found already."""
    found = []
    for sentence in context.sentences:
        taken = [(d.start_char, d.end_char) for d in dates if d.sent_no == sentence.sent_no]
        text = context.text[sentence.start_char : sentence.end_char]
        for match in _VALUE.finditer(text):
            record = _read_value(context, match, text, sentence.start_char, sentence.sent_no)
            if record and not _overlaps(taken, record.start_char, record.end_char):
                taken.append((record.start_char, record.end_char))
                found.append(record)
        for match in _RANK.finditer(text):
            start = sentence.start_char + match.start()
            if not _overlaps(taken, start, start + len(match[0])):
                found.append(_rank(context, match, start, sentence.sent_no))
    return sorted(found, key=lambda record: record.start_char)


def _read_value(context: Context, match: re.Match[str], text: str, offset: int, sent_no: int) -> Quantity | None:
    before = text[: match.start()]
    low, high = _number(match["low"], match["low_scale"]), None
    if match["high"]:
        high = _number(match["high"], match["high_scale"])
        if match["high_scale"] and not match["low_scale"]:
            low *= high / _number(match["high"], "")
    kind, unit, end = _kind(match)
    if kind is None or (kind == "count" and (not match["low"][0].isdigit()) and low < 2):
        return None
    if kind == "count" and (_NAMING.search(before) or re.match(r"[:/]\d|-year|-old", text[match.end("low") :])):
        return None
    if before[-1:].isalnum() or (high is not None and high <= low):
        return None
    start = offset + match.start()
    return _quantity(context, start, offset + end, sent_no, kind, low, high, unit)


def _kind(match: re.Match[str]) -> tuple[str | None, str | None, int]:
    if match["percent"]:
        return "percent", "%", match.end("percent")
    if match["symbol"] or match["currency"]:
        unit = _CURRENCIES[match["symbol"] or match["currency"].lower()]
        return "money", unit, match.end("currency") if match["currency"] else _number_end(match)
    if match["measure"]:
        return "measure", match["measure"], match.end("measure")
    noun = (match["noun"] or "").lower().split()
    if not noun or noun[0] in _NOT_COUNTED:
        return None, None, 0
    if match["link"] == "-":
        return "count", noun[0], match.start("noun") + len(noun[0])  # three-page
    counts_itself = noun[0].endswith("s") or noun[0] in _PLURALS or noun[-1] in _NOT_COUNTED
    return "count", noun[0] if counts_itself else noun[-1], _number_end(match)


def _number_end(match: re.Match[str]) -> int:
    return max(match.end(name) for name in ("low", "low_scale", "high", "high_scale"))


def _number(digits: str, scale: str | None) -> float:
    word = digits.lower()
    value = float(_WORDS[word]) if word in _WORDS else float(digits.replace(",", ""))
    return value * _SCALES.get((scale or "").strip(" -").lower(), 1)


def _rank(context: Context, match: re.Match[str], start: int, sent_no: int) -> Quantity:
    if match["place"]:
        value, kind = float(_ORDINALS[match["place"].lower()]), "rank"
    else:
        word = match["ordinal"].lower()
        value, kind = float(_ORDINALS.get(word) or re.sub(r"\D", "", word)), "ordinal"
    return _quantity(context, start, start + len(match[0]), sent_no, kind, value, None, match["side"])


def _quantity(
    context: Context,
    start: int,
    end: int,
    sent_no: int,
    kind: str,
    value: float,
    high: float | None,
    unit: str | None,
) -> Quantity:
    words = context.span(start, end)
    article_id = context.article.article_id
    return Quantity(article_id, start, end, words, sent_no, value, high, unit, kind, None, None, None, None)


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < last and first < end for first, last in taken)
