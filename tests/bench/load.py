"""What storing a batch costs, with a small and with a large warehouse behind it.

Batches of 500 articles of about 4 kB, each with 60 mentions, 25 sentences, 5 quotes and 5 dates,
are staged outside the timing. Rates are of CPU time of the whole process, all threads, over 20
batches and the checkpoint that puts them into the file; a second rate leaves out what resolving the
batch among all that is stored takes of it.
"""

import argparse
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tasks.records import stable_id
from tasks.staging import STAGED, write_records
from tasks.warehouse import load as loading
from tasks.warehouse.load import load_batch
from tasks.warehouse.lookup import known_inputs
from tasks.warehouse.store import open_warehouse

BATCH = 500
WINDOW = 20
"""Batches measured at a time: 10,000 articles."""

_NOW = datetime(2026, 3, 1, tzinfo=UTC)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _vocabulary() -> list[str]:
    chance = random.Random(1)
    return ["".join(chance.choices(_LETTERS, k=chance.randint(2, 10))) for _ in range(20_000)]


_WORDS = _vocabulary()


def stage(folder: Path, number: int, articles: int = BATCH, extractor: str = "extractor 1") -> list[str]:
    """Write batch ``number`` into ``folder``; returns its input ids. Equal numbers give equal batches."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in _FILLED}
    for index in range(articles):
        _add_article(rows, number * articles + index, extractor)
    for name, values in rows.items():
        write_records(folder, name, [STAGED[name](*row) for row in values])
    return [str(row[1]) for row in rows["articles"]]


_FILLED = ("articles", "extracted", "blocks", "sentences", "mentions", "quotes", "dates")


def _add_article(rows: dict[str, list[tuple[object, ...]]], number: int, extractor: str) -> None:
    chance = random.Random(number)
    article_id = stable_id("a1", number)
    title = " ".join(chance.choices(_WORDS, k=8))
    sentences = [" ".join(chance.choices(_WORDS, k=23)) + "." for _ in range(25)]
    text = title + "\n\n" + " ".join(sentences)
    start = len(title) + 2
    spans = []
    for sentence in sentences:
        spans.append((start, start + len(sentence)))
        start += len(sentence) + 1
    day = datetime(2026, 1, 1 + number % 28, number % 24)  # noqa: DTZ001 (a wall clock)
    url = f"https://example.org/{number}"
    source = f"outlet{number % 40}"
    input_id = stable_id("i1", number)
    rows["articles"].append(
        (article_id, input_id, url, url, url, source, "NLD", title, ["A Writer"], None, day, None, "minute",
         "1 January", "meta", "en", None, text, text[len(title) + 2 :], 575, stable_id("c1", number),
         stable_id("t1", number), stable_id("r1", number), "parser 1")
    )  # fmt: skip
    rows["extracted"].append((article_id, extractor))
    rows["blocks"].append((article_id, 1, "title", False, 0, len(title), title))
    rows["blocks"].append((article_id, 2, "paragraph", True, spans[0][0], len(text), text[spans[0][0] :]))
    for sent_no, (first, last) in enumerate(spans, 1):
        rows["sentences"].append((article_id, sent_no, 2, first, last, text[first:last]))
    for index in range(60):
        sent_no = 1 + index % 25
        first = spans[sent_no - 1][0] + index // 25
        name = f"Person {chance.randrange(50_000)}"
        rows["mentions"].append(
            (article_id, first, first + 12, text[first : first + 12], sent_no, "name", "PERSON",
             stable_id("e1", name), name)
        )  # fmt: skip
    for sent_no in range(1, 6):
        first, last = spans[sent_no]
        rows["quotes"].append(
            (stable_id("q1", article_id, first), article_id, sent_no, "direct", first, last, text[first:last],
             "said", "he", f"Person {chance.randrange(5_000)}", None, None, day.date(), day.date())
        )  # fmt: skip
        rows["dates"].append(
            (article_id, first, first + 6, text[first : first + 6], sent_no, day.date(), day.date(), "day",
             None, "weekday")
        )  # fmt: skip


def _batches(root: Path, numbers: range, extractor: str) -> Iterator[tuple[Path, list[str]]]:
    for number in numbers:
        folder = root / str(number)
        yield folder, stage(folder, number, extractor=extractor)
        shutil.rmtree(folder)


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class _Resolution:
    """Stands in for ``resolve_batch`` in the load and keeps its CPU seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._resolve = loading.resolve_batch

    def __call__(self, *arguments: Any) -> Any:
        before = time.process_time()
        found = self._resolve(*arguments)
        self.seconds += time.process_time() - before
        return found


_RESOLUTION = _Resolution()
loading.resolve_batch = _RESOLUTION  # type: ignore[assignment]


def _measure(path: Path, root: Path, numbers: range, label: str, extractor: str = "extractor 1") -> float:
    """Load the batches; prints and returns articles per CPU second, the closing checkpoint counted."""
    load, ask, longest = 0.0, 0.0, 0.0
    _RESOLUTION.seconds = 0.0
    # Staged before the warehouse is opened and while it stands idle: neither is timed.
    with open_warehouse(path, purpose="bench") as connection:
        for folder, input_ids in _batches(root, numbers, extractor):
            before = time.process_time()
            known_inputs(connection, input_ids, "parser 1", "extractor 1")
            between = time.process_time()
            load_batch(connection, folder, "bench", _NOW)
            after = time.process_time()
            ask += between - before
            load += after - between
            longest = max(longest, after - between)
        before = time.process_time()
        connection.execute("checkpoint")
        checkpoint = time.process_time() - before
    count = len(numbers) * BATCH
    rate = count / (load + checkpoint)
    alone = count / (load + checkpoint - _RESOLUTION.seconds)
    print(
        f"{label}: {rate:,.0f} articles/CPU-s, {alone:,.0f} without resolution "
        f"(load {load:.2f} s, longest batch {longest:.2f} s, "
        f"checkpoint {checkpoint:.2f} s; look-up {1000 * ask / len(numbers):.1f} ms a batch), "
        f"file {path.stat().st_size / 1e6:,.0f} MB, peak {_peak_mb():,.0f} MB",
        flush=True,
    )
    return rate


def main() -> None:
    """Print rates around 10,000 and around ``--articles`` stored, new and repeated; file size; peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where to write (about 2 GB for 100,000)")
    arguments = parser.parse_args()
    last = arguments.articles // BATCH
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        root = Path(name)
        path = root / "warehouse.duckdb"
        _measure(path, root, range(10), "first 5,000")
        small = _measure(path, root, range(10, 10 + WINDOW), "around 10,000")
        for first in range(10 + WINDOW, last - WINDOW // 2, WINDOW):
            numbers = range(first, min(first + WINDOW, last - WINDOW // 2))
            _measure(path, root, numbers, f"to {numbers.stop * BATCH:,}")
        around = range(last - WINDOW // 2, last + WINDOW // 2)
        large = _measure(path, root, around, f"around {arguments.articles:,}")
        again = range(last - WINDOW // 2, last - WINDOW // 2 + 4)
        _measure(path, root, again, "2,000 of them again, unchanged")
        _measure(path, root, again, "2,000 of them analysed anew", "extractor 2")
        print(f"large to small: {large / small:.2f}")


if __name__ == "__main__":
    main()
