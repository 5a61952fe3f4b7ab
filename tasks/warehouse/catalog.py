"""The SQL files as the product: migrations, views, checks and named queries, with their headers."""

import graphlib
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

SQL = Path(__file__).resolve().parents[2] / "sql"


@dataclass(frozen=True, slots=True)
class SqlFile:
    """One file: ``title`` is the first line of its header, ``fields`` the ``Key: value`` lines of it."""

    name: str
    title: str
    fields: dict[str, str]
    text: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_sql(folder: str) -> list[SqlFile]:
    """The files of ``sql/<folder>``, by name."""
    return [_read(path) for path in sorted((SQL / folder).glob("*.sql"))]


def ordered_views() -> list[SqlFile]:
    """Every view, each after the views it depends on."""
    views = {view.name: view for view in read_sql("views")}
    needs = {name: set(re.findall(r"[\w.]+", view.fields.get("depends", ""))) for name, view in views.items()}
    order = graphlib.TopologicalSorter({name: needed & views.keys() for name, needed in needs.items()})
    return [views[name] for name in order.static_order()]


def _read(path: Path) -> SqlFile:
    text = path.read_text(encoding="utf-8")
    header = [line[2:].strip() for line in text.splitlines() if line.startswith("--")]
    fields = {m[1].lower(): m[2] for line in header if (m := re.match(r"(\w+): (.*)", line))}
    return SqlFile(path.stem, header[0] if header else "", fields, text)
