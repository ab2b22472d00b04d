"""/digest and its buttons."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import keyboards
from bot.chat.handlers import following
from bot.chat.handlers.talk import Answer, Answered, ShowDigest, Talk
from bot.chat.handlers.timing import Ask, Wish, changed, read_time, read_wish, toggled
from bot.domain.values import DigestPlan, Mode
from bot.pipeline import subscribing
from bot.pipeline.digest_plans import next_digest, set_plan
from bot.pipeline.digest_times import WEEKDAYS, local_date
from bot.pipeline.lines import of_stories


async def digest(talk: Talk, argument: str) -> Answered:
    """Show the digest's plan, change it, or show what it would hold now."""
    wish = read_wish(argument)
    if wish.ask is Ask.NOW:
        return await _now(talk)
    plan = await _plan(talk)
    if wish.ask is Ask.SHOW:
        return await show(talk, home=False)
    if wish.ask is Ask.UNCLEAR:
        return Answer(talk.texts.digest_unclear(argument), keyboards.digest(talk.texts, plan))
    if not await talk.may_change():
        return talk.refusal()
    plan = await _keep(talk, changed(plan, wish, talk.now))
    return Answer(talk.texts.digest_plan(plan, fed=await _fed(talk), saved=True))


async def _now(talk: Talk) -> Answered:
    stories = await subscribing.since_last(talk.services.store, talk.place, talk.chat, talk.now)
    if stories:
        told = of_stories(stories, every_source=talk.chat.every_source)
        return ShowDigest(told.stories, local_date(talk.chat.zone, talk.now), told.also)
    async with talk.services.store.read() as unit:
        followed = await unit.chats.subscriptions(talk.place)
    return Answer(talk.texts.digest_empty()) if followed else await following.topics(talk, "")


# -- buttons; their argument begins with "s" where they stand in /settings


async def press_digest(talk: Talk, argument: str) -> Answer:
    """Set the digest's time, or turn it off."""
    flag, _, value = argument.partition(":")
    time = read_time(value)
    if time is None and value != "off":
        return await show(talk, home=flag == "s", toast=talk.texts.stale())
    wish = Wish(Ask.CHANGE, time) if time else Wish(Ask.OFF)
    return await _change(talk, flag, changed(await _plan(talk), wish, talk.now))


async def press_day(talk: Talk, argument: str) -> Answer:
    """Add or take away a weekday."""
    flag, _, day = argument.partition(":")
    if day not in WEEKDAYS:
        return await show(talk, home=flag == "s", toast=talk.texts.stale())
    return await _change(talk, flag, toggled(await _plan(talk), day, talk.now))


async def show(talk: Talk, *, home: bool, toast: str = "") -> Answer:
    """Return the plan with its buttons."""
    plan = await _plan(talk)
    body = talk.texts.digest_plan(plan, fed=await _fed(talk))
    return Answer(body, keyboards.digest(talk.texts, plan, home=home), toast)


async def _change(talk: Talk, flag: str, plan: DigestPlan) -> Answer:
    if not await talk.may_change():
        return talk.refusal()
    await _keep(talk, plan)
    toast = talk.texts.schedule(plan) if plan.time else talk.texts.off_button()
    return await show(talk, home=flag == "s", toast=toast)


async def _fed(talk: Talk) -> bool:
    """Return whether any topic of the place fills its digest, or a limit of cards may."""
    if talk.chat.cap is not None:
        return True
    async with talk.services.store.read() as unit:
        mine = await unit.chats.subscriptions(talk.place)
    return any(subscription.mode is not Mode.INSTANT for subscription in mine)


async def _plan(talk: Talk) -> DigestPlan:
    """Return the place's plan; where it was never scheduled, with the time it would have."""
    async with talk.services.store.read() as unit:
        plan = await unit.digests.plan_of(talk.place)
    return plan if plan.next_at else replace(plan, next_at=next_digest(plan, talk.now))


async def _keep(talk: Talk, plan: DigestPlan) -> DigestPlan:
    async with talk.services.store.write() as unit:
        await set_plan(unit, plan, talk.now)
    return plan
