"""Hostile servers cost no memory and no files, in a process that has little of either."""

import json
import subprocess
import sys

import pytest

VISITS = """
import asyncio, gc, json, os, resource, sys
from pathlib import Path

from tasks.records import FetchRequest
from tests.fetch.visit import fetcher_on
from tests.site.clock import run
from tests.site.hostile import SPEAKERS, bomb_bytes, endless_robots
from tests.site.server import Host, Reply, World

AT_ONCE = 10
NO_RULES = Reply(b"", 404)


def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


async def main():
    kinds = {name: {"/robots.txt": NO_RULES, "*": speak} for name, speak in SPEAKERS.items()}
    kinds["rules"] = {"/robots.txt": endless_robots, "*": Reply(b"ok")}
    hosts = [Host(f"{kind}{number}.example", answers) for kind, answers in kinds.items() for number in range(AT_ONCE)]
    bomb_bytes()
    files = len(os.listdir("/proc/self/fd"))
    async with World([Host("good.example", {"*": Reply(b"ok")}), *hosts]) as world:
        async with fetcher_on(world) as fetcher:
            await fetcher.fetch(FetchRequest(world.url("good.example")))
            base = peak()
            got = await asyncio.gather(*(fetcher.fetch(FetchRequest(world.url(host.name, "/news"))) for host in hosts))
            assert sum(hasattr(answer, "reason") for answer in got) == len(SPEAKERS) * AT_ONCE
    await asyncio.sleep(1)
    return {"megabytes": peak() - base, "files": len(os.listdir("/proc/self/fd")) - files}


resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))
print(json.dumps(run(main())))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_ten_of_each_hostile_kind_at_once_cost_little_memory_and_leave_no_file_open() -> None:
    done = subprocess.run([sys.executable, "-c", VISITS], capture_output=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    found = json.loads(done.stdout)
    assert found["megabytes"] < 64
    assert found["files"] == 0
