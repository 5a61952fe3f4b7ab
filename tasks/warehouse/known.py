"""What the warehouse remembers of fetching: listings, links, hosts, requests, and pages not yet loaded.

Guarantees: what one call writes is written whole or not at all; rows are keyed by ``listing_id``,
``canonical_url``, ``host`` and ``origin``, one each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from tasks.records import HostState, InputKind, Reference, RobotsFile
from tasks.source_records import FetchRow, LinkState, ListingState, Source
from tasks.staging import as_table, staged_path
from tasks.warehouse.intents import scan
from tasks.warehouse.publish import published_path
from tasks.warehouse.store import Connection

Row = TypeVar("Row")

KEEP_REQUESTS = "35 days"
"""How long a request is remembered whose answer was not kept."""


@dataclass(slots=True)
class Progress:
    """What was learnt since the last time it was written down."""

    requests: list[FetchRow] = field(default_factory=list)
    listings: list[ListingState] = field(default_factory=list)
    links: list[LinkState] = field(default_factory=list)
    pending: list[Reference] = field(default_factory=list)
    hosts: list[HostState] = field(default_factory=list)
    robots: list[RobotsFile] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(getattr(self, f.name) for f in fields(self))


def note_progress(connection: Connection, progress: Progress) -> None:
    """Write it down, in one transaction."""
    connection.begin()
    try:
        _append(connection, "fetches", FetchRow, progress.requests)
        _replace(connection, "listings", "listing_id", ListingState, progress.listings)
        _replace(connection, "links", "canonical_url", LinkState, progress.links)
        _replace(connection, "hosts", "host", HostState, progress.hosts)
        _replace(connection, "robots", "origin", RobotsFile, progress.robots)
        for reference in progress.pending:
            connection.execute(
                "insert into store.pending values (?, ?, ?, ?, ?, ?, ?)",
                [
                    reference.input_id,
                    reference.location,
                    reference.path,
                    reference.offset,
                    reference.length,
                    reference.url,
                    reference.raw_sha256,
                ],
            )
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def pending_pages(connection: Connection) -> list[Reference]:
    """Pages that lie in the raw files and were not loaded, in the order they were fetched in."""
    connection.execute("delete from store.pending where input_id in (select input_id from store.inputs)")
    rows = connection.execute(
        'select input_id, location, path, "offset", length, url, raw_sha256 from store.pending order by rowid'
    ).fetchall()
    return [Reference(r[0], r[1], InputKind.WARC, *r[2:]) for r in rows]


def settle_pending(connection: Connection, folder: Path) -> None:
    """The inputs staged in ``folder`` need not be taken up again; within the transaction that loads them."""
    if not staged_path(folder, "references").exists():
        return
    if connection.execute("select 1 from store.pending limit 1").fetchall():
        staged = f"select input_id from {scan(folder, 'references')}"  # noqa: S608
        connection.execute(f"delete from store.pending where input_id in ({staged})")  # noqa: S608


def read_hosts(connection: Connection) -> tuple[list[HostState], list[RobotsFile]]:
    """What earlier runs learnt of hosts."""
    return _read(connection, "hosts", HostState), _read(connection, "robots", RobotsFile)


def listing_states(connection: Connection) -> dict[str, ListingState]:
    """Every listing that was ever asked for, by its id."""
    return {state.listing_id: state for state in _read(connection, "listings", ListingState)}


def known_links(connection: Connection, canonical_urls: Sequence[str]) -> dict[str, LinkState]:
    """Those of the addresses that are known."""
    if not canonical_urls:
        return {}
    condition = "canonical_url in (select unnest(string_split($urls, chr(10))))"
    found = _read(connection, "links", LinkState, condition, urls="\n".join(canonical_urls))
    return {state.canonical_url: state for state in found}


def due_links(connection: Connection, source: str, now: datetime, limit: int) -> list[LinkState]:
    """Addresses of ``source`` that are to be fetched: never fetched yet, or changed since; newest first."""
    condition = f"""
        source = $source and {_IS_DUE}
        order by coalesce(published_at, modified_at, listed_at) desc, canonical_url
        limit $limit
    """
    return _read(connection, "links", LinkState, condition, source=source, now=now, limit=limit)


def waiting_sources(connection: Connection, now: datetime) -> set[str]:
    """The sources with addresses that are to be fetched."""
    query = f"select distinct source from store.links where {_IS_DUE}"  # noqa: S608 (our own condition)
    return {str(row[0]) for row in connection.execute(query, {"now": now}).fetchall()}


_IS_DUE = "next_check_at <= $now and (fetched_at is null or modified_at > fetched_at)"


def published_links(path: Path, source: str) -> dict[str, LinkState]:
    """The addresses of ``source`` that the readers' copy of the warehouse at ``path`` knows; none without one."""
    copy = published_path(path)
    if not copy.exists():
        return {}
    try:
        with duckdb.connect(str(copy), read_only=True) as connection:
            connection.execute("set timezone = 'UTC'")
            states = _read(connection, "links", LinkState, "source = $source", source=source)
    except duckdb.CatalogException:  # of a version that did not fetch
        return {}
    return {state.canonical_url: state for state in states}


def due_rechecks(connection: Connection, now: datetime, limit: int) -> list[LinkState]:
    """Fetched articles that are to be looked at again, those that have waited longest first."""
    condition = "fetched_at is not null and next_check_at <= $now order by next_check_at, canonical_url limit $limit"
    return _read(connection, "links", LinkState, condition, now=now, limit=limit)


def raw_ends(connection: Connection) -> dict[str, int]:
    """Up to which byte each raw file is known."""
    rows = connection.execute(
        """
        select raw_file, max(good_until)
        from (
            select raw_file, raw_offset + raw_length as good_until from store.fetches where raw_file is not null
            union all
            select raw_file, size from store.raw_files
        )
        group by raw_file
        """
    ).fetchall()
    return {str(name): int(end) for name, end in rows}


def note_raw_file(connection: Connection, raw_file: str, size: int) -> None:
    """Remember that a raw file was looked through up to ``size``."""
    connection.execute("delete from store.raw_files where raw_file = ?", [raw_file])
    connection.execute("insert into store.raw_files values (?, ?)", [raw_file, size])


def write_sources(connection: Connection, sources: Sequence[Source]) -> None:
    """Put the sources file's sources in the place of those of an earlier one."""
    connection.begin()
    connection.execute("delete from store.sources")
    for source in sources:
        kinds = ", ".join(sorted({listing.kind for listing in source.listings}))
        connection.execute(
            "insert into store.sources values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                source.source,
                source.name,
                source.home_url,
                source.country,
                source.zone,
                source.language,
                source.date_order,
                kinds,
                source.rate,
            ],
        )
    connection.commit()


def forget_old_requests(connection: Connection, now: datetime) -> None:
    """Drop what nobody asks about any more: requests whose answer was not kept."""
    connection.execute(
        f"""delete from store.fetches where raw_file is null and "at" < $now - interval '{KEEP_REQUESTS}'""",  # noqa: S608
        {"now": now},
    )


def _read(connection: Connection, table: str, record: type[Row], condition: str = "true", **values: Any) -> list[Row]:
    names = ", ".join(f'"{f.name}"' for f in fields(record))  # type: ignore[arg-type]  # a dataclass
    query = f"select {names} from store.{table} where {condition}"  # noqa: S608 (our own names)
    return [record(*row) for row in connection.execute(query, values or None).fetchall()]


def _append(connection: Connection, table: str, record: type, rows: Sequence[object]) -> None:
    if rows:
        incoming: pa.Table = as_table(record, rows)
        connection.register("incoming", incoming)
        connection.execute(f"insert into store.{table} by name select * from incoming")  # noqa: S608
        connection.unregister("incoming")


def _replace(connection: Connection, table: str, key: str, record: type, rows: Sequence[object]) -> None:
    """The last of the rows of each key in the place of what was stored under it."""
    last = list({getattr(row, key): row for row in rows}.values())
    if last:
        keys = "\n".join(getattr(row, key) for row in last)
        connection.execute(
            f"delete from store.{table} where {key} in (select unnest(string_split($keys, chr(10))))",  # noqa: S608
            {"keys": keys},
        )
        _append(connection, table, record, last)
