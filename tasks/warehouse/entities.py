"""Entities across articles: what each name means, kept right as articles come, change and go.

Guarantees: a name means the entity of its folded spelling unless a row says otherwise, with its reason:
``store.entity_merges`` for every article, ``store.entity_readings`` for one. Nothing else is changed by a
merge, so that deleting the row undoes it; the user's alias file does that for good.
"""

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from tasks.resolve.keys import entity_key, is_short, surname
from tasks.resolve.people import COMPANY, company_of, field_of
from tasks.warehouse.entity_names import merge_names
from tasks.warehouse.people import read_namesakes, read_surnames
from tasks.warehouse.rows import fill_table, has_rows
from tasks.warehouse.signatures import article_key

_PERSON = [
    ("article_id", pa.string()),
    ("local_id", pa.string()),
    ("entity_id", pa.string()),
    ("name", pa.string()),
    ("name_key", pa.uint64()),
    ("surname_key", pa.uint64()),
    ("is_short", pa.bool_()),
    ("day", pa.date32()),
    ("company", pa.list_(pa.uint64())),
    ("fields", pa.list_(pa.string())),
    ("countries", pa.list_(pa.string())),
]


def resolve_entities(connection: duckdb.DuckDBPyConnection, _: datetime) -> None:
    """Bring merges and readings in step with ``touched``."""
    _count_mentions(connection)
    named = _read_named(connection)
    _take_out(connection)
    _add_people(connection, named)
    merge_names(connection, named)
    read_surnames(connection)
    read_namesakes(connection)


def _count_mentions(connection: duckdb.DuckDBPyConnection) -> None:
    """Mentions and day of each entity of the batch; the statistics of older rows show that they have theirs."""
    connection.execute(
        """
        update store.entities as e set mention_count = c.mention_count, day = c.day
        from (
            select
                b.article_id, b.entity_id, count(m.start_char) as mention_count,
                any_value(i.published_local)::date as day
            from batch_entities as b
            inner join intents as i using (article_id)
            left join batch_mentions as m on m.article_id = b.article_id and m.entity_id = b.entity_id
            group by b.article_id, b.entity_id
        ) as c
        where e.mention_count is null and e.article_id = c.article_id and e.entity_id = c.entity_id
        """
        if has_rows(connection, "batch_entities")
        else "select 1"
    )


def _read_named(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The batch's entities with their counts, the day, and for people the offices told of."""
    if not has_rows(connection, "batch_entities"):
        return []
    found: list[dict[str, Any]] = (
        connection.execute(
            """
            with counted as (
                select article_id, entity_id, count(*) as mention_count
                from batch_mentions group by article_id, entity_id
            ),

            held as (
                select
                    r.article_id, r.person_id as entity_id, list(r.role order by r.start_char) as roles,
                    list(distinct o.country) filter (where o.country is not null) as countries
                from batch_roles as r
                left join batch_entities as o on o.article_id = r.article_id and o.entity_id = r.organization_id
                group by r.article_id, r.person_id
            )

            select
                e.article_id, e.entity_id, e.name, e.label, e.latitude, e.longitude, e.aliases,
                i.published_local::date as day, coalesce(c.mention_count, 0) as mention_count, h.roles, h.countries
            from batch_entities as e
            inner join intents as i using (article_id)
            left join counted as c using (article_id, entity_id)
            left join held as h using (article_id, entity_id)
            """
        )
        .to_arrow_table()
        .to_pylist()
    )
    for row in found:
        row["base_id"] = entity_key(row["name"], row["label"], row["latitude"], row["longitude"])
    return found


def _take_out(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what changed and removed articles said; who is concerned by it stands in ``stirred``."""
    connection.execute("create or replace temp table stirred as select * from store.people limit 0")
    connection.execute("create or replace temp table stirred_acronyms as select short_id from store.acronyms limit 0")
    connection.execute("create or replace temp table leavers as select article_id from touched where how <> 'new'")
    if not has_rows(connection, "leavers"):
        return
    leaving = "article_id in (select article_id from leavers)"
    connection.execute(f"insert into stirred select * from store.people where {leaving}")  # noqa: S608
    connection.execute(f"insert into stirred_acronyms select short_id from store.acronyms where {leaving}")  # noqa: S608
    for table in ("people", "acronyms", "entity_readings"):
        connection.execute(f"delete from store.{table} where {leaving}")  # noqa: S608
    connection.execute(
        """
        delete from store.entity_merges
        where reason <> 'acronym'
            and local_id not in (select entity_id from store.entities where entity_id is not null)
        """
    )


def _add_people(connection: duckdb.DuckDBPyConnection, named: list[dict[str, Any]]) -> None:
    by_article: dict[str, Counter[str]] = defaultdict(Counter)
    for row in named:
        by_article[row["article_id"]][row["base_id"]] += row["mention_count"]
    rows = []
    for row in named:
        if row["label"] != "PERSON":
            continue
        company = company_of(by_article[row["article_id"]], row["base_id"])
        fields = {field for role in row["roles"] or () if (field := field_of(role)) is not None}
        beside = sorted(article_key(entity) for entity in company)[:COMPANY]
        keys = (article_key(row["base_id"]), surname_key(row["name"]))
        identity = (row["article_id"], row["entity_id"], row["base_id"], row["name"], *keys)
        countries = sorted(row["countries"] or ())
        rows.append((*identity, is_short(row["name"]), row["day"], beside, sorted(fields), countries))
    fill_table(connection, "arrived", rows, _PERSON)
    connection.execute("insert into store.people by name select * from arrived")
    connection.execute("insert into stirred by name select * from arrived")


def surname_key(name: str) -> int:
    """64 bits of the folded surname."""
    return article_key(entity_key(surname(name), "PERSON", None, None))
