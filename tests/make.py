"""Articles and references for tests, made up on the spot."""

import hashlib
import random
from pathlib import Path

from tasks.parse.page import parse_page
from tasks.records import InputKind, Page, Parsed, Reference, Rejection, stable_id


def a_page(body: str | bytes, kind: InputKind = InputKind.TEXT, url: str | None = None) -> Page:
    raw = body.encode() if isinstance(body, str) else body
    digest = hashlib.sha256(raw).hexdigest()
    reference = Reference(
        stable_id("i1", kind, url or "", digest), "made-up", kind, "nowhere", 0, len(raw), url, digest
    )
    return Page(reference, raw, url=url)


def parse(body: str | bytes, kind: InputKind = InputKind.TEXT, url: str | None = None) -> Parsed:
    result = parse_page(a_page(body, kind, url))
    assert isinstance(result, Parsed), result
    return result


def turn_away(body: str | bytes, kind: InputKind = InputKind.TEXT) -> Rejection:
    result = parse_page(a_page(body, kind))
    assert isinstance(result, Rejection), result
    return result


def kinds(parsed: Parsed) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in parsed.blocks]


_HEARD = """
ferry bread river stone winter market lamp garden engine bishop copper
window harbour silence rope orchard thunder ladder baker saddle anchor velvet
cellar pepper cradle marble needle oyster parcel quarry ribbon
"""


def write_articles(folder: Path, count: int) -> Path:
    """A folder of ``count`` short plain-text articles, no two of them copies."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        heard = " ".join(random.Random(number).choices(_HEARD.split(), k=120))
        (folder / f"{number:04}.txt").write_text(
            f"Bridge number {number} opens over the Tarn\n\n10:0{number % 10} 0{1 + number % 9}.06.2025\n\n"
            f"The bridge cost {number + 2} million euros, engineer Ada Holm said on Friday. "
            f"“It will stand for {number + 50} years,” she told Reuters. "
            "Traffic over the river had been stopped since last month, and the ferry carried people across instead. "
            f"Those who waited on the bank spoke of {heard}.\n"
        )
    return folder
