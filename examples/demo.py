"""``make demo``: the bundled examples through the real flow, then an answer worth reading."""

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
WAREHOUSE = HERE.parent / "data" / "demo" / "warehouse.duckdb"
DATELINE = Path(sys.executable).with_name("dateline")

QUESTIONS = {
    "What happened, who did it to whom, when and where?": "what_happened",
    "Who said what, and when?": "statements",
    "On whose word do we know it?": "sources_cited",
    "Which stories do most outlets tell?": "stories",
    "Where do reports of one act differ, and who says which?": "conflicts",
}


def main() -> int:
    started = time.monotonic()
    code = ingest(HERE / "articles")
    for question, query in QUESTIONS.items():
        print(f"\n{question}   (dateline sql {query})", flush=True)
        code = code or ask("sql", query)
    print("\nAll of it on one page:   (dateline report)", flush=True)
    code = code or ask("report")
    print(f"From typing to answer: {time.monotonic() - started:.0f} s. The warehouse is {WAREHOUSE}.")
    return code


def ingest(articles: Path) -> int:
    return subprocess.run([DATELINE, "ingest", articles, "--warehouse", WAREHOUSE], check=False).returncode


def ask(*arguments: str) -> int:
    """A command in this process: started anew for each question, it would import for longer than it asks."""
    from flows.cli import main as dateline  # noqa: PLC0415

    return dateline([*arguments, "--warehouse", str(WAREHOUSE)])


if __name__ == "__main__":
    sys.exit(main())
