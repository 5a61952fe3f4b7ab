"""The SQL files as a product: complete headers, the promised columns, a dictionary in step."""

import re
from pathlib import Path

import duckdb
import pytest

from tasks.warehouse.catalog import read_sql
from tasks.warehouse.dictionary import DICTIONARY, dictionary
from tasks.warehouse.store import open_warehouse

SPAN = "start_char end_char text"
PROMISED = {
    "article_revisions": "article_id revision seen_at title full_text content_hash",
    "articles": "article_id url canonical_url source source_country title authors published_at published_local "
    "published_zone published_precision published_raw language section full_text body word_count story_id copy_of "
    "revision first_seen_at last_changed_at raw_sha256 extractor_version",
    "blocks": f"article_id block_no kind in_body {SPAN}",
    "checks": "name severity failing_rows checked_at",
    "citations": f"article_id {SPAN} sent_no cited cited_id kind cue",
    "conflicts": "event_id topic article_id sent_no value source other_article_id other_sent_no other_value "
    "other_source",
    "copies": "article_id copy_of kind similarity",
    "dates": f"article_id {SPAN} sent_no date_from date_to granularity anchor rule value",
    "entities": "entity_id name label country latitude longitude aliases mention_count article_count first_seen "
    "last_seen",
    "entity_decisions": "article_id local_id entity_id reason detail",
    "entity_days": "entity day mention_count article_count",
    "event_mentions": f"event_id article_id sent_no {SPAN} attributed_to",
    "events": "event_id type plover mode actors recipients instruments date_from date_to granularity place country "
    "latitude longitude modality scope summary mention_count article_count source_count attributed_to story_id",
    "fetches": "url at status bytes seconds etag outcome",
    "gdelt_events": "GlobalEventID Day Actor1Name Actor2Name EventCode NumMentions NumSources NumArticles",
    "mentions": f"article_id {SPAN} sent_no kind label entity_id entity",
    "name_decisions": "article_id local_id entity_id reason detail",
    "passages": "article_id sent_no other_article_id other_sent_no similarity",
    "quantities": f"article_id {SPAN} sent_no value value_high unit kind subject measure period claimed_by",
    "quotes": f"quote_id article_id sent_no kind {SPAN} cue speaker_text speaker speaker_id via said_from said_to "
    "wording_group",
    "rejects": "run_id location stage reason detail at",
    "roles": f"article_id person person_id role organization organization_id qualifier valid_from as_of {SPAN}",
    "runs": "run_id flow started_at finished_at state parameters counts version",
    "sentences": f"article_id sent_no block_no {SPAN}",
    "source_chain": "source cited kind citation_count",
    "source_health": "source last_checked last_new articles_7d expected_7d silent fill_rates",
    "sources": "source name home_url country zone language date_order kind rate",
    "span_check": "article_id",
    "speakers": "entity statement_count quoted_count quoted_words share",
    "stories": "story_id title article_count source_count first_seen last_seen top_entities",
    "ties": "entity_a entity_b type event_count first_date last_date",
    "timeline": "event_id type date_from date_to mention_count",
}
"""The columns of each view that anyone may rely on; a view may have more."""


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    with open_warehouse(tmp_path_factory.mktemp("sql") / "w.duckdb") as connection:
        rows = connection.execute(
            "select table_name, list(column_name order by column_index) from duckdb_columns() "
            "where schema_name = 'main' and not internal group by table_name"
        ).fetchall()
    return dict(rows)


def test_every_promised_view_is_there_and_no_other(columns: dict[str, list[str]]) -> None:
    assert sorted(columns) == sorted(PROMISED) == sorted(view.name for view in read_sql("views"))


@pytest.mark.parametrize("view", PROMISED)
def test_a_view_has_the_promised_columns(view: str, columns: dict[str, list[str]]) -> None:
    assert [name for name in PROMISED[view].split() if name not in columns[view]] == []


@pytest.mark.parametrize("view", read_sql("views"), ids=lambda view: view.name)
def test_a_view_says_what_a_row_is_and_what_it_stands_on(view: object) -> None:
    assert view.title.endswith(".")  # type: ignore[attr-defined]  # pytest hands it over untyped
    assert {"grain", "depends"} <= set(view.fields)  # type: ignore[attr-defined]


@pytest.mark.parametrize("check", read_sql("checks"), ids=lambda check: check.name)
def test_a_check_says_how_grave_it_is(check: object) -> None:
    assert check.fields["severity"] in {"fail", "warn"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("query", read_sql("queries"), ids=lambda query: query.name)
def test_a_named_query_is_a_question(query: object) -> None:
    assert query.title.endswith("?")  # type: ignore[attr-defined]


def test_migrations_are_numbered_without_gaps_and_make_no_keys() -> None:
    migrations = read_sql("migrations")
    assert [int(migration.name[:4]) for migration in migrations] == list(range(1, len(migrations) + 1))
    for migration in migrations:
        statements = re.sub(r"--.*", "", migration.text).lower()
        assert re.findall(r"primary key|foreign key|references|unique|sequence|create index", statements) == []


def test_the_data_dictionary_is_in_step_with_the_comments() -> None:
    assert Path(DICTIONARY).read_text(encoding="utf-8") == dictionary()


def test_the_schema_needs_no_extension() -> None:
    with duckdb.connect(":memory:", config={"autoinstall_known_extensions": False}) as connection:
        for migration in read_sql("migrations"):
            connection.execute(migration.text)
