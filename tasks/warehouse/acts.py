"""Acts across articles, kept right as articles come, change and go.

Guarantees: what is decided anew are the blocks (kind, modality, day) that the batch touches, and the tellings
without a day that could fall into them; each decision (``tasks.resolve.acts``) depends on the tellings that
stand there and on nothing else. A telling that is part of another's act has a row of ``store.event_merges``
with the reason; deleting the row undoes the merge.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from tasks.resolve.acts import BACK_DAYS, MAX_INTERVAL, Act, Place, Telling, find_act, group_block, index_acts
from tasks.warehouse.rows import fill_table, has_rows
from tasks.warehouse.tellings import write_tellings

_MERGE = [(name, pa.string()) for name in ("telling_id", "event_id", "reason")]
_KEY = [("plover", pa.string()), ("modality", pa.string()), ("day", pa.date32())]

Kind = tuple[str, str]
Block = tuple[str, str, date]


def resolve_acts(connection: duckdb.DuckDBPyConnection, _: datetime) -> None:
    """Bring the acts in step with ``touched``."""
    connection.execute("create or replace temp table moved as select * from store.tellings limit 0")
    if has_rows(connection, "(select 1 from touched where how <> 'new')"):
        _take_out(connection)
    write_tellings(connection)
    if not has_rows(connection, "moved"):
        return
    dated = _group_dated(connection)
    undated = _group_undated(connection, dated)
    _store(connection, dated, undated)


def _take_out(connection: duckdb.DuckDBPyConnection) -> None:
    leaving = "article_id in (select article_id from touched where how <> 'new')"
    connection.execute(f"insert into moved select * from store.tellings where {leaving}")  # noqa: S608
    for table in ("tellings", "event_merges", "figures"):
        connection.execute(f"delete from store.{table} where {leaving}")  # noqa: S608


def _group_dated(connection: duckdb.DuckDBPyConnection) -> dict[Block, list[Act]]:
    """The acts of every block that a telling with a day came to or left."""
    connection.execute(
        "create or replace temp table open_blocks as"
        " select distinct plover, modality, first as day from moved where first = last"
    )
    rows = _read(
        connection,
        """
        select t.* from store.tellings as t
        semi join open_blocks as b on t.plover = b.plover and t.modality = b.modality and t.first = b.day
        where t.first = t.last
            and t.first between (select min(day) from open_blocks) and (select max(day) from open_blocks)
        """,
    )
    blocks: dict[Block, list[Telling]] = defaultdict(list)
    for telling, _ in rows:
        if telling.day is not None:
            blocks[telling.plover, telling.modality, telling.day].append(telling)
    return {block: group_block(tellings) for block, tellings in blocks.items()}


def _group_undated(
    connection: duckdb.DuckDBPyConnection, dated: Mapping[Block, list[Act]]
) -> dict[str, tuple[str, str]]:
    """Telling -> its act and the reason, for the tellings without a day that the batch may concern.

    Those are the batch's own with all that share their days of publication, and those in whose window a block
    of the batch lies.
    """
    days: set[tuple[str, str, date]] = set()
    for plover, modality, day in connection.execute("select * from open_blocks").fetchall():
        days |= {(plover, modality, day + timedelta(days=back)) for back in range(BACK_DAYS + 1)}
    days |= set(
        connection.execute(
            """
            select distinct plover, modality, told_on from moved
            where (first is null or first is distinct from last) and told_on is not null
            """
        ).fetchall()
    )
    fill_table(connection, "open_days", sorted(days), _KEY)
    read = _read(
        connection,
        f"""
        select t.* from store.tellings as t
        semi join open_days as d on t.plover = d.plover and t.modality = d.modality and t.told_on = d.day
        where (t.first is null or t.first is distinct from t.last)
            and t.told_on between (select min(day) from open_days) and (select max(day) from open_days)
        union
        select t.* from store.tellings as t
        inner join open_blocks as b on t.plover = b.plover and t.modality = b.modality
        where t.first < t.last and t.last - t.first <= {MAX_INTERVAL} and b.day between t.first and t.last
        """,  # noqa: S608
    )
    tellings = [telling for telling, _ in read]
    acts = _acts_around(connection, tellings, dated)
    found: dict[str, tuple[str, str]] = {}
    left: dict[tuple[object, ...], list[Telling]] = defaultdict(list)
    for telling in tellings:
        act = find_act(telling, acts.get((telling.plover, telling.modality), {}))
        if act is not None:
            found[telling.event_id] = (act.leader.event_id, "within-days")
        else:
            left[telling.plover, telling.modality, telling.first, telling.last, telling.told_on].append(telling)
    for block in left.values():
        for act in group_block(block):
            found |= {t.event_id: (act.leader.event_id, "same-publication-day") for t in act.members}
    return found


def _acts_around(
    connection: duckdb.DuckDBPyConnection, tellings: Iterable[Telling], known: Mapping[Block, list[Act]]
) -> dict[Kind, dict[str, list[Act]]]:
    """The acts with a day in the windows of ``tellings``, by kind and side; those just grouped stand for the stored."""
    wanted: set[Block] = set()
    for telling in tellings:
        if telling.window is not None and len(telling.parties) > 1:
            first, last = telling.window
            span = range((last - first).days + 1)
            wanted |= {(telling.plover, telling.modality, first + timedelta(days=day)) for day in span}
    found: dict[Kind, list[Act]] = defaultdict(list)
    for block in wanted & known.keys():
        found[block[:2]] += known[block]
    fill_table(connection, "windows", sorted(wanted - known.keys()), _KEY)
    members: dict[str, list[Telling]] = defaultdict(list)
    query = """
        select t.* from store.tellings as t
        semi join windows as w on t.plover = w.plover and t.modality = w.modality and t.first = w.day
        where t.first = t.last and t.first between (select min(day) from windows) and (select max(day) from windows)
        """
    for telling, act_id in _read(connection, query):
        members[act_id].append(telling)
    for act_id, group in members.items():
        ordered = sorted(group, key=lambda t: t.rank)
        leader = next((t for t in ordered if t.event_id == act_id), ordered[0])
        place = next((t.place for t in ordered if t.place is not None), None)
        found[leader.plover, leader.modality].append(Act(leader, ordered, place))
    return {kind: index_acts(acts) for kind, acts in found.items()}


def _store(
    connection: duckdb.DuckDBPyConnection,
    dated: Mapping[Block, list[Act]],
    undated: Mapping[str, tuple[str, str]],
) -> None:
    placed = [
        (telling.event_id, act.leader.event_id, "same-day")
        for acts in dated.values()
        for act in acts
        for telling in act.members
    ]
    placed += [(telling_id, event_id, reason) for telling_id, (event_id, reason) in undated.items()]
    fill_table(connection, "placed", placed, _MERGE)
    connection.execute(
        """
        create or replace temp table replaced as
        select p.* from placed as p
        inner join store.tellings as t on t.event_id = p.telling_id
        where t.act_id is distinct from p.event_id
        """
    )
    if not has_rows(connection, "replaced"):
        return
    connection.execute(
        "update store.tellings as t set act_id = r.event_id from replaced as r where t.event_id = r.telling_id"
    )
    connection.execute(
        "delete from store.event_merges where local_id = telling_id and telling_id in (select telling_id from replaced)"
    )
    connection.execute(
        "update store.event_merges as m set event_id = r.event_id from replaced as r where m.telling_id = r.telling_id"
    )
    connection.execute(
        """
        insert into store.event_merges
        select r.telling_id, t.article_id, r.telling_id, r.event_id, r.reason
        from replaced as r inner join store.tellings as t on t.event_id = r.telling_id
        where r.event_id <> r.telling_id
        """
    )


def _read(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Telling, str]]:
    """Tellings with the act that they are stored under."""
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
