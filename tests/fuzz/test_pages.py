"""Whatever the page, extraction gives an article or an ArticleError."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import ArticleError
from bot.domain.values import Article
from bot.feeds.articles.extraction import extract
from tests.hostile import documents as d

SEEDS = (
    d.article(), d.RUSSIAN, d.LAUGHING, d.BOT_WALL,
    d.article(head=d.TITLED + d.linked('{"@type":"NewsArticle","headline":"Harbour","author":[]}')),
    d.article(head=d.TITLED + d.ODD_METADATA),
)  # fmt: skip
PIECES = st.one_of(
    st.sampled_from(
        [
            b"<p>", b"</p>", b"<div itemprop='articleBody'>", b"<article>", b"</article>", b"<!--",
            b"<script type='application/ld+json'>", b"</script>", b'{"@graph":[', b"]}", b"&#0;",
            b"<meta charset=utf-16>", b"<meta property='og:title' content='", b"<time datetime='",
            b"2026-02-30T25:61", b"<base href='http://['>", b"<link rel=canonical href='", b"\0",
            b"Story Code: 309076", b"<title>", b"<body", b"<html lang='xx-", b"\xff", b"<![CDATA[",
        ]
    ),
    st.binary(max_size=8),
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.data(), st.sampled_from(SEEDS), st.integers(1, 5))
def test_mutated_pages(data: st.DataObject, page: bytes, changes: int) -> None:
    for _ in range(changes):
        start = data.draw(st.integers(0, len(page)))
        stop = data.draw(st.integers(start, min(len(page), start + 200)))
        page = page[:start] + data.draw(PIECES) + page[stop:]
    with suppress(ArticleError):
        article = extract(page, url="https://news.example.org/a/309076/x", content_type="text/html")
        assert isinstance(article, Article)
        assert article.text.strip()
        for link in (article.canonical_url, article.image, article.home):
            assert link is None or link.startswith(("http://", "https://"))


@settings(deadline=None, max_examples=30)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    with suppress(ArticleError):
        extract(data, url=None)
