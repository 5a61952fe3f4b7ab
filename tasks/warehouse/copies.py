"""Copies, kept right as articles come, change and go."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import duckdb
import pyarrow as pa

from tasks.dedupe.compare import MIN_COPIED_WORDS, overlap
from tasks.dedupe.copies import Copy, Printed, TextPair, find_copies
from tasks.dedupe.shingles import SKETCH_RATE, Hashes, shingle_texts
from tasks.warehouse.bodies import BODY
from tasks.warehouse.rows import add_rows, fill_table, has_rows
from tasks.warehouse.signatures import drop_lost_texts

COMMON = 1000
"""A shingle in more texts than this is a phrase or a template and leads to none of them. With ``MAX_CANDIDATES``
it bounds what a batch costs, and is where order counts: a pair may be found before its shingles become common."""

HITS_SHARE = 0.12
"""Share of the shorter text's sketch that two texts must have in common to be compared. A copy with every fifth
word changed has four tenths in common; a shared quote or signature is not worth reading two texts."""

MIN_HITS = 2
MAX_CANDIDATES = 200
"""Texts that a new one is compared with at most, those with most in common first."""

_PAIR = [
    ("text_hash", pa.string()),
    ("other_hash", pa.string()),
    ("coverage", pa.float64()),
    ("other_coverage", pa.float64()),
]
_COPY = [
    ("article_id", pa.string()),
    ("copy_of", pa.string()),
    ("kind", pa.string()),
    ("similarity", pa.float64()),
    ("original", pa.string()),
]


def resolve_copies(connection: duckdb.DuckDBPyConnection, _: datetime) -> None:
    """Find what the new texts have in common with others, and who copied whom wherever that changes.

    Leaves the temporary table ``reassigned``: the articles whose original is another than before.
    """
    _pair_new_texts(connection)
    connection.execute(
        """
        create or replace temp table affected_texts as
        select text_hash from signed union select text_hash from unsigned
        """
    )
    while _widen(connection):
        pass
    connection.execute(
        """
        create or replace temp table printings as
        select s.article_id, s.text_hash, s.wire, s.moment
        from store.signatures as s
        semi join affected_texts as t on s.text_hash = t.text_hash
        where s.word_count >= $words
        """,
        {"words": MIN_COPIED_WORDS},
    )
    printings = [Printed(*row) for row in connection.execute("select * from printings").fetchall()]
    pairs = connection.execute(
        "select p.* from store.text_pairs as p semi join affected_texts as t on p.text_hash = t.text_hash"
    ).fetchall()
    copies = find_copies(printings, [TextPair(*row) for row in pairs])
    _store_copies(connection, copies)
    drop_lost_texts(connection)


def count_new_copies(connection: duckdb.DuckDBPyConnection) -> int:
    """How many of the batch's new articles count as copies."""
    row = connection.execute(
        """
        select count(*) from (select article_id from touched where how = 'new') as t
        semi join store.originals as o on o.article_id = t.article_id
        """
    ).fetchall()[0]
    return int(row[0])


def _pair_new_texts(connection: duckdb.DuckDBPyConnection) -> None:
    candidates = _candidates(connection)
    if not candidates:
        return
    texts = _read_texts(connection, {text for pair in candidates for text in pair})
    rows = []
    for text, other in candidates:
        if text not in texts or other not in texts:
            continue
        found = overlap(texts[text], texts[other])
        if found.is_copy:
            rows.append((text, other, found.coverage, found.other_coverage))
    add_rows(connection, "store.text_pairs", rows, _PAIR)


def _candidates(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Pairs of a new text and any other that may be copies, each pair once, the smaller hash first."""
    # Twice over the sketches, for a template shared by all of an outlet's pages would make a pair of every two.
    connection.execute(
        """
        create or replace temp table asked as
        with found as (
            select s.hash from store.sketches as s
            semi join sketched as n on s.hash = n.hash
            group by s.hash having count(*) between 2 and $common
        )

        select n.text_key, n.hash from sketched as n semi join found as f on n.hash = f.hash
        """,
        {"common": COMMON},
    )
    connection.execute(
        f"""
        create or replace temp table hits as
        select n.text_key, s.text_key as other_key, count(*) as hits
        from store.sketches as s
        inner join asked as n on s.hash = n.hash
        where s.text_key <> n.text_key
        group by all
        having count(*) >= {MIN_HITS}
        """  # noqa: S608
    )
    rows = connection.execute(
        f"""
        with known as (
            select text_key, text_hash, min(word_count) as word_count from store.signatures
            where text_key in (select text_key from hits union all select other_key from hits)
            group by all
        ),

        alike as (
            select a.text_hash, b.text_hash as other_hash, h.hits
            from hits as h
            inner join known as a on a.text_key = h.text_key
            inner join known as b on b.text_key = h.other_key
            where h.hits * {SKETCH_RATE} >= {HITS_SHARE} * least(a.word_count, b.word_count)
            qualify row_number() over (partition by h.text_key order by h.hits desc, h.other_key) <= {MAX_CANDIDATES}
        )

        select least(text_hash, other_hash), greatest(text_hash, other_hash) from alike
        except
        select least(text_hash, other_hash), greatest(text_hash, other_hash) from store.text_pairs
        order by 1, 2
        """  # noqa: S608 (numbers of this module)
    ).fetchall()
    return [(str(text), str(other)) for text, other in rows]


def _read_texts(connection: duckdb.DuckDBPyConnection, text_hashes: Iterable[str]) -> dict[str, Hashes]:
    """Shingles of each text, from any article that prints it."""
    fill_table(connection, "wanted", [(text_hash,) for text_hash in sorted(text_hashes)], _PAIR[:1])
    # Row numbers first: bodies are then read where they lie, and no others.
    rows = connection.execute(
        "select min(a.rowid) from store.articles as a semi join wanted as w on a.text_hash = w.text_hash"
        " group by a.text_hash"
    ).fetchall()
    numbers = ", ".join(str(row[0]) for row in rows)
    found = connection.execute(
        f"select text_hash, {BODY} from store.articles as a where rowid in ({numbers or -1})"  # noqa: S608
    ).fetchall()
    return {str(text_hash): shingle_texts([body])[0] for text_hash, body in found}


def _widen(connection: duckdb.DuckDBPyConnection) -> bool:
    """Add the texts that pairs join to the affected ones; whether there were any."""
    added = connection.execute(
        """
        insert into affected_texts
        select other_hash from store.text_pairs where text_hash in (select text_hash from affected_texts)
        union
        select text_hash from store.text_pairs where other_hash in (select text_hash from affected_texts)
        except
        select text_hash from affected_texts
        """
    ).fetchall()[0][0]
    return bool(added)


def _store_copies(connection: duckdb.DuckDBPyConnection, copies: Sequence[Copy]) -> None:
    rows = [(copy.article_id, copy.copy_of, copy.kind, copy.similarity, copy.original) for copy in copies]
    fill_table(connection, "new_copies", rows, _COPY)
    connection.execute(
        """
        create or replace temp table judged as
        select article_id from printings union select article_id from unsigned
        """
    )
    connection.execute(
        """
        create or replace temp table reassigned as
        with old as (select * from store.originals where article_id in (select article_id from judged)),

        new as (select article_id, original from new_copies where original is not null)

        select article_id, old.original as old_original, new.original as new_original
        from old full join new using (article_id)
        where old.original is distinct from new.original
        """
    )
    if has_rows(connection, "store.copies"):
        connection.execute("delete from store.copies where article_id in (select article_id from judged)")
        connection.execute("delete from store.originals where article_id in (select article_id from judged)")
    connection.execute("insert into store.copies by name select * from new_copies")
    connection.execute(
        "insert into store.originals select article_id, original from new_copies where original is not null"
    )
