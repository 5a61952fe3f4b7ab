"""Predictions for a folder of gold pages, as JSON lines: ``python -m tests.score.pages GOLD > predictions.jsonl``.

GOLD holds ``gold.jsonl`` (``id`` and ``url`` are all that is read of it) and ``html/<id>.html.xz``. A page that is
turned away has no prediction and is named on standard error, as is the speed.
"""

import lzma
import sys
import time
from pathlib import Path

import orjson

from tasks.parse.page import parse_page
from tasks.records import InputKind, Page, Reference, Rejection


def predict(folder: Path) -> None:
    rows = [orjson.loads(line) for line in (folder / "gold.jsonl").read_bytes().splitlines() if line.strip()]
    urls = {row["id"]: row.get("url") for row in rows}
    seconds = 0.0
    for name, url in urls.items():
        body = lzma.decompress((folder / "html" / f"{name}.html.xz").read_bytes())
        reference = Reference(name, name, InputKind.HTML, name, 0, len(body), url, "")
        started = time.process_time()
        parsed = parse_page(Page(reference, body, url=url))
        seconds += time.process_time() - started
        if isinstance(parsed, Rejection):
            print(f"{name}: {parsed.reason}: {parsed.detail}", file=sys.stderr)
            continue
        article = parsed.article
        day = article.published_local.date().isoformat() if article.published_local else None
        credited = [*article.authors, *article.newsrooms]  # gold sets list agencies and houses among the authors
        row = {"id": name, "body": article.body, "title": article.title, "authors": credited, "date": day}
        row |= {"date_from": article.published_from, "origins": article.field_origins}
        print(orjson.dumps(row).decode())
    print(f"{len(urls)} pages, {len(urls) / seconds:.1f} pages per CPU second", file=sys.stderr)


if __name__ == "__main__":
    predict(Path(sys.argv[1]))
