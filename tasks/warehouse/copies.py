"""Exact copies: articles whose words are those of another, kept right as articles come and change."""

import duckdb

MIN_COPY_WORDS = 30
"""Shorter bodies ("This story is developing.") are alike by chance, not by copying."""


def write_copies(connection: duckdb.DuckDBPyConnection) -> int:
    """Regroup the texts that the batch in ``intents`` brings or takes away.

    The original is the article published first, then the one with the smallest id, so that any
    order of the same articles gives the same answer. Returns how many new articles are copies.
    """
    touched = """
        select text_hash from intents where intent <> 'leave'
        union all
        select old_text_hash from intents where intent in ('revise', 'refresh')
        """
    shared = connection.execute(
        f"""
        select 1 from intents where intent in ('revise', 'refresh')
        union all
        (
            select 1 from store.articles
            where text_hash in ({touched})
            group by text_hash having count(*) > 1
        )
        limit 1
        """  # noqa: S608
    ).fetchall()
    if not shared:
        return 0
    connection.execute(
        f"""
        create or replace temp table grouped as
        select
            a.article_id,
            first_value(a.article_id) over (
                partition by a.text_hash
                order by coalesce(a.published_at, a.published_local::timestamptz) nulls last, a.article_id
            ) as original
        from store.articles as a
        where a.word_count >= $words
            and a.text_hash in ({touched})
        """,  # noqa: S608
        {"words": MIN_COPY_WORDS},
    )
    connection.execute(
        """
        delete from store.copies
        where kind = 'exact' and (
            article_id in (select article_id from grouped)
            or article_id in (select article_id from intents where intent in ('revise', 'refresh'))
        )
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
