"""What comes from articles, made fit to be shown: words without what is not seen, addresses that only lead to pages.

Escaping is the template's; nothing here returns markup.
"""

import re
from datetime import date
from urllib.parse import urlsplit

MAX_ADDRESS = 700
"""Longer addresses are not linked: a page of a thousand of them would be bounded by nothing."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Controls, marks that turn the direction of what follows, and characters without width. Joiners stay: scripts
need them."""

_MANY_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
"""Marks piled on one letter cover the lines around it; no script piles more than a few."""


def plain(text: object, limit: int = 240) -> str:
    """``text`` on one line without what is not seen, cut between words at ``limit`` characters."""
    words = " ".join(_MANY_MARKS.sub(r"\1", _UNSEEN.sub("", "" if text is None else str(text))).split())
    if len(words) <= limit:
        return words
    cut = words[:limit].rsplit(" ", 1)[0] if " " in words[limit // 2 : limit] else words[:limit]
    return cut.rstrip(" ,;:.-–—") + " …"


def lead(text: str | None, limit: int = 200) -> str:
    """What stands before a word, cut at its beginning; the space before the word is kept."""
    words = plain(text, 1_000_000)
    if len(words) > limit:
        words = "… " + words[-limit:].partition(" ")[2]
    return words + " " if words and (text or "")[-1:].isspace() else words


def trail(text: str | None, limit: int = 260) -> str:
    """What stands after a word, cut at its end; the space after the word is kept."""
    return (" " if (text or "")[:1].isspace() else "") + plain(text, limit)


def web_address(url: str | None) -> str | None:
    """``url`` where it leads to a page by http or https and says plainly to which host; else None."""
    if not url or len(url) > MAX_ADDRESS or _UNSEEN.search(url) or any(c.isspace() for c in url):
        return None
    try:
        parts = urlsplit(url)
        is_plain = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return None
    return url if is_plain else None


def host(url: str) -> str:
    """The host of an address that ``web_address`` let through."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def days(first: date | None, last: date | None) -> str:
    """A day, or the first and last of several; a side that is open is told."""
    match first, last:
        case None, None:
            return "day unknown"
        case _, None:
            return f"from {first}"
        case None, _:
            return f"by {last}"
        case _:
            return str(first) if first == last else f"{first} to {last}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def long_days(first: date, last: date) -> str:
    """``3 to 9 March 2026``, ``28 February to 6 March 2026``: what both days share stands once."""
    end = f"{last.day} {_MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {end}"
    start = f"{first.day} {_MONTHS[first.month - 1]}"
    return f"{start} to {end}" if first.year == last.year else f"{start} {first.year} to {end}"


def counted(count: int, one: str, many: str = "") -> str:
    """``1 article``, ``1,204 articles``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
