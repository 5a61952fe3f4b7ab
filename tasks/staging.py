"""How records rest between stages: one Parquet file per record class in a batch's folder.

Guarantees that a file holds exactly the fields of its record class, in order, whatever
the values are (an empty file has its columns too), and that a half-written file is never
seen under its name. Tasks hand each other the folder's path; the rows never pass through
Prefect.
"""

import dataclasses
import os
import typing
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.records import STAGED, Utc

Record = TypeVar("Record")

_ARROW_TYPES: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bytes: pa.binary(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us"),
    Utc: pa.timestamp("us", tz="UTC"),
    tuple[str, ...]: pa.list_(pa.string()),
}


def _arrow_type(annotation: Any) -> pa.DataType:
    if typing.get_origin(annotation) in (UnionType, typing.Union):
        annotation = next(a for a in typing.get_args(annotation) if a is not type(None))
    if isinstance(annotation, type) and issubclass(annotation, str):
        return pa.string()
    return _ARROW_TYPES[annotation]


@cache
def arrow_schema(record_class: type) -> pa.Schema:
    """The Arrow schema of a record class: its fields, in order, under their own names."""
    hints = typing.get_type_hints(record_class, include_extras=True)
    return pa.schema([(f.name, _arrow_type(hints[f.name])) for f in dataclasses.fields(record_class)])


SCHEMAS: dict[str, pa.Schema] = {name: arrow_schema(record) for name, record in STAGED.items()}


def as_table(record_class: type, records: Iterable[Any]) -> pa.Table:
    """The records as rows under the names of their fields."""
    schema, rows = arrow_schema(record_class), list(records)
    return pa.table([pa.array([getattr(row, f.name) for row in rows], f.type) for f in schema], schema=schema)


def staged_path(folder: Path, name: str) -> Path:
    """Where the records called ``name`` (a key of ``STAGED``) rest in a batch's folder."""
    return folder / f"{name}.parquet"


def write_records(folder: Path, name: str, records: Iterable[Any]) -> int:
    """Write ``records`` as ``<folder>/<name>.parquet``, replacing an earlier file; returns their number."""
    table = as_table(STAGED[name], records)
    target = staged_path(folder, name)
    part = target.with_suffix(".part")
    pq.write_table(table, part, compression="none", use_dictionary=False)
    os.replace(part, target)
    return int(table.num_rows)


def read_records(folder: Path, name: str, record_class: type[Record]) -> Iterator[Record]:
    """The records of ``<folder>/<name>.parquet``; nothing where there is no such file."""
    target = staged_path(folder, name)
    if not target.exists():
        return
    hints = typing.get_type_hints(record_class)
    lists = {n for n, hint in hints.items() if typing.get_origin(hint) is tuple}
    for row in pq.read_table(target).to_pylist():
        yield record_class(**{k: tuple(v) if k in lists else v for k, v in row.items()})


def read_columns(folder: Path, name: str, *columns: str) -> pa.Table:
    """The rows of ``<folder>/<name>.parquet``, a file that is there: all columns, or those named."""
    # At half the price of ``read_table`` for a small file.
    with pq.ParquetFile(staged_path(folder, name), memory_map=True) as file:
        return file.read(list(columns) or None, use_threads=False)
