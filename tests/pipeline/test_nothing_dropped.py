"""Whatever people set and however long the bot is down: each story comes, once, and when it may."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.values import Chat, Mode, Pause, QuietHours, Sent, Story, Subscription
from bot.pipeline.digest_plans import next_digest, rezone, set_plan
from bot.pipeline.digesting import DigestMaker
from bot.pipeline.holding import HOUR, hold_back
from bot.pipeline.planning import decide
from bot.pipeline.silence import is_silent, silence
from bot.pipeline.waking import settle
from bot.store import SqlStore, open_store
from tests.databases import fast_folder
from tests.pipeline.composing import compose_due
from tests.store.samples import SOMEONE, add_story, subscribe
from tests.timers import SetClock

START = datetime(2026, 3, 27, 12, 0, tzinfo=UTC)
"""A Friday; that Sunday Berlin's clock goes forward."""
ZONES = ("UTC", "Europe/Berlin", "Europe/Istanbul", "America/Los_Angeles", "Pacific/Auckland")


@dataclass
class Life:
    """A person, the bot, and what came when."""

    store: SqlStore
    clock: SetClock
    subscription: Subscription
    numbers: count[int] = field(default_factory=lambda: count(1))
    wanted: dict[int, Mode] = field(default_factory=dict)
    cards: Counter[int] = field(default_factory=Counter)
    lines: Counter[int] = field(default_factory=Counter)
    rang: list[datetime] = field(default_factory=list)
    """When cards came since the limit was set."""
    was_capped: bool = False

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.clock.now()

    async def chat(self) -> Chat:
        """The person's chat."""
        async with self.store.read() as unit:
            chat = await unit.chats.get(SOMEONE.chat_id)
        assert chat is not None
        return chat

    async def stories(self, modes: list[Mode]) -> None:
        """Plan stories, and send what may go."""
        for mode in modes:
            await self.story(mode)
            await self.work()

    async def story(self, mode: Mode) -> None:
        """Plan a story as planning would, for a topic that arrives in a way."""
        async with self.store.write() as unit:
            story: Story = await add_story(unit, next(self.numbers), seen=self.now)
            self.wanted[story.id] = mode
            wanted = decide([(replace(self.subscription, mode=mode), ("syria",))])
            held = hold_back(wanted, await unit.silences.restraints([SOMEONE], self.now), self.now)
            await unit.deliveries.plan(story.id, held.planned, self.now)
            for place, times in held.rang.items():
                await unit.silences.rang(place, times)
            for place, at in held.rest.items():
                await unit.silences.rest([place], at)

    async def settings(self, **changed: object) -> None:
        """Change what a person may change of the chat."""
        async with self.store.write() as unit:
            chat = await unit.silences.lock(SOMEONE.chat_id)
            assert chat is not None
            if "zone" in changed:
                await rezone(unit, chat.id, str(changed["zone"]), self.now)
            if changed.pop("resume", False):
                changed["pause"] = chat.pause and chat.pause._replace(until=self.now)
            if "cap" in changed:
                self.rang.clear()
                self.was_capped |= changed["cap"] is not None
            await settle(unit, replace(chat, **changed), self.now)  # type: ignore[arg-type]  # own

    async def digest(self, time: str) -> None:
        """Set the digest's time, or turn it off."""
        async with self.store.write() as unit:
            plan = replace(await unit.digests.plan_of(SOMEONE), time=time)
            await set_plan(unit, replace(plan, next_at=next_digest(plan, self.now)), self.now)

    async def work(self) -> None:
        """Do all that is due, and look at what comes."""
        maker = DigestMaker(self.store, self.clock)
        while await compose_due(maker) or await self.send():
            pass
        chat = await self.chat()
        async with self.store.read() as unit:
            held = await unit.silences.held([chat.id])
            plan = await unit.digests.plan_of(SOMEONE)
        if held and not is_silent(chat.silence, self.now):
            assert self.was_capped, "nothing but a limit holds anything back now"
            assert plan.next_at or plan.rest_at, "and what it holds back will come"

    async def send(self) -> bool:
        """Send what may go; nothing while it is silent."""
        async with self.store.write() as unit:
            cards = await unit.deliveries.take(self.now, 1)
            digests = [] if cards else await unit.digests.take(self.now, 1)
            for card in cards:
                await unit.deliveries.sent(card.id, Sent(1), self.now)
                self.cards[card.story.id] += 1
                self.rang.append(self.now)
            for digest in digests:
                await unit.digests.sent(digest.id, Sent(1), self.now)
                assert digest.more == 0
                self.lines.update(story.id for story in digest.stories)
        if cards or digests:
            chat = await self.chat()
            assert not is_silent(silence(chat, self.now), self.now)
            assert chat.cap is None or sum(at > self.now - HOUR for at in self.rang) <= chat.cap
        return bool(cards or digests)

    async def run(self, minutes: int) -> None:
        """Let time pass, stopping wherever something is due."""
        until = self.now + timedelta(minutes=minutes)
        while self.now < until:
            chat = await self.chat()
            async with self.store.read() as unit:
                plan = await unit.digests.plan_of(SOMEONE)
            ends = chat.silence and chat.silence.end
            due = [at for at in (plan.next_at, plan.rest_at, ends) if at and at > self.now]
            self.clock.set(min([*due, until]))
            await self.work()

    async def down(self, minutes: int) -> None:
        """Let time pass with the bot down."""
        self.clock.advance(minutes=minutes)
        await self.work()

    async def end(self) -> None:
        """Call everything off, and see that all has come."""
        await self.settings(quiet=None, cap=None, resume=True)
        await self.work()
        await self.digest("08:00")
        await self.run(3 * 24 * 60)
        for story_id, mode in self.wanted.items():
            cards, lines = self.cards[story_id], self.lines[story_id]
            came = {Mode.INSTANT: {(1, 0), (0, 1)}, Mode.DIGEST: {(0, 1)},
                    Mode.BOTH: {(1, 1), (0, 1)}}[mode]  # fmt: skip
            assert (cards, lines) in came, (story_id, mode, cards, lines)


Step = tuple[str, object]
FIRST = st.tuples(st.sampled_from(["08:00", ""]), st.sampled_from([None, 1]))
"""When the digest comes, and the limit of cards an hour."""
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("stories"), st.lists(st.sampled_from(Mode), min_size=1, max_size=3)),
    st.tuples(st.just("stories"), st.integers(1, 4).map(lambda many: [Mode.INSTANT] * many)),
    st.tuples(st.just("run"), st.integers(1, 2000)),
    st.tuples(st.just("run"), st.integers(1, 30)),
    st.tuples(st.just("down"), st.integers(1, 3000)),
    st.tuples(st.just("digest"), st.sampled_from(["", "07:00", "08:00", "23:30", "02:30"])),
    st.tuples(st.just("quiet"), st.sampled_from([None, ("22:00", "07:00"), ("12:00", "02:30")])),
    st.tuples(st.just("pause"), st.none() | st.integers(1, 3000)),
    st.tuples(st.just("resume"), st.just(True)),
    st.tuples(st.just("cap"), st.none() | st.integers(1, 2)),
    st.tuples(st.just("zone"), st.sampled_from(ZONES)),
)


async def live(template: Path, first: tuple[str, int | None], steps: list[Step]) -> None:
    """Go through a life in a database of its own."""
    with tempfile.TemporaryDirectory(dir=fast_folder()) as folder:
        path = Path(folder) / "storywire.db"
        shutil.copyfile(template, path)
        store = open_store(f"sqlite:///{path}")
        async with store.write() as unit:
            life = Life(store, SetClock(START), await subscribe(unit))
        digest, cap = first
        await life.digest(digest)
        await life.settings(cap=cap)
        for name, value in steps:
            if name == "quiet":
                await life.settings(quiet=value and QuietHours(*value))  # type: ignore[misc]  # two
            elif name == "pause":
                until = value and life.now + timedelta(minutes=value)  # type: ignore[arg-type]
                await life.settings(pause=Pause(life.now, until))  # type: ignore[arg-type]
            elif name in {"resume", "cap", "zone"}:
                await life.settings(**{name: value})
            else:
                await getattr(life, name)(value)
            await life.work()
        await life.end()
        await store.close()


@settings(max_examples=12)
@given(FIRST, st.lists(STEPS, min_size=3, max_size=25))
def test_each_story_comes_once_and_when_it_may(
    sqlite_template: Path, first: tuple[str, int | None], steps: list[Step]
) -> None:
    asyncio.run(live(sqlite_template, first, steps))
