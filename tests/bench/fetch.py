"""``make bench-fetch``: what fetching costs, and what it costs to be treated badly. Minutes.

Servers run in processes of their own, on another core where there is one. Memory is the peak of
a fresh process for each kind of server, over what the same process needed for one good answer.
"""

import asyncio
import gzip
import json
import logging
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx

from tasks.fetch.fetcher import Fetcher
from tasks.fetch.policy import Limits, Politeness
from tasks.fetch.raw_store import RawStore
from tasks.records import Fetched, FetchKind, FetchRequest, RobotsFile
from tests.fetch.visit import POLICY, fetcher_on
from tests.site import hostile
from tests.site.clock import START, run
from tests.site.crowd import Crowd
from tests.site.server import Answer, Asked, Host, Reply, World

DEADLINE = 2.0
AT_ONCE = 50
NO_RULES = Reply(b"", 404)
HASTY = Politeness(min_delay=0.0, latency_factor=0.0)
PAIRS = 5
PAGES = 500
FEEDS = 500


def hostile_answers() -> dict[str, dict[str, Answer]]:
    """Every kind of hostile server: what speaks badly, leads astray, or hides behind its robots.txt."""
    kinds: dict[str, dict[str, Answer]] = {
        name: {"/robots.txt": NO_RULES, "*": speak} for name, speak in hostile.SPEAKERS.items()
    }
    kinds["redirect_loop"] = {"/robots.txt": NO_RULES, "*": hostile.redirect_loop}
    kinds["redirect_private"] = {"/robots.txt": NO_RULES, "*": hostile.redirect_to("http://127.0.0.1/")}
    kinds["endless_robots"] = {"/robots.txt": hostile.endless_robots, "*": Reply(b"ok")}
    kinds["slow_robots"] = {"/robots.txt": hostile.byte_drip, "*": Reply(b"ok")}
    kinds["silent_robots"] = {"/robots.txt": hostile.silence, "*": Reply(b"ok")}
    return kinds


def serve(hosts: Callable[[], list[Host]], core: int) -> tuple[multiprocessing.Process, dict[str, str], int]:
    """A process that serves ``hosts`` until it is killed; its addresses by name, and its port."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(hosts, core, theirs), daemon=True)
    process.start()
    addresses, port = ours.recv()
    return process, addresses, port


def _serve(hosts: Callable[[], list[Host]], core: int, told: "multiprocessing.connection.Connection") -> None:  # type: ignore[name-defined]
    _pin(core)

    async def main() -> None:
        async with World(hosts()) as world:
            told.send((world.addresses, world.port))
            await asyncio.sleep(3600)

    asyncio.run(main())


def _pin(core: int) -> None:
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[core % len(cores)]})


def open_fetcher(
    addresses: dict[str, str], port: int, politeness: Politeness, seconds: float = 30.0, **given: object
) -> Fetcher:
    """A fetcher that finds ``addresses``, tries once, and gives each fetch so many seconds."""

    async def resolve(host: str, port: int) -> list[str]:
        return [addresses.get(host, host)]

    limits = Limits(deadline=seconds, robots_deadline=seconds, tries=1)
    policy = replace(POLICY, ports=POLICY.ports | {port}, politeness=politeness, limits=limits)
    return Fetcher(policy, resolve=resolve, **given)  # type: ignore[arg-type]


# --- hostile servers -------------------------------------------------------------------------


def _hostile_hosts() -> list[Host]:
    hosts = [Host("good.example", {"*": Reply(b"<p>news</p>")})]
    for kind, answers in hostile_answers().items():
        hosts += [Host(f"{kind.replace('_', '-')}{number}.example", answers) for number in range(AT_ONCE)]
    return hosts


def visit_hostile(kind: str, count: int, addresses: dict[str, str], port: int) -> None:
    """In a process of its own: visit ``count`` hosts of ``kind`` at once and print what it took."""

    async def main() -> dict[str, object]:
        async with open_fetcher(addresses, port, HASTY, DEADLINE) as fetcher:
            await fetcher.fetch(FetchRequest(f"http://good.example:{port}/"))
            base = _peak_megabytes()

            async def one(number: int) -> tuple[float, str]:
                begun = time.monotonic()
                url = f"http://{kind.replace('_', '-')}{number}.example:{port}/news"
                got = await fetcher.fetch(FetchRequest(url))
                return time.monotonic() - begun, str(getattr(got, "reason", "fetched"))

            done = await asyncio.gather(*(one(number) for number in range(count)))
        over = max(seconds for seconds, _ in done) - DEADLINE
        return {"over": over, "memory": _peak_megabytes() - base, "outcomes": sorted({reason for _, reason in done})}

    print(json.dumps(asyncio.run(main())))


def _peak_megabytes() -> float:
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def measure_hostile() -> None:
    process, addresses, port = serve(_hostile_hosts, 1)
    worst = {"memory": 0.0, "over": -DEADLINE}
    try:
        for kind in hostile_answers():
            for count in (1, AT_ONCE):
                given = json.dumps([kind, count, addresses, port])
                command = [sys.executable, "-m", "tests.bench.fetch", "visit"]
                done = subprocess.run(command, input=given.encode(), stdout=subprocess.PIPE, timeout=300, check=True)
                found = json.loads(done.stdout)
                worst = {name: max(worst[name], found[name]) for name in worst}
                print(
                    f"{kind:18} x{count:<3} memory over base {found['memory']:5.1f} MB, "
                    f"over the deadline {max(found['over'], 0):.2f} s: {', '.join(found['outcomes'])}",
                    flush=True,
                )
    finally:
        process.kill()
    print(f"worst of {len(hostile_answers())} kinds: {worst['memory']:.1f} MB, {max(worst['over'], 0):.2f} s")


# --- throughput ------------------------------------------------------------------------------


def _page() -> bytes:
    paragraphs = "".join(f"<p>Paragraph {n} of {n * 7919 % 1000} about bridge {n * 31 % 97}.</p>" for n in range(700))
    return gzip.compress(f"<html><body>{paragraphs}</body></html>".encode(), 6)


def _fast_hosts() -> list[Host]:
    page = Reply(_page(), headers={"content-encoding": "gzip", "content-type": "text/html"})
    return [Host(f"f{number}.example", {"/robots.txt": NO_RULES, "*": page}) for number in range(100)]


async def _fetch_with_httpx(pages: list[tuple[str, str]], in_flight: int) -> int:
    """The bare loop: one client, bodies read and decoded. ``pages`` are addresses with their hosts' names."""
    limits = httpx.Limits(max_connections=in_flight, max_keepalive_connections=in_flight)
    size, accepted = 0, {"accept-encoding": "gzip"}
    async with httpx.AsyncClient(limits=limits, trust_env=False, headers=accepted, timeout=60) as client:
        gate = asyncio.Semaphore(in_flight)

        async def one(url: str, host: str) -> None:
            nonlocal size
            async with gate:
                try:
                    answer = await client.get(url, headers={"host": host})
                except httpx.ReadError:  # its pool may close a connection that was just chosen
                    answer = await client.get(url, headers={"host": host})
                size += len(answer.content)

        await asyncio.gather(*(one(url, host) for url, host in pages))
    return size


async def _fetch_with_ours(requests: list[FetchRequest], addresses: dict[str, str], port: int, raw: Path) -> int:
    size = 0
    with RawStore(raw, POLICY.user_agent) as store:
        async with open_fetcher(addresses, port, HASTY) as fetcher:

            async def one(request: FetchRequest) -> None:
                nonlocal size
                got = await fetcher.fetch(request)
                assert isinstance(got, Fetched)
                store.append(got)
                size += len(got.body)

            await asyncio.gather(*(one(request) for request in requests))
    return size


def measure_throughput() -> None:
    process, addresses, port = serve(_fast_hosts, 1)
    _pin(0)
    names = [f"f{number % 100}.example" for number in range(PAGES)]
    # ordered by host, so that a narrow pool can use its connections again
    direct = sorted((f"http://{addresses[name]}:{port}/{number}", name) for number, name in enumerate(names))
    requests = [FetchRequest(f"http://{name}:{port}/{number}") for number, name in enumerate(names)]
    shares = []
    try:
        for pair in range(PAIRS):
            with tempfile.TemporaryDirectory() as folder:
                # a pool of httpx grows slow with its connections; the narrower is the measure
                wide, bare = (_timed(lambda n=n: _fetch_with_httpx(direct, n)) for n in (100, 8))
                ours = _timed(lambda folder=folder: _fetch_with_ours(requests, addresses, port, Path(folder)))
            assert bare[2] == wide[2] == ours[2] == PAGES * len(gzip.decompress(_page()))
            shares.append((bare[0] / ours[0], bare[1] / ours[1]))
            print(
                f"pair {pair + 1}: httpx {PAGES / bare[0]:.0f}/s ({1000 * bare[1] / PAGES:.2f} ms CPU each; with 100 "
                f"in flight {PAGES / wide[0]:.0f}/s, {1000 * wide[1] / PAGES:.2f} ms), "
                f"fetch and raw store {PAGES / ours[0]:.0f}/s ({1000 * ours[1] / PAGES:.2f} ms)",
                flush=True,
            )
    finally:
        process.kill()
    wall, cpu = (statistics.median(part) for part in zip(*shares, strict=True))
    print(f"throughput over a bare httpx loop, median of {PAIRS} pairs: {wall:.2f} (by CPU {cpu:.2f})")


def _timed(main: Callable[[], object]) -> tuple[float, float, object]:
    """Wall and CPU seconds of ``main``, and what it returned."""
    begun, cpu = time.monotonic(), time.process_time()
    result: object = asyncio.run(main())  # type: ignore[arg-type]
    return time.monotonic() - begun, time.process_time() - cpu, result


# --- polling ---------------------------------------------------------------------------------


def _feed_hosts() -> list[Host]:
    def answer(asked: Asked) -> Reply:
        known = asked.headers.get("if-none-match") == '"1"'
        return Reply(b"" if known else b"<rss/>", 304 if known else 200, {"etag": '"1"'})

    return [Host(f"p{number}.example", {"*": answer}) for number in range(FEEDS)]


def measure_polling() -> None:
    process, addresses, port = serve(_feed_hosts, 1)
    lines: list[object] = []
    try:

        async def main() -> None:
            begin, end = (START.replace(year=year) for year in (2001, 2099))
            rules = [RobotsFile(f"http://{name}:{port}", b"", 200, begin, end) for name in addresses]
            async with open_fetcher(addresses, port, Politeness(), robots=rules, note=lines.append) as fetcher:
                requests = [
                    FetchRequest(f"http://{name}:{port}/feed", kind=FetchKind.FEED, etag='"1"') for name in addresses
                ]
                got = await asyncio.gather(*(fetcher.fetch(request) for request in requests))
                assert all(isinstance(answer, Fetched) and answer.is_unchanged for answer in got)

        _, cpu, _ = _timed(main)
    finally:
        process.kill()
    print(
        f"{FEEDS} feeds with nothing new: {len(lines) / FEEDS:.2f} requests and {1000 * cpu / FEEDS:.2f} ms CPU a feed"
    )


# --- politeness ------------------------------------------------------------------------------


def measure_politeness(per_host: int = 1000) -> None:
    async def main() -> None:
        crowd = Crowd()
        async with crowd.world, fetcher_on(crowd.world) as fetcher:
            got = await crowd.visit(fetcher, per_host)
        found = crowd.complaints()
        hours = asyncio.get_running_loop().time() / 3600
        print(
            f"politeness: {len(got)} addresses of {len(crowd.manners)} hosts, {len(crowd.world.log)} requests over "
            f"{hours:.1f} h of their time: {len(found)} disallowed or too early {found[:3]}"
        )

    run(main())


def main() -> None:
    parts = {
        "hostile": measure_hostile,
        "throughput": measure_throughput,
        "polling": measure_polling,
        "politeness": measure_politeness,
    }
    logging.getLogger("tasks.fetch").setLevel(logging.ERROR)  # that loopback is open is the point here
    match sys.argv[1:]:
        case ["visit"]:
            visit_hostile(*json.load(sys.stdin))
        case chosen:
            for name in chosen or parts:
                parts[name]()


if __name__ == "__main__":
    main()
