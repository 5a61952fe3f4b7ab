"""Acts across articles, kept right as articles come, change and go.

Guarantees: what is decided anew are the tellings that the batch can concern: in the blocks (kind, modality, day)
that it touches those that are comparable with one of its own (``tasks.warehouse.act_blocks``), and the tellings
without a day that could fall into an act that has changed. Each decision (``tasks.resolve.acts``) depends on the
tellings that stand there and on nothing else, so that deciding the rest again would change nothing. A telling
that is part of another's act has a row of ``store.event_merges`` with the reason; deleting the row undoes the
merge.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

import duckdb
import pyarrow as pa

from tasks.resolve.acts import BACK_DAYS, MAX_INTERVAL, Act, Telling, find_act, group_block, index_acts
from tasks.warehouse.act_blocks import DATED, LOOSE, WINDOW, StoredTelling, read_tellings, select_comparable
from tasks.warehouse.rows import fill_table, has_rows
from tasks.warehouse.tellings import write_tellings

_MERGE = [(name, pa.string()) for name in ("telling_id", "event_id", "reason")]
_ID = [("event_id", pa.string())]
_ACT = [
    ("act_id", pa.string()),
    ("plover", pa.string()),
    ("modality", pa.string()),
    ("day", pa.date32()),
    ("parties", pa.list_(pa.string())),
]

Placed = list[tuple[str, str, str]]
"""Telling, its act and the reason."""


def resolve_acts(connection: duckdb.DuckDBPyConnection, _: datetime) -> None:
    """Bring the acts in step with ``touched``."""
    connection.execute("create or replace temp table moved as select * from store.tellings limit 0")
    if has_rows(connection, "(select 1 from touched where how <> 'new')"):
        _take_out(connection)
    write_tellings(connection)
    if not has_rows(connection, "moved"):
        return
    changed = _group_dated(connection)
    _group_loose(connection, changed)


def _take_out(connection: duckdb.DuckDBPyConnection) -> None:
    leaving = "article_id in (select article_id from touched where how <> 'new')"
    connection.execute(f"insert into moved select * from store.tellings where {leaving}")  # noqa: S608
    for table in ("tellings", "event_merges", "figures"):
        connection.execute(f"delete from store.{table} where {leaving}")  # noqa: S608


def _group_dated(connection: duckdb.DuckDBPyConnection) -> list[Telling]:
    """Group the tellings with a day; returns the leaders, old and new, of every act that is not what it was."""
    select_comparable(connection, DATED, f"select * from moved as t where {DATED}")  # noqa: S608
    stored = read_tellings(connection, "select * from beside semi join comparable using (event_id)")
    left = read_tellings(connection, f"select * from moved as t where {DATED} and act_id is not null")  # noqa: S608
    blocks: dict[tuple[object, ...], list[Telling]] = defaultdict(list)
    for telling, _ in stored:
        blocks[telling.plover, telling.modality, telling.day].append(telling)
    acts = [act for tellings in blocks.values() for act in group_block(tellings)]
    _store(connection, [(t.event_id, act.leader.event_id, "same-day") for act in acts for t in act.members])
    return _changed_leaders(acts, stored, left)


def _changed_leaders(
    acts: Iterable[Act], stored: Sequence[StoredTelling], left: Sequence[StoredTelling]
) -> list[Telling]:
    before = {telling.event_id: act_id for telling, act_id in stored}
    sizes = Counter(act_id for _, act_id in [*stored, *left] if act_id is not None)
    same = {
        act.leader.event_id
        for act in acts
        if sizes[act.leader.event_id] == len(act.members)
        and all(before[t.event_id] == act.leader.event_id for t in act.members)
    }
    leaders = {act.leader for act in acts} | {t for t, act_id in [*stored, *left] if t.event_id == act_id}
    return [leader for leader in leaders if leader.event_id not in same]


def _group_loose(connection: duckdb.DuckDBPyConnection, changed: Sequence[Telling]) -> None:
    """Find the acts of tellings without a day: those that have come, and those that a changed act may take or lose."""
    asking = _asking(connection, changed)
    acts = _acts_around(connection)
    found: dict[str, str] = {}
    for telling, _ in asking:
        act = find_act(telling, acts.get((telling.plover, telling.modality), {}))
        if act is not None:
            found[telling.event_id] = act.leader.event_id
    _open_days(connection, asking, found)
    left: dict[tuple[object, ...], list[Telling]] = defaultdict(list)
    for telling, _ in read_tellings(connection, "select * from beside semi join comparable using (event_id)"):
        left[telling.plover, telling.modality, telling.first, telling.last, telling.told_on].append(telling)
    placed: Placed = [(telling_id, act_id, "within-days") for telling_id, act_id in found.items()]
    for block in left.values():
        for act in group_block(block):
            placed += [(t.event_id, act.leader.event_id, "same-publication-day") for t in act.members]
    _store(connection, placed)


def _asking(connection: duckdb.DuckDBPyConnection, changed: Sequence[Telling]) -> list[StoredTelling]:
    """The tellings without a day to decide on, as ``asking`` with the window of each."""
    rows = [(t.event_id, t.plover, t.modality, t.day, sorted(t.parties)) for t in changed]
    days = [t.day for t in changed if t.day is not None]
    fill_table(connection, "changed_acts", rows, _ACT)
    connection.execute(f"create or replace temp table asking as select t.*, {WINDOW} from moved as t limit 0")  # noqa: S608
    told = "select min(told_on), max(told_on), bool_or(told_on is null) from moved as t where act_id is null"
    first, last, is_untold = connection.execute(told).fetchall()[0]
    if first is not None or is_untold:
        arrived = "true" if is_untold else f"t.told_on between date '{first}' and date '{last}'"
        connection.execute(
            f"""
            insert into asking
            select t.*, {WINDOW} from store.tellings as t
            where {LOOSE} and {arrived} and t.event_id in (select event_id from moved)
            """  # noqa: S608 (conditions of this project)
        )
    if days:
        _ask_concerned(connection, min(days), max(days))
    return read_tellings(connection, "select * from asking")


def _ask_concerned(connection: duckdb.DuckDBPyConnection, first: date, last: date) -> None:
    """Add the tellings whose sides are all among those of an act of ``changed_acts`` that lies in their window.

    ``first`` and ``last`` are the days of these acts: told in figures, they spare reading most of the table.
    """
    connection.execute(
        f"""
        insert into asking
        with loose as (
            select t.*, {WINDOW} from store.tellings as t
            where {LOOSE} and t.told_on between date '{first}' and date '{last}' + {BACK_DAYS}
            union
            select t.*, {WINDOW} from store.tellings as t
            where t.first between date '{first}' - {MAX_INTERVAL} and date '{last}' and t.last > t.first
        ),

        concerned as (
            select l.event_id
            from (select *, unnest(parties) as party from loose where len(parties) > 1) as l
            inner join (select *, unnest(parties) as party from changed_acts) as c
                on l.plover = c.plover and l.modality = c.modality and l.party = c.party
            where c.day between l.opens and l.closes
            group by l.event_id, c.act_id
            having count(*) = len(any_value(l.parties))
        )

        select * from loose
        where event_id in (select event_id from concerned) and event_id not in (select event_id from asking)
        """  # noqa: S608 (conditions of this project)
    )


def _acts_around(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], dict[str, list[Act]]]:
    """The acts with a day that have all sides of one of ``asking`` and lie in its window, by kind and side."""
    first, last = connection.execute("select min(opens), max(closes) from asking where len(parties) > 1").fetchall()[0]
    if first is None:
        return {}
    within = f"t.first between date '{first}' and date '{last}'"
    members = read_tellings(
        connection,
        f"""
        with led as (
            select t.event_id, t.plover, t.modality, t.first, unnest(t.parties) as party
            from store.tellings as t
            where {DATED} and t.act_id = t.event_id and {within}
        ),

        fitting as (
            select l.event_id
            from (select *, unnest(parties) as party from asking where len(parties) > 1) as a
            inner join led as l on a.plover = l.plover and a.modality = l.modality and a.party = l.party
            where l.first between a.opens and a.closes
            group by a.event_id, l.event_id
            having count(*) = len(any_value(a.parties))
        )

        select t.* from store.tellings as t
        where {DATED} and {within} and t.act_id in (select event_id from fitting)
        """,  # noqa: S608 (conditions of this project)
    )
    groups: dict[str, list[Telling]] = defaultdict(list)
    for telling, act_id in members:
        groups[str(act_id)].append(telling)
    found: dict[tuple[str, str], list[Act]] = defaultdict(list)
    for act_id, group in groups.items():
        ordered = sorted(group, key=lambda t: t.rank)
        leader = next((t for t in ordered if t.event_id == act_id), ordered[0])
        place = next((t.place for t in ordered if t.place is not None), None)
        found[leader.plover, leader.modality].append(Act(leader, ordered, place))
    return {kind: index_acts(acts) for kind, acts in found.items()}


def _open_days(
    connection: duckdb.DuckDBPyConnection, asking: Sequence[StoredTelling], found: Mapping[str, str]
) -> None:
    """Which tellings share a day of publication and sides with one that now belongs to no act with a day, or did.

    They stand in ``comparable``; those that an act with a day has taken, in ``taken``.
    """
    fill_table(connection, "found", [(telling_id,) for telling_id in sorted(found)], _ID)
    connection.execute(
        f"""
        create or replace temp table taken as
        with told as (
            select t.event_id, t.act_id from store.tellings as t
            where {LOOSE} and t.act_id <> t.event_id and t.event_id not in (select event_id from asking)
                and t.told_on in (select told_on from asking union all select told_on from moved)
        )

        select event_id from found
        union all
        select t.event_id from told as t
        semi join (
            select t.event_id from store.tellings as t where {DATED} and t.event_id in (select act_id from told)
        ) as d on t.act_id = d.event_id
        """  # noqa: S608 (conditions of this project)
    )
    kept = _unmoved(connection, asking, found)
    fill_table(connection, "unmoved", [(telling_id,) for telling_id in sorted(kept)], _ID)
    select_comparable(
        connection,
        f"{LOOSE} and t.event_id not in (select event_id from taken)",  # noqa: S608
        f"""
        select * from moved as t where {LOOSE} and t.act_id is not null
        union all by name
        select t.* exclude (opens, closes) from asking as t where t.event_id not in (select event_id from unmoved)
        """,  # noqa: S608 (conditions of this project)
    )


def _unmoved(
    connection: duckdb.DuckDBPyConnection, asking: Sequence[StoredTelling], found: Mapping[str, str]
) -> Collection[str]:
    """Those of ``asking`` that belong to an act with a day, or to none, as they did before."""
    rows = connection.execute(
        f"""
        select event_id from (
            select * from store.tellings union all by name select * from moved where act_id is not null
        ) as t
        where {DATED} and event_id in (select act_id from asking)
        """  # noqa: S608 (a condition of this project)
    ).fetchall()
    dated = {row[0] for row in rows}
    new = {t.event_id for t, act_id in asking if act_id is None}
    kept = {t.event_id for t, act_id in asking if act_id is not None and (act_id in dated) == (t.event_id in found)}
    # What has come and is taken at once was never among the others of its day.
    return kept | (new & found.keys())


def _store(connection: duckdb.DuckDBPyConnection, placed: Placed) -> None:
    fill_table(connection, "placed", placed, _MERGE)
    connection.execute(
        """
        create or replace temp table replaced as
        select p.*, t.article_id, t.act_id from placed as p
        inner join store.tellings as t on t.event_id = p.telling_id
        where t.act_id is distinct from p.event_id
        """
    )
    if not has_rows(connection, "replaced"):
        return
    connection.execute(
        "update store.tellings as t set act_id = r.event_id from replaced as r where t.event_id = r.telling_id"
    )
    if has_rows(connection, "(select 1 from replaced where act_id is not null)"):
        connection.execute(
            "delete from store.event_merges"
            " where local_id = telling_id and telling_id in (select telling_id from replaced)"
        )
    connection.execute(
        "update store.event_merges as m set event_id = r.event_id from replaced as r"
        " where m.telling_id = r.telling_id and m.event_id <> r.event_id"
    )
    connection.execute(
        """
        insert into store.event_merges
        select telling_id, article_id, telling_id, event_id, reason
        from replaced
        where event_id <> telling_id
        """
    )
