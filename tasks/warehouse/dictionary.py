"""The data dictionary: what every view and column means, from the comments in ``sql/views``.

``python -m tasks.warehouse.dictionary`` writes ``docs/data-dictionary.md`` anew.
"""

from pathlib import Path

import duckdb

from tasks.warehouse.catalog import SQL, ordered_views, read_sql

DICTIONARY = SQL.parent / "docs" / "data-dictionary.md"

_INTRODUCTION = """# Data dictionary

What `dateline sql` can be asked about: the views of the warehouse. The tables behind them (schema `store`)
may change; a view only grows. Written by `python -m tasks.warehouse.dictionary` from the comments in
`sql/views`; do not edit.

Offsets count Unicode code points of `articles.full_text` and are half open: for every row that has `text`,
`start_char` and `end_char`, `substr(full_text, start_char + 1, end_char - start_char) = text`. Unknown is NULL.
"""


def dictionary() -> str:
    """The dictionary as Markdown: a table for each view, and the named queries."""
    with duckdb.connect(":memory:") as connection:
        for migration in read_sql("migrations"):
            connection.execute(migration.text)
        views = ordered_views()
        for view in views:
            connection.execute(view.text)
        rows = connection.execute(
            """
            select table_name, column_name, data_type, comment
            from duckdb_columns()
            where schema_name = 'main' and not internal
            order by table_name, column_index
            """
        ).fetchall()
    parts = [_INTRODUCTION]
    for view in sorted(views, key=lambda file: file.name):
        parts.append(f"## {view.name}\n\n{view.title} Grain: {view.fields['grain']}.\n")
        lines = ["| column | type | meaning |", "| --- | --- | --- |"]
        lines += [
            f"| `{name}` | {_kind(kind)} | {comment} |" for table, name, kind, comment in rows if table == view.name
        ]
        parts.append("\n".join(lines) + "\n")
    parts.append("## Named queries\n\n`dateline sql NAME` runs one of these.\n")
    lines = ["| name | answers |", "| --- | --- |"]
    lines += [f"| `{query.name}` | {query.title} |" for query in read_sql("queries")]
    parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _kind(data_type: str) -> str:
    names = {
        "VARCHAR": "text",
        "BIGINT": "integer",
        "HUGEINT": "integer",
        "INTEGER": "integer",
        "DOUBLE": "number",
        "BOOLEAN": "true or false",
        "DATE": "date",
        "TIMESTAMP": "time, wall clock",
        "TIMESTAMP WITH TIME ZONE": "moment",
    }
    if data_type.endswith("[]"):
        return f"list of {_kind(data_type[:-2])}"
    return names[data_type]


def main() -> None:
    """Write the dictionary to its place."""
    Path(DICTIONARY).write_text(dictionary(), encoding="utf-8")


if __name__ == "__main__":
    main()
