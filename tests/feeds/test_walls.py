"""Walls are told from articles, and articles about walls from walls."""

from __future__ import annotations

import time

import pytest

from bot.domain.errors import ArticleError, ArticleWalled, Wall
from bot.feeds.articles import walls
from bot.feeds.articles.extraction import extract
from tests.feeds.wall_pages import ASKS, BOTS, CONSENT, OPENING, PAY, READABLE

URL = "https://news.example.org/harbour"


@pytest.mark.parametrize("page", BOTS.values(), ids=BOTS.keys())
def test_walls_against_bots(page: str) -> None:
    assert walls.recognise(page) is Wall.BOTS
    with pytest.raises(ArticleWalled, match="human") as caught:
        extract(page, url=URL)
    assert caught.value.wall is Wall.BOTS


@pytest.mark.parametrize("page", CONSENT.values(), ids=CONSENT.keys())
def test_consent_walls(page: str) -> None:
    assert walls.recognise(page) is Wall.CONSENT
    with pytest.raises(ArticleWalled, match="agree") as caught:
        extract(page, url=URL)
    assert caught.value.wall is Wall.CONSENT


@pytest.mark.parametrize("page", PAY.values(), ids=PAY.keys())
def test_a_teaser_is_kept_and_marked(page: str) -> None:
    assert walls.recognise(page) is Wall.PAY
    article = extract(page, url=URL)
    assert article.wall is Wall.PAY
    assert any(article.text.startswith(opening[:40]) for opening in OPENING.values())
    assert not any(ask in article.text for asks in ASKS.values() for ask in asks)


def test_a_paywall_without_a_teaser() -> None:
    page = PAY["json-ld false"].replace(OPENING["en"], "")
    with pytest.raises(ArticleWalled, match="subscribers") as caught:
        extract(page, url=URL)
    assert caught.value.wall is Wall.PAY


def test_what_is_for_subscribers_is_not_read_around_the_wall() -> None:
    """Some ship the whole text to search engines only."""
    body = OPENING["en"] * 20
    page = PAY["json-ld false"].replace('"headline"', f'"articleBody":"{body}","headline"')
    article = extract(page, url=URL)
    assert (article.text, article.wall) == (OPENING["en"], Wall.PAY)


@pytest.mark.parametrize("page", READABLE.values(), ids=READABLE.keys())
def test_what_is_no_wall(page: str) -> None:
    assert walls.recognise(page) is None
    found: object = None
    try:
        found = extract(page, url=URL).wall
    except ArticleWalled as error:
        found = error
    except ArticleError:
        assert not page.count("<article>")
    assert found is None


@pytest.mark.parametrize(
    "page",
    ["<html><head><title>Access Denied</title></head><body><p>Go away.</p></body></html>",
     "<p>Go away.</p>", "", " ", "<", "<!-- -->"],
)  # fmt: skip
def test_one_word_is_no_wall(page: str) -> None:
    assert walls.recognise(page) is None


@pytest.mark.parametrize(
    "page",
    ["<div class=paywall>" * 15_000, "<form action='" * 60_000, "permission to access " * 40_000,
     "<p>we " + "use " * 200_000, "<h1>before you continue to " * 10_000, "<a>" * 15_000,
     "Subscribe " * 40_000, "برای ادامه " * 50_000],
    ids=["depth", "forms", "denied", "one long", "headings", "links", "words", "persian"],
)  # fmt: skip
def test_hostile_pages_cost_little(page: str) -> None:
    """Two seconds are far above what any takes, and far below quadratic time."""
    began = time.process_time()
    walls.recognise(page)
    assert time.process_time() - began < 2
