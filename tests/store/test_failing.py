"""Messages that could not be sent are listed, and sent after all when somebody says so."""

from __future__ import annotations

from datetime import date

from bot.domain.values import DeliveryState, Failure, Mode, Place
from bot.store import SqlStore
from tests.store.samples import HOUR, NOW, add_story, card, plan_cards, subscribe

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
