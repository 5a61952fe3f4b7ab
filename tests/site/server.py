"""Virtual hosts on loopback addresses of their own, and a log of what they were asked."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Network, ip_address
from types import TracebackType
from typing import Self

NETWORK = IPv4Network("127.77.0.0/16")
"""Where the hosts are; the rest of loopback stays forbidden ground for who may come here."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it arrived; ``at`` in the loop's seconds."""

    host: str
    path: str
    headers: dict[str, str]
    at: float


@dataclass(frozen=True, slots=True)
class Reply:
    """A well-behaved answer, after ``delay`` seconds."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0


Speak = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]
"""Writes whatever it likes to the visitor; the connection is closed when it returns."""

Answer = Reply | Speak | Callable[[Asked], Reply]

MISSING = Reply(b"no such page", 404)


@dataclass(slots=True)
class Host:
    """Answers by path; ``*`` stands for any other path."""

    name: str
    answers: dict[str, Answer] = field(default_factory=dict)

    def answer(self, asked: Asked) -> Reply | Speak:
        path = asked.path.partition("?")[0]
        found = self.answers.get(path) or self.answers.get("*") or MISSING
        if isinstance(found, Reply) or asyncio.iscoroutinefunction(found):
            return found  # type: ignore[return-value]  # a coroutine function speaks for itself
        return found(asked)  # type: ignore[call-arg,return-value]


class World:
    """Hosts that listen for as long as the ``async with`` lasts."""

    def __init__(self, hosts: Iterable[Host]) -> None:
        self.hosts = {host.name: host for host in hosts}
        self.log: list[Asked] = []
        self.connections = 0
        self.in_flight: dict[str, int] = {}
        self.most_in_flight: dict[str, int] = {}
        self.addresses = {name: str(NETWORK[number + 1]) for number, name in enumerate(self.hosts)}
        self.port = 0
        self._servers: list[asyncio.Server] = []
        self._visits: set[asyncio.Task[None]] = set()

    def url(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.port}{path}"

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        """The addresses of this world's hosts and of no other."""
        try:
            return [str(ip_address(host))]
        except ValueError:
            pass
        if host not in self.addresses:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [self.addresses[host]]

    def paths(self, host: str) -> list[str]:
        return [asked.path for asked in self.log if asked.host == host]

    async def __aenter__(self) -> Self:
        for address in self.addresses.values():
            listener = socket.socket()
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((address, self.port))
            self.port = listener.getsockname()[1]
            self._servers.append(await asyncio.start_server(self._serve, sock=listener, backlog=512))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.close()
        for visit in self._visits:
            visit.cancel()
        await asyncio.gather(*self._visits, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visit = asyncio.current_task()
        assert visit is not None
        self._visits.add(visit)
        self.connections += 1
        visit.add_done_callback(self._visits.discard)
        try:
            while (asked := await self._hear(reader)) is not None:
                self.log.append(asked)
                self.in_flight[asked.host] = now = self.in_flight.get(asked.host, 0) + 1
                self.most_in_flight[asked.host] = max(now, self.most_in_flight.get(asked.host, 0))
                try:
                    found = self.hosts[asked.host].answer(asked) if asked.host in self.hosts else MISSING
                    if not isinstance(found, Reply):
                        await found(asked, writer)
                        return
                    await asyncio.sleep(found.delay)
                finally:
                    self.in_flight[asked.host] -= 1
                writer.write(_to_bytes(found))
                await writer.drain()
        except (ConnectionError, asyncio.LimitOverrunError):
            pass  # visitors leave as they like
        except asyncio.CancelledError:
            pass  # the world ends; asyncio's streams would log it as an error
        finally:
            writer.close()

    async def _hear(self, reader: asyncio.StreamReader) -> Asked | None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        first, *lines = head.decode("latin-1").strip().split("\r\n")
        pairs = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        host = headers.get("host", "").partition(":")[0]
        return Asked(host, first.split(" ")[1], headers, asyncio.get_running_loop().time())


def _to_bytes(reply: Reply) -> bytes:
    head = [f"HTTP/1.1 {reply.status} Because"]
    head += [f"{name}: {value}" for name, value in reply.headers.items()]
    body = b"" if reply.status == 304 else reply.body
    if reply.status != 304:
        head.append(f"content-length: {len(body)}")
    return ("\r\n".join(head) + "\r\n\r\n").encode("latin-1") + body
