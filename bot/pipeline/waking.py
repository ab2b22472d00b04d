"""The end of silences: what waited comes as one digest a place, and the next silence is set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.ports import Unit
from bot.domain.values import Chat, DigestKind, DigestPlan, Pause, Place, Silence
from bot.pipeline.bringing import bring, compose
from bot.pipeline.digest_plans import STALE, missed, next_digest
from bot.pipeline.digest_times import Occasion, known_zone, local_date
from bot.pipeline.silence import is_silent, silence

BATCH = 100
"""Chats whose silence is ended in one transaction."""


async def settle(unit: Unit, chat: Chat, now: datetime) -> int:
    """Keep a chat's quiet hours, pause and cap, and what they, or its zone, now mean.

    Where that ends a silence, what waited comes at once; return how many stories. ``chat`` was
    locked in this transaction.
    """
    coming = silence(chat, now)
    if is_silent(coming, now) and _is_over(chat.pause, now):
        chat = replace(chat, pause=None)  # quiet hours go on
    await unit.silences.keep(chat)
    if is_silent(chat.silence, now) and not is_silent(coming, now):
        return await wake(unit, [chat], now, tells=False)
    await unit.silences.set({chat.id: coming})
    if is_silent(coming, now):
        await unit.silences.hold_back([chat.id])
    return 0


async def wake(unit: Unit, chats: Sequence[Chat], now: datetime, *, tells: bool = True) -> int:
    """End the silences of chats, but for those that last; return how many stories they brought.

    With ``tells`` the end of a pause in which nothing came is said, too. The chats are locked.
    """
    coming = {chat.id: silence(chat, now) for chat in chats}
    awake = {chat.id: chat for chat in chats if not is_silent(coming[chat.id], now)}
    await unit.silences.set(coming)
    await unit.silences.hold_back(awake)
    held = await unit.silences.held(awake)
    due = {plan.place: plan for plan in await unit.digests.due_of(awake, now)}
    brought = dict.fromkeys(awake, 0)
    for place in sorted({*held, *due}):
        chat = awake[place.chat_id]
        brought[chat.id] += await _bring(unit, chat, place, due.get(place), now)
    for chat in awake.values():
        pause = chat.pause
        if pause is None:
            continue
        if tells and not brought[chat.id]:
            day = local_date(known_zone(chat.zone), now)
            place = Place(chat.id, pause.thread_id)
            await unit.digests.compose(place, day, (), now, DigestKind.PAUSE)
        await unit.silences.keep(replace(chat, pause=None))
    return sum(brought.values())


def _is_over(pause: Pause | None, now: datetime) -> bool:
    return pause is not None and pause.until is not None and pause.until <= now


async def _bring(
    unit: Unit, chat: Chat, place: Place, plan: DigestPlan | None, now: datetime
) -> int:
    """Bring what waited in a place: with the daily digest, where that was due meanwhile."""
    brought = 0
    kind = DigestKind.PAUSE if chat.pause else DigestKind.QUIET
    due = _due_meanwhile(chat, plan, now) if plan else None
    if plan is not None and due is not None:
        brought = await compose(unit, chat, plan, due, kind)
        if brought:
            plan = replace(plan, last_at=due.instant, last_date=due.date)
        await unit.digests.set_plan(replace(plan, next_at=next_digest(plan, now)))
    if not brought:
        brought = await bring(unit, chat, place, now, kind)
    await unit.silences.rested(place)
    return brought


def _due_meanwhile(chat: Chat, plan: DigestPlan, now: datetime) -> Occasion | None:
    """Return the daily digest that came due within the silence, however long that was.

    What is due since is the maker's, who knows what to do after the bot was down.
    """
    lasted = chat.silence or Silence(now, now)
    until = min(lasted.end or now, now)
    if now - until >= STALE:
        return None
    # one that the bot, being down, missed before the silence began counts for as long as it would
    return missed(plan, until, until - lasted.start + STALE)
