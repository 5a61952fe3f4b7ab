"""The command line. Results go to standard output, everything else to standard error."""

import argparse
import os
import sys
from datetime import date
from pathlib import Path

import orjson

from flows.run_flow import FAILED, OK, USAGE, begin_prefect, run_flow, say
from flows.settings import VERSION, Settings
from tasks.warehouse.errors import WarehouseError
from tasks.warehouse.query import FORMATS


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 done, 1 the work failed, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except WarehouseError as error:
        return say(str(error), FAILED)
    except KeyboardInterrupt:
        return say("interrupted; what was stored is kept, the next run goes on from there", FAILED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--warehouse", type=Path, metavar="PATH", help="default: data/warehouse.duckdb")
    common.add_argument("--json", action="store_true", help="print one JSON object")
    parser = argparse.ArgumentParser(prog="dateline", description="An open news warehouse: articles in, SQL out.")
    parser.add_argument("--version", action="version", version=f"dateline {VERSION}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    ingest = commands.add_parser("ingest", parents=[common], help="load articles into the warehouse")
    ingest.add_argument(
        "sources", nargs="+", metavar="SOURCE", help="file, folder, glob, address, source; - for JSON lines"
    )
    ingest.add_argument("--since", type=date.fromisoformat, metavar="DAY", help="first day of publication wanted")
    ingest.add_argument("--until", type=date.fromisoformat, metavar="DAY", help="last day of publication wanted")
    ingest.add_argument("--limit", type=_positive, metavar="N", help="stop after N articles not seen before")
    ingest.add_argument("--workers", type=_positive, metavar="N", help="worker processes (default: one a core)")
    ingest.add_argument("--no-extract", action="store_true", help="store the articles without analysing them")
    ingest.set_defaults(run=_ingest)

    show = commands.add_parser("show", parents=[common], help="one article and its records; nothing is stored")
    show.add_argument("source", metavar="FILE-or-URL")
    show.set_defaults(run=_show)

    sql = commands.add_parser("sql", parents=[common], help="ask the warehouse")
    sql.add_argument("query", metavar="QUERY", help="SQL, a .sql file, or the name of a query in sql/queries")
    sql.add_argument("--format", choices=FORMATS, default=None)
    sql.add_argument("--output", type=Path, metavar="FILE")
    sql.set_defaults(run=_sql)

    sources = commands.add_parser("sources", parents=[common], help="check, find and describe sources")
    sources.add_argument("action", choices=("check", "discover", "schema"))
    sources.add_argument("name", nargs="?", metavar="NAME-or-URL", help="a source to check, a home page to look at")
    sources.set_defaults(run=_sources)

    status = commands.add_parser("status", parents=[common], help="runs, counts, rejects and checks")
    status.set_defaults(run=_status)

    reextract = commands.add_parser("reextract", parents=[common], help="analyse again what another version has left")
    reextract.add_argument("--limit", type=_positive, metavar="N", help="stop after N articles")
    reextract.add_argument("--workers", type=_positive, metavar="N", help="worker processes (default: one a core)")
    reextract.set_defaults(run=_reextract)

    forget = commands.add_parser("forget", parents=[common], help="remove an article with every trace of it")
    forget.add_argument("article", metavar="URL-or-id")
    forget.set_defaults(run=_forget)

    export = commands.add_parser("export", parents=[common], help="every view as Parquet, and events as GDELT has them")
    export.add_argument("folder", type=Path, metavar="DIR")
    export.set_defaults(run=_export)

    report = commands.add_parser("report", parents=[common], help="one page over a period, as an HTML file")
    report.add_argument("--since", type=date.fromisoformat, metavar="DAY", help="first day of publication wanted")
    report.add_argument("--until", type=date.fromisoformat, metavar="DAY", help="last day of publication wanted")
    report.add_argument("--days", type=_positive, metavar="N", help="the last N days, in place of --since")
    report.add_argument("--output", type=Path, metavar="FILE.html", help="default: reports beside the warehouse")
    report.set_defaults(run=_report)

    migrate = commands.add_parser("migrate", parents=[common], help="bring the schema to this version")
    migrate.set_defaults(run=_migrate)
    return parser


def _ingest(options: argparse.Namespace) -> int:
    settings = _settings(options)
    from flows.fetching import read_targets  # noqa: PLC0415 (other commands start faster)
    from tasks.discover.inputs import SourceError  # noqa: PLC0415
    from tasks.warehouse.store import lock_holder  # noqa: PLC0415

    try:
        read_targets(options.sources, settings)
    except SourceError as error:
        return say(str(error), USAGE)
    if holder := lock_holder(settings.warehouse):
        print(f"waiting for {holder} to end", file=sys.stderr)
    server = begin_prefect(settings)
    from flows.ingest import ingest  # noqa: PLC0415 (Prefect reads its settings when it is imported)

    return run_flow(
        ingest,
        server,
        as_json=options.json,
        sources=options.sources,
        since=options.since,
        until=options.until,
        limit=options.limit,
        workers=options.workers,
        extract=not options.no_extract,
        warehouse=settings.warehouse,
    )


def _reextract(options: argparse.Namespace) -> int:
    settings = _settings(options)
    server = begin_prefect(settings)
    from flows.reextract import reextract  # noqa: PLC0415

    parameters = {"limit": options.limit, "workers": options.workers, "warehouse": settings.warehouse}
    return run_flow(reextract, server, as_json=options.json, **parameters)


def _show(options: argparse.Namespace) -> int:
    from flows.show import show_article  # noqa: PLC0415
    from tasks.discover.inputs import SourceError  # noqa: PLC0415

    try:
        return show_article(options.source, _settings(options), as_json=options.json)
    except SourceError as error:
        return say(str(error), USAGE)


def _sources(options: argparse.Namespace) -> int:
    from flows.sources import check_source, discover_listings, schema, told  # noqa: PLC0415
    from tasks.discover.inputs import SourceError  # noqa: PLC0415

    if options.action == "schema":
        print(schema())
        return OK
    if not options.name:
        return say(f"sources {options.action} needs a name or an address", USAGE)
    act = check_source if options.action == "check" else discover_listings
    try:
        checked = act(options.name, _settings(options))
    except SourceError as error:
        return say(str(error), USAGE)
    if options.json:
        print(orjson.dumps({"listings": checked}).decode())
    else:
        print("\n".join(line for item in checked for line in told(item)) or "no feed and no sitemap was found")
    return OK if any(item.problem is None for item in checked) else FAILED


def _sql(options: argparse.Namespace) -> int:
    from tasks.warehouse.query import run_query, write_result  # noqa: PLC0415

    result = run_query(_settings(options).warehouse, options.query)
    form = options.format or ("json" if options.json else _format_of(options.output))
    if options.output is None:
        write_result(result, form, sys.stdout.buffer)
        sys.stdout.flush()
        return OK
    try:
        with open(options.output, "wb") as out:
            write_result(result, form, out)
    except OSError as error:
        return say(f"{options.output}: {error.strerror}", FAILED)
    return OK


def _format_of(output: Path | None) -> str:
    suffix = output.suffix.lstrip(".") if output else ""
    return suffix if suffix in FORMATS else "table"


def _status(options: argparse.Namespace) -> int:
    from flows.show import show_status  # noqa: PLC0415

    return show_status(_settings(options), as_json=options.json)


def _forget(options: argparse.Namespace) -> int:
    from flows.forget import forget_article  # noqa: PLC0415

    done = forget_article(_settings(options), options.article)
    if options.json:
        print(orjson.dumps(done).decode())
        return OK
    print(f"{done.article_id} is forgotten; {len(done.raw_files)} raw files rewritten")
    if done.report_count:
        print(f"{done.report_count} reports are removed, as they may quote it: write them anew with `dateline report`")
    if done.copies:
        print(f"{done.copies} copies of it by others stay: they are articles of their own")
    return OK


def _export(options: argparse.Namespace) -> int:
    from tasks.warehouse.export import export_views  # noqa: PLC0415

    counts = export_views(_settings(options).warehouse, options.folder)
    if options.json:
        print(orjson.dumps(counts).decode())
    else:
        for name, count in counts.items():
            print(f"{count:>12,} {options.folder / name}")
    return OK


def _report(options: argparse.Namespace) -> int:
    from flows.report_file import write_report  # noqa: PLC0415

    if options.since and options.until and options.since > options.until:
        return say(f"--since {options.since} is after --until {options.until}", USAGE)
    if options.since and options.days:
        return say("--days stands in place of --since: give one of them", USAGE)
    written = write_report(_settings(options), options.since, options.until, options.days, options.output)
    if options.json:
        print(orjson.dumps(written.as_json()).decode())
        return OK
    print(
        f"{written.output}: {written.articles:,} articles, {written.stories:,} stories, {written.acts:,} acts,", end=" "
    )
    print(f"{written.statements:,} statements ({max(written.bytes // 1000, 1):,} kB)")
    return OK


def _migrate(options: argparse.Namespace) -> int:
    from tasks.warehouse.publish import publish  # noqa: PLC0415
    from tasks.warehouse.store import hold_lock, open_locked  # noqa: PLC0415

    settings = _settings(options)
    path = settings.warehouse
    with hold_lock(path, settings.lock_wait_seconds, "dateline migrate"):
        with open_locked(path, settings.lock_wait_seconds) as connection:
            rows = connection.execute("select name from store.migrations where name <> 'views' order by 1").fetchall()
        publish(path)
    names = [row[0] for row in rows]
    print(orjson.dumps({"migrations": names}).decode() if options.json else f"{path} is at {names[-1]}")
    return OK


def _settings(options: argparse.Namespace) -> Settings:
    return Settings(warehouse=options.warehouse) if options.warehouse else Settings()


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive number")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
