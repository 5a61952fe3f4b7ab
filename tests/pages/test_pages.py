"""Made-up stories set in twelve layouts: the blocks and the metadata of every page, in full."""

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from tasks.records import InputKind
from tests.make import kinds, parse
from tests.pages.layouts import LAYOUTS, Layout, Story, expected_blocks

STORIES: list[Story] = orjson.loads((Path(__file__).parent / "stories.json").read_bytes())
BODY = {"paragraph", "heading", "list", "quote", "table", "embed", "dateline"}
PAGES = [pytest.param(s, layout, id=f"{layout.name}-{s['name']}") for layout in LAYOUTS for s in STORIES]


@pytest.mark.parametrize(("story", "layout"), PAGES)
def test_a_page_is_read_as_the_story_that_was_set_in_it(story: Story, layout: Layout) -> None:
    url = f"https://courier.example/{story['name']}"
    parsed = parse(layout.render(story), InputKind.HTML, url + "?utm_source=letter")
    expected = expected_blocks(story, layout)
    assert kinds(parsed) == expected
    article = parsed.article
    published = datetime.fromisoformat(story["published"])
    assert {
        "title": article.title,
        "authors": list(article.authors),
        "published_at": article.published_at,
        "published_local": article.published_local,
        "published_precision": article.published_precision,
        "language": article.language,
        "section": article.section,
        "source": article.source,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "body": article.body,
        "full_text": article.full_text,
    } == {
        "title": story["title"],
        "authors": story["authors"],
        "published_at": published.astimezone(UTC),
        "published_local": published.replace(tzinfo=None),
        "published_precision": "second",
        "language": story["language"],
        "section": story["section"],
        "source": "The Example Courier",
        "url": url + "?utm_source=letter",
        "canonical_url": url,
        "body": "\n\n".join(words for kind, words in expected if kind in BODY),
        "full_text": "\n\n".join(words for _, words in expected),
    }
    assert all(article.full_text[b.start_char : b.end_char] == b.text for b in parsed.blocks)
