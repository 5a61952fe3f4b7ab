"""The time that a text told last, which what comes after it leans on."""

from dataclasses import dataclass
from datetime import date

from tasks.extract.time_values import make_day


@dataclass(slots=True)
class Story:
    """The time that the text told last, as precise as it told it."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    before_christ: bool = False
    named: tuple[int, bool] | None = None
    """The year named last, and whether before Christ, be the story there or not: what ``that year`` is."""

    def tell(self, value: str) -> None:
        old = value.startswith("BC")
        parts = value.removeprefix("BC").split("T")[0].split("-")
        if len(parts[0]) != 4 or not parts[0].isdigit():
            return
        if len(parts) == 1 and int(parts[0]) == self.year and old == self.before_christ:
            return
        numbers = [int(part) if part.isdigit() else None for part in parts[1:3]] + [None, None]
        self.year, self.month, self.day, self.before_christ = int(parts[0]), numbers[0], numbers[1], old
        if len(parts) > 1 and parts[1] in ("SP", "SU", "FA", "WI"):
            self.month = {"SP": 4, "SU": 7, "FA": 10, "WI": 12}[parts[1]]

    def date(self) -> date | None:
        if self.year and self.month and self.day and not self.before_christ:
            return make_day(self.year, self.month, self.day)
        return None
