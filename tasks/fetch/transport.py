"""Connections through the guard, as a transport of httpx.

Guarantees: HTTP/1.1 only; no redirect, cookie, proxy, retry or decoding happens by itself; a
connection that was left in mid answer is closed, not drained. A good one is kept for the next
request to its origin.
"""

import logging
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator

import httpcore
import httpx

KEEP_SECONDS = 35.0
"""How long an idle connection is kept: the longest usual distance between two requests to a host, and a bit."""

logging.getLogger("httpcore").setLevel(logging.INFO)  # it writes answers' headers, with their tokens, at DEBUG

_STALE = (httpcore.ReadError, httpcore.WriteError, httpcore.RemoteProtocolError, httpcore.ConnectionNotAvailable)


class GuardedTransport(httpx.AsyncBaseTransport):
    """Sends requests over connections of ``backend``; at most ``keep`` idle ones stay open."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend, keep: int, connect_timeout: float) -> None:
        self._backend = backend
        self._keep = keep
        self._timeouts = {"connect": connect_timeout}
        self._tls: ssl.SSLContext | None = None
        self._idle: OrderedDict[str, httpcore.AsyncHTTPConnection] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        sent = httpcore.Request(
            request.method, url, headers=request.headers.raw, extensions={"timeout": self._timeouts}
        )
        kept = await self._take_idle(url.origin)
        if kept is not None:
            try:
                return await self._send(kept, sent)
            except _STALE:  # closed by the server while it was idle
                pass
        return await self._send(self._connect(url.origin), sent)

    async def aclose(self) -> None:
        while self._idle:
            await self._idle.popitem()[1].aclose()

    async def release(self, origin: httpcore.Origin, connection: httpcore.AsyncHTTPConnection) -> None:
        """Keep ``connection`` if it can be used again, close it if not."""
        if not connection.is_idle():
            await connection.aclose()
            return
        self._idle[str(origin)] = connection
        if len(self._idle) > self._keep:
            await self._idle.popitem(last=False)[1].aclose()

    async def _take_idle(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection | None:
        connection = self._idle.pop(str(origin), None)
        if connection is None or not (connection.has_expired() or connection.is_closed()):
            return connection
        await connection.aclose()
        return None

    def _connect(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection:
        if self._tls is None and origin.scheme == b"https":
            self._tls = httpx.create_ssl_context(trust_env=False)  # 20 ms, which a run without https need not pay
        return httpcore.AsyncHTTPConnection(
            origin, ssl_context=self._tls, keepalive_expiry=KEEP_SECONDS, network_backend=self._backend
        )

    async def _send(self, connection: httpcore.AsyncHTTPConnection, sent: httpcore.Request) -> httpx.Response:
        try:
            answer = await connection.handle_async_request(sent)
        except BaseException:
            await connection.aclose()
            raise
        stream = _Stream(self, sent.url.origin, connection, answer)
        return httpx.Response(answer.status, headers=answer.headers, stream=stream, extensions=answer.extensions)


class _Stream(httpx.AsyncByteStream):
    """The body of an answer; closing it gives the connection back."""

    def __init__(
        self,
        transport: GuardedTransport,
        origin: httpcore.Origin,
        connection: httpcore.AsyncHTTPConnection,
        answer: httpcore.Response,
    ) -> None:
        self._transport, self._origin, self._connection, self._answer = transport, origin, connection, answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._answer.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self._answer.aclose()
        await self._transport.release(self._origin, self._connection)
