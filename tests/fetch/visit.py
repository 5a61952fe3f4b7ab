"""A fetcher as the tests use it: on a world's addresses, in time that jumps."""

from dataclasses import replace
from typing import Any

from tasks.fetch.fetcher import Fetcher
from tasks.fetch.policy import FetchPolicy
from tests.site.clock import loop_clock
from tests.site.server import NETWORK, World

POLICY = FetchPolicy("https://dateline.example/about", "1.0", allow_private=(NETWORK,))


def fetcher_on(world: World, policy: FetchPolicy = POLICY, **given: Any) -> Fetcher:
    """A fetcher that finds ``world`` and nothing else."""
    policy = replace(policy, ports=policy.ports | {world.port})
    return Fetcher(policy, clock=loop_clock(), resolve=given.pop("resolve", world.resolve), **given)
