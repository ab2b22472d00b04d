"""Documents of an invented feed, poll by poll."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.ports import Unit
from bot.domain.values import Draft, Entry, Feed, FeedAnswer, ParsedFeed, Reading, StoryTerms
from bot.pipeline.identity import UNTITLED
from bot.pipeline.recognising import keep, read_items

SITE = "https://news.example.org"
NOON = datetime(2026, 6, 17, 12, 0, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEXT = "The harbour reopened on Monday after a winter of repairs, the port authority said."


def item(number: int, **changes: object) -> Entry:
    """The feed's item of a number: as all are, but for the changes."""
    plain = Entry(
        guid=f"{SITE}/?p={number}",
        title=f"Harbour report number {number}",
        link=f"{SITE}/news/{number}",
        published=NOON - 2 * HOUR + number * timedelta(minutes=1),
        updated=None,
        author=None,
        summary=f"{TEXT} It was report {number}.",
        content=None,
        lang="en",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # the field's own type


def document(*entries: Entry) -> FeedAnswer:
    """A feed of these items."""
    return FeedAnswer(ParsedFeed("Harbour News", SITE, "en", entries), None, None, f"{SITE}/feed")


async def added(
    unit: Unit, *, at: datetime = NOON - 24 * HOUR, read: bool = True, number: int = 0
) -> Feed:
    """A feed; one that was read before, and brought nothing, unless told otherwise."""
    url = f"{SITE}/feed/{number}" if number else f"{SITE}/feed"
    feed, _ = await unit.feeds.add(url, at)
    return replace(feed, first_read_at=at, last_good_at=at) if read else feed


async def polled(unit: Unit, feed: Feed, entries: Sequence[Entry], now: datetime = NOON) -> int:
    """Let a poll bring a document; return how many stories were new."""
    return await keep(unit, feed, await read_items(feed, document(*entries), now), now)


async def waiting(unit: Unit, now: datetime = NOON) -> list[Draft]:
    """What is to be read, new or anew."""
    return await unit.stories.drafts(now + 99 * HOUR, 1_000)


async def told(unit: Unit) -> list[tuple[int, str]]:
    """Read all that waits, as if no page could be read; return codes and titles, as read."""
    found = []
    for draft in await waiting(unit):
        reading = as_read(draft)
        if draft.story_id is None:
            story = await unit.stories.read(draft.id, reading, StoryTerms())
        else:
            both = await unit.stories.revise(draft.id, reading, StoryTerms(), NOON)
            story = both[1] if both else None
        if story is not None:
            found.append((story.code, story.title))
    return found


def as_read(draft: Draft) -> Reading:
    """What a draft's feed alone says."""
    entry = draft.entry
    return Reading(
        publisher_code=None,
        title=entry.title or UNTITLED,
        text=entry.summary or "",
        extract=(),
        published=entry.published,
        published_has_time=True,
        origin=None,
        author=None,
        publisher=None,
        home=None,
        link=draft.link,
        lang="en",
    )
