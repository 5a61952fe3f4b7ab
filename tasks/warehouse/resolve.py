"""Where new articles find their place among all that is stored: the last part of every load.

Guarantees: runs inside the transaction that writes the batch, after its articles and their records
stand in ``store``; a step reads what is asked of it from the temporary table ``touched``
(``article_id``, ``how``), one row an article:

- ``new``: was not stored before;
- ``changed``: was stored, and its text or records have been replaced;
- ``gone``: its rows are deleted, and no group may name it any longer.

A step takes the ``changed`` and ``gone`` out of the groups that it keeps, then places the ``new`` and
``changed``. What it stores depends on the articles alone and not on their order or batches, but for ids
that a group keeps as it grows. The arithmetic is ``tasks.dedupe`` and ``tasks.resolve``, which know no
database; the modules beside this one fetch what it asks and store what it says.
"""

from collections.abc import Callable, Sequence

import duckdb

from tasks.warehouse.copies import write_copies

STEPS: tuple[Callable[[duckdb.DuckDBPyConnection], None], ...] = ()
"""In order: a step may read what the steps before it have stored."""


def resolve_batch(connection: duckdb.DuckDBPyConnection) -> int:
    """Place what the batch in ``intents`` has written; returns how many new articles are copies."""
    connection.execute(
        """
        create or replace temp table touched as
        select article_id, case when intent = 'new' then 'new' else 'changed' end as how
        from intents
        where intent <> 'leave'
        """
    )
    copies = write_copies(connection)
    _run_steps(connection)
    return copies


def resolve_removal(connection: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> None:
    """Take articles whose rows have been deleted out of every group; the rest is placed anew where it must be."""
    connection.execute(
        """
        create or replace temp table touched as
        select unnest(string_split($ids, chr(10))) as article_id, 'gone' as how
        """,
        {"ids": "\n".join(article_ids)},
    )
    _run_steps(connection)


def _run_steps(connection: duckdb.DuckDBPyConnection) -> None:
    for step in STEPS:
        step(connection)
