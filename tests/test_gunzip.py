import gzip

import pytest

from tasks.gunzip import PIECE_BYTES, Gunzip, GunzipError, TooLargeError

TEXT = b"".join(b"line %d of the news\n" % number for number in range(20_000))


def decode(data: bytes, cap: int = 10_000_000, ratio: int = 200, step: int = 1000) -> bytes:
    gunzip = Gunzip(cap, ratio, 100_000)
    pieces = [piece for start in range(0, len(data), step) for piece in gunzip.feed(data[start : start + step])]
    gunzip.finish()
    assert all(0 < len(piece) <= PIECE_BYTES for piece in pieces)
    return b"".join(pieces)


@pytest.mark.parametrize("step", [1, 7, 1000, 1_000_000])
def test_gzip_is_undone_in_any_pieces(step: int) -> None:
    assert decode(gzip.compress(TEXT[:50_000], mtime=0), step=step) == TEXT[:50_000]


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 131_072, 196_608 + 7, 900_000])
def test_the_last_full_piece_is_not_the_end(size: int) -> None:
    for step in (1, 1_000_000):
        assert decode(gzip.compress(bytes(size)), ratio=2000, step=step) == bytes(size)


def test_members_follow_one_another_and_what_follows_them_is_left() -> None:
    data = gzip.compress(TEXT, mtime=0) + gzip.compress(b"") + gzip.compress(b"end") + b"\0" * 50
    for step in (1, 2, 1000):
        assert decode(data, step=step) == TEXT + b"end"
    assert decode(gzip.compress(b"end", mtime=0) + b"??" + gzip.compress(b"more"), step=2) == b"end"
    assert decode(b"") == b""


@pytest.mark.parametrize(
    "data",
    [b"<html>", gzip.compress(TEXT, mtime=0)[:-9], gzip.compress(TEXT, mtime=0)[:20], b"\x1f\x8b\x09" + b"x" * 30],
)
def test_what_is_no_whole_gzip_is_an_error(data: bytes) -> None:
    with pytest.raises(GunzipError):
        decode(data)


def test_no_more_comes_out_than_may() -> None:
    with pytest.raises(TooLargeError, match="more than 100000 bytes when decoded"):
        decode(gzip.compress(TEXT, mtime=0), cap=100_000)
    with pytest.raises(TooLargeError, match="more than 200 bytes decoded from each that was received"):
        decode(gzip.compress(bytes(5_000_000)), step=1_000_000)
    assert len(decode(gzip.compress(bytes(5_000_000)), ratio=2000)) == 5_000_000
