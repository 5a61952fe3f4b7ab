"""A host may have a layout of its own, as data."""

import pytest

from tasks.parse.body import read_blocks
from tasks.parse.hostile import parse_tree
from tasks.parse.layouts import LAYOUTS, layout_of, read_layouts
from tasks.records import InputKind
from tests.make import parse
from tests.parse.lighthouse import ONE, PROSE, THREE, TWO, P, Q, page


def test_a_hosts_own_layout_says_where_its_articles_are() -> None:
    teasers = f"<section>{''.join(f'<p>{THREE} {n}</p>' for n in range(9))}</section>"
    body = f"<main>{teasers}<div class='txt'>{P}<p class='x'>Tip the cook</p>{Q}</div></main>"
    tree = parse_tree(f"<html><body>{body}</body></html>")
    layouts = read_layouts({"kiln.example": {"body": "//div[@class='txt']", "promo": "//p[@class='x']"}})
    found = read_blocks(tree, None, layout_of("m.kiln.example", layouts))
    assert [(block.kind, block.text) for block in found] == [PROSE[0], ("promo", "Tip the cook"), PROSE[1]]
    assert layout_of("oven.example", layouts) is None


@pytest.mark.parametrize("host", LAYOUTS)
def test_a_page_of_another_make_on_a_known_host_is_read_by_the_general_rules(host: str) -> None:
    parsed = parse(page(P + Q), InputKind.HTML, f"https://harrow.{host}/tower")
    assert parsed.article.body == f"{ONE}\n\n{TWO}"
