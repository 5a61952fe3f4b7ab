"""Large files come in parts, go on where they were left, and are never half there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tasks.fetch.download import download
from tasks.records import FetchReason, FetchRequest, Unfetched
from tests.fetch.visit import fetcher_on
from tests.site.clock import run
from tests.site.ranges import parts
from tests.site.server import Asked, Host, Reply, World

FILE = bytes(range(256)) * 10
PART = 1000


def take(folder: Path, answer: object, most: int = 10_000) -> tuple[Unfetched | None, list[str]]:
    """Download into ``folder``; returns what came of it and the ranges that were asked for."""

    async def main() -> tuple[Unfetched | None, list[str]]:
        world = World([Host("a.example", {"/a.gz": answer})])  # type: ignore[dict-item]  # as the tests give it
        async with world, fetcher_on(world) as fetcher:
            request = FetchRequest(world.url("a.example", "/a.gz"), "archive")
            found = await download(fetcher.fetch, request, folder / "a.gz", most, PART)
        return found, [asked.headers["range"] for asked in world.log if asked.path == "/a.gz"]

    return run(main())


def test_a_file_comes_in_parts(tmp_path: Path) -> None:
    assert take(tmp_path, parts(FILE)) == (None, ["bytes=0-999", "bytes=1000-1999", "bytes=2000-2999"])
    assert (tmp_path / "a.gz").read_bytes() == FILE
    assert [path.name for path in tmp_path.iterdir()] == ["a.gz"]


def test_what_came_before_a_failure_is_gone_on_with(tmp_path: Path) -> None:
    whole = parts(FILE)
    found, _ = take(tmp_path, lambda asked: Reply(b"", 404) if "2000" in asked.headers["range"] else whole(asked))
    assert found is not None
    assert (found.reason, (tmp_path / "a.gz").exists()) == (FetchReason.GONE, False)
    assert take(tmp_path, whole) == (None, ["bytes=2000-2999"])
    assert (tmp_path / "a.gz").read_bytes() == FILE


def test_a_file_that_has_changed_since_is_begun_anew(tmp_path: Path) -> None:
    old = parts(b"x" * 2500, '"old"')
    take(tmp_path, lambda asked: Reply(b"", 404) if "2000" in asked.headers["range"] else old(asked))
    found, ranges = take(tmp_path, parts(FILE))
    assert (found, ranges) == (None, ["bytes=2000-2999", "bytes=0-999", "bytes=1000-1999", "bytes=2000-2999"])
    assert (tmp_path / "a.gz").read_bytes() == FILE


def test_a_part_longer_than_the_file_is_begun_anew(tmp_path: Path) -> None:
    take(tmp_path, lambda asked: Reply(b"", 404) if "2000" in asked.headers["range"] else parts(FILE)(asked))
    assert take(tmp_path, parts(b"short")) == (None, ["bytes=2000-2999", "bytes=0-999"])
    assert (tmp_path / "a.gz").read_bytes() == b"short"


def test_a_small_file_of_a_server_without_ranges_is_taken_whole(tmp_path: Path) -> None:
    assert take(tmp_path, Reply(FILE)) == (None, ["bytes=0-999"])
    assert (tmp_path / "a.gz").read_bytes() == FILE


def _ranged(told: str, body: bytes = b"x" * PART) -> Callable[[Asked], Reply]:
    return lambda asked: Reply(body, 206, {"content-range": told})


def _changing() -> Callable[[Asked], Reply]:
    marks = iter(range(100))
    return parts(FILE, lambda: f'"{next(marks)}"')


@pytest.mark.parametrize(
    ("answer", "reason", "detail"),
    [
        (_ranged("bytes 0-999/99999999999"), FetchReason.TOO_LARGE, "99999999999 bytes; at most 10000 are taken"),
        (_ranged("bytes 5-1004/2000"), FetchReason.PROTOCOL, "a part that was not asked for"),
        (_ranged("what?"), FetchReason.PROTOCOL, "a part that was not asked for"),
        (_ranged("bytes 0-0/2000", b"x"), FetchReason.PROTOCOL, "a part of another length than was asked for"),
        (_changing(), FetchReason.PROTOCOL, "another file each time"),
    ],
    ids=["too large", "another part", "no range", "a drip", "another file each time"],
)
def test_a_server_that_does_not_keep_to_it_is_left(
    answer: Callable[[Asked], Reply], reason: FetchReason, detail: str, tmp_path: Path
) -> None:
    found, ranges = take(tmp_path, answer)
    assert found is not None
    assert (found.reason, found.detail) == (reason, detail)
    assert len(ranges) <= 8
    assert not (tmp_path / "a.gz").exists()
