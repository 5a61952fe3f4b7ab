"""Analysing again in place, and taking everything out as files."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.batches import Window
from flows.ingest import run_pipeline
from flows.reextract import run_reextract
from flows.settings import Settings
from tasks.warehouse.catalog import read_sql
from tasks.warehouse.checksum import content_checksum
from tasks.warehouse.errors import WarehouseError
from tasks.warehouse.export import GDELT, export_views
from tasks.warehouse.query import run_query
from tasks.warehouse.store import open_warehouse
from tests.make import write_articles


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("again")
    settings = Settings(warehouse=folder / "w" / "w.duckdb", model="rules", batch_size=2)
    run_pipeline(settings, [str(write_articles(folder / "in", 5))], Window(), None, 1, True, tasks=False)
    return settings


def test_what_another_version_left_is_analysed_again_in_place_and_some_at_a_time(settings: Settings) -> None:
    before = content_checksum(settings.warehouse)
    with open_warehouse(settings.warehouse) as connection:
        connection.execute("update store.articles set extractor_version = 'older'")
        connection.execute("delete from store.quotes")
    part = run_reextract(settings, 3, 1, tasks=False)
    assert (part.counts.seen, part.counts.unchanged, part.counts.extracted) == (3, 3, 3)
    rest = run_reextract(settings, None, 1, tasks=False)
    assert (rest.counts.seen, rest.counts.extracted) == (2, 2)
    assert run_reextract(settings, None, 1, tasks=False).counts.seen == 0
    assert content_checksum(settings.warehouse) == before
    assert (
        run_query(settings.warehouse, "select flow, state from runs order by started_at").to_pylist()[1:]
        == [{"flow": "reextract", "state": "completed"}] * 3
    )


def test_every_view_is_exported_and_the_events_as_gdelt_has_them(settings: Settings, tmp_path: Path) -> None:
    counts = export_views(settings.warehouse, tmp_path / "out")
    views = sorted(view.name for view in read_sql("views"))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        [GDELT, *(f"{v}.parquet" for v in views)]
    )
    for view in views:
        assert pq.read_metadata(tmp_path / "out" / f"{view}.parquet").num_rows == counts[f"{view}.parquet"]
    assert counts["articles.parquet"] == 5


def test_exporting_what_was_never_published_says_so(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="nothing is published"):
        export_views(tmp_path / "none.duckdb", tmp_path / "out")
