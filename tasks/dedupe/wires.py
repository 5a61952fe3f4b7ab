"""Who stands nearest to the source of a text: a news agency, one who credits it, or any other."""

import functools
import json
import re
from collections.abc import Sequence
from enum import IntEnum
from importlib import resources


class Wire(IntEnum):
    """Nearness to the wire; the lower had it first, whatever the clocks say."""

    AGENCY = 0
    """Published by the agency itself."""
    CREDITED = 1
    """The byline, the credit or the dateline names an agency."""
    NONE = 2


HEAD_CHARS = 120
"""A dateline ("OLDWICK, May 3 (Reuters) -") stands within so many characters of the start."""

TAIL_CHARS = 120
"""A closing credit ("© AFP", "(with Reuters)") within so many of the end."""

_HOST = re.compile(r"https?://(?:[^/?#@]*@)?([^/?#:]+)", re.IGNORECASE)


def read_wire(source: str | None, url: str | None, credits: Sequence[str], body: str) -> Wire:
    """``credits`` are bylines and credit lines; an agency that the story merely cites is no credit."""
    names, hosts, dateline, closing = _rules()
    address = _HOST.match(url or "")
    host = address[1].lower() if address else ""
    if (source or "") in names or any(host == known or host.endswith("." + known) for known in hosts):
        return Wire.AGENCY
    if any(part.strip() in names for line in credits for part in re.split(r"[,;/|()]|\band\b|\bby\b|\bBy\b|-", line)):
        return Wire.CREDITED
    if dateline.search(body[:HEAD_CHARS]) or closing.search(body[-TAIL_CHARS:]):
        return Wire.CREDITED
    return Wire.NONE


@functools.cache
def _rules() -> tuple[frozenset[str], tuple[str, ...], re.Pattern[str], re.Pattern[str]]:
    data = json.loads(resources.files("tasks.dedupe").joinpath("data/wires.json").read_text("utf-8"))
    either = "|".join(re.escape(name) for name in sorted(data["names"], key=len, reverse=True))
    dateline = re.compile(rf"[(/](?:{either})(?:[ /,][^)\n]{{0,30}})?[)/]\s*[-–—:]")
    closing = re.compile(
        rf"(?:©|\(c\)|[Cc]opyright|[Ss]ource:)\s*(?:\d{{4}} )?(?:{either})\b|\((?:[Ww]ith )?(?:{either})\)"
    )
    return frozenset(data["names"]), tuple(data["hosts"]), dateline, closing
