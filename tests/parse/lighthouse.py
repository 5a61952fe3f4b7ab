"""A made-up story, and the page that tells it."""

from tasks.records import InputKind
from tests.make import kinds, parse

ONE = "The council of Harrow Bay voted late on Thursday to keep the old lighthouse, after a debate of four hours."

TWO = "Opponents had wanted to sell the tower to a hotel. They will decide within the month whether to go to court."

THREE = "The lamp was put out in 1987, and since then the tower has stood empty but for the swifts that nest in it."

TITLE = "Harrow Bay keeps its tower"


def page(body: str, title: str = TITLE) -> str:
    head = f'<head><title>{title}</title><meta property="og:title" content="{title}"></head>'
    return f"<html>{head}<body><article><h1>{title}</h1>{body}</article></body></html>"


def blocks(body: str, title: str = TITLE) -> list[tuple[str, str]]:
    """The page's blocks without its title."""
    return [(str(kind), words) for kind, words in kinds(parse(page(body, title), InputKind.HTML)) if kind != "title"]


PROSE = [("paragraph", ONE), ("paragraph", TWO)]

P = f"<p>{ONE}</p>"

Q = f"<p>{TWO}</p>"
