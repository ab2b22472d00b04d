"""From a feed's entry and its page to a story."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.errors import ArticleWalled, FetchFailed, FetchMissing, FetchRefused, Wall
from bot.domain.values import Article, Draft, Feed, FeedAnswer, Found, TextFrom
from bot.pipeline.composing import LONGEST, compose
from bot.pipeline.reading import Reader
from bot.store import SqlStore
from tests.store.samples import HOME, NOW, add_feed, add_story, entry
from tests.timers import SetClock

FEED = Feed(
    1, f"{HOME}/feed", "Example", None, "en", None, None, NOW, NOW, None, False, 0, None
)  # fmt: skip


def draft(content: str) -> Draft:
    found = replace(entry("1"), content=content)
    return Draft(1, FEED, found, f"{HOME}/1", NOW + timedelta(minutes=1), 0, False)


def test_a_text_without_end_is_cut_at_a_paragraph() -> None:
    """It would be ranked and searched for many seconds, for all that the reader sees of it."""
    paragraph = "The caravan reached the lake. " * 40
    reading = compose(draft(f"<p>{paragraph}</p>" * 200), None)
    assert LONGEST - len(paragraph) - 2 <= len(reading.text) <= LONGEST
    assert reading.text.endswith(paragraph.strip())


def test_a_text_without_paragraphs_is_cut_too() -> None:
    text = compose(draft("<p>News</p>" + "word " * 100_000), None).text
    assert LONGEST - 9 <= len(text) <= LONGEST


LONG, SHORT = "The caravan reached the lake. " * 20, "The caravan came."


def page(text: str = LONG, wall: Wall | None = None) -> Article:
    """A page with a text."""
    return Article(
        "Talks resume", text, None, False, None, None, "Example", HOME, None, None, "en", "77", wall
    )


@pytest.mark.parametrize(
    ("article", "wall", "feed", "from_page", "text_from"),
    [
        (page(), None, SHORT, True, TextFrom.PAGE),
        (page(SHORT), None, LONG, False, TextFrom.FEED),
        (page(""), None, SHORT, False, TextFrom.FEED),
        (None, None, SHORT, False, TextFrom.FEED),
        (page(SHORT, Wall.PAY), None, LONG, False, TextFrom.PAY),
        (page(LONG, Wall.PAY), None, SHORT, True, TextFrom.PAY),
        (None, Wall.PAY, SHORT, False, TextFrom.PAY),
        (None, Wall.CONSENT, SHORT, False, TextFrom.CONSENT),
        (None, Wall.BOTS, SHORT, False, TextFrom.BOTS),
    ],
)
def test_where_the_text_is_from(
    article: Article | None, wall: Wall | None, feed: str, from_page: bool, text_from: TextFrom
) -> None:
    reading = compose(draft(feed), article, wall)
    assert reading.text_from is text_from
    assert reading.text.strip() == (article.text if article and from_page else feed).strip()


MIDNIGHT = NOW.replace(hour=0, minute=0)
LATER = MIDNIGHT + timedelta(hours=15)


@pytest.mark.parametrize(
    ("of_feed", "of_page", "shown"),
    [
        ((MIDNIGHT, False), (LATER, True), (LATER, True)),
        ((MIDNIGHT, False), (LATER + timedelta(days=3), True), (MIDNIGHT, False)),
        ((MIDNIGHT, False), None, (MIDNIGHT, False)),
        ((LATER, True), (MIDNIGHT, False), (LATER, True)),
        (None, (MIDNIGHT, False), (MIDNIGHT, False)),
    ],
    ids=["the page knows the time", "another day", "a day alone", "the feed knows", "page only"],
)
def test_a_time_of_day_is_shown_where_one_is_known(
    of_feed: tuple[datetime, bool] | None,
    of_page: tuple[datetime, bool] | None,
    shown: tuple[datetime, bool],
) -> None:
    made = draft(SHORT)
    instant, has_time = of_feed or (None, True)
    made = replace(
        made,
        seen_at=NOW + timedelta(days=9),
        entry=replace(made.entry, published=instant, published_has_time=has_time),
    )
    article = page()
    if of_page:
        article = replace(article, published=of_page[0], published_has_time=of_page[1])
    reading = compose(made, article)
    assert (reading.published, reading.published_has_time) == shown


def test_a_walls_every_kind_has_its_place() -> None:
    assert {wall.value for wall in Wall} < {place.value for place in TextFrom}


class Pages:
    """A source of pages that fails."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def feed(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FeedAnswer:
        raise AssertionError(url)

    async def article(self, url: str) -> Article:
        raise self.error


@pytest.mark.parametrize(
    ("error", "waits"),
    [
        (FetchFailed("busy"), 5),
        (FetchFailed("busy", 20), 20),
        (FetchFailed("busy", 2), 5),
        (FetchFailed("busy", 3600), None),
        (FetchRefused("not so fast", 10), 10),
        (FetchRefused("no"), None),
        (FetchMissing("gone"), None),
        (ArticleWalled("pay first", Wall.PAY), None),
    ],
    ids=str,
)
async def test_a_host_is_asked_again_when_it_wants_and_soon_or_never(
    store: SqlStore, error: Exception, waits: float | None
) -> None:
    clock = SetClock(NOW)
    async with store.write() as unit:
        feed = await add_feed(unit)
        await unit.stories.found(feed, [Found(entry("1"), f"{HOME}/1")], NOW)
        (found,) = await unit.stories.drafts(NOW, 1)
    await Reader(store, Pages(error), clock).read_due(found.id, found.feed.id)
    async with store.read() as unit:
        if waits is None:
            (story,) = await unit.stories.latest(1)
            walled = isinstance(error, ArticleWalled)
            assert story.text_from is (TextFrom.PAY if walled else TextFrom.FEED)
        else:
            just_before = NOW + timedelta(seconds=waits - 0.1)
            assert await unit.stories.drafts(just_before, 1) == []
            assert len(await unit.stories.drafts(NOW + timedelta(seconds=waits), 1)) == 1


async def test_a_revision_whose_page_is_away_keeps_what_it_said(store: SqlStore) -> None:
    async with store.write() as unit:
        before = await add_story(unit)
    renamed = replace(entry("1"), title="Talks end", published=None, author=None)
    reading = compose(replace(draft(""), entry=renamed, story_id=before.id), None, None, before)
    assert reading.title == "Talks end"
    kept = (reading.text, reading.text_from, reading.origin, reading.publisher, reading.link)
    assert kept == (before.text, TextFrom.PAGE, before.origin, before.publisher, before.link)
