"""Where new articles find their place among all that is stored: the last part of every load.

Guarantees: runs inside the transaction that writes the batch, after its articles and their records
stand in ``store``; a step reads what is asked of it from the temporary table ``touched``
(``article_id``, ``how``), one row an article:

- ``new``: was not stored before;
- ``changed``: was stored, and its text or records have been replaced;
- ``gone``: its rows are deleted, and no group may name it any longer.

What the batch has written besides is at hand as the temporary views ``batch_<table>``, one for each of
``DERIVED_TABLES`` and one for the articles themselves: the large tables of a full warehouse need not be read for it.

A step takes the ``changed`` and ``gone`` out of the groups that it keeps, then places the ``new`` and
``changed``. What it stores depends on the articles alone and not on their order or batches, but for ids
that a group keeps as it grows. The arithmetic is ``tasks.dedupe`` and ``tasks.resolve``, which know no
database; the modules beside this one fetch what it asks and store what it says.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from tasks.staging import staged_path
from tasks.warehouse.acts import resolve_acts
from tasks.warehouse.copies import count_new_copies, resolve_copies
from tasks.warehouse.entities import resolve_entities
from tasks.warehouse.intents import scan
from tasks.warehouse.passages import resolve_passages
from tasks.warehouse.signatures import sign_articles
from tasks.warehouse.statements import resolve_statements
from tasks.warehouse.stories import resolve_stories

EXTRACTED_TABLES = (
    "sentences",
    "mentions",
    "entities",
    "roles",
    "dates",
    "quotes",
    "citations",
    "quantities",
    "events",
    "event_mentions",
)
DERIVED_TABLES = ("blocks", *EXTRACTED_TABLES)
READ_FROM_TEXT = frozenset({"blocks", "sentences"})
"""Tables without words of their own: the views of the same names read them from the article's text."""

Step = Callable[[duckdb.DuckDBPyConnection, datetime], None]


STEPS: tuple[Step, ...] = (
    sign_articles,
    resolve_copies,
    resolve_passages,
    resolve_stories,
    resolve_entities,
    resolve_acts,
    resolve_statements,
)
"""In order: a step may read what the steps before it have stored."""


def resolve_batch(connection: duckdb.DuckDBPyConnection, folder: Path, now: datetime) -> int:
    """Place what the batch in ``intents``, staged in ``folder``, has written; returns its new copies."""
    connection.execute(
        """
        create or replace temp table touched as
        select article_id, case when intent = 'new' then 'new' else 'changed' end as how
        from intents
        where intent <> 'leave'
        """
    )
    for table in ("articles", *DERIVED_TABLES):
        rows = _none_of(table)
        if staged_path(folder, table).exists():
            rows = f"{scan(folder, table)} where article_id in (select article_id from touched)"  # noqa: S608 (names of this project)
        connection.execute(f"create or replace temp view batch_{table} as select * from {rows}")  # noqa: S608
    _run_steps(connection, now)
    return count_new_copies(connection)


def resolve_removal(connection: duckdb.DuckDBPyConnection, article_ids: Sequence[str], now: datetime) -> None:
    """Take articles whose rows have been deleted out of every group; the rest is placed anew where it must be."""
    connection.execute(
        """
        create or replace temp table touched as
        select unnest(string_split($ids, chr(10))) as article_id, 'gone' as how
        """,
        {"ids": "\n".join(article_ids)},
    )
    for table in ("articles", *DERIVED_TABLES):
        connection.execute(f"create or replace temp view batch_{table} as select * from {_none_of(table)}")  # noqa: S608
    _run_steps(connection, now)


def _none_of(table: str) -> str:
    """No rows with the columns that staged ones have."""
    return f"{table if table in READ_FROM_TEXT else 'store.' + table} limit 0"


def _run_steps(connection: duckdb.DuckDBPyConnection, now: datetime) -> None:
    for step in STEPS:
        step(connection, now)
