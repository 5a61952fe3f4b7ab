"""Who holds what office: titles before a name, appositions on either side, and predicates.

Guarantees: a role's words are the article's own, beside the person's name or joined to it by a
verb; the organisation is one that the role's own words name. Read from the order of the words and
their parts of speech; the parser (Universal Dependencies) adds what stands further off.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from spacy.tokens import Doc, Token

from tasks.extract.context import Context
from tasks.extract.event_lexicon import agent_kind
from tasks.extract.event_words import lemma
from tasks.extract.known_people import country_of
from tasks.extract.lexicon import LEXICON
from tasks.extract.referents import Name, Referent
from tasks.extract.role_nouns import (
    ABBREVIATED,
    is_courtesy,
    is_plural,
    names_a_person,
    phrase_after,
    phrase_before,
)
from tasks.extract.role_phrases import Phrase, after_name, as_something, complement, joined, said_of
from tasks.records import DateExpression, Role

_SPANS = frozenset(("time", "tenure", "stint", "years", "days", "term", "spell"))
_REACH = 40
"""Words between a name and *his time as*."""
_FORMER = frozenset(LEXICON["former_words"])
_PICKED = frozenset(("nominee", "pick", "choice", "candidate", "contender", "hopeful", "appointee"))
_PICKING = frozenset(("nominate", "pick", "choose", "tap"))
_OF_STATE = frozenset(("president", "premier", "chancellor", "king", "queen", "emperor"))
"""Offices that a country has one of."""
_ACTING = frozenset(("acting", "interim", "caretaker"))
_AGE = re.compile(r"[\w-]+[- ]years?[- ]old", re.IGNORECASE)
_AGE_TOKENS = 7
_OUTER_LABELS = ("ORG", "GPE", "NORP", "LOC", "PERSON")


@dataclass(frozen=True, slots=True)
class Held:
    """A role as it stands in the text: token range, its noun and who holds it."""

    start: int
    end: int
    noun: int
    referent: Referent
    near: int
    """First token of the name that holds it."""
    verb: int | None = None
    """The verb that says it of the person."""

    def starts_at(self, doc: Doc) -> int:
        """The first character of its words."""
        return doc[self.start].idx


def find_roles(context: Context, names: Sequence[Name]) -> list[Held]:
    """The roles of the persons named, in order."""
    doc = context.doc
    if not doc.has_annotation("POS"):
        return []
    tokens = {}
    for name in names:
        span = doc.char_span(name.start, name.end, alignment_mode="expand")
        if span is not None and name.label == "PERSON":
            tokens[name.start] = (span.start, span.end)
    named = {i: name for name in names if name.start in tokens for i in range(*tokens[name.start])}
    found: dict[tuple[int, int], Held] = {}
    for name in names:
        if name.start in tokens:
            start, end = tokens[name.start]
            for phrase in _of_name(doc, start, end, named):
                if phrase.verb is not None and _takes_sides(doc[phrase.noun]):
                    continue
                last = complement(doc, phrase.noun, named)
                held = Held(phrase.start, max(phrase.end, last), phrase.noun, name.referent, start, phrase.verb)
                found.setdefault((held.noun, id(held.referent)), held)
                for noun, last in joined(doc, held.end, named):
                    held = replace(held, start=noun, end=last, noun=noun)
                    found.setdefault((noun, id(held.referent)), held)
    return sorted(outermost(list(found.values())), key=lambda held: held.start)


def _takes_sides(noun: Token) -> bool:
    """``has been a supporter of the treaty``: what somebody thinks of something is an act, no office."""
    of = noun.i + 1 < len(noun.doc) and noun.nbor().lower_ in ("of", "to")
    return of and agent_kind(noun) is not None and lemma(noun) != "champion"


def outermost(roles: Sequence[Held]) -> list[Held]:
    """The roles that are no part of another of the same person's: *secretary* in *secretary general*."""
    return [
        one
        for one in roles
        if not any(
            other.referent is one.referent
            and (other.start, other.end) != (one.start, one.end)
            and other.start <= one.start
            and one.end <= other.end
            for other in roles
        )
    ]


def role_records(
    context: Context,
    held: Sequence[Held],
    names: Sequence[Name],
    dates: Sequence[DateExpression] = (),
    meant: Mapping[int, Referent] = MappingProxyType({}),
) -> list[Role]:
    """The roles as records; ``valid_from`` is the day that the verb which gives the role is dated with.

    ``meant`` says whom a pronoun means, by its first character.
    """
    records = []
    for item in held:
        span = context.doc[item.start : item.end]
        start, end = span.start_char, span.end_char
        noun = context.doc[item.noun]
        organization = _organization([n for n in names if n.start != noun.idx], start, end, noun.idx, item.referent)
        before = context.doc[item.start - 1] if item.start else None
        if organization is None and before is not None and before.dep_ == "nmod:poss":
            organization = meant.get(before.idx)  # "its director"
        if organization is None:
            organization = _country(names, item, noun)
        records.append(
            Role(
                context.article.article_id,
                item.referent.name,
                item.referent.entity_id,
                _title(context.doc, item),
                organization.name if organization else None,
                organization.entity_id if organization else None,
                _qualifier(context.doc, item),
                _since(context, item, dates),
                context.anchor,
                start,
                end,
                context.span(start, end),
            )
        )
    return records


def _country(names: Sequence[Name], item: Held, noun: Token) -> Referent | None:
    """The country of an office of state whose words name none: that of its known holder, or of who picks him."""
    leads = noun.lemma_.lower() in _OF_STATE or noun.lower_ in ("elect", "designate")
    picks = noun.lemma_.lower() in _PICKED
    inside = [
        n.referent for n in names if n.label == "PERSON" and n.end <= noun.idx and n.start >= item.starts_at(noun.doc)
    ]
    asked = [item.referent] if leads else inside if picks else []
    codes = {country_of(r.name) for r in asked} - {None}
    lands = [n.referent for n in names if n.referent.place is not None and n.referent.place.kind == "country"]
    return next((r for r in lands if r.place is not None and r.place.country in codes), None)


def _of_name(doc: Doc, start: int, end: int, named: Mapping[int, Name]) -> Iterator[Phrase]:
    """The phrases that give the person named by the tokens from ``start`` to ``end`` a role."""
    while start > 0 and is_courtesy(doc[start - 1].text.rstrip(".")) and start - 1 not in named:
        start -= 1
    while start > 1 and doc[start - 1].text == "." and is_courtesy(doc[start - 2].text):
        start -= 2
    first = phrase_before(doc, start, named)
    if first is not None and names_a_person(doc[start - 1]):
        yield Phrase(first, start, start - 1)
        start = first
    elif first is not None and (noun := _holder_of(doc, first, start)) is not None:
        yield Phrase(first, start, noun)
        start = first
    if described := _described_before(doc, start, named):
        yield described
    yield from after_name(doc, end, named)
    if verbal := said_of(doc, end, named):
        yield verbal
    if doc.has_annotation("DEP"):
        head = doc[start:end].root
        yield from _apposed(head, named)
        if head.dep_ in ("nsubj", "nsubj:pass"):
            yield from as_something(head.head, named)
            yield from _time_as(doc, end, named)


def _holder_of(doc: Doc, first: int, end: int) -> int | None:
    """``minister of defence Mara Lund``: the person's noun before the *of*."""
    of = next((token.i for token in doc[first:end] if token.lower_ in ("of", "for")), None)
    return of - 1 if of is not None and of > first and names_a_person(doc[of - 1]) else None


def _described_before(doc: Doc, start: int, named: Mapping[int, Name]) -> Phrase | None:
    """``the team's coach, Mara Lund``: a description with an article or an owner, and a comma."""
    if start < 3 or doc[start - 1].text != "," or start - 2 in named or not names_a_person(doc[start - 2]):
        return None
    if is_plural(doc[start - 2]):
        return None  # "like his teammates, Lund was late"
    first = phrase_before(doc, start - 1, named)
    if first is None or first == 0:
        return None
    words = [token.lower_ for token in doc[first : start - 1]]
    if picked := _picked_before(doc, first, named):
        return Phrase(picked[0], start - 1, picked[1])
    opening = doc[first - 1]
    owned = "'s" in words or "’s" in words
    if opening.pos_ == "DET" or opening.lower_ in ("my", "his", "her", "their", "our", "its", "your") or owned:
        return Phrase(first, start - 1, start - 2)
    return None


def _time_as(doc: Doc, end: int, named: Mapping[int, Name]) -> Iterator[Phrase]:
    """``A ... from his time as mayor``: an office that the subject of the sentence once held."""
    for token in doc[end : end + _REACH]:
        if token.is_sent_start:
            return
        owned = token.i > end and token.nbor(-1).lower_ in ("his", "her", "’s", "'s")
        if owned and token.lower_ in _SPANS and token.i + 2 < len(doc) and token.nbor().lower_ == "as":
            found = phrase_after(doc, token.i + 2, named)
            if found is not None:
                yield Phrase(found[0] + (doc[found[0]].pos_ == "DET"), found[1] + 1, found[1], token.i)


def _picked_before(doc: Doc, first: int, named: Mapping[int, Name]) -> tuple[int, int] | None:
    """``the mayor's pick as``: the first token of who picks, and the noun, before the office."""
    if first < 2 or doc[first - 1].lower_ not in ("as", "for", "to") or doc[first - 2].lemma_.lower() not in _PICKED:
        return None
    noun = start = first - 2
    while start > 0 and (start - 1 in named or doc[start - 1].lower_ in ("'s", "’s", "his", "her")):
        start -= 1
    return start, noun


def _apposed(head: Token, named: Mapping[int, Name]) -> Iterator[Phrase]:
    """What the parser takes for an apposition to the name."""
    candidates = [child for child in head.children if child.dep_ in ("appos", "nmod:desc") and child.i > head.i]
    if head.dep_ in ("appos", "nmod:desc", "flat") and head.head.i < head.i:
        candidates.append(head.head)
    for noun in candidates:
        if noun.i in named or noun.pos_ != "NOUN" or not names_a_person(noun) or not _same_sentence(noun, head):
            continue
        first = phrase_before(noun.doc, noun.i + 1, named)
        if first is not None:
            picked = _picked_before(noun.doc, first, named)
            yield Phrase(picked[0], noun.i + 1, picked[1]) if picked else Phrase(first, noun.i + 1, noun.i)


def _same_sentence(one: Token, other: Token) -> bool:
    low, high = sorted((one.i, other.i))
    return not any(token.is_space and "\n" in token.text for token in one.doc[low:high])


def _organization(names: Sequence[Name], start: int, end: int, noun: int, person: Referent) -> Referent | None:
    """The body, else the land, that a role's words name: rather what it is of than what stands before its noun."""
    inside = [n for n in names if start <= n.start and n.end <= end and n.referent is not person]
    lands = sorted((n for n in inside if n.label in ("GPE", "NORP", "LOC")), key=lambda n: n.start < noun)
    return next((n.referent for n in (*(n for n in inside if n.label == "ORG"), *lands)), None)


def _title(doc: Doc, item: Held) -> str:
    """The role without the organisation, articles and words of time; of a pick, what one is picked for."""
    start, noun = item.start, doc[item.noun]
    if noun.lemma_.lower() in _PICKED and item.end - item.noun > 2 and doc[item.noun + 1].lower_ in ("as", "for"):
        office = phrase_after(doc, item.noun + 2, ())
        if office is not None:
            start, noun = office[0], doc[office[1]]
    words: list[str] = []
    for token in doc[_past_age(doc, start) : noun.i + 1]:
        if token.ent_type_ in _OUTER_LABELS and token.i != noun.i:
            continue
        if token.pos_ in ("DET", "PRON", "PART", "PUNCT", "ADP", "CCONJ") and not words:
            continue
        if token.text == "-" and token.i > start and token.nbor(-1).lower_ == "ex":
            continue
        if token.lower_ in _FORMER or token.lower_ in _ACTING or token.lower_ in ("current", "new", "also"):
            continue
        words.append(token.text_with_ws)
    title = "".join(words).strip() or noun.text
    return ABBREVIATED.get(title.rstrip(".").casefold(), title)


def _past_age(doc: Doc, start: int) -> int:
    """The token after ``52-year-old``."""
    after = next((i + 1 for i in range(start, min(start + _AGE_TOKENS, len(doc))) if doc[i].lower_ == "old"), start)
    return after if _AGE.fullmatch(doc[start:after].text) else start


def _qualifier(doc: Doc, item: Held) -> str:
    around = {t.lower_ for t in doc[max(0, item.start - 1) : item.end]}
    verb = doc[item.verb] if item.verb is not None else None
    if doc[item.noun].lower_.endswith("-elect") or "elect" in around:
        return "elect"
    if around & _ACTING:
        return "acting"
    if around & _PICKED or around & {"nominated", "designate"} or (verb is not None and verb.lemma_ in _PICKING):
        return "nominee"
    past = verb is not None and verb.lower_ in ("was", "were", "served", "worked", "acted", *_SPANS)
    return "former" if around & _FORMER or past else "current"


def _since(context: Context, item: Held, dates: Sequence[DateExpression]) -> date | None:
    """The first day of the time that stands with a verb of becoming (``was appointed in May``)."""
    if item.verb is None or context.doc[item.verb].lemma_ in ("be", "serve", "work", "act"):
        return None
    verb = context.doc[item.verb]
    low = min(verb.idx, context.doc[item.start].idx)
    sent_no = context.sent_no(low)
    near = [d for d in dates if d.sent_no == sent_no and d.date_from and d.start_char >= low]
    return near[0].date_from if near else None
