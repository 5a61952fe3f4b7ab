"""Staged batches of made-up articles, as the stages before the warehouse would leave them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tasks.records import Article, Block, Extracted, Quote, Rejection, Sentence, stable_id
from tasks.staging import write_records

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LONG = "The harbour of Oldwick stays shut until the wreck is raised, its master told the council. " * 4
"""A body of sixty words: long enough that a second article with it is a copy."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What one staged article says, and which versions read it."""

    name: str
    body: str = "The ferry runs again."
    parser: str = "parser 1"
    extractor: str | None = "extractor 1"
    day: int = 1
    address: str = ""

    @property
    def article_id(self) -> str:
        return stable_id("a1", self.name)

    @property
    def input_id(self) -> str:
        return stable_id("i1", self.name, self.body, self.address)


def stage(folder: Path, drafts: Iterable[Draft], rejects: Iterable[Rejection] = ()) -> Path:
    """Write the drafts as one batch into ``folder``; each has a block, a sentence and, analysed, one quote."""
    folder.mkdir(parents=True, exist_ok=True)
    drafts = list(drafts)
    write_records(folder, "articles", [_article(draft) for draft in drafts])
    write_records(
        folder,
        "blocks",
        [Block(d.article_id, 1, "paragraph", True, 0, len(d.body), d.body) for d in drafts],
    )
    analysed = [d for d in drafts if d.extractor is not None]
    write_records(folder, "extracted", [Extracted(d.article_id, d.extractor or "") for d in analysed])
    write_records(folder, "sentences", [Sentence(d.article_id, 1, 1, 0, len(d.body), d.body) for d in analysed])
    write_records(folder, "quotes", [quote_of(d) for d in analysed])
    write_records(folder, "rejects", rejects)
    return folder


def _article(draft: Draft) -> Article:
    local = datetime(2026, 1, 1, 9) + timedelta(days=draft.day)  # noqa: DTZ001 (a wall clock)
    return Article(
        article_id=draft.article_id,
        input_id=draft.input_id,
        location=f"{draft.name}.txt",
        url=None,
        canonical_url=None,
        source="Oldwick Post",
        source_country=None,
        title=draft.name,
        authors=("A Writer",),
        published_at=None,
        published_local=local,
        published_zone=None,
        published_precision="minute",
        published_raw=str(local),
        published_from="byline",
        language="en",
        section=None,
        full_text=draft.body,
        body=draft.body,
        word_count=len(draft.body.split()),
        content_hash=stable_id("c1", draft.name, draft.body),
        text_hash=stable_id("t1", draft.body),
        raw_sha256=hashlib.sha256(draft.body.encode()).hexdigest(),
        parser_version=draft.parser,
    )


def quote_of(draft: Draft) -> Quote:
    """The quote that an article is staged with: its first letters."""
    return Quote(
        quote_id=stable_id("q1", draft.article_id, 0),
        article_id=draft.article_id,
        sent_no=1,
        kind="direct",
        start_char=0,
        end_char=3,
        text=draft.body[:3],
        cue="said",
        speaker_text="she",
        speaker=f"Speaker of {draft.extractor}",
        speaker_id=None,
        via=None,
        said_from=None,
        said_to=None,
    )
