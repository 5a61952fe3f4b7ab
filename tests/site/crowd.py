"""Hosts with rules and paces of their own, and what they hold against a visitor afterwards."""

import asyncio
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass

from tasks.fetch.fetcher import Fetcher
from tasks.records import Fetched, FetchRequest, Unfetched
from tests.site.server import Asked, Host, Reply, World

CRAWL_DELAYS = (0.0, 0.0, 2.0, 5.0)
PACES = (0.0, 0.05, 0.3, 1.0, 2.5)
BUSY_SHARE = 0.01
BUSY_SECONDS = 30.0
"""How long a host wants to be left alone after a 503; one in a hundred answers is one."""


@dataclass(frozen=True, slots=True)
class Manners:
    """What a host expects: seconds between requests, given that it answers after ``pace`` seconds."""

    crawl_delay: float
    pace: float

    @property
    def apart(self) -> float:
        """From one request's arrival to the next, at least."""
        return self.pace + max(1.0, self.crawl_delay, min(5 * self.pace, 30.0))


class Crowd:
    """``count`` hosts, each ruled by its number."""

    def __init__(self, count: int = 20) -> None:
        self.manners: dict[str, Manners] = {}
        self.busy: list[tuple[str, float]] = []
        for number in range(count):
            crawl_delay, pace = CRAWL_DELAYS[number % len(CRAWL_DELAYS)], PACES[number % len(PACES)]
            self.manners[f"h{number}.example"] = Manners(crawl_delay, pace)
        self.world = World(Host(name, {"*": self._answers(name)}) for name in self.manners)

    async def visit(self, fetcher: Fetcher, per_host: int) -> list[Fetched | Unfetched]:
        """Ask every host for so many addresses, half of them disallowed, all at once."""
        chance = random.Random(20)
        paths = ("/news/{}", "/news/{}?page=2", "/private/{}", "/{}.pdf", "/search?q={}", "/a/{}.pdf/x")
        requests = [
            FetchRequest(self.world.url(host, chance.choice(paths).format(number)))
            for number in range(per_host)
            for host in self.manners
        ]
        return list(await asyncio.gather(*(fetcher.fetch(request) for request in requests)))

    def complaints(self) -> list[str]:
        """Every request that was disallowed, too early, or beside another of its host."""
        log, most = self.world.log, self.world.most_in_flight
        found = [f"disallowed: {asked.host}{asked.path}" for asked in log if _is_disallowed(asked.path)]
        found += [f"{number} at once: {host}" for host, number in most.items() if number > 1]
        for host, kept in self.manners.items():
            moments = [asked.at for asked in log if asked.host == host]
            for number, (before, after) in enumerate(itertools.pairwise(moments)):
                apart = kept.apart if number else kept.pace + 1.0  # its rules are known after the first answer
                if (host, before) in self.busy:
                    apart = kept.pace + BUSY_SECONDS
                if after - before < apart - 1e-6:
                    found.append(f"too early: {host}, {after - before:.3f} s after the last")
        return found

    def _answers(self, host: str) -> Callable[[Asked], Reply]:
        kept, chance = self.manners[host], random.Random(host)
        rules = "User-agent: *\nDisallow: /private/\nDisallow: /*.pdf$\nDisallow: /search?\n"
        rules += f"Crawl-delay: {kept.crawl_delay}\n" if kept.crawl_delay else ""

        def answer(asked: Asked) -> Reply:
            if asked.path == "/robots.txt":
                return Reply(rules.encode(), delay=kept.pace)
            if chance.random() < BUSY_SHARE:
                self.busy.append((host, asked.at))
                return Reply(b"", 503, {"retry-after": f"{BUSY_SECONDS:.0f}"}, delay=kept.pace)
            return Reply(b"<p>news</p>", delay=kept.pace)

        return answer


def _is_disallowed(path: str) -> bool:
    return path.startswith(("/private/", "/search?")) or path.endswith(".pdf")
