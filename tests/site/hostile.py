"""Servers that mean harm, or might as well. Each speaks until its visitor leaves."""

import asyncio
import functools
import gzip
import zlib

from tests.site.server import Asked, Reply, Speak

_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n"


async def _say(writer: asyncio.StreamWriter, *parts: bytes) -> None:
    for part in parts:
        writer.write(part)
    await writer.drain()


@functools.cache
def bomb_bytes(megabytes: int = 64) -> bytes:
    """Gzip of so many megabytes of nothing: a thousandth of that."""
    packer = zlib.compressobj(9, wbits=31)
    megabyte = bytes(1 << 20)
    return b"".join(packer.compress(megabyte) for _ in range(megabytes)) + packer.flush()


async def gzip_bomb(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await _say(writer, _HEAD, b"content-encoding: gzip\r\nconnection: close\r\n\r\n", bomb_bytes())


async def gzip_twice(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await _say(writer, _HEAD, b"content-encoding: gzip, gzip\r\nconnection: close\r\n\r\n", gzip.compress(bomb_bytes()))


async def brotli(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Brotli though only gzip was asked for; these few bytes are a whole megabyte."""
    packed = b"\xfb\xff\x0f\x00\x24\xc0\xe2\x61\x62\x10\xc0\x0f"
    await _say(writer, _HEAD, b"content-encoding: br\r\ncontent-length: 12\r\n\r\n", packed)


async def endless_body(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await _say(writer, _HEAD, b"connection: close\r\n\r\n")
    while not writer.is_closing():
        await _say(writer, b"news without end " * 4000)


async def promised_petabyte(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await _say(writer, _HEAD, b"content-length: 1000000000000000\r\n\r\nonce")
    await asyncio.sleep(3600)


async def header_drip(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await _say(writer, _HEAD, b"x-slow: ")
    while not writer.is_closing():
        await _say(writer, b"z")
        await asyncio.sleep(0.5)


async def byte_drip(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await _say(writer, _HEAD, b"content-length: 100000\r\n\r\n")
    while not writer.is_closing():
        await _say(writer, b"z")
        await asyncio.sleep(0.5)


async def silence(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(3600)


async def large_header(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await _say(writer, _HEAD, b"x-large: ", b"z" * 300_000, b"\r\ncontent-length: 2\r\n\r\nok")


async def endless_headers(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await _say(writer, _HEAD)
    while not writer.is_closing():
        await _say(writer, b"x-more: and more\r\n" * 100)


async def endless_hints(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Interim answers (103) without end."""
    while not writer.is_closing():
        await _say(writer, b"HTTP/1.1 103 Early Hints\r\nlink: </a.css>\r\n\r\n")
        await asyncio.sleep(0.1)


async def short_length(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await _say(writer, _HEAD, b"content-length: 1000\r\n\r\n<p>this is not")


async def not_http(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await _say(writer, b"220 mail.example ESMTP\r\n\0\xff\xfe")


async def bad_gzip(asked: Asked, writer: asyncio.StreamWriter) -> None:
    packed = bytearray(gzip.compress(b"<p>news</p>" * 100, mtime=0))
    packed[len(packed) // 2] ^= 0xFF
    await _say(writer, _HEAD, b"content-encoding: gzip\r\nconnection: close\r\n\r\n", bytes(packed))


async def bad_chunks(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await _say(writer, _HEAD, b"transfer-encoding: chunked\r\n\r\nmany\r\nnews\r\n")
    await asyncio.sleep(3600)


async def hang_up(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def endless_robots(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await _say(writer, b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\nUser-agent: *\n")
    number = 0
    while not writer.is_closing():
        await _say(writer, b"".join(b"Disallow: /private/%d/*/x\n" % n for n in range(number, number + 1000)))
        number += 1000


def redirect_loop(asked: Asked) -> Reply:
    return Reply(status=302, headers={"location": asked.path + "x"})


def redirect_to(location: str) -> Reply:
    return Reply(status=302, headers={"location": location})


SPEAKERS: dict[str, Speak] = {
    speak.__name__: speak
    for speak in (
        gzip_bomb,
        gzip_twice,
        brotli,
        endless_body,
        promised_petabyte,
        header_drip,
        byte_drip,
        silence,
        large_header,
        endless_headers,
        endless_hints,
        short_length,
        not_http,
        bad_gzip,
        bad_chunks,
        hang_up,
    )
}
