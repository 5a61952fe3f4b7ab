"""Sums of money, by the forms in which they are written.

A sum is a symbol or a currency's code with a number, a number with a currency's name, or a
round amount of one ("millions of dollars"). The forms are few and closed, which a learned head
with a hundred examples does not know; what the forms do not cover is left to the head. Names of
currencies and their codes are GeoNames' (``data/lexicon.json``). "Pounds" by themselves may be a
weight: they count with a nation's name before, or with "sterling".
"""

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span

from tasks.extract.lexicon import LEXICON, alternatives

LABEL = "MONEY"
_NAMES: list[str] = LEXICON["currency_names"]
_NUMBER = r"\d(?:[\d,]*\d)?(?:\.\d+)?"
_SCALE = r"(?:[ -]?(?:thousand|million|billion|trillion|bn|mn|tn|m|b|k|crores?|lakhs?)\b)?"
_SYMBOL = r"(?:(?:US|A|AU|C|CA|NZ|HK|NT|S|R|CN)?[$€£¥₹₽₩₦₫₴₺₱฿₡₲₵₪৳₸]|\b(?:Rs|Tk|KSh|USh|TSh|Rp|RM)\b\.?)"
_CODE = rf"\b(?:{'|'.join(LEXICON['currency_codes'])})\b"
_UPTO = rf"(?:\s?(?:-|–|to)\s?{_SYMBOL}?\s?{_NUMBER}{_SCALE})?"
_AMOUNT = rf"{_NUMBER}{_SCALE}{_UPTO}"
_NATION = r"(?:US|U\.S\.|Hong Kong|New Zealand|[A-Z][a-z]+(?: [A-Z][a-z]+)?(?:an|ese|ish|iss|i|ch))"
_WORD = alternatives(LEXICON["numbers"])
_SPELT = rf"(?:{_WORD})(?:[ -](?:{_WORD}|hundred|thousand|million|billion))*"
_CURRENCY = rf"(?:(?:{_NATION} )(?i:pounds?|{alternatives(_NAMES)})|(?i:{alternatives(_NAMES)}|pounds? sterling))\b"
_ROUND = (
    r"(?:(?:tens|dozens|hundreds|thousands) of )*(?:hundreds|thousands|millions|billions|trillions|lakhs|crores) of "
)
_FORMS = (
    rf"{_SYMBOL}\s?{_AMOUNT}(?: {_CURRENCY})?",
    rf"{_CODE}\s?{_AMOUNT}",
    rf"\b{_AMOUNT}\s?{_CODE}",
    rf"\b(?:{_AMOUNT}|(?i:{_SPELT}))[ -]{_CURRENCY}",
    rf"\b(?i:{_ROUND}){_CURRENCY}",
    rf"\b{_NATION} (?i:{alternatives(_NAMES)}) {_NUMBER}{_SCALE}",
)
_SUM = re.compile("|".join(f"(?:{form})" for form in _FORMS))


def find_sums(doc: Doc) -> Iterator[Span]:
    """The sums of money in ``doc``, in order, over whole tokens."""
    for match in _SUM.finditer(doc.text):
        span = doc.char_span(match.start(), match.end(), label=LABEL)
        if span is not None and not any(token.pos_ == "VERB" for token in span):  # "27 won their seats"
            yield span
