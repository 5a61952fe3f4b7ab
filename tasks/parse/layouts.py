"""Layouts of single hosts, for pages that the general rules cannot tell apart: data (``data/layouts.json``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import orjson
from lxml.etree import XPath, _Element


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a host's pages have the article's body, and what inside it is no part of it."""

    body: XPath
    promo: XPath | None = None

    def find_body(self, tree: _Element) -> _Element | None:
        return next(iter(self.body(tree)), None)

    def find_promo(self, tree: _Element) -> frozenset[_Element]:
        return frozenset(self.promo(tree)) if self.promo else frozenset()


def read_layouts(rows: Mapping[str, Mapping[str, str]]) -> dict[str, Layout]:
    """Layouts by host from their XPath expressions; one that is none raises ``XPathSyntaxError``."""
    return {
        host: Layout(XPath(row["body"]), XPath(row["promo"]) if "promo" in row else None) for host, row in rows.items()
    }


LAYOUTS = read_layouts(orjson.loads((files("tasks.parse") / "data" / "layouts.json").read_bytes())["hosts"])


def layout_of(host: str | None, layouts: Mapping[str, Layout] = LAYOUTS) -> Layout | None:
    """The layout of ``host`` or, failing that, of the domain that it is under."""
    labels = (host or "").split(".")
    names = (".".join(labels[n:]) for n in range(len(labels)))
    return next((layouts[name] for name in names if name in layouts), None)
