"""The named queries, and placing a batch, on a warehouse that has grown.

``python -m tests.bench.queries`` stores 5,000 synthetic articles as any load does, repeats their rows under
other ids and later days until there are ``--articles``, and prints the seconds of each named query on two
threads. ``--resolve`` prints instead what a batch of 500 costs around 10,000 and around ``--articles``.
"""

import argparse
import shutil
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from tasks.warehouse.catalog import read_sql
from tasks.warehouse.load import load_batch
from tasks.warehouse.store import open_warehouse
from tests.bench.newsroom import ARTICLES_A_DAY, stage

BATCH = 500
REAL = 5_000
"""Articles loaded one batch at a time; the others have their rows, ids and days changed."""

_IDS = frozenset(
    ("article_id", "other_article_id", "copy_of", "original", "event_id", "telling_id", "act_id", "quote_id",
     "wording_group", "story_id", "input_id", "text_hash", "other_hash", "content_hash", "raw_sha256", "url",
     "canonical_url", "location")
)  # fmt: skip
_KEYS = frozenset(("article_key", "text_key", "part", "word_pair"))
_NAMES = frozenset(("entity_merges", "acronyms", "aliases"))
"""Tables of names, which are the same whenever an article is written."""
_APART = frozenset(("runs", "batches", "warehouse", "checks", "migrations", "rejects", "tombstones", *_NAMES))


def build(path: Path, folder: Path) -> None:
    """Store the first articles as a run would."""
    with open_warehouse(path, purpose="bench") as connection:
        for number in range(REAL // BATCH):
            batch = stage(folder / str(number), range(number * BATCH, (number + 1) * BATCH))
            load_batch(connection, batch, "bench", datetime.now(UTC))
            shutil.rmtree(batch)


def grow(path: Path, articles: int) -> None:
    """Repeat what is stored, each time on later days, until there are ``articles``."""
    with open_warehouse(path, purpose="bench") as connection:
        connection.execute("set memory_limit = '4GB'")
        columns: dict[str, list[tuple[str, str]]] = {}
        for table, column, kind in connection.execute(
            "select table_name, column_name, data_type from duckdb_columns() where schema_name = 'store'"
            " and database_name = 'warehouse' order by table_name, column_index"
        ).fetchall():
            if table not in _APART:
                columns.setdefault(table, []).append((column, kind))
        for table in columns:
            connection.execute(f"create temp table first_{table} as select * from store.{table}")  # noqa: S608
        for times in range(1, articles // REAL):
            days = times * REAL // ARTICLES_A_DAY
            for table, fields in columns.items():
                changed = ", ".join(_changed(table, column, kind, times, days) for column, kind in fields)
                connection.execute(f"insert into store.{table} select {changed} from first_{table}")  # noqa: S608


def _changed(table: str, column: str, kind: str, times: int, days: int) -> str:
    if column in _IDS and not (table in ("entities", "people", "entity_readings") and column != "article_id"):
        return f"{column} || '-{times}'"
    if table == "event_merges" and column == "local_id":
        return f"local_id || '-{times}'"
    if column in _KEYS:
        return f"hash({column}, {times})"
    if kind == "DATE":
        return f'"{column}" + {days}'
    if kind.startswith("TIMESTAMP"):
        return f'"{column}" + interval {days} day'
    return f'"{column}"'


def time_queries(path: Path) -> None:
    """Seconds of each named query on two threads, the better of two: by the clock, and of CPU on both threads."""
    found = []
    with duckdb.connect(str(path), read_only=True, config={"threads": 2, "memory_limit": "2GB"}) as connection:
        for query in read_sql("queries"):
            clock, cpu = min(_timed(connection, query.text) for _ in range(2))
            found.append((clock, cpu, query.name))
            print(f"{clock:6.2f} s {cpu:6.2f} CPU s  {query.name}", flush=True)
    print(f"slowest: {max(found)[2]} {max(found)[0]:.2f} s, {max(cpu for _, cpu, _ in found):.2f} CPU s at most")


def _timed(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[float, float]:
    clock, cpu = time.perf_counter(), time.process_time()
    connection.execute(query).fetchall()
    return time.perf_counter() - clock, time.process_time() - cpu


def time_batches(path: Path, folder: Path, articles: int, batches: int = 2) -> float:
    """CPU seconds of loading a batch of 500 that continues the warehouse; the mean of ``batches``."""
    spent = 0.0
    with open_warehouse(path, purpose="bench") as connection:
        for number in range(batches):
            first = articles + number * BATCH
            batch = stage(folder / f"more-{number}", range(first, first + BATCH))
            start = time.process_time()
            load_batch(connection, batch, "bench", datetime.now(UTC))
            spent += time.process_time() - start
            shutil.rmtree(batch)
    print(f"a batch of {BATCH} at {articles:,} articles: {spent / batches:.2f} CPU s", flush=True)
    return spent / batches


def main() -> None:
    """Build, grow and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--resolve", action="store_true", help="time batches, not queries")
    parser.add_argument("--folder", type=Path, help="where to write (about 2 GB for 100,000)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        path = Path(name) / "w.duckdb"
        build(path, Path(name))
        if options.resolve:
            small = Path(name) / "small.duckdb"
            shutil.copyfile(path, small)
            grow(small, 10_000)
            few = time_batches(small, Path(name), 10_000)
            grow(path, options.articles)
            print(f"ratio {time_batches(path, Path(name), options.articles) / few:.2f}")
        else:
            grow(path, options.articles)
            time_queries(path)


if __name__ == "__main__":
    main()
