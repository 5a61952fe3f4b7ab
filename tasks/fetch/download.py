"""Files too large for one answer, taken in parts: each a polite, guarded and bounded request of its own.

Guarantees: what has come lies in a file beside the target and is gone on with, in this run or a later one, as long as
the server's file is the same; the target appears whole or not at all; memory holds one part; a server that gives
less than it was asked for, or another file each time, is left.
"""

import hashlib
import os
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from tasks.records import Fetched, FetchKind, FetchReason, FetchRequest, Unfetched

PART_BYTES = 16_000_000
"""Of one request: it must come within the deadline of any answer."""

BEGINNINGS = 3
"""How often a file is begun anew that has changed since its first part came."""

_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-\d{1,18}/(\d{1,18})")

Fetch = Callable[[FetchRequest], Awaitable[Fetched | Unfetched]]


async def download(
    fetch: Fetch, request: FetchRequest, target: Path, most_bytes: int, part_bytes: int = PART_BYTES
) -> Unfetched | None:
    """Have the file at ``request.url`` in ``target``; returns why it is not there, if it is not.

    More than ``most_bytes`` are not taken. Raises ``OSError`` for a full disk.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = next(iter(sorted(target.parent.glob(f"{target.name}.*.part"))), None)
    beginnings = 0
    while True:
        start = part.stat().st_size if part else 0
        beginnings += start == 0
        asked = replace(request, kind=FetchKind.ARCHIVE, byte_range=(start, start + part_bytes - 1))
        answer = await fetch(asked)
        if isinstance(answer, Unfetched):
            if part is None or answer.status != 416:
                return answer
            part.unlink()  # longer than what is there now
            part = None
            continue
        first, total = _range_of(answer)
        if problem := _problem(answer, first, total, start, part_bytes, most_bytes, beginnings):
            return problem
        same = target.with_name(f"{target.name}.{_mark(answer, total)}.part")
        if part is not None and (part != same or first == 0):
            part.unlink()
            part = None
            if first > 0:
                continue
        part = same
        _append(part, answer.body)
        if first + len(answer.body) == total:
            os.replace(part, target)
            return None


def _range_of(answer: Fetched) -> tuple[int, int]:
    """Where the answer's bytes begin in the file, and the file's length; a whole file where no range is given."""
    if answer.status == 200:
        return 0, len(answer.body)
    found = _CONTENT_RANGE.fullmatch(answer.header("content-range") or "")
    return (int(found[1]), int(found[2])) if found else (-1, 0)


def _problem(
    answer: Fetched, first: int, total: int, start: int, part_bytes: int, most_bytes: int, beginnings: int
) -> Unfetched | None:
    """What is wrong with a part of a file of ``total`` bytes that was asked for from ``start`` on."""
    reason, detail = FetchReason.PROTOCOL, ""
    if total > most_bytes:
        reason, detail = FetchReason.TOO_LARGE, f"{total} bytes; at most {most_bytes} are taken"
    elif first != start and answer.status != 200:
        detail = "a part that was not asked for"
    elif len(answer.body) != min(part_bytes, total - first) and answer.status != 200:
        detail = "a part of another length than was asked for"
    elif beginnings > BEGINNINGS:
        detail = "another file each time"
    return Unfetched(answer.request, answer.url, reason, detail, answer.at, answer.status) if detail else None


def _append(part: Path, body: bytes) -> None:
    with open(part, "ab") as file:
        file.write(body)


def _mark(answer: Fetched, total: int) -> str:
    """Changes when the server's file does."""
    told = f"{answer.header('etag')} {answer.header('last-modified')} {total}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
