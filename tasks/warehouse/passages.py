"""Passages: sentences that texts share, or that an article says twice.

Texts that are copies of one another are left to ``copies``: what they share is all of it. Passages between
texts are found by the sketches, so that one of some forty words is nearly always found, a single sentence of
twenty in two cases of three.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from tasks.dedupe.passages import Spoken, repeated_sentences, shared_sentences, speak
from tasks.warehouse.rows import add_rows, fill_table, has_rows

MAX_OTHERS = 20
"""Texts that a new one is searched for passages of, those with most in common first."""


def resolve_passages(connection: duckdb.DuckDBPyConnection, _: datetime) -> None:
    """Find what the batch's sentences repeat; forget what those of changed and removed articles did."""
    if has_rows(connection, "unsigned"):
        connection.execute("delete from store.passages where article_id in (select article_id from unsigned)")
        keys = "(select text_key from lost_texts union all select text_key from sketched)"
        connection.execute(f"delete from store.text_passages where text_key in {keys} or other_key in {keys}")  # noqa: S608
    if not has_rows(connection, "batch_sentences"):
        return
    query = """
        select article_id, sent_no, text from batch_sentences
        where article_id in (select article_id from repetitive)
        order by 1, 2
        """
    own = _group(connection.execute(query).fetchall())
    repeated = [
        (article_id, found.sent_no, article_id, found.other_sent_no, found.similarity)
        for article_id, sentences in own.items()
        for found in repeated_sentences(sentences)
    ]
    add_rows(connection, "store.passages", repeated, _PASSAGE)
    _share_between_texts(connection)


def _share_between_texts(connection: duckdb.DuckDBPyConnection) -> None:
    pairs = connection.execute(
        """
        select distinct least(h.text_key, h.other_key), greatest(h.text_key, h.other_key)
        from (
            select * from hits
            qualify row_number() over (partition by text_key order by hits desc, other_key) <= $others
        ) as h
        anti join (
            select a.text_key, b.text_key as other_key from store.text_pairs as p
            inner join store.signatures as a on a.text_hash = p.text_hash
            inner join store.signatures as b on b.text_hash = p.other_hash
        ) as c on least(h.text_key, h.other_key) = least(c.text_key, c.other_key)
            and greatest(h.text_key, h.other_key) = greatest(c.text_key, c.other_key)
        order by all
        """,
        {"others": MAX_OTHERS},
    ).fetchall()
    if not pairs:
        return
    fill_table(connection, "speaking", [(key,) for key in sorted({key for pair in pairs for key in pair})], _KEY)
    spoken = _group(_read_sentences(connection))
    rows = [
        (key, found.sent_no, other_key, found.other_sent_no, found.similarity)
        for key, other_key in pairs
        if key in spoken and other_key in spoken
        for found in shared_sentences(spoken[key], spoken[other_key])
    ]
    add_rows(connection, "store.text_passages", rows, _TEXT_PASSAGE)


def _read_sentences(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """``text_key``, number and words of the sentences of each text of ``speaking``, in order.

    Read from the texts that are wanted: the view would gather those of all articles, 80 MB for 20,000.
    """
    connection.execute(
        """
        create or replace temp table printed as
        select s.text_key, min(s.article_id) as article_id
        from store.signatures as s
        semi join speaking as k on s.text_key = k.text_key
        semi join store.articles as a on a.article_id = s.article_id and a.extractor_version is not null
        group by s.text_key
        """
    )
    return connection.execute(
        """
        with texts as (
            select article_id, full_text from store.articles where article_id in (select article_id from printed)
        ),

        spans as (
            select article_id, sent_no, start_char, end_char from store.sentences
            where sent_no > 0 and article_id in (select article_id from printed)
        )

        select p.text_key, s.sent_no, substr(t.full_text, s.start_char + 1, s.end_char - s.start_char)
        from printed as p
        inner join texts as t using (article_id)
        inner join spans as s using (article_id)
        order by 1, 2
        """
    ).fetchall()


def _group(rows: Iterable[tuple[str, int, str]]) -> dict[str, list[Spoken]]:
    told = list(rows)
    found: dict[str, list[Spoken]] = defaultdict(list)
    for row, sentence in zip(told, speak([(sent_no, text) for _, sent_no, text in told]), strict=True):
        found[row[0]].append(sentence)
    return found


_KEY = [("text_key", pa.uint64())]
_PASSAGE = [
    ("article_id", pa.string()),
    ("sent_no", pa.int64()),
    ("other_article_id", pa.string()),
    ("other_sent_no", pa.int64()),
    ("similarity", pa.float64()),
]
_TEXT_PASSAGE = [
    ("text_key", pa.uint64()),
    ("sent_no", pa.int64()),
    ("other_key", pa.uint64()),
    ("other_sent_no", pa.int64()),
    ("similarity", pa.float64()),
]
