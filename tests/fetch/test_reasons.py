import re
from pathlib import Path

from tasks.records import FetchReason


def test_every_reason_is_explained() -> None:
    page = (Path(__file__).parents[2] / "docs" / "fetching.md").read_text(encoding="utf-8")
    rows = [row.split("|")[1] for row in page.splitlines() if row.startswith("| `")]
    assert sorted(re.findall(r"`([a-z-]+)`", " ".join(rows))) == sorted(FetchReason)
