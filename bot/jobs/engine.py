"""The steps of the newsroom: what is due of each, and how one piece of it is done."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.domain.errors import DatabaseError
from bot.domain.leases import RENEW
from bot.domain.ports import Clock, Store
from bot.domain.trails import followed
from bot.domain.values import Place
from bot.jobs.housekeeping import Housekeeper
from bot.jobs.local import LocalHands
from bot.jobs.shift import Shift
from bot.jobs.work import Hands, Job, Step
from bot.pipeline.digesting import DigestMaker
from bot.pipeline.editing import Editor
from bot.pipeline.notifying import Notifier
from bot.pipeline.planning import Planner
from bot.pipeline.polling import Poller
from bot.pipeline.reading import Reader
from bot.pipeline.reanchoring import reanchor
from bot.pipeline.sending import Outbox
from bot.pipeline.tracing import of_feed_item

log = logging.getLogger(__name__)

SERVED = 256
"""Chats that a message was sent to last: where others wait these wait for them."""
ALL = "all"
"""The key of a job of which there is one only."""


@dataclass
class Engine:
    """Polls, reads, plans, composes digests, sends and edits, until it is stopped."""

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
    hands: Hands = field(default_factory=LocalHands)

    def __post_init__(self) -> None:
        """Let edits of cards go the way that cards go, and plan as its reader does."""
        outbox = self.outbox
        self.editor = Editor(outbox.store, outbox.sender, outbox.clock, outbox.reach)
        self.planner = Planner(self.store, self.clock)
        self.house = Housekeeper(self.store, self.clock)
        # polls: to ask the database anew after each would cost as much as the polls
        self.polls = Step("poll", self._feeds, self._poll, 16, self.tick, least=4)
        self.reads = Step("read", self._drafts, self._read, 8, self.tick)
        self.plans = Step("plan", self._plannings, self._plan, 2, self.tick)
        self.composes = Step("digest", self._digests, self._compose, 4, self.tick)
        self.sends = Step("send", self._chats, self._send, 64, self.tick, least=8, fenced=True)
        # apart from cards: edits leave last, and may not hold up their chats' cards
        self.edits = Step("edit", self._cards, self._edit, 8, self.tick, fenced=True)
        self.notices = Step("notice", self._notices, self._tell, 1, 10)
        self.anchors = Step("anchor", one, self._reanchor, 1, 15, steady=True)
        self.cleaning = Step("clean", self._house, self._clean, 1, 600)
        self.shift = Shift(self.hands, self.steps)
        self._served: deque[int] = deque(maxlen=SERVED)

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, in the order in which a story goes through them."""
        return (
            self.polls, self.reads, self.plans, self.composes, self.sends, self.edits,
            self.notices, self.anchors, self.cleaning,
        )  # fmt: skip

    async def settle(self) -> None:
        """Do everything that is due at the clock's present instant, to its end."""
        while True:
            await self.read_all()
            done = 0
            for step in (self.plans, self.composes, self.sends, self.edits, self.notices):
                done += await self.shift.work_off(step)
            if not done:
                return

    async def read_all(self) -> None:
        """Poll and read everything that is due, to its end."""
        while await self.shift.work_off(self.polls) + await self.shift.work_off(self.reads):
            pass

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run for as long as the block lasts, then end what is in flight."""
        keep_loaded()
        if self.hands.alone:
            # nobody has them: no need to wait until their leases end
            async with self.store.write() as unit:
                again = await unit.deliveries.take_up()
            if again:
                log.info("taking up %d messages that were on their way", again)
        renewing = asyncio.create_task(self._renew(), name="leases")
        try:
            async with self.shift.running():
                yield
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def _renew(self) -> None:
        """Keep others from what is being sent here, until cancelled."""
        while True:
            await asyncio.sleep(RENEW.total_seconds())
            try:
                await self.outbox.hold()
            except DatabaseError as error:
                log.warning("what is being sent may be taken for lost: %s", error)

    # -- what is due

    async def _feeds(self, limit: int, busy: Collection[str]) -> list[Job]:
        """Return polls that are due, one of a host at a time."""
        hosts = {key for key in busy if not key.startswith("#")}
        jobs: dict[str, Job] = {}
        at_once = limit + self.polls.line  # some may be at work already
        while len(jobs) < limit:
            async with self.store.read() as unit:
                # leaving busy hosts out here: one host's many feeds would fill the answer
                due = await unit.feeds.due(self.clock.now(), at_once, but_hosts=hosts)
            before = len(jobs)
            for feed in due:
                host = self.poller.policy.host(feed)
                key = f"#{feed.id}" if host is None else host
                if key not in busy and len(jobs) < limit:
                    jobs.setdefault(key, Job(key, str(feed.id)))
                    hosts |= {host} if host else set()
            if len(jobs) == before or len(due) < at_once:
                break
        return list(jobs.values())

    async def _drafts(self, limit: int, busy: Collection[str]) -> list[Job]:
        async with self.store.read() as unit:
            due = await unit.stories.drafts(self.clock.now(), limit + len(busy))
        jobs = [Job(str(draft.id), f"{draft.id}/{draft.feed.id}") for draft in due]
        return [job for job in jobs if job.key not in busy][:limit]

    async def _plannings(self, limit: int, busy: Collection[str]) -> list[Job]:
        waiting = await self.planner.waiting(limit + len(busy))
        return _jobs(map(str, waiting), limit, busy)

    async def _digests(self, limit: int, busy: Collection[str]) -> list[Job]:
        due = await self.digests.due(limit + len(busy))
        return _jobs(map(_packed, due), limit, busy)

    async def _chats(self, limit: int, busy: Collection[str]) -> list[Job]:
        """Return chats that something may be sent to, but who would wait for long."""
        limit, but = await self._writable(limit, busy)
        if not limit:
            return []
        now = self.clock.now()
        async with self.store.read() as unit:
            chats = await unit.deliveries.chats_waiting(now, limit, but)
            if len(chats) == limit:
                # Some have many cards, older than what others have: those go first that had none
                # for a while.
                others = await unit.deliveries.chats_waiting(now, limit, but.union(self._served))
                chats = list(dict.fromkeys((*others, *chats)))
        return _jobs(map(str, chats), limit, busy)

    async def _cards(self, limit: int, busy: Collection[str]) -> list[Job]:
        """Return chats that have cards to be shown anew, but who would wait for long."""
        limit, but = await self._writable(limit, busy)
        if not limit:
            return []
        async with self.store.read() as unit:
            chats = await unit.deliveries.chats_to_edit(self.clock.now(), limit, but)
        return _jobs(map(str, chats), limit, busy)

    async def _writable(self, limit: int, busy: Collection[str]) -> tuple[int, set[int]]:
        """Return how many chats may be written to now, and which may not."""
        room = await self.outbox.reach.room(limit)
        return room, {int(key) for key in busy}.union(self.full())

    async def _notices(self, limit: int, busy: Collection[str]) -> list[Job]:
        due = self.notifier is not None and await self.notifier.is_due()
        return await one(limit, busy) if due else []

    async def _house(self, limit: int, busy: Collection[str]) -> list[Job]:
        return await one(limit, busy) if await self.house.is_due() else []

    # -- how it is done

    @followed(of_feed_item)
    async def _poll(self, item: str) -> None:
        async with self.store.read() as unit:
            feed = await unit.feed_chats.by_id(int(item))
        if feed is None or feed.ended_at or feed.next_due_at > self.clock.now():
            return
        try:
            await self.poller.poll(feed)
        except Exception as error:
            # left due, it would be asked for again at every tick
            log.exception("feed %s cannot be polled", feed.url)
            await self.poller.set_aside(feed, f"{type(error).__name__}: {error}")
        self._ring(self.reads)

    async def _read(self, item: str) -> None:
        draft_id, feed_id = item.split("/")
        await self.reader.read_due(int(draft_id), int(feed_id))
        self._ring(self.plans, self.sends)

    async def _plan(self, item: str) -> None:
        await self.planner.plan(int(item))
        self._ring(self.sends)

    async def _compose(self, item: str) -> None:
        chat_id, thread_id = item.split("/")
        await self.digests.compose(Place(int(chat_id), int(thread_id)))
        self._ring(self.sends)

    async def _send(self, item: str) -> None:
        message = await self.outbox.take(int(item))
        if message is not None:
            self._served.append(message.place.chat_id)
            await self.outbox.send(message)

    async def _edit(self, item: str) -> None:
        card = await self.editor.take(int(item))
        if card is not None:
            await self.editor.edit(card)

    async def _tell(self, _item: str) -> None:
        if self.notifier is not None:
            await self.notifier.tell_due()

    async def _reanchor(self, _item: str) -> None:
        await reanchor(self.store, self.clock.now())

    async def _clean(self, _item: str) -> None:
        await self.house.clean()

    def _ring(self, *steps: Step) -> None:
        """Look at once what is due of steps that what was done just now may have work for."""
        for step in steps:
            self.shift.ring(step)


async def one(_limit: int, _busy: Collection[str]) -> list[Job]:
    """Return the one job of a step that has something to do whenever it is looked at."""
    return [Job(ALL, ALL)]


def _jobs(items: Iterable[str], limit: int, busy: Collection[str]) -> list[Job]:
    """Return jobs of items that are their own keys."""
    return [Job(item, item) for item in items if item not in busy][:limit]


def _packed(place: Place) -> str:
    return f"{place.chat_id}/{place.thread_id}"


def keep_loaded() -> None:
    """Take what is loaded by now out of garbage collection: it stays.

    To walk over it again and again would keep everybody waiting, for 70 ms and more each time.
    """
    gc.collect()
    gc.freeze()
