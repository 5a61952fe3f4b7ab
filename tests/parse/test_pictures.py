"""A caption and its credit know the picture that they tell of."""

import pytest
from lxml import html

from tasks.parse.pictures import picture_url
from tasks.records import InputKind
from tests.make import parse

PROSE = "The mill by the weir burnt for nine hours on Monday before the crews from three towns could leave it."
URL = "https://courier.example/news/mill"


def told(markup: str) -> list[tuple[str, str, str | None]]:
    above, below = f"<h1>Mill burns</h1><p>{PROSE}</p><p>{PROSE}</p>", f"<p>{PROSE} Nobody was hurt.</p>"
    page = f"<html><body><article>{above}{markup}{below}</article></body></html>"
    blocks = parse(page, InputKind.HTML, URL).blocks
    return [(b.kind, b.text, b.picture_url) for b in blocks if b.picture_url or b.kind in ("caption", "credit")]


SMOKE = "Smoke over the weir."


@pytest.mark.parametrize(
    "markup",
    [
        f"<figure><img src='/i/smoke.jpg'><figcaption>{SMOKE} <span class=credit>Photo: AP</span></figcaption>"
        "</figure>",
        f"<figure><figcaption>{SMOKE} Photo: AP</figcaption><img src='/i/smoke.jpg'></figure>",
        f"<div class=picture><img src='../i/smoke.jpg'><div class=caption>{SMOKE}</div>"
        "<div class=photo-credit>Photo: AP</div></div>",
        f"<p class=image><img src='/i/smoke.jpg'><br><small>{SMOKE} Photo: AP</small></p>",
    ],
    ids=["figure", "picture below its caption", "named boxes", "small print"],
)
def test_a_caption_and_its_credit_name_the_picture(markup: str) -> None:
    image = "https://courier.example/i/smoke.jpg"
    assert told(markup) == [("caption", SMOKE, image), ("credit", "Photo: AP", image)]


def test_of_two_pictures_each_has_its_own_caption() -> None:
    figures = "".join(
        f"<figure><img src='/i/{name}.jpg'><figcaption>The {name} on Monday.</figcaption></figure>"
        for name in ("weir", "mill")
    )
    assert told(figures + f"<p>{PROSE}</p>" + "<div class=caption>A drawing of 1870.</div>") == [
        ("caption", "The weir on Monday.", "https://courier.example/i/weir.jpg"),
        ("caption", "The mill on Monday.", "https://courier.example/i/mill.jpg"),
        ("caption", "A drawing of 1870.", None),
    ]


@pytest.mark.parametrize(
    ("attributes", "address"),
    [
        ("src='a.jpg'", "https://courier.example/news/a.jpg"),
        ("src='data:image/gif;base64,R0lG' data-src='//img.example/a.jpg'", "https://img.example/a.jpg"),
        ("srcset='/a-320.jpg 320w, /a-640.jpg 640w'", "https://courier.example/a-320.jpg"),
        ("src='/a.jpg?w=320&amp;token=abcdefghijklmnopqrstuvwxyz'", "https://courier.example/a.jpg?w=320"),
        ("src='javascript:alert(1)'", None),
        ("src='http://['", None),
        ("src='/" + "a" * 3000 + "'", None),
        ("alt='none'", None),
    ],
)
def test_an_address_is_a_web_address_without_secrets(attributes: str, address: str | None) -> None:
    image = html.fragment_fromstring(f"<img {attributes}>")
    assert picture_url(image, URL) == address
