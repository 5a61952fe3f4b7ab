"""One request and its answer, within a deadline and bounds of size.

Guarantees: whatever the server sends or does not send, this ends by the deadline with an
``Answer`` or a ``FetchError``, and holds no more than ``_IN_MEMORY`` bytes of an answer that
is then turned away. httpx would decode brotli or a chain of encodings without bounds: gzip
alone is asked for, and undone here.
"""

import asyncio
import errno
import ssl
import tempfile
from dataclasses import dataclass

import httpcore
import httpx

from tasks.fetch.errors import FetchError
from tasks.gunzip import Gunzip, GunzipError, TooLargeError
from tasks.records import FetchReason

_IN_MEMORY = 1 << 17
"""Bytes of a body held in memory while it comes; what is longer waits in a temporary file."""

_DRAINED = 1 << 16
"""Bytes of an answer nobody needs that cost less to read than another connection does."""

_NO_ENCODING = frozenset({"", "identity", "none", "binary", "utf-8", "utf8"})
"""What servers write into Content-Encoding that encodes nothing."""

_OUR_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})
"""Errors of the temporary file."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``body`` decoded; empty for a status whose body nobody needs (redirects, errors, 304)."""

    status: int
    headers: httpx.Headers
    body: bytes
    received_bytes: int
    address: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """``seconds`` on the wire; ``decoded_bytes``, of which ``is_cut`` True takes the first and is content.

    ``is_part`` asks for the bytes of a file as they are stored, and takes a part of them (206).
    """

    seconds: float
    decoded_bytes: int
    ratio: int
    ratio_from: int
    is_cut: bool = False
    is_part: bool = False


async def exchange(
    transport: httpx.AsyncBaseTransport, url: httpx.URL, headers: dict[str, str], bounds: Bounds
) -> Answer:
    """GET ``url``; raises ``FetchError`` where no whole answer came, and ``OSError`` for a full disk."""
    always = {"accept-encoding": "identity" if bounds.is_part else "gzip", "accept": "*/*"}
    request = httpx.Request("GET", url, headers=always | headers)
    try:
        async with asyncio.timeout(bounds.seconds):
            response = await transport.handle_async_request(request)
            try:
                return await _read(response, bounds)
            finally:
                await response.aclose()
    except TimeoutError as error:
        raise FetchError(FetchReason.TIMEOUT, f"no whole answer within {bounds.seconds:.0f} s") from error
    except httpcore.ConnectError as error:
        is_tls = isinstance(error.__cause__, ssl.SSLError)
        raise FetchError(FetchReason.TLS if is_tls else FetchReason.CONNECT, _text(error)) from error
    except httpcore.TimeoutException as error:
        raise FetchError(FetchReason.TIMEOUT, "no connection in time") from error
    except httpcore.ProtocolError as error:
        raise FetchError(FetchReason.PROTOCOL, _text(error)) from error
    except (httpcore.NetworkError, httpcore.ConnectionNotAvailable, OSError) as error:
        if isinstance(error, OSError) and error.errno in _OUR_DISK:
            raise  # no host's fault
        raise FetchError(FetchReason.CONNECT, _text(error)) from error


async def _read(response: httpx.Response, bounds: Bounds) -> Answer:
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    address = str(peer[0]) if peer else ""
    if response.status_code != 200 and not (response.status_code == 206 and bounds.is_part):
        return Answer(response.status_code, response.headers, b"", await _drain(response), address)
    body, received = await _read_body(response, bounds)
    return Answer(response.status_code, response.headers, body, received, address)


async def _drain(response: httpx.Response) -> int:
    """Read a short body that nobody needs, so that the connection can be used again; returns its bytes."""
    promised = _promised_bytes(response)
    received = 0
    if response.status_code == 304 or (promised is not None and promised <= _DRAINED):
        async for chunk in response.aiter_raw():
            received += len(chunk)
    return received


async def _read_body(response: httpx.Response, bounds: Bounds) -> tuple[bytes, int]:
    cap = bounds.decoded_bytes
    gunzip = _decoder(response.headers.get("content-encoding", ""), bounds)
    promised = _promised_bytes(response)
    if gunzip is None and not bounds.is_cut and promised is not None and promised > cap:
        raise FetchError(FetchReason.TOO_LARGE, f"{promised} bytes; at most {cap} are read")
    received = kept = 0
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        try:
            async for chunk in response.aiter_raw():
                received += len(chunk)
                for piece in (chunk,) if gunzip is None else gunzip.feed(chunk):
                    kept += len(piece)
                    spool.write(piece)
                if kept > cap or received > cap:
                    if bounds.is_cut:
                        break
                    raise FetchError(FetchReason.TOO_LARGE, f"more than {cap} bytes")
            else:
                if gunzip is not None:
                    gunzip.finish()
        except GunzipError as error:
            raise FetchError(FetchReason.BAD_ENCODING, str(error)) from error
        except TooLargeError as error:
            if not bounds.is_cut:
                raise FetchError(FetchReason.TOO_LARGE, str(error)) from error
        spool.seek(0)
        return spool.read(cap), received


def _promised_bytes(response: httpx.Response) -> int | None:
    value = response.headers.get("content-length", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 20 else None


def _decoder(encoding: str, bounds: Bounds) -> Gunzip | None:
    named = [name for part in encoding.lower().split(",") if (name := part.strip()) not in _NO_ENCODING]
    if not named:
        return None
    if named not in (["gzip"], ["x-gzip"]):
        raise FetchError(FetchReason.BAD_ENCODING, f"content encoding {encoding[:40]!r}, which was not asked for")
    return Gunzip(bounds.decoded_bytes, bounds.ratio, bounds.ratio_from)


def _text(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
