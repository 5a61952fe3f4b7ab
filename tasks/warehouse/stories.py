"""Stories, kept right as articles come, change and go."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from tasks.dedupe.stories import LEVELS, LINK_DAYS, LINKED, Leaf, Part, floor_of, group, similarity
from tasks.dedupe.story_ids import StoryChange, first_id, inherit_ids
from tasks.dedupe.terms import INDEX_TERMS
from tasks.warehouse.rows import add_rows, fill_table, has_rows
from tasks.warehouse.signatures import article_key

MIN_SHARED = 2
"""Of ``INDEX_TERMS`` terms that two articles must share to be compared: on the dev stories this loses a tenth
of the pairs that are alike enough to be linked, and no article of any story."""

COMMON, COMMON_DAYS = 500, 15
"""A term that more articles have, so many days before and after, leads to none: the war of the year, the words of a
daily bulletin. It bounds what a batch costs, and is where order counts: two articles may be linked before it is common.
Counted over less time than links reach over: where much is published, every term is common in the long run."""


def resolve_stories(connection: duckdb.DuckDBPyConnection, now: datetime) -> None:
    """Group the batch's articles and those that they touch. A copy is in its original's story."""
    _take_out(connection)
    placing = _read_leaves(connection, "select article_key from unplaced")
    links = _link(connection, placing)
    if links:
        add_rows(connection, "store.story_links", [(one, other, found) for (one, other), found in links.items()], _LINK)
    floors = _choose_parts(connection, placing, links)
    leaves = _read_leaves(
        connection,
        "select article_key from store.story_parts where part in (select part from regrouped)"
        " union select article_key from unplaced",
    )
    parts = group(leaves, _read_links(connection, leaves), floors) if leaves else []
    _store_parts(connection, parts)
    _store_stories(connection, parts, leaves, now)


def _take_out(connection: duckdb.DuckDBPyConnection) -> None:
    """Who is to be placed, as ``unplaced``; whose part has lost someone, as ``regrouped``."""
    connection.execute(
        """
        create or replace temp table unplaced as
        select s.article_id, s.article_key from store.signatures as s
        semi join (
            select article_id from signed
            union
            select article_id from reassigned where new_original is null
        ) as n on s.article_id = n.article_id
        anti join store.originals as o on s.article_id = o.article_id
        """
    )
    connection.execute(
        """
        create or replace temp table leaving as
        select article_id, article_key from unsigned
        union
        select s.article_id, s.article_key from store.signatures as s
        semi join (select article_id from reassigned where old_original is null) as n on s.article_id = n.article_id
        """
    )
    connection.execute("create or replace temp table regrouped as select part from store.story_parts limit 0")
    if has_rows(connection, "leaving"):
        keys = "(select article_key from leaving)"
        connection.execute(f"insert into regrouped select part from store.story_parts where article_key in {keys}")  # noqa: S608
        for table in ("story_parts", "story_terms"):
            connection.execute(f"delete from store.{table} where article_key in {keys}")  # noqa: S608
        connection.execute(
            """
            delete from store.story_links
            where article_id in (select article_id from leaving)
                or other_article_id in (select article_id from leaving)
            """
        )


def _read_leaves(connection: duckdb.DuckDBPyConnection, keys: str) -> dict[str, Leaf]:
    """The signatures whose key the query ``keys`` yields."""
    rows = connection.execute(
        f"""
        select s.article_id, s.moment, s.terms, s.weights from store.signatures as s
        semi join ({keys}) as k on s.article_key = k.article_key
        order by s.article_id
        """  # noqa: S608 (a query of this module)
    ).fetchall()
    return {row[0]: Leaf(row[0], row[1], tuple(row[2]), tuple(row[3])) for row in rows}


def _link(connection: duckdb.DuckDBPyConnection, placing: Mapping[str, Leaf]) -> dict[tuple[str, str], float]:
    """What the articles to place are similar to, themselves included."""
    if not placing:
        return {}
    _select_comparing(connection)
    others = _read_leaves(connection, "select other_key as article_key from comparing")
    by_key = {article_key(identifier): leaf for identifier, leaf in {**others, **placing}.items()}
    links: dict[tuple[str, str], float] = {}
    for key, other_key in connection.execute("select * from comparing").fetchall():
        if key not in by_key or other_key not in by_key:
            continue
        one, other = sorted((by_key[key], by_key[other_key]), key=lambda leaf: leaf.article_id)
        pair = (one.article_id, other.article_id)
        if pair not in links and (found := similarity(one, other)) >= LINKED:
            links[pair] = found
    return links


def _select_comparing(connection: duckdb.DuckDBPyConnection) -> None:
    """Articles to place, and those that they are compared with, as ``comparing``."""
    connection.execute(
        f"""
        create or replace temp table unplaced_terms as
        select s.article_key, unnest(s.terms[:{INDEX_TERMS}]) as term, s.moment::date as day
        from store.signatures as s semi join unplaced as p on s.article_key = p.article_key
        """  # noqa: S608
    )
    connection.execute("insert into store.story_terms by name select * from unplaced_terms")
    around = _months_around(connection)
    # Counted by day and then told for every day that asks: what a term leads to must not follow from the batch.
    connection.execute(
        f"""
        create or replace temp table followed as
        with held as (
            select t.term, t.day, count(*) as articles
            from store.story_terms as t
            where {around} and t.term in (select term from unplaced_terms)
            group by t.term, t.day
        )

        select p.term, p.day
        from (select distinct term, day from unplaced_terms) as p
        inner join held as t on t.term = p.term and {_near(COMMON_DAYS)}
        group by p.term, p.day
        having sum(t.articles) <= {COMMON}
        """  # noqa: S608 (conditions of this module)
    )
    connection.execute(
        f"""
        create or replace temp table comparing as
        with asking as (
            select p.* from unplaced_terms as p
            semi join followed as f on f.term = p.term and f.day is not distinct from p.day
        )

        select p.article_key, t.article_key as other_key
        from store.story_terms as t
        inner join asking as p on t.term = p.term
        where {around} and {_near(LINK_DAYS)} and p.article_key <> t.article_key
        group by all having count(*) >= {MIN_SHARED}
        """  # noqa: S608 (conditions of this module)
    )


def _near(days: int) -> str:
    """SQL: two articles are so near in time; one without a day is near to all."""
    return f"(p.day is null or t.day is null or abs(p.day - t.day) <= {days})"


def _months_around(connection: duckdb.DuckDBPyConnection) -> str:
    """SQL: ``t`` may be near to an article to place. Told in figures, it spares reading most of the table."""
    first, last, is_undated = connection.execute(
        "select min(day), max(day), bool_or(day is null) from unplaced_terms"
    ).fetchall()[0]
    if is_undated or first is None:
        return "true"
    return f"(t.day is null or t.day between date '{first}' - {LINK_DAYS} and date '{last}' + {LINK_DAYS})"


def _choose_parts(
    connection: duckdb.DuckDBPyConnection, placing: Mapping[str, Leaf], links: Mapping[tuple[str, str], float]
) -> dict[str, int]:
    """Add the parts that links lead into to ``regrouped``; returns the floors of what will be grouped anew."""
    ends = {end for pair in links for end in pair} - placing.keys()
    known: dict[str, tuple[int, int]] = {}
    if ends:
        fill_table(connection, "ends", [(article_key(end),) for end in ends], [("article_key", pa.uint64())])
        found = connection.execute(
            "select p.article_key, p.part, p.level from store.story_parts as p"
            " semi join ends as k on p.article_key = k.article_key"
        ).fetchall()
        by_key = {row[0]: (row[1], row[2]) for row in found}
        known = {end: by_key[article_key(end)] for end in ends if article_key(end) in by_key}
    neighbours: dict[str, list[tuple[float, int]]] = defaultdict(list)
    reached: set[int] = set()
    for (one, other), worth in links.items():
        for here, there in ((one, other), (other, one)):
            if there in known:
                part, level = known[there]
                neighbours[here].append((worth, level))
                if worth >= LEVELS[level]:
                    reached.add(part)
    if reached:
        add_rows(connection, "regrouped", [(part,) for part in sorted(reached)], [("part", pa.uint64())])
    levels = connection.execute(
        """
        select s.article_id, p.level from store.story_parts as p
        semi join regrouped as r on p.part = r.part
        inner join store.signatures as s on s.article_key = p.article_key
        """
    ).fetchall()
    return {
        **{row[0]: row[1] for row in levels},
        **{here: floor_of(near) for here, near in neighbours.items() if here in placing},
    }


def _read_links(connection: duckdb.DuckDBPyConnection, leaves: Iterable[str]) -> dict[tuple[str, str], float]:
    fill_table(connection, "members", [(leaf,) for leaf in leaves], [("article_id", pa.string())])
    rows = connection.execute(
        """
        select l.* from store.story_links as l
        semi join members as one on l.article_id = one.article_id
        semi join members as other on l.other_article_id = other.article_id
        """
    ).fetchall()
    return {(row[0], row[1]): row[2] for row in rows}


def _store_parts(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part]) -> None:
    if has_rows(connection, "regrouped"):
        connection.execute("delete from store.story_parts where part in (select part from regrouped)")
    rows = []
    for part in parts:
        keys = [article_key(member) for member in part.members]
        rows += [(key, min(keys), part.level) for key in keys]
    add_rows(connection, "store.story_parts", rows, _PART)


def _store_stories(
    connection: duckdb.DuckDBPyConnection, parts: Sequence[Part], leaves: Mapping[str, Leaf], now: datetime
) -> None:
    def rank(identifier: str) -> tuple[datetime, str]:
        return (leaves[identifier].moment or datetime.max.replace(tzinfo=UTC), identifier)

    stories = [sorted(story, key=rank) for part in parts for story in part.stories]
    stories.sort(key=lambda members: rank(members[0]))
    placed = [(member,) for members in stories for member in members]
    fill_table(connection, "placed", placed, [("article_id", pa.string())])
    held = dict(
        connection.execute(
            "select s.article_id, s.story_id from store.story_articles as s"
            " semi join placed as p on s.article_id = p.article_id"
        ).fetchall()
    )
    ids, changes = inherit_ids(stories, held, _taken(connection, stories, held))
    rows = [(story_id, member) for story_id, members in zip(ids, stories, strict=True) for member in members]
    fill_table(connection, "told", rows, [("story_id", pa.string()), ("article_id", pa.string())])
    _replace_memberships(connection)
    _note_changes(connection, changes, now)


def _taken(
    connection: duckdb.DuckDBPyConnection, stories: Sequence[Sequence[str]], held: Mapping[str, str]
) -> set[str]:
    """Which of the ids that new stories would bear are borne by a story that is not being grouped."""
    proposed = [(first_id(members),) for members in stories if not any(member in held for member in members[:1])]
    fill_table(connection, "proposed", proposed, [("story_id", pa.string())])
    rows = connection.execute(
        "select distinct s.story_id from store.story_articles as s semi join proposed as p on s.story_id = p.story_id"
    ).fetchall()
    return {str(row[0]) for row in rows} - set(held.values())


def _replace_memberships(connection: duckdb.DuckDBPyConnection) -> None:
    """Write ``told``, and give every copy the story of its original."""
    connection.execute(
        """
        create or replace temp table following as
        select o.article_id, o.original from store.originals as o
        where o.article_id in (select article_id from signed)
            or o.original in (
                select article_id from told
                union
                select new_original as article_id from reassigned where new_original is not null
            )
        """
    )
    connection.execute(
        """
        delete from store.story_articles
        where article_id in (
            select article_id from told
            union all
            select article_id from leaving
            union all
            select article_id from following
        )
        """
    )
    connection.execute("insert into store.story_articles by name select * from told")
    connection.execute(
        """
        insert into store.story_articles by name
        select s.story_id, f.article_id from following as f
        inner join store.story_articles as s on s.article_id = f.original
        """
    )


def _note_changes(connection: duckdb.DuckDBPyConnection, changes: Sequence[StoryChange], now: datetime) -> None:
    rows = [(change.story_id, change.other_story_id, change.change, now) for change in changes]
    add_rows(connection, "store.story_changes", rows, _CHANGE)


_LINK = [("article_id", pa.string()), ("other_article_id", pa.string()), ("similarity", pa.float64())]
_PART = [("article_key", pa.uint64()), ("part", pa.uint64()), ("level", pa.uint8())]
_CHANGE = [
    ("story_id", pa.string()),
    ("other_story_id", pa.string()),
    ("change", pa.string()),
    ("at", pa.timestamp("us", tz="UTC")),
]
