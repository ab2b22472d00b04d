"""Digests: when one is due, what it holds, and that a date has only one."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from bot.domain.ports import Clock, Store, Unit
from bot.domain.values import DigestPlan, Place
from bot.pipeline.digest_times import load_zone, local_date, next_times
from bot.pipeline.lines import lines

log = logging.getLogger(__name__)

STALE = timedelta(hours=12)
"""A digest missed for longer joins the next one: last night's news is no morning paper."""
MOST_STORIES = 200


def next_digest(plan: DigestPlan, now: datetime) -> datetime | None:
    """Return when the plan's digest comes next (UTC); None when off.

    A local date that had its digest gets no second one, whatever the time is set to meanwhile.
    """
    if not plan.time:
        return None
    plan = _in_known_zone(plan)
    after = now
    if plan.last_at and local_date(plan.zone, plan.last_at) >= local_date(plan.zone, now):
        had = local_date(plan.zone, plan.last_at)
        end = datetime.combine(had, time.max, tzinfo=load_zone(plan.zone)).astimezone(UTC)
        after = max(now, end)
    return next(iter(next_times(plan.zone, plan.time, plan.days, after, 1)), None)


def missed(plan: DigestPlan, now: datetime) -> datetime | None:
    """Return the latest instant at which the plan's digest was due, at most STALE ago."""
    if plan.next_at is None or plan.next_at > now or not plan.time:
        return None
    start = max(plan.next_at, now - STALE) - timedelta(seconds=1)
    zone = _in_known_zone(plan).zone
    due = [at for at in next_times(zone, plan.time, plan.days, start, 2) if at <= now]
    return due[-1] if due else None


def _in_known_zone(plan: DigestPlan) -> DigestPlan:
    """Return the plan in UTC where its zone was dropped or renamed since it was chosen.

    Not an error: plans are looked at together, and one must not stop the others.
    """
    try:
        load_zone(plan.zone)
    except ValueError as error:
        log.warning("the digest of chat %d goes by UTC: %s", plan.place.chat_id, error)
        return replace(plan, zone="UTC")
    return plan


async def schedule(unit: Unit, place: Place, now: datetime) -> DigestPlan:
    """Return the place's plan, with its next time set where it was not yet."""
    plan = await unit.digests.plan_of(place)
    if plan.next_at is None and plan.time:
        plan = replace(plan, next_at=next_digest(plan, now))
        await unit.digests.set_plan(plan)
    return plan


async def reschedule_chat(unit: Unit, chat_id: int, now: datetime) -> None:
    """Set the next times of all plans of a chat again, after its zone or the clock changed."""
    for plan in await unit.digests.plans_of_chat(chat_id):
        await unit.digests.set_plan(replace(plan, next_at=next_digest(plan, now)))


async def reschedule_all(unit: Unit, now: datetime) -> None:
    """Set the next times of all plans again, after the clock was set."""
    for plan in await unit.digests.plans():
        # one that has come is left to be composed
        if plan.next_at is None or plan.next_at > now:
            await unit.digests.set_plan(replace(plan, next_at=next_digest(plan, now)))


@dataclass(frozen=True, slots=True)
class DigestMaker:
    """Composes digests that are due."""

    store: Store
    clock: Clock

    async def compose_due(self, limit: int = 100) -> int:
        """Plan the digests whose time has come, each in a transaction; return how many plans."""
        now = self.clock.now()
        async with self.store.read() as unit:
            due = await unit.digests.due(now, limit)
        for plan in due:
            async with self.store.write() as unit:
                await self._compose(unit, plan.place, now)
        return len(due)

    async def _compose(self, unit: Unit, place: Place, now: datetime) -> None:
        # read again: a person may have changed it since it was found due
        plan = await unit.digests.plan_of(place)
        at = missed(plan, now)
        if at is not None:
            waiting = await unit.digests.waiting(place, MOST_STORIES)
            if waiting:
                chat = await unit.chats.get(place.chat_id)
                every = chat is not None and chat.every_source
                stories = lines(waiting, every_source=every).stories
                date = local_date(_in_known_zone(plan).zone, at)
                # The instant it was due and not now: where midnight came between, the new day
                # still has its own.
                if await unit.digests.compose(place, date, [s.id for s in stories], at):
                    log.info("digest of %s with %d events", date, len(stories))
                    plan = replace(plan, last_at=at)
        if plan.next_at is not None and plan.next_at <= now:
            await unit.digests.set_plan(replace(plan, next_at=next_digest(plan, now)))
