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
    code = run("ingest", str(HERE / "articles"))
    for question, query in QUESTIONS.items():
        print(f"\n{question}   (dateline sql {query.split()[0]}{' ...' if ' ' in query else ''})", flush=True)
        code = code or run("sql", query)
    print("\nAll of it on one page:   (dateline report)", flush=True)
    code = code or run("report")
    print(f"From typing to answer: {time.monotonic() - started:.0f} s. The warehouse is {WAREHOUSE}.")
    return code


def run(*arguments: str) -> int:
    return subprocess.run([DATELINE, *arguments, "--warehouse", WAREHOUSE], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
