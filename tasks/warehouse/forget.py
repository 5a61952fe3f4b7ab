"""Forget an article for good: its rows, the bytes that deleted rows leave in the file, and the readers' copy.

Guarantees: with ``tasks.warehouse.rewrite`` nothing of the article's text or address stays in the warehouse's file,
its log or its published copy, and the article is not stored again; what is kept is a salted hash that tells it
without naming it. Killed at any point, the same call does the rest. Raw bytes are ``tasks.fetch.raw``'s.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tasks.records import stable_id
from tasks.warehouse.remove import remove_articles
from tasks.warehouse.store import Connection


@dataclass(frozen=True, slots=True)
class Found:
    """An article to forget: every address that names it, and the digest of the bytes it was read from."""

    article_id: str
    text_id: str
    addresses: tuple[str, ...]
    raw_sha256: str
    copies: int


def find_article(connection: Connection, key: str, article_id: str) -> Found | None:
    """The article called ``key``, an id or address, or ``article_id``, the id that the address would get."""
    rows = connection.execute(
        """
        select article_id, full_text, url, canonical_url, raw_sha256,
            (select count(*) from store.originals as o where o.original = a.article_id)
        from store.articles as a
        where article_id in ($key, $id) or url = $key or canonical_url = $key
        """,
        {"key": key, "id": article_id},
    ).fetchall()
    if not rows:
        return None
    found, text, url, canonical, digest, copies = rows[0]
    addresses = tuple(dict.fromkeys(address for address in (key, url, canonical) if address and address != found))
    return Found(found, stable_id("a1", text), addresses, digest, copies)


def is_forgotten(connection: Connection, article_id: str) -> bool:
    """Whether a tombstone says that this article is not to come back."""
    query = "select 1 from store.tombstones where digest = sha256(salt || $id) limit 1"
    return bool(connection.execute(query, {"id": article_id}).fetchall())


def forget_rows(connection: Connection, found: Found, now: datetime) -> None:
    """Put up the tombstones, then delete every row; what names the address elsewhere is struck out."""
    _add_tombstones(connection, (found.article_id, found.text_id), now)
    remove_articles(connection, [found.article_id], now)
    for address in found.addresses:
        connection.execute(
            "delete from store.rejects where contains(location, $a) or contains(detail, $a)", {"a": address}
        )
        connection.execute("delete from store.fetches where url = $a", {"a": address})
        connection.execute(
            """
            update store.runs set parameters = replace(parameters, $a, '(forgotten)')
            where contains(parameters, $a)
            """,
            {"a": address},
        )


def _add_tombstones(connection: Connection, ids: Sequence[str], now: datetime) -> None:
    rows = connection.execute("select salt from store.tombstones limit 1").fetchall()
    salt = rows[0][0] if rows else secrets.token_hex(16)
    for identifier in dict.fromkeys(ids):
        if not is_forgotten(connection, identifier):
            connection.execute(
                "insert into store.tombstones values (sha256($salt || $id), $salt, $now)",
                {"salt": salt, "id": identifier, "now": now},
            )
