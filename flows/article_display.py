"""An article with all its records for a person to judge: its text with names, times and speech marked, then lists.

Guarantees: every record of the extraction is shown once, in the text's order; what has no value is left blank.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from tasks.records import Block, Event, Extraction, Parsed

_STYLES = {
    "quotes": "green",
    "mentions": "blue",
    "dates": "cyan",
    "quantities": "yellow",
    "citations": "magenta",
    "roles": "underline",
    "event_mentions": "bold red",
}
"""Kind of record -> how its words look in the text; later ones over earlier."""


@dataclass(frozen=True, slots=True)
class _Column:
    heading: str
    value: Callable[[Any], object]


def _field(name: str, heading: str | None = None) -> _Column:
    return _Column(heading or name.replace("_", " "), lambda record: getattr(record, name))


_LISTS: dict[str, tuple[_Column, ...]] = {
    "quotes": (
        _Column("", lambda q: q.kind),
        _field("cue"),
        _Column("by", lambda q: _meaning(q.speaker_text, q.speaker)),
        _field("via"),
        _Column("said", lambda q: _interval(q.said_from, q.said_to)),
    ),
    "citations": (
        _Column("", lambda c: c.kind),
        _field("cited", "="),
        _field("cue"),
    ),
    "roles": (
        _Column("", lambda r: r.person),
        _field("role"),
        _field("organization"),
        _field("qualifier"),
        _field("as_of"),
    ),
    "dates": (
        _Column("when", lambda d: _interval(d.date_from, d.date_to)),
        _field("granularity"),
        _field("rule"),
    ),
    "quantities": (
        _field("kind"),
        _Column("value", lambda q: f"{q.value:g}" + (f" - {q.value_high:g}" if q.value_high is not None else "")),
        _field("unit"),
        _field("subject"),
        _field("measure"),
        _field("period"),
        _field("claimed_by"),
    ),
}


def print_article(console: Console, parsed: Parsed, extraction: Extraction) -> None:
    """Print the article and its records."""
    article = parsed.article
    console.print(Text(article.title or "(no title)", style="bold"))
    published = " ".join(str(v) for v in (article.published_local, article.published_zone) if v)
    console.print(escape(f"published {published or 'unknown'} · {article.language or 'language unknown'}"), "\n")
    console.print(" ".join(f"[{style}]{name.replace('_', ' ')}[/]" for name, style in _STYLES.items()), "\n")
    for block in parsed.blocks:
        console.print(_marked(block, extraction), "\n")
    for name, columns in _LISTS.items():
        _print_records(console, name, columns, getattr(extraction, name))
    _print_records(console, "events", tuple(_event_columns(extraction)), extraction.events)
    _print_records(console, "entities", tuple(_entity_columns(extraction)), extraction.entities)
    for rejection in extraction.rejections:
        console.print(escape(f"turned away at {rejection.stage}: {rejection.reason}: {rejection.detail}"), style="red")


def _marked(block: Block, extraction: Extraction) -> Text:
    """A block's text, its records' words styled; its kind before it where it is no paragraph."""
    text = Text(block.text)
    for name, style in _STYLES.items():
        for record in getattr(extraction, name):
            start, end = record.start_char - block.start_char, record.end_char - block.start_char
            if start < len(block.text) and end > 0:
                text.stylize(style, max(0, start), end)
    return text if block.kind == "paragraph" else Text.assemble((f"{block.kind}: ", "dim"), text)


def _print_records(console: Console, name: str, columns: Sequence[_Column], records: Sequence[Any]) -> None:
    """Each record's words, then what is known of them on a line of their own."""
    if not records:
        return
    console.print(f"[{_STYLES.get(name, 'bold')}]{name}[/] ({len(records)})")
    for record in records:
        words = getattr(record, "text", None) or getattr(record, "summary", None) or record.name
        sent_no = getattr(record, "sent_no", None)
        console.print(Text(f"  {'' if sent_no is None else sent_no:>4}  {' '.join(words.split())}"))
        told = [f"{c.heading} {_shown(v)}".strip() for c in columns if (v := c.value(record)) not in (None, (), "")]
        if told:
            console.print(Padding(Text(" · ".join(told), style="dim"), (0, 0, 0, 8)))
    console.print()


def _event_columns(extraction: Extraction) -> Iterator[_Column]:
    counts = Counter(m.event_id for m in extraction.event_mentions)
    vouchers: dict[str, list[str]] = {}
    for mention in extraction.event_mentions:
        if mention.attributed_to:
            vouchers.setdefault(mention.event_id, []).append(mention.attributed_to)
    yield _Column("", lambda e: "/".join(v for v in (e.plover, e.mode, e.type) if v))
    yield _Column("who", lambda e: e.actors)
    yield _Column("to whom", lambda e: e.recipients)
    yield _Column("with", lambda e: e.instruments)
    yield _Column("when", lambda e: _interval(e.date_from, e.date_to))
    yield _Column("where", lambda e: e.place)
    yield _Column("is", _standing)
    yield _Column("told", lambda e: counts[e.event_id])
    yield _Column("by", lambda e: tuple(dict.fromkeys(vouchers.get(e.event_id, ()))))


def _entity_columns(extraction: Extraction) -> Iterator[_Column]:
    counts = Counter(m.entity_id for m in extraction.mentions)
    yield _field("label")
    yield _field("country")
    yield _Column("at", lambda e: None if e.latitude is None else f"{e.latitude:.2f} {e.longitude:.2f}")
    yield _Column("mentions", lambda e: counts[e.entity_id])
    yield _Column("as", lambda e: tuple(a for a in e.aliases if a != e.name))


def _standing(event: Event) -> str:
    return event.modality if event.scope == "article" else f"{event.modality}, {event.scope}"


def _meaning(words: str | None, meant: str | None) -> str | None:
    return words if meant is None or meant == words else f"{words} = {meant}" if words else meant


def _interval(first: date | None, last: date | None) -> str | None:
    if first is None and last is None:
        return None
    return str(first) if first == last else f"{first or '…'} to {last or '…'}"


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
