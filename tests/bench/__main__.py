"""``make bench``: what a run costs. Minutes; ratios are measured side by side in one call.

Every figure is of whole processes: wall seconds, CPU seconds of the process and its workers, and the
peak memory of the main process alone.
"""

import functools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import wordfreq

from tests.bench import load, pages
from tests.flows.conftest import Server

RUN = """
import json, resource, sys, time
from pathlib import Path
from flows.settings import Settings, quiet_prefect
how, source, warehouse, extract = sys.argv[1:]
settings = Settings(warehouse=Path(warehouse))
quiet_prefect(settings)
from flows.ingest import ingest, run_pipeline
from flows.batches import Window
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
begun = time.monotonic()
if how == "flow":
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        ingest([source], extract=extract == "yes", warehouse=settings.warehouse)
else:
    run_pipeline(settings, [source], Window(), None, None, extract == "yes", tasks=False)
wall = time.monotonic() - begun
peak = next(int(l.split()[1]) for l in open("/proc/self/status") if l.startswith("VmHWM")) / 1024
own, workers = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
cpu = own.ru_utime + own.ru_stime + workers.ru_utime + workers.ru_stime
print(json.dumps({"wall": wall, "cpu": cpu, "peak_mb": peak}))
"""
PAIRS = 5


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = folder / "prefect"
        home.mkdir()
        server = Server(home)
        try:
            _measure_prefect(folder, server)
            _measure_growth(folder, server)
        finally:
            server.stop()
    load.main()
    pages.main()


def _measure_prefect(folder: Path, server: Server) -> None:
    """The flow against the same stages called as functions, without analysis, on made-up pages."""
    pages = _write_pages(folder / "pages", 2000)
    shares = []
    for pair in range(PAIRS):
        flow = _run("flow", pages, folder / f"f{pair}", "no", server)
        plain = _run("plain", pages, folder / f"p{pair}", "no", server)
        shares.append((flow["wall"] / plain["wall"] - 1, flow["cpu"] / plain["cpu"] - 1))
        print(f"pair {pair + 1}: flow {flow['wall']:.1f} s, plain {plain['wall']:.1f} s", flush=True)
    wall, cpu = (100 * statistics.median(s) for s in zip(*shares, strict=True))
    print(f"Prefect's share over 2,000 pages, median of {PAIRS} pairs: wall {wall:+.1f} %, CPU {cpu:+.1f} %")


def _measure_growth(folder: Path, server: Server) -> None:
    small = _run("flow", _write_lines(folder / "small.jsonl", 2000), folder / "small", "yes", server)
    lines = _write_lines(folder / "large.jsonl", 20_000)
    first = _run("flow", lines, folder / "large", "yes", server)
    second = _run("flow", lines, folder / "large", "yes", server)
    print(f"peak memory of the main process: {small['peak_mb']:.0f} MB over 2,000 articles,", end=" ")
    print(f"{first['peak_mb']:.0f} MB over 20,000 ({100 * (first['peak_mb'] / small['peak_mb'] - 1):+.1f} %)")
    print(f"20,000 articles: first run {first['wall']:.1f} s, second {second['wall']:.1f} s,", end=" ")
    print(f"{first['wall'] / second['wall']:.1f} times faster")


def _run(how: str, source: Path, folder: Path, extract: str, server: Server) -> dict[str, float]:
    command = [sys.executable, "-c", RUN, how, str(source), str(folder / "w.duckdb"), extract]
    # The rules alone: what is measured is everything around the model.
    environment = {**os.environ, **server.environment, "DATELINE_MODEL": "rules"}
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, timeout=1800)
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


@functools.cache
def _vocabulary() -> list[str]:
    return [word for word in wordfreq.top_n_list("en", 8000) if word.isalpha()]


def _story(number: int) -> str:
    """Eight paragraphs with a sum, a day and somebody's words: no two stories share more than their manner."""
    chance = random.Random(number)

    def words(count: int) -> str:
        return " ".join(chance.choices(_vocabulary(), k=count))

    def name() -> str:
        return words(2).title()

    return "\n\n".join(
        f"The {words(1)} of {words(1).title()} cost {number + part} million euros, engineer {name()} said on Friday. "
        f"“{words(10).capitalize()},” she told the {words(1)}. {words(25).capitalize()}."
        for part in range(8)
    )


def _write_lines(path: Path, count: int) -> Path:
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            record = {"url": f"https://bench.example/{number}", "title": f"Bridge {number}", "text": _story(number)}
            file.write(json.dumps(record | {"date": "2025-03-19T10:00:00Z"}) + "\n")
    return path


def _write_pages(folder: Path, count: int) -> Path:
    folder.mkdir()
    menu = "".join(f'<li class="item"><a href="/{n}">Section {n}</a></li>' for n in range(150))
    for number in range(count):
        paragraphs = "".join(f"<p>{p}</p>" for p in _story(number).split("\n\n"))
        (folder / f"{number:05}.html").write_text(
            f"<html><head><title>Bridge {number}</title><meta property='article:published_time' "
            f"content='2025-03-19T10:00:00Z'></head><body><nav><ul>{menu}</ul></nav>"
            f"<article><h1>Bridge {number}</h1>{paragraphs}</article><footer>{menu}</footer></body></html>",
            encoding="utf-8",
        )
    return folder


if __name__ == "__main__":
    begun = time.monotonic()
    main()
    print(f"measured in {time.monotonic() - begun:.0f} s")
