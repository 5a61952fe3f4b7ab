"""Names in an article and the entities behind them.

Guarantees: every name that the pipeline finds is a mention of one entity of the article; two
people who share a surname stay two, and the surname alone means the one named last; a full
and a short name, an acronym and its expansion, a country's name and its adjective are one
entity. Places have a country and coordinates where the gazetteer knows them, and none elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tasks.extract.context import Context
from tasks.extract.gazetteer import Place, demonym_place, fold_name
from tasks.extract.lexicon import LEXICON
from tasks.extract.name_aliases import join_aliases
from tasks.extract.name_joins import whole_names
from tasks.extract.name_keys import is_acronym, org_key
from tasks.extract.name_parts import names_within
from tasks.extract.name_people import People
from tasks.extract.name_spans import ORGANIZATION_KINDS, Span, complete_spans, fold_word, found_spans
from tasks.extract.place_choice import PlaceName, choose_places
from tasks.extract.place_clues import find_clues
from tasks.extract.place_labels import labelled
from tasks.extract.place_spans import place_spans, placed_by_form
from tasks.extract.referents import PLACES, Name, Referent
from tasks.records import Entity, Mention

_GENERIC = frozenset(LEXICON["generic_organization_words"])
"""Words that begin the names of many organisations: alone they name none of them."""
_KINDS = ORGANIZATION_KINDS | _GENERIC
_KINDS |= {
    "army",
    "chamber",
    "command",
    "confederation",
    "force",
    "forces",
    "fund",
    "guard",
    "navy",
    "police",
    "service",
}
_HANDLE = re.compile(r"(?<![\w.@])@\w{2,30}\b")
_OUTLETS: dict[str, str] = LEXICON["agencies"] | LEXICON["outlets"]
_ORGANIZATIONS: dict[str, str] = LEXICON["intergovernmental"] | LEXICON["organizations"]
"""Organisations that are no places, whatever label the pipeline gives them, under the names that people look up."""


_KNOWN_KEYS = frozenset(org_key(name) for name in _ORGANIZATIONS.values()) | {
    org_key(name) for name in ("US", "UN", "UK", "EU")
}
"""Of bodies and unions that others within them are not."""


def find_names(context: Context) -> list[Name]:
    """The names of title, body, captions and credits, in order."""
    read = placed_by_form(context, complete_spans(context, list(found_spans(context))))
    parted = [part for span in read for part in place_spans(context, span)]
    spans = whole_names(context.text, labelled(context, parted))
    places = _places(context, spans)
    people = People()
    others = _Others()
    found = []
    for at, (start, end, label, text) in enumerate(spans):
        if label == "PERSON":
            referent = people.take(text)
        else:
            before = spans[at - 1] if at and label == "ORG" and context.text[spans[at - 1][1] : start] == " " else None
            whole = context.text[before[0] : end] if before and _is_owned(text, before[2]) else None
            referent = others.take(text, label, places[at], whole)
        adjective = label == "NORP" or (label in PLACES and demonym_place(text) is not None)
        found.append(Name(start, end, label, "adjective" if adjective else "name", referent))
    people.know({n.referent.place.country for n in found if n.referent.place and n.referent.place.country})
    settled = [replace(n, referent=people.settled.get(id(n.referent), n.referent)) for n in found]
    return join_aliases(context.text, settled)


def name_mentions(context: Context, names: Sequence[Name]) -> Iterator[Mention]:
    """The names as records; addresses of the form ``@name`` too, which name nobody yet."""
    article_id = context.article.article_id
    for name in sorted([*names, *names_within(context.text, names)], key=lambda n: (n.start, n.end)):
        words = context.span(name.start, name.end)
        sent_no, label = context.sent_no(name.start), name.label
        referent = name.referent
        yield Mention(
            article_id, name.start, name.end, words, sent_no, name.kind, label, referent.entity_id, referent.name
        )
    for match in _HANDLE.finditer(context.text):
        if not any(n.start < match.end() and match.start() < n.end for n in names):
            words = context.span(*match.span())
            yield Mention(article_id, *match.span(), words, context.sent_no(match.start()), "handle", None, None, None)


def entities(context: Context, names: Sequence[Name]) -> list[Entity]:
    """The article's entities, in order of their first name."""
    found: dict[str, Entity] = {}
    for referent in {id(n.referent): n.referent for n in names}.values():
        place = referent.place
        known = found.get(referent.entity_id)
        aliases = tuple(dict.fromkeys([*(known.aliases if known else ()), *referent.names]))
        found[referent.entity_id] = Entity(
            context.article.article_id,
            referent.entity_id,
            known.name if known else referent.name,
            known.label if known else referent.label,
            place.country if place else None,
            place.latitude if place else None,
            place.longitude if place else None,
            aliases,
        )
    return list(found.values())


def _places(context: Context, spans: Sequence[Span]) -> list[Place | None]:
    """The place of each name that is one, or that is a people's."""
    asked: dict[int, PlaceName] = {}
    for at, (_, end, label, text) in enumerate(spans):
        if text in _ORGANIZATIONS or not (label in PLACES or (label == "NORP" and demonym_place(text))):
            continue
        following = spans[at + 1] if at + 1 < len(spans) else None
        outer = following[3] if following and context.text[end : following[0]] == ", " else None
        before = asked.get(at - 1)
        qualifies = before is not None and before.outer == text
        asked[at] = PlaceName(text, outer, qualifies)
    article = context.article
    clues = find_clues(context.text, article.canonical_url or article.url, article.source_country, spans)
    chosen = dict(zip(asked, choose_places(list(asked.values()), clues), strict=True))
    return [chosen.get(at) for at in range(len(spans))]


class _Others:
    """What is no person, by its names."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Referent] = {}
        """By key, the one named last at the end."""

    def take(self, text: str, label: str, place: Place | None, whole: str | None = None) -> Referent:
        """Whom a name means; ``whole`` is a body's name with the place before it, as a reader would look it up."""
        shown = " ".join(text.split())
        label = "ORG" if shown in _ORGANIZATIONS else label
        known_as = None
        if place is not None:
            wide = place.kind if place.kind in ("country", "region", "state") else ""
            key: tuple[str, ...] = ("place", wide, f"{place.latitude} {place.longitude}")
            known_as = place.name if place.kind in ("country", "region", "state") else None
            if place.state == "DC":
                known_as = "Washington, D.C."
            label = "LOC" if place.kind == "region" and place.country is None else "GPE"
        elif label == "ORG":
            known_as = _ORGANIZATIONS.get(shown) or _OUTLETS.get(shown) or _OUTLETS.get(f"the {shown}")
            key = ("org", *org_key(known_as or whole or shown))
            key = self._longer(key)
        else:
            group = "place" if label in PLACES else label
            key = (group, fold_name(shown) if group == "place" else " ".join(fold_word(w) for w in shown.split()))
        referent = self._known.pop(key, None) or Referent(label, place=place, known_as=known_as)
        self._known[key] = referent
        referent.names.update([shown, whole] if whole else [shown])
        return referent

    def _longer(self, key: tuple[str, ...]) -> tuple[str, ...]:
        """The organisation named last whose name begins or ends with this one (or the other way round).

        What kind of body it is means one that is named before: *the University*.
        """
        if key in self._known or len(key) < 2:
            return key
        kind = key[1] if len(key) == 2 and key[1] in ORGANIZATION_KINDS else None
        for known, referent in reversed(self._known.items()):
            if known[0] != "org":
                continue
            short, long = (words[1:] for words in sorted((known, key), key=len))
            within = long[: len(short)] == short or long[-len(short) :] == short
            telling = short not in _KNOWN_KEYS and not _GENERIC.issuperset(short)  # the UN is not its Security Council
            if (short and within and telling) or (kind and kind in _first_and_last(referent)):
                return known
        return key


def _first_and_last(referent: Referent) -> set[str]:
    """The words that an entity's names begin and end with, folded."""
    return {fold_word(word) for name in referent.names for word in (name.split()[0], name.split()[-1])}


def _is_owned(text: str, owner: str) -> bool:
    """Whether a body's name goes on to the left, in the place (or the people, where it is a kind of body) before it."""
    words = [fold_word(word) for word in text.split()]
    if is_acronym(text) or text in _ORGANIZATIONS or text in _OUTLETS:
        return False
    return owner in PLACES or (owner == "NORP" and len(words) > 1 and not _KINDS.isdisjoint((words[0], words[-1])))
