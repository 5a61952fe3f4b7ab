"""Secrets go to the host they were given for, and nowhere else."""

import asyncio
import logging

import pytest

from tasks.fetch.fetcher import reject
from tasks.records import Fetched, FetchLine, FetchRequest, HostState, RobotsFile, Unfetched
from tests.fetch.visit import fetcher_on
from tests.site.clock import run
from tests.site.hostile import SPEAKERS, redirect_to
from tests.site.server import Host, Reply, World


def test_no_secret_is_in_a_log_or_in_any_record_that_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    lines: list[FetchLine] = []

    async def main() -> tuple[list[Unfetched], list[HostState], list[RobotsFile]]:
        answers = {"/robots.txt": Reply(b"", 404), "/gone": Reply(b"", 404), "/loop": redirect_to("/loop?token=canary")}
        world = World([Host("a.example", {**answers, **{f"/{name}": speak for name, speak in SPEAKERS.items()}})])
        async with world, fetcher_on(world, note=lines.append) as fetcher:
            urls = [world.url("a.example", path) for path in ("/gone", "/loop", "/bad_gzip", "/not_http")]
            urls += ["http://b.example/", "http://127.0.0.1/", "ftp://a.example/", "news"]
            urls += ["http://user:canary@a.example/"]
            requests = [FetchRequest(url + "?api_key=canary", authorization="Bearer canary") for url in urls]
            got = await asyncio.gather(*(fetcher.fetch(request) for request in requests))
            failed = [answer for answer in got if isinstance(answer, Unfetched)]
            assert len(failed) == len(urls)
            return failed, fetcher.changed_hosts(), fetcher.changed_robots()

    with caplog.at_level(logging.DEBUG):
        failed, hosts, robots = run(main())
    kept: list[object] = [*lines, *hosts, *robots, *(answer.detail for answer in failed)]
    kept += map(reject, failed)
    assert len(kept) > 25
    assert "canary" not in repr(kept)
    assert "canary" not in caplog.text


def test_proxies_and_passwords_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    async def main() -> tuple[Fetched | Unfetched, dict[str, str]]:
        world = World([Host("a.example", {"/robots.txt": Reply(b"", 404), "/x": Reply(b"ok")})])
        async with world, fetcher_on(world) as fetcher:
            return await fetcher.fetch(FetchRequest(world.url("a.example", "/x"))), world.log[-1].headers

    got, headers = run(main())
    assert isinstance(got, Fetched)
    assert sorted(headers) == ["accept", "accept-encoding", "host", "user-agent"]


def test_an_opened_private_network_is_said_aloud(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        async with fetcher_on(World([])):
            pass

    run(main())
    assert "private networks may be fetched from: 127.77.0.0/16" in caplog.text
