import subprocess
import sys

VISIT = """
import resource, signal
from tasks.records import FetchRequest
from tests.fetch.visit import fetcher_on
from tests.site.clock import run
from tests.site.server import Host, Reply, World


async def main():
    world = World([Host("a.example", {"/robots.txt": Reply(b"", 404), "/large": Reply(bytes(1_000_000))})])
    async with world, fetcher_on(world) as fetcher:
        try:
            await fetcher.fetch(FetchRequest(world.url("a.example", "/large")))
        except OSError as error:
            print(error.strerror, fetcher.changed_hosts()[0].failures)


signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
run(main())
"""


def test_a_full_disk_is_an_error_and_no_fault_of_the_host() -> None:
    done = subprocess.run([sys.executable, "-c", VISIT], capture_output=True, timeout=60, check=True)
    assert done.stdout.decode().strip() == "File too large 0"
