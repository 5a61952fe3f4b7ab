"""What the names of an article mean: an entity, and one occurrence of a name of it."""

from collections import Counter
from dataclasses import dataclass, field

from tasks.extract.gazetteer import Place, fold_name
from tasks.records import stable_id

PLACES = frozenset(("GPE", "LOC"))


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
        shown = max(self.names, key=lambda n: (len(n.split()), not n.isupper(), len(n), -list(self.names).index(n)))
        listed = self.place.name if self.place is not None and shown.isupper() else ""
        return listed if fold_name(listed) == fold_name(shown) else shown

    @property
    def entity_id(self) -> str:
        """Of the name, with what keeps a person, a place and the rest apart, and one Paris from another."""
        group = "person" if self.label == "PERSON" else "place" if self.label in PLACES else "name"
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
