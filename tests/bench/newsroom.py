"""Synthetic articles with every kind of record, a thousand a day, for the benches of resolution and queries.

Names are drawn as news draws them: a few people stand in a large share of the articles, most in few. A person holds
one office; one name in ``SHARED_NAMES`` is that of two people, who hold different ones.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

from tasks.records import stable_id
from tasks.staging import STAGED, write_records

ARTICLES_A_DAY = 1000
FIRST_DAY = date(2025, 1, 1)
PEOPLE, BODIES, PLACES, WORDS = 40_000, 4_000, 800, 20_000
SHARED_NAMES = 20
_KINDS = ("CONSULT", "ASSAULT", "ACCUSE", "SUPPORT", "AGREE", "REQUEST", "PROTEST", "AID")
_ROLES = ("president", "minister", "mayor", "coach", "striker", "professor", "chairman", "judge")


@dataclass(frozen=True, slots=True)
class _Name:
    name: str
    label: str
    entity_id: str
    country: str | None = None
    roles: tuple[str, ...] = ()


@dataclass(slots=True)
class _Draft:
    """One article while its records are written."""

    article_id: str
    chance: random.Random
    day: date
    text: str
    spans: list[tuple[int, int]]
    names: list[_Name] = field(default_factory=list)


@cache
def _words() -> list[str]:
    chance = random.Random(1)
    return ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(3, 9))) for _ in range(WORDS)]


@cache
def _names() -> dict[str, tuple[list[_Name], list[float]]]:
    """Names by label with their cumulative weights: the weight falls with the rank (Zipf)."""
    chance, words = random.Random(2), _words()
    found = {}
    for label, group, count in (("PERSON", "person", PEOPLE), ("ORG", "name", BODIES), ("GPE", "place", PLACES)):
        names = []
        for number in range(count):
            name = " ".join(w.capitalize() for w in chance.choices(words, k=1 if label == "GPE" else 2)) + str(number)
            entity_id = stable_id("e1", group, name.casefold(), "")
            roles = tuple(chance.sample(_ROLES, 1 if number % SHARED_NAMES else 2)) if label == "PERSON" else ()
            names.append(_Name(name, label, entity_id, "NOR" if label == "GPE" and number % 2 else None, roles))
        found[label] = (names, list(accumulate(1 / (rank + 20) for rank in range(count))))
    return found


def _draw(chance: random.Random, label: str, count: int) -> list[_Name]:
    names, weights = _names()[label]
    return list(dict.fromkeys(chance.choices(names, cum_weights=weights, k=count)))


Rows = dict[str, list[tuple[object, ...]]]
FILLED = (
    "articles", "extracted", "blocks", "sentences", "mentions", "entities", "roles", "dates", "quotes", "citations",
    "quantities", "events", "event_mentions",
)  # fmt: skip


def stage(folder: Path, numbers: Sequence[int]) -> Path:
    """Write the articles of these numbers as one batch; equal numbers give equal articles."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: Rows = {name: [] for name in FILLED}
    for number in numbers:
        _add(rows, number)
    for name, values in rows.items():
        write_records(folder, name, [STAGED[name](*row) for row in values])
    return folder


def _add(rows: Rows, number: int) -> None:
    chance, words = random.Random(number), _words()
    sentences = [" ".join(chance.choices(words, k=18)) + "." for _ in range(16)]
    text, spans, start = " ".join(sentences), [], 0
    for sentence in sentences:
        spans.append((start, start + len(sentence)))
        start += len(sentence) + 1
    day = FIRST_DAY + timedelta(days=number // ARTICLES_A_DAY)
    draft = _Draft(stable_id("a1", number), chance, day, text, spans)
    draft.names = [*_draw(chance, "PERSON", 8), *_draw(chance, "ORG", 8), *_draw(chance, "GPE", 6)]
    article_id = draft.article_id
    moment = datetime(day.year, day.month, day.day, number % 24)  # noqa: DTZ001 (a wall clock)
    url = f"https://outlet{number % 60}.example/{number}"
    rows["articles"].append(
        (article_id, stable_id("i1", number), url, url, url, f"outlet{number % 60}", "NOR", sentences[0][:60], ["W"],
         None, moment, None, "minute", str(day), "meta", "en", None, text, text, 288, stable_id("c1", number),
         stable_id("t1", number), stable_id("r1", number), "parser 1")
    )  # fmt: skip
    rows["extracted"].append((article_id, "extractor 1"))
    rows["blocks"].append((article_id, 1, "paragraph", True, 0, len(text), text, None))
    for sent_no, (first, last) in enumerate(spans, 1):
        rows["sentences"].append((article_id, sent_no, 1, first, last, text[first:last]))
    _add_names(rows, draft)
    _add_speech(rows, draft)
    _add_events(rows, draft)


def _span(draft: _Draft, sent_no: int, at: int, length: int = 6) -> tuple[int, int, str]:
    start = draft.spans[sent_no - 1][0] + at
    return start, start + length, draft.text[start : start + length]


def _add_names(rows: Rows, draft: _Draft) -> None:
    for index, name in enumerate(draft.names):
        # Every eighth person is named by surname alone.
        if name.label == "PERSON" and draft.chance.random() < 0.12:
            short = name.name.split()[-1]
            name = _Name(short, "PERSON", stable_id("e1", "person", short.casefold(), ""), None, name.roles)  # noqa: PLW2901
            draft.names[index] = name
        rows["entities"].append(
            (draft.article_id, name.entity_id, name.name, name.label, name.country, None, None, [name.name])
        )
        for times in range(3):
            start, end, words = _span(draft, 1 + (index + 5 * times) % 16, times * 7 + index % 7)
            rows["mentions"].append(
                (draft.article_id, start, end, words, 1 + (index + 5 * times) % 16, "name", name.label,
                 name.entity_id, name.name)
            )  # fmt: skip
    who, body = draft.names[0], next(n for n in draft.names if n.label == "ORG")
    start, end, words = _span(draft, 2, 0)
    rows["roles"].append(
        (draft.article_id, who.name, who.entity_id, draft.chance.choice(who.roles), body.name, body.entity_id,
         "current", None, draft.day, start, end, words)
    )  # fmt: skip


def _add_speech(rows: Rows, draft: _Draft) -> None:
    people = [n for n in draft.names if n.label == "PERSON"]
    for sent_no in range(3, 7):
        first, last = draft.spans[sent_no - 1]
        who = draft.chance.choice(people)
        rows["quotes"].append(
            (stable_id("q1", draft.article_id, first), draft.article_id, sent_no, "direct", first, last,
             draft.text[first:last], "said", who.name, who.name, who.entity_id, None, draft.day, draft.day)
        )  # fmt: skip
        start, end, words = _span(draft, sent_no, 3)
        rows["dates"].append(
            (draft.article_id, start, end, words, sent_no, draft.day, draft.day, "day", None, "weekday")
        )  # fmt: skip
        rows["citations"].append(
            (draft.article_id, start, end, words, sent_no, who.name, who.entity_id, "person", "said")
        )
        rows["quantities"].append(
            (draft.article_id, start, end, words, sent_no, float(sent_no), None, "people", "count", None, None, None,
             None)
        )  # fmt: skip


def _add_events(rows: Rows, draft: _Draft) -> None:
    places = [n for n in draft.names if n.label == "GPE"]
    for sent_no in range(2, 10):
        sides = draft.chance.sample(draft.names, 2)
        back = draft.chance.randrange(6)
        first = draft.day - timedelta(days=back) if draft.chance.random() < 0.4 else None
        kind = draft.chance.choice(_KINDS)
        event_id = stable_id("v1", draft.article_id, sent_no)
        rows["events"].append(
            (event_id, draft.article_id, kind.lower(), kind, None, [sides[0].name], [sides[1].name], [], first,
             first or draft.day, "day" if first else None, draft.chance.choice(places).name if places else None, None,
             None, None, "asserted", "article", f"{kind} by {sides[0].name}")
        )  # fmt: skip
        start, end, words = _span(draft, sent_no, 1)
        rows["event_mentions"].append((event_id, draft.article_id, sent_no, start, end, words, None))
