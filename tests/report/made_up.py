"""A report of made-up rows, and a page read as a browser reads it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any

from tasks.records.report import (
    Act,
    Cited,
    Conflict,
    Day,
    FailingCheck,
    HealthLine,
    Holdings,
    OutletLine,
    Person,
    Place,
    RejectLine,
    Report,
    Section,
    Speaker,
    Statement,
    Story,
    Tie,
    Told,
)
from tasks.warehouse.report import TOP

DAY = date(2026, 3, 2)
NOTHING = Holdings(None, None, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, None)
EMPTY: Section[Any] = Section((), 0)


def told(number: int = 1, words: str = "Wreck raised off Oldwick", url: str | None = "https://post.example/a") -> Told:
    return Told(f"a1-{number}", url, "Oldwick Post", words, DAY)


def empty_report(**changes: Any) -> Report:
    sections = dict.fromkeys(
        ("stories", "timeline", "people", "ties", "speakers", "cited", "places", "conflicts", "outlets", "health",
         "rejects", "failing"), EMPTY
    )  # fmt: skip
    return replace(Report(None, None, NOTHING, (), **sections), **changes)


def full_report(
    words: str = "Wreck", url: str | None = "https://post.example/a", rows: int | None = 1, total: int = 1
) -> Report:
    """Every section with ``rows`` rows (None: as many as are shown) of ``total``; each text in them is ``words``."""
    numbers = iter(range(1, 1_000_000))

    def some(count: int = 3) -> tuple[Told, ...]:
        return tuple(
            Told(f"a1-{n}", url and f"{url}?{n}", words, words, DAY)
            for _, n in zip(range(count), numbers, strict=False)
        )

    def one() -> Told:
        return some(1)[0]

    def section(name: str, make: Any) -> Section[Any]:
        return Section(tuple(make(n) for n in range(TOP[name][1] if rows is None else rows)), total)

    many = (words,) * 9
    statement = Statement(words, "direct", words, DAY, DAY, words, 2, one())
    return Report(
        DAY,
        DAY,
        Holdings(DAY, DAY, total, 1, 1, 1, 2, 3, 999_999, 5, 6, total, datetime(2026, 3, 3, tzinfo=UTC)),
        (Day(DAY, 3), Day(date(2026, 3, 4), 1)),
        stories=section("stories", lambda n: Story(words, 3, 2, DAY, DAY, (words,) * 6, some(4))),
        timeline=section(
            "timeline",
            lambda n: Act(DAY, DAY, words, many, many, many, words, words, 2, 3, many, words, words, words, some(4)),
        ),
        people=section("people", lambda n: Person(words, words, words, "former", one(), 3, 2, 4, some())),
        ties=section("ties", lambda n: Tie(words, words, words, n % 2 == 0, 2, DAY, None, some())),
        speakers=section("speakers", lambda n: Speaker(words, 3, 2, 40, 1, 0.5, (statement,) * 3)),
        cited=section("cited", lambda n: Cited(words, words, 3, 2, some())),
        places=section("places", lambda n: Place(words, "NOR", 50 + n / 9, 10 + n / 3, 3, 4, 1, some())),
        conflicts=section("conflicts", lambda n: Conflict(words, words, words, one(), words, words, one(), words)),
        outlets=section("outlets", lambda n: OutletLine(words, 3, 1, DAY, DAY, 1.0, 0.5, some(1))),
        health=section("health", lambda n: HealthLine(words, DAY, None, 3, 4.0, False, 5, words, 7, ())),
        rejects=section("rejects", lambda n: RejectLine(words, words, 3, DAY, words)),
        failing=section("failing", lambda n: FailingCheck(words, "fail", 3, DAY)),
    )


class Seen(HTMLParser):
    """The elements of a page with their attributes, in order, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        # The element that is closed is the one that was opened last.
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.words += data

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]
