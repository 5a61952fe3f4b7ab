"""Bring a warehouse's schema to this version: forward only, each step whole or not at all.

Guarantees: a migration runs once, in one transaction with the record that it ran; a file that
changed after it ran, or a warehouse written by a newer version, is refused; all views are
rebuilt after a migration and each is selected from, because a view over a dropped column
breaks only when it is queried.
"""

from datetime import datetime

import duckdb

from tasks.faults import fault_point
from tasks.warehouse.catalog import SqlFile, ordered_views, read_sql
from tasks.warehouse.errors import WarehouseError


def migrate(connection: duckdb.DuckDBPyConnection, now: datetime) -> list[str]:
    """Apply what is pending; returns the names of what was applied. Safe to run twice."""
    connection.execute("create schema if not exists store")
    connection.execute(
        "create table if not exists store.migrations (name varchar, checksum varchar, applied_at timestamptz)"
    )
    rows = connection.execute("select name, checksum from store.migrations").fetchall()
    applied = {str(name): str(checksum) for name, checksum in rows}
    migrations = read_sql("migrations")
    _refuse_what_does_not_fit(applied, migrations)
    done = []
    for migration in migrations:
        if migration.name not in applied:
            _apply(connection, migration, now)
            done.append(migration.name)
    _name_warehouse(connection)
    if done or applied.get("views") != _views_checksum():
        _rebuild_views(connection, now)
    return done


def _refuse_what_does_not_fit(applied: dict[str, str], migrations: list[SqlFile]) -> None:
    known = {migration.name: migration.checksum for migration in migrations}
    for name, checksum in applied.items():
        if name == "views":
            continue
        if name not in known:
            raise WarehouseError(f"this warehouse was written by a newer version (it has {name}): update Dateline")
        if known[name] != checksum:
            raise WarehouseError(f"the migration {name} was changed after it ran on this warehouse")


def _apply(connection: duckdb.DuckDBPyConnection, migration: SqlFile, now: datetime) -> None:
    connection.begin()
    try:
        connection.execute(migration.text)
        connection.execute("insert into store.migrations values (?, ?, ?)", [migration.name, migration.checksum, now])
        fault_point("migrate:applied")
        connection.commit()
    except duckdb.Error as error:
        connection.rollback()
        raise WarehouseError(f"the migration {migration.name} failed: {_first_line(error)}") from error


def _name_warehouse(connection: duckdb.DuckDBPyConnection) -> None:
    """Give a new warehouse the name by which its manifest knows it."""
    connection.execute(
        """
        insert into store.warehouse
        select uuid()::varchar where not exists (select 1 from store.warehouse)
        """
    )


def _rebuild_views(connection: duckdb.DuckDBPyConnection, now: datetime) -> None:
    connection.begin()
    try:
        for view in ordered_views():
            connection.execute(view.text)
            connection.execute(f'select * from "{view.name}" limit 0')  # noqa: S608 (a file's own name)
        connection.execute("delete from store.migrations where name = 'views'")
        connection.execute("insert into store.migrations values ('views', ?, ?)", [_views_checksum(), now])
        connection.commit()
    except duckdb.Error as error:
        connection.rollback()
        raise WarehouseError(f"the views could not be rebuilt: {_first_line(error)}") from error


def _views_checksum() -> str:
    return SqlFile("views", "", {}, "".join(view.text for view in ordered_views())).checksum


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
