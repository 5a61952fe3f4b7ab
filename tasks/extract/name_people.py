"""The persons of an article by their names.

Guarantees: two people who share a surname stay two, and the surname alone means the one named last, unless the
article is about another of them; a full name takes the short ones before it.
"""

from tasks.extract.known_people import full_name
from tasks.extract.name_keys import same_person
from tasks.extract.name_spans import fold_word, name_words
from tasks.extract.referents import Referent

_PROTAGONIST = 3
"""Times as often as another that a person is named whom the article is about."""


class People:
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
        known = next((k for k in reversed(self._recent) if same_person(k, key)), None)
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
