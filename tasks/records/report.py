"""What a report tells of a period: rows that are ready to be shown, each with the articles that it stands on."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Told:
    """An article that a claim stands on; ``url`` is as the article came, and to be trusted no more than its words."""

    article_id: str
    url: str | None
    source: str | None
    title: str | None
    day: date | None


@dataclass(frozen=True, slots=True)
class Section(Generic[Row]):
    """The first ``rows`` of ``total``, in an order that the query's file tells."""

    rows: tuple[Row, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the period holds; ``stored_count`` is of the whole warehouse, ``stored_at`` when its last run ended."""

    first_day: date | None
    last_day: date | None
    article_count: int
    copy_count: int
    undated_count: int
    unanalysed_count: int
    outlet_count: int
    story_count: int
    act_count: int
    quote_count: int
    person_count: int
    stored_count: int
    stored_at: datetime | None


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    article_count: int


@dataclass(frozen=True, slots=True)
class Story:
    title: str | None
    article_count: int
    source_count: int
    first_seen: date | None
    last_seen: date | None
    names: tuple[str, ...]
    evidence: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """``before``, ``trigger`` and ``after`` are a sentence that tells of it, ``attributed_to`` who vouches for it."""

    date_from: date
    date_to: date | None
    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    instruments: tuple[str, ...]
    summary: str | None
    place: str | None
    source_count: int
    article_count: int
    attributed_to: tuple[str, ...]
    before: str | None
    trigger: str | None
    after: str | None
    evidence: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    role: str | None
    organization: str | None
    qualifier: str | None
    office_told: Told | None
    article_count: int
    source_count: int
    mention_count: int
    evidence: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """``is_mutual`` where both act together and on nobody, as those who meet do."""

    one: str
    type: str
    other: str
    is_mutual: bool
    act_count: int
    first_date: date | None
    last_date: date | None
    evidence: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    text: str
    kind: str
    cue: str | None
    said_from: date | None
    said_to: date | None
    via: str | None
    outlet_count: int
    told: Told


@dataclass(frozen=True, slots=True)
class Speaker:
    """``share`` is of all words quoted of anyone, from 0 to 1."""

    speaker: str
    statement_count: int
    quoted_count: int
    quoted_words: int
    source_count: int
    share: float | None
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    cited: str
    kind: str
    citation_count: int
    source_count: int
    evidence: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Degrees north and east."""

    name: str
    country: str | None
    latitude: float
    longitude: float
    article_count: int
    mention_count: int
    act_count: int
    evidence: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    topic: str
    value: str
    source: str | None
    told: Told
    other_value: str
    other_source: str | None
    other_told: Told
    summary: str | None


@dataclass(frozen=True, slots=True)
class OutletLine:
    """Shares are of the outlet's articles, from 0 to 1."""

    source: str | None
    article_count: int
    copy_count: int
    first_seen: date | None
    last_seen: date | None
    dated_share: float
    byline_share: float
    evidence: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class HealthLine:
    source: str
    last_checked: date | None
    last_new: date | None
    articles_7d: int | None
    expected_7d: float | None
    is_silent: bool
    error_streak: int
    last_error: str | None
    waiting: int
    fallen_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RejectLine:
    stage: str
    reason: str
    input_count: int
    last_at: date | None
    example: str | None


@dataclass(frozen=True, slots=True)
class FailingCheck:
    name: str
    severity: str
    failing_rows: int
    checked_at: date | None


@dataclass(frozen=True, slots=True)
class Report:
    """All of it; ``since`` and ``until`` are as asked for, None for an open side."""

    since: date | None
    until: date | None
    holdings: Holdings
    days: tuple[Day, ...]
    stories: Section[Story]
    timeline: Section[Act]
    people: Section[Person]
    ties: Section[Tie]
    speakers: Section[Speaker]
    cited: Section[Cited]
    places: Section[Place]
    conflicts: Section[Conflict]
    outlets: Section[OutletLine]
    health: Section[HealthLine]
    rejects: Section[RejectLine]
    failing: Section[FailingCheck]
