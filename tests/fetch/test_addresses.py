"""No connection is made to where none may be made, however the address is spelled or wrapped."""

import asyncio
import random
import socket
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

import httpcore
import pytest

from tasks.fetch.addresses import GuardedBackend, SystemResolver, is_allowed, parse_networks
from tasks.fetch.errors import FetchError
from tasks.fetch.fetcher import Fetcher
from tasks.fetch.policy import FetchPolicy
from tasks.records import FetchReason, FetchRequest, Unfetched
from tests.site.clock import run

POLICY = FetchPolicy("https://dateline.example/about", "1.0")

SPELLINGS = (Path(__file__).parent / "spellings.txt").read_text(encoding="utf-8").split()


class Recorder(httpcore.AsyncNetworkBackend):
    """A network that connects to nothing and remembers where it was asked to."""

    def __init__(self) -> None:
        self.connects: list[tuple[str, int]] = []

    async def connect_tcp(self, host: str, port: int, *rest: object, **more: object) -> httpcore.AsyncNetworkStream:
        self.connects.append((host, port))
        raise httpcore.ConnectError("no network here")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


def guard(
    answers: Sequence[str] | None = None, ports: frozenset[int] = POLICY.ports, allowed: str = ""
) -> tuple[GuardedBackend, Recorder]:
    """A guard on a network that records; names lead to ``answers``, or where the machine says."""
    recorder = Recorder()

    async def resolve(host: str, port: int) -> Sequence[str]:
        if answers is not None:
            return answers
        return list({str(place[4][0]) for place in socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)})

    return GuardedBackend(resolve, ports, parse_networks(allowed.split()), recorder), recorder


def connect(backend: GuardedBackend, host: str, port: int = 80) -> str:
    try:
        asyncio.run(backend.connect_tcp(host, port))
    except FetchError as error:
        return error.reason
    except httpcore.ConnectError:
        return "connected"
    raise AssertionError("the recorder connects to nothing")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_of_a_forbidden_address_is_connected_to(spelling: str) -> None:
    backend, recorder = guard()
    if not spelling.lower().startswith("localhost"):  # that is a name, not a number
        host = spelling.strip("[]")
        assert connect(backend, host) in ("forbidden-address", "dns")
    assert recorder.connects == []

    async def main() -> object:
        async with Fetcher(POLICY) as fetcher:
            return await fetcher.fetch(FetchRequest(f"http://{spelling}/"))

    got = asyncio.run(main())
    assert isinstance(got, Unfetched)
    assert got.reason in ("forbidden-address", "bad-url"), got.detail


def test_there_are_sixty_spellings_at_least() -> None:
    assert len(set(SPELLINGS)) >= 60


def wrappings(inner: IPv4Address, chance: random.Random) -> Iterator[str]:
    """``inner`` in the spellings that the system reads as IPv4, and in the IPv6 addresses that lead to it."""
    number = int(inner)
    parts = inner.packed
    yield str(inner)
    yield str(number)
    yield hex(number)
    yield ".".join(f"0{part:o}" for part in parts)
    yield f"{parts[0]}.{number & 0xFFFFFF}"
    yield f"0x{parts[0]:x}.{parts[1]}.{number & 0xFFFF}"
    for prefix, shift in (
        ("::ffff:0:0", 0),
        ("::", 0),
        ("::ffff:0:0:0", 0),
        ("64:ff9b::", 0),
        ("64:ff9b:1::", 0),
        ("2002::", 80),
        ("2001::", 64),
        (f"2a00:{chance.getrandbits(16):x}::5efe:0:0", 0),
    ):
        yield str(IPv6Address(int(IPv6Address(prefix)) | number << shift))


def forbidden_numbers(chance: random.Random) -> Iterator[IPv4Address]:
    low = ("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12")
    high = ("192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4")
    networks = parse_networks(low + high)
    while True:
        network = chance.choice(networks)
        yield IPv4Address(int(network.network_address) + chance.randrange(network.num_addresses))


def test_ten_thousand_generated_spellings_make_no_connection() -> None:
    chance = random.Random(6)
    backend, recorder = guard()

    async def main() -> list[str]:
        outcomes: list[str] = []
        for inner in forbidden_numbers(chance):
            for spelling in wrappings(inner, chance):
                with pytest.raises(FetchError) as caught:
                    await backend.connect_tcp(spelling, 80)
                outcomes.append(caught.value.reason)
            if len(outcomes) >= 10_000:
                return outcomes
        raise AssertionError("there is always another number")

    outcomes = asyncio.run(main())
    assert (len(outcomes) >= 10_000, set(outcomes), recorder.connects) == (True, {"forbidden-address"}, [])


def test_one_forbidden_answer_among_good_ones_forbids_the_name() -> None:
    backend, recorder = guard(["93.184.215.14", "2606:2800:21f::1", "10.0.0.1"])
    assert (connect(backend, "news.example"), recorder.connects) == ("forbidden-address", [])


def test_public_addresses_are_connected_to_as_they_were_looked_up() -> None:
    backend, recorder = guard(["93.184.215.14", "::ffff:93.184.215.15", "2606:2800:21f::1"])
    assert connect(backend, "news.example", 443) == "connected"
    assert recorder.connects == [("93.184.215.14", 443), ("93.184.215.15", 443), ("2606:2800:21f::1", 443)]


@pytest.mark.parametrize("port", [0, 22, 25, 6379, 8080, 65535])
def test_other_ports_are_not_connected_to(port: int) -> None:
    backend, recorder = guard(["93.184.215.14"])
    assert (connect(backend, "news.example", port), recorder.connects) == ("bad-port", [])


@pytest.mark.parametrize("answers", [[], ["nonsense"], ["fe80::1%eth0"]])
def test_a_name_without_a_usable_address_is_not_connected_to(answers: list[str]) -> None:
    backend, recorder = guard(answers)
    assert connect(backend, "news.example") in ("dns", "forbidden-address")
    assert recorder.connects == []


def test_only_networks_named_by_the_operator_are_open() -> None:
    backend, recorder = guard(["10.1.2.3"], allowed="10.1.0.0/16")
    assert (connect(backend, "intranet.example"), recorder.connects) == ("connected", [("10.1.2.3", 80)])
    allowed = parse_networks(["64:ff9b::/96"])
    assert is_allowed(ip_address("64:ff9b::808:808"), allowed)
    assert not is_allowed(ip_address("64:ff9b::7f00:1"), allowed)
    with pytest.raises(ValueError, match="everything"):
        parse_networks(["everything"])


def test_a_name_that_does_not_exist_is_a_reason() -> None:
    async def main() -> object:
        async def nobody(host: str, port: int) -> list[str]:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        async with Fetcher(POLICY, resolve=nobody) as fetcher:
            return await fetcher.fetch(FetchRequest("https://nowhere.example/", obey_robots=False))

    got = run(main())
    assert isinstance(got, Unfetched)
    assert got.reason == FetchReason.DNS


def test_the_systems_resolver_reads_numbers_as_connections_do() -> None:
    resolver = SystemResolver()
    assert asyncio.run(resolver("0x7f.1", 80)) == ["127.0.0.1"]
    resolver.close()
