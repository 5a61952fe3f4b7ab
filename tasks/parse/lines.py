"""What the short lines around an article's body are: byline, credit, caption, promotion.

Every rule reads one line by itself; where it stands in the article is weighed in ``text.py``
and ``html.py``. Patterns are linear and are given one line of bounded length.
"""

import re

from tasks.parse.authors import Named, read_byline, starts_byline
from tasks.parse.cues import begins_call
from tasks.parse.published import parse_publication

MAX_LINE = 400
"""Longer lines are prose, whatever they say."""

MAX_LATE_CALL = 200
"""A longer line that comes to its call late is prose with one in it."""

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
_TELLS = re.compile(r"^\w+\s*:\s+(?!courtesy|by|from|via|provided|supplied)[a-z].{30,}[.!?]$")
"""``Video: the court saw it twice``: a sentence after a word that could begin a credit."""

_AGENCY_SLASH = re.compile(
    r"^[\[(]?[\w .'’-]{2,60}\s*/\s*(?:AP|AFP|EPA|EFE|Reuters|Getty(?: Images)?|Xinhua|PA|DPA|TASS|ANSA|Anadolu"
    r"|Bloomberg|Shutterstock|[\w ]{2,30} via [\w ]{2,30})[\])]?$"
)
_CREDIT_AT_END = re.compile(
    r"(?<=.{10})(?:[\s|/–—-]+)(?P<credit>"
    r"[\[(](?:[^()\[\]]{0,60}\b)?(?:AP|AFP|EPA|EFE|Reuters|Getty|Xinhua|PA|DPA|dpa|APA|TASS|ANSA|Anadolu|Bloomberg"
    r"|Shutterstock|(?:photo|foto|image|picture|bild)\b)[^()\[\]]{0,60}[)\]]\.?"
    r"|(?:(?:file |stock )?(?:photo|image|picture|photograph|foto|bild|quelle|fotografie|crédits?|credits?)s?"
    r"(?:\s+(?:credit|by|courtesy(?: of)?|von))?\s*[:©/]|(?:photo|image|picture|photograph)s?\s+(?:by|courtesy)\b"
    r"|©|\(c\)\s)[^.!?]{2,80}\.?)$",
    re.IGNORECASE,
)
_CONTRIBUTION = re.compile(
    r"^[\[(]?(?:additional )?(?:reporting|writing|editing|compiled|edited|written|reported) by (?!the\b)[^.]{3,}"
    r"|\bcontributed to this (?:report|story|article)\b.{0,20}$",
    re.IGNORECASE,
)
_CAPTION_CUE = re.compile(
    r"\((?:AP|AFP|EPA|Reuters|Getty|Xinhua|PA|DPA)[ /].{0,60}\)$|\b(?:file photo|in this photo|is seen|are seen"
    r"|is pictured|are pictured|pictured (?:here|on|in|at)|poses? (?:for|with)"
    r"|(?:speaks?|gestures?|waves?|walks?|arrives?|attends?|looks? on|shakes? hands|stands?|delivers?)"
    r"\s+(?:during|at|as|to|with|on|after|before|in|a|the|his|her|for)\b)"
    r"|^(?:caption|photo caption|pictured)\s*:",
    re.IGNORECASE,
)
_ABOUT_THE_SITE = re.compile(
    r"^[\W_]*(?:also read|read also|see also|read|read more|see|watch|related|more on this|don[’']t miss"
    r"|tags?|topics?|keywords?|filed under)\s*:"
    r"|^(?:tags?|topics|keywords)\s[^.!?]*,[^.!?]*$"
    r"|^[\W_]*advertisement[\W_]*$|\ball rights reserved\b|^copyright\b|^©\s?\d{4}",
    re.IGNORECASE,
)
_CALL = (
    r"(?:(?:read|see|watch|find(?: out)?|learn|get) (?:more|also|next)\b(?!\s+than)"
    r"|(?:subscribe|sign up|signup|join us|follow us|like us|click here|tap here|listen to our)\b"
    r"|join our (?:telegram|whatsapp|channel|newsletter|community|mailing|group|facebook|discord)\b"
    r"|download (?:our|the) app\b|share this (?:article|story|post|page|on|via)\b|support our journalism\b"
    r"|follow [\w .'’&-]{2,40} on (?:whatsapp|telegram|facebook|twitter|instagram|youtube|x|google news)\b"
    r"|chat with us\b|click to (?:subscribe|read|watch|listen|enlarge|share|play)\b|tap to play\b)"
)
_CALL_FIRST = re.compile(r"^[^\w\"'“‘«]*(?:(?:please|also|now|to|for more,?)\s+)?" + _CALL, re.IGNORECASE)
_CALL_LATER = re.compile(
    r"\b" + _CALL + r"|\bour (?:telegram|whatsapp|youtube|facebook|twitter|instagram|newsletter)\b"
    r"|\btelegram[- ]channel\b|\bnewsletter\b.{0,40}\binbox\b",
    re.IGNORECASE,
)
_TO_THE_READER = re.compile(r"https?://|\bt\.me/|\bwww\.|(?<!\w)@\w|\b(?:you|your|our|here|now)\b", re.IGNORECASE)
_COUNT_OF_COMMENTS = re.compile(r"^\(?\d{1,6}\)? (?:comments?|shares?|views|likes?)$", re.IGNORECASE)
_REPORTS = re.compile(
    r"\b(?:sa(?:id|ys)|t(?:old|ells)|ask(?:ed|s)|urged|add(?:ed|s)|announced|according to|warned|claimed|wrote"
    r"|reported|argued|explain(?:ed|s)|continued|noted|hopes?)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“”«»]|''|^[‘']")
_BY = re.compile(r"^(?:by|words by|story by|reporting by|written by)\s*:?\s+(?=\S)", re.IGNORECASE)
_ADDRESS = re.compile(r"^<?(?:https?://|www\.)\S+$", re.IGNORECASE)
_SLASHED = re.compile(r"(?<!\d)\d{1,2}/\d{1,2}/(?:19|20)\d\d(?!\d)")
_STAMP = re.compile(
    r"\b(?:published|updated|posted|last modified|first published|created|modified|on|at|date|time|by)\b\s*:?"
    r"|[|•·,–—@()/-]",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?", re.IGNORECASE)
_NOT_A_PERSON = re.compile(
    r"\b(?:staff|desk|agenc(?:y|ies)|agencies|news|reporter|correspondent|editor|bureau|press|reuters|afp|team"
    r"|writer|online|daily|times|post|media|service|wire|report|tv|radio|magazine|group|network|international|editorial)\b",
    re.IGNORECASE,
)


def is_credit(line: str) -> bool:
    """Who made or owns a picture: ``Photo: AP``, ``(Jane Roe/Reuters)``."""
    if len(line) > 160 or _TELLS.search(line):
        return False
    return bool(_CREDIT.search(line) or _AGENCY_SLASH.match(line))


def split_credit(caption: str) -> tuple[str, str] | None:
    """A caption and the credit that it ends with, or None: ``Smoke rises. Photo: AP``, ``Smoke rises. (AP)``."""
    found = _CREDIT_AT_END.search(caption)
    return (caption[: found.start()].rstrip(" |/–—-"), caption[found.start("credit") :]) if found else None


def is_contribution(line: str) -> bool:
    """Who else worked on the article: ``Reporting by …; editing by …``, ``… contributed to this report``."""
    return len(line) <= MAX_LINE and bool(_CONTRIBUTION.search(line))


def has_caption_cue(line: str) -> bool:
    """Words that tell what a picture shows."""
    return len(line) <= MAX_LINE and bool(_CAPTION_CUE.search(line))


def is_address(line: str) -> bool:
    """A web address and nothing else."""
    return bool(_ADDRESS.match(line))


def is_promo(line: str) -> bool:
    """A call to the reader, or a line about the site rather than the story.

    The words of a call are the words of news as well (``they hope to see more``). A line that begins with
    them is a call; one that has them further on must speak to the reader, and neither may report or quote
    what somebody said in a full sentence.
    """
    if len(line) > MAX_LINE:
        return False
    if _ABOUT_THE_SITE.search(line):
        return True
    is_sentence = _QUOTED.match(line) or re.search(r"[.!?…,][\"”’»')]*$", line)
    if is_sentence and (_REPORTS.search(line) or _QUOTED.search(line)):
        return False
    if _CALL_FIRST.search(line) or begins_call(line) or _COUNT_OF_COMMENTS.match(line):
        return True
    return len(line) <= MAX_LATE_CALL and bool(_CALL_LATER.search(line) and _TO_THE_READER.search(line))


def is_byline(line: str) -> bool:
    """A line that says who wrote the article or when it appeared, and little else."""
    if len(line) > 160 or _ADDRESS.match(line):
        return False
    if start := _BY.match(line):
        rest = line[start.end() :]
        return not line.rstrip().endswith((".", "!", "?")) and len(line.split()) <= 16 and _is_somebody(line, rest)
    if parse_publication(line, "byline") is None and not _SLASHED.search(line):
        return False
    rest = re.sub(r"\d[\d.:]*(?:st|nd|rd|th)?|\b[ap]\.?m\b\.?|\b[A-Z]{2,4}T?\b", " ", line)
    rest = _STAMP.sub(" ", _WEEKDAY.sub(" ", rest))
    words = [word for word in rest.split() if any(c.isalpha() for c in word)]
    told = sum(word.islower() for word in words)
    return len(words) <= 6 and told <= 2 and not re.search(r"[a-z]{3,}[.!?]$", line.rstrip())


def _is_somebody(line: str, rest: str) -> bool:
    """Whether what follows ``By`` is a writer or a newsroom, not a time or the begin of a sentence."""
    if parse_authors(line) or parse_publication(line, "byline"):
        return True
    words = [w for w in rest.split() if w.isalpha() and w.lower() not in ("and", "in", "of", "for", "at", "with")]
    if not words or _WEEKDAY.match(words[0]):
        return False
    return all(not w.islower() for w in words) or (len(words) <= 5 and bool(_NOT_A_PERSON.search(rest)))


def parse_authors(line: str) -> tuple[str, ...]:
    """The people in a line that begins with a word such as ``By``; houses, roles and addresses are left out."""
    return split_names(line) if starts_byline(line) else ()


def split_names(text: str) -> tuple[str, ...]:
    """Personal names in ``A, B and C``: first and last, no word for an office or a newsroom."""
    return read_byline([Named(text)], (), "byline", stated=False).people
