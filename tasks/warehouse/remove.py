"""Take articles out of the warehouse, with everything that was drawn from them."""

from collections.abc import Sequence
from datetime import datetime

import duckdb

from tasks.warehouse.errors import WarehouseError
from tasks.warehouse.resolve import DERIVED_TABLES, resolve_removal

_TABLES = ("articles", "article_revisions", "inputs", *DERIVED_TABLES)


def remove_articles(connection: duckdb.DuckDBPyConnection, article_ids: Sequence[str], now: datetime) -> None:
    """Delete the rows of these articles and place the rest anew, in one transaction.

    Copies of a removed original have another original then, or none. Ids that are not stored are no error;
    raises ``WarehouseError`` where the warehouse cannot be written, and nothing has changed. Raw bytes, the
    published copy and freed pages of the file are left to the caller.
    """
    connection.begin()
    try:
        for table in _TABLES:
            connection.execute(
                f"delete from store.{table} where article_id in (select unnest(string_split($ids, chr(10))))",  # noqa: S608
                {"ids": "\n".join(article_ids)},
            )
        resolve_removal(connection, article_ids, now)
        connection.commit()
    except duckdb.Error as error:
        connection.rollback()
        raise WarehouseError(f"articles could not be removed: {str(error).splitlines()[0]}") from error
