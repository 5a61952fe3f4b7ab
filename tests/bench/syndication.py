"""What newsrooms do to a wire report, done to given texts: the positives and negatives of the copies bench."""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

Rewrite = Callable[[str, str, random.Random], str]
"""(report, another report, chance) -> what an outlet prints."""

MIN_WORDS = 80
UNRELATED, SAME_TOPIC = 10_000, 2_000

_HEADS = ["What we know so far", "Officials respond", "In brief", "Update", "The story behind it", "Latest"]
_INTROS = [
    "CAPITAL, June 3 (Newswire) - ",
    "By our correspondents and agencies\n\n",
    "This report was first carried by a news agency. It has been edited for length.\n\n",
    "(AGENCIES) — ",
]


def read_texts(folders: Sequence[Path]) -> list[str]:
    """Texts of ``MIN_WORDS`` words or more in each folder's ``docs.jsonl``, without a leading address, each once."""
    texts: dict[str, None] = {}
    for folder in folders:
        for line in (folder / "docs.jsonl").open(encoding="utf-8"):
            text = re.sub(r"^https?://\S+\s+", "", str(json.loads(line)["text"]))
            if len(text.split()) >= MIN_WORDS:
                texts[text] = None
    return list(texts)


def truncate(text: str, _: str, chance: random.Random) -> str:
    words = re.findall(r"\S+\s*", text)
    return "".join(words[: int(len(words) * chance.uniform(0.3, 0.9))])


def rehead(text: str, _: str, chance: random.Random) -> str:
    """Another headline and standfirst, and the first sentence gone."""
    rest = re.split(r"(?<=[.!?])\s+", text, maxsplit=1)
    head = chance.choice(_HEADS)
    return f"{head}\n\n{head}: a closer look at the day's events and at what may follow.\n\n{rest[-1]}"


def introduce(text: str, _: str, chance: random.Random) -> str:
    return chance.choice(_INTROS) + text


def edit(text: str, other: str, chance: random.Random) -> str:
    """5 to 20 % of the words replaced, dropped or doubled up with a word of another report."""
    share = chance.uniform(0.05, 0.2)
    pool = other.split()
    done = []
    for piece in re.findall(r"\S+\s*", text):
        if chance.random() >= share:
            done.append(piece)
            continue
        how = chance.random()
        word = chance.choice(pool) + " "
        done.append(word if how < 0.7 else "" if how < 0.85 else piece + word)
    return "".join(done)


def merge(text: str, other: str, chance: random.Random) -> str:
    return f"{text}\n\n{other}" if chance.random() < 0.5 else f"{other}\n\n{text}"


def reorder(text: str, _: str, chance: random.Random) -> str:
    """Paragraphs in another order; of a text of one paragraph, its sentences three by three."""
    parts = text.split("\n\n")
    if len(parts) < 3:
        sentences = re.split(r"(?<=[.!?])\s+", text)
        parts = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
    chance.shuffle(parts)
    return "\n\n".join(parts)


def desk(text: str, other: str, chance: random.Random) -> str:
    """All at once, as a desk does: cut, edited, with a new head and the agency's line."""
    return rehead(introduce(edit(truncate(text, other, chance), other, chance), other, chance), other, chance)


REWRITES: dict[str, Rewrite] = {
    "truncated": truncate,
    "re-headed": rehead,
    "agency intro": introduce,
    "words edited": edit,
    "two merged": merge,
    "reordered": reorder,
    "all at once": desk,
}


def unrelated_pairs(texts: Sequence[str], chance: random.Random) -> list[tuple[int, int]]:
    """Pairs drawn by chance; of few texts, as many as there are."""
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < min(UNRELATED, len(texts) * (len(texts) - 1) // 4):
        first, second = sorted(chance.sample(range(len(texts)), 2))
        pairs.add((first, second))
    return sorted(pairs)


def same_topic_pairs(texts: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs that share most rare words: on one topic, by other hands."""
    words = [set(re.findall(r"[a-z]{3,}", text.lower())) for text in texts]
    common = Counter(word for found in words for word in found)
    rare = [{word for word in found if 1 < common[word] <= len(texts) // 20} for found in words]
    scored = [
        (len(rare[a] & rare[b]) / (min(len(rare[a]), len(rare[b])) or 1), a, b)
        for b in range(len(texts))
        for a in range(b)
    ]
    return [(a, b) for _, a, b in sorted(scored, reverse=True)[:SAME_TOPIC]]
