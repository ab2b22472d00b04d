"""One story, one code: what people see when feeds repeat, correct and move their stories."""

from __future__ import annotations

import html
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from bot.pipeline.turns import Turns
from tests.feeds.serving import Server, answer, serving
from tests.world.world import World, opened

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NOON = datetime(2026, 6, 17, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    """A story as its publisher has it."""

    title: str
    text: str
    path: str
    guid: str | None
    published: datetime | None
    teaser: str = "In short."


@dataclass
class Press:
    """Publishers on a web server, and the world that reads them."""

    world: World
    server: Server

    async def add(self, path: str = "/feed", *, read: bool = True) -> None:
        """Let the bot read a feed from now on; it was empty at first, unless told otherwise."""
        assert self.world.bot is not None
        if read:
            self.show([], path)
        async with self.world.bot.store.write() as unit:
            await unit.feeds.add(self.server.url(path), self.world.clock.now())
        if read:
            await self.world.settle()

    def show(self, items: Sequence[Item], feed: str = "/feed") -> None:
        """Let the feed have these items, and each its page."""
        self.server.pages[feed] = answer(self._rss(items).encode(), "Content-Type: text/xml")
        for item in items:
            self.server.pages[item.path] = answer(_page(item).encode(), "Content-Type: text/html")

    async def publish(self, items: Sequence[Item], feed: str = "/feed", **later: float) -> None:
        """Show the items, and let the bot read the feed and send."""
        self.show(items, feed)
        await self.world.settle(**later or {"minutes": 20})

    async def codes(self) -> list[int]:
        """All codes that were given."""
        assert self.world.bot is not None
        async with self.world.bot.store.read() as unit:
            return sorted(story.code for story in await unit.stories.latest(100))

    def _rss(self, items: Sequence[Item]) -> str:
        return (
            '<rss version="2.0"><channel><title>Lake News</title>'
            f"<link>{self.server.url('/')}</link>{''.join(map(self._item, items))}</channel></rss>"
        )

    def _item(self, item: Item) -> str:
        link = f"<link>{html.escape(self.server.url(item.path))}</link>"
        guid = f"<guid isPermaLink='false'>{item.guid}</guid>" if item.guid else ""
        date = f"<pubDate>{format_datetime(item.published)}</pubDate>" if item.published else ""
        teaser = html.escape(item.teaser)
        title = html.escape(item.title)
        return (
            f"<item><title>{title}</title>{link}{guid}{date}"
            f"<description>{teaser}</description></item>"
        )


def _page(item: Item) -> str:
    paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in item.text.split("\n\n"))
    title = html.escape(item.title)
    return (
        f"<html lang='en'><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"{paragraphs}</article></body></html>"
    )


def story(number: int, about: str = "Syria", **changes: object) -> Item:
    """A story about something."""
    text = (
        f"Talks on {about} went on in the lakeside town of Marlow, the mediators of round {number} "
        "said on Tuesday. Both sides agreed to open two roads before the winter comes.\n\n"
        f"The next round of the talks after round {number} begins in a week. A spokeswoman called "
        "the mood sober, the work long and the coffee of the old hotel strong enough for both."
    )
    plain = Item(
        f"{about} talks in Marlow, round {number}", text, f"/news/{number}", f"id-{number}",
        NOON + number * timedelta(minutes=1),
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]  # the field's own type


@pytest.fixture
async def press(tmp_path: Path, database_url: str) -> AsyncIterator[Press]:
    async with serving() as server, opened(tmp_path, database_url, server.host) as world:
        yield Press(world, server)


SIX = [story(number) for number in range(1, 7)]


async def test_a_story_rings_once_whatever_its_feed_makes_of_it(press: Press) -> None:
    """A guid that changed, a comment counter, white space: nothing that a reader would call new."""
    anna = press.world.chat(42)
    await anna.say("/subscribe Syria")
    await press.add()
    for item in (
        story(1),
        story(1),
        story(1, guid="another"),
        story(1, guid=None),
        story(1, teaser="In  short.\n"),
        story(1, path="/news/1?utm_source=feed", guid="third"),
    ):
        await press.publish([item])
    assert len(await anna.cards()) == 1
    assert await press.codes() == [1001]


async def test_a_corrected_story_keeps_its_code_and_rings_where_it_is_new(press: Press) -> None:
    anna, boris, clara = (press.world.chat(number) for number in (42, 43, 44))
    await anna.say("/subscribe Syria")
    await boris.say("/subscribe Iraq")
    await press.add()
    await press.publish([story(1)])
    assert [len(await person.cards()) for person in (anna, boris)] == [1, 0]
    # who follows the topic since is not told of a correction as if it were news
    await clara.say("/subscribe Syria")

    told = story(1).text.replace("Talks on Syria", "Talks on Syria and Iraq")
    await press.publish([story(1, title="Talks on Syria and Iraq in Marlow", text=told)])
    assert [len(await person.cards()) for person in (anna, boris, clara)] == [1, 1, 0]
    assert await press.codes() == [1001]
    shown = (await anna.say("1001"))["caption"]
    assert shown.startswith("Talks on Syria and Iraq in Marlow")
    assert "Talks on Syria and Iraq went on" in shown

    # back again: boris has it already
    await press.publish([story(1)])
    await press.publish([story(1, title="Talks on Syria and Iraq in Marlow")])
    assert [len(await person.cards()) for person in (anna, boris, clara)] == [2, 1, 0]


async def test_a_correction_of_old_news_is_none(press: Press) -> None:
    boris = press.world.chat(43)
    await boris.say("/subscribe Iraq")
    await press.add()
    await press.publish([story(1)])
    await press.publish([story(1, title="Talks on Syria and Iraq in Marlow")], days=3)
    assert await boris.cards() == []
    assert "Iraq" in (await boris.say("1001"))["caption"]


async def test_a_page_that_is_gone_leaves_the_text_that_was_read(press: Press) -> None:
    anna = press.world.chat(42)
    await press.add()
    await press.publish([story(1)])
    changed = story(1, title="Marlow talks, the first round")
    press.show([changed])
    press.server.pages["/news/1"] = answer(b"away", status="404 Not Found")
    await press.world.settle(minutes=20)
    shown = (await anna.say("1001"))["caption"]
    assert shown.startswith("Marlow talks, the first round")
    assert "lakeside town of Marlow" in shown


async def test_all_guids_and_then_all_addresses_change(press: Press) -> None:
    anna = press.world.chat(42)
    await anna.say("/subscribe Syria")
    await press.add()
    await press.publish(SIX)
    assert len(await anna.cards()) == 6
    await press.publish([replace(item, guid=f"new-{n}") for n, item in enumerate(SIX)])
    moved = [replace(item, guid=f"x{n}", path=f"/2026/{n}.html") for n, item in enumerate(SIX)]
    await press.publish(moved)
    await press.publish([story(7), *moved])
    assert len(await anna.cards()) == 7
    assert await press.codes() == list(range(1001, 1008))


async def test_a_flood_of_old_stories_goes_to_the_archive(press: Press) -> None:
    """A site that moved and lost its headlines on the way: nothing of it can be known again."""
    anna = press.world.chat(42)
    await anna.say("/subscribe Syria")
    await press.add()
    await press.publish(SIX, hours=1)
    before = len(await anna.cards())
    flood = [
        replace(
            item, guid=f"x{n}", path=f"/x/{n}", title=f"Syria, {item.title.lower()}, by Lake News"
        )
        for n, item in enumerate(SIX)
    ]
    news = story(9, published=NOON + 2 * HOUR)
    await press.publish([news, *flood], hours=1)
    assert [card.splitlines()[0] for card in (await anna.cards())[before:]] == [news.title]
    assert len(await press.codes()) == 13


async def test_a_guid_that_all_share_hides_no_story(press: Press) -> None:
    anna = press.world.chat(42)
    await anna.say("/subscribe Syria")
    await press.add()
    shared = [replace(item, guid="news") for item in SIX]
    await press.publish(shared[:2])
    await press.publish(shared)
    await press.publish(shared[::-1])
    assert len(await anna.cards()) == 6


async def test_another_feed_with_the_page_for_phones_rings_no_more(press: Press) -> None:
    anna = press.world.chat(42)
    await anna.say("/subscribe Syria")
    await press.add()
    await press.add("/section")
    await press.publish([story(1)])
    twin = story(1, guid="section-1", path="/news/1/amp/", title="Section: Syria talks")
    await press.publish([twin], "/section")
    assert len(await anna.cards()) == 1
    assert await press.codes() == [1001]


async def test_a_feed_that_joins_sends_nothing_older_than_a_day(press: Press) -> None:
    anna, boris = press.world.chat(42), press.world.chat(43)
    await anna.say("/subscribe Syria")
    await boris.press(await boris.say("/subscribe Syria"), "Digest")
    now = press.world.clock.now()
    press.show(
        [
            story(1, published=now - HOUR, title="Syria: an hour old"),
            story(2, published=now - 23 * HOUR, title="Syria: nearly a day old"),
            story(3, published=now - 25 * HOUR, title="Syria: over a day old"),
            story(4, published=now - 90 * DAY, title="Syria: months old"),
            story(5, published=None, title="Syria: undated"),
        ]
    )
    await press.add(read=False)
    await press.world.settle()
    titles = sorted(card.splitlines()[0] for card in await anna.cards())
    assert titles == ["Syria: an hour old", "Syria: nearly a day old"]
    before = len(await boris.texts())
    await press.world.settle(days=1)
    (digest,) = (await boris.texts())[before:]
    assert "nearly a day old" in digest
    assert "over a day old" not in digest
    assert "undated" not in digest
    # and yet they are all there to be found
    assert len(await press.codes()) == 5
    assert "months old" in (await anna.say("/latest"))["text"]


async def test_codes_follow_the_order_of_publication(press: Press) -> None:
    assert press.world.bot is not None
    engine = press.world.bot.engine
    # on a busy machine a story may take longer than the next would wait for it
    engine.reader = replace(engine.reader, turns=Turns(patience=60.0))
    await press.add()
    await press.publish(SIX[::-1])
    async with press.world.bot.store.read() as unit:
        newest = await unit.stories.latest(9)
    assert [story.title[-1] for story in newest] == ["6", "5", "4", "3", "2", "1"]
    assert [story.code for story in newest] == [1006, 1005, 1004, 1003, 1002, 1001]


async def test_a_feed_that_joins_sends_three_at_most(press: Press) -> None:
    anna = press.world.chat(42)
    await anna.say("/subscribe Syria")
    now = press.world.clock.now()
    press.show([story(n, published=now - n * HOUR) for n in range(1, 9)])
    await press.add(read=False)
    await press.world.settle()
    assert sorted(card.splitlines()[0][-1] for card in await anna.cards()) == ["1", "2", "3"]


async def test_a_date_ahead_becomes_the_time_seen(press: Press) -> None:
    anna = press.world.chat(42)
    await anna.say("/subscribe Syria")
    await press.add()
    await press.publish([story(1, published=NOON + 30 * DAY)])
    (card,) = await anna.cards()
    assert "17 Jun 2026 - 12:20" in card


async def test_a_page_for_subscribers_leaves_the_feeds_text(press: Press) -> None:
    anna = press.world.chat(42)
    await anna.say("/subscribe Syria")
    await press.add()
    teaser = story(1).text.split("\n\n")[0]
    item = story(1, teaser=teaser)
    press.show([item])
    press.server.pages["/news/1"] = answer(b"no", status="403 Forbidden")
    await press.world.settle(minutes=20)
    (card,) = await anna.cards()
    assert "Extract from the feed" in card
    assert "lakeside town of Marlow" in card
