"""Who wrote an article: people, and apart from them the newsrooms and agencies that are credited.

Guarantees: a person is one by name, not by role, address or house; the site's own name is never one. Where nobody
but a house is credited (``AFP``, ``MND Staff``), there are no authors and it is the newsroom.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tasks.parse.gate import fold_space
from tasks.parse.titles import squeeze

MAX_BYLINE_CHARS = 1000
MAX_NAME_WORDS = 5
MAX_NEWSROOM_WORDS = 6
_DATA = json.loads((Path(__file__).parent / "data" / "bylines.json").read_text("utf-8"))
_NEWSROOM = frozenset(_DATA["newsroom"])
_AGENCIES = frozenset(squeeze(name) for name in _DATA["agencies"])
_ROLES = frozenset(_DATA["roles"])
_NOBODY = frozenset(squeeze(name) for name in _DATA["nobody"])


def _choices(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_BY = re.compile(rf"^(?:(?:\w+ by|{_choices(_DATA['by'])})(?=[\s:：/・])[\s:：/・]*)+", re.IGNORECASE)
_MADE_BY = re.compile(rf"^(?:{_choices(_DATA['makers'])})\b", re.IGNORECASE)
"""``Photos by …``, ``Powered by …``: other work than the writing."""

_DEGREES = frozenset(_DATA["degrees"])
_ANDS = _choices(word for word in _DATA["and"] if len(word) > 1)
_LETTERS = "".join(word for word in _DATA["and"] if len(word) == 1)
_BETWEEN = re.compile(
    rf"\s*[,;&|/•·、，]\s*|\s+[-–—]\s+|\s+(?:{_ANDS}|(?-i:[{_LETTERS}]))\s+(?=\S)|(?<=[぀-ヿ一-鿿가-힯])・", re.IGNORECASE
)
"""A capital letter between two names is an initial, not the Spanish ``y``."""

_SUFFIX = re.compile(r",\s*(?=(?:Jr|Sr|II|III|IV)\b)")
_ADDRESS = re.compile(r"\S*@\S+|https?://\S+|\bwww\.\S+")
_TRAILING = re.compile(r"\s*[(<\[（【].*$|\s+(?:in|[Ff]or|at|of|on|für|aus)\s+.*$")
_DAY_AT_END = re.compile(
    r"\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[^\W\d_]{3,12}\.?\s+\d.*|\d.*)$", re.IGNORECASE
)
"""``Associated Press November 19``: a date that runs on behind the name."""

_ROLE_AT_END = re.compile(rf"\s*(?:{_choices(r for r in _ROLES if not r.isascii())})$")
_ROLE_WORDS = re.compile(rf"^(?:{_choices(_ROLES)})\b|\b(?:{_choices(_ROLES)})$", re.IGNORECASE)
_UPDATE = re.compile(rf"(?<![^\W\d_])(?:{_choices(_DATA['update'])})", re.IGNORECASE)
_PARTICLES = "de|van|von|der|den|bin|ibn|al|el|da|di|la|le|del|dos|das|do|du|des|af|av|zu|ter|ten|y|abu|ben|of"
_NAME = re.compile(
    rf"^[^\W\d_][\w.'’´`ʼ·-]*\.?(?: (?:(?:{_PARTICLES})|[^\W\d_][\w.'’´`ʼ·-]*\.?)){{0,{MAX_NAME_WORDS - 1}}}$",
    re.IGNORECASE,
)
_WITHOUT_CASE = re.compile(r"^[぀-ヿ一-鿿가-힯々]{2,6}(?:[ 　・][぀-ヿ一-鿿가-힯々]{1,6})?$")


@dataclass(frozen=True, slots=True)
class Byline:
    """``people`` and ``newsrooms`` in the order in which they are credited, and where that was read."""

    people: tuple[str, ...] = ()
    newsrooms: tuple[str, ...] = ()
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A text that names authors. ``is_house``: a machine-readable type says that it is no person."""

    text: str
    is_house: bool = False


def read_byline(named: Iterable[Named], site_names: Sequence[str], origin: str, *, stated: bool) -> Byline:
    """The people and newsrooms of ``named``.

    ``stated`` says that the texts are the values of a field for authors; others are lines of the page, where a
    person must have a first and a last name.
    """
    people: list[str] = []
    newsrooms: list[str] = []
    sites = frozenset(filter(None, map(squeeze, site_names)))
    for one in named:
        parts = list(_parts(one.text))
        for part in parts:
            name, has_role = _clean(part, site_names)
            if one.is_house or _is_house(name, sites):
                if _fits_house(name) and name not in newsrooms and not (has_role and people):
                    newsrooms.append(name)
                continue
            told = has_role or starts_byline(one.text)
            person = _as_person(name, stated=stated, alone=stated and len(parts) == 1, told=told)
            if person and person not in people:
                people.append(person)
    if people:  # that the site published it goes without saying
        newsrooms = [name for name in newsrooms if squeeze(name) not in sites]
    return Byline(tuple(people), tuple(newsrooms), origin if people or newsrooms else None)


def starts_byline(line: str) -> bool:
    """Whether ``line`` begins with a word such as ``By``."""
    return bool(_BY.match(line))


def _parts(text: str) -> Iterator[str]:
    line = split_update(_ADDRESS.sub(" ", fold_space(text)[:MAX_BYLINE_CHARS]).strip())[0]
    if re.match(r"\s*(?:/|@)\S", text) or not line or _MADE_BY.match(line):
        return
    for part in _BETWEEN.split(_SUFFIX.sub(" ", _BY.sub("", line))):
        words = (part or "").strip(" .")
        if words and words.casefold() not in _DEGREES and not _MADE_BY.match(words):
            yield part


def _clean(part: str, site_names: Sequence[str]) -> tuple[str, bool]:
    """The name in ``part`` without a role or the site's name at its ends, and whether there was a role."""
    raw = _DAY_AT_END.sub("", _TRAILING.sub("", _BY.sub("", part.strip()))).strip(" .:–—-*\"'“”()[]")
    name = _ROLE_AT_END.sub("", raw)
    for shorter in (*(_without_end(name, site) for site in site_names), _ROLE_WORDS.sub("", _ROLE_WORDS.sub("", name))):
        rest = shorter.strip(" ,|-")
        if len(rest.split()) >= 2 and len(rest) < len(name):  # a house's name may begin with the site's
            name = rest
    return name, name != raw


def _without_end(name: str, site: str) -> str:
    return name[: -len(site)] if name.casefold().endswith(" " + site.casefold()) else name


def _is_house(name: str, sites: frozenset[str]) -> bool:
    bare = squeeze(name)
    if bare in _AGENCIES or bare in sites or name.startswith("The "):
        return True
    first, _, rest = name.partition(" ")
    if not name.isupper() and rest and (squeeze(first) in _AGENCIES or re.fullmatch(r"[A-Z]{3,5}", first)):
        return True  # ``AP National``, ``CNN Business``
    if any(len(site) >= 3 and site in map(squeeze, name.split()) for site in sites):
        return True
    words = re.findall(r"[\w'’]+", name.casefold())
    if any(word in _NEWSROOM for word in words) or re.search(r"^\S+\.[a-z]{2,6}$", name, re.IGNORECASE):
        return True
    if _is_without_case(name):
        return any(word in name for word in _NEWSROOM if not word.isascii())
    return len(words) == 1 and name.isupper() and len(name) <= 6


def _fits_house(name: str) -> bool:
    return 2 <= len(name) <= 60 and len(name.split()) <= MAX_NEWSROOM_WORDS and squeeze(name) not in _NOBODY


def _as_person(name: str, *, stated: bool, alone: bool, told: bool) -> str | None:
    """``name`` as a person's, or None; a single word is one's only where it is the whole of a field for authors."""
    if squeeze(name) in _NOBODY or name.casefold() in _ROLES or any(c.isdigit() for c in name):
        return None
    if not _NAME.match(name) or _ROLE_WORDS.search(name):
        return None
    if _is_without_case(name):
        return name if stated or (told and (len(name.split()) > 1 or _WITHOUT_CASE.match(name))) else None
    words = name.split()
    if len(words) == 1 and not (alone and len(name) >= 3 and name[0].isupper()):
        return None
    if name.isupper() or name.islower():
        return name.title() if stated or name.isupper() else None
    small = [w for w in words if w[0].islower() and not re.fullmatch(_PARTICLES, w)]
    return name if not small or (stated and len(small) < len(words) - 1) else None


def _is_without_case(name: str) -> bool:
    return not any(c.islower() or c.isupper() for c in name)


def has_update_word(text: str) -> bool:
    """Whether ``text`` speaks of a change rather than of publication."""
    return bool(_UPDATE.search(text))


def split_update(line: str) -> tuple[str, str]:
    """``line`` up to the word for an update, and from there on."""
    match = _UPDATE.search(line)
    return (line[: match.start()], line[match.end() :]) if match else (line, "")
