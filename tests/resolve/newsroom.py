"""Made-up articles with their records, staged as extraction would leave them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from tasks.records import (
    Article,
    Block,
    Entity,
    Event,
    EventMention,
    Extracted,
    Mention,
    Quantity,
    Quote,
    Role,
    Sentence,
    stable_id,
)
from tasks.staging import write_records

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Who:
    """A name in an article. ``office`` is a role with the country that it is held in (``mayor/Norway/NOR``)."""

    name: str
    label: str = "PERSON"
    aliases: tuple[str, ...] = ()
    country: str | None = None
    office: str | None = None

    def entity_id(self) -> str:
        group = "person" if self.label == "PERSON" else "place" if self.label in ("GPE", "LOC") else "name"
        return stable_id("e1", group, self.name.casefold(), "")


@dataclass(frozen=True, slots=True)
class Did:
    """An act in a sentence: actors, recipients, the day in March (None for none), the place."""

    actors: tuple[str, ...]
    recipients: tuple[str, ...] = ()
    day: int | None = None
    place: str | None = None
    kind: str = "CONSULT"
    sent_no: int = 1
    count: tuple[str, float, str] | None = None
    instruments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One article, published on a day of March 2026; ``said`` are (speaker, words)."""

    name: str
    day: int
    body: str
    people: tuple[Who, ...] = ()
    did: tuple[Did, ...] = ()
    said: tuple[tuple[str | None, str], ...] = ()
    source: str = "Oldwick Post"
    extractor: str = "extractor 1"
    countries: dict[str, str] = field(default_factory=dict)

    @property
    def article_id(self) -> str:
        return stable_id("a1", self.name)


def stage(folder: Path, reports: Iterable[Report]) -> Path:
    """Write the reports as one batch."""
    folder.mkdir(parents=True, exist_ok=True)
    reports = list(reports)
    write_records(folder, "articles", [_article(r) for r in reports])
    write_records(
        folder, "blocks", [Block(r.article_id, 1, "paragraph", True, 0, len(r.body), r.body) for r in reports]
    )
    write_records(folder, "extracted", [Extracted(r.article_id, r.extractor) for r in reports])
    write_records(folder, "sentences", [s for r in reports for s in _sentences(r)])
    write_records(folder, "entities", [e for r in reports for e in _entities(r)])
    write_records(folder, "mentions", [m for r in reports for m in _mentions(r)])
    write_records(folder, "roles", [role for r in reports for role in _roles(r)])
    write_records(folder, "events", [_event(r, d) for r in reports for d in r.did])
    write_records(folder, "event_mentions", [_event_mention(r, d) for r in reports for d in r.did])
    write_records(folder, "quantities", [q for r in reports for d in r.did for q in _quantities(r, d)])
    write_records(folder, "quotes", [_quote(r, *said) for r in reports for said in r.said])
    write_records(folder, "rejects", [])
    return folder


def _article(r: Report) -> Article:
    local = datetime(2026, 3, r.day, 9)  # noqa: DTZ001 (a wall clock)
    return Article(
        r.article_id, stable_id("i1", r.name, r.body), f"{r.name}.txt", None, None, r.source, None, r.name, (), None,
        local, None, "minute", str(local), "byline", "en", None, r.body, r.body, len(r.body.split()),
        stable_id("c1", r.body), stable_id("t1", r.body), hashlib.sha256(r.body.encode()).hexdigest(), "parser 1",
    )  # fmt: skip


def _sentences(r: Report) -> list[Sentence]:
    found, start = [], 0
    for number, text in enumerate(r.body.split("\n"), 1):
        found.append(Sentence(r.article_id, number, 1, start, start + len(text), text))
        start += len(text) + 1
    return found


def _entities(r: Report) -> list[Entity]:
    return [
        Entity(r.article_id, w.entity_id(), w.name, w.label, w.country, None, None, (w.name, *w.aliases))
        for w in r.people
    ]


def _mentions(r: Report) -> list[Mention]:
    return [
        Mention(r.article_id, at, at + len(w.name), w.name, 1, "name", w.label, w.entity_id(), w.name)
        for w in r.people
        if (at := r.body.find(w.name)) >= 0
    ]


def _roles(r: Report) -> list[Role]:
    found = []
    for who in r.people:
        if who.office is not None:
            title, where = who.office.split("/")
            place = next(w for w in r.people if w.name == where)
            at = r.body.index(title)
            found.append(
                Role(r.article_id, who.name, who.entity_id(), title, where, place.entity_id(), "current", None, None,
                     at, at + len(title), title)
            )  # fmt: skip
    return found


def _event_id(r: Report, d: Did) -> str:
    return stable_id("v1", r.article_id, d.kind, *d.actors, "|", *d.recipients, str(d.day), d.sent_no)


def _event(r: Report, d: Did) -> Event:
    first = date(2026, 3, d.day) if d.day else None
    last = first or date(2026, 3, r.day)
    return Event(
        _event_id(r, d), r.article_id, "meet", d.kind, None, d.actors, d.recipients, d.instruments, first, last,
        "day" if d.day else None, d.place, None, None, None, "asserted", "article", f"{d.kind} of {r.name}",
    )  # fmt: skip


def _event_mention(r: Report, d: Did) -> EventMention:
    sentence = _sentences(r)[d.sent_no - 1]
    word = sentence.text.split()[0]
    start = sentence.start_char
    return EventMention(_event_id(r, d), r.article_id, d.sent_no, start, start + len(word), word, None)


def _quantities(r: Report, d: Did) -> list[Quantity]:
    if d.count is None:
        return []
    text, value, unit = d.count
    at = r.body.index(text)
    return [
        Quantity(r.article_id, at, at + len(text), text, d.sent_no, value, None, unit, "count", None, None, None, None)
    ]


def _quote(r: Report, speaker: str | None, words: str) -> Quote:
    at = r.body.index(words)
    who = next((w for w in r.people if w.name == speaker), None)
    day = date(2026, 3, r.day)
    return Quote(
        stable_id("q1", r.article_id, at), r.article_id, 1, "direct", at, at + len(words), words, "said", speaker,
        speaker, who.entity_id() if who else None, None, None, day,
    )  # fmt: skip
