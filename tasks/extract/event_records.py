"""One event for all the mentions of an act in an article.

Guarantees: mentions are one event where kind and modality are the same, the participants of one are
among the other's, their days overlap and no two places contradict; an event's participants, day and
place are those of its fullest mention, filled from the others.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from tasks.extract.context import Context
from tasks.extract.event_lexicon import lemma
from tasks.extract.event_sides import unique
from tasks.extract.events import Act
from tasks.extract.names import Referent
from tasks.records import DateExpression, Event, EventMention, stable_id

BACKGROUND_DAYS = 45
"""What ended longer before publication is background."""


def event_records(context: Context, acts: Sequence[Act]) -> tuple[list[Event], list[EventMention]]:
    """The events and their mentions, in order of the first mention."""
    groups: list[list[Act]] = []
    for act in acts:
        group = next((g for g in groups if all(_same_act(act, other) for other in g)), None)
        if group is None:
            groups.append([act])
        else:
            group.append(act)
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


def _same_act(one: Act, other: Act) -> bool:
    if (one.kind.plover, one.modality, one.caption) != (other.kind.plover, other.modality, other.caption):
        return False
    people = [{id(r) for r in (*act.actors, *act.recipients)} for act in (one, other)]
    if not (people[0] <= people[1] or people[1] <= people[0]):
        return False
    if not (_overlap(one.when, other.when) and _compatible(one.place, other.place)):
        return False
    alike = lemma(one.trigger) == lemma(other.trigger) or people[0] == people[1]
    return alike or (len(people[0] & people[1]) > 1 or (one.when is not None and other.when is not None))


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
        last = context.anchor
    spot = place.place if place else None
    kind = fullest.kind
    said = (context.article.article_id, kind.plover, fullest.modality, *sorted(actors), "|", *sorted(recipients))
    return Event(
        stable_id("v1", *said, str(first), str(last)),
        context.article.article_id,
        lemma(fullest.trigger),
        kind.plover,
        next((a.kind.mode for a in (fullest, *group) if a.kind.mode), None),
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
    """A city before a country: it says more."""
    within = [p for p in places if p.place is not None and p.place.kind not in ("country", "region")]
    return next(iter([*within, *places]), None)


def _scope(context: Context, act: Act, last: date | None) -> str:
    if act.caption:
        return "caption"
    old = context.anchor is not None and last is not None and last < context.anchor - timedelta(days=BACKGROUND_DAYS)
    return "background" if old else "article"
