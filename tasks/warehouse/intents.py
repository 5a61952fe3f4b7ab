"""What is to be done with each article of a staged batch. Touches nothing that is stored."""

from pathlib import Path

import duckdb

from tasks.staging import staged_path

_TEXTS = "full_text, body"
"""Columns of an article that decide nothing, and are most of it: they are not copied about."""


def scan(folder: Path, name: str) -> str:
    """The staged rows as a table function; the path is ours and its quotes are doubled."""
    path = str(staged_path(folder, name)).replace("'", "''")
    return f"read_parquet('{path}')"


def decide(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """What is to be done with each staged article, as the temporary table ``intents``.

    ``new``: its id is not stored. ``revise``: stored with other content. ``refresh``: the input that
    the stored text came from, or the same content, read or analysed by another version or dated at last: replaced
    in place, no new revision. ``leave``: nothing to do, or an input whose text a later revision
    has replaced.
    """
    extracted = "select null::varchar as article_id, null::varchar as extractor_version limit 0"
    if staged_path(folder, "extracted").exists():
        extracted = f"select article_id, extractor_version from {scan(folder, 'extracted')}"  # noqa: S608
    # Which are stored is asked first and by ids alone: for a batch of new articles the other columns
    # of a large warehouse are never read.
    connection.execute(
        f"""
        create or replace temp table staged as
        select n.* exclude ({_TEXTS}), e.extractor_version as new_version
        from {scan(folder, "articles")} as n
        left join ({extracted}) as e using (article_id)
        """  # noqa: S608
    )
    _leave_out_forgotten(connection)
    _select_stored(connection, "articles", "article_id")
    _select_stored(connection, "inputs", "input_id")
    connection.execute(
        """
        create or replace temp table intents as
        select
            n.*,
            a.revision as old_revision,
            a.text_hash as old_text_hash,
            a.first_seen_at as old_first_seen_at,
            a.last_changed_at as old_last_changed_at,
            i.input_id is not null as is_listed,
            coalesce(i.parser_version <> n.parser_version or i.article_id <> n.article_id, false) as is_relisted,
            case
                when a.article_id is null then 'new'
                when a.content_hash <> n.content_hash and a.input_id <> n.input_id
                    and i.content_hash is distinct from a.content_hash then
                    case when i.article_id = n.article_id then 'leave' else 'revise' end
                when a.parser_version <> n.parser_version then 'refresh'
                when a.published_local is null and n.published_local is not null then 'refresh'
                when n.new_version <> coalesce(a.extractor_version, '') then 'refresh'
                else 'leave'
            end as intent
        from staged as n
        left join stored_articles as a using (article_id)
        left join stored_inputs as i on i.input_id = n.input_id
        """
    )
    twice = connection.execute(
        "select article_id from intents group by article_id having count(*) > 1 limit 1"
    ).fetchall()
    if twice:
        raise ValueError(f"a batch holds an article twice: {twice[0][0]}")


def _leave_out_forgotten(connection: duckdb.DuckDBPyConnection) -> None:
    """Take from ``staged`` what is not to come back: by its id, or by that which its text has without an address."""
    connection.execute(
        """
        create or replace temp table forgotten as
        select distinct n.article_id from staged as n
        inner join store.tombstones as t on t.digest = sha256(t.salt || n.article_id)
        """
    )
    connection.execute("delete from staged where article_id in (select article_id from forgotten)")


def _select_stored(connection: duckdb.DuckDBPyConnection, table: str, key: str) -> None:
    """The rows of ``store.<table>`` that a staged article names by ``key``, as ``stored_<table>``."""
    found = connection.execute(
        f"select 1 from store.{table} where {key} in (select {key} from staged) limit 1"  # noqa: S608
    ).fetchall()
    columns = f"* exclude ({_TEXTS})" if table == "articles" else "*"
    connection.execute(
        f"""
        create or replace temp table stored_{table} as
        select {columns} from store.{table}
        where {"true" if found else "false"} and {key} in (select {key} from staged)
        """  # noqa: S608
    )
