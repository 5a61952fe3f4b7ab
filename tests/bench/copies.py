"""Copies: how many of a newsroom's rewrites are found, and what placing articles costs in a large warehouse.

``python -m tests.bench.copies rewrites FOLDER...``: recall over rewrites of the texts in each folder's
``docs.jsonl``, and pairs wrongly found, beside datasketch and rensa (a bench's own installs) in the same run.
``python -m tests.bench.copies million``: 1,000 new articles against a million stored texts, and bytes a text.
``python -m tests.bench.copies growth``: a batch of 500 at 10,000 and at 200,000 stored articles.
"""

import argparse
import hashlib
import itertools
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tasks.dedupe.compare import overlap
from tasks.dedupe.shingles import (
    SHINGLE_WORDS,
    SKETCH_BITS,
    SKETCH_RATE,
    Hashes,
    shingle_texts,
    split_words,
)
from tasks.dedupe.terms import INDEX_TERMS, KEPT_TERMS
from tasks.records import Article, stable_id
from tasks.staging import read_records, write_records
from tasks.warehouse import resolve as resolving
from tasks.warehouse.copies import resolve_copies
from tasks.warehouse.load import load_batch
from tasks.warehouse.passages import resolve_passages
from tasks.warehouse.signatures import sign_articles
from tasks.warehouse.store import Connection, open_warehouse
from tasks.warehouse.stories import resolve_stories
from tests.bench.load import stage
from tests.bench.syndication import REWRITES, read_texts, same_topic_pairs, unrelated_pairs

_NOW = datetime(2026, 3, 1, tzinfo=UTC)
_BATCH = 500
_SAME_RUN = 40
"""Words in a row that two texts of the negatives both have where one is a copy of the other in truth."""


def measure_rewrites(folders: Sequence[Path]) -> None:
    texts = read_texts(folders)
    chance = random.Random(7)
    others = [(number * 7 + 13) % len(texts) for number in range(len(texts))]
    rewritten = {
        name: [rewrite(text, texts[others[number]], chance) for number, text in enumerate(texts)]
        for name, rewrite in REWRITES.items()
    }
    pairs = {"unrelated": unrelated_pairs(texts, chance), "same topic": same_topic_pairs(texts)}
    runs = [_runs(text) for text in texts]
    print(f"{len(texts)} texts; true copies among the negatives, left out:", end=" ")
    for name, found in pairs.items():
        pairs[name] = [(a, b) for a, b in found if not runs[a] & runs[b]]
        print(f"{len(found) - len(pairs[name])} of {len(found):,} {name}", end="; ")
    print()
    for label, finder in (("dateline", _dateline), ("datasketch 0.7", _datasketch), ("rensa 0.7", _rensa)):
        begun = time.process_time()
        is_found = finder(texts, rewritten)
        seconds = time.process_time() - begun
        shares = []
        for name in REWRITES:
            wanted = [(name, n, n) for n in range(len(texts))]
            if name == "two merged":
                wanted += [(name, n, others[n]) for n in range(len(texts))]
            shares.append((name, sum(is_found(*pair) for pair in wanted) / len(wanted)))
        single = statistics.mean(share for name, share in shares if name != "all at once")
        print(f"{label}: recall {100 * single:.1f} % (" + ", ".join(f"{n} {100 * s:.1f}" for n, s in shares), end="); ")
        wrong = {name: [(a, b) for a, b in found if is_found("", a, b)] for name, found in pairs.items()}
        print(f"false pairs { ({name: len(found) for name, found in wrong.items()}) }; {seconds:.0f} CPU s", flush=True)
        for a, b in itertools.chain.from_iterable(wrong.values()):
            both = overlap(_shingles(texts[a]), _shingles(texts[b]))
            print(
                f"  {a} and {b} share {both.shared} of {both.words} and {both.other_shared} of {both.other_words} words"
            )


def _shingles(text: str) -> Hashes:
    return shingle_texts([text])[0]


def _runs(text: str) -> set[tuple[str, ...]]:
    words = split_words(text)
    return {tuple(words[at : at + _SAME_RUN]) for at in range(len(words) - _SAME_RUN + 1)}


Found = Callable[[str, int, int], bool]
"""(rewrite, number of its original, number of the text looked for); the rewrite "" is the original itself."""


def _dateline(texts: Sequence[str], rewritten: dict[str, list[str]]) -> Found:
    """Everything loaded, originals first and published first; found is what stands in the tables."""
    printed = {("", number): text for number, text in enumerate(texts)}
    printed |= {(name, number): text for name, found in rewritten.items() for number, text in enumerate(found)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_warehouse(folder / "w.duckdb") as connection:
            keys = list(printed)
            for first in range(0, len(keys), _BATCH):
                articles = [_article(*key, printed[key]) for key in keys[first : first + _BATCH]]
                write_records(folder, "articles", articles)
                load_batch(connection, folder, "bench", _NOW)
            copies = set(connection.execute("select article_id, copy_of from store.copies").fetchall())
            roots = dict(connection.execute("select article_id, original from store.originals").fetchall())
            pairs = set(
                connection.execute(
                    "select a.article_id, b.article_id from store.text_pairs as p"
                    " join store.signatures as a on a.text_hash = p.text_hash"
                    " join store.signatures as b on b.text_hash = p.other_hash"
                ).fetchall()
            )

    def is_found(name: str, number: int, other: int) -> bool:
        here, there = stable_id("a1", name, number), stable_id("a1", "", other)
        if not name:
            return (here, there) in pairs or (there, here) in pairs
        return (here, roots.get(there, there)) in copies

    return is_found


def _article(name: str, number: int, text: str) -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    day = datetime(2026, 1, 2 if name else 1)  # noqa: DTZ001 (a wall clock)
    words = " ".join(re.findall(r"\w+", text.casefold()))
    return Article(
        stable_id("a1", name, number), stable_id("i1", name, number), "bench", None, None, "bench", None, None, (),
        None, day, None, "day", None, None, "en", None, text, text, len(text.split()), digest, stable_id("t1", words),
        digest, "1",
    )  # fmt: skip


def _shingle_texts(text: str) -> list[str]:
    words = split_words(text)
    return [" ".join(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)]


def _datasketch(texts: Sequence[str], rewritten: dict[str, list[str]]) -> Found:
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 (only this bench has it)

    def minhash(text: str) -> object:
        made = MinHash(num_perm=128)
        made.update_batch([shingle.encode() for shingle in _shingle_texts(text)])
        return made

    index = MinHashLSH(threshold=0.7, num_perm=128)
    hashes = [minhash(text) for text in texts]
    for number, made in enumerate(hashes):
        index.insert(number, made)
    answers = {
        (name, n): set(index.query(minhash(t))) for name, found in rewritten.items() for n, t in enumerate(found)
    }
    answers |= {("", number): set(index.query(made)) for number, made in enumerate(hashes)}
    return lambda name, number, other: other in answers[name, number]


def _rensa(texts: Sequence[str], rewritten: dict[str, list[str]]) -> Found:
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415 (only this bench has it)

    def minhash(text: str) -> object:
        made = RMinHash(num_perm=128, seed=42)
        made.update(_shingle_texts(text))
        return made

    index = RMinHashLSH(threshold=0.7, num_perm=128, num_bands=16)
    hashes = [minhash(text) for text in texts]
    for number, made in enumerate(hashes):
        index.insert(number, made)

    def ask(made: object) -> set[int]:
        return {number for number in index.query(made) if hashes[number].jaccard(made) >= 0.7}  # type: ignore[attr-defined]

    answers = {(name, n): ask(minhash(t)) for name, found in rewritten.items() for n, t in enumerate(found)}
    answers |= {("", number): ask(made) for number, made in enumerate(hashes)}
    return lambda name, number, other: other in answers[name, number]


def measure_million(count: int) -> None:
    """1,000 articles of 575 words, every tenth a copy of another of them, in two batches."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "w.duckdb"
        with open_warehouse(path) as connection:
            connection.execute("checkpoint")
            before = size = path.stat().st_size
            for table, rows in _synthetic(0, count).items():
                connection.execute(f"insert into store.{table} {rows}")
                connection.execute("checkpoint")
                print(f"  {table}: {(path.stat().st_size - size) / count:.0f} bytes an article", flush=True)
                size = path.stat().st_size
            spent = [_resolve_seconds(connection, batch) for batch in _new_batches(folder, 2)]
        print(
            f"{count:,} stored, 1,000 new articles placed in {sum(wall for wall, _ in spent):.1f} s "
            f"({sum(cpu for _, cpu in spent):.1f} CPU s); {(size - before) / count:.0f} bytes an article stored"
        )


def _synthetic(first: int, last: int) -> dict[str, str]:
    """What stored articles of 575 words leave behind, two years of them, none like another: table -> rows."""
    key = "hash(n)"
    moment = "timestamptz '2026-01-01' + to_minutes(n % 1000000)"
    article_id = f"'a1-' || printf('%016x%08x', {key}, n)"
    text_hash = f"'t1-' || printf('%016x%08x', {key}, n)"
    numbers = f"from range({first}, {last}) as r(n)"
    sketch, terms = f"range({575 // SKETCH_RATE})", f"range({INDEX_TERMS})"
    return {
        "signatures": f"""
            select
                {article_id}, {key}, {text_hash}, {key}, 2, {moment}, 575,
                list_transform(range({KEPT_TERMS}), lambda t: (hash(n * 100 + t) % 20000)::uinteger),
                list_transform(range({KEPT_TERMS}), lambda t: (80 - t)::utinyint)
            {numbers}""",
        "sketches": f"""
            select {key}, unnest(list_transform({sketch}, lambda s: (hash(n * 1000 + s) % {2**SKETCH_BITS})::uinteger))
            {numbers}""",
        "story_terms": f"""
            select
                {key}, unnest(list_transform({terms}, lambda t: (hash(n * 100 + t) % 20000)::uinteger)),
                ({moment})::date
            {numbers}""",
        "story_parts": f"select {key}, {key}, 0 {numbers}",
        "story_articles": f"select 's1' || substr({article_id}, 3), {article_id} {numbers}",
    }


def _new_batches(folder: Path, count: int, first: int = 0) -> Iterator[Path]:
    for number in range(first, first + count):
        batch = folder / f"new-{number}"
        stage(batch, 10_000 + number)
        articles = list(read_records(batch, "articles", Article))
        copied = [
            replace(article, body=articles[n - 1].body, text_hash=stable_id("t1", number, n, "copy"))
            if n % 10 == 9
            else article
            for n, article in enumerate(articles)
        ]
        write_records(batch, "articles", copied)
        yield batch


def _resolve_seconds(connection: Connection, batch: Path) -> tuple[float, float]:
    """Wall and CPU seconds that one load spends on copies, stories and passages, without its other steps."""
    spent: list[tuple[float, float]] = []

    def timed(step: resolving.Step) -> resolving.Step:
        def run(*arguments: Any) -> None:
            wall, cpu = time.monotonic(), time.process_time()
            step(*arguments)
            spent.append((time.monotonic() - wall, time.process_time() - cpu))

        return run

    steps = resolving.STEPS
    measured = (sign_articles, resolve_copies, resolve_passages, resolve_stories)
    resolving.STEPS = tuple(timed(step) for step in measured)
    try:
        load_batch(connection, batch, "bench", _NOW)
    finally:
        resolving.STEPS = steps
    return sum(wall for wall, _ in spent), sum(cpu for _, cpu in spent)


def measure_growth(sizes: Sequence[int]) -> None:
    """CPU seconds that a batch of 500 spends on copies, passages and stories: medians of five."""
    with tempfile.TemporaryDirectory() as name, open_warehouse(Path(name) / "w.duckdb") as connection:
        folder = Path(name)
        costs = []
        stored = batches = 0
        for size in sizes:
            rows = _synthetic(stored, size)
            for table, query in rows.items():
                connection.execute(f"insert into store.{table} {query}")
            # Their texts are not read again, as none is like a new one; their ids and hashes are.
            connection.execute(
                f"""
                insert into store.articles by name
                select article_id, text_hash, 'x' as body from store.signatures
                where article_key in (select hash(n) from range({stored}, {size}) as r(n))
                """  # noqa: S608 (as above)
            )
            connection.execute("checkpoint")
            stored = size
            spent = []
            for batch in _new_batches(folder, 5, batches):
                spent.append(_resolve_seconds(connection, batch)[1])
            batches += 5
            costs.append(statistics.median(spent))
            print(f"{size:,} stored: a batch of {_BATCH} is placed in {costs[-1]:.2f} CPU s", flush=True)
        print(f"large to small: {costs[-1] / costs[0]:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("rewrites", "million", "growth"))
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--stored", type=int)
    options = parser.parse_args()
    match options.what:
        case "rewrites":
            measure_rewrites(options.folders)
        case "million":
            measure_million(options.stored or 1_000_000)
        case "growth":
            measure_growth((10_000, options.stored or 200_000))


if __name__ == "__main__":
    main()
