"""Archives of WARC files on the web are fetched once, kept as raw files and loaded."""

import gzip
from datetime import UTC, date, datetime
from pathlib import Path

from flows.batches import Window
from flows.ingest import run_pipeline
from flows.settings import Settings
from tasks.discover.archives import archive_addresses, archive_place
from tasks.discover.plan import Days
from tasks.fetch.raw_store import RawStore
from tasks.records import Fetched, FetchRequest
from tasks.warehouse.store import open_warehouse
from tests.site.live import ADDRESS, live_site
from tests.site.ranges import parts
from tests.site.server import NETWORK, Host, Reply

NAME = "crawl/2031/05/NEWS-20310501120000-00001.warc.gz"


def archive(folder: Path, count: int) -> bytes:
    """A WARC file of so many pages."""
    with RawStore(folder, "an archiver") as store:
        for number in range(count):
            url = f"https://courier.example/news/{number}"
            prose = f"<p>The ferry {number} was stopped for {number + 2} hours, the harbour master said on Sunday.</p>"
            body = f"<html><body><h1>Ferry {number} stopped</h1>{prose * 3}</body></html>".encode()
            at = datetime(2031, 5, 1, 12, tzinfo=UTC)
            headers = (("content-type", "text/html"),)
            store.append(Fetched(FetchRequest(url), url, 200, headers, body, len(body), at, 0.1))
    (written,) = folder.glob("**/*.warc.gz")
    return written.read_bytes()


def test_a_remote_archive_is_fetched_once_kept_and_loaded(tmp_path: Path) -> None:
    file = archive(tmp_path / "made", 3)
    lists = gzip.compress(f"gone.warc.gz\n{NAME}\n../../etc/passwd\n".encode(), mtime=0)
    answers = {"/cc/list.gz": Reply(lists), f"/cc/{NAME}": parts(file), "/robots.txt": Reply(b"", 404)}
    with live_site(Host(ADDRESS, answers)) as world:  # type: ignore[arg-type]  # answers of two kinds
        base = world.url(ADDRESS, "/cc/")
        sources = tmp_path / "sources.toml"
        sources.write_text(f'[sources.cc]\nname = "CC"\narchives = ["{base}list.gz"]\narchive_base = "{base}"\n')
        settings = Settings(
            warehouse=tmp_path / "w" / "warehouse.duckdb",
            sources=sources,
            contact="mailto:desk@dateline.example",
            allow_private=(str(NETWORK),),
            ports=(world.port,),
        )
        counts = []
        for _ in range(2):
            summary = run_pipeline(settings, ["cc"], Window(), None, 1, False, tasks=False)
            counts.append((summary.counts.seen, summary.counts.new, summary.counts.rejected))
        asked = world.paths(ADDRESS)
    assert counts == [(4, 3, 1), (0, 0, 0)]
    assert asked == ["/robots.txt", "/cc/list.gz", "/cc/gone.warc.gz", f"/cc/{NAME}"]
    kept = settings.warehouse.parent / "raw" / "archives" / f"{ADDRESS}_{world.port}" / "cc" / NAME
    assert kept.read_bytes() == file
    with open_warehouse(settings.warehouse) as connection:
        found = connection.execute("select title from articles order by title").fetchall()
        looked_at_again = connection.execute("select count(*) from store.links").fetchall()
        fetched = connection.execute("select kind, status, outcome from fetches order by 1 desc, 2").fetchall()
    assert found == [("Ferry 0 stopped",), ("Ferry 1 stopped",), ("Ferry 2 stopped",)]
    assert looked_at_again == [(0,)]
    assert fetched == [
        ("robots", 404, "gone"),
        ("archive", 200, "fetched"),
        ("archive", 206, "fetched"),
        ("archive", 404, "gone"),
    ]


def test_of_a_list_the_files_under_its_base_that_may_hold_the_days_are_wanted() -> None:
    lines = [
        *("a/N-20310430235959-1.warc.gz", "a/N-20310501000000-2.warc.gz", "a/N-20310510000000-3.warc.gz"),
        *("a/undated.warc", "a/20311399.warc", "../up.warc.gz", "https://other.example/x.warc.gz", "a/list.txt"),
    ]
    days = Days(date(2031, 5, 1), date(2031, 5, 2))
    found = archive_addresses("\n".join(lines).encode(), "https://cc.example/data", days)
    assert [url.removeprefix("https://cc.example/data/") for url in found] == [lines[1], lines[3], lines[4]]


def test_an_archive_lies_under_the_name_of_its_host_whatever_its_address() -> None:
    assert archive_place("https://cc.example/a/b c/%2e%2e/./x.warc.gz") == Path("cc.example/a/b_c/_2e_2e/x.warc.gz")
