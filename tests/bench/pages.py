"""Pages read per CPU second, beside trafilatura with metadata, over the same pages in the same run.

``python -m tests.bench.pages`` reads made-up pages; with a folder of gold pages (``gold.jsonl`` for the addresses,
``html/<id>.html.xz``) it reads those. The two take turns page by page, so that whatever else the machine does falls
on both.
"""

import lzma
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import trafilatura

from tasks.parse.page import parse_page
from tasks.records import InputKind, Page
from tests.make import a_page
from tests.pages.layouts import LAYOUTS

ROUNDS = 3
STORIES = Path(__file__).parent.parent / "pages" / "stories.json"


def main(folder: Path | None = None) -> None:
    pages = list(_gold_pages(folder) if folder else _made_up_pages())
    for page in pages[:5]:
        _read(page)  # what either loads at first use
        _read_beside(page)
    rounds = []
    for number in range(ROUNDS):
        own = beside = 0.0
        for page in pages:
            own += _seconds(_read, page)
            beside += _seconds(_read_beside, page)
        rounds.append((len(pages) / own, len(pages) / beside))
        print(
            f"round {number + 1}: {rounds[-1][0]:.1f} pages per CPU second, trafilatura {rounds[-1][1]:.1f}", flush=True
        )
    ratio = statistics.median(own / beside for own, beside in rounds)
    print(f"{len(pages)} pages: {ratio:.2f} times trafilatura with metadata, median of {ROUNDS} rounds")


def _read(page: Page) -> None:
    parse_page(page)


def _read_beside(page: Page) -> None:
    trafilatura.bare_extraction(page.body, url=page.url, with_metadata=True)


def _seconds(function: Callable[[Page], None], page: Page) -> float:
    started = time.process_time()
    function(page)
    return time.process_time() - started


def _made_up_pages() -> Iterator[Page]:
    for story in orjson.loads(STORIES.read_bytes()):
        for layout in LAYOUTS:
            yield a_page(layout.render(story), InputKind.HTML, f"https://courier.example/{story['name']}")


def _gold_pages(folder: Path) -> Iterator[Page]:
    for line in (folder / "gold.jsonl").read_bytes().splitlines():
        row = orjson.loads(line)
        body = lzma.decompress((folder / "html" / f"{row['id']}.html.xz").read_bytes())
        yield a_page(body, InputKind.HTML, row.get("url"))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
