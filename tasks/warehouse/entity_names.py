"""What a name means wherever it stands: its folded spelling, what an acronym stands for, what the user says."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow as pa

from tasks.resolve.aliases import Alias, find_alias, read_aliases
from tasks.resolve.keys import acronym_of, entity_key, kind_of
from tasks.resolve.people import pick_expansion
from tasks.warehouse.errors import WarehouseError
from tasks.warehouse.manifest import path_of
from tasks.warehouse.rows import add_rows, fill_table, has_rows

ALIAS_FILE = "aliases.csv"
"""Beside the warehouse; the user's word on who is who."""

_MERGE = [(name, pa.string()) for name in ("local_id", "base_id", "entity_id", "reason", "detail")]
_ACRONYM = [(name, pa.string()) for name in ("article_id", "short_id", "long_id", "name")]
_ALIAS = [(name, pa.string()) for name in ("name", "label", "means", "wikidata")]
_DECIDED = [(name, pa.string()) for name in ("short_id", "long_id", "name")]
_NO_PEOPLE = ("PERSON", "GPE", "LOC")
"""Labels whose names are no acronyms of one another."""


def merge_names(connection: duckdb.DuckDBPyConnection, named: Iterable[dict[str, Any]]) -> None:
    """Bring ``store.entity_merges`` in step with the names that have arrived, been explained or been aliased."""
    names = {row["entity_id"]: row for row in named}
    _explain_acronyms(connection, names, named)
    aliases, is_changed = _read_alias_file(connection)
    if is_changed:
        names |= {row["entity_id"]: row for row in _all_names(connection)}
    merges = [merge for row in names.values() if (merge := _merge(row, aliases)) is not None]
    fill_table(connection, "merging", merges, _MERGE)
    connection.execute("delete from store.entity_merges where reason = 'alias'" if is_changed else "select 1")
    connection.execute(
        """
        insert into store.entity_merges by name
        select * from merging
        where local_id not in (select local_id from store.entity_merges)
        """
    )
    if is_changed:
        connection.execute(
            "delete from store.entity_merges where reason <> 'alias'"
            " and local_id in (select local_id from merging where reason = 'alias')"
        )
        connection.execute(
            "insert into store.entity_merges by name select * from merging where reason = 'alias'"
            " and local_id not in (select local_id from store.entity_merges)"
        )
    _decide_acronyms(connection)


def _merge(row: dict[str, Any], aliases: dict[tuple[str, str], Alias]) -> tuple[str, ...] | None:
    local_id, base_id = row["entity_id"], row["base_id"]
    alias = find_alias(aliases, row["name"], row["label"])
    if alias is not None:
        return local_id, base_id, alias.entity_id, "alias", f"{row['name']} means {alias.means}"
    if base_id == local_id:
        return None
    return local_id, base_id, base_id, "spelling", row["name"]


def _explain_acronyms(
    connection: duckdb.DuckDBPyConnection, names: dict[str, dict[str, Any]], named: Iterable[dict[str, Any]]
) -> None:
    """Keep which articles say what an acronym stands for; ``stirred_acronyms`` are those to decide."""
    explained = []
    for row in named:
        pair = None if row["label"] in _NO_PEOPLE else acronym_of(row["aliases"] or ())
        if pair is not None:
            short_id, long_id = (entity_key(form, row["label"], None, None) for form in pair)
            explained.append((row["article_id"], short_id, long_id, pair[1]))
    add_rows(connection, "store.acronyms", explained, _ACRONYM)
    concerned = {row[1] for row in explained} | {row["base_id"] for row in names.values()}
    connection.execute(
        """
        insert into stirred_acronyms
        select distinct short_id from store.acronyms
        where short_id in (select unnest(string_split($ids, chr(10))))
        """,
        {"ids": "\n".join(sorted(concerned))},
    )


def _decide_acronyms(connection: duckdb.DuckDBPyConnection) -> None:
    if not has_rows(connection, "stirred_acronyms"):
        return
    rows = connection.execute(
        """
        select short_id, long_id, min(name), count(distinct article_id)
        from store.acronyms
        where short_id in (select short_id from stirred_acronyms)
        group by short_id, long_id
        """
    ).fetchall()
    evidence: dict[str, dict[str, int]] = defaultdict(dict)
    for short_id, long_id, _, count in rows:
        evidence[short_id][long_id] = count
    spelled = {long_id: name for _, long_id, name, _ in rows}
    picked = {short_id: pick_expansion(counts) for short_id, counts in evidence.items()}
    decided = [(short, long, spelled[long]) for short, long in picked.items() if long is not None and long != short]
    fill_table(connection, "decided", decided, _DECIDED)
    stirred = "(select short_id from stirred_acronyms)"
    connection.execute(
        f"delete from store.entity_merges where reason = 'acronym' and base_id = local_id and base_id in {stirred}"  # noqa: S608
    )
    connection.execute(
        f"""
        update store.entity_merges set entity_id = base_id, reason = 'spelling'
        where reason = 'acronym' and base_id in {stirred}
        """  # noqa: S608
    )
    connection.execute(
        """
        update store.entity_merges as m set entity_id = d.long_id, reason = 'acronym'
        from decided as d where d.short_id = m.base_id and m.reason <> 'alias'
        """
    )
    connection.execute(
        """
        insert into store.entity_merges
        select short_id, short_id, long_id, 'acronym', name from decided
        where short_id not in (select local_id from store.entity_merges)
        """
    )


def _read_alias_file(connection: duckdb.DuckDBPyConnection) -> tuple[dict[tuple[str, str], Alias], bool]:
    """The user's aliases, and whether they have changed since the last load."""
    path = path_of(connection).with_name(ALIAS_FILE)
    try:
        found = read_aliases(path.read_text(encoding="utf-8-sig")) if path.exists() else []
    except (OSError, ValueError) as error:
        raise WarehouseError(f"{path}: {error}") from error
    rows = sorted((a.name, a.label, a.means, a.wikidata) for a in found)
    before = connection.execute("select name, label, means, wikidata from store.aliases order by all").fetchall()
    is_changed = sorted(tuple(row) for row in before) != rows
    if is_changed:
        connection.execute("delete from store.aliases")
        add_rows(connection, "store.aliases", rows, _ALIAS)
    return {alias.key: alias for alias in found}, is_changed


def _all_names(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (
        connection.execute(
            """
            select distinct entity_id, name, label, latitude, longitude from store.entities
            """
        )
        .to_arrow_table()
        .to_pylist()
    )
    for row in rows:
        row["base_id"] = entity_key(row["name"], row["label"], row["latitude"], row["longitude"])
        row["kind"] = kind_of(row["label"])
    return rows
