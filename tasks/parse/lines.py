"""What the short lines around an article's body are: byline, credit, caption, promotion.

Every rule reads one line by itself; where it stands in the article is weighed in ``text.py``
and ``html.py``. Patterns are linear and are given one line of bounded length.
"""

import re

from tasks.parse.gate import fold_space
from tasks.parse.published import parse_publication

MAX_LINE = 400
"""Longer lines are prose, whatever they say."""

_CREDIT = re.compile(
    r"^[\[(]?(?:"
    r"(?:file |stock )?(?:photo|image|picture|pic|foto|illustration|graphic|video|screenshot|photograph)s?"
    r"(?:\s+(?:credit|by|courtesy|courtesy of|via|from))?\s*[:©|/–—-]"
    r"|(?:photo|image|picture|video)(?:graph)?s?\s+(?:credit|by|courtesy)\b"
    r"|credits?\s*:|©|\(c\)\s"
    r"|(?:AP|AFP|EPA|Reuters|Getty|Xinhua|PA|DPA|TASS|ANSA)\s+(?:file\s+)?(?:photo|images?)\b"
    r")",
    re.IGNORECASE,
)
_AGENCY_SLASH = re.compile(
    r"^[\[(]?[\w .'’-]{2,60}\s*/\s*(?:AP|AFP|EPA|EFE|Reuters|Getty(?: Images)?|Xinhua|PA|DPA|TASS|ANSA|Anadolu"
    r"|Bloomberg|Shutterstock|[\w ]{2,30} via [\w ]{2,30})[\])]?$"
)
_CAPTION_CUE = re.compile(
    r"\((?:AP|AFP|EPA|Reuters|Getty|Xinhua|PA|DPA)[ /].{0,60}\)$|\b(?:file photo|in this photo|is seen|are seen"
    r"|is pictured|are pictured|pictured (?:here|on|in|at)|poses? (?:for|with)"
    r"|(?:speaks?|gestures?|waves?|walks?|arrives?|attends?|looks? on|shakes? hands|stands?|delivers?)"
    r"\s+(?:during|at|as|to|with|on|after|before|in|a|the|his|her|for)\b)"
    r"|^(?:caption|photo caption|pictured)\s*:",
    re.IGNORECASE,
)
_PROMO = re.compile(
    r"\b(?:read|see|watch|find(?: out)?|learn|get) (?:more|also|next)\b(?!\s+than)"
    r"|^(?:read|also read|read also|see also|watch|related|more on this|don[’']t miss)\s*:"
    r"|\b(?:subscribe|sign up|signup|join us|follow us|like us|click here|tap here)\b"
    r"|\bjoin our\b|\bour (?:telegram|whatsapp|youtube|facebook|twitter|instagram|newsletter)"
    r"|\btelegram[- ]channel\b|\bdownload (?:our|the) app\b|\bshare this (?:article|story|post|page)\b"
    r"|\ball rights reserved\b|\bnewsletter\b.{0,40}\binbox\b|\bsupport our journalism\b|\badvertisement\b\s*$"
    r"|^copyright\b|^©\s?\d{4}",
    re.IGNORECASE,
)
_BY = re.compile(r"^(?:by|words by|story by|reporting by|written by)\s*:?\s+(?=\S)", re.IGNORECASE)
_STAMP = re.compile(
    r"\b(?:published|updated|posted|last modified|first published|created|modified|on|at|date|time|by)\b\s*:?"
    r"|[|•·,–—@()/-]",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?", re.IGNORECASE)
_NAME = re.compile(
    r"^[^\W\d_][\w.'’-]*(?: (?:(?:de|van|von|der|bin|al|da|di|el|la|le|del)|[^\W\d_a-z][\w.'’-]*)){1,4}$"
)
_NOT_A_PERSON = re.compile(
    r"\b(?:staff|desk|agenc(?:y|ies)|agencies|news|reporter|correspondent|editor|bureau|press|reuters|afp|team"
    r"|writer|online|daily|times|post|media|service|wire|report|tv|radio|magazine|group|network|international|editorial)\b",
    re.IGNORECASE,
)


def is_credit(line: str) -> bool:
    """Who made or owns a picture: ``Photo: AP``, ``(Jane Roe/Reuters)``."""
    return len(line) <= 160 and bool(_CREDIT.search(line) or _AGENCY_SLASH.match(line))


def has_caption_cue(line: str) -> bool:
    """Words that tell what a picture shows."""
    return len(line) <= MAX_LINE and bool(_CAPTION_CUE.search(line))


def is_promo(line: str) -> bool:
    """A call to the reader, or a line about the site rather than the story."""
    return len(line) <= MAX_LINE and bool(_PROMO.search(line))


def is_byline(line: str) -> bool:
    """A line that says who wrote the article or when it appeared, and little else."""
    if len(line) > 160:
        return False
    if _BY.match(line) and not line.rstrip().endswith((".", "!", "?")):
        return len(line.split()) <= 16
    publication = parse_publication(line, "byline")
    if publication is None:
        return False
    rest = re.sub(r"\d[\d.:]*(?:st|nd|rd|th)?|\b[ap]\.?m\b\.?|\b[A-Z]{2,4}T?\b", " ", line)
    rest = _STAMP.sub(" ", _WEEKDAY.sub(" ", rest))
    words = [word for word in rest.split() if any(c.isalpha() for c in word)]
    return len(words) <= 6 and not re.search(r"[a-z]{3,}[.!?]$", line.rstrip())


def parse_authors(line: str) -> tuple[str, ...]:
    """The people in a byline; agencies, desks, roles and addresses are left out."""
    start = _BY.match(line)
    if not start:
        return ()
    return split_names(re.split(r"[|•·]|\s[-–—]\s", line[start.end() :])[0])


def split_names(text: str) -> tuple[str, ...]:
    """Personal names in ``A, B and C``: two to five words, no word for an office or a newsroom."""
    names = []
    for part in re.split(r"\s*(?:,|;|&|\band\b|\bwith\b|\n)\s*", fold_space(text)):
        name = re.sub(r"\s*[(<\[].*$|\S+@\S+", "", part).strip(" .")
        name = _BY.sub("", name)
        if name.isupper():
            name = name.title()
        if _NAME.match(name) and not _NOT_A_PERSON.search(name) and name not in names:
            names.append(name)
    return tuple(names)
