"""Pronouns and descriptions that stand for somebody named: who ``he`` is, which ``the company``.

Guarantees: nothing refers forward but to the subject of its own clause; in somebody's own words *he* is
another and *I* is himself; where no antecedent fits there is no mention.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from tasks.extract.antecedents import (
    Candidate,
    best_candidate,
    bound_candidate,
    named_candidates,
    salience_of,
    tokens_of,
)
from tasks.extract.context import Context
from tasks.extract.descriptions import called_so, described_by, says_which
from tasks.extract.quote_voices import Spoken, speakers_of, spoken_by_words
from tasks.extract.referents import Name, Referent
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
_TWO = 2
_SILENT = Spoken((), None)
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
    voices = _Voices(speakers_of(context, names), spoken_by_words(context))
    reader = _Reader(numbers, _told_genders(doc, names, roles), roles, voices, list(waiting))
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


@dataclass(frozen=True, slots=True)
class _Voices:
    """Whose own words each token stands in, and what each word that is a source brings in."""

    speakers: Mapping[int, Referent]
    spoken: Mapping[int, Spoken]


class _Reader:
    """What is known while a text is read from its first word to its last."""

    def __init__(
        self,
        numbers: Mapping[int, int],
        genders: dict[int, str],
        roles: Sequence[Held],
        voices: _Voices,
        named: Sequence[Candidate],
    ) -> None:
        self.seen: list[Candidate] = []
        self._numbers = numbers
        self._genders = genders
        self._roles = roles
        self._speakers = voices.speakers
        self._spoken = voices.spoken
        self._ahead = {c.token.i: c for c in named}
        self._described: dict[str, Referent] = {}
        """What each noun of an organisation has meant."""
        self._told = called_so(named)
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
        elif token.pos_ in ("NOUN", "PROPN") and determiner is not None:
            start, kind = determiner.idx, "nominal"
            chosen = self._description(token, determiner)
        if chosen is not None:
            yield Reference(start, end, kind, chosen)

    def _recent(self, *labels: str) -> list[Candidate]:
        return [c for c in self.seen[-_WINDOW:] if c.label in labels]

    def _person(self, token: Token, gender: str) -> Referent | None:
        """Who *he* or *she* is: never the one in whose own words it stands, nor one named in words that he speaks.

        In *“...,” he said* he is looked for before the words in marks, and first in who spoke last.
        """
        speaker = self._speakers.get(token.i)
        spoken = self._spoken.get(token.i, _SILENT)
        before = [first for first, _ in spoken.words if first < token.i]

        def fits(candidate: Candidate) -> bool:
            told = self._genders.get(id(candidate.referent), gender)
            own = any(first <= candidate.token.i < last for first, last in spoken.words)
            return candidate.label == "PERSON" and told == gender and candidate.referent is not speaker and not own

        people = [c for c in self._recent("PERSON") if fits(c)]
        ahead = {i: c for i, c in self._ahead.items() if i > token.i and fits(c)}
        chosen = bound_candidate(token, people, ahead)
        if chosen is None:
            himself = token.lower_.endswith("self")
            since, favoured = min(before, default=None), range(*(spoken.last or (0, 0)))
            chosen = best_candidate(token, people, self._numbers, himself, since, favoured)
        if chosen is not None:
            self._genders.setdefault(id(chosen), gender)
        return chosen

    def _description(self, token: Token, determiner: Token) -> Referent | None:
        lemma = token.lemma_.lower()
        if any(c.lower_ in _ANOTHER for c in token.lefts):
            return None
        called = [r for at, noun, r in self._told if noun == lemma and at < token.i]
        if called and determiner.lower_ == "the" and not says_which(token, True):
            return called[-1]
        known = self._described.get(lemma)
        if determiner.lower_ == "our":
            return known
        found = described_by(token, self.seen[-_WINDOW:], self._numbers, self._roles, known is not None)
        if found is not None and found.label == "ORG":
            self._described[lemma] = found
        return found or (known if not says_which(token, known is not None) else None)

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
