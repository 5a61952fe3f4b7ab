"""Twelve ways to set a page, each with the furniture that such pages have.

A layout turns the blocks of a story into markup and says what else of the page is part of the article's region:
``before`` and ``after`` are the blocks that the furniture there becomes, ``between`` those after each paragraph.
"""

# ruff: noqa: E501  (a line of markup is read in one piece)

import html
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Story = dict[str, Any]
Block = tuple[str, str]
MENU = "".join(f'<li><a href="/s/{n}">Section {n}</a></li>' for n in range(12))
TEASERS = "".join(
    f'<div class="item"><a href="/t/{n}"><img src="t.jpg"><h3>A headline of quite another story, number {n}</h3></a>'
    "<p>What that other story is about, told in a line or two.</p></div>"
    for n in range(4)
)
COMMENTS = "".join(
    f'<div class="comment"><b>reader{n}</b><p>I was there when it happened and I can tell you that it was nothing of '
    "the kind that the paper says it was, not by a long way, and others will say the same.</p></div>"
    for n in range(3)
)


@dataclass(frozen=True, slots=True)
class Layout:
    name: str
    render: Callable[[Story], str]
    before: tuple[Block, ...] = ()
    between: tuple[Block, ...] = ()
    after: tuple[Block, ...] = ()
    doubles_first: bool = False
    """The first paragraph stands above the story as well."""


def expected_blocks(story: Story, layout: Layout) -> list[Block]:
    """The blocks of the story in the layout, in the order of the page."""
    blocks: list[Block] = [("title", story["title"]), *layout.before]
    if layout.doubles_first:
        blocks.append(("other", first_paragraph(story)))
    for kind, *words in story["blocks"]:
        match kind:
            case "figure":
                blocks += [("caption", words[0]), ("credit", words[1])]
            case "table":
                blocks.append(("table", " ".join(words[0])))
            case "pull":
                blocks.append(("other", words[0]))
            case _:
                blocks.append((kind, words[0]))
        if kind == "paragraph":
            blocks += layout.between
    last = max(number for number, (kind, _) in enumerate(blocks) if kind in ("paragraph", "credit"))
    ended = [("footer" if kind == "promo" else kind, words) for kind, words in blocks[last + 1 :]]
    return blocks[: last + 1] + ended + list(layout.after)


def first_paragraph(story: Story) -> str:
    return next(words[0] for kind, *words in story["blocks"] if kind == "paragraph")


def _json_ld(story: Story) -> str:
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebPage", "name": "A page"},
            {
                "@type": "NewsArticle",
                "headline": story["title"],
                "datePublished": story["published"],
                "articleSection": story["section"],
                "author": [{"@type": "Person", "name": name} for name in story["authors"]],
            },
        ],
    }
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def _meta(story: Story) -> str:
    given = {
        "og:title": story["title"],
        "og:type": "article",
        "article:published_time": story["published"],
        "article:section": story["section"],
        "author": ", ".join(story["authors"]),
    }
    return "".join(f'<meta property="{k}" content="{html.escape(v)}">' for k, v in given.items() if v)


def page(story: Story, body: str, head: Callable[[Story], str] = _json_ld, classes: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="{story["language"]}"><head><meta charset="utf-8">'
        f"<title>{html.escape(story['title'])} | The Example Courier</title>"
        '<meta property="og:site_name" content="The Example Courier">'
        f'<link rel="canonical" href="https://courier.example/{story["name"]}">{head(story)}'
        f'<style>p {{ margin: 0 }}</style></head><body class="{classes}">{body}</body></html>'
    )


def _blocks(story: Story, **markup: str) -> Iterator[str]:
    """The story's blocks in the elements that the layout has for them; ``{}`` stands for the words."""
    known = {
        "paragraph": "<p>{}</p>",
        "heading": "<h2>{}</h2>",
        "list": "<ul><li>{}</li></ul>",
        "quote": "<blockquote><p>{}</p></blockquote>",
        "pull": '<div class="pullquote"><span>{}</span></div>',
        "embed": '<blockquote class="twitter-tweet"><p>{}</p></blockquote>',
        "dateline": "<p>{}</p>",
        "figure": '<figure><img src="a.jpg" alt="A picture"><figcaption>{} <span class="credit">{}</span></figcaption></figure>',
        "cell": "<td>{}</td>",
        "table": "<table><tr>{}</tr></table>",
    } | markup
    for kind, *words in story["blocks"]:
        if kind == "table":
            yield known["table"].format("".join(known["cell"].format(html.escape(cell)) for cell in words[0]))
        else:
            yield known[kind].format(*(html.escape(word) for word in words))


def _h1(story: Story) -> str:
    return f"<h1>{html.escape(story['title'])}</h1>"


def semantic(story: Story) -> str:
    return page(
        story,
        f"<header><nav><ul>{MENU}</ul></nav></header><main><article><header>{_h1(story)}</header>"
        f'{"".join(_blocks(story))}</article><aside class="related"><h2>Related</h2>{TEASERS}</aside></main>'
        f"<footer><ul>{MENU}</ul><p>© 2025 The Example Courier. All rights reserved.</p></footer>",
    )


def weblog(story: Story) -> str:
    """A WordPress theme: shares, tags, the author's life and comments stand in the post's own element."""
    return page(
        story,
        f'<div id="page"><ul class="menu">{MENU}</ul><div id="content"><div class="post-812 post hentry category-sponsors">'
        f'<h1 class="entry-title">{html.escape(story["title"])}</h1><div class="entry-meta">1,204 views</div>'
        f'<div class="entry-content"><div class="sharedaddy share-buttons"><a href="#">Facebook</a> <a href="#">Email</a>'
        f'</div>{"".join(_blocks(story))}<div class="post-tags"><a href="/tag/a">harbour</a>, <a href="/tag/b">boats</a></div>'
        f'</div></div><div id="comments" class="comments-area">{COMMENTS}</div></div>'
        f'<div id="sidebar" class="widget-area">{TEASERS}</div></div>',
        classes="single has-sidebar with-comments",
    )


def divs(story: Story) -> str:
    """Nothing but ``div``: the classes alone tell what is what."""
    markup = {
        "paragraph": '<div class="text">{}</div>',
        "heading": '<h3 class="subtitle">{}</h3>',
        "figure": '<div class="picture"><img src="a.jpg"><div class="caption">{}</div><div class="photo-credit">{}</div></div>',
        "quote": "<blockquote>{}</blockquote>",
        "dateline": '<div class="place">{}</div>',
    }
    return page(
        story,
        f'<div class="nav">{"".join(f"<div><a href=/{n}>Topic {n}</a></div>" for n in range(20))}</div>'
        f'<div class="wrap"><div class="headline">{_h1(story)}</div><div class="story-body">'
        f'{"".join(_blocks(story, **markup))}</div><div class="more-stories">{TEASERS}</div></div>'
        '<div class="footer">All rights reserved</div>',
        head=_meta,
    )


def breaks(story: Story) -> str:
    """One element with the paragraphs parted by line breaks, as pages were made before style sheets."""
    markup = {
        "paragraph": "{}<br><br>",
        "heading": "<h3>{}</h3>",
        "list": "<ul><li>{}</li></ul>",
        "dateline": "{}<br /> <br />",
        "figure": '<div class="caption">{}</div><div class="photo-credit">{}</div>',
    }
    return page(
        story,
        f'<table width="100%"><tr><td width="20%">{"".join(f"<a href=/{n}>Page {n}</a><br>" for n in range(20))}</td>'
        f'<td><font size="5"><h1>{html.escape(story["title"])}</h1></font><font size="2">'
        f"{''.join(_blocks(story, **markup))}</font></td></tr></table><center>© 2025 The Example Courier</center>",
        head=_meta,
    )


def components(story: Story) -> str:
    """Each paragraph in a component of its own, with an advertisement after it; class names without meaning."""
    markup = {
        "paragraph": '<div class="sc-a1b2 kXyZ"><p class="sc-77">{}</p></div><div class="ad-slot">Advertisement</div>',
        "heading": '<div class="sc-a1b2"><h2 class="sc-78">{}</h2></div>',
        "dateline": '<div class="sc-a1b2 kXyZ"><p class="sc-77">{}</p></div>',
    }
    return page(
        story,
        f'<div id="__app"><div class="sc-0"><ul>{MENU}</ul></div><div class="sc-1"><div class="sc-2">{_h1(story)}</div>'
        f'{"".join(_blocks(story, **markup))}</div><div class="sc-3">{TEASERS}</div></div>',
    )


def endless(story: Story) -> str:
    """The next articles follow on the same page, each as long as the first."""
    other = "".join(
        f"<p>Paragraph {n} of an article that the reader has not asked for, and which is long enough to be taken for one."
        " It goes on for a second sentence, and for a third one after that.</p>"
        for n in range(12)
    )
    return page(
        story,
        f"<nav>{MENU}</nav><main><article class='full'>{_h1(story)}{''.join(_blocks(story))}"
        f"</article><article class='full'><h1>Quite another headline, on something else</h1>"
        f"{other}</article></main>",
    )


def walled(story: Story) -> str:
    """What subscribers alone may read stands in the page; around it the wall, the cookies and the newsletter."""
    blocks = list(_blocks(story))
    return page(
        story,
        '<div id="cookie-consent" class="cookie-banner"><p>We use cookies and similar methods to recognise visitors and to'
        " remember their preferences. You may accept all of them or choose.</p><button>Accept</button></div>"
        f"<header><ul>{MENU}</ul></header><main><article>{_h1(story)}{blocks[0]}"
        f'<div class="paywall">{"".join(blocks[1:])}<div class="subscribe-box"><h3>Read on with a subscription</h3>'
        "<p>Support the reporting of your valley for the price of a loaf.</p></div></div></article></main>",
        head=_meta,
    )


def boxed(story: Story) -> str:
    """Boxes between the paragraphs: a newsletter, the cards of other articles, a line to a channel."""
    box = (
        '<div class="newsletter-signup"><h4>Sign up for the morning letter</h4></div>'
        '<div class="card"><a href="/o"><img src="o.jpg"><h3>How the old quay was lost to the sea</h3></a></div>'
        '<p>Read more in our Telegram channel: <a href="https://t.me/courier">t.me/courier</a></p>'
    )
    return page(
        story,
        f"<main>{_h1(story)}<div class='content-body'>{''.join(_blocks(story, paragraph='<p>{}</p>' + box))}</div></main>",
    )


def microdata(story: Story) -> str:
    return page(
        story,
        f'<div itemscope itemtype="https://schema.org/NewsArticle"><div class="top"><ul>{MENU}</ul></div>'
        f'<h1 itemprop="headline">{html.escape(story["title"])}</h1>'
        f'<div itemprop="articleBody">{"".join(_blocks(story))}</div>'
        f'<div class="author-bio"><p>The writer has been with the Courier for many years and likes boats.</p></div></div>',
        head=_meta,
    )


def amp(story: Story) -> str:
    figure = '<figure><amp-img src="a.jpg" width="4" height="3"></amp-img><figcaption>{} {}</figcaption></figure>'
    return page(
        story,
        f'<amp-sidebar class="sidebar"><ul>{MENU}</ul></amp-sidebar><div class="amp-article">{_h1(story)}'
        f'<amp-social-share type="email"></amp-social-share><div class="amp-article-content">'
        f'{"".join(_blocks(story, figure=figure))}</div></div><div class="amp-related">{TEASERS}</div>',
    )


def doubled(story: Story) -> str:
    """The headline stands twice, a standfirst repeats the first paragraph, and hidden copies lie about."""
    first = first_paragraph(story)
    return page(
        story,
        f'<div style="display:none"><p>{html.escape(first)}</p></div><div class="head"><h2>{html.escape(story["title"])}</h2>{_h1(story)}'
        f'<p class="standfirst">{html.escape(first)}</p></div><div class="article-text"><span class="sr-only">Article text'
        f"</span>{''.join(_blocks(story))}</div>",
    )


def figures(story: Story) -> str:
    """Captions are small print under the picture, with the credit after a bar."""
    figure = '<p class="image"><img src="a.jpg"><br><small>{} | {}</small></p>'
    return page(
        story,
        f"<div class='page-head'><ul>{MENU}</ul></div><div id='article'>{_h1(story)}"
        f"{''.join(_blocks(story, figure=figure))}</div><div id='foot'><a href='/imprint'>Imprint</a></div>",
        head=_meta,
    )


_WALL = (
    ("footer", "Read on with a subscription"),
    ("footer", "Support the reporting of your valley for the price of a loaf."),
)
_BOX = (
    ("promo", "Sign up for the morning letter"),
    ("promo", "How the old quay was lost to the sea"),
    ("promo", "Read more in our Telegram channel: t.me/courier"),
)
_TEASERS = tuple(
    ("footer", words)
    for n in range(4)
    for words in (
        f"A headline of quite another story, number {n}",
        "What that other story is about, told in a line or two.",
    )
)
LAYOUTS = (
    Layout("semantic", semantic),
    Layout(
        "weblog",
        weblog,
        before=(("other", "1,204 views"), ("promo", "Facebook Email")),
        after=(("footer", "harbour, boats"),),
    ),
    Layout("divs", divs),
    Layout("breaks", breaks),
    Layout("components", components, between=(("promo", "Advertisement"),), after=_TEASERS),
    Layout("endless", endless),
    Layout("walled", walled, after=_WALL),
    Layout("boxed", boxed, between=_BOX),
    Layout("microdata", microdata),
    Layout("amp", amp),
    Layout("doubled", doubled, doubles_first=True),
    Layout("figures", figures),
)
