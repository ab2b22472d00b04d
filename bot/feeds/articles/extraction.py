"""An article's page to values: trafilatura finds the text, the page's own statements the rest."""

from __future__ import annotations

from bot.domain.errors import ArticleError, ArticleWalled, Wall
from bot.domain.values import Article
from bot.feeds.articles import (
    body,
    bylines,
    codes,
    headlines,
    metadata,
    origins,
    pages,
    publication,
    publishers,
    structured,
    teasers,
    walls,
)
from bot.feeds.articles.blocks import blocks
from bot.text import language
from bot.text.html import one_line

SHORTEST = 20
"""Characters below which a text is no article, unless the page marks it as its article's body."""

_WALLED = {
    Wall.BOTS: "The site asks visitors to prove they are human, so the article cannot be read. "
    "Open it in a browser.",
    Wall.CONSENT: "The site asks visitors to agree to something first, so the article cannot be "
    "read. Open it in a browser.",
    Wall.PAY: "The article is for subscribers of the site only. Open it in a browser.",
}
_LABEL = 200
"""Characters; what a longer block says of codes is a story's."""
_TELLING = 300
_MUCH = 1500
"""Characters that tell a language as well as all of them."""


def extract(page: bytes | str, *, url: str | None, content_type: str | None = None) -> Article:
    """Extract the article of a page that came from ``url``. Raises ArticleError.

    Takes about 20 ms, up to 2 s on hostile pages, and holds the CPU: not for the event loop.
    """
    text = pages.text_of(page, content_type)
    root = pages.parsed(text)
    facts = structured.read(root)
    seen = blocks(root)
    if wall := walls.before_all(text, root, facts, seen):
        raise ArticleWalled(_WALLED[wall], wall)
    publisher = publishers.name(root, facts, seen, url)
    title = headlines.title(root, facts, publisher, url)
    heading = headlines.heading_of(root, title)
    shown = headlines.text_of(heading) if heading is not None else title
    lines = bylines.below(seen, shown)
    byline = bylines.byline(root)
    authors = bylines.authors(root, facts, publisher, heading, lines)
    dated = publication.find(root, facts, url, heading, lines)
    canonical = metadata.canonical_link(root, facts, url)
    found = [text for text in body.paragraphs(root, facts) if text not in {title, shown, byline}]
    around = [*lines, *bylines.behind(seen, found)]
    origin = origins.find(found, byline, around, facts, publisher, agency=authors.agency)
    article = body.tidied(found)
    wall = None
    if teasers.is_teaser(root, facts, article, seen):
        wall = Wall.PAY
        article = body.tidied([part for part in found if not teasers.is_notice(part)])
    least = 1 if root.xpath("//*[@itemprop='articleBody']") else SHORTEST
    if len(article) < least:
        raise ArticleWalled(_WALLED[wall], wall) if wall else ArticleError(_nothing(title))
    labels = "\n".join(b.text for b in seen if len(b.text) <= _LABEL)
    code = codes.find(labels, facts, (canonical, url))
    return Article(
        title=title,
        text=article,
        published=dated.instant if dated else None,
        published_has_time=bool(dated and dated.has_time),
        author=origin.author or ", ".join(authors.names) or None,
        origin=origin.name,
        publisher=publisher,
        home=publishers.home_page(facts, url or canonical),
        image=metadata.image(root, facts, url or canonical),
        canonical_url=canonical,
        lang=_language(metadata.stated_language(root, facts), article),
        publisher_code=code or codes.of_system(root),
        wall=wall,
    )


def _language(stated: str | None, article: str) -> str | None:
    """Return the stated language, unless the text is long enough to show another."""
    if stated and len(article) < _TELLING:
        return stated
    return language.settle(article[:_MUCH], stated)


def _nothing(title: str | None) -> str:
    named = f" “{one_line(title)[:80]}”" if title else ""
    return f"No article was found in the page{named}. Open it in a browser."
