"""A few things found, for the end of a run and for ``dateline status``."""

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True, slots=True)
class Facts:
    """What the whole warehouse holds; pairs are (name, count), most first."""

    article_count: int
    first_day: str | None
    last_day: str | None
    quote_count: int
    date_count: int
    quantity_count: int
    speakers: tuple[tuple[str, int], ...]
    cited: tuple[tuple[str, int], ...]


def read_facts(connection: duckdb.DuckDBPyConnection) -> Facts:
    """Count what is stored."""
    articles, first, last = connection.execute(
        """
        select count(*), min(published_local)::date::varchar, max(published_local)::date::varchar
        from articles
        """
    ).fetchall()[0]
    quotes, dates, quantities = connection.execute(
        """
        select
            (select count(*) from quotes),
            (select count(*) from dates),
            (select count(*) from quantities)
        """
    ).fetchall()[0]
    speakers = connection.execute(
        "select entity, quoted_count from speakers order by quoted_words desc, entity limit 3"
    ).fetchall()
    cited = connection.execute(
        "select cited, sum(citation_count)::int from source_chain group by 1 order by 2 desc, 1 limit 3"
    ).fetchall()
    return Facts(articles, first, last, quotes, dates, quantities, tuple(speakers), tuple(cited))
