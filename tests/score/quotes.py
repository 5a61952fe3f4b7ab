"""Rows of ``quotes`` as attributions: contents in pieces, each with the words for its source."""

import re

from tests.score.documents import Document, Row, Span

_CARRIED_ON = 200
"""Characters between two pieces of one speech in marks."""
_BORDER = 40
"""Characters of distance that the end of a sentence stands for."""


def quotes(document: Document) -> Row:
    """Attributions: the rows that one cue of one speaker ties together are pieces of one content.

    The words in marks of a statement that has a row of its own are left out: they are part of it.
    """
    text = document.doc["text"]
    rows = list(document.rows("quotes"))
    found: list[Row] = []
    told: list[tuple[Row, Row]] = []
    for row in rows:
        if any(_holds(other, row) for other in rows):
            continue
        # Reported speech may stand between: “A,” said B, denying C. “D.”
        behind = [*told[-1:], *(told[-2:-1] if told and told[-1][0]["kind"] == "indirect" else [])]
        whole = next((whole for last, whole in behind if _one_statement(last, row, text)), None)
        if whole is None:
            source = _place(text, row["speaker_text"], row["cue"], row["span"])
            whole = {"content": [], "source": source, "cue": None}
            found.append(whole)
        whole["content"].append(list(row["span"]))
        told.append((row, whole))
    return {"quotes": found}


def _holds(outer: Row, inner: Row) -> bool:
    wider = outer["span"][0] <= inner["span"][0] and inner["span"][1] <= outer["span"][1]
    same = outer["speaker_text"] == inner["speaker_text"]
    return bool(wider and same and outer["span"] != inner["span"])


def _one_statement(last: Row, row: Row, text: str) -> bool:
    """Whether one attribution holds two rows: speech in marks that goes on after it, or words that it parts."""
    between = text[last["span"][1] : row["span"][0]]
    if not row["cue"] or (last["speaker_text"], last["cue"]) != (row["speaker_text"], row["cue"]):
        return False
    before, cue, after = between.rpartition(row["cue"])
    ended = text[last["span"][1] - 1] == "." or before.lstrip("”\"’' ")[:1] in (".", "!", "?") or "\n" in before
    if cue and re.match(r"\W*(?:and|but)\b", before):
        return False  # A said B and said C
    if cue and ended and not re.search(r"[.!?]\s", after):
        return False  # they bring in what follows: another sentence's speaker and cue, of the same words
    if row["cue"] in between and len(between) <= len(row["speaker_text"] or "") + len(row["cue"]) + 12:
        return True
    if not between.strip("”“\"’‘' "):
        return True  # “A.” “B.”
    spoken = row["kind"] != "indirect" and (last["kind"] != "indirect" or between[:1] in ("”", '"'))
    return spoken and "\n" not in between and len(between) <= _CARRIED_ON


def _place(text: str, words: str | None, cue: str | None, span: Span) -> list[int] | None:
    """Where the speaker's words stand: beside the cue that is nearest to the statement, else nearest themselves."""
    head = text.rfind("\n", 0, span[0]) + 1
    if words and text.startswith(f"{words}: ", head) and head + len(words) < span[0]:
        return [head, head + len(words)]
    places = _occurrences(text, words, span)
    cues = _occurrences(text, cue, span)

    def cost(place: Span) -> float:
        if not cues:
            return _distance(place, span)
        return min(_distance(place, at) + 2 * (_distance(at, span) + _parted(text, at, span)) for at in cues)

    best = min(places, key=cost, default=None)
    return None if best is None else list(best)


def _occurrences(text: str, words: str | None, span: Span) -> list[Span]:
    """The places of the words outside a span, inside where there is none outside."""
    if not words:
        return []
    places = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    return [p for p in places if _distance(p, span) or p[1] == span[0] or p[0] == span[1]] or places


def _parted(text: str, one: Span, other: Span) -> int:
    """What the end of a paragraph or a sentence between two spans adds to their distance."""
    between = text[min(one[1], other[1]) : max(one[0], other[0])]
    return _BORDER if "\n" in between or re.search(r"[.!?][”\"’']?\s", between) else 0


def _distance(one: Span, other: Span) -> int:
    return max(0, other[0] - one[1], one[0] - other[1])
