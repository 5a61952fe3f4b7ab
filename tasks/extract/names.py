"""Names in an article and the entities behind them.

Guarantees: every name that the pipeline finds is a mention of one entity of the article; two
people who share a surname stay two, and the surname alone means the one named last; a full
and a short name, an acronym and its expansion, a country's name and its adjective are one
entity. Places have a country and coordinates where the gazetteer knows them, and none elsewhere.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tasks.extract.body_spans import joined_bodies
from tasks.extract.context import Context
from tasks.extract.gazetteer import Place, demonym_place
from tasks.extract.known_people import full_name
from tasks.extract.lexicon import LEXICON
from tasks.extract.name_spans import Span, complete_spans, fold_word, found_spans, name_words
from tasks.extract.place_choice import PlaceName, choose_places
from tasks.extract.place_spans import place_spans, placed_by_form
from tasks.records import Entity, Mention, stable_id

_PLACES = frozenset(("GPE", "LOC"))

_ORG_ENDS = frozenset(
    ("inc", "corp", "corporation", "co", "company", "ltd", "limited", "plc", "llc", "group", "ag", "sa", "nv", "gmbh")
)
_GENERIC = frozenset(LEXICON["generic_organization_words"])
"""Words that begin the names of many organisations: alone they name none of them."""
_PROTAGONIST = 3
"""Times as often as another that a person is named whom the article is about."""
_SMALL = frozenset(("of", "the", "and", "for", "in", "on", "de", "&"))
_HANDLE = re.compile(r"(?<![\w.@])@\w{2,30}\b")
_OUTLETS: dict[str, str] = LEXICON["agencies"] | LEXICON["outlets"]
_ORGANIZATIONS: dict[str, str] = LEXICON["intergovernmental"] | LEXICON["organizations"]
"""Organisations that are no places, whatever label the pipeline gives them, under the names that people look up."""


@dataclass(slots=True)
class Referent:
    """An entity of one article while its names are gathered."""

    label: str
    names: Counter[str] = field(default_factory=Counter)
    place: Place | None = None
    known_as: str | None = None

    @property
    def name(self) -> str:
        """What a reader would look it up under: the known name, else the fullest that the article gives."""
        if self.known_as:
            return self.known_as
        return max(self.names, key=lambda n: (len(n.split()), len(n), -list(self.names).index(n)))

    @property
    def entity_id(self) -> str:
        """Of the name, with what keeps a person, a place and the rest apart, and one Paris from another."""
        group = "person" if self.label == "PERSON" else "place" if self.label in _PLACES else "name"
        where = f"{self.place.latitude:.1f} {self.place.longitude:.1f}" if self.place else ""
        return stable_id("e1", group, self.name.casefold(), where)


@dataclass(frozen=True, slots=True)
class Name:
    """One occurrence of a name: character offsets, the pipeline's label and the entity meant."""

    start: int
    end: int
    label: str
    kind: str
    referent: Referent


def find_names(context: Context) -> list[Name]:
    """The names of title, body, captions and credits, in order."""
    read = placed_by_form(context, complete_spans(context, list(found_spans(context))))
    spans = joined_bodies(context.text, [part for span in read for part in place_spans(context, span)])
    places = _places(context, spans)
    people = _People()
    others = _Others()
    found = []
    for at, (start, end, label, text) in enumerate(spans):
        referent = people.take(text) if label == "PERSON" else others.take(text, label, places[at])
        adjective = label == "NORP" or (label in _PLACES and demonym_place(text) is not None)
        found.append(Name(start, end, label, "adjective" if adjective else "name", referent))
    others.join_acronyms(context.text, found)
    people.know({n.referent.place.country for n in found if n.referent.place and n.referent.place.country})
    renamed = people.settled | others.settled
    return [Name(n.start, n.end, n.label, n.kind, renamed.get(id(n.referent), n.referent)) for n in found]


def name_mentions(context: Context, names: Sequence[Name]) -> Iterator[Mention]:
    """The names as records; addresses of the form ``@name`` too, which name nobody yet."""
    article_id = context.article.article_id
    for name in names:
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
        if text in _ORGANIZATIONS or not (label in _PLACES or (label == "NORP" and demonym_place(text))):
            continue
        following = spans[at + 1] if at + 1 < len(spans) else None
        outer = following[3] if following and context.text[end : following[0]] == ", " else None
        before = asked.get(at - 1)
        qualifies = before is not None and before.outer == text
        asked[at] = PlaceName(text, outer, qualifies)
    chosen = dict(zip(asked, choose_places(list(asked.values())), strict=True))
    return [chosen.get(at) for at in range(len(spans))]


class _People:
    """The persons of an article by their names."""

    def __init__(self) -> None:
        self._full: dict[tuple[str, ...], Referent] = {}
        self._recent: list[tuple[str, ...]] = []
        self._single: dict[str, Referent] = {}
        self.settled: dict[int, Referent] = {}
        """Referents of short names that came before the full one, by identity."""

    def take(self, text: str) -> Referent:
        words = name_words(text)
        key = tuple(fold_word(w) for w in words)
        shown = " ".join(words)
        if len(key) < 2:
            return self._short(key[0] if key else text.casefold(), shown or text)
        known = next((k for k in reversed(self._recent) if _same_person(k, key)), None)
        if known is None:
            known = key
            referent = self._full[key] = Referent("PERSON")
            for alone in (key[-1], key[0]):
                earlier = self._single.pop(alone, None)
                if earlier is not None:
                    self.settled[id(earlier)] = referent
                    referent.names.update(earlier.names)
        self._note(known)
        self._full[known].names[shown] += 1
        return self._full[known]

    def _short(self, word: str, shown: str) -> Referent:
        for match in (lambda k: k[-1] == word, lambda k: k[0] == word, lambda k: word in k):
            known = self._meant([k for k in reversed(self._recent) if match(k)])
            if known is not None:
                self._note(known)
                self._full[known].names[shown] += 1
                return self._full[known]
        referent = self._single.setdefault(word, Referent("PERSON"))
        referent.names[shown] += 1
        return referent

    def know(self, countries: set[str]) -> None:
        """Give those whom the text names by surname alone their full names, where it names their countries."""
        for referent in self._single.values():
            for shown in referent.names:
                referent.known_as = referent.known_as or full_name(shown, countries)

    def _meant(self, known: list[tuple[str, ...]]) -> tuple[str, ...] | None:
        """Of several people of one name the one named last, unless the article is about another of them."""
        if not known:
            return None
        most = max(known, key=lambda k: self._full[k].names.total())
        return most if self._full[most].names.total() > _PROTAGONIST * self._full[known[0]].names.total() else known[0]

    def _note(self, key: tuple[str, ...]) -> None:
        if key in self._recent:
            self._recent.remove(key)
        self._recent.append(key)


def _same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """First and last name agree, or the words of one are among the other's with the same last; in either order."""
    if set(one) == set(other):
        return True
    if one[-1] != other[-1]:
        short, long = sorted((one, other), key=len)
        return len(short) >= 2 and len(long) > len(short) and long[: len(short)] == short
    if one[0] == other[0]:
        return True
    initials = {one[0][0], other[0][0]}
    return len(initials) == 1 and min(len(one[0]), len(other[0])) <= 2


class _Others:
    """What is no person, by its names."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Referent] = {}
        self.settled: dict[int, Referent] = {}

    def take(self, text: str, label: str, place: Place | None) -> Referent:
        shown = " ".join(text.split())
        label = "ORG" if shown in _ORGANIZATIONS else label
        known_as = None
        if place is not None:
            key: tuple[str, ...] = ("place", place.name, str(place.latitude))
            known_as = place.name if place.kind in ("country", "region", "state") else None
            if place.state == "DC":
                known_as = "Washington, D.C."
            label = "LOC" if place.kind == "region" and place.country is None else "GPE"
        elif label == "ORG":
            known_as = _ORGANIZATIONS.get(shown) or _OUTLETS.get(shown) or _OUTLETS.get(f"the {shown}")
            key = ("org", *_org_key(known_as or shown))
            key = self._longer(key)
        else:
            group = "place" if label in _PLACES else label
            key = (group, " ".join(fold_word(w) for w in shown.split()))
        referent = self._known.setdefault(key, Referent(label, place=place, known_as=known_as))
        referent.names[shown] += 1
        return referent

    def _longer(self, key: tuple[str, ...]) -> tuple[str, ...]:
        """The organisation named before whose name begins or ends with this one (or the other way round)."""
        if key in self._known or len(key) < 2:
            return key
        for known in reversed(list(self._known)):
            short, long = (words[1:] for words in sorted((known, key), key=len))
            within = long[: len(short)] == short or long[-len(short) :] == short
            if known[0] == "org" and short and within and not _GENERIC.issuperset(short):
                return known
        return key

    def join_acronyms(self, text: str, names: list[Name]) -> None:
        """Make one of an acronym and the name that it stands beside in brackets, or whose initials it is."""
        organisations = [n for n in names if n.label in ("ORG", "FAC", "EVENT", "LAW", "GPE")]
        by_initials: dict[str, Referent] = {}
        for name in organisations:
            initials = _initials(text[name.start : name.end])
            if len(initials) > 2:
                by_initials.setdefault(initials, name.referent)
        for before, after in itertools.pairwise(names):
            between = text[before.end : after.start]
            if between in (" (", " (“", ' ("', " (‘") and text[after.end : after.end + 3].find(")") >= 0:
                short, long = text[after.start : after.end], text[before.start : before.end]
                if _is_acronym(short) and short[0].casefold() in _first_letters(long):
                    self._join(after.referent, before.referent)
        for name in organisations:
            word = text[name.start : name.end].replace(".", "")
            expansion = by_initials.get(word.upper()) if _is_acronym(word) else None
            if expansion is not None and expansion is not name.referent and name.referent.place is None:
                self._join(name.referent, expansion)

    def _join(self, short: Referent, long: Referent) -> None:
        if short is long or id(short) in self.settled or id(long) in self.settled:
            return
        self.settled[id(short)] = long
        long.names.update(short.names)


def _org_key(name: str) -> tuple[str, ...]:
    words = [fold_word(w) for w in re.split(r"[\s-]+", name)]
    words = [w for w in words if w and w != "the"]
    while len(words) > 1 and words[-1] in _ORG_ENDS:
        words.pop()
    return tuple(words)


def _initials(name: str) -> str:
    return "".join(w[0] for w in re.split(r"[\s-]+", name) if w and w.casefold() not in _SMALL and w[0].isupper())


def _first_letters(name: str) -> set[str]:
    return {w[0].casefold() for w in name.split() if w}


def _is_acronym(word: str) -> bool:
    bare = word.replace(".", "")
    return 2 <= len(bare) <= 8 and bare.isalnum() and sum(c.isupper() for c in bare) * 2 > len(bare)
