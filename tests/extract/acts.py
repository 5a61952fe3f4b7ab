"""Acts of one made-up article, for the tests of events."""

from tasks.extract.article import extract_article
from tasks.extract.pipeline import load_pipeline
from tasks.records import Event, Extraction
from tests.make import parse

NLP = load_pipeline()
HEAD = "Minister opens the new bridge at Oldwick\n\n9:00 19.03.2025\n\n"
TAIL = (
    "\n\nThe bridge over the river had been shut to all traffic since the flood, and nobody was sorry to see it open."
)


def extract(text: str) -> Extraction:
    found = extract_article(NLP, parse(HEAD + text + TAIL))
    assert not found.rejections
    return found


def asserted(text: str) -> list[Event]:
    return [e for e in extract(text).events if e.modality == "asserted"]
