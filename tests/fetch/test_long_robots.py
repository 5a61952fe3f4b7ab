import random

import pytest
from protego import Protego

from tasks.fetch.long_robots import MAX_RULES, shorten

AGENTS = ("*", "dateline", "Dateline/2.0", "date", "otherbot", "bot*", "Googlebot")
FIELDS = ("Disallow", "disallow ", "Allow", "ALLOW", "Dissallow", "Crawl-delay", "Sitemap", "Noindex", "Request-rate")
ODD_LINES = ("", "# note", "nonsense", "Disallowed or not", "Disallow /a", "x: y", "Crawl-delay: 7 # slow")
PARTS = ("/", "a", "b", "ab", "*", "$", "%61", "%2F", "?q=", "é", "index.html", " ", "c/d", ".", "~", "&")


def random_rules(chance: random.Random) -> str:
    lines = []
    for _ in range(chance.randrange(30)):
        kind = chance.random()
        if kind < 0.3:
            lines.append(f"{chance.choice(('User-agent', 'user agent', 'Useragent'))}: {chance.choice(AGENTS)}")
        elif kind < 0.9:
            value = "/" * (chance.random() < 0.9) + "".join(chance.choices(PARTS, k=chance.randrange(4)))
            lines.append(f"{chance.choice(FIELDS)}{chance.choice((':', ': ', ' : '))}{value}")
        else:
            lines.append(chance.choice(ODD_LINES))
    return "\n".join(lines)


def test_what_is_left_out_never_matters() -> None:
    chance = random.Random(9309)
    verdicts = set()
    for _ in range(3000):
        text = random_rules(chance)
        path = "/" + "".join(chance.choices([part for part in PARTS if part not in ("é", " ")], k=chance.randrange(4)))
        short = shorten(text, path)
        assert short is not None
        url = f"https://news.example{path}"
        whole, left = Protego.parse(text), Protego.parse(short)
        expected = (whole.can_fetch(url, "dateline"), whole.crawl_delay("dateline"))
        assert (left.can_fetch(url, "dateline"), left.crawl_delay("dateline")) == expected, (text, path)
        verdicts.add(expected[0])
    assert verdicts == {True, False}


def test_rules_for_others_and_for_other_places_are_left_out() -> None:
    text = (
        "User-agent: otherbot\nDisallow: /\nUser-agent: *\nDisallow: /a/b\nDisallow: /c\nSitemap: https://n.example/s\n"
    )
    assert shorten(text, "/a/b/1?x=2") == "User-agent: *\n-: -\nDisallow: /a/b"
    assert shorten(text, "/d") == "User-agent: *\n-: -"


@pytest.mark.parametrize("line", ["Disallow: /*{}", "User-agent: *\nx: {}", "Disallow:/%61{}"])
def test_more_rules_than_an_address_can_have_are_not_looked_at(line: str) -> None:
    text = "User-agent: *\n" + "\n".join(line.format(number) for number in range(MAX_RULES + 1))
    assert shorten(text, "/a") is None
    assert shorten("User-agent: *\nDisallow: /" + "*a" * 5000, "/a") is None
