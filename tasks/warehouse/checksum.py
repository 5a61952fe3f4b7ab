"""One number for what a warehouse says, whatever order and however many runs it took to say it."""

from pathlib import Path

import duckdb

RUN_TABLES = frozenset(
    [
        *("runs", "batches", "warehouse", "checks", "migrations", "story_changes"),
        *(
            "fetches",
            "source_health",
            "fill_rates",
            "sources",
            "listings",
            "links",
            "hosts",
            "robots",
            "pending",
            "raw_files",
        ),
    ]
)
"""Tables about runs of this machine, not about articles."""

ARTICLE_ROWS = {"rejects": "stage <> 'fetch'"}
"""Of a table that holds both, the rows that are about articles: what the network gave is about a run."""

RUN_COLUMNS = frozenset({"run_id", "at", "seen_at", "first_seen_at", "last_changed_at", "location"})
"""Columns that say when and where this machine met a row."""

SAID_OTHERWISE = {
    # Which articles make a story, whatever id it bears.
    "story_articles": (
        "(select min(article_id) over (partition by story_id) as story_id, article_id from store.story_articles)"
    ),
}
"""Tables of which other rows say the same."""


def content_checksum(warehouse: Path | duckdb.DuckDBPyConnection) -> str:
    """Checksum of every table, run-time tables and columns left out: one line a table.

    ``warehouse`` is an open one, or the path of one that nobody writes. Equal texts mean equal
    rows, in whatever order they were written.
    """
    if isinstance(warehouse, Path):
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            return content_checksum(connection)
    columns: dict[str, list[str]] = {}
    for table, column in warehouse.execute(
        "select table_name, column_name from duckdb_columns() where schema_name = 'store' order by 1, 2"
    ).fetchall():
        if table not in RUN_TABLES and column not in RUN_COLUMNS:
            columns.setdefault(table, []).append(column)
    parts = []
    for table, names in sorted(columns.items()):
        fields = ", ".join(f'"{name}"' for name in names)
        rows = SAID_OTHERWISE.get(table, f"store.{table}")
        row = warehouse.execute(
            f"""
            select count(*), coalesce(sum(hash({fields})::hugeint), 0)
            from {rows}
            where {ARTICLE_ROWS.get(table, "true")}
            """  # noqa: S608
        ).fetchall()[0]
        parts.append(f"{table} {row[0]} {int(row[1]):x}")
    return "\n".join(parts)
