"""Plans of digests: when one is due, and that no local date has two, nor loses its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.domain.ports import Unit
from bot.domain.values import DigestPlan, Place
from bot.pipeline.digest_times import Occasion, known_zone, local_date, occasions

STALE = timedelta(hours=12)
"""A digest missed for so long joins the next one: last night's news is no morning paper."""
_APART = timedelta(days=2)
"""So far may the dates lie apart that an instant has in two zones."""
_MOMENT = timedelta(seconds=1)


def next_digest(plan: DigestPlan, now: datetime) -> datetime | None:
    """Return when the plan's digest comes next (UTC), later than ``now``; None when off.

    A local date that had its digest gets no second one, whatever time and zone are set to.
    """
    coming = next(_coming(plan, now, now), None)
    return coming.instant if coming else None


def rezoned(plan: DigestPlan, zone: str, now: datetime) -> datetime | None:
    """Return when the plan's digest comes next once its chat is in another zone.

    No date gets a second digest by that, nor loses the one that was still to come: where that is
    past by the new zone's clock, for less than STALE, it is due at once.
    """
    moved = replace(plan, zone=zone)
    if plan.next_at is None:
        return next_digest(moved, now)
    was_next = _date_of(plan, plan.next_at)
    for one in _coming(moved, now - STALE, now):
        if one.instant > now or one.date >= was_next:
            return one.instant
    return None


def missed(plan: DigestPlan, now: datetime, stale: timedelta = STALE) -> Occasion | None:
    """Return the latest digest of the plan that was due by now, for less than ``stale``."""
    if plan.next_at is None or plan.next_at > now:
        return None
    due: Occasion | None = None
    for one in _coming(plan, max(plan.next_at - _MOMENT, now - stale), now):
        if one.instant > now:
            break
        due = one
    return due


def _coming(plan: DigestPlan, after: datetime, now: datetime) -> Iterator[Occasion]:
    """Return the plan's digests later than ``after``, but for dates that had theirs."""
    if not plan.time:
        return
    zone = known_zone(plan.zone)
    had = plan.last_date
    if had is not None and had > local_date(zone, now) + _APART:
        had = None  # by a clock that went wrong
    for one in occasions(zone, plan.time, plan.days, after):
        if had is None or one.date > had:
            yield one


def _date_of(plan: DigestPlan, instant: datetime) -> date:
    """Return the local date that a digest of the plan is for."""
    zone = known_zone(plan.zone)
    if plan.time:
        first = next(occasions(zone, plan.time, (), instant - _MOMENT), None)
        if first is not None and first.instant == instant:
            return first.date
    return local_date(zone, instant)


async def schedule(unit: Unit, place: Place, now: datetime) -> DigestPlan:
    """Return the place's plan, with its next time set where it was not yet."""
    plan = await unit.digests.plan_of(place)
    if plan.next_at is None and plan.time:
        plan = replace(plan, next_at=next_digest(plan, now))
        await unit.digests.set_plan(plan)
    return plan


async def set_plan(unit: Unit, plan: DigestPlan, now: datetime) -> None:
    """Keep a plan that somebody changed. What a cap held back comes by itself if it is off."""
    await unit.digests.set_plan(plan)
    if not plan.time:
        await unit.silences.rest([plan.place], now)


async def rezone(unit: Unit, chat_id: int, zone: str, now: datetime) -> None:
    """Set a chat's zone, and by it the next times of all its plans."""
    plans = await unit.digests.plans_of_chat(chat_id)
    await unit.chats.set_zone(chat_id, zone)
    for plan in plans:
        await unit.digests.set_plan(replace(plan, next_at=rezoned(plan, zone, now)))
