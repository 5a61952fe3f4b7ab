"""What goes into a run: references to the bytes of articles, the bytes, and what is turned away."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Annotated

Utc = Annotated[datetime, "utc"]
"""A moment: an aware datetime. Plain ``datetime`` fields are wall-clock times without a zone."""


def stable_id(version: str, *parts: str | int) -> str:
    """A versioned 96-bit identifier of ``parts``, equal on every machine and in every run.

    ``version`` names what is identified and how (``a1`` for articles); it stands before
    the digest so that two ways of making an id can never be mixed up unseen.
    """
    digest = blake2b(digest_size=12)
    for part in parts:
        encoded = str(part).encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return f"{version}-{digest.hexdigest()}"


class InputKind(StrEnum):
    """How the bytes behind a reference are to be read."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"
    """One JSON object: a line of a JSONL file, or a row of a Parquet file spooled as one."""
    WARC = "warc"
    """One response record of a WARC file."""


class Stage(StrEnum):
    """Where an input can be turned away."""

    DISCOVER = "discover"
    FETCH = "fetch"
    PARSE = "parse"
    EXTRACT = "extract"
    LOAD = "load"


@dataclass(frozen=True, slots=True)
class Reference:
    """One article's bytes at rest: found by *discover*, read by *fetch*.

    ``location`` is what a person is told (the file as it was named, with ``#line`` where a
    file holds many); ``path``, ``offset`` and ``length`` say where the bytes lie, which for
    inputs that cannot be read twice (standard input, compressed lines, Parquet rows) is a
    spool file. ``raw_sha256`` is the digest of the bytes that discovery saw: the file, the
    line, or the payload of the WARC record. ``input_id`` joins it with ``kind`` and ``url`` and
    names this input in the ledger of what has been done.
    """

    input_id: str
    location: str
    kind: InputKind
    path: str
    offset: int
    length: int
    url: str | None
    raw_sha256: str


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of one article with what their carrier says about them. No parser has seen them."""

    reference: Reference
    body: bytes
    url: str | None = None
    content_type: str | None = None
    charset: str | None = None
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """An input that was turned away, as a row that a person can act on.

    ``location`` is a path or URL; ``reason`` a short fixed code (``vanished``, ``empty``,
    ``not-json`` ...); ``detail`` one line of at most 500 characters, without secrets.
    """

    location: str
    stage: str
    reason: str
    detail: str
