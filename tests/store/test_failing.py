"""Messages that could not be sent are listed, and sent after all when somebody says so."""

from __future__ import annotations

from datetime import date

from bot.domain.values import DeliveryState, Failure, Found, Mode, Place
from bot.store import SqlStore
from bot.store.drafts import SAME
from tests.store.samples import (
    HOME,
    HOUR,
    NOW,
    add_feed,
    add_story,
    card,
    entry,
    plan_cards,
    subscribe,
)

THREAD = Place(42, 7)


async def test_cards_and_digests_that_failed_are_listed_the_latest_first(store: SqlStore) -> None:
    async with store.write() as unit:
        assert await unit.upkeep.failures(9) == []
        (story,) = await plan_cards(unit, await subscribe(unit), [1])
        (taken,) = await unit.deliveries.take(NOW, 9)
        await unit.deliveries.failed(taken.id, "message is too long")
        held = card(
            await subscribe(unit, THREAD, mode=Mode.DIGEST), DeliveryState.HELD, in_digest=True
        )
        await unit.deliveries.plan(story.id, [held], NOW)
        assert await unit.digests.compose(THREAD, date(2026, 3, 29), [story.id], NOW + HOUR)
        (digest,) = await unit.digests.take(NOW + HOUR, 9)
        await unit.digests.failed(digest.id, "broken")
        of_digest = Failure(
            f"digest {digest.id}", THREAD, "2026-03-29", NOW + HOUR, "broken", gone=False
        )
        of_card = Failure(
            f"card {taken.id}", taken.place, f"{story.code} Talks resume", NOW,
            "message is too long", gone=False,
        )  # fmt: skip
        assert await unit.upkeep.failures(9) == [of_digest, of_card]
        assert await unit.upkeep.failures(1) == [of_digest]
        await unit.chats.gone(42)
        assert [one.gone for one in await unit.upkeep.failures(9)] == [True, True]


async def test_stories_that_were_given_up_are_listed_and_read_after_all(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        found = [Found(entry(f"guid {n}"), f"{HOME}/{n}", backlog=False) for n in (1, 2)]
        await unit.stories.found(feed, found, NOW)
        first, second = await unit.stories.drafts(NOW, 9)
        await unit.stories.drop(first.id, "ValueError: no\nlength")
        await unit.stories.drop(second.id, SAME + HOME)
        failure = Failure(
            f"story {first.id}", Place(0), f"{feed.url}: {HOME}/1", NOW, "ValueError: no length",
            gone=False,
        )  # fmt: skip
        assert await unit.upkeep.unread(9) == [failure]
        assert await unit.upkeep.failures(9) == []
        assert await unit.stories.drafts(NOW, 9) == []
        names = [failure.name, f"story {second.id}", f"card {first.id}"]
        assert await unit.upkeep.retry(names, NOW + HOUR) == [failure.name]
        assert await unit.upkeep.unread(9) == []
        (again,) = await unit.stories.drafts(NOW + HOUR, 9)
        assert (again.id, again.entry, again.attempts) == (first.id, first.entry, 0)


async def test_what_failed_is_sent_after_all(store: SqlStore) -> None:
    async with store.write() as unit:
        one, other = await subscribe(unit), await subscribe(unit, Place(43))
        story = await add_story(unit)
        await unit.deliveries.plan(story.id, [card(one), card(other)], NOW)
        first, second = await unit.deliveries.take(NOW, 9)
        for taken in (first, second):
            await unit.deliveries.failed(taken.id, "broken")
        assert await unit.deliveries.take(NOW, 9) == []
        names = [f"card {first.id}", f"digest {first.id}", "card 999"]
        assert await unit.upkeep.retry(names, NOW + HOUR) == [f"card {first.id}"]
        (again,) = await unit.deliveries.take(NOW + HOUR, 9)
        assert (again.id, again.attempts) == (first.id, 0)
        assert await unit.upkeep.retry(None, NOW + HOUR) == [f"card {second.id}"]
        assert [one.id for one in await unit.deliveries.take(NOW + HOUR, 9)] == [second.id]
        assert await unit.upkeep.retry(None, NOW + HOUR) == []
