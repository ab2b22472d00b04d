"""Rows to begin with."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.ports import Unit
from bot.domain.values import (
    Anchor,
    ChatKind,
    DeliveryState,
    Entry,
    Feed,
    Found,
    Mode,
    Place,
    PlannedDelivery,
    Reading,
    Sentence,
    Story,
    StoryTerms,
    Subscription,
    Told,
)

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SOMEONE = Place(42)
HOME = "https://news.example.org"


def entry(guid: str | None = None, published: datetime | None = NOW) -> Entry:
    """An item of a feed."""
    return Entry(guid, "Talks resume", f"{HOME}/1", published, None, None, "Short.", None, "en")


def reading(link: str = f"{HOME}/1", title: str = "Talks resume", **changes: object) -> Reading:
    """What a page said."""
    plain = Reading(
        publisher_code=None,
        title=title,
        text="Talks on Syria resumed. They go on.",
        extract=(Sentence("Talks on Syria resumed.", 0, 0, 0), Sentence("They go on.", 1, 1, 0)),
        published=NOW,
        published_has_time=True,
        origin="Example Wire",
        author="A. Writer",
        publisher="Example News",
        home=HOME,
        link=link,
        lang="en",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # the field's own type


async def add_feed(unit: Unit, url: str = f"{HOME}/feed.xml") -> Feed:
    """A feed."""
    return (await unit.feeds.add(url, NOW))[0]


async def add_story(
    unit: Unit,
    number: int = 1,
    *,
    terms: Collection[str] = ("syria",),
    headline: Collection[str] = (),
    words: Mapping[str, str] | None = None,
    seen: datetime = NOW,
    backlog: bool = False,
    **changes: object,
) -> Story:
    """A story that was found and read."""
    feed = await add_feed(unit)
    link = f"{HOME}/{number}"
    found = [Found(entry(f"guid {number}"), link, backlog)]
    assert await unit.stories.found(feed, found, seen) == 1
    draft = next(one for one in await unit.stories.drafts(seen, 1_000) if one.link == link)
    told = reading(**({"link": link} | changes))  # type: ignore[arg-type]  # as above
    story = await unit.stories.read(
        draft.id, told, StoryTerms(frozenset(headline), frozenset(terms), words or {})
    )
    assert story is not None
    return story


async def subscribe(
    unit: Unit, place: Place = SOMEONE, topic: str = "syria", mode: Mode = Mode.INSTANT
) -> Subscription:
    """A place that subscribes to a word."""
    await unit.chats.ensure(place.chat_id, ChatKind.PRIVATE, "Someone", None, NOW)
    return (await unit.chats.subscribe(place, topic, topic, [Anchor(topic)], mode, NOW))[0]


def card(
    subscription: Subscription,
    state: DeliveryState = DeliveryState.PLANNED,
    *,
    in_digest: bool = False,
) -> PlannedDelivery:
    """A planned delivery to a subscription's place."""
    return PlannedDelivery(subscription.place, subscription.id, ("Syria",), state, in_digest)


async def plan_cards(
    unit: Unit, subscription: Subscription, numbers: Sequence[int], now: datetime = NOW
) -> list[Story]:
    """Stories with a card of each on its way to the subscription's place."""
    stories = [await add_story(unit, number) for number in numbers]
    for story in stories:
        await unit.deliveries.plan(story.id, [card(subscription)], now)
    return stories


async def waiting(unit: Unit, place: Place = SOMEONE, limit: int = 9) -> list[Story]:
    """Stories that wait for a place's digest."""
    return [one.story for one in await unit.digests.waiting(place, limit)]


def told(story: Story, number: int = 1, *hashes: int) -> Told:
    """What is kept of a story of an event that has ``number`` stories."""
    return Told(
        story.id, {"size": number}, {"exact": story.id}, frozenset({"syria", "marlow"}),
        frozenset({"syria"} if number == 1 else ()), frozenset(hashes),
    )  # fmt: skip
