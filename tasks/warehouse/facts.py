"""A few things found, for the end of a run and for ``dateline status``."""

from dataclasses import dataclass

from tasks.warehouse.store import Connection, ask


@dataclass(frozen=True, slots=True)
class Facts:
    """What the whole warehouse holds; pairs are (name, count), most first."""

    article_count: int
    first_day: str | None
    last_day: str | None
    entity_count: int
    event_count: int
    quote_count: int
    date_count: int
    quantity_count: int
    speakers: tuple[tuple[str, int], ...]
    cited: tuple[tuple[str, int], ...]


def read_facts(connection: Connection) -> Facts:
    """Count what is stored."""
    articles, first, last = ask(
        connection,
        """
        select count(*), min(published_local)::date::varchar, max(published_local)::date::varchar
        from articles
        """,
    )[0]
    named, acts, quotes, dates, quantities = ask(
        connection,
        """
        select
            (select count(*) from entities),
            (select count(*) from events where modality = 'asserted'),
            (select count(*) from quotes),
            (select count(*) from dates),
            (select count(*) from quantities)
        """,
    )[0]
    speakers = ask(connection, "select entity, quoted_count from speakers order by quoted_words desc, entity limit 3")
    cited = ask(
        connection, "select cited, sum(citation_count)::int from source_chain group by 1 order by 2 desc, 1 limit 3"
    )
    return Facts(articles, first, last, named, acts, quotes, dates, quantities, tuple(speakers), tuple(cited))
