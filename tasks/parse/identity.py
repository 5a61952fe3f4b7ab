"""What makes an article the same article, and its text the same text."""

import re
from urllib.parse import urlsplit

from tasks.records import stable_id
from tasks.urls import canonicalise

__all__ = ["article_id", "canonicalise", "content_hash", "host", "is_home", "text_hash"]

_VARIANT = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")


def article_id(canonical_url: str | None, full_text: str) -> str:
    """The id that never moves: of the address where there is one, of the text where there is none."""
    return stable_id("a1", canonical_url or full_text)


def is_home(url: str) -> bool:
    """Whether ``url`` names its host and nothing on it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.path in ("", "/") and not parts.query


def host(url: str | None) -> str | None:
    """The host of ``url`` without ``www.`` and the like."""
    try:
        name = urlsplit(url or "").hostname
    except ValueError:
        return None
    return _VARIANT.sub("", name) if name else None


def content_hash(title: str | None, body: str) -> str:
    """Changes when what a reader reads changes; white space does not count."""
    return stable_id("c1", " ".join((title or "").split()), " ".join(body.split()))


def text_hash(body: str) -> str:
    """Equal for bodies of the same words, whatever their case, marks and spacing."""
    return stable_id("t1", " ".join(re.findall(r"\w+", body.casefold())))
