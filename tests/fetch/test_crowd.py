from collections import Counter
from dataclasses import replace

from tasks.fetch.policy import FetchPolicy, Politeness
from tests.fetch.visit import POLICY, fetcher_on
from tests.site.clock import run
from tests.site.crowd import Crowd


def visit(policy: FetchPolicy) -> tuple[list[str], Counter[str]]:
    """The complaints of twenty hosts, and what their visitor got from them."""

    async def main() -> tuple[list[str], Counter[str]]:
        crowd = Crowd()
        async with crowd.world, fetcher_on(crowd.world, policy) as fetcher:
            got = await crowd.visit(fetcher, 25)
        assert crowd.busy
        return crowd.complaints(), Counter(type(answer).__name__ for answer in got)

    return run(main())


def test_twenty_hosts_have_nothing_to_complain_about() -> None:
    complaints, got = visit(POLICY)
    assert (complaints, got.total()) == ([], 500)
    assert got["Fetched"] > 200  # what is allowed, but for a host's bad moments


def test_they_would_complain_about_a_hasty_visitor() -> None:
    hasty = replace(POLICY, politeness=Politeness(min_delay=0.0, latency_factor=0.0))
    assert len(visit(hasty)[0]) > 100
