"""Write one staged batch, whole or not at all.

Guarantees: one transaction a batch; a repeated batch changes nothing; an article keeps its id
and its first-seen moment, and gets a new revision only when its content changes, with the
earlier text kept. A row whose words are not what its offsets say is never stored. Deciding
(``tasks.warehouse.intents``) touches nothing; what writes decides nothing. New articles need no deletes, so the
cost of a batch follows the batch and not the warehouse.
"""

import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from tasks.faults import fault_point
from tasks.records import Stage
from tasks.staging import SCHEMAS, read_columns, staged_path
from tasks.warehouse import manifest
from tasks.warehouse.bodies import find_stretches
from tasks.warehouse.errors import BatchRefused, WarehouseError
from tasks.warehouse.intents import decide, scan
from tasks.warehouse.known import settle_pending
from tasks.warehouse.rejects import add_rejects, store_rejects
from tasks.warehouse.resolve import DERIVED_TABLES, READ_FROM_TEXT, resolve_batch
from tasks.warehouse.spans import SPAN, Texts
from tasks.warehouse.store import settle, with_enough_memory

_IS_WRITTEN = "intent <> 'leave'"

_BATCH_ERRORS = (
    duckdb.DataError,
    duckdb.ProgrammingError,
    duckdb.NotSupportedError,
    duckdb.IntegrityError,
    pa.ArrowInvalid,
)


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """Inputs of a batch by outcome: each is new, revised, unchanged, a copy or rejected.

    A copy is a new article most of whose words are another's. ``refreshed`` (those of the unchanged that
    another parser or extractor has read anew) and ``extracted`` (all that were analysed) stand
    beside the outcomes.
    """

    new: int = 0
    revised: int = 0
    unchanged: int = 0
    copies: int = 0
    rejected: int = 0
    refreshed: int = 0
    extracted: int = 0


def load_batch(connection: duckdb.DuckDBPyConnection, folder: Path, run_id: str, now: datetime) -> LoadCounts:
    """Load the records staged in ``folder``; where that fails, nothing has changed.

    Raises ``BatchRefused`` where the rows are at fault, ``WarehouseError`` where the warehouse is
    (disk, lock, memory), and ``ValueError`` for a batch that holds one article twice.
    """
    fault_point("load:begin")
    # Articles of megabytes need more; the usual limit is low to keep memory flat.
    counts, line = with_enough_memory(
        connection, lambda: _load_whole(connection, folder, run_id, now), _TooLittleMemory
    )
    fault_point("load:committed")
    manifest.append(connection, line)
    settle(connection)
    return counts


class _TooLittleMemory(WarehouseError):
    """The batch does not fit into DuckDB's memory limit."""


def _load_whole(
    connection: duckdb.DuckDBPyConnection, folder: Path, run_id: str, now: datetime
) -> tuple[LoadCounts, dict[str, object]]:
    """One transaction; returns what it did and the line for the manifest."""
    try:
        connection.begin()
        counts = _load(connection, folder, run_id, now)
        line = manifest.record_batch(connection, folder, run_id, asdict(counts), now)
        fault_point("load:written")
        connection.commit()
    except (duckdb.Error, pa.ArrowInvalid) as error:
        _roll_back(connection)
        raise _as_ours(error) from error
    except BaseException:
        _roll_back(connection)
        raise
    return counts, line


def _as_ours(error: duckdb.Error | pa.ArrowInvalid) -> WarehouseError:
    message = f"a batch could not be stored: {str(error).splitlines()[0]}"
    # Out of memory is also told as a failed transaction or a closed result, with the reason further down.
    if isinstance(error, duckdb.OutOfMemoryException) or re.search("failed to (?:pin|allocate)", str(error)):
        return _TooLittleMemory(message)
    return BatchRefused(message) if isinstance(error, _BATCH_ERRORS) else WarehouseError(message)


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    # After a full disk DuckDB has rolled back already and says so with an error.
    with contextlib.suppress(duckdb.Error):
        connection.rollback()


def _load(connection: duckdb.DuckDBPyConnection, folder: Path, run_id: str, now: datetime) -> LoadCounts:
    settle_pending(connection, folder)
    rejected = store_rejects(connection, folder, run_id, now)
    if not staged_path(folder, "articles").exists():
        return LoadCounts(rejected=rejected)
    decide(connection, folder)
    rejected += _reject_forgotten(connection, run_id, now)
    rows = connection.execute("select intent, count(*) from intents group by intent").fetchall()
    outcomes: Counter[str] = Counter(dict(rows))
    if outcomes["revise"]:
        _keep_old_texts(connection)
    changed = outcomes["revise"] + outcomes["refresh"]
    extracted = copies = 0
    if outcomes["new"] or changed:
        texts = Texts.read(folder)
        _replace_articles(connection, folder, texts, now, deleting=changed > 0)
        extracted = _replace_derived(connection, folder, texts, (run_id, now), deleting=changed > 0)
        copies = resolve_batch(connection, folder, now)
    _write_ledger(connection, run_id, now)
    return LoadCounts(
        new=outcomes["new"] - copies,
        revised=outcomes["revise"],
        unchanged=outcomes["refresh"] + outcomes["leave"],
        copies=copies,
        rejected=rejected,
        refreshed=outcomes["refresh"],
        extracted=extracted,
    )


def _reject_forgotten(connection: duckdb.DuckDBPyConnection, run_id: str, now: datetime) -> int:
    """Count what ``dateline forget`` keeps out; the row does not say which article it was."""
    count = int(connection.execute("select count(*) from forgotten").fetchall()[0][0])
    if count:
        query = f"""
            select '(forgotten)' as location, '{Stage.LOAD}' as stage, 'forgotten' as reason,
                'taken out by dateline forget, not stored again' as detail
            """
        add_rejects(connection, query, run_id, now)
    return count


def _keep_old_texts(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """
        insert into store.article_revisions
        select a.article_id, a.revision, a.last_changed_at, a.title, a.full_text, a.content_hash
        from store.articles as a
        semi join (select article_id from intents where intent = 'revise') as i on a.article_id = i.article_id
        """
    )


def _replace_articles(
    connection: duckdb.DuckDBPyConnection, folder: Path, texts: Texts, now: datetime, *, deleting: bool
) -> None:
    if deleting:
        _delete_changed(connection, "articles")
    columns = ", ".join(f"n.{field.name}" for field in SCHEMAS["articles"] if field.name != "body")
    connection.register("bodies", find_stretches(folder, texts))
    connection.execute(
        f"""
        insert into store.articles by name
        select
            {columns},
            if(b.body_spans is null, n.body, null) as body,
            b.body_spans,
            -- A refresh without analysis has lost its derived rows: its offsets may have moved.
            i.new_version as extractor_version,
            case i.intent
                when 'new' then 1
                when 'revise' then i.old_revision + 1
                else i.old_revision
            end as revision,
            coalesce(i.old_first_seen_at, $now) as first_seen_at,
            case when i.intent = 'refresh' then i.old_last_changed_at else $now end as last_changed_at
        from {scan(folder, "articles")} as n
        inner join intents as i using (article_id)
        left join bodies as b using (article_id)
        where {_IS_WRITTEN}
        """,  # noqa: S608
        {"now": now},
    )
    connection.unregister("bodies")


def _replace_derived(
    connection: duckdb.DuckDBPyConnection, folder: Path, texts: Texts, run: tuple[str, datetime], *, deleting: bool
) -> int:
    """Put the staged derived rows of what is written in the place of the old; returns articles analysed."""
    for table in DERIVED_TABLES:
        if deleting:
            _delete_changed(connection, table)
        if staged_path(folder, table).exists():
            with _sound_rows(connection, folder, table, texts, run) as rows:
                columns = "* exclude (text)" if table in READ_FROM_TEXT else "*"
                connection.execute(
                    f"""
                    insert into store.{table} by name
                    select {columns} from {rows}
                    where article_id in (select article_id from intents where {_IS_WRITTEN})
                    """  # noqa: S608
                )
    analysed = f"select count(*) from intents where {_IS_WRITTEN} and new_version is not null"  # noqa: S608
    return int(connection.execute(analysed).fetchall()[0][0])


@contextlib.contextmanager
def _sound_rows(
    connection: duckdb.DuckDBPyConnection, folder: Path, table: str, texts: Texts, run: tuple[str, datetime]
) -> Iterator[str]:
    """A relation of the staged rows whose words are what their offsets say; of the others, only a reject tells."""
    sound = texts.sound(read_columns(folder, table, *SPAN)) if "start_char" in SCHEMAS[table].names else []
    if all(sound):
        yield scan(folder, table)
        return
    rows = read_columns(folder, table)
    _reject_unsound(connection, table, rows.filter(pa.array([not one for one in sound])), run)
    connection.register("sound_rows", rows.filter(pa.array(sound)))
    yield "sound_rows"
    connection.unregister("sound_rows")


def _reject_unsound(
    connection: duckdb.DuckDBPyConnection, table: str, unsound: pa.Table, run: tuple[str, datetime]
) -> None:
    connection.register("unsound", unsound)
    query = f"""
        select
            any_value(coalesce(i.url, i.location)) as location,
            '{Stage.EXTRACT}' as stage,
            'bad-span' as reason,
            '{table}: ' || count(*) || ' left out, the first at character ' || min(s.start_char) as detail
        from unsound as s
        inner join intents as i using (article_id)
        where i.intent <> 'leave'
        group by i.article_id
        """  # noqa: S608
    add_rejects(connection, query, *run)
    connection.unregister("unsound")


def _delete_changed(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    connection.execute(
        f"""
        delete from store.{table}
        where article_id in (select article_id from intents where intent in ('revise', 'refresh'))
        """  # noqa: S608
    )


def _write_ledger(connection: duckdb.DuckDBPyConnection, run_id: str, now: datetime) -> None:
    """Note which inputs were read, and by which parser: one row an input, its latest reading."""
    if connection.execute("select 1 from intents where is_relisted limit 1").fetchall():
        connection.execute(
            "delete from store.inputs where input_id in (select input_id from intents where is_relisted)"
        )
    connection.execute(
        """
        insert into store.inputs by name
        select input_id, article_id, content_hash, parser_version, ? as run_id, ? as seen_at
        from intents
        where is_relisted or not is_listed
        """,
        [run_id, now],
    )
