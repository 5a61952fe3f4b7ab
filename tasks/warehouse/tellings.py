"""What each article of the batch tells of each act, all its sentences together."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow as pa

from tasks.resolve.acts import Telling, group_article, merge_article, with_site
from tasks.resolve.figures import Figure, read_figures
from tasks.resolve.keys import fold, party_key
from tasks.resolve.sites import Place, is_wide
from tasks.warehouse.rows import add_rows, fill_table, has_rows

_TELLING = [
    ("event_id", pa.string()),
    ("article_id", pa.string()),
    ("plover", pa.string()),
    ("modality", pa.string()),
    ("parties", pa.list_(pa.string())),
    ("first", pa.date32()),
    ("last", pa.date32()),
    ("told_on", pa.date32()),
    ("place", pa.string()),
    ("country", pa.string()),
    ("latitude", pa.float64()),
    ("longitude", pa.float64()),
    ("act_id", pa.string()),
    ("is_wide", pa.bool_()),
]
_FOLLOWER = [(name, pa.string()) for name in ("local_id", "article_id", "telling_id", "event_id", "reason")]
_FIGURE = [
    ("event_id", pa.string()),
    ("article_id", pa.string()),
    ("sent_no", pa.int64()),
    ("topic", pa.string()),
    ("low", pa.float64()),
    ("high", pa.float64()),
    ("text", pa.string()),
    ("claimed_by", pa.string()),
]


def write_tellings(connection: duckdb.DuckDBPyConnection) -> None:
    """Store the batch's tellings, which event is part of which, and the figures; ``moved`` gets the tellings."""
    if not has_rows(connection, "batch_events"):
        return
    _count_mentions(connection)
    tellings: list[Telling] = []
    followers = []
    for rows in _by_article(connection):
        instruments = {row["event_id"]: row["instruments"] or () for row in rows}
        for group in group_article([_telling(row) for row in rows]):
            told = with_site(merge_article(group), [i for t in group for i in instruments[t.event_id]])
            tellings.append(told)
            followers += [(t.event_id, t.article_id, told.event_id, told.event_id, "same-article") for t in group[1:]]
    # Who tells of one side alone and of no place can be told from no other, nor who names nobody and neither site nor
    # means: such acts stay by themselves.
    joining = [t for t in tellings if len(t.parties) > 1 or (t.place is not None and t.day is not None and t.parties)]
    fill_table(connection, "arriving", [_row(t) for t in joining], _TELLING)
    connection.execute("insert into moved by name select * from arriving")
    connection.execute("insert into store.tellings by name select * from arriving")
    add_rows(connection, "store.event_merges", followers, _FOLLOWER)
    add_rows(connection, "store.figures", [_figure_row(f) for f in _figures(connection)], _FIGURE)


def _count_mentions(connection: duckdb.DuckDBPyConnection) -> None:
    """Mentions of each event of the batch; the statistics of older rows show that they have theirs."""
    connection.execute(
        """
        update store.events as e set mention_count = c.mention_count, attributed_to = c.attributed_to
        from (
            select
                b.event_id,
                count(m.start_char) as mention_count,
                list_sort(list_distinct(list(m.attributed_to) filter (where m.attributed_to is not null)))
                    as attributed_to
            from batch_events as b
            left join batch_event_mentions as m using (event_id)
            group by b.event_id
        ) as c
        where e.mention_count is null and e.event_id = c.event_id
        """
    )


def _by_article(connection: duckdb.DuckDBPyConnection) -> Iterable[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = (
        connection.execute(
            """
            with labelled as (
                select article_id, name, any_value(label) as label from batch_entities group by article_id, name
            ),

            sided as (
                select event_id, article_id, unnest(list_concat(actors, recipients)) as name from batch_events
            ),

            parties as (
                select s.event_id, list(struct_pack(name := s.name, label := l.label)) as parties
                from sided as s
                left join labelled as l using (article_id, name)
                group by s.event_id
            ),

            first_told as (
                select event_id, min(sent_no) as sent_no from batch_event_mentions group by event_id
            )

            select e.*, i.published_local::date as told_on, p.parties, f.sent_no
            from batch_events as e
            inner join intents as i using (article_id)
            left join parties as p using (event_id)
            left join first_told as f using (event_id)
            """
        )
        .to_arrow_table()
        .to_pylist()
    )
    articles: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        articles[row["article_id"]].append(row)
    return articles.values()


def _telling(row: dict[str, Any]) -> Telling:
    place = row["place"]
    return Telling(
        row["event_id"],
        row["article_id"],
        row["plover"] or row["type"],
        row["modality"],
        frozenset(party_key(p["name"], p["label"]) for p in row["parties"] or ()),
        row["date_from"],
        row["date_to"],
        row["told_on"],
        Place(fold(place), row["country"], row["latitude"], row["longitude"]) if place else None,
        row["sent_no"] or 0,
        row["scope"] == "caption",
        row["mode"],
    )


def _row(t: Telling) -> tuple[object, ...]:
    place = t.place or Place("")
    where = (place.key or None, place.country, place.latitude, place.longitude)
    return (
        t.event_id, t.article_id, t.plover, t.modality, sorted(t.parties), t.first, t.last, t.told_on, *where, None,
        is_wide(place),
    )  # fmt: skip


def _figures(connection: duckdb.DuckDBPyConnection) -> list[Figure]:
    """Counts in the sentences that tell of the batch's acts."""
    if not has_rows(connection, "batch_quantities"):
        return []
    rows = connection.execute(
        """
        select distinct
            m.event_id, q.article_id, q.sent_no, q.start_char - s.start_char as at, q.text, q.value, q.value_high,
            q.unit, s.text as sentence, coalesce(q.claimed_by, m.attributed_to) as claimed_by
        from batch_quantities as q
        inner join batch_event_mentions as m on m.article_id = q.article_id and m.sent_no = q.sent_no
        inner join batch_sentences as s on s.article_id = q.article_id and s.sent_no = q.sent_no
        where q.kind = 'count'
        order by all
        """
    ).fetchall()
    return [figure for row in rows if (figure := read_figures(*row)) is not None]


def _figure_row(figure: Figure) -> tuple[object, ...]:
    return (
        figure.event_id, figure.article_id, figure.sent_no, figure.topic, figure.low, figure.high, figure.text,
        figure.claimed_by,
    )  # fmt: skip
