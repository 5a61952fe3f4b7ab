"""Pronouns and descriptions that stand for somebody named: who ``he`` is, which ``the company``.

Guarantees: nothing refers forward but to the subject of its own clause; in somebody's own words *he* is
another and *I* is himself; where no antecedent fits there is no mention.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from tasks.extract.antecedents import (
    REACH,
    Candidate,
    best_candidate,
    bound_candidate,
    named_candidates,
    salience_of,
    tokens_of,
)
from tasks.extract.context import Context
from tasks.extract.gazetteer import country_place, demonym_place
from tasks.extract.lexicon import LEXICON
from tasks.extract.names import Name, Referent
from tasks.extract.quote_voices import speakers_of
from tasks.extract.roles import Held
from tasks.records import Mention

_HE = frozenset(("he", "him", "his", "himself"))
_SHE = frozenset(("she", "her", "hers", "herself"))
_ITS = frozenset(("its", "itself"))
_ME = frozenset(("i", "me", "my", "myself"))
_ELECT = frozenset(("elect", "designate"))
_ANOTHER = frozenset(
    ("previous", "former", "new", "next", "other", "another", "second", "rival", "incoming", "outgoing")
)
"""Words by which a description means one not named yet."""
_INSTITUTIONS = frozenset(
    ("ministry", "court", "council", "department", "committee", "commission", "university", "government",
     "parliament", "senate", "police", "army", "embassy")
)  # fmt: skip
"""Kinds of bodies whose names have the noun in them."""
_TWO = 2
_WINDOW = 40
"""Names and references back that are looked at."""
_FEMALE = frozenset(
    ("mrs", "ms", "miss", "queen", "princess", "lady", "dame", "chairwoman", "spokeswoman", "congresswoman",
     "actress", "businesswoman", "wife", "mother", "daughter", "sister", "widow", "woman")
)  # fmt: skip
_MALE = frozenset(
    ("mr", "king", "prince", "sir", "lord", "chairman", "spokesman", "congressman", "businessman", "husband",
     "father", "son", "brother", "man", "pope")
)  # fmt: skip
_ORGANIZATIONS = frozenset(LEXICON["organization_nouns"])
_PLACES = frozenset(LEXICON["place_nouns"])
_PERSONS = frozenset(LEXICON["official_nouns"])


@dataclass(frozen=True, slots=True)
class Reference:
    """One word or phrase that stands for an entity: character offsets, kind and whom it means."""

    start: int
    end: int
    kind: str
    referent: Referent


def find_references(context: Context, names: Sequence[Name], roles: Sequence[Held]) -> list[Reference]:
    """The pronouns and descriptions of the body that mean somebody named, in order."""
    doc = context.doc
    if not doc.has_annotation("DEP"):
        return []
    numbers = {token.i: number for number, sent in enumerate(doc.sents) for token in sent}
    waiting = sorted(named_candidates(doc, names, numbers), key=lambda c: c.token.i)
    reader = _Reader(numbers, _told_genders(doc, names, roles), roles, speakers_of(context, names), list(waiting))
    found: list[Reference] = []
    taken = {i for n in names for i in tokens_of(doc, n)}
    for token in doc:
        while waiting and waiting[0].token.i < token.i:
            reader.seen.append(waiting.pop(0))
        if token.i in taken or context.sent_no(token.idx) in (None, 0):
            continue
        for reference in reader.read(token):
            found.append(reference)
            label = reference.referent.label
            reader.seen.append(Candidate(token, reference.referent, label, numbers[token.i], salience_of(token) - 0.2))
    return found


def meant_by_words(references: Sequence[Reference]) -> dict[int, Referent]:
    """Whom the pronouns and descriptions mean, by their first character."""
    return {item.start: item.referent for item in references}


def reference_mentions(context: Context, references: Sequence[Reference]) -> Iterator[Mention]:
    """The references as records."""
    for item in references:
        yield Mention(
            context.article.article_id,
            item.start,
            item.end,
            context.span(item.start, item.end),
            context.sent_no(item.start),
            item.kind,
            item.referent.label,
            item.referent.entity_id,
            item.referent.name,
        )


class _Reader:
    """What is known while a text is read from its first word to its last."""

    def __init__(
        self,
        numbers: Mapping[int, int],
        genders: dict[int, str],
        roles: Sequence[Held],
        speakers: Mapping[int, Referent],
        named: Sequence[Candidate],
    ) -> None:
        self.seen: list[Candidate] = []
        self._numbers = numbers
        self._genders = genders
        self._roles = roles
        self._speakers = speakers
        self._ahead = {c.token.i: c for c in named}
        self._described: dict[str, Referent] = {}
        """What each noun of an organisation has meant."""
        self._told = _called(named)
        self._last_pair: list[Referent] = []

    def read(self, token: Token) -> Iterator[Reference]:
        """What the token refers to, if it does; *they* to several."""
        word, end = token.lower_, token.idx + len(token)
        determiner = _determiner(token)
        chosen: Referent | None = None
        start, kind = token.idx, "pronoun"
        if word in _HE or word in _SHE:
            chosen = self._person(token, "m" if word in _HE else "f")
        elif word in _ITS or (word == "it" and token.dep_ == "nsubj" and _acts(token.head)):
            groups = self._recent("ORG", "GPE")
            chosen = bound_candidate(token, groups, {}) or best_candidate(token, groups, self._numbers, True)
        elif word in _ME and token.i in self._speakers:
            chosen = self._speakers[token.i]
        elif (word == "they" and _opens(token)) or (word in ("pair", "two") and token.dep_ == "nsubj" and determiner):
            start = determiner.idx if determiner else start
            yield from (Reference(start, end, "group", referent) for referent in self._pair(token))
        elif word in _ELECT and (article := _before_office(token)) is not None:
            start, kind = article.idx, "nominal"
            held = [h.referent for h in self._roles if h.noun < token.i and token.doc[h.noun].lower_ == word]
            chosen = held[-1] if held else None
        elif token.pos_ == "NOUN" and determiner is not None:
            start, kind = determiner.idx, "nominal"
            chosen = self._description(token, determiner)
        if chosen is not None:
            yield Reference(start, end, kind, chosen)

    def _recent(self, *labels: str) -> list[Candidate]:
        return [c for c in self.seen[-_WINDOW:] if c.label in labels]

    def _person(self, token: Token, gender: str) -> Referent | None:
        """Who *he* or *she* is: never the one in whose own words it stands."""
        speaker = self._speakers.get(token.i)

        def fits(candidate: Candidate) -> bool:
            told = self._genders.get(id(candidate.referent), gender)
            return candidate.label == "PERSON" and told == gender and candidate.referent is not speaker

        people = [c for c in self._recent("PERSON") if fits(c)]
        ahead = {i: c for i, c in self._ahead.items() if i > token.i and fits(c)}
        chosen = bound_candidate(token, people, ahead)
        if chosen is None:
            chosen = best_candidate(token, people, self._numbers, token.lower_.endswith("self"))
        if chosen is not None:
            self._genders.setdefault(id(chosen), gender)
        return chosen

    def _description(self, token: Token, determiner: Token) -> Referent | None:
        lemma = token.lemma_.lower()
        if any(c.lower_ in _ANOTHER for c in token.lefts):
            return None
        called = [r for at, noun, r in self._told if noun == lemma and at < token.i]
        if called and determiner.lower_ == "the" and not _says_which(token, True):
            return called[-1]
        known = self._described.get(lemma)
        if determiner.lower_ == "our":
            return known
        found = _described(token, self.seen[-_WINDOW:], self._numbers, self._roles, known is not None)
        if found is not None and found.label == "ORG":
            self._described[lemma] = found
        return found or (known if not _says_which(token, known is not None) else None)

    def _pair(self, token: Token) -> list[Referent]:
        """The two people of the sentence before, if there are two and no more; else *the pair* told last."""
        before = [c for c in self._recent("PERSON") if self._numbers[token.i] - c.sentence in (0, 1)]
        people = list({id(c.referent): c.referent for c in before}.values())
        if len(people) == _TWO:
            self._last_pair = people
            return people
        return self._last_pair if token.lower_ != "they" else []


def _acts(verb: Token) -> bool:
    return verb.pos_ == "VERB" and verb.lemma_ not in (
        "seem", "appear", "take", "rain", "snow", "happen", "mean", "emerge", "turn", "remain", "matter", "look", "come"
    )  # fmt: skip


def _determiner(token: Token) -> Token | None:
    return next((c for c in token.children if c.lower_ in ("the", "this", "our") and c.i < token.i), None)


def _before_office(token: Token) -> Token | None:
    """The article of *the president-elect*."""
    before = token.doc[max(0, token.i - 3) : token.i]
    return before[0] if len(before) == 3 and before[2].text == "-" and before[0].lower_ == "the" else None


def _opens(token: Token) -> bool:
    """Whether a word opens its sentence, marks aside."""
    return all(t.is_punct or t.is_space for t in token.doc[token.sent.start : token.i])


def _called(named: Sequence[Candidate]) -> list[tuple[int, str, Referent]]:
    """What the text itself calls a body or a place: *the FNV union*, *the town of Kamnik*, by where it says so."""
    found = []
    for candidate in named:
        head = candidate.token.head
        if candidate.label not in ("ORG", "GPE", "LOC") or head.pos_ != "NOUN" or head == candidate.token:
            continue
        noun = head.lemma_.lower()
        joined = candidate.token.dep_ == "compound" and candidate.label == "ORG" and noun in _ORGANIZATIONS
        of = candidate.token.dep_ == "nmod" and _case(candidate.token) == "of" and noun in _PLACES
        if joined or of:
            found.append((candidate.token.i, noun, candidate.referent))
    return found


def _says_which(token: Token, established: bool) -> bool:
    """Whether a description says itself whom it means: *the head of the board*, *the man who came*, *A's team*."""
    if any(c.lower_ in ("'s", "’s") for c in token.lefts):
        return True
    if any(c.dep_ == "compound" and c.ent_type_ in ("ORG", "PERSON") for c in token.lefts):
        return True
    after = [c for c in token.children if c.i > token.i]
    if established:
        return any(c.dep_ == "appos" or (c.dep_ == "nmod" and _case(c) in ("of", "between")) for c in after)
    return any(c.dep_ in ("nmod", "acl:relcl", "appos", "acl") for c in after)


def _case(token: Token) -> str:
    return next((c.lower_ for c in token.children if c.dep_ == "case"), "")


def _described(
    token: Token, seen: Sequence[Candidate], numbers: Mapping[int, int], roles: Sequence[Held], established: bool
) -> Referent | None:
    """Whom a description means; ``established`` tells that its noun has meant an organisation before."""
    if _says_which(token, established):
        return None
    lemma = token.lemma_.lower()
    land = _land(token)
    holders = [h for h in roles if h.noun < token.i and token.doc[h.noun].lemma_.lower() == lemma]
    fitting = [h for h in holders if land is None or _land(token.doc[h.noun]) in (None, land)]
    if fitting and not (land is not None and _land(token.doc[fitting[-1].noun]) is None):
        return fitting[-1].referent
    if land is not None and lemma in _PERSONS:
        others = {id(h.referent) for h in roles if _land(token.doc[h.noun]) not in (None, land)}
        told = {id(h.referent) for h in holders}
        return best_candidate(
            token,
            [c for c in seen if c.label == "PERSON" and id(c.referent) not in others | told],
            numbers,
            reflexive=True,
        )
    if holders:
        return holders[-1].referent if land is None else None
    here = numbers[token.i]
    label = ("ORG",) if lemma in _ORGANIZATIONS else ("GPE",) if lemma in _PLACES else ()
    near = [c for c in seen if c.label in label and 0 <= here - c.sentence <= REACH]
    if lemma in _INSTITUTIONS:
        near = [c for c in near if any(lemma in name.casefold().split() for name in c.referent.names)]
    if lemma in _PLACES:
        kind = "country" if lemma in ("country", "nation", "republic", "kingdom") else "city"
        near = [
            c
            for c in near
            if c.referent.place is not None and (c.referent.place.kind == "country") == (kind == "country")
        ]
    return best_candidate(token, near, numbers, reflexive=True)


def _land(noun: Token) -> str | None:
    """The country whose adjective or name stands before an office: *the Russian president*."""
    for child in noun.children:
        if child.dep_ in ("amod", "compound", "nmod:poss") and child.i < noun.i:
            place = demonym_place(child.text) or country_place(child.text)
            if place is not None:
                return place.country
    return None


def _told_genders(doc: Doc, names: Sequence[Name], roles: Sequence[Held]) -> dict[int, str]:
    """What titles and nouns say: ``Mrs Holm``, ``the chairwoman``."""
    found: dict[int, str] = {}
    said = [(h.referent, doc[h.noun].lower_) for h in roles]
    for name in names:
        if name.label == "PERSON" and (tokens := tokens_of(doc, name)) and tokens[0] > 0:
            said.append((name.referent, doc[tokens[0] - 1].lower_.rstrip(".")))
    for referent, word in said:
        if word in _FEMALE or word in _MALE:
            found.setdefault(id(referent), "f" if word in _FEMALE else "m")
    return found
