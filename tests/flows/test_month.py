"""Days of scheduled runs, with corrections, outages and kills; ``make bench-feeds`` has a month of them."""

from pathlib import Path

import pytest

from tests.site.month import simulate


@pytest.mark.timeout(900)  # 12 s of CPU, but each run waits for the disk
def test_every_article_comes_once_every_revision_is_kept_and_no_rule_is_broken(tmp_path: Path) -> None:
    heard: list[int] = []
    found = simulate(tmp_path, 4, 2, stories_a_day=5, kill_share=0.1, tell=lambda day, month: heard.append(day))
    assert heard == [2]
    assert found.stories > 10
    assert found.corrections_served > 0
    assert found.kills > 0
    assert (found.missing, found.lost_revisions, found.twice) == ([], [], [])
    assert (found.against_rules, found.unanswered) == ([], [])
