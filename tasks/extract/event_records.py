"""One event for all the mentions of an act in an article.

Guarantees: mentions are one event where kind and modality are the same, the participants of one are
among the other's, their days overlap and no two places contradict; an event's participants, day and
place are those of its fullest mention, filled from the others.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from tasks.extract.context import Context
from tasks.extract.event_affected import unique
from tasks.extract.event_words import lemma
from tasks.extract.events import Act
from tasks.extract.referents import Referent
from tasks.records import DateExpression, Event, EventMention, stable_id

_RETOLD = frozenset(("CONSULT", "ASSAULT", "PROTEST"))
"""Acts that news tells again by other nouns: *the talks* for *met*, *the attack* for *shelled*."""
_SPOKEN = frozenset(("SUPPORT", "ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE"))
"""Acts of speech: one may praise the same man many times."""
_MUTUAL = frozenset(("CONSULT", "COOPERATE", "AGREE", ""))
"""Acts whose sides may be told in either order."""
_SIZES = {"city": 0, "county": 1, "state": 2, "region": 3, "country": 3}
"""Kinds of places by what they leave open; what the gazetteer does not know is smaller than a province."""
BACKGROUND_DAYS = 45
"""What ended longer before publication is background."""


def event_records(context: Context, acts: Sequence[Act]) -> tuple[list[Event], list[EventMention]]:
    """The events and their mentions, in order of the first mention."""
    groups: list[list[Act]] = []
    for act in sorted(acts, key=lambda a: (a.definite, a.trigger.i)):
        told = (g for g in groups if _is_told_by(act, g) and not _is_of_old(act, g, context.anchor))
        group = next(told, None) if act.whole else None
        if group is None and act.definite:
            group = _meant(act, groups)
        if group is not None:
            group.append(act)
        elif act.whole:
            groups.append([act])
    groups.sort(key=lambda g: min(a.trigger.i for a in g))
    events = [_event(context, group) for group in groups]
    mentions = {
        (event.event_id, act.trigger.idx): EventMention(
            event.event_id,
            event.article_id,
            context.sent_no(act.trigger.idx),
            act.trigger.idx,
            act.trigger.idx + len(act.trigger),
            context.span(act.trigger.idx, act.trigger.idx + len(act.trigger)),
            act.attributed_to,
        )
        for event, group in zip(events, groups, strict=True)
        for act in group
    }
    return list({event.event_id: event for event in events}.values()), list(mentions.values())


def _meant(act: Act, groups: Sequence[list[Act]]) -> list[Act] | None:
    """The act that a definite noun recalls: of its kind the last before it, by the same word if there is one."""
    fitting = [g for g in groups if _may_recall(act, g)]
    same_word = [g for g in fitting if any(_word(other) == _word(act) for other in g)]
    before = same_word or fitting
    return max(before, key=lambda g: max(a.trigger.i for a in g if a.trigger.i < act.trigger.i), default=None)


def _may_recall(act: Act, group: Sequence[Act]) -> bool:
    """Whether a definite noun may mean the act of a group: by its kind, and by its word where kinds differ within."""
    first = group[0]
    word = any(_word(act) == _word(other) for other in group)
    kind = act.kind.plover == first.kind.plover and (act.kind.plover in _RETOLD or act.kind.mode == first.kind.mode)
    if not (word or (kind and act.kind.plover)) or (act.modality, act.caption) != (first.modality, first.caption):
        return False
    named = _people(act) <= set().union(*map(_people, group))
    times = all(_overlap(act.when, other.when) and _compatible(act.place, other.place) for other in group)
    return named and times and min(a.trigger.i for a in group) < act.trigger.i


def _word(act: Act) -> str:
    return act.type or lemma(act.trigger)


def _people(act: Act) -> set[int]:
    return {id(r) for r in (*act.actors, *act.recipients)}


def _is_told_by(act: Act, group: Sequence[Act]) -> bool:
    place = _smallest([a.place for a in group if a.place is not None])
    return all(_same_act(act, other, place) for other in group)


def _same_act(one: Act, other: Act, place: Referent | None) -> bool:
    """Whether two triggers tell one act; ``place`` is where the mentions of the other's event say that it was."""
    if (one.kind.plover, one.modality, one.caption) != (other.kind.plover, other.modality, other.caption):
        return False
    if not (_overlap(one.when, other.when) and _compatible(one.place, other.place)):
        return False
    if _differ(one, other):
        return False
    people = [_visited(one, place), _people(other)]
    same_word = _word(one) == _word(other)
    if not one.kind.plover and not same_word:
        return False
    if not (people[0] <= people[1] or people[1] <= people[0]):
        return _in_one_place(one, other)
    if not same_word and one.kind.plover in _SPOKEN and _days(one) != _days(other):
        return False  # praise on a day and praise at some time
    if not (people[0] and people[1]) and not same_word:
        return one.place is not None and one.place is other.place
    alike = same_word or people[0] == people[1] or people[0] != _people(one)
    both = one.when is not None and other.when is not None
    return alike or len(people[0] & people[1]) > 1 or both or _in_one_place(one, other)


def _differ(one: Act, other: Act) -> bool:
    """Whether two acts of a type are not one: an arrest is no curfew, and who praises is not who is praised."""
    modes = {one.kind.mode, other.kind.mode}
    if one.kind.plover not in _RETOLD and None not in modes and len(modes) > 1:
        return True
    if one.kind.plover == "CONSULT" and len(modes) > 1 and "visit" in modes:
        return True  # who visited also met, but who met did not visit
    if one.kind.plover in _MUTUAL:
        return False
    turned = any(a is r for a in one.actors for r in other.recipients)
    return turned or any(a is r for a in other.actors for r in one.recipients)


def _is_of_old(act: Act, group: Sequence[Act], anchor: date | None) -> bool:
    """Whether one of them is dated long ago and the other not at all: the news is not its own background."""
    if anchor is None or act.definite:
        return False
    days = [a.when.date_to for a in group if a.when is not None and a.when.date_to is not None]
    own = act.when.date_to if act.when is not None else None
    old = anchor - timedelta(days=BACKGROUND_DAYS)
    if not days:
        return own is not None and own < old
    return act.when is None and max(days) < old


def _days(act: Act) -> tuple[date | None, date | None]:
    return (act.when.date_from, act.when.date_to) if act.when is not None else (None, act.until)


def _visited(act: Act, place: Referent | None) -> set[int]:
    """The participants of an act, without the country that is visited where the other act took place in it."""
    inside = place.place if place is not None else None
    if act.kind.mode != "visit" or inside is None:
        return _people(act)
    return {
        id(r)
        for r in (*act.actors, *act.recipients)
        if r.place is None or r.place.kind != "country" or r.place.country != inside.country
    }


def _in_one_place(one: Act, other: Act) -> bool:
    """Whether one actor did both in one town: two days are two acts, one day or none is one."""
    place = one.place
    if place is None or place is not other.place or place.place is None or place.place.kind in ("country", "region"):
        return False
    return bool({id(r) for r in one.actors} & {id(r) for r in other.actors})


def _overlap(one: DateExpression | None, other: DateExpression | None) -> bool:
    if one is None or other is None:
        return True
    first, last = (
        max(one.date_from or date.min, other.date_from or date.min),
        min(one.date_to or date.max, other.date_to or date.max),
    )
    return first <= last


def _compatible(one: Referent | None, other: Referent | None) -> bool:
    """Whether one place may lie in the other, as far as the gazetteer knows: never two cities, nor two countries."""
    if one is None or other is None or one is other or one.place is None or other.place is None:
        return True
    if one.place.country != other.place.country:
        return False
    return one.place.kind != other.place.kind


def _event(context: Context, group: Sequence[Act]) -> Event:
    fullest = max(group, key=lambda a: (len(a.actors) + len(a.recipients), a.when is not None, -a.trigger.i))
    when = _closest([a.when for a in (fullest, *group) if a.when is not None])
    place = _smallest([a.place for a in (fullest, *group) if a.place is not None])
    actors = tuple(dict.fromkeys(r.name for r in unique([r for a in group for r in a.actors])))
    others = dict.fromkeys(r.name for r in unique([r for a in group for r in a.recipients]))
    recipients = tuple(name for name in others if name not in actors)
    first, last = (when.date_from, when.date_to) if when else (None, None)
    if when is None and fullest.modality == "asserted":
        last = min((a.until for a in group if a.until is not None), default=context.anchor)
    spot = place.place if place else None
    kind = fullest.kind
    mode = next((a.kind.mode for a in (fullest, *group) if a.kind.mode), None)
    said = (
        context.article.article_id,
        kind.plover or _word(fullest),
        mode or "",
        fullest.modality,
        *sorted(actors),
        "|",
        *sorted(recipients),
    )
    return Event(
        stable_id("v2", *said, str(first), str(last)),
        context.article.article_id,
        _word(fullest),
        kind.plover or None,
        mode,
        actors,
        recipients,
        tuple(dict.fromkeys(i for a in group for i in a.instruments)),
        first,
        last,
        when.granularity if when else None,
        place.name if place else None,
        spot.country if spot else None,
        spot.latitude if spot else None,
        spot.longitude if spot else None,
        fullest.modality,
        _scope(context, fullest, last),
        fullest.summary,
    )


def _closest(dates: Sequence[DateExpression]) -> DateExpression | None:
    """The narrowest interval, the first of equals."""
    return min(dates, key=lambda d: (d.date_to or date.max) - (d.date_from or date.min), default=None)


def _smallest(places: Sequence[Referent]) -> Referent | None:
    """A town before a province, and that before a country: it says more. The first of equals."""
    return min(places, key=lambda p: _SIZES.get(p.place.kind, 1) if p.place is not None else 1, default=None)


def _scope(context: Context, act: Act, last: date | None) -> str:
    if act.caption:
        return "caption"
    old = context.anchor is not None and last is not None and last < context.anchor - timedelta(days=BACKGROUND_DAYS)
    return "background" if old else "article"
