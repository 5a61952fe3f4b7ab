"""What resolution asks of an article and of a text, kept so that it need not be read again.

Guarantees: one row of ``store.signatures`` an article; one sketch a text that any article has, however many
articles print it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import duckdb
import pyarrow as pa

from tasks.dedupe.passages import may_repeat
from tasks.dedupe.shingles import shingle_texts, sketch
from tasks.dedupe.terms import weigh_terms
from tasks.dedupe.wires import read_wire
from tasks.warehouse.rows import add_rows, fill_table, has_rows

_SIGNATURE = [
    ("article_id", pa.string()),
    ("article_key", pa.uint64()),
    ("text_hash", pa.string()),
    ("text_key", pa.uint64()),
    ("wire", pa.uint8()),
    ("moment", pa.timestamp("us", tz="UTC")),
    ("word_count", pa.int64()),
    ("terms", pa.list_(pa.uint32())),
    ("weights", pa.list_(pa.uint8())),
]
_READ_AT_ONCE = 100
"""Bodies in memory at a time."""


def sign_articles(connection: duckdb.DuckDBPyConnection, _: datetime) -> None:
    """Bring the signatures in step with ``touched``.

    Leaves the temporary tables ``unsigned``, the signatures that were taken away; ``signed``, those that have
    been written; ``sketched``, the sketches of their texts, but for those that a stored article has too; and
    ``repetitive``, the articles in which some words stand twice.
    """
    connection.execute(
        """
        create or replace temp table unsigned as
        select s.* from store.signatures as s
        semi join (select article_id from touched where how <> 'new') as t on s.article_id = t.article_id
        """
    )
    if has_rows(connection, "unsigned"):
        connection.execute("delete from store.signatures where article_id in (select article_id from unsigned)")
        connection.execute("delete from store.story_terms where article_key in (select article_key from unsigned)")
    connection.execute("create or replace temp table signed as select * from store.signatures limit 0")
    sketches: dict[int, list[int]] = {}
    repetitive: list[tuple[str]] = []
    for rows in _read_batch(connection):
        bodies = shingle_texts([row["body"] for row in rows])
        headlines = shingle_texts([row["headline"] for row in rows])
        repetitive += [
            (row["article_id"],) for row, *said in zip(rows, headlines, bodies, strict=True) if may_repeat(*said)
        ]
        sketches |= {
            article_key(row["text_hash"]): sketch(body).tolist() for row, body in zip(rows, bodies, strict=True)
        }
        add_rows(connection, "signed", [_sign(row) for row in rows], _SIGNATURE)
    fill_table(connection, "repetitive", repetitive, _SIGNATURE[:1])
    _sketch_texts(connection, sketches)
    connection.execute("insert into store.signatures select * from signed")


@lru_cache(maxsize=4096)
def article_key(identifier: str) -> int:
    """64 bits of an id of this project (``stable_id``), which joins and compresses better than its text."""
    return int(identifier.partition("-")[2][:16], 16)


def _read_batch(connection: duckdb.DuckDBPyConnection) -> Iterator[list[dict[str, Any]]]:
    """The batch's articles with their bylines and names, some at a time. After a removal there are none."""
    if not has_rows(connection, "(select 1 from touched where how <> 'gone')"):
        return
    reader = connection.execute(
        """
        with named as (
            select article_id, list_sort(list_distinct(list(coalesce(entity, text)))) as names
            from batch_mentions
            where kind in ('name', 'adjective')
            group by article_id
        ),

        credited as (
            select
                article_id,
                list(text order by block_no) filter (where kind <> 'title') as credits,
                string_agg(text, ' ' order by block_no) filter (where kind = 'title') as headline
            from batch_blocks
            where kind in ('byline', 'credit', 'title')
            group by article_id
        )

        select
            a.article_id, a.text_hash, a.url, a.source, a.authors, a.title, a.body, a.language, a.word_count,
            coalesce(a.published_at, a.published_local::timestamptz) as moment,
            n.names, c.credits, coalesce(c.headline, '') as headline
        from batch_articles as a
        left join named as n using (article_id)
        left join credited as c using (article_id)
        """
    ).to_arrow_reader(_READ_AT_ONCE)
    # Whole before the next statement of this connection: it would end the reader.
    batches = list(reader)
    for batch in batches:
        for start in range(0, batch.num_rows, _READ_AT_ONCE):
            yield batch.slice(start, _READ_AT_ONCE).to_pylist()


def _sign(row: dict[str, Any]) -> tuple[object, ...]:
    credits = (row["authors"] or []) + (row["credits"] or [])
    terms = weigh_terms(row["title"] or "", row["body"], row["names"] or [], row["language"])
    return (
        row["article_id"],
        article_key(row["article_id"]),
        row["text_hash"],
        article_key(row["text_hash"]),
        int(read_wire(row["source"], row["url"], credits, row["body"])),
        row["moment"],
        row["word_count"],
        terms.terms,
        terms.weights,
    )


def _sketch_texts(connection: duckdb.DuckDBPyConnection, sketches: Mapping[int, Sequence[int]]) -> None:
    new = connection.execute(
        """
        select distinct s.text_key from signed as s
        anti join store.signatures as known on known.text_key = s.text_key
        order by 1
        """
    ).fetchall()
    connection.execute("create or replace temp table sketched as select * from store.sketches limit 0")
    if new:
        rows = [(key, value) for (key,) in new for value in sketches[key]]
        add_rows(connection, "sketched", rows, [("text_key", pa.uint64()), ("hash", pa.uint32())])
        # A changed article may have the text that it had: analysed anew, its sentences are compared anew.
        connection.execute(
            "insert into store.sketches select * from sketched where text_key not in (select text_key from unsigned)"
        )


def drop_lost_texts(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget the sketches and pairs of texts that no article has any longer."""
    if not has_rows(connection, "unsigned"):
        return
    connection.execute(
        """
        create or replace temp table lost_texts as
        select distinct u.text_hash, u.text_key from unsigned as u
        anti join store.signatures as s on s.text_key = u.text_key
        """
    )
    connection.execute("delete from store.sketches where text_key in (select text_key from lost_texts)")
    connection.execute(
        """
        delete from store.text_pairs
        where text_hash in (select text_hash from lost_texts) or other_hash in (select text_hash from lost_texts)
        """
    )
