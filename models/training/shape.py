"""What the sizes of a network are."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Shape:
    """What a network's tensors depend on.

    ``layers`` names the kept layers of the checkpoint; ``own`` is how many of the top ones names have a copy of;
    ``relative`` adds MPNet's bias by relative position.
    """

    entities: int
    tags: int
    morphs: int
    lemmas: int
    deps: int
    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    arc: int = 192
    rel: int = 128
    link: int = 128
    pieces: int = 30522
    own: int = 0
    hidden: int = 384
    heads: int = 12
    feed: int = 1536
    relative: bool = False

    def write(self, path: Path) -> None:
        """As JSON."""
        path.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Shape":
        """From JSON."""
        raw = json.loads(path.read_text(encoding="utf-8"))
        return cls(**{**raw, "layers": tuple(raw["layers"])})
