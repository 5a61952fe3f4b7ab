"""Which tellings a batch can concern: those comparable with one that has come or gone, and so on from them.

A telling joins an act only where its sides are among the leader's. Of one block (kind, modality, days) two
tellings can therefore concern each other only along a chain of tellings whose sides contain one another's; two
with several sides then have a pair of sides in common, one with a single side has it in common.
"""

from typing import Any

import duckdb

from tasks.resolve.acts import BACK_DAYS, MAX_INTERVAL, Telling
from tasks.resolve.sites import Place
from tasks.warehouse.rows import has_rows

StoredTelling = tuple[Telling, str | None]
"""A telling and the act that it is stored under; None for one that has just come."""

DATED = "(t.first = t.last)"
"""SQL: the telling ``t`` names one day."""

LOOSE = "(t.first is null or t.first is distinct from t.last)"
"""SQL: it does not."""

WINDOW = f"""
    case
        when t.first is not null and t.last is not null then if(t.last - t.first <= {MAX_INTERVAL}, t.first, null)
        when t.first is null and coalesce(t.last, t.told_on) = t.told_on then t.told_on - {BACK_DAYS}
    end as opens,
    case when t.first is not null and t.last is not null then t.last else t.told_on end as closes
"""
"""SQL: ``Telling.window``."""

_BLOCK = "hash(t.plover, t.modality, t.first, t.last, if(t.first = t.last, null, t.told_on))"

_SIDES = """
    if(
        len(parties) = 1,
        [hash(block, 'one', parties[1])],
        list_concat(
            flatten(list_transform(range(1, len(parties)), lambda i:
                list_transform(range(i + 1, len(parties) + 1), lambda j: hash(block, parties[i], parties[j])))),
            list_transform(parties, lambda p: hash(block, 'several', p))
        )
    )
"""
"""What others find a telling by."""

_SOUGHT = """
    if(
        len(parties) = 1,
        [hash(block, 'one', parties[1]), hash(block, 'several', parties[1])],
        list_concat(
            flatten(list_transform(range(1, len(parties)), lambda i:
                list_transform(range(i + 1, len(parties) + 1), lambda j: hash(block, parties[i], parties[j])))),
            list_transform(parties, lambda p: hash(block, 'one', p))
        )
    )
"""
"""What it finds others by."""


def select_comparable(connection: duckdb.DuckDBPyConnection, condition: str, moved: str) -> None:
    """The stored tellings to decide again because of ``moved`` (a query of tellings), as ``comparable``.

    Their rows are in ``beside``; ``condition`` says which of the stored ``t`` are among those to be grouped.
    """
    connection.execute(
        f"create or replace temp table seeds as select t.*, {_BLOCK} as block from ({moved}) as t"  # noqa: S608
    )
    connection.execute("create or replace temp table comparable as select event_id from seeds limit 0")
    connection.execute("create or replace temp table beside as select * from seeds limit 0")
    if not has_rows(connection, "seeds"):
        return
    connection.execute(
        f"""
        create or replace temp table beside as
        select t.*, {_BLOCK} as block
        from store.tellings as t
        where {condition} and {_days_of_seeds(connection)} and {_BLOCK} in (select block from seeds)
        """  # noqa: S608 (conditions of this project)
    )
    connection.execute(
        f"create or replace temp table sides as select event_id, unnest({_SIDES}) as side from beside"  # noqa: S608
    )
    connection.execute(f"create or replace temp table sought as select distinct unnest({_SOUGHT}) as side from seeds")  # noqa: S608
    connection.execute("insert into comparable select event_id from beside semi join seeds using (event_id)")
    while _widen(connection):
        pass


def _days_of_seeds(connection: duckdb.DuckDBPyConnection) -> str:
    """SQL: the days of ``t`` are among those of the seeds. Told in figures, it spares reading most of the table."""
    days = connection.execute(
        """
        select min(first), max(first), bool_or(first is distinct from last), min(told_on), max(told_on),
            bool_or(told_on is null)
        from seeds
        """
    ).fetchall()[0]
    first, last, is_loose, told_first, told_last, is_untold = days
    if not is_loose:
        return f"t.first between date '{first}' and date '{last}'"
    return "true" if is_untold else f"t.told_on between date '{told_first}' and date '{told_last}'"


def _widen(connection: duckdb.DuckDBPyConnection) -> bool:
    """Add what the last to be added are comparable with; whether there was any."""
    connection.execute(
        """
        create or replace temp table added as
        select distinct event_id from sides
        where side in (select side from sought) and event_id not in (select event_id from comparable)
        """
    )
    if not has_rows(connection, "added"):
        return False
    connection.execute("insert into comparable select event_id from added")
    connection.execute(
        f"""
        create or replace temp table sought as
        select distinct unnest({_SOUGHT}) as side from beside where event_id in (select event_id from added)
        """  # noqa: S608
    )
    return True


def read_tellings(connection: duckdb.DuckDBPyConnection, query: str) -> list[StoredTelling]:
    """The rows of a query over tellings."""
    table: list[dict[str, Any]] = connection.execute(query).to_arrow_table().to_pylist()
    return [
        (
            Telling(
                row["event_id"],
                row["article_id"],
                row["plover"],
                row["modality"],
                frozenset(row["parties"]),
                row["first"],
                row["last"],
                row["told_on"],
                Place(row["place"], row["country"], row["latitude"], row["longitude"]) if row["place"] else None,
            ),
            row["act_id"],
        )
        for row in table
    ]
