"""A world in a thread of its own, in real time, for processes that know nothing of it.

Its hosts are named by their addresses, so that nobody needs to resolve them.
"""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.site.server import NETWORK, Host, World

ADDRESS = str(NETWORK[1])
"""What the one host of a live site must be called."""


@contextmanager
def live_site(host: Host) -> Iterator[World]:
    """``host`` on ``ADDRESS``, for as long as the ``with`` lasts."""
    world = World([host])
    started, loop = threading.Event(), asyncio.new_event_loop()
    ended = asyncio.Event()

    async def main() -> None:
        async with world:
            started.set()
            await ended.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=[main()], daemon=True)
    thread.start()
    assert started.wait(20)
    try:
        yield world
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(20)
        loop.close()


def environment(world: World) -> dict[str, str]:
    """The variables under which ``dateline`` may fetch from ``world``."""
    return {
        "DATELINE_CONTACT": "mailto:newsroom@dateline.example",
        "DATELINE_ALLOW_PRIVATE": json.dumps([str(NETWORK)]),
        "DATELINE_PORTS": json.dumps([world.port]),
    }
