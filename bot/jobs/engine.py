"""The engine of one process: APScheduler finds what is due, crews do it.

All truth is in the database's due times, so the clock's ticks may come twice or late without harm.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.domain.ports import Clock, DeliveryTable, DigestTable, Store, Unit
from bot.domain.values import CardEdit, Delivery, Digest, Draft, Feed
from bot.jobs.crew import Crew
from bot.pipeline.digesting import DigestMaker
from bot.pipeline.editing import Editor
from bot.pipeline.notifying import Notifier
from bot.pipeline.planning import Planner
from bot.pipeline.polling import Poller
from bot.pipeline.reading import Reader
from bot.pipeline.reanchoring import reanchor
from bot.pipeline.sending import Outbox
from bot.summaries.events import COUNTED, WINDOW

log = logging.getLogger(__name__)

KEEP = timedelta(days=30)
"""How long texts of stories are kept, and what was sent to whom."""
FORGOTTEN = 100
"""How many are forgotten in one transaction: others wait meanwhile."""
GRACE = 8.0
"""Seconds that sends in flight get to end when the process is asked to stop."""


Step = Callable[[], Coroutine[Any, Any, object]]
Item = TypeVar("Item", Delivery | Digest, CardEdit)


@dataclass
class Engine:
    """Polls, reads, composes digests and sends, until it is stopped."""

    store: Store
    clock: Clock
    poller: Poller
    reader: Reader
    digests: DigestMaker
    outbox: Outbox
    notifier: Notifier | None = None
    """Tells of feeds that need somebody; None where nobody listens."""
    full: Callable[[], Collection[int]] = frozenset
    """Returns the chats that may not be written to for a while."""
    tick: float = 1.0
    """Seconds between two looks at what is due."""
    polls: Crew = field(default_factory=lambda: Crew("poll", 16))
    reads: Crew = field(default_factory=lambda: Crew("read", 8))
    sends: Crew = field(default_factory=lambda: Crew("send", 32))
    edits: Crew = field(default_factory=lambda: Crew("edit", 8))
    """Apart from ``sends``: edits leave last, and may not hold up their chats' cards."""
    ticks: Crew = field(default_factory=lambda: Crew("job", 3))

    def __post_init__(self) -> None:
        """Let edits of cards go the way that cards go, and plan as its reader does."""
        outbox = self.outbox
        self.editor = Editor(outbox.store, outbox.sender, outbox.clock, outbox.reach)
        self.planner = Planner(self.store, self.clock)

    async def poll_due(self) -> int:
        """Start polling the feeds that are due, one of a host at a time; return how many."""
        if self.polls.free < self.polls.size // 4:
            return 0  # to ask the database anew after each poll would cost as much as the polls
        hosts = {key for key in self.polls.busy if isinstance(key, str)}
        started = 0
        limit = 2 * self.polls.size  # half of it may be at work already
        while self.polls.free:
            busy = self.polls.busy
            async with self.store.read() as unit:
                # leaving busy hosts out here: one host's many feeds would fill the answer
                due = await unit.feeds.due(self.clock.now(), limit, but_hosts=hosts)
            begun = self._start_polls(due, hosts, busy)
            started += begun
            if not begun or len(due) < limit:
                break
        return started

    async def poll_on(self) -> None:
        """Poll what is due and what becomes due meanwhile, until nothing can be started."""
        while await self.poll_due():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.tick):
                    await self.polls.one_ended()

    def _start_polls(self, due: list[Feed], hosts: set[str], busy: set[Hashable]) -> int:
        """Start polls while there is room, adding to the busy hosts; return how many.

        What was ``busy`` before the due feeds were read may have ended since: it is not due.
        """
        started = 0
        for feed in due:
            host = self.poller.policy.host(feed)
            key = feed.id if host is None else host
            if self.polls.free and key not in busy | self.polls.busy:
                self.polls.start(key, self._poll(feed))
                hosts |= {host} if host else set()
                started += 1
        return started

    async def read_drafts(self) -> int:
        """Start reading the drafts that are due; return how many."""
        async with self.store.read() as unit:
            due = await unit.stories.drafts(self.clock.now(), self.reads.size)
        drafts = [draft for draft in due if draft.id not in self.reads.busy][: self.reads.free]
        for draft in drafts:
            self.reads.start(draft.id, self._read(draft))
        return len(drafts)

    async def send_planned(self) -> int:
        """Start sending what is planned; return how many messages."""
        return await self._start(self.sends, self.outbox.take, self.outbox.send)

    async def edit_cards(self) -> int:
        """Start editing cards that are due to be shown anew; return how many."""
        return await self._start(self.edits, self.editor.take, self.editor.edit)

    async def settle(self) -> None:
        """Do everything that is due at the clock's present instant, to its end."""
        while True:
            await self.read_all()
            while await self.planner.next_batch():
                pass
            started = await self.digests.compose_due()
            started += await self.send_planned()
            await self.sends.all_ended()
            started += await self.edit_cards()
            await self.edits.all_ended()
            started += await self.tell_notices()
            if not started:
                return

    async def read_all(self) -> None:
        """Poll and read everything that is due, to its end."""
        while True:
            # a host that is being asked may have more feeds that are due
            started = len(self.polls.busy)
            started += await self.poll_due()
            await self.polls.all_ended()
            started += await self.read_drafts()
            await self.reads.all_ended()
            if not started:
                return

    async def tell_notices(self) -> int:
        """Tell people of feeds that need them; return how many notices there were."""
        return await self.notifier.tell_due() if self.notifier else 0

    async def keep_house(self) -> None:
        """Forget what is past its retention, and events that no story joins any more.

        A few at a time, each in a transaction of its own, for others write meanwhile.
        """
        before = self.clock.now() - KEEP
        texts = 0
        while forgotten := await self._forget_texts(before):
            texts += forgotten
        if texts:
            log.info("forgot the texts of %d old stories", texts)
        await self._forget_queue(before, lambda unit: unit.deliveries)
        await self._forget_queue(before, lambda unit: unit.digests)
        while await self._forget_events() == FORGOTTEN:
            pass

    async def reanchor(self) -> int:
        """Let some topics' anchors follow the news; return how many were looked at."""
        return await reanchor(self.store, self.clock.now())

    async def _forget_texts(self, before: datetime) -> int:
        async with self.store.write() as unit:
            return await unit.stories.forget_texts(before, FORGOTTEN)

    async def _forget_queue(
        self, before: datetime, table: Callable[[Unit], DeliveryTable | DigestTable]
    ) -> None:
        last: int | None = 0
        while last is not None:
            async with self.store.write() as unit:
                last = await table(unit).forget(before, last, FORGOTTEN)

    async def _forget_events(self) -> int:
        before = self.clock.now() - WINDOW
        async with self.store.write() as unit:
            return await unit.events.forget(before, COUNTED, FORGOTTEN)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run for as long as the block lasts, then end what is in flight."""
        keep_loaded()
        async with self.store.write() as unit:
            again = await unit.deliveries.take_up()
        if again:
            log.info("taking up %d messages that were on their way", again)
        scheduler = self._scheduler()
        soon = self.tick / 4
        loops = [
            asyncio.create_task(self._loop(self.read_drafts, self.reads, soon), name="reading"),
            asyncio.create_task(
                self._loop(self.planner.next_batch, self.reads, self.tick), name="planning"
            ),
            asyncio.create_task(self._loop(self.send_planned, self.sends, soon), name="sending"),
            # nobody waits for an edit
            asyncio.create_task(self._loop(self.edit_cards, self.edits, self.tick), name="editing"),
        ]
        scheduler.start()
        try:
            yield
        finally:
            scheduler.shutdown(wait=False)
            for loop in loops:
                loop.cancel()
            await asyncio.gather(*loops, return_exceptions=True)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GRACE):
                    await self.sends.all_ended()
            for crew in (self.ticks, self.polls, self.reads, self.sends, self.edits):
                await crew.cancel()

    def _scheduler(self) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        jobs: tuple[tuple[str, Step, float], ...] = (
            ("due feeds", self.poll_on, self.tick),
            ("due digests", self.digests.compose_due, self.tick),
            ("notices of feeds", self.tell_notices, 30),
            ("anchors of topics", self.reanchor, 15),
            ("housekeeping", self.keep_house, 6 * 3600),
        )
        for name, step, seconds in jobs:
            scheduler.add_job(self._tick, "interval", (name, step), seconds=seconds, id=name)
        return scheduler

    async def _tick(self, name: str, step: Step) -> None:
        """Start a clock job, unless it is at work still; its crew ends it when we stop."""
        if name not in self.ticks.busy:
            self.ticks.start(name, step())

    async def _loop(
        self, step: Callable[[], Coroutine[Any, Any, int]], crew: Crew, pause: float
    ) -> None:
        """Repeat a step: at once while it finds work, else when its crew or the pause says so."""
        while True:
            started = 0
            try:
                started = await step()
            except Exception:
                # the database may be away for a while; the step is repeated when it is back
                log.exception("%s failed; trying again", step.__name__)
            if not started:
                with contextlib.suppress(TimeoutError):
                    # not wait_for: until Python 3.12 it may lose a cancellation, and never end
                    async with asyncio.timeout(pause):
                        await crew.one_ended()

    async def _start(
        self,
        crew: Crew,
        take: Callable[[int, Collection[int]], Coroutine[Any, Any, list[Item]]],
        work: Callable[[Item], Coroutine[Any, Any, None]],
    ) -> int:
        """Start on what may go to Telegram next, one message a chat; return how many.

        Who would wait for long is left for later, as is who has something on its way.
        """
        if not crew.free:
            return 0
        at_work = {key for key in crew.busy if isinstance(key, int)}
        items = await take(crew.free, at_work.union(self.full()))
        for item in items:
            crew.start(item.place.chat_id, work(item))
        return len(items)

    async def _poll(self, feed: Feed) -> None:
        try:
            await self.poller.poll(feed)
        except Exception as error:
            # left due, it would be asked for again at every tick
            log.exception("feed %s cannot be polled", feed.url)
            await self.poller.set_aside(feed, f"{type(error).__name__}: {error}")

    async def _read(self, draft: Draft) -> None:
        try:
            await self.reader.read(draft)
        except Exception as error:
            log.exception("draft %d (%s) cannot be read", draft.id, draft.link)
            await self.reader.set_aside(draft, f"{type(error).__name__}: {error}")


def keep_loaded() -> None:
    """Take what is loaded by now out of garbage collection: it stays.

    To walk over it again and again would keep everybody waiting, for 70 ms and more each time.
    """
    gc.collect()
    gc.freeze()
