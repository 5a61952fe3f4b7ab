"""Whom a surname or a shared name means in one article, decided anew where an article of that name came or went."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow as pa

from tasks.resolve.people import NEAR_DAYS, Bearer, Reading, read_surname, split_namesakes
from tasks.warehouse.rows import add_rows, has_rows

_READING = [(name, pa.string()) for name in ("article_id", "local_id", "entity_id", "reason", "detail")]


def read_surnames(connection: duckdb.DuckDBPyConnection) -> None:
    """Decide again for every surname alone that ``stirred`` may have changed: its own, and in the weeks around."""
    connection.execute(
        f"""
        create or replace temp table open_surnames as
        select p.* from store.people as p
        semi join (
            select surname_key, is_short, day, article_id from stirred
        ) as s on s.surname_key = p.surname_key
            and (
                s.article_id = p.article_id
                or (not s.is_short and p.day between s.day - {NEAR_DAYS} and s.day + {NEAR_DAYS})
            )
        where p.is_short
        """  # noqa: S608
    )
    if not has_rows(connection, "open_surnames"):
        return
    connection.execute(
        """
        delete from store.entity_readings as r
        using open_surnames as o
        where r.article_id = o.article_id and r.local_id = o.local_id
        """
    )
    full = _bearers(
        connection,
        f"""
        select p.* from store.people as p
        where not p.is_short
            and p.surname_key in (select surname_key from open_surnames)
            and p.day between (select min(day) - {NEAR_DAYS} from open_surnames)
                and (select max(day) + {NEAR_DAYS} from open_surnames)
        """,  # noqa: S608
    )
    by_surname: dict[int, list[Bearer]] = defaultdict(list)
    for key, bearer in full:
        by_surname[key].append(bearer)
    found = [
        reading
        for key, short in _bearers(connection, "select * from open_surnames")
        if (reading := read_surname(short, by_surname[key])) is not None
    ]
    _store(connection, found)


def read_namesakes(connection: duckdb.DuckDBPyConnection) -> None:
    """Tell apart again the people of each name in ``stirred`` of whom more than one walk of life is told."""
    connection.execute(
        """
        create or replace temp table open_names as
        select p.entity_id from store.people as p
        where p.entity_id in (select entity_id from stirred where not is_short)
        group by p.entity_id
        having count(distinct p.fields) filter (where len(p.fields) > 0) > 1
        union
        select p.entity_id from store.people as p
        inner join store.entity_readings as r using (article_id, local_id)
        where p.entity_id in (select entity_id from stirred) and not p.is_short
        """
    )
    if not has_rows(connection, "open_names"):
        return
    connection.execute(
        """
        delete from store.entity_readings as r
        using (
            select p.article_id, p.local_id from store.people as p
            where not p.is_short and p.entity_id in (select entity_id from open_names)
        ) as o
        where r.article_id = o.article_id and r.local_id = o.local_id
        """
    )
    by_name: dict[str, list[Bearer]] = defaultdict(list)
    query = "select * from store.people where not is_short and entity_id in (select entity_id from open_names)"
    for _, bearer in _bearers(connection, query):
        by_name[bearer.entity_id].append(bearer)
    _store(connection, [reading for bearers in by_name.values() for reading in split_namesakes(bearers)])


def _bearers(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[int, Bearer]]:
    rows: list[dict[str, Any]] = connection.execute(query).to_arrow_table().to_pylist()
    return [
        (
            row["surname_key"],
            Bearer(
                row["article_id"],
                row["local_id"],
                row["entity_id"],
                row["name"],
                row["day"],
                frozenset(row["company"]),
                frozenset(row["fields"]),
                frozenset(row["countries"]),
            ),
        )
        for row in rows
    ]


def _store(connection: duckdb.DuckDBPyConnection, readings: Iterable[Reading]) -> None:
    rows = [(r.article_id, r.local_id, r.entity_id, r.reason, r.detail) for r in readings]
    add_rows(connection, "store.entity_readings", rows, _READING)
