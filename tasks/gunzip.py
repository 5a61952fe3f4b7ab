"""Gzip undone piece by piece, within bounds.

Guarantees: no piece is larger than ``PIECE_BYTES`` and no more than the cap comes out, so that
a bomb costs what the cap costs. Whoever reads from the network or from an archive's file uses it.
"""

import zlib
from collections.abc import Iterator

PIECE_BYTES = 1 << 16
_MAGIC = b"\x1f\x8b"


class GunzipError(ValueError):
    """The bytes are no gzip, or broken, or end too early."""


class TooLargeError(ValueError):
    """More comes out than may."""


class Gunzip:
    """A decoder of gzip members one after another, up to ``cap`` bytes in all.

    Above ``ratio_from`` bytes, ``ratio`` times what went in is the cap as well.
    """

    def __init__(self, cap: int, ratio: int, ratio_from: int) -> None:
        self._cap, self._ratio, self._ratio_from = cap, ratio, ratio_from
        self._taken = self._given = 0
        self._decoder = zlib.decompressobj(wbits=31)
        self._begun = self._is_over = False
        self._held = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What ``data`` decodes to; raises ``GunzipError`` or ``TooLargeError``."""
        data, self._held = self._held + data, b""
        is_more = bool(data) and not self._is_over
        while is_more:
            if self._decoder.eof:
                if data == _MAGIC[:1]:
                    self._held = data
                    return
                if not data.startswith(_MAGIC):  # padding and the like behind the last member is left, as gzip does
                    self._is_over = True
                    return
                self._decoder = zlib.decompressobj(wbits=31)
            try:
                piece = self._decoder.decompress(data, PIECE_BYTES)
            except zlib.error as error:
                raise GunzipError(f"broken gzip: {error}") from error
            self._begun = True
            rest = self._decoder.unused_data if self._decoder.eof else self._decoder.unconsumed_tail
            self._taken += len(data) - len(rest)
            data = rest
            self._given += len(piece)
            self._check()
            if piece:
                yield piece
            # a full piece may leave more behind than its input tells
            is_more = bool(data) or (len(piece) == PIECE_BYTES and not self._decoder.eof)

    def finish(self) -> None:
        """Raise ``GunzipError`` if the bytes ended inside a member."""
        if self._begun and not self._decoder.eof:
            raise GunzipError("gzip that ends too early")

    def _check(self) -> None:
        if self._given > self._cap:
            raise TooLargeError(f"more than {self._cap} bytes when decoded")
        if self._given > self._ratio_from and self._given > self._ratio * self._taken:
            raise TooLargeError(f"more than {self._ratio} bytes decoded from each that was received")
