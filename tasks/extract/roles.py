"""Who holds what office: titles before a name, appositions, and predicates.

Guarantees: a role's words are the article's own, beside the person's name or joined to it by a
verb; the organisation is one that the role's own words name. Found in the dependencies
(Universal Dependencies' relations), so that only a pipeline with a parser has roles.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from tasks.extract.context import Context
from tasks.extract.lexicon import LEXICON
from tasks.extract.names import Name, Referent
from tasks.records import Role

_PERSON_NOUNS = frozenset(LEXICON["person_nouns"])
_FORMER = frozenset(LEXICON["former_words"])
_LEADING = frozenset(LEXICON["leading_verbs"])
_COURTESY = frozenset(("mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady"))
_MODIFIERS = frozenset(
    ("compound", "amod", "nmod", "nmod:poss", "nmod:desc", "flat", "appos", "det", "nummod", "case", "punct")
)
_BECOMING = frozenset(
    ("become", "name", "appoint", "elect", "serve", "work", "act", "hire", "nominate", "pick", "choose")
)
_APPOSED = frozenset(("appos", "nmod:desc", "dep", "parataxis"))
_ELECT = re.compile(r"[- ](?:elect|designate)$", re.IGNORECASE)
_ABBREVIATED = {
    "rep": "Representative",
    "sen": "Senator",
    "gov": "Governor",
    "gen": "General",
    "col": "Colonel",
    "lt": "Lieutenant",
    "sgt": "Sergeant",
    "capt": "Captain",
    "prof": "Professor",
    "rev": "Reverend",
}
MAX_WORDS = 14


@dataclass(frozen=True, slots=True)
class Held:
    """A role as it stands in the text: token range, its noun and who holds it."""

    start: int
    end: int
    noun: int
    referent: Referent
    near: int
    """First token of the name that holds it."""


def find_roles(context: Context, names: Sequence[Name]) -> list[Held]:
    """The roles of the persons named, in order."""
    doc = context.doc
    if not doc.has_annotation("DEP"):
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
            for held in _of_name(doc, name, *tokens[name.start], named):
                found.setdefault((held.noun, id(held.referent)), held)
    return sorted(found.values(), key=lambda held: held.start)


def role_records(context: Context, held: Sequence[Held], names: Sequence[Name]) -> list[Role]:
    """The roles as records."""
    records = []
    for item in held:
        span = context.doc[item.start : item.end]
        start, end = span.start_char, span.end_char
        organization = _organization(names, start, end, item.referent)
        title = _title(context.doc, item, organization)
        records.append(
            Role(
                context.article.article_id,
                item.referent.name,
                item.referent.entity_id,
                title,
                organization.name if organization else None,
                organization.entity_id if organization else None,
                _qualifier(context.doc, item),
                None,
                context.anchor,
                start,
                end,
                context.span(start, end),
            )
        )
    return records


def _of_name(doc: Doc, name: Name, start: int, end: int, named: dict[int, Name]) -> Iterator[Held]:
    head = doc[start:end].root
    before = _before(doc, start, named)
    if before is not None:
        yield Held(*before, name.referent, start)
    for noun in _nouns(head, named):
        first, last = _phrase(noun, named)
        if last - first <= MAX_WORDS:
            yield Held(first, last, noun.i, name.referent, start)


def _before(doc: Doc, start: int, named: dict[int, Name]) -> tuple[int, int, int] | None:
    """The run of nouns and adjectives that ends where the name begins: ``Dutch Prime Minister`` and the like."""
    first = start
    while first > 0 and start - first < MAX_WORDS:
        token = doc[first - 1]
        if first - 1 in named or token.is_space or (token.is_sent_start and token.pos_ == "PUNCT"):
            break
        inside = token.pos_ in ("NOUN", "PROPN", "ADJ") or (token.text in ("-", ".") and first < start)
        joined = token.lower_ in ("and", "of", "for", "’s", "'s") and first < start
        if not inside and not joined:
            break
        first -= 1
        if token.is_sent_start:
            break
    while first < start and doc[first].pos_ in ("CCONJ", "ADP", "PART", "PUNCT"):
        first += 1
    noun = start - 1
    if first >= start or noun < first:
        return None
    word = doc[noun]
    lower = word.lower_.rstrip(".")
    known = lower in _PERSON_NOUNS or lower in _ABBREVIATED or _ELECT.search(lower) is not None
    if lower in _COURTESY or word.pos_ not in ("NOUN", "PROPN", "ADJ") or not (known or _names_a_person(word)):
        return None
    return first, start, noun


def _names_a_person(word: Token) -> bool:
    """Whether a noun looks like one for persons, by its ending."""
    if word.ent_type_ and word.ent_type_ != "PERSON":
        return False
    return word.pos_ == "NOUN" and re.search(r"(?:er|or|ist|ian|man|woman|person|eer|ant)$", word.lower_) is not None


def _nouns(head: Token, named: dict[int, Name]) -> Iterator[Token]:
    """Nouns that stand in apposition to the name or are said of it."""
    for child in head.children:
        if child.dep_ in _APPOSED and child.i > head.i and _is_role(child, named) and _comma_between(head, child):
            yield child
        if child.dep_ == "acl:relcl":
            yield from _led(child)
    above = head.head
    if head.dep_ in _APPOSED and _is_role(above, named) and above.i < head.i:
        yield above
    if head.dep_ in ("nsubj", "nsubj:pass"):
        if _is_role(above, named) and any(c.dep_ == "cop" for c in above.children):
            yield above
        if above.lemma_ in _BECOMING:
            for child in above.children:
                if child.dep_ in ("xcomp", "obj", "obl") and child.i > above.i and _is_role(child, named):
                    yield child


def _led(verb: Token) -> Iterator[Token]:
    """``who heads the agency``: the verb stands for the noun."""
    if verb.lemma_ in _LEADING and any(c.tag_ == "WP" for c in verb.children):
        yield verb


def _is_role(word: Token, named: dict[int, Name]) -> bool:
    if word.i in named or word.pos_ not in ("NOUN", "PROPN"):
        return False
    return word.lemma_.lower() in _PERSON_NOUNS or word.lower_ in _PERSON_NOUNS or _names_a_person(word)


def _comma_between(head: Token, noun: Token) -> bool:
    between = head.doc[head.i : noun.i]
    return any(token.text in (",", "(", "—", "–", "-") for token in between)


def _phrase(noun: Token, named: dict[int, Name]) -> tuple[int, int]:
    """The noun with its modifiers and what it is of; never the name itself."""
    if noun.pos_ == "VERB":
        objects = [c for c in noun.children if c.dep_ == "obj"]
        end = max((t.i for c in objects for t in c.subtree), default=noun.i) + 1
        return noun.i, min(end, noun.i + MAX_WORDS)
    first = last = noun.i
    for child in noun.children:
        if child.i < noun.i and child.dep_ in _MODIFIERS and child.pos_ != "PUNCT":
            first = min(first, child.left_edge.i)
        elif child.i > noun.i and child.dep_ in ("nmod", "compound", "flat"):
            inside = range(child.left_edge.i, child.right_edge.i + 1)
            if named.keys().isdisjoint(inside):
                last = max(last, child.right_edge.i)
    while first < noun.i and first in named:
        first += 1
    while first < noun.i and noun.doc[first].pos_ in ("PUNCT", "PART"):
        first += 1
    return first, min(last, first + MAX_WORDS + 1) + 1


def _organization(names: Sequence[Name], start: int, end: int, person: Referent) -> Referent | None:
    inside = [n for n in names if start <= n.start and n.end <= end and n.referent is not person]
    ranked = [n for n in inside if n.label == "ORG"] or [n for n in inside if n.label in ("GPE", "NORP", "LOC")]
    return ranked[0].referent if ranked else None


def _title(doc: Doc, item: Held, organization: Referent | None) -> str:
    """The role without the organisation, articles and words of time."""
    words: list[str] = []
    noun = doc[item.noun]
    for token in doc[item.start : item.noun + 1]:
        if token.ent_type_ in ("ORG", "GPE", "NORP", "LOC", "PERSON") and token.i != item.noun:
            continue
        if token.pos_ in ("DET", "PRON", "PART", "PUNCT", "ADP", "CCONJ") and not words:
            continue
        if token.lower_ in _FORMER or token.lower_ in ("current", "acting", "new"):
            continue
        words.append(token.text_with_ws)
    title = "".join(words).strip() or noun.text
    return _ABBREVIATED.get(title.rstrip(".").casefold(), title)


def _qualifier(doc: Doc, item: Held) -> str:
    around = {t.lower_ for t in doc[max(0, item.start - 1) : item.end]}
    head = doc[item.noun]
    if _ELECT.search(head.text) or "elect" in around:
        return "elect"
    if "acting" in around or "interim" in around:
        return "acting"
    if around & {"nominee", "pick", "nominated", "designate", "candidate", "choice"}:
        return "nominee"
    past = any(c.dep_ == "cop" and "Tense=Past" in str(c.morph) for c in head.children)
    return "former" if around & _FORMER or past else "current"
