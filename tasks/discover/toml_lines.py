"""On which line of a TOML file each value stands: the standard library's parser does not tell.

For texts that ``tomllib`` has accepted; it makes no other checks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r"""
    (?P<skip>\#[^\n]* | [ \t\r]+)
    | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
    | (?P<mark>[\[\]{},=.\n])
    | (?P<bare>[^\s\#"'\[\]{},=.]+)
    """,
    re.VERBOSE | re.DOTALL,
)


_ENDS = frozenset({"\n", ",", "]", "}"})
"""What a plain value goes up to; a string of one of these marks comes with its quotes."""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    line: int
    is_mark: bool


def find_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of every table, key and array element of ``text``, by its path."""
    scanner = _Scanner(list(_tokens(text)))
    scanner.read_document()
    return scanner.lines


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of ``path``, or of what holds it where it is missing itself; 1 for the file."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "skip":
            yield _Token(match[0], line, match.lastgroup == "mark")
        line += match[0].count("\n")


class _Scanner:
    def __init__(self, tokens: list[_Token]) -> None:
        self.lines: dict[Path, int] = {}
        self._tokens = tokens
        self._next = 0
        self._counts: dict[Path, int] = {}

    def read_document(self) -> None:
        table: Path = ()
        while self._next < len(self._tokens):
            if self._take("\n"):
                continue
            if self._take("["):
                is_array = self._take("[")
                table = self._read_key(())
                if is_array:
                    self._counts[table] = self._counts.get(table, -1) + 1
                    table = (*table, self._counts[table])
                self._mark(table)
                while self._take("]"):
                    pass
            else:
                self._read_pair(table)

    def _read_pair(self, table: Path) -> None:
        path = self._read_key(table)
        self._mark(path)
        if not self._take("="):
            self._next += 1
            return
        self._read_value(path)

    def _read_key(self, table: Path) -> Path:
        """A dotted key; an array of tables on its way stands for its latest element."""
        path = table
        while self._next < len(self._tokens) and not self._tokens[self._next].is_mark:
            path = (*path, self._tokens[self._next].text.strip("\"'"))
            self._next += 1
            if self._take("."):
                if path in self._counts:
                    path = (*path, self._counts[path])
            else:
                break
        return path

    def _read_value(self, path: Path) -> None:
        if self._take("["):
            number = 0
            while self._next < len(self._tokens) and not self._take("]"):
                if not (self._take(",") or self._take("\n")):
                    self._mark((*path, number))
                    self._read_value((*path, number))
                    number += 1
        elif self._take("{"):
            while self._next < len(self._tokens) and not self._take("}"):
                if not (self._take(",") or self._take("\n")):
                    self._read_pair(path)
        else:
            while self._next < len(self._tokens) and self._tokens[self._next].text not in _ENDS:
                self._next += 1

    def _take(self, mark: str) -> bool:
        found = self._next < len(self._tokens)
        found = found and self._tokens[self._next].is_mark and self._tokens[self._next].text == mark
        self._next += found
        return found

    def _mark(self, path: Path) -> None:
        if self._next and path not in self.lines:
            at = min(self._next, len(self._tokens) - 1)
            self.lines[path] = (
                self._tokens[at].line if path and isinstance(path[-1], int) else self._tokens[at - 1].line
            )
