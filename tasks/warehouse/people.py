"""Whom a surname or a shared name means in one article, decided anew where an article of that name came or went."""

import itertools
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from tasks.resolve.people import (
    NEAR_DAYS,
    NEAREST,
    Bearer,
    Profile,
    Reading,
    Sense,
    Surname,
    find_senses,
    read_namesake,
)
from tasks.warehouse.rows import add_rows, fill_table, has_rows

_READING = [(name, pa.string()) for name in ("article_id", "local_id", "entity_id", "reason", "detail")]
_SHARED = [
    ("entity_id", pa.string()),
    ("is_new", pa.bool_()),
    ("company", pa.list_(pa.uint64())),
    ("moved", pa.list_(pa.uint64())),
]
_NOTHING: frozenset[Any] = frozenset()


def read_surnames(connection: duckdb.DuckDBPyConnection) -> None:
    """Decide again for every surname alone that ``stirred`` may have changed."""
    _rank_bearers(connection)
    connection.execute(
        f"""
        create or replace temp table open_surnames as
        select p.* from store.people as p
        where p.is_short and (
            p.article_id in (select article_id from arrived)
            or exists (
                select 1 from ranked as r
                where r.has_arrived and r.surname_key = p.surname_key and p.day between r.opens and r.closes
            )
            or exists (
                select 1 from stirred as s
                where s.article_id in (select article_id from leavers) and s.surname_key = p.surname_key
                    and not s.is_short and p.day between s.day - {NEAR_DAYS} and s.day + {NEAR_DAYS}
            )
        )
        """  # noqa: S608
    )
    if not has_rows(connection, "open_surnames"):
        return
    _forget_readings(connection, "open_surnames")
    full = _bearers(
        connection,
        """
        select * from ranked as r
        where exists (
            select 1 from open_surnames as o
            where o.surname_key = r.surname_key and o.day between r.opens and r.closes
        )
        """,
    )
    by_surname: dict[int, list[Bearer]] = defaultdict(list)
    for key, bearer in full:
        by_surname[key].append(bearer)
    surnames = {key: Surname(bearers) for key, bearers in by_surname.items()}
    short = _bearers(connection, "select * from open_surnames")
    _store(
        connection, [r for key, bearer in short if key in surnames and (r := surnames[key].read(bearer)) is not None]
    )


def _rank_bearers(connection: duckdb.DuckDBPyConnection) -> None:
    """Who bears a surname of ``stirred`` in full in the weeks around, as ``ranked``, with the days it is read by.

    A surname alone is read by so many of the nearest articles of each bearer: an article concerns those days only
    between which and its own not so many others of the same bearer lie.
    """
    first, last = connection.execute("select min(day), max(day) from stirred").fetchall()[0]
    days = f"p.day between date '{first}' - {2 * NEAR_DAYS} and date '{last}' + {2 * NEAR_DAYS}" if first else "false"
    connection.execute(
        f"""
        create or replace temp table ranked as
        select
            p.*,
            p.article_id in (select article_id from arrived) as has_arrived,
            greatest(p.day - {NEAR_DAYS}, lag(p.day, {NEAREST}) over told + 1) as opens,
            least(p.day + {NEAR_DAYS}, lead(p.day, {NEAREST}) over told) as closes
        from store.people as p
        where not p.is_short and {days} and p.surname_key in (select surname_key from stirred)
        window told as (partition by p.entity_id order by p.day, p.article_id)
        """  # noqa: S608 (dates and numbers of this module)
    )


def _forget_readings(connection: duckdb.DuckDBPyConnection, people: str) -> None:
    connection.execute(
        f"""
        delete from store.entity_readings as r
        using {people} as o
        where r.article_id = o.article_id and r.local_id = o.local_id
        """  # noqa: S608 (a name of this module)
    )


def read_namesakes(connection: duckdb.DuckDBPyConnection) -> None:
    """Tell apart again the people of each name in ``stirred`` of whom more than one walk of life is told.

    Where the people behind a name are those that they were, only the articles that have come are read, and those
    that keep company which has come to be, or is no longer, one of these people's.
    """
    _find_open_names(connection)
    if not has_rows(connection, "open_names"):
        return
    bears_one = "not is_short and name_key in (select name_key from open_names)"
    connection.execute(f"create or replace temp table homonyms as select * from store.people where {bears_one}")  # noqa: S608
    senses = _senses(connection, "homonyms")
    before = _senses(
        connection,
        f"""(
            select * from homonyms where article_id not in (select article_id from arrived)
            union all by name
            select * from stirred where article_id in (select article_id from leavers) and {bears_one}
        )""",  # noqa: S608
    )
    shared = []
    for name_id in sorted(senses.keys() | before.keys()):
        people = senses.get(name_id, [])
        is_new, moved = _compare(before.get(name_id, []), people)
        company = _NOTHING.union(*(sense.company for sense in people[1:]))
        shared.append((name_id, is_new, sorted(company), sorted(moved)))
    fill_table(connection, "shared_names", shared, _SHARED)
    connection.execute(
        """
        create or replace temp table concerned as
        select p.*
        from homonyms as p
        inner join shared_names as s using (entity_id)
        where s.is_new
            or p.article_id in (select article_id from arrived)
            or (len(p.fields) = 0 and list_has_any(s.moved, p.company))
        """
    )
    _forget_readings(connection, "concerned")
    # Who tells no walk of life, and names nobody of a namesake's company, means the one told of most.
    bearers = _bearers(
        connection,
        """
        select p.* from concerned as p
        inner join shared_names as s using (entity_id)
        where len(p.fields) > 0 or list_has_any(s.company, p.company)
        """,
    )
    _store(connection, [r for _, b in bearers if (r := read_namesake(senses.get(b.entity_id, []), b)) is not None])


def _find_open_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Names in ``stirred`` that may be several people's, as ``open_names``."""
    connection.execute(
        """
        create or replace temp table open_names as
        -- An article that tells no walk of life changes none of the people of a name.
        select name_key from store.people
        where len(fields) > 0 and name_key in (select name_key from stirred where not is_short and len(fields) > 0)
        group by name_key
        having count(distinct fields) > 1
        union
        -- Where there are several, articles of all but one of them are read as a namesake's.
        select name_key from store.people
        where not is_short and name_key in (select name_key from stirred where not is_short)
            and local_id in (select local_id from store.entity_readings where reason = 'namesake')
        """
    )


def _compare(before: list[Sense], after: list[Sense]) -> tuple[bool, frozenset[Any]]:
    """Whether the people of a name are others than before; if not, the company that any of them gained or lost."""
    if len(before) != len(after) or [s.essence for s in before[1:]] != [s.essence for s in after[1:]]:
        return True, _NOTHING
    return False, _NOTHING.union(*(one.company ^ other.company for one, other in zip(before, after, strict=True)))


def _senses(connection: duckdb.DuckDBPyConnection, people: str) -> dict[str, list[Sense]]:
    """The people of each of ``open_names`` that several bear; a profile has the company of its first articles by id."""
    rows = connection.execute(
        f"""
        select entity_id, fields, countries, count(*), list_distinct(flatten(min_by(company, article_id, {NEAREST})))
        from {people}
        where len(fields) > 0
        group by all
        """  # noqa: S608
    ).fetchall()
    profiles: dict[str, list[Profile]] = defaultdict(list)
    for name_id, fields, countries, count, company in rows:
        profiles[name_id].append(Profile(name_id, frozenset(fields), frozenset(countries), count, frozenset(company)))
    return {name_id: found for name_id, known in profiles.items() if len(found := find_senses(known)) > 1}


def _bearers(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[int, Bearer]]:
    """People with their surname's key. Lists are taken apart here: as Python objects they cost most of a batch."""
    table = connection.execute(query).to_arrow_table().combine_chunks()
    columns = (
        table[name].to_pylist() for name in ("surname_key", "article_id", "local_id", "entity_id", "name", "day")
    )
    lists = (_as_sets(table[name]) for name in ("company", "fields", "countries"))
    return [(row[0], Bearer(*row[1:])) for row in zip(*columns, *lists, strict=True)]


def _as_sets(column: pa.ChunkedArray) -> list[frozenset[Any]]:
    lists = column.combine_chunks()
    values = lists.flatten().to_pylist()
    lengths = pc.fill_null(pc.list_value_length(lists), 0).to_pylist()
    ends = itertools.accumulate(lengths)
    return [
        frozenset(values[end - length : end]) if length else _NOTHING for length, end in zip(lengths, ends, strict=True)
    ]


def _store(connection: duckdb.DuckDBPyConnection, readings: Iterable[Reading]) -> None:
    rows = [(r.article_id, r.local_id, r.entity_id, r.reason, r.detail) for r in readings]
    add_rows(connection, "store.entity_readings", rows, _READING)
