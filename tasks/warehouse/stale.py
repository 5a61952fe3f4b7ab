"""Stored articles that another version of the extractor has analysed, or none, staged to be analysed again."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from tasks.staging import SCHEMAS, staged_path
from tasks.warehouse.bodies import BODY

_ARTICLES = f"(select * replace ({BODY} as body) from store.articles as a)"  # noqa: S608 (our own constant)


def count_stale(connection: duckdb.DuckDBPyConnection, version: str) -> int:
    """Articles that ``version`` of the extractor has not analysed."""
    query = "select count(*) from store.articles where extractor_version is distinct from ?"
    return int(connection.execute(query, [version]).fetchall()[0][0])


def stage_stale(connection: duckdb.DuckDBPyConnection, folder: Path, version: str, after: str, size: int) -> list[str]:
    """Stage the next articles by id, ``size`` at most, as parsing left them; returns their ids.

    ``after`` is the last id of the batch before: an article whose analysis fails is not met twice.
    """
    rows = connection.execute(
        """
        select article_id from store.articles
        where extractor_version is distinct from $version and article_id > $after
        order by article_id
        limit $size
        """,
        {"version": version, "after": after, "size": size},
    ).fetchall()
    ids = [str(row[0]) for row in rows]
    if ids:
        folder.mkdir(parents=True, exist_ok=True)
        # The words of blocks are read from their articles, by the view.
        for table, stored in (("articles", _ARTICLES), ("blocks", "blocks")):
            columns = ", ".join(field.name for field in SCHEMAS[table])
            found = connection.execute(
                f"""
                select {columns} from {stored}
                where article_id in (select unnest(string_split($ids, chr(10))))
                """,  # noqa: S608 (names of this project)
                {"ids": "\n".join(ids)},
            ).to_arrow_table()
            pq.write_table(found.cast(SCHEMAS[table]), staged_path(folder, table), compression="none")
    return ids
