"""Gold documents and what the warehouse's views hold about them, in the documents' own offsets."""

import bisect
from collections.abc import Iterator
from typing import Any

import duckdb

Row = dict[str, Any]
Span = tuple[int, int]


class Places:
    """Offsets of a stored text as offsets of the document that it was made from: white space may differ."""

    def __init__(self, stored: str, text: str) -> None:
        self._stored = [i for i, c in enumerate(stored) if not c.isspace()]
        self._text = [i for i, c in enumerate(text) if not c.isspace()]
        self._shift = 0
        solid = "".join(text.split())
        if "".join(stored.split()) != solid:  # a title before the text
            self._shift = max(0, "".join(stored.split()).find(solid[:200]))

    def __call__(self, start: int, end: int) -> Span | None:
        first = bisect.bisect_left(self._stored, start) - self._shift
        last = bisect.bisect_left(self._stored, end) - 1 - self._shift
        if first < 0 or last < first or last >= len(self._text):
            return None
        return self._text[first], self._text[last] + 1


class Document:
    """One document and the rows of the views about it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, doc: Row, article: tuple[str, str] | None) -> None:
        self.doc = doc
        self._connection = connection
        self._article_id = article[0] if article else ""
        self.text = article[1] if article else ""
        self._places = Places(article[1] if article else "", doc["text"])

    def rows(self, view: str, where: str = "true") -> Iterator[Row]:
        """Rows of a view with ``span`` in the document's own offsets; rows outside its text are left out."""
        query = f"select * from {view} where article_id = ? and {where} order by start_char, end_char"  # noqa: S608
        for row in self._connection.execute(query, [self._article_id]).to_arrow_table().to_pylist():
            span = self._places(row["start_char"], row["end_char"])
            if span is not None:
                yield {**row, "span": span}

    def records(self, view: str) -> list[Row]:
        """All rows of a view, in the stored text's offsets."""
        query = f"select * from {view} where article_id = ? order by start_char, end_char"  # noqa: S608
        found: list[Row] = self._connection.execute(query, [self._article_id]).to_arrow_table().to_pylist()
        return found

    def events(self) -> list[Row]:
        """The asserted events of the document's own mentions."""
        query = (
            "select distinct e.* from events as e join event_mentions as m using (event_id) "
            "where m.article_id = ? and e.modality = 'asserted'"
        )
        found: list[Row] = self._connection.execute(query, [self._article_id]).to_arrow_table().to_pylist()
        return found

    def story(self) -> str | None:
        """The story that the document is told in."""
        query = "select story_id from articles where article_id = ?"
        found = self._connection.execute(query, [self._article_id]).fetchone()
        return found[0] if found else None

    def entities(self) -> dict[str, Row]:
        return {
            row["entity_id"]: row
            for row in self._connection.execute("select * from entities").to_arrow_table().to_pylist()
        }
