"""Which of a page's titles is the article's headline.

A page states its headline up to four times: as JSON-LD's ``headline``, as ``og:title``, as its first heading and as
``<title>``. The last is written for search engines and ends in the site's name; so is any other that ends so.
Where JSON-LD and OpenGraph agree, that is it. Where they do not, the one that says what ``<title>`` says was made by
the same machine, and the other one is the editors'. The heading witnesses and is taken where neither is given: a
kicker above the headline is often within it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks.parse.jsonld import fold_title

MAX_SITE_WORDS = 5
"""A longer end of a title is no site's name."""

MAX_CUTS = 3
MAX_TITLE_CHARS = 500
"""A longer one is no headline, and is left out: taking it apart takes quadratic time."""

_SEPARATOR = re.compile(r"\s*[|｜ㅣ¦«»·•]\s*|\s+[-–—:~]\s+|[：]\s*|\s*::\s*")


@dataclass(frozen=True, slots=True)
class Titles:
    """A page's titles as they stand there; None is not given."""

    jsonld: str | None = None
    opengraph: str | None = None
    page: str | None = None
    headings: tuple[str, ...] = ()


def choose_title(titles: Titles, site_names: Sequence[str]) -> tuple[str | None, str | None]:
    """The headline and where it was read: ``jsonld``, ``opengraph``, ``heading`` or ``title``; never a site's name."""
    titles = Titles(_bounded(titles.jsonld), _bounded(titles.opengraph), _bounded(titles.page), titles.headings)
    headings = [cut for heading in filter(_bounded, titles.headings) if (cut := strip_site(heading, site_names))]
    others = [*headings, *(t for t in (titles.jsonld, titles.opengraph) if t)]
    stated = [
        (_shorten(strip_site(raw, site_names), others), origin, strip_site(raw, site_names) != raw)
        for raw, origin in ((titles.jsonld, "jsonld"), (titles.opengraph, "opengraph"))
        if raw
    ]
    stated = [one for one in stated if one[0]]
    page = strip_site(titles.page or "", site_names)
    if len(stated) > 1 and fold_title(stated[0][0]) != fold_title(stated[1][0]):
        stated = [_editors_own(stated, page, headings)]
    if stated:
        return stated[0][0], stated[0][1]
    return _unstated(page, headings)


def _bounded(title: str | None) -> str | None:
    return title if title and len(title) <= MAX_TITLE_CHARS else None


def _editors_own(stated: Sequence[tuple[str, str, bool]], page: str, headings: Sequence[str]) -> tuple[str, str, bool]:
    own = [one for one in stated if not one[2] and not _begins(page, one[0])]
    if len(own) == 1:
        return own[0]
    folded = [fold_title(heading) for heading in headings]
    return next((one for one in stated if fold_title(one[0]) in folded), stated[0])


def _unstated(page: str, headings: Sequence[str]) -> tuple[str | None, str | None]:
    """Of a page that states nothing for machines: its heading, if ``<title>`` bears it out or there is no other."""
    borne_out = [
        heading
        for heading in headings
        if _begins(page, heading) or (len(heading.split()) >= 3 and fold_title(heading) in fold_title(page))
    ]
    if borne_out:
        return max(borne_out, key=len), "heading"
    if page and not (len(headings) == 1 and len(headings[0].split()) >= 3):
        return page, "title"
    return (headings[0], "heading") if headings else (None, None)


def strip_site(title: str, site_names: Sequence[str]) -> str:
    """``title`` without the site's name at its end or begin; empty where it is nothing else."""
    for _ in range(MAX_CUTS):
        if is_site(title, site_names):
            return ""
        cut = next((rest for rest, name in _cuts(title) if rest and _names_site(name, site_names)), None)
        if cut is None:
            return title
        title = cut
    return title


def _cuts(title: str) -> Iterator[tuple[str, str]]:
    """Each way to take the last part off ``title``, or the first: what is left, and the part."""
    marks = list(_SEPARATOR.finditer(title))
    for mark in reversed(marks):
        if len(title[mark.end() :].split()) <= MAX_SITE_WORDS:
            yield title[: mark.start()].strip(), title[mark.end() :]
    if marks:
        yield title[marks[0].end() :].strip(), title[: marks[0].start()]


def is_site(name: str, site_names: Sequence[str]) -> bool:
    """Whether ``name`` is one of the site's names, as it calls itself or as its host does."""
    bare = squeeze(name)
    return bool(bare) and any(bare == squeeze(site) for site in site_names)


def _names_site(part: str, site_names: Sequence[str]) -> bool:
    """Whether the short ``part`` of a title holds the site's name (``Mirror Online``, ``news.orf.at``, ``BR24``)."""
    bare = squeeze(part)
    for site in map(squeeze, site_names):
        if bare == site or (len(site) >= 4 and site in bare and len(bare) <= 3 * len(site)):
            return True
        if len(bare) >= 4 and bare in site and 2 * len(bare) >= len(site):
            return True
        rest = bare.removeprefix(site)
        if site and rest != bare and len(part.split()) <= 3 and (rest.isdigit() or rest in _SITE_WORDS):
            return True
    return False


_SITE_WORDS = frozenset(("news", "online", "com", "sport", "sports", "tv", "digital", "haber", "nachrichten", "world"))


def squeeze(name: str) -> str:
    """Letters and digits alone, without case."""
    return re.sub(r"[\W_]+", "", name.casefold())


def _begins(title: str, headline: str) -> bool:
    """Whether ``title`` is ``headline``, or is it with something after a separator."""
    if fold_title(title) == fold_title(headline):
        return True
    rest = title[len(headline) :]
    return title.casefold().startswith(headline.casefold()) and bool(_SEPARATOR.match(rest))


def _shorten(title: str, others: Sequence[str]) -> str:
    """``title`` without a few words that another of the page's titles lacks: a section's name behind, a site's before.

    What stands before a colon is a kicker, and stays.
    """
    for other in filter(None, others):
        rest = title[len(other) :]
        if rest and title.startswith(other) and _SEPARATOR.match(rest) and len(rest.split()) <= 4:
            return other
        lead = title[: -len(other)]
        if lead and title.endswith(other) and re.search(r"\s[-–—|]\s$", lead) and len(lead.split()) <= 4:
            return other
    return title
