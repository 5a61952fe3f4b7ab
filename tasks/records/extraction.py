"""What *extract* draws from an article."""

from dataclasses import dataclass, field
from datetime import date

from tasks.records.inputs import Rejection


@dataclass(frozen=True, slots=True)
class Sentence:
    """``sent_no`` is 0 for the title and counts body sentences from 1."""

    article_id: str
    sent_no: int
    block_no: int
    start_char: int
    end_char: int
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    article_id: str
    start_char: int
    end_char: int
    text: str
    sent_no: int | None
    kind: str
    label: str | None
    entity_id: str | None
    entity: str | None


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as one article knows it; *resolve* joins them across articles."""

    article_id: str
    entity_id: str
    name: str
    label: str
    country: str | None
    latitude: float | None
    longitude: float | None
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    article_id: str
    person: str
    person_id: str | None
    role: str
    organization: str | None
    organization_id: str | None
    qualifier: str | None
    valid_from: date | None
    as_of: date | None
    start_char: int
    end_char: int
    text: str


@dataclass(frozen=True, slots=True)
class DateExpression:
    article_id: str
    start_char: int
    end_char: int
    text: str
    sent_no: int | None
    date_from: date | None
    date_to: date | None
    granularity: str
    anchor: date | None
    rule: str
    value: str | None = None
    """TIMEX3 value (ISO 8601 with TimeML's additions); None where the words have none."""


@dataclass(frozen=True, slots=True)
class Quote:
    quote_id: str
    article_id: str
    sent_no: int | None
    kind: str
    start_char: int
    end_char: int
    text: str
    cue: str | None
    speaker_text: str | None
    speaker: str | None
    speaker_id: str | None
    via: str | None
    said_from: date | None
    said_to: date | None


@dataclass(frozen=True, slots=True)
class Citation:
    article_id: str
    start_char: int
    end_char: int
    text: str
    sent_no: int | None
    cited: str | None
    cited_id: str | None
    kind: str
    cue: str | None


@dataclass(frozen=True, slots=True)
class Quantity:
    article_id: str
    start_char: int
    end_char: int
    text: str
    sent_no: int | None
    value: float
    value_high: float | None
    unit: str | None
    kind: str
    subject: str | None
    measure: str | None
    period: str | None
    claimed_by: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """One act as one article tells it; *resolve* joins them across articles."""

    event_id: str
    article_id: str
    type: str
    plover: str | None
    mode: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    instruments: tuple[str, ...]
    date_from: date | None
    date_to: date | None
    granularity: str | None
    place: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    modality: str
    scope: str
    summary: str


@dataclass(frozen=True, slots=True)
class EventMention:
    event_id: str
    article_id: str
    sent_no: int | None
    start_char: int
    end_char: int
    text: str
    attributed_to: str | None


@dataclass(frozen=True, slots=True)
class Extracted:
    """That extraction ran over an article, and which version of it."""

    article_id: str
    extractor_version: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Every record drawn from one article, and what went wrong on the way.

    A component that fails costs its own records of this article, as a ``Rejection``, and
    nothing else.
    """

    article_id: str
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    roles: tuple[Role, ...] = ()
    dates: tuple[DateExpression, ...] = ()
    quotes: tuple[Quote, ...] = ()
    citations: tuple[Citation, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    events: tuple[Event, ...] = ()
    event_mentions: tuple[EventMention, ...] = ()
    rejections: tuple[Rejection, ...] = field(default=())
