"""Plain-text articles: title, byline, caption, credit, body, promotion, in any arrangement.

Guarantees: ``full_text`` is the decoded file, unchanged but for characters that cannot be
stored; blocks are its paragraphs in order, without the white space around them, and nothing
but white space lies between blocks.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tasks.parse.assemble import Metadata, Stretch, assemble, reject
from tasks.parse.authors import Byline, Named, read_byline, starts_byline
from tasks.parse.cues import begins_promo, is_label, is_promo_heading
from tasks.parse.gate import decode, fold_space, storable
from tasks.parse.identity import host
from tasks.parse.lines import (
    has_caption_cue,
    is_address,
    is_byline,
    is_contribution,
    is_credit,
    is_promo,
)
from tasks.parse.published import parse_publication
from tasks.records import BlockKind, Outlet, Page, Parsed, Publication, Rejection

MAX_TITLE = 200
MAX_HEADING = 80
MAX_RELATED = 120
"""A longer line under such a heading is the story going on."""

_BLANK = " \t\r\n\f\v"
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_Line = tuple[int, int]


def parse_text(page: Page, outlets: Mapping[str, Outlet]) -> Parsed | Rejection:
    """The article in a text file; ``empty`` and ``no-text`` are turned away."""
    full_text = storable(decode(page.body))
    if not full_text.strip():
        return reject(page, "empty", "the file holds nothing but white space")
    stretches = label_text(full_text)
    outlet = outlets.get(host(page.url) or "", Outlet())
    known = replace(read_head(full_text, stretches, outlet.date_order), url=page.url)
    return assemble(page, full_text, stretches, known, outlet)


def label_text(full_text: str) -> list[Stretch]:
    """The blocks of ``full_text``, each with what it is."""
    spans, joined = _split(full_text)
    texts = [fold_space(full_text[start:end]) for start, end in spans]
    kinds = [_label_alone(text) for text in texts]
    _label_title(texts, kinds)
    _label_related(texts, kinds)
    _label_captions(texts, kinds, joined)
    _label_the_rest(texts, kinds)
    return [Stretch(kind or BlockKind.PARAGRAPH, start, end) for kind, (start, end) in zip(kinds, spans, strict=True)]


def read_head(full_text: str, stretches: Sequence[Stretch], order: str | None = None) -> Metadata:
    """Authors and publication time from the bylines. The narrative's dates are never taken."""
    lines = [full_text[s.start : s.end] for s in stretches if s.kind is BlockKind.BYLINE]
    times = (parse_publication(line, "byline", order=order) for line in lines)
    bylines = [read_byline([Named(line)], (), "byline", stated=False) for line in lines if starts_byline(line)]
    byline = next((b for b in bylines if b.people), None) or next((b for b in bylines if b.newsrooms), Byline())
    return Metadata(
        published=next((time for time in times if time), Publication()),
        authors=byline.people,
        newsrooms=byline.newsrooms,
        origins={"authors": "byline"} if byline.origin else {},
    )


def _split(text: str) -> tuple[list[_Line], list[bool]]:
    """Spans of the blocks, and for each whether no blank line parts it from the next."""
    spans: list[_Line] = []
    joined: list[bool] = []
    for group in _groups(text):
        lines = [(group[0][0], group[-1][1])] if _is_wrapped(text, group) else group
        spans += lines
        joined += [True] * (len(lines) - 1) + [False]
    return spans, joined


def _groups(text: str) -> Iterator[list[_Line]]:
    """Runs of lines without a blank line between them; spans leave out surrounding white space."""
    group: list[_Line] = []
    for match in re.finditer(r"[^\n]*\n?", text):
        line = match[0]
        content = line.strip(_BLANK)
        if content:
            if not content.strip():  # a line of no-break spaces stands alone
                if group:
                    yield group
                    group = []
                start = match.start() + line.index(content)
                yield [(start, start + len(content))]
                continue
            content = line.strip()
            start = match.start() + line.index(content)
            group.append((start, start + len(content)))
        elif group:
            yield group
            group = []
    if group:
        yield group


def _is_wrapped(text: str, lines: Sequence[_Line]) -> bool:
    """Whether the lines are one paragraph broken at a fixed width.

    Such lines are all nearly as long as the longest, which is no longer than a page is wide, and
    most of them end in the middle of a sentence.
    """
    if len(lines) < 2:
        return False
    lengths = [end - start for start, end in lines[:-1]]
    widest = max(lengths)
    if not 40 <= widest <= 100 or min(lengths) < widest - 25:
        return False
    broken = sum(not _SENTENCE_END.search(text[start:end]) for start, end in lines[:-1])
    return broken * 2 > len(lengths)


def _label_alone(text: str) -> BlockKind | None:
    if not any(c.isalnum() for c in text) or is_address(text):
        return BlockKind.OTHER
    if is_credit(text) and not is_promo(text):
        return BlockKind.CREDIT
    if is_byline(text):
        return BlockKind.BYLINE
    if is_contribution(text):
        return BlockKind.BYLINE
    return BlockKind.PROMO if is_promo(text) or is_promo_heading(text) or is_label(text) or begins_promo(text) else None


def _label_title(texts: Sequence[str], kinds: list[BlockKind | None]) -> None:
    """The first line that is nothing else, if it reads as a headline and prose follows it."""
    for number, (text, kind) in enumerate(zip(texts, kinds, strict=True)):
        if kind is not None:
            continue
        follows = any(
            k is None and len(t) > MAX_HEADING for t, k in zip(texts[number + 1 :], kinds[number + 1 :], strict=True)
        )
        before_credit = number + 1 < len(kinds) and kinds[number + 1] is BlockKind.CREDIT
        ends = re.search(r"[.…:;,][\"'”’»)\]]*$", text)
        if len(text) <= MAX_TITLE and not ends and follows:
            kinds[number] = BlockKind.TITLE
        elif before_credit or has_caption_cue(text):
            continue  # a picture stands above the headline
        return


def _label_related(texts: Sequence[str], kinds: list[BlockKind | None]) -> None:
    """Headlines under ``Related`` or ``Read more`` go with it, until prose comes."""
    under = False
    for number, text in enumerate(texts):
        if kinds[number] is BlockKind.PROMO:
            under = under or is_promo_heading(text)
        elif under and kinds[number] is None:
            under = len(text) <= MAX_RELATED and not _SENTENCE_END.search(text)
            if under:
                kinds[number] = BlockKind.PROMO


def _label_captions(texts: Sequence[str], kinds: list[BlockKind | None], joined: Sequence[bool]) -> None:
    """A line above a credit tells of its picture: if joined to it, if no prose went before, or by its words."""
    prose_before = False
    for number, kind in enumerate(kinds):
        if kind is not None or len(texts[number]) > 2 * MAX_TITLE:
            prose_before |= kind is None
            continue
        text = texts[number]
        above_story = not prose_before and None in kinds[number + 1 :]
        credit_next = number + 1 < len(kinds) and kinds[number + 1] is BlockKind.CREDIT
        stands_alone = re.search(r"[)\]]$", text) and has_caption_cue(text) and len(text) <= 300
        is_picture = joined[number] or above_story or has_caption_cue(text)
        if (credit_next and is_picture) or (stands_alone and above_story):
            kinds[number] = BlockKind.CAPTION
        else:
            prose_before = True


def _label_the_rest(texts: Sequence[str], kinds: list[BlockKind | None]) -> None:
    """Headings stand between paragraphs; promotion after the last paragraph is the footer."""
    prose = [n for n, kind in enumerate(kinds) if kind is None]
    for number in prose:
        text = texts[number]
        short = len(text) <= MAX_HEADING and not _SENTENCE_END.search(text) and text[0] not in "-•*–—\"“‘'«"
        follows = number + 1 < len(kinds) and kinds[number + 1] is None
        if short and follows and number != prose[0] and len(texts[number + 1]) > MAX_HEADING:
            kinds[number] = BlockKind.HEADING
    last = prose[-1] if prose else -1
    for number in range(last + 1, len(kinds)):
        if kinds[number] is BlockKind.PROMO:
            kinds[number] = BlockKind.FOOTER
    seen_prose = 0
    for number, kind in enumerate(kinds):
        seen_prose += kind is None
        if kind is BlockKind.BYLINE and seen_prose > 1 and number <= last:
            kinds[number] = None  # a dated line in the middle of the story is part of it
