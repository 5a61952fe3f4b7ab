"""Web addresses as they are kept: one spelling for one page, and no secret in any.

Guarantees: total functions; for what is no web address they return None or a stand-in, and
never raise, whatever the string.
"""

import re
from urllib.parse import unquote_plus, urlsplit, urlunsplit

from courlan import clean_url

MAX_URL_LENGTH = 2048
"""Longer addresses are no article's, and cleaning them takes seconds."""

_SECRET = re.compile(
    r"(?:^|[-_.\[]|api|access|auth|client|private|refresh|session|subscription|csrf|xsrf)"
    r"(?:token|secret|pass|password|passwd|pwd|credentials?|auth|authorization|signature|sig|jwt|otp)\]?$|"
    r"(?:api|access|auth|client|private|subscription)[-_.]?key$|"
    r"^(?:php|j|asp)?sess(?:ion)?_?id$",
    re.IGNORECASE,
)
"""Names of query parameters whose values are nobody else's business."""

_UNSURE = frozenset({"key", "sid", "session"})
_SECRET_LENGTH = 20
"""These may name the article or a parliament's session; a value of this length opens something."""


def canonicalise(url: str | None) -> str | None:
    """``url`` without tracking, fragment, secrets and the like; None for what is no web address."""
    if not url or len(url) > MAX_URL_LENGTH:
        return None
    try:
        cleaned = clean_url(url.strip())
        parts = urlsplit(cleaned or "")
        named = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    if not named or not cleaned:
        return None
    # a fragment is a place on the page, unless the page is made from it ("hashbang")
    return without_secrets(cleaned if parts.fragment.startswith("!") else cleaned.partition("#")[0])


def without_secrets(url: str) -> str:
    """``url`` as it may stand in a log or a column: no user, password, token or key.

    An address without any comes back unchanged, letter for letter.
    """
    if "@" not in url and "=" not in url:
        return url
    try:
        parts = urlsplit(url)
        place = parts.netloc.rpartition("@")[2]
        query, fragment = (_drop_secrets(part) for part in (parts.query, parts.fragment))
        if (place, query, fragment) == (parts.netloc, parts.query, parts.fragment):
            return url
        return urlunsplit((parts.scheme, place, parts.path, query, fragment))
    except ValueError:
        return re.split(r"[?#@]", url, maxsplit=1)[0] if "@" not in url else "unreadable address"


def _drop_secrets(query: str) -> str:
    return "&".join(part for part in query.split("&") if not _is_secret(part))


def _is_secret(part: str) -> bool:
    name, equals, value = part.partition("=")
    if not equals or not value:
        return False
    name = unquote_plus(name, errors="replace").lower()
    return _SECRET.search(name) is not None or (name in _UNSURE and len(value) >= _SECRET_LENGTH)
