"""``dateline forget``: an article and every trace of it, out of the data folder."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flows.report_file import reports_folder
from flows.settings import Settings
from tasks.fetch.raw import forget_raw
from tasks.parse.identity import canonicalise
from tasks.records import stable_id
from tasks.report.page import remove_pages
from tasks.warehouse.errors import WarehouseError
from tasks.warehouse.forget import find_article, forget_rows, is_forgotten
from tasks.warehouse.publish import publish
from tasks.warehouse.rewrite import rewrite_warehouse
from tasks.warehouse.store import hold_lock, open_locked


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was done. ``copies`` of it by other outlets are articles of their own, and stay."""

    article_id: str
    copies: int
    raw_files: tuple[str, ...]
    report_count: int
    """Pages of the reports folder that were removed: any of them may quote the article."""


def forget_article(settings: Settings, key: str) -> Forgotten:
    """Forget the article of this address or id: raw bytes, rows, freed blocks, the readers' copy and the reports.

    Does the rest of an earlier call that was killed. Raises ``WarehouseError`` where there is no such article,
    or a file cannot be rewritten.
    """
    path = settings.warehouse
    if not path.exists():
        raise WarehouseError(f"there is no warehouse at {path}")
    article_id = stable_id("a1", address) if (address := canonicalise(key)) else key
    with hold_lock(path, settings.lock_wait_seconds, "dateline forget"):
        with open_locked(path, settings.lock_wait_seconds) as connection:
            found = find_article(connection, key, article_id)
            if found is None and not is_forgotten(connection, article_id):
                raise WarehouseError(f"no article is called {key}")
            raw = _forget_raw(path.parent / "raw", found.addresses, found.raw_sha256) if found else ()
            if found is not None:
                forget_rows(connection, found, datetime.now(UTC))
        rewrite_warehouse(path, settings.lock_wait_seconds)
        publish(path)
        # After the copy, from which a page could be written anew meanwhile.
        report_count = _forget_reports(reports_folder(path))
    return Forgotten(found.article_id if found else article_id, found.copies if found else 0, raw, report_count)


def _forget_reports(folder: Path) -> int:
    """Which pages quote the article cannot be told once it is gone; they are written anew by ``dateline report``."""
    try:
        return remove_pages(folder)
    except OSError as error:
        raise WarehouseError(f"{folder}: a report could not be removed: {error.strerror}") from error


def _forget_raw(folder: Path, addresses: tuple[str, ...], digest: str) -> tuple[str, ...]:
    """Before the rows: they say what to look for, should this call be killed."""
    try:
        return tuple(str(path) for path in forget_raw(folder, addresses, {digest}))
    except OSError as error:
        raise WarehouseError(f"{folder}: raw bytes could not be rewritten: {error.strerror}") from error
