"""Ids of stories that survive their growth.

Guarantees: a story keeps its id while the most of it stays together. Which articles make a story depends on
the articles alone; which id it bears depends on which came first to the warehouse.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tasks.records import stable_id


@dataclass(frozen=True, slots=True)
class StoryChange:
    """``change`` is ``merged``: ``other_story_id`` is now part of ``story_id``; or ``split``: ``story_id`` is
    new and has articles that were ``other_story_id``'s."""

    story_id: str
    other_story_id: str
    change: str


def inherit_ids(
    stories: Sequence[Sequence[str]], held: Mapping[str, str], taken: Collection[str]
) -> tuple[list[str], list[StoryChange]]:
    """An id for each of ``stories``, its articles earliest first, and what became of the ids they ``held``.

    An old id goes to the story that has most of its articles, the earlier of two; a story that is left several
    keeps the one with most articles in it, the smaller of two. A new story is named by its first article.
    ``taken`` are ids of stories that are not among these.
    """
    counts = [Counter(held[member] for member in members if member in held) for members in stories]
    heirs: dict[int, list[str]] = defaultdict(list)
    for old in sorted({old for count in counts for old in count}):
        heirs[max(range(len(stories)), key=lambda number: (counts[number][old], -number))].append(old)
    ids: list[str] = []
    changes: list[StoryChange] = []
    for number, members in enumerate(stories):
        kept = min(heirs[number], key=lambda old: (-counts[number][old], old), default=None)
        changes += [StoryChange(kept, old, "merged") for old in heirs[number] if kept and old != kept]
        story_id = kept or _new_id(members, {*taken, *held.values()})
        if kept is None:
            changes += [StoryChange(story_id, old, "split") for old in sorted(counts[number])]
        ids.append(story_id)
    return ids, changes


def first_id(members: Sequence[str]) -> str:
    """The id that a new story of these articles bears where no other story does."""
    return stable_id("s1", members[0])


def _new_id(members: Sequence[str], taken: Collection[str]) -> str:
    first = first_id(members)
    return first if first not in taken else stable_id("s1", *members)
