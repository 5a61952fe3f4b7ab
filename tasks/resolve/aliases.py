"""The user's own word on who is who: a CSV file that wins over every rule.

Columns ``name``, ``label``, ``means`` and ``wikidata``. A row says that ``name`` (of that label) is the entity
called ``means``; ``means`` the same as ``name`` keeps it apart from all others; ``wikidata`` is the entity's
id there, from whatever table the user has. Taking a row out undoes what it did.
"""

import csv
import io
import re
from dataclasses import dataclass

from tasks.resolve.keys import entity_key, kind_of, name_words

LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "LAW", "WORK")
_WIKIDATA = re.compile(r"^Q\d+$")


@dataclass(frozen=True, slots=True)
class Alias:
    """One row. Places are joined by name alone here, wherever they lie."""

    name: str
    label: str
    means: str
    wikidata: str

    @property
    def key(self) -> tuple[str, str]:
        return kind_of(self.label), " ".join(name_words(self.name, self.label))

    @property
    def entity_id(self) -> str:
        return entity_key(self.means, self.label, None, None)


def read_aliases(text: str) -> list[Alias]:
    """The rows of an alias file, with a row for each name that others are said to mean.

    Raises ``ValueError`` with the line's number for a row that says nothing, or something else twice.
    """
    found: dict[tuple[str, str], Alias] = {}
    meant: list[Alias] = []
    reader = csv.DictReader(io.StringIO(text))
    missing = {"name", "label", "means"} - set(reader.fieldnames or ())
    if missing:
        raise ValueError(f"line 1: no column called {', '.join(sorted(missing))}")
    for row in reader:
        name, label, means, wikidata = (
            (row.get(column) or "").strip() for column in ("name", "label", "means", "wikidata")
        )
        if not name or label not in LABELS:
            raise ValueError(f"line {reader.line_num}: needs a name and a label, one of {', '.join(LABELS)}")
        if wikidata and not _WIKIDATA.match(wikidata):
            raise ValueError(f"line {reader.line_num}: {wikidata!r} is no Wikidata id (Q and digits)")
        alias = Alias(name, label, means or name, wikidata)
        if found.setdefault(alias.key, alias) != alias:
            raise ValueError(f"line {reader.line_num}: {name!r} has a row already")
        meant.append(Alias(alias.means, label, alias.means, wikidata))
    for alias in meant:
        found.setdefault(alias.key, alias)
    return list(found.values())


def find_alias(aliases: dict[tuple[str, str], Alias], name: str, label: str) -> Alias | None:
    """The row for a name; None where the user says nothing of it."""
    return aliases.get((kind_of(label), " ".join(name_words(name, label)))) if aliases else None
