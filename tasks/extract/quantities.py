"""Numbers that say how much, how many or in which place.

Guarantees: a number inside a time expression is none, nor one that names a thing (``Article
5``, ``Flight 370``) or tells an age, a clock time or a telephone; what is counted is the word that
follows, and nothing is guessed beyond it.
"""

import re
from collections.abc import Sequence

from spacy.tokens import Token

from tasks.extract.context import Context
from tasks.extract.lexicon import LEXICON, alternatives
from tasks.extract.quantity_context import described
from tasks.records import DateExpression, Quantity, Quote

_WORDS: dict[str, int] = LEXICON["numbers"]
_SCALES: dict[str, int] = LEXICON["scales"]
_ORDINALS: dict[str, int] = LEXICON["ordinals"]
_CURRENCIES: dict[str, str] = LEXICON["currencies"]
_PREFIXES: dict[str, str] = LEXICON["currency_prefixes"] | {code: code for code in LEXICON["currency_codes"]}
"""Letters that stand before a sum: a sign of the country's, or the ISO 4217 code."""
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+"
_SPELT = rf"(?:{alternatives(_WORDS)})\b(?:(?:[ -]|[ -]hundred(?:[ -]and)?[ -])(?:{alternatives(_WORDS)})\b)*"
_NUMBER = rf"(?:{_DIGITS}|\b{_SPELT})"
_SCALE = rf"(?:[ -]?(?:{alternatives(_SCALES)})\b)?"
_SYMBOL = alternatives(c for c in _CURRENCIES if not c.isalpha())
_NAMED = alternatives(c for c in _CURRENCIES if c.isalpha())
_TO = r"(?:\s?(?:-|–|to|and|or)\s?)"
_VALUE = re.compile(
    rf"(?:(?P<symbol>{_SYMBOL})|\b(?-i:(?P<prefix>{alternatives(_PREFIXES)}))\.?\s?)?(?P<low>{_NUMBER})(?P<low_scale>{_SCALE})"
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
    r"tel|phone|fax|unit|block|apollo|type|class|grade|psalm|per|ages? of|aged? between)\b\.?\s?#?"
    r"|[A-Z]{1,3}-|[#:/.+@_-])$",
    re.IGNORECASE,
)
_PLURALS = frozenset(("people", "men", "women", "children", "police", "troops", "staff", "cattle"))
_PERIOD = re.compile(r" (?:term|day|week|month|quarter|half|year|lady|aid|hand|class|degree|instance)\b", re.IGNORECASE)
"""After an ordinal that numbers a period (*first term*) or is part of a word (*first aid*): nothing is counted."""
_NOT_COUNTED = frozenset(LEXICON["not_counted"])
_FRACTIONS = frozenset(
    ("half", "halves", "third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth", "tenths")
)
_OF_ITSELF = frozenset(("strong", "nil", "odd", "plus", "fold", "all", "love"))
"""What follows a number by a hyphen and is not what is counted."""
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")
_IN_NAME = re.compile(r"[A-Z]\w*[ -][A-Z]")
"""A number word and the word behind it with capitals: within a sentence that is a name (*the Three Towers*)."""
_PART_OF = re.compile(r"(?:^|\s)(?:a|an|one|two|three|four|nine)[ -]$", re.IGNORECASE)
_RANKING = re.compile(
    r"\b(?:rank(?:s|ed|ing)?|finish(?:ed|es|ing)?|plac(?:ed|es|ing)|came|comes|come|in)\s$", re.IGNORECASE
)
_SUPERLATIVE = re.compile(r" (?:most [a-z]+|[a-z]{3,}est)\b")
_ACRONYM = re.compile(r"\b[A-Z]{2,5} $")
"""Before a number of which nothing is counted: it tells which one, *COP 27*."""
_COMPARING = frozenset(("more", "less", "fewer", "other", "others"))
"""What is no noun and stands for one: *two more than needed*."""
_VERBAL = frozenset(("VERB", "AUX", "ADV", "PRON", "SCONJ"))


def find_quantities(context: Context, dates: Sequence[DateExpression], quotes: Sequence[Quote] = ()) -> list[Quantity]:
    """The quantities of title and body, in order; ``dates`` and ``quotes`` are those found already."""
    found = []
    for sentence in context.sentences:
        text = context.text[sentence.start_char : sentence.end_char]
        taken = [(d.start_char, d.end_char) for d in dates if d.sent_no == sentence.sent_no]
        taken += [(sentence.start_char + m.start(), sentence.start_char + m.end()) for m in _ADDRESS.finditer(text)]
        for match in _VALUE.finditer(text):
            record = _read_value(context, match, text, sentence.start_char, sentence.sent_no)
            if record and not _overlaps(taken, record.start_char, record.end_char):
                taken.append((record.start_char, record.end_char))
                found.append(record)
        for match in _RANK.finditer(text):
            start = sentence.start_char + match.start()
            told = _is_fraction(text, match) or _is_named(text, match.start()) or _PERIOD.match(text, match.end())
            if not told and not _overlaps(taken, start, start + len(match[0])):
                found.append(_rank(context, match, text, start, sentence.sent_no))
    found.sort(key=lambda record: record.start_char)
    return list(described(context, found, dates, quotes))


def _is_fraction(text: str, match: re.Match[str]) -> bool:
    """``a third of the town`` tells no place in an order."""
    return bool(_PART_OF.search(text[: match.start()]) and text[match.end() :].startswith((" of ", "s of ")))


def _read_value(context: Context, match: re.Match[str], text: str, offset: int, sent_no: int) -> Quantity | None:
    before = text[: match.start()]
    low, high = _number(match["low"], match["low_scale"]), None
    if match["high"]:
        high = _number(match["high"], match["high_scale"])
        if match["high_scale"] and not match["low_scale"]:
            low *= high / _number(match["high"], "")
    kind, unit, end = _kind(match)
    if kind == "count" and unit in _COMPARING:
        unit = None
    elif kind == "count" and unit and match["link"] == " ":
        head = _counted(context, offset + match.start(), offset + _number_end(match))
        if head is not None:
            unit = head.text.lower()
        elif _is_verbal(context, offset + match.start("noun")):
            unit = None  # "12 died"
    if kind is None or (kind == "count" and (not match["low"][0].isdigit()) and low < 2):
        return None
    if kind == "count" and (_NAMING.search(before) or re.match(r"[:/]\d|-year|-old", text[match.end("low") :])):
        return None
    if kind == "count" and unit is None and _ACRONYM.search(before):
        return None
    if before[-1:].isalnum() or (high is not None and high <= low) or _is_named(text, match.start()):
        return None
    start = offset + match.start()
    return _quantity(context, start, offset + end, sent_no, kind, low, high, unit)


def _kind(match: re.Match[str]) -> tuple[str | None, str | None, int]:
    if match["percent"]:
        return "percent", "%", match.end("percent")
    if match["prefix"]:
        return "money", _PREFIXES[match["prefix"]], _number_end(match)
    if match["symbol"] or match["currency"]:
        unit = _CURRENCIES[match["symbol"] or match["currency"].lower()]
        return "money", unit, match.end("currency") if match["currency"] else _number_end(match)
    if match["measure"]:
        return "measure", match["measure"], match.end("measure")
    noun = (match["noun"] or "").lower().split()
    if not noun or noun[0] in _NOT_COUNTED or noun[0] in _FRACTIONS:
        return None, None, 0
    if match["link"] == "-" and noun[0] in _OF_ITSELF:
        return ("count", None, _number_end(match)) if noun[0] == "strong" else (None, None, 0)
    if match["link"] == "-":
        return "count", noun[0], match.start("noun") + len(noun[0])  # three-page
    counts_itself = noun[0].endswith("s") or noun[0] in _PLURALS or noun[-1] in _NOT_COUNTED
    return "count", noun[0] if counts_itself else noun[-1], _number_end(match)


def _number_end(match: re.Match[str]) -> int:
    return max(match.end(name) for name in ("low", "low_scale", "high", "high_scale"))


def _number(digits: str, scale: str | None) -> float:
    value = _spelt(digits.lower()) if digits[0].isalpha() else float(digits.replace(",", ""))
    return value * _SCALES.get((scale or "").strip(" -").lower(), 1)


def _spelt(words: str) -> float:
    """``one hundred and fifty``."""
    if words in _WORDS:
        return float(_WORDS[words])
    total = 0.0
    for word in re.split(r"[ -]", words):
        total = total * 100 if word == "hundred" else total + _WORDS.get(word, 0)
    return total


def _is_named(text: str, start: int) -> bool:
    """Whether a number word belongs to a name; at a sentence's start any word has a capital."""
    return start > 0 and text[start - 1] not in '“"' and _IN_NAME.match(text, start) is not None


def _counted(context: Context, start: int, end: int) -> Token | None:
    """The noun that the number stands before in the tree, whatever stands between: *40 old brightly painted boats*."""
    span = context.doc.char_span(start, end, alignment_mode="expand")
    if span is None or span.root.dep_ != "nummod":
        return None
    head = span.root.head
    return head if head.i >= span.end and head.pos_ in ("NOUN", "PROPN") else None


def _is_verbal(context: Context, start: int) -> bool:
    """Whether the word at ``start`` is none that is counted; False where the pipeline knows no parts of speech."""
    span = context.doc.char_span(start, start + 1, alignment_mode="expand")
    return span is not None and span[0].pos_ in _VERBAL


def _rank(context: Context, match: re.Match[str], text: str, start: int, sent_no: int) -> Quantity:
    side = match["side"]
    if match["place"]:
        value, kind = float(_ORDINALS[match["place"].lower()]), "rank"
    else:
        word = match["ordinal"].lower()
        value, kind = float(_ORDINALS.get(word) or re.sub(r"\D", "", word)), "ordinal"
        superlative = _SUPERLATIVE.match(text, match.end())
        if superlative or (_RANKING.search(text[: match.start()]) and not re.match(r" [a-z]", text[match.end() :])):
            kind, side = "rank", superlative[0].strip() if superlative else None
    return _quantity(context, start, start + len(match[0]), sent_no, kind, value, None, side)


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
