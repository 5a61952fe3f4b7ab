"""The bodies of articles, told by the stretches of the text that they are made of.

Guarantees: a body that is given by stretches is, read by ``BODY``, the very one that was staged; any other is
stored as it is. A body is most of its article's text: stored again, it was a sixth of what a load costs and a
fifth of the file.
"""

from collections import defaultdict
from pathlib import Path

import pyarrow as pa

from tasks.staging import read_columns, staged_path
from tasks.warehouse.spans import Texts, join

BODY = """
    coalesce(
        a.body,
        replace(replace(
            array_to_string(
                list_transform(a.body_spans, lambda b: substr(a.full_text, b.first + 1, b.last - b.first)),
                chr(10) || chr(10)
            ), chr(160), ' '
        ), chr(8239), ' ')
    )
"""
"""SQL: the body of ``a``, a row of ``store.articles``. The view ``articles`` reads it so too."""

_BETWEEN = b"\n\n"
_SPACES = ("\u00a0".encode(), "\u202f".encode())
"""What is a plain space in a body."""

_Block = tuple[int, int, int, int, int]
"""A block by its number, and where it begins and ends in code points and in bytes of ``Texts.joined``."""


def find_stretches(folder: Path, texts: Texts) -> pa.Table:
    """``article_id`` and ``body_spans``, in code points, of each staged article whose body its text gives."""
    words, bounds = join(read_columns(folder, "articles", "body")["body"])
    cuts = bounds.tolist()
    found: list[int] = []
    stretches: list[tuple[int, int]] = []
    ends = [0]
    for article, blocks in _body_blocks(folder, texts).items():
        runs = _runs(texts.joined, blocks)
        said = _BETWEEN.join([texts.joined[byte:stop] for _, _, byte, stop in runs])
        body = words[cuts[article] : cuts[article + 1]]
        if said == body or _with_plain_spaces(said) == body:
            found.append(article)
            stretches += [(first, last) for first, last, _, _ in runs]
            ends.append(len(stretches))
    points = (pa.array([stretch[side] for stretch in stretches], pa.int32()) for side in (0, 1))
    spans = pa.ListArray.from_arrays(pa.array(ends, pa.int32()), pa.StructArray.from_arrays(points, ["first", "last"]))
    return pa.table({"article_id": texts.article_ids.take(pa.array(found, pa.int64())), "body_spans": spans})


def _with_plain_spaces(text: bytes) -> bytes:
    for space in _SPACES:
        text = text.replace(space, b" ")
    return text


def _body_blocks(folder: Path, texts: Texts) -> dict[int, list[_Block]]:
    """The blocks of bodies, by the place of their article in the batch; those beyond its text are left out."""
    if not staged_path(folder, "blocks").exists():
        return {}
    rows = read_columns(folder, "blocks", "article_id", "block_no", "in_body", "start_char", "end_char")
    rows = rows.filter(rows["in_body"])
    articles = texts.find_articles(rows)
    starts, ends = (rows[name].to_numpy() for name in ("start_char", "end_char"))
    is_inside = texts.hold(articles, starts, ends)
    articles, starts, ends = articles[is_inside], starts[is_inside], ends[is_inside]
    firsts = texts.starts[articles]
    columns = (rows["block_no"].to_numpy()[is_inside], starts, ends)
    columns += tuple(texts.in_bytes(firsts + at) for at in (starts, ends))
    blocks: dict[int, list[_Block]] = defaultdict(list)
    for article, block in zip(articles.tolist(), zip(*(c.tolist() for c in columns), strict=True), strict=True):
        blocks[article].append(block)
    return blocks


def _runs(joined: bytes, blocks: list[_Block]) -> list[tuple[int, int, int, int]]:
    """Blocks in the order of their numbers as stretches: those with one blank line between them are one."""
    runs: list[tuple[int, int, int, int]] = []
    for _, start, end, byte, stop in sorted(blocks):
        if runs and joined[runs[-1][3] : byte] == _BETWEEN:
            runs[-1] = (runs[-1][0], end, runs[-1][2], stop)
        else:
            runs.append((start, end, byte, stop))
    return runs
