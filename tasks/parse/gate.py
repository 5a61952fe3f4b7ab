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


def decode(body: bytes, declared: str | None = None, *, markup: bool = False) -> str:
    """The text of ``body``: by byte-order mark, declared charset, ``<meta>``, UTF-8, then a guess.

    Never raises: bytes that fit nothing become U+FFFD.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body.decode(name, "replace").removeprefix("\ufeff")
    candidates = [declared]
    if markup and (meta := _META_CHARSET.search(body[:4096])):
        candidates.append(meta[1].decode("ascii", "replace"))
    for charset in filter(None, (*candidates, "utf-8")):
        try:
            return body.decode(charset)
        except (LookupError, UnicodeError):
            continue
    best = from_bytes(body[:100_000]).best()
    return body.decode(best.encoding if best else "utf-8", "replace")


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
