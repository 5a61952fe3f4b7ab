"""Whom a surname or a shared name means in one article, decided anew where an article of that name came or went."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow as pa

from tasks.resolve.people import NEAR_DAYS, NEAREST, Bearer, Profile, Reading, Surname, find_senses, read_namesake
from tasks.warehouse.rows import add_rows, fill_table, has_rows

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
    surnames = {key: Surname(bearers) for key, bearers in by_surname.items()}
    short = _bearers(connection, "select * from open_surnames")
    _store(
        connection, [r for key, bearer in short if key in surnames and (r := surnames[key].read(bearer)) is not None]
    )


def read_namesakes(connection: duckdb.DuckDBPyConnection) -> None:
    """Tell apart again the people of each name in ``stirred`` of whom more than one walk of life is told."""
    connection.execute(
        """
        create or replace temp table open_names as
        select name_key from store.people
        where len(fields) > 0 and name_key in (select name_key from stirred where not is_short)
        group by name_key
        having count(distinct fields) > 1
        union
        select p.name_key from stirred as s
        inner join store.people as p on p.name_key = s.name_key
        inner join store.entity_readings as r on r.article_id = p.article_id and r.local_id = p.local_id
        where not p.is_short
        """
    )
    if not has_rows(connection, "open_names"):
        return
    connection.execute(
        """
        delete from store.entity_readings as r
        using (
            select article_id, local_id from store.people
            where not is_short and name_key in (select name_key from open_names)
        ) as o
        where r.article_id = o.article_id and r.local_id = o.local_id
        """
    )
    senses = {
        name_id: found for name_id, profiles in _profiles(connection).items() if len(found := find_senses(profiles)) > 1
    }
    fill_table(connection, "shared_names", [(name_id,) for name_id in sorted(senses)], [("entity_id", pa.string())])
    bearers = _bearers(
        connection,
        """
        select * from store.people
        where not is_short and name_key in (select name_key from open_names)
            and entity_id in (select entity_id from shared_names)
        """,
    )
    _store(connection, [r for _, b in bearers if (r := read_namesake(senses[b.entity_id], b)) is not None])


def _profiles(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Profile]]:
    """The profiles of ``open_names``, each with the company of its first articles by id."""
    rows = connection.execute(
        f"""
        select entity_id, fields, countries, count(*), list_distinct(flatten(min_by(company, article_id, {NEAREST})))
        from store.people
        where len(fields) > 0 and not is_short and name_key in (select name_key from open_names)
        group by all
        """  # noqa: S608
    ).fetchall()
    found: dict[str, list[Profile]] = defaultdict(list)
    for name_id, fields, countries, count, company in rows:
        found[name_id].append(Profile(name_id, frozenset(fields), frozenset(countries), count, frozenset(company)))
    return found


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
