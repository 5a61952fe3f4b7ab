"""The records that move between stages.

Guarantees: standard library only, frozen and slotted, so that any stage, worker process
or test can import them at no cost. A record whose class stands in ``STAGED`` rests
between stages as one Parquet file per class (``tasks.staging``), and its field names are
the column names of the table that it is loaded into. What the columns mean is written in
the comments of ``sql/views``.

Offsets count Unicode code points of ``Article.full_text``, half open.
"""

from tasks.records.articles import Article, Block, BlockKind, Outlet, Parsed, Publication
from tasks.records.extraction import (
    Citation,
    DateExpression,
    Entity,
    Event,
    EventMention,
    Extracted,
    Extraction,
    Mention,
    Quantity,
    Quote,
    Role,
    Sentence,
)
from tasks.records.fetching import (
    Fetched,
    FetchKind,
    FetchLine,
    FetchReason,
    FetchRequest,
    HostState,
    RawPlace,
    RobotsFile,
    Unfetched,
)
from tasks.records.inputs import InputKind, Page, Reference, Rejection, Stage, Utc, stable_id

STAGED: dict[str, type] = {
    "articles": Article,
    "blocks": Block,
    "extracted": Extracted,
    "sentences": Sentence,
    "mentions": Mention,
    "entities": Entity,
    "roles": Role,
    "dates": DateExpression,
    "quotes": Quote,
    "citations": Citation,
    "quantities": Quantity,
    "events": Event,
    "event_mentions": EventMention,
    "rejects": Rejection,
    "references": Reference,
}
"""Name of the Parquet file between stages -> the record that its rows are."""

__all__ = [
    "STAGED",
    "Article",
    "Block",
    "BlockKind",
    "Citation",
    "DateExpression",
    "Entity",
    "Event",
    "EventMention",
    "Extracted",
    "Extraction",
    "FetchKind",
    "FetchLine",
    "FetchReason",
    "FetchRequest",
    "Fetched",
    "HostState",
    "InputKind",
    "Mention",
    "Outlet",
    "Page",
    "Parsed",
    "Publication",
    "Quantity",
    "Quote",
    "RawPlace",
    "Reference",
    "Rejection",
    "RobotsFile",
    "Role",
    "Sentence",
    "Stage",
    "Unfetched",
    "Utc",
    "stable_id",
]
