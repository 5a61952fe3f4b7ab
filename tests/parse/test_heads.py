"""Heads of made-up pages in the styles of content systems: what is known of the article, and where it was read."""

from typing import Any

import orjson
import pytest

from tasks.records import Article, InputKind
from tests.make import parse

PROSE = (
    "<p>The night ferry to Lund turned back twice on Sunday because its rudder would not answer, the harbour master "
    "said, and four hundred passengers slept in the terminal.</p><p>The company will pay for their hotels. "
    "It had the rudder looked at in January, when nothing was found.</p>"
)
TITLE = "Night ferry to Lund turns back twice"
URL = "https://www.osterpost.example/harbour/night-ferry"


def read(head: str, shown: str = "", url: str | None = URL, after: str = "", top: str = f"<h1>{TITLE}</h1>") -> Article:
    page = f"<html lang='en'><head>{head}</head><body><main><article>{top}{shown}{PROSE}</article></main>{after}</body>"
    return parse(page + "</html>", InputKind.HTML, url).article


def ld(**fields: Any) -> str:
    """A JSON-LD script of an article with ``fields``."""
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{orjson.dumps(node).decode()}</script>'


def meta(**fields: str) -> str:
    """``<meta>`` elements: ``og_title`` is the property ``og:title``."""
    return "".join(f'<meta property="{k.replace("_", ":", 1)}" content="{v}">' for k, v in fields.items())


def origins(article: Article) -> Any:
    return orjson.loads(article.field_origins or "{}")


GRAPH = (
    '<title>Night ferry to Lund turns back twice - Oster Post</title><meta property="og:title" content="Night ferry to '
    'Lund turns back twice - Oster Post"><meta property="og:site_name" content="Oster Post">'
    f'<link rel="canonical" href="{URL}/">'
    '<script type="application/ld+json">{"@graph":['
    '{"@type":"Organization","@id":"#org","name":"Oster Post"},'
    '{"@type":"Person","@id":"#ola","name":"Ola Brandt"},'
    '{"@type":"NewsArticle","headline":"Night ferry to Lund turns back twice","author":{"@id":"#ola"},'
    '"publisher":{"@id":"#org"},"datePublished":"2025-01-05T21:40:00+01:00","dateModified":"2025-01-06T08:00:00+01:00",'
    '"articleSection":["Harbour","Traffic"],"inLanguage":"en-GB"}]}</script>'
)


def test_a_graph_is_read_through_its_references() -> None:
    article = read(GRAPH)
    assert (article.title, article.authors, article.source, article.section) == (
        TITLE, ("Ola Brandt",), "Oster Post", "Harbour",
    )  # fmt: skip
    assert str(article.published_at) == "2025-01-05 20:40:00+00:00"
    assert (str(article.published_local), article.published_zone) == ("2025-01-05 21:40:00", "+01:00")
    assert str(article.updated_at) == "2025-01-06 07:00:00+00:00"
    assert article.canonical_url == URL + "/"
    assert origins(article) == {
        "authors": "jsonld", "canonical_url": "link", "language": "html", "section": "jsonld", "source": "opengraph",
        "title": "jsonld",
    }  # fmt: skip


TITLES = {
    "jsonld and opengraph agree but for the site's name": (
        ld(headline=TITLE) + meta(og_title=f"{TITLE} | Oster Post", og_site_name="Oster Post"), TITLE, "jsonld"),
    "opengraph alone, with the host's name": (meta(og_title=f"{TITLE} – osterpost.example"), TITLE, "opengraph"),
    "opengraph alone, with a service of the site": (
        meta(og_title=f"{TITLE} - Oster Post Online", og_site_name="Oster Post"), TITLE, "opengraph"),
    "twice encoded": (
        ld(headline="Ferry &amp;amp; crew &#8216;turn&#8217; back"), "Ferry & crew ‘turn’ back", "jsonld"),
    "the search engines' wording in title and jsonld, the editors' in opengraph": (
        ld(headline="Lund ferry rudder failure Sunday") + "<title>Lund ferry rudder failure Sunday</title>"
        + meta(og_title=TITLE), TITLE, "opengraph"),
    "the search engines' wording in title and opengraph, the editors' in jsonld": (
        ld(headline=TITLE) + "<title>Lund ferry rudder failure</title>" + meta(og_title="Lund ferry rudder failure"),
        TITLE, "jsonld"),
    "a section's name behind the headline": (
        ld(headline=f"{TITLE} | Harbour") + meta(og_title=TITLE) + f"<title>{TITLE} | Harbour</title>",
        TITLE, "jsonld"),
    "nothing for machines": (f"<title>{TITLE} :: Oster Post</title>", TITLE, "heading"),
    "a dash that belongs to the headline": (
        meta(og_title="Ferry turns back - and back again", og_site_name="Oster Post"),
        "Ferry turns back - and back again", "opengraph"),
    "the site's name in front": (
        meta(og_title=f"Oster Post: {TITLE}", og_site_name="Oster Post").replace(": N", " : N"), TITLE, "opengraph"),
    "a column's name before the headline": (
        ld(headline=TITLE) + meta(og_title=f"Harbour | {TITLE}"), TITLE, "jsonld"),
    "a kicker before the headline stays": (
        ld(headline=f"Rudder: {TITLE}") + meta(og_title=f"Rudder: {TITLE}"), f"Rudder: {TITLE}", "jsonld"),
    "full-width separators": (
        meta(og_title="夜行フェリー、二度引き返す｜オスター新聞", og_site_name="オスター新聞"),
        "夜行フェリー、二度引き返す", "opengraph"),
    "nothing but the site's name for machines": (
        "<title>Oster Post</title>" + meta(og_title="Oster Post", og_site_name="Oster Post"), TITLE, "heading"),
}  # fmt: skip


@pytest.mark.parametrize(("head", "title", "origin"), TITLES.values(), ids=TITLES)
def test_the_headline_is_weighed_and_never_bears_the_sites_name(head: str, title: str, origin: str) -> None:
    article = read(head)
    assert (article.title, origins(article)["title"]) == (title, origin)


AUTHORS = {
    "a list of people": (ld(author=[{"@type": "Person", "name": "Ola Brandt"}, {"name": "Mira Tolen"}]), "",
                         ("Ola Brandt", "Mira Tolen"), (), "jsonld"),
    "two names in one, with an agency": (ld(author={"name": "Ola Brandt und Mira Tolen, dpa"}), "",
                                         ("Ola Brandt", "Mira Tolen"), ("dpa",), "jsonld"),
    "an agency alone": (ld(author={"@type": "Person", "name": "AFP"}), "", (), ("AFP",), "jsonld"),
    "the staff": (meta(author="OP Staff"), "", (), ("OP Staff",), "meta author"),
    "the site itself": (ld(author={"@type": "Organization", "name": "Oster Post"}), "", (), ("Oster Post",), "jsonld"),
    "the site for machines, a person for readers": (
        ld(author={"@type": "Organization", "name": "Oster Post"}), "<p class='byline'>Von Ola Brandt, Lund</p>",
        ("Ola Brandt",), (), "shown"),
    "roles and addresses": (meta(author="Ola Brandt, Political Correspondent, ola@osterpost.example"), "",
                            ("Ola Brandt",), (), "meta author"),
    "a profile's address is no name": (meta(article_author="https://social.example/ola"),
                                       "<a rel='author' href='/ola'>Ola Brandt</a>", ("Ola Brandt",), (), "shown"),
    "an initial between two names": (meta(author="Mary A Tolen"), "", ("Mary A Tolen",), (), "meta author"),
    "capitals": (meta(byl="By OLA BRANDT and MIRA TOLEN"), "", ("Ola Brandt", "Mira Tolen"), (), "meta byl"),
    "Korean": (meta(author="박서연 기자"), "", ("박서연",), (), "meta author"),
    "Japanese, by a line of the page": ("", "<p class='author'>文・山口花子</p>", ("山口花子",), (), "shown"),
    "Russian, by a line of the page": ("", "<div class='author'>Автор: Иван Лосев</div>", ("Иван Лосев",), (), "shown"),
    "placeholders": (meta(author="admin"), "", (), (), None),
    "who took the picture is no author": (
        "", "<figure><img src='a.jpg'><figcaption class='author'>Per Ek</figcaption></figure>", (), (), None),
    "the fuller list": (ld(author={"name": "Ola Brandt"}), "<p class='byline'>By Ola Brandt and Mira Tolen</p>",
                        ("Ola Brandt", "Mira Tolen"), (), "shown"),
}  # fmt: skip


@pytest.mark.parametrize(("head", "shown", "people", "houses", "origin"), AUTHORS.values(), ids=AUTHORS)
def test_authors_are_people_and_houses_stand_apart(
    head: str, shown: str, people: tuple[str, ...], houses: tuple[str, ...], origin: str | None
) -> None:
    article = read(meta(og_site_name="Oster Post") + head, shown)
    assert (article.authors, article.newsrooms, origins(article).get("authors")) == (people, houses, origin)


BROKEN = {
    "a comma too many": '{"@type":"NewsArticle","datePublished":"2025-01-05T10:00:00Z",'
    '"author":{"name":"Ola Brandt"},}',
    "a comment around it": '<!-- //<![CDATA[ {"@type":"NewsArticle","datePublished":"2025-01-05T10:00:00Z",'
    '"author":{"name":"Ola Brandt"}} //]]> -->',
    "a quotation mark too many": '{"@type":"NewsArticle","description":"the "rudder"","datePublished":'
    '"2025-01-05T10:00:00Z","author":{"@type":"Person","name":"Ola Brandt"}}',
    "cut off": '{"@type":"NewsArticle","datePublished":"2025-01-05T10:00:00Z","author":[{"name":"Ola Brandt"}],"x":"',
    "a line break within a text": '{"@type":"NewsArticle","description":"a\nb","datePublished":"2025-01-05T10:00:00Z",'
    '"author":"Ola Brandt"}',
}


@pytest.mark.parametrize("script", BROKEN.values(), ids=BROKEN)
def test_broken_json_costs_what_is_broken_and_no_more(script: str) -> None:
    article = read(f'<script type="application/ld+json">{script}</script>')
    assert (str(article.published_at), article.authors) == ("2025-01-05 10:00:00+00:00", ("Ola Brandt",))


def test_of_several_articles_the_one_that_the_page_is_about_is_read() -> None:
    related = ld(headline="Tram stopped", datePublished="2024-11-01", author="Per Ek", articleBody="x", keywords="y")
    article = read(related + ld(headline=TITLE, datePublished="2025-01-05") + meta(og_title=TITLE) + related)
    assert (article.title, str(article.published_local), article.authors) == (TITLE, "2025-01-05 00:00:00", ())


DATES = {
    "JSON-LD": (ld(datePublished="2025-01-05T21:40+0100"), "", "2025-01-05 21:40:00", "+0100", "jsonld"),
    "OpenGraph": (meta(article_published_time="2025-01-05T21:40:00Z"), "", "2025-01-05 21:40:00", "Z",
                  "meta article:published_time"),
    "Unix": ("<meta name='date' content='1736109600'>", "", "2025-01-05 20:40:00", "UTC", "meta date"),
    "Dublin Core": ("<meta name='DC.date.issued' content='2025-01-05'>", "", "2025-01-05 00:00:00", None,
                    "meta dc.date.issued"),
    "microdata": ("", "<span itemprop='datePublished' content='2025-01-05T21:40:00+01:00'>yesterday</span>",
                  "2025-01-05 21:40:00", "+01:00", "microdata"),
    "a time element": ("", "<time datetime='2025-01-05T21:40:00+01:00'>5 Jan</time>", "2025-01-05 21:40:00", "+01:00",
                       "shown"),
    "a line with a word for it": ("", "<div class='post-date'>Published 5 January 2025, 21:40 CET</div>",
                                  "2025-01-05 21:40:00", "CET", "shown"),
    "an update in the same line": ("", "<div class='date'>5 January 2025 | Updated 7 January 2025</div>",
                                   "2025-01-05 00:00:00", None, "shown"),
    "an update first": ("", "<div class='date'>Updated 7 January 2025</div><div class='date'>5 January 2025</div>",
                        "2025-01-05 00:00:00", None, "shown"),
    "UTC for machines, the wall clock for readers": (
        ld(datePublished="2025-01-06T03:40:00Z"), "<time>January 5, 2025 10:40 p.m.</time>",
        "2025-01-05 22:40:00", "-0500", "jsonld"),
    "the future is refused": (ld(datePublished="2199-01-05"), "<time>5 January 2025</time>", "2025-01-05 00:00:00",
                              None, "shown"),
    "a content system's zero is refused": (ld(datePublished="1970-01-01T00:00:00Z"), "", None, None, None),
}  # fmt: skip


@pytest.mark.parametrize(("head", "shown", "local", "zone", "origin"), DATES.values(), ids=DATES)
def test_publication_is_read_wherever_a_page_states_it(
    head: str, shown: str, local: str | None, zone: str | None, origin: str | None
) -> None:
    article = read(head, shown)
    found = article.published_local and str(article.published_local)
    assert (found, article.published_zone, article.published_from) == (local, zone, origin)


def test_the_day_in_the_address_counts_where_nothing_else_is_said() -> None:
    article = read("", url="https://osterpost.example/2025/01/05/night-ferry")
    assert (str(article.published_local), article.published_precision) == ("2025-01-05 00:00:00", "day")
    assert (article.published_from, article.published_raw) == ("url", "2025/01/05")


def test_a_declared_time_that_moves_with_every_change_yields_to_address_and_readers() -> None:
    head = ld(datePublished="2025-03-09T11:00:00Z", dateModified="2025-03-09T11:00:00Z")
    article = read(head, "<time>5 January 2025</time>", "https://osterpost.example/2025/01/05/night-ferry")
    assert (str(article.published_local), article.published_from) == ("2025-01-05 00:00:00", "shown")
    assert str(article.updated_at) == "2025-03-09 11:00:00+00:00"


def test_a_declared_time_is_believed_against_one_other_voice() -> None:
    head = ld(datePublished="2025-03-09T11:00:00Z", dateModified="2025-03-09T11:00:00Z")
    article = read(head, "", "https://osterpost.example/2025/01/05/night-ferry")
    assert (str(article.published_local), article.published_from) == ("2025-03-09 11:00:00", "jsonld")


NO_DATE = {
    "the masthead's clock": "<div class='header-date today'>Sunday, 5 January 2025</div>",
    "another article's date": "<aside><time datetime='2025-01-04'>4 January 2025</time></aside>",
    "a card's date": "<article class='card'><a href='/x'>Tram stopped</a><time>4 January 2025</time></article>",
    "the footer's year": "<footer><p class='date'>© 2025 Oster Post</p></footer>",
    "a comment's date": "<div class='comments'><span class='date'>6 January 2025, 10:00</span></div>",
}


@pytest.mark.parametrize("after", NO_DATE.values(), ids=NO_DATE)
def test_dates_of_other_things_are_not_the_articles(after: str) -> None:
    article = read(ld(datePublished="2025-01-02"), after=after)
    assert (str(article.published_local), article.published_from) == ("2025-01-02 00:00:00", "jsonld")
    assert read("", after=after).published_local is None


WRITTEN = {
    "Russian": ("ru", "5 января 2025, 21:40", "2025-01-05 21:40:00"),
    "Ukrainian": ("uk", "24 листопада 2024 р.", "2024-11-24 00:00:00"),
    "Greek": ("el", "5 Ιανουαρίου 2025", "2025-01-05 00:00:00"),
    "Arabic": ("ar", "الأحد، 05 يناير 2025 - 09:40 م", "2025-01-05 21:40:00"),
    "Arabic of the Levant": ("ar", "5 تشرين الثاني 2024", "2024-11-05 00:00:00"),
    "Persian digits": ("fa", "۵ ژانویهٔ ۲۰۲۵", "2025-01-05 00:00:00"),
    "Hebrew": ("he", "5 בינואר 2025", "2025-01-05 00:00:00"),
    "Hindi": ("hi", "5 जनवरी 2025", "2025-01-05 00:00:00"),
    "Bengali digits": ("bn", "৫ জানুয়ারি ২০২৫", "2025-01-05 00:00:00"),
    "Tamil": ("ta", "5 ஜனவரி 2025", "2025-01-05 00:00:00"),
    "Thai, Buddhist era": ("th", "5 มกราคม 2568", "2025-01-05 00:00:00"),
    "Georgian": ("ka", "5 იანვარი, 2025", "2025-01-05 00:00:00"),
    "Armenian": ("hy", "5 հունվարի, 2025", "2025-01-05 00:00:00"),
    "Amharic": ("am", "5 ጃንዋሪ 2025", "2025-01-05 00:00:00"),
    "Chinese": ("zh", "2025年1月5日 21:40", "2025-01-05 21:40:00"),
    "Korean": ("ko", "2025년 1월 5일 오후 9:40", "2025-01-05 21:40:00"),
    "Japanese": ("ja", "2025年1月5日 21時40分", "2025-01-05 21:40:00"),
    "Vietnamese": ("vi", "ngày 5 tháng 1 năm 2025", "2025-01-05 00:00:00"),
    "Hungarian": ("hu", "2025. január 5. 21:40", "2025-01-05 21:40:00"),
    "Turkish": ("tr", "5 Ocak 2025 21:40", "2025-01-05 21:40:00"),
    "Spanish": ("es", "5 de enero de 2025 a las 21:40", "2025-01-05 21:40:00"),
    "French": ("fr", "le 1er août 2025 à 21h40", "2025-08-01 21:40:00"),
    "Polish": ("pl", "5 stycznia 2025", "2025-01-05 00:00:00"),
    "German": ("de", "5. Jänner 2025, 21.40 Uhr", "2025-01-05 21:40:00"),
}


@pytest.mark.parametrize(("language", "line", "local"), WRITTEN.values(), ids=WRITTEN)
def test_months_are_read_in_the_pages_writing(language: str, line: str, local: str) -> None:
    head = "<meta charset='utf-8'>"
    page = (
        f"<html lang='{language}'><head>{head}</head><body><article><h1>{TITLE}</h1><p class='date'>{line}</p>{PROSE}"
    )
    assert str(parse(page + "</article></body></html>", InputKind.HTML).article.published_local) == local


def test_a_source_that_names_itself_by_its_address_has_its_hosts_name() -> None:
    assert read(meta(og_site_name="https://www.osterpost.example/")).source == "osterpost.example"


@pytest.mark.parametrize(("tag", "expected"), [("en-GB", "en"), ("zh_Hans", "zh"), ("", "en")])
def test_language_is_what_the_page_says_or_its_text_tells(tag: str, expected: str) -> None:
    page = f"<html lang='{tag}'><head></head><body><article><h1>{TITLE}</h1>{PROSE}</article></body></html>"
    assert parse(page, InputKind.HTML).article.language == expected


def test_a_record_tells_people_from_houses_and_its_update_from_its_publication() -> None:
    record = {
        "title": TITLE, "text": PROSE.replace("<p>", "").replace("</p>", "\n\n"), "source": "Oster Post", "lang": "en",
        "authors": ["Ola Brandt", "AFP"], "date": "2025-01-05T21:40:00Z", "updated": "2025-01-06T08:00:00Z",
    }  # fmt: skip
    article = parse(orjson.dumps(record), InputKind.JSON).article
    assert (article.authors, article.newsrooms) == (("Ola Brandt",), ("AFP",))
    assert (str(article.published_at), str(article.updated_at)) == (
        "2025-01-05 21:40:00+00:00", "2025-01-06 08:00:00+00:00",
    )  # fmt: skip
    assert origins(article) == {"authors": "record", "language": "record", "source": "record", "title": "record"}


@pytest.mark.parametrize(
    ("line", "people", "houses"),
    [("By Ola Brandt | 9:05 14.02.2025", ("Ola Brandt",), ()), ("By OP Staff", (), ("OP Staff",))],
)
def test_a_text_files_byline_tells_people_from_houses(
    line: str, people: tuple[str, ...], houses: tuple[str, ...]
) -> None:
    text = f"{TITLE}\n\n{line}\n\n" + PROSE.replace("<p>", "").replace("</p>", "\n\n")
    article = parse(text).article
    assert (article.authors, article.newsrooms, origins(article)) == (people, houses, {"authors": "byline"})


def test_a_shown_day_that_could_be_two_is_kept_as_it_stands() -> None:
    article = read("", "<time>9:58 05/11/2024</time>")
    assert (article.published_local, article.published_raw, article.date_order) == (None, "9:58 05/11/2024", None)


def test_a_shown_day_gives_its_sources_order_away_by_the_declared_one() -> None:
    article = read(ld(datePublished="2024-11-05T09:58:00+01:00"), "<time>9:58 05/11/2024</time>")
    assert (str(article.published_local), article.date_order) == ("2024-11-05 09:58:00", "dmy")


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ("<title>" + " - a" * 100_000 + "</title>", ""),
        (meta(og_title="a | " * 100_000), ""),
        ("<meta name='date' content='" + "1 jan " * 50_000 + "'>", ""),
        ("", "<div class='date'>5 May 2024</div>" * 5_000),
    ],
    ids=["a title of separators", "an opengraph title of separators", "a date of dates", "thousands of dates"],
)
def test_endless_values_cost_linear_time(head: str, shown: str) -> None:
    assert read(head, shown).title == TITLE
