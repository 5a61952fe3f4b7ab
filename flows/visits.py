"""What one run visits, and what came of it beside references."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from tasks.discover.plan import Days
from tasks.source_records import Source


@dataclass(frozen=True, slots=True)
class Visits:
    """What one run visits: the listings of ``sources`` (all of them, or only those due), single addresses,
    and known articles that are to be looked at again. ``stop_at`` is when nothing more is begun."""

    sources: tuple[Source, ...] = ()
    addresses: tuple[str, ...] = ()
    only_due: bool = False
    recheck: bool = False
    days: Days = field(default_factory=Days)
    limit: int | None = None
    stop_at: datetime | None = None


@dataclass(slots=True)
class Tally:
    """Addresses that ended without a reference, and why links were left out."""

    unchanged: int = 0
    deferred: int = 0
    listings: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
