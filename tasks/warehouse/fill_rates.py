"""How many of each run's articles have each piece of metadata, by source: a layout that has changed shows here.

The view ``source_health`` tells which fields a source's latest runs fill less than its earlier ones did.
"""

from datetime import datetime

import duckdb

FIELDS = {
    "title": "title is not null",
    "authors": "len(authors) > 0 or len(newsrooms) > 0",
    "published": "published_local is not null",
    "published_at": "published_at is not null",
    "language": "language is not null",
    "section": "section is not null",
}
"""Condition under which an article has the field."""

HISTORY = "120 days"
"""What a source's pages were like before is no measure of them."""


def record_fill_rates(connection: duckdb.DuckDBPyConnection, run_id: str, now: datetime) -> None:
    """Count the fields of the articles that the run ``run_id`` has read, a row for each source and field.

    A source is that of the sources file which listed the article, or else the outlet as the article names it.
    Counts older than ``HISTORY`` are dropped.
    """
    connection.execute(
        f"delete from store.fill_rates where measured_at < $now - interval '{HISTORY}'",  # noqa: S608 (our own constant)
        {"now": now},
    )
    for field, condition in FIELDS.items():
        connection.execute(
            f"""
            insert into store.fill_rates by name
            select
                $run as run_id,
                coalesce(l.listed_by, a.source) as source,
                $field as field,
                count(*) as article_count,
                count(*) filter (where {condition}) as filled_count,
                $now as measured_at
            from store.articles as a
            semi join (select article_id from store.inputs where run_id = $run) as i on a.article_id = i.article_id
            left join (
                select canonical_url as listed_url, nullif(source, '') as listed_by from store.links
            ) as l on l.listed_url = a.canonical_url
            where coalesce(l.listed_by, a.source) is not null
            group by 2
            """,  # noqa: S608 (our own conditions)
            {"run": run_id, "field": field, "now": now},
        )
