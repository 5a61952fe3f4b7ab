"""The one gate that text crosses before anything else sees it. Every function here is idempotent."""

import re
import unicodedata

from charset_normalizer import from_bytes

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


_MEANT = {
    **dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii"), "cp1252"),
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601"), "cp949"),
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "big5": "big5hkscs",
}
"""Names of encodings and what is meant by them on the web (WHATWG Encoding Standard, section 4.2)."""

_REFUSED = frozenset(("utf-7", "utf7", "unicode-1-1-utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape"))
"""Codecs of Python's that no page means and that turn plain letters into others."""

MAX_DAMAGE = 0.02
"""Share of broken sequences among those outside ASCII up to which a text is damaged UTF-8, not another encoding."""


def decode(body: bytes, declared: str | None = None, *, markup: bool = False) -> str:
    """The text of ``body``: by byte-order mark, as UTF-8 if it is that, by declared charset, ``<meta>``, a guess.

    Text outside ASCII that is UTF-8 throughout was never meant as anything else, whatever a template declares.
    Never raises: bytes that fit nothing become U+FFFD.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body.decode(name, "replace").removeprefix("\ufeff")
    if wide := _find_wide(body):
        return body.decode(wide, "replace")
    text = body.decode("utf-8", "replace")
    strange = sum(c > "\x7f" for c in text[:200_000]) if not body.isascii() else 0
    if strange and text.count("\ufffd", 0, 200_000) <= MAX_DAMAGE * strange:
        return text
    candidates = [declared]
    if markup and (meta := _META_CHARSET.search(body[:16_384])):
        candidates.append(meta[1].decode("ascii", "replace"))
    for charset in filter(None, (*candidates, "utf-8")):
        name = charset.strip().lower()
        if name in _REFUSED:
            continue
        for meant in (_MEANT.get(name), name):
            try:
                return body.decode(meant or name)
            except (LookupError, UnicodeError):
                continue
    best = from_bytes(body[:100_000]).best()
    return body.decode(best.encoding if best else "utf-8", "replace")


def _find_wide(body: bytes) -> str | None:
    """UTF-16 without a byte-order mark: every other byte of Latin text is NUL."""
    sample = body[:2000]
    half = len(sample) // 2
    if half < 8:
        return None
    if sample[1::2].count(0) > 0.7 * half and sample[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def storable(text: str) -> str:
    """``text`` with control characters and lone surrogates as U+FFFD, one for one: offsets hold."""
    return _UNSTORABLE.sub("\ufffd", text)


def clean_markup_text(text: str) -> str:
    """Text out of markup: storable, composed (NFC), without characters that nobody sees."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", storable(text)))


def fold_space(text: str) -> str:
    """``text`` on one line with single spaces."""
    return " ".join(text.split())


def readable(text: str) -> str:
    """``text`` as a reader sees it: no-break spaces are spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
