"""Making the digests that are due, and what waited at the end of silences."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.ports import Clock, Store, Unit
from bot.domain.values import Chat, DigestKind, DigestPlan, Place
from bot.pipeline.bringing import bring, compose
from bot.pipeline.digest_plans import missed, next_digest
from bot.pipeline.digest_times import known_zone
from bot.pipeline.silence import has_ended, is_silent, silence
from bot.pipeline.waking import BATCH, wake

log = logging.getLogger(__name__)


async def reschedule_all(unit: Unit, now: datetime) -> None:
    """Set the next times of all plans again, after the clock was set."""
    for plan in await unit.digests.plans():
        # one that has come is left to be composed
        if plan.next_at is None or plan.next_at > now:
            await unit.digests.set_plan(replace(plan, next_at=next_digest(plan, now)))
    last: int | None = None
    while chats := await unit.silences.of_all(last, BATCH):
        # one that has begun ends by itself, or is left to be ended
        coming = {c.id: silence(c, now) for c in chats if not is_silent(c.silence, now)}
        await unit.silences.set(coming)
        last = chats[-1].id


@dataclass(frozen=True, slots=True)
class DigestMaker:
    """Composes digests that are due, and those at the end of silences."""

    store: Store
    clock: Clock

    async def due(self, limit: int) -> list[Place]:
        """Return places for which something is due, the ends of silences first.

        One place stands for all silences that have ended: whoever composes for it ends them all.
        """
        now = self.clock.now()
        async with self.store.read() as unit:
            ended = await unit.silences.ended(now, 1)
            plans = await unit.digests.due(now, limit)
            resting = await unit.silences.resting(now, limit)
        places = [Place(chat.id) for chat in ended] + [plan.place for plan in plans] + resting
        return list(dict.fromkeys(places))[:limit]

    async def compose(self, place: Place) -> None:
        """Plan what is due for a place; where nothing is any more, nothing happens."""
        now = self.clock.now()
        async with self.store.read() as unit:
            chat = await unit.chats.get(place.chat_id)
        if chat is not None and has_ended(chat.silence, now):
            await self._wake(now)
        async with self.store.write() as unit:
            chat = await unit.silences.lock(place.chat_id)
            if chat is not None and chat.active and not is_silent(chat.silence, now):
                plan = await self._daily(unit, chat, place, now)
                await self._rest(unit, chat, plan, now)

    async def _wake(self, now: datetime) -> None:
        """End the silences whose end has come, a batch in a transaction."""
        woken = BATCH
        while woken == BATCH:
            async with self.store.write() as unit:
                chats = await unit.silences.ended(now, BATCH)
                await wake(unit, chats, now)
            woken = len(chats)

    async def _daily(self, unit: Unit, chat: Chat, place: Place, now: datetime) -> DigestPlan:
        """Plan the daily digest, if it is due; return the plan as it is then."""
        plan = await unit.digests.plan_of(place)
        if plan.next_at is None or plan.next_at > now:
            return plan
        if known_zone(plan.zone) != plan.zone:
            # no error: plans are looked at together, and one must not stop the others
            log.warning("chat %d has no zone %r: it goes by UTC", place.chat_id, plan.zone)
        due = missed(plan, now)
        if due is not None and await compose(unit, chat, plan, due):
            plan = replace(plan, last_at=due.instant, last_date=due.date)
        plan = replace(plan, next_at=next_digest(plan, now))
        await unit.digests.set_plan(plan)
        return plan

    async def _rest(self, unit: Unit, chat: Chat, plan: DigestPlan, now: datetime) -> None:
        """Bring what was held back, where its time has come and no daily digest is to come."""
        if plan.rest_at is None or plan.rest_at > now:
            return
        if plan.next_at is None:
            kind = DigestKind.BACK if chat.cap is None else DigestKind.CAP
            await bring(unit, chat, plan.place, now, kind)
        await unit.silences.rested(plan.place)
