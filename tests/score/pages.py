"""Predictions for a folder of gold pages, as JSON lines: ``python -m tests.score.pages GOLD > predictions.jsonl``.

GOLD holds ``gold.jsonl`` (``id`` and ``url`` are all that is read of it) and ``html/<id>.html.xz``. A page that is
turned away is named on standard error, as is the speed; one that has no text (a picture's page) is predicted by its
metadata alone, any other not at all. Gold sets list agencies and houses among the authors, so both are given.
"""

import lzma
import sys
import time
from pathlib import Path

import orjson

from tasks.parse.assemble import Metadata
from tasks.parse.gate import decode
from tasks.parse.hostile import parse_tree
from tasks.parse.metadata import decide, read_facts, utc_now
from tasks.parse.page import parse_page
from tasks.records import Article, InputKind, Page, Publication, Reference, Rejection


def read_metadata(body: bytes, url: str | None) -> Metadata:
    """What a page says of itself, whether or not it has a text."""
    text = decode(body, None, markup=True)
    tree = parse_tree(text)
    return decide(read_facts(text, tree, url, None), [], tree, utc_now())


def as_metadata(article: Article) -> Metadata:
    published = Publication(local=article.published_local, origin=article.published_from)
    origins = orjson.loads(article.field_origins or "{}")
    return Metadata(
        title=article.title,
        authors=article.authors,
        newsrooms=article.newsrooms,
        published=published,
        origins=origins,
    )


def as_row(known: Metadata) -> dict[str, object]:
    return {
        "title": known.title,
        "authors": [*known.authors, *known.newsrooms],
        "date": known.published.local.date().isoformat() if known.published.local else None,
        "date_from": known.published.origin,
        "origins": dict(known.origins),
    }


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
            known = read_metadata(body, url) if parsed.reason == "no-text" else None
            text = ""
        else:
            known, text = as_metadata(parsed.article), parsed.article.body
        if known:
            print(orjson.dumps({"id": name, "body": text, **as_row(known)}).decode())
    print(f"{len(urls)} pages, {len(urls) / seconds:.1f} pages per CPU second", file=sys.stderr)


if __name__ == "__main__":
    predict(Path(sys.argv[1]))
