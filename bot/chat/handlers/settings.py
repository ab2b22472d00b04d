"""/timezone, /settings, and their buttons."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import keyboards
from bot.chat.handlers import digests, quiet
from bot.chat.handlers.talk import Answer, Talk
from bot.chat.handlers.zones import COMMON, find
from bot.domain.values import DigestPlan
from bot.pipeline.digest_plans import rezone
from bot.pipeline.waking import settle


async def timezone(talk: Talk, argument: str) -> Answer:
    """Show the time zone, or set the one that the words name; near ones are offered."""
    if not argument:
        return Answer(talk.texts.zone_now(talk.now), keyboards.zones(talk.texts, COMMON))
    if not await talk.may_change():
        return talk.refusal()
    found = find(argument, talk.chat.language)
    if found.zone is not None:
        return await _set(talk, found.zone)
    body = talk.texts.zone_unknown(argument, choices=bool(found.choices))
    return Answer(body, keyboards.zones(talk.texts, found.choices or COMMON))


async def settings(talk: Talk, _: str) -> Answer:
    """Show the settings; the buttons change them in place."""
    plan = await _plan(talk)
    buttons = keyboards.settings(talk.texts, every_source=talk.chat.every_source)
    return Answer(talk.texts.settings(plan, talk.now), buttons)


# -- buttons


async def press_zones(talk: Talk, _: str) -> Answer:
    """Offer time zones in a message of its own, for the greeting stays."""
    buttons = keyboards.zones(talk.texts, COMMON)
    return Answer(talk.texts.zone_now(talk.now), buttons, fresh=True)


async def press_zone(talk: Talk, argument: str) -> Answer:
    """Set the time zone of a button."""
    if not await talk.may_change():
        return talk.refusal()
    flag, _, zone = argument.partition(":")
    found = find(zone)
    if found.zone is None:
        return replace(await settings(talk, ""), toast=talk.texts.stale())
    answer = await _set(talk, found.zone)
    if flag == "s":
        moved = replace(talk, chat=replace(talk.chat, zone=found.zone))
        answer = await settings(moved, "")
    return replace(answer, toast=talk.texts.zone(found.zone))


async def press_settings(talk: Talk, argument: str) -> Answer:
    """Open a part of the settings, or lead back to them."""
    if argument == "zone":
        buttons = keyboards.zones(talk.texts, COMMON, home=True)
        return Answer(talk.texts.zone_now(talk.now), buttons)
    if argument == "digest":
        return await digests.show(talk, home=True)
    if argument == "quiet":
        return await quiet.show(talk, home=True)
    return await settings(talk, "")


async def press_every(talk: Talk, argument: str) -> Answer:
    """Let each source's story of an event come by itself ("on"), or join them ("off")."""
    if not await talk.may_change():
        return talk.refusal()
    if argument not in {"on", "off"}:
        return replace(await settings(talk, ""), toast=talk.texts.stale())
    every = argument == "on"
    async with talk.services.store.write() as unit:
        await unit.chats.set_every_source(talk.chat.id, every)
    changed = replace(talk, chat=replace(talk.chat, every_source=every))
    return replace(await settings(changed, ""), toast=talk.texts.events_told(every=every))


async def _set(talk: Talk, zone: str) -> Answer:
    async with talk.services.store.write() as unit:
        chat = replace(await unit.silences.lock(talk.chat.id) or talk.chat, zone=zone)
        await rezone(unit, talk.chat.id, zone, talk.now)
        await settle(unit, chat, talk.now)
    moved = replace(talk, chat=chat)
    return Answer(moved.texts.zone_set(await _plan(moved), talk.now))


async def _plan(talk: Talk) -> DigestPlan:
    async with talk.services.store.read() as unit:
        return await unit.digests.plan_of(talk.place)
