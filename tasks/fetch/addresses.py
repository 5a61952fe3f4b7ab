"""Which addresses may be connected to, decided on the address that the connection then goes to.

Guarantees: a name is looked up once; if any of its addresses is not public, none is connected
to; the connection goes to an address that was looked at (so a name that changes its answer
gains nothing), and TLS still checks the name. Networks that the operator allows by name are
the only way around it. With a proxy the check would be the proxy's: none is ever used.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import httpcore

from tasks.fetch.errors import FetchError
from tasks.records import FetchReason

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Looks a host and port up: its addresses as text. Raises ``OSError`` for a name without any."""

MAX_ADDRESSES = 4
"""Addresses of one name that are tried before it counts as out of reach."""

_RESOLVER_THREADS = 64
"""Look-ups at once: a name server that does not answer must not hold up other names."""

_NOT_PUBLIC: list[Network] = [
    # IANA's special-purpose registry of IPv4, whether or not it calls them globally reachable
    *map(IPv4Network, ("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12")),
    *map(IPv4Network, ("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24")),
    *map(IPv4Network, ("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24")),
    IPv4Network("224.0.0.0/3"),
    # a cloud's own service behind a public number: it answers with keys
    IPv4Network("168.63.129.16/32"),
    # the parts of 2000::/3 that are no host's: protocol assignments with Teredo, documentation, 6to4
    *map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")),
]
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_EMBEDDING = tuple(
    (IPv6Network(network), shift)
    for network, shift in (
        ("::/96", 0),  # compatible
        ("::ffff:0:0/96", 0),  # mapped
        ("::ffff:0:0:0/96", 0),  # translated
        ("64:ff9b::/96", 0),  # NAT64
        ("64:ff9b:1::/48", 0),  # NAT64 of a site
        ("2002::/16", 80),  # 6to4
        ("2001::/32", 64),  # Teredo's server
    )
)


def parse_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Networks as an operator writes them; raises ``ValueError`` for what is none."""
    return tuple(ip_network(text) for text in texts)


def is_allowed(address: Address, allow_private: Sequence[Network] = ()) -> bool:
    """Whether ``address``, and every IPv4 address wrapped in it, is public or expressly allowed."""
    return all(_is_public(each) or _is_in(each, allow_private) for each in _unwrap(address))


def _unwrap(address: Address) -> Iterator[Address]:
    if isinstance(address, IPv4Address):
        yield address
        return
    if (mapped := address.ipv4_mapped) is not None:
        yield mapped  # the connection goes to this very address
        return
    yield address
    for network, shift in _EMBEDDING:
        if address in network:
            yield IPv4Address(int(address) >> shift & 0xFFFFFFFF)
    if int(address) >> 32 & 0xFDFFFFFF == 0x5EFE:  # ISATAP
        yield IPv4Address(int(address) & 0xFFFFFFFF)


def _is_public(address: Address) -> bool:
    if address.version == 6 and address not in _GLOBAL_UNICAST:
        return False
    return address.is_global and not _is_in(address, _NOT_PUBLIC)


def _is_in(address: Address, networks: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


class SystemResolver:
    """Looks names up as the machine does, in threads of its own."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_RESOLVER_THREADS, "resolve")

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, _look_up, host, port)
        return list(dict.fromkeys(str(place[4][0]) for place in found))

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _look_up(host: str, port: int) -> list[tuple[int, int, int, str, tuple[str | int, ...]]]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)  # type: ignore[return-value]  # AF_INET(6) alone


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """A network that leads to allowed addresses and ports only."""

    def __init__(
        self,
        resolve: Resolve,
        ports: frozenset[int],
        allow_private: Sequence[Network] = (),
        network: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._resolve = resolve
        self._ports = ports
        self._allow_private = allow_private
        self._network = network or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's interface)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        if port not in self._ports:
            raise FetchError(FetchReason.BAD_PORT, f"port {port} is not connected to")
        addresses = await self._vet(host, port)
        for address in addresses[:-1]:
            try:
                return await self._network.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._network.connect_tcp(str(addresses[-1]), port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _vet(self, host: str, port: int) -> list[Address]:
        """The addresses of ``host``, at least one, every one of them allowed."""
        try:
            addresses = [ip_address(text) for text in await self._resolve(host, port)]
        except (OSError, UnicodeError) as error:
            raise FetchError(FetchReason.DNS, f"{host} has no address: {error}") from error
        except ValueError as error:
            raise FetchError(FetchReason.FORBIDDEN_ADDRESS, f"{host} has an unreadable address") from error
        if not addresses:
            raise FetchError(FetchReason.DNS, f"{host} has no address")
        for address in addresses:
            if not is_allowed(address, self._allow_private):
                raise FetchError(FetchReason.FORBIDDEN_ADDRESS, f"{host} leads to {address}, which is not public")
        return [_unmapped(address) for address in addresses[:MAX_ADDRESSES]]


def _unmapped(address: Address) -> Address:
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
