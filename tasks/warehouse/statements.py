"""Statements in several wordings, kept right as articles come, change and go."""

from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from tasks.resolve.keys import party_key
from tasks.resolve.statements import NEAR_DAYS, Statement, group_wordings
from tasks.warehouse.rows import add_rows, fill_table, has_rows

_KEYS = [("word_pair", pa.uint64()), ("quote_id", pa.string()), ("day", pa.date32())]
_STATEMENT = [("quote_id", pa.string()), ("article_id", pa.string()), ("speaker", pa.string()), ("day", pa.date32())]
_GROUPED = [("quote_id", pa.string()), ("wording_group", pa.string())]
_ID = [("quote_id", pa.string())]

COMMON = 200
"""A pair of words in so many quotations of some two weeks is a phrase of the day and leads to none of them."""


def resolve_statements(connection: duckdb.DuckDBPyConnection, _: datetime) -> None:
    """Bring ``store.wording_groups`` in step with ``touched``."""
    connection.execute("create or replace temp table bereft as select wording_group from store.wording_groups limit 0")
    if has_rows(connection, "(select 1 from touched where how <> 'new')"):
        _take_out(connection)
    arrived = {statement.quote_id: statement for statement in _add_statements(connection)}
    if not arrived and not has_rows(connection, "bereft"):
        return
    _find_others(connection)
    statements = _read(connection, arrived)
    if not statements:
        return
    groups = group_wordings(statements)
    ids = [(statement.quote_id,) for statement in statements]
    fill_table(connection, "reworded", ids, _ID)
    connection.execute("delete from store.wording_groups where quote_id in (select quote_id from reworded)")
    add_rows(connection, "store.wording_groups", sorted(groups.items()), _GROUPED)


def _take_out(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the quotations of what changed or went; ``bereft`` are the groups that they leave."""
    connection.execute(
        """
        create or replace temp table unsaid as
        select quote_id from store.statements
        where article_id in (select article_id from touched where how <> 'new')
        """
    )
    unsaid = "quote_id in (select quote_id from unsaid)"
    connection.execute(f"insert into bereft select distinct wording_group from store.wording_groups where {unsaid}")  # noqa: S608
    for table in ("wording_groups", "statement_keys", "statements"):
        connection.execute(f"delete from store.{table} where {unsaid}")  # noqa: S608


def _add_statements(connection: duckdb.DuckDBPyConnection) -> list[Statement]:
    if not has_rows(connection, "batch_quotes"):
        fill_table(connection, "arriving_keys", [], _KEYS)
        return []
    rows = connection.execute(
        """
        with labelled as (
            select article_id, entity_id, any_value(label) as label from batch_entities group by article_id, entity_id
        )

        select q.quote_id, q.article_id, q.text, q.speaker, l.label, coalesce(q.said_to, i.published_local::date)
        from batch_quotes as q
        inner join intents as i using (article_id)
        left join labelled as l on l.article_id = q.article_id and l.entity_id = q.speaker_id
        """
    ).fetchall()
    found = [
        Statement(quote_id, article_id, text, party_key(speaker, label) if speaker else None, day)
        for quote_id, article_id, text, speaker, label, day in rows
    ]
    keys = [(key, s.quote_id, s.day) for s in found for key in s.keys]
    fill_table(connection, "arriving_keys", keys, _KEYS)
    connection.execute("insert into store.statement_keys by name select * from arriving_keys")
    add_rows(connection, "store.statements", [(s.quote_id, s.article_id, s.speaker, s.day) for s in found], _STATEMENT)
    return found


def _find_others(connection: duckdb.DuckDBPyConnection) -> None:
    """The quotations to compare, as ``comparable``: those that share word pairs with the new ones within days,
    the new ones of which that is true, and all that stand in a group with any of them or in one that lost some."""
    first, last = connection.execute("select min(day), max(day) from arriving_keys").fetchall()[0]
    # Told in figures, it spares reading most of the table.
    around = f"k.day between date '{first}' - {NEAR_DAYS} and date '{last}' + {NEAR_DAYS}" if first else "false"
    connection.execute(
        f"""
        create or replace temp table comparable as
        with said as (
            select k.word_pair, k.day, count(*) as quotations
            from store.statement_keys as k
            where {around} and k.word_pair in (select word_pair from arriving_keys)
            group by k.word_pair, k.day
        ),

        -- Counted by day and then told for every day that asks: what a pair leads to must not follow from the batch.
        -- Each new quotation meets itself: a pair of words that no other has joins nothing.
        followed as (
            select a.word_pair, a.day
            from (select distinct word_pair, day from arriving_keys) as a
            inner join said as k on k.word_pair = a.word_pair and abs(k.day - a.day) <= {NEAR_DAYS}
            group by a.word_pair, a.day
            having sum(k.quotations) between 2 and {COMMON}
        ),

        rare as (
            select k.quote_id
            from store.statement_keys as k
            inner join followed as a on a.word_pair = k.word_pair
            where {around} and abs(k.day - a.day) <= {NEAR_DAYS}
        )

        select quote_id from rare
        union
        -- Without a day they are compared within their article.
        select quote_id from arriving_keys where day is null
        union
        select w.quote_id from store.wording_groups as w
        where w.wording_group in (select wording_group from bereft)
            or w.wording_group in (
                select g.wording_group from store.wording_groups as g where g.quote_id in (select quote_id from rare)
            )
        """  # noqa: S608
    )


def _read(connection: duckdb.DuckDBPyConnection, arrived: dict[str, Statement]) -> list[Statement]:
    """The quotations of ``comparable``, in order of id; those that have just arrived are at hand."""
    ids = [str(row[0]) for row in connection.execute("select quote_id from comparable order by 1").fetchall()]
    known = {quote_id: arrived[quote_id] for quote_id in ids if quote_id in arrived}
    stored = [(quote_id,) for quote_id in ids if quote_id not in known]
    if not stored:
        return [known[quote_id] for quote_id in ids]
    fill_table(connection, "remembered", stored, _ID)
    rows: list[tuple[Any, ...]] = connection.execute(
        """
        with wanted as (
            select s.* from store.statements as s semi join remembered as c on s.quote_id = c.quote_id
        )

        select w.quote_id, w.article_id, q.text, w.speaker, w.day
        from wanted as w
        inner join store.quotes as q using (quote_id)
        """
    ).fetchall()
    known |= {row[0]: Statement(*row) for row in rows}
    return [known[quote_id] for quote_id in ids if quote_id in known]
