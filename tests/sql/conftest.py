"""The examples, analysed once for the tests of queries and of the report."""

from pathlib import Path

import pytest

from flows.batches import Window
from flows.ingest import run_pipeline
from flows.settings import Settings

EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("examples") / "w.duckdb"
    run_pipeline(Settings(warehouse=path), [str(EXAMPLES)], Window(), None, 1, True, tasks=False)
    return path
