"""The law of events: each story that matches is told once in a place, by a card or an also-line."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from bot import topics
from bot.domain.values import Draft, Mode, Place, Sent, Story
from bot.pipeline.planning import plan
from bot.store import SqlStore
from tests.store.samples import HOME, NOW, add_story, entry, subscribe, told
from tests.timers import SetClock

PLACES = {
    Place(1): Mode.INSTANT, Place(2): Mode.BOTH, Place(2, 7): Mode.INSTANT, Place(3): Mode.INSTANT,
}  # fmt: skip
EVERY = 3
"""A chat that wants every source."""
STEP = timedelta(seconds=7)


class Town:
    """Places, what their cards show, and a day of news."""

    def __init__(self, store: SqlStore, chance: Random) -> None:
        self.store = store
        self.chance = chance
        self.clock = SetClock(NOW)
        self.shown: dict[int, tuple[Place, list[int]]] = {}
        self.refused: set[tuple[Place, int]] = set()
        self.events: dict[int, int] = {}
        self.sizes: Counter[int] = Counter()
        self.published: list[Story] = []

    async def publish(self) -> None:
        """A story of one of three events is read and planned."""
        number, event = len(self.published), self.chance.randrange(3)
        async with self.store.write() as unit:
            story = await add_story(unit, number, publisher=f"Source {number}")
            self.sizes[event] += 1
            of_event = told(story, self.sizes[event])
            found = await unit.events.keep(self.events.get(event), of_event, NOW)
            self.events[event] = found
            story = replace(story, event_id=found)
            (feed,) = await unit.feeds.all()
            draft = Draft(0, feed, entry(), f"{HOME}/{number}", NOW, 0, backlog=False)
            document = topics.Document.of(
                title=story.title, text=story.text, lang="en", source=story.publisher
            )
            assert await plan(unit, draft, story, document, self.clock.now()) == len(PLACES)
        self.published.append(story)

    async def send(self) -> int:
        """What is planned is sent; now and then it waits or is refused."""
        now = self.clock.now()
        async with self.store.write() as unit:
            cards = await unit.deliveries.take(now, self.chance.randrange(1, 4))
        if self.chance.random() < 0.3:
            await self.publish()  # while they are on their way
        for card in cards:
            luck = self.chance.random()
            async with self.store.write() as unit:
                if luck < 0.15:
                    await unit.deliveries.later(card.id, now + STEP, "flood")
                elif luck < 0.25:
                    await unit.deliveries.failed(card.id, "broken")
                    self.refused.add((card.place, card.story.code))
                else:
                    await unit.deliveries.sent(card.id, Sent(card.id), now)
                    codes = [card.story.code, *(one.code for one in card.also)]
                    self.shown[card.id] = card.place, codes
        return len(cards)

    async def edit(self) -> int:
        """What is due is edited; now and then Telegram's answer is lost."""
        now = self.clock.now()
        async with self.store.write() as unit:
            edits = await unit.deliveries.take_edits(
                now, now + 3 * STEP, self.chance.randrange(1, 4)
            )
        if self.chance.random() < 0.3:
            await self.publish()
        for edit in edits:
            codes = [edit.story.code, *(one.code for one in edit.also)]
            self.shown[edit.delivery_id] = edit.place, codes
            if self.chance.random() < 0.8:
                async with self.store.write() as unit:
                    await unit.deliveries.edited(edit)
        return len(edits)


@pytest.mark.parametrize("seed", range(6))
async def test_each_story_is_told_once_in_each_place(store: SqlStore, seed: int) -> None:
    chance = Random(seed)
    town = Town(store, chance)
    async with store.write() as unit:
        for place, mode in PLACES.items():
            await subscribe(unit, place, mode=mode)
        await unit.chats.set_every_source(EVERY, True)
    for _ in range(30):
        await chance.choice([town.publish, town.send, town.edit])()
        town.clock.advance(seconds=STEP.total_seconds())
    quiet = 0
    while quiet < 8:
        quiet = 0 if await town.send() + await town.edit() else quiet + 1
        chance.random = lambda: 0.5  # type: ignore[method-assign]  # nothing fails any more
        town.clock.advance(seconds=STEP.total_seconds())

    codes = {story.code for story in town.published}
    events = {story.code: story.event_id for story in town.published}
    for place in PLACES:
        cards = [shown for where, shown in town.shown.values() if where == place]
        had = Counter(code for shown in cards for code in shown)
        refused = {code for where, code in town.refused if where == place}
        assert had == Counter(codes - refused), place
        rang = defaultdict(list)
        for shown in cards:
            rang[events[shown[0]]].append(shown[0])
        if place.chat_id == EVERY:
            assert all(len(shown) == 1 for shown in cards)
        else:
            assert all(len(first) == 1 for first in rang.values())
