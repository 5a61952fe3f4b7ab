"""Write one staged batch, whole or not at all.

Guarantees: one transaction a batch; a repeated batch changes nothing; an article keeps its id
and its first-seen moment, and gets a new revision only when its content changes, with the
earlier text kept. Deciding (``_decide``) touches nothing; what writes decides nothing. New
articles need no deletes, so the cost of a batch follows the batch and not the warehouse.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from tasks.faults import fault_point
from tasks.records import Stage
from tasks.staging import SCHEMAS, staged_path
from tasks.warehouse.errors import WarehouseError

EXTRACTED_TABLES = (
    "sentences",
    "mentions",
    "entities",
    "roles",
    "dates",
    "quotes",
    "citations",
    "quantities",
    "events",
    "event_mentions",
)
DERIVED_TABLES = ("blocks", *EXTRACTED_TABLES)

MIN_COPY_WORDS = 30
"""Shorter bodies ("This story is developing.") are alike by chance, not by copying."""


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """Articles of a batch by outcome; ``extracted`` is apart, it says how many were analysed."""

    new: int = 0
    revised: int = 0
    unchanged: int = 0
    copies: int = 0
    rejected: int = 0
    extracted: int = 0


def load_batch(connection: duckdb.DuckDBPyConnection, folder: Path, run_id: str, now: datetime) -> LoadCounts:
    """Load the records staged in ``folder``; raises ``WarehouseError`` and changes nothing if that fails."""
    fault_point("load:begin")
    connection.begin()
    try:
        counts = _load(connection, folder, run_id, now)
        fault_point("load:written")
        connection.commit()
    except duckdb.Error as error:
        connection.rollback()
        raise WarehouseError(f"a batch could not be stored: {str(error).splitlines()[0]}") from error
    except BaseException:
        connection.rollback()
        raise
    fault_point("load:committed")
    return counts


def _load(connection: duckdb.DuckDBPyConnection, folder: Path, run_id: str, now: datetime) -> LoadCounts:
    rejected = _load_rejects(connection, folder, run_id, now)
    if not staged_path(folder, "articles").exists():
        return LoadCounts(rejected=rejected)
    _decide(connection, folder)
    outcomes = Counter(dict(connection.execute("select intent, count(*) from intents group by 1").fetchall()))
    _keep_old_texts(connection)
    _replace_articles(connection, now)
    extracted = _replace_derived(connection, folder)
    _write_ledger(connection, run_id, now)
    copies = _write_copies(connection) if outcomes["new"] or outcomes["revise"] else 0
    return LoadCounts(
        new=outcomes["new"] - copies,
        revised=outcomes["revise"],
        unchanged=outcomes["refresh"] + outcomes["leave"],
        copies=copies,
        rejected=rejected,
        extracted=extracted,
    )


def _scan(folder: Path, name: str) -> str:
    """The staged rows as a table function; the path is ours and its quotes are doubled."""
    path = str(staged_path(folder, name)).replace("'", "''")
    return f"read_parquet('{path}')"


def _decide(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """What is to be done with each staged article, as the temporary table ``intents``.

    ``new``: its id is not stored. ``revise``: stored with other content. ``refresh``: the same
    bytes or content, read or analysed by another version: replaced in place, no new revision.
    ``leave``: nothing to do, or the bytes of a revision that a later one has already replaced.
    """
    extracted = "select null::varchar as article_id, null::varchar as extractor_version limit 0"
    if staged_path(folder, "extracted").exists():
        extracted = f"select * from {_scan(folder, 'extracted')}"  # noqa: S608
    connection.execute(
        f"""
        create or replace temp table intents as
        select
            n.*,
            e.extractor_version as new_version,
            a.revision as old_revision,
            a.first_seen_at as old_first_seen_at,
            a.last_changed_at as old_last_changed_at,
            case
                when a.article_id is null then 'new'
                when a.content_hash <> n.content_hash and a.input_id <> n.input_id then
                    case when i.input_id is null then 'revise' else 'leave' end
                when a.parser_version <> n.parser_version then 'refresh'
                when e.extractor_version is distinct from a.extractor_version
                    and e.extractor_version is not null then 'refresh'
                else 'leave'
            end as intent
        from {_scan(folder, "articles")} as n
        left join ({extracted}) as e using (article_id)
        left join store.articles as a using (article_id)
        left join store.inputs as i on i.input_id = n.input_id and i.article_id = n.article_id
        """  # noqa: S608
    )
    twice = connection.execute("select article_id from intents group by article_id having count(*) > 1").fetchall()
    if twice:
        raise ValueError(f"a batch holds an article twice: {twice[0][0]}")


def _keep_old_texts(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """
        insert into store.article_revisions
        select a.article_id, a.revision, a.last_changed_at, a.title, a.full_text, a.content_hash
        from store.articles as a
        semi join (select article_id from intents where intent = 'revise') as i on a.article_id = i.article_id
        """
    )


def _replace_articles(connection: duckdb.DuckDBPyConnection, now: datetime) -> None:
    _delete(connection, "articles", "intent in ('revise', 'refresh')")
    columns = ", ".join(field.name for field in SCHEMAS["articles"])
    connection.execute(
        f"""
        insert into store.articles by name
        select
            {columns},
            -- A refresh without analysis has lost its derived rows: its offsets may have moved.
            new_version as extractor_version,
            case intent
                when 'new' then 1
                when 'revise' then old_revision + 1
                else old_revision
            end as revision,
            coalesce(old_first_seen_at, ?) as first_seen_at,
            case when intent = 'refresh' then old_last_changed_at else ? end as last_changed_at
        from intents
        where intent <> 'leave'
        """,  # noqa: S608
        [now, now],
    )


def _replace_derived(connection: duckdb.DuckDBPyConnection, folder: Path) -> int:
    for table in DERIVED_TABLES:
        _delete(connection, table, "intent in ('revise', 'refresh')")
        if staged_path(folder, table).exists():
            connection.execute(
                f"""
                insert into store.{table} by name
                select s.* from {_scan(folder, table)} as s
                semi join (select article_id from intents where intent <> 'leave') as i
                    on s.article_id = i.article_id
                """  # noqa: S608
            )
    row = connection.execute(
        "select count(*) from intents where intent <> 'leave' and new_version is not null"
    ).fetchall()[0]
    return int(row[0])


def _delete(connection: duckdb.DuckDBPyConnection, table: str, intents: str) -> None:
    """Delete the rows of the articles concerned; no scan at all where there are none."""
    ids = connection.execute(f"select article_id from intents where {intents}").fetchall()  # noqa: S608
    if ids:
        connection.execute(
            f"delete from store.{table} where list_contains(?, article_id)",  # noqa: S608
            [[row[0] for row in ids]],
        )


def _write_ledger(connection: duckdb.DuckDBPyConnection, run_id: str, now: datetime) -> None:
    connection.execute(
        """
        delete from store.inputs where input_id in (
            select n.input_id from intents as n
            inner join store.inputs as i on i.input_id = n.input_id and i.parser_version <> n.parser_version
        )
        """
    )
    connection.execute(
        """
        insert into store.inputs by name
        select input_id, article_id, content_hash, parser_version, ? as run_id, ? as seen_at
        from intents as n
        anti join store.inputs as i on i.input_id = n.input_id
        """,
        [run_id, now],
    )


def _write_copies(connection: duckdb.DuckDBPyConnection) -> int:
    """Exact copies among the groups of text that this batch touches; returns how many new ones it brought.

    The original is the article published first, then the one with the smallest id, so that any
    order of the same articles gives the same answer.
    """
    connection.execute(
        """
        create or replace temp table grouped as
        select
            a.article_id,
            first_value(a.article_id) over (
                partition by a.text_hash
                order by coalesce(a.published_at, a.published_local::timestamptz) nulls last, a.article_id
            ) as original
        from store.articles as a
        where a.word_count >= $words
            and a.text_hash in (select text_hash from intents where intent <> 'leave')
        """,
        {"words": MIN_COPY_WORDS},
    )
    connection.execute(
        """
        delete from store.copies
        where article_id in (select article_id from grouped)
            or article_id in (select article_id from intents where intent = 'revise')
        """
    )
    connection.execute(
        """
        insert into store.copies
        select article_id, original, 'exact', 1 from grouped where article_id <> original
        """
    )
    row = connection.execute(
        """
        select count(*) from intents as n
        inner join grouped as g using (article_id)
        where n.intent = 'new' and g.article_id <> g.original
        """
    ).fetchall()[0]
    return int(row[0])


def _load_rejects(connection: duckdb.DuckDBPyConnection, folder: Path, run_id: str, now: datetime) -> int:
    """Store what was turned away; a repeat adds no row. Returns how many inputs ended that way."""
    if not staged_path(folder, "rejects").exists():
        return 0
    staged = _scan(folder, "rejects")
    connection.execute(
        f"""
        insert into store.rejects by name
        select distinct ? as run_id, n.*, ?::timestamptz as "at"
        from {staged} as n
        anti join store.rejects as r
            on r.location = n.location and r.stage = n.stage and r.reason = n.reason and r.detail = n.detail
        """,  # noqa: S608
        [run_id, now],
    )
    row = connection.execute(
        f"select count(*) from {staged} where stage <> ?",  # noqa: S608
        [Stage.EXTRACT],
    ).fetchall()[0]
    return int(row[0])
