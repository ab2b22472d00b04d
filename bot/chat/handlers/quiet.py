"""/quiet, /pause, /resume, and their buttons: they are the whole chat's, whatever the thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.chat import quiet_buttons
from bot.chat.escape import Html, join, plain
from bot.chat.handlers.pause_words import PauseWish, Until, read_pause
from bot.chat.handlers.quiet_words import DEFAULT, MOST_CARDS, Ask, QuietWish, read_quiet
from bot.chat.handlers.talk import Answer, Talk
from bot.chat.texts.quiet import is_paused
from bot.domain.values import Chat, DigestPlan, Pause
from bot.pipeline.waking import settle


async def quiet(talk: Talk, argument: str) -> Answer:
    """Show the quiet hours and the limit of cards an hour, or set them."""
    wish = read_quiet(argument)
    if wish.ask is Ask.SHOW:
        return await show(talk, home=False)
    refused = _unclear_quiet(talk, wish, argument)
    if refused is not None:
        return Answer(refused, quiet_buttons.panel(talk.texts, talk.chat, talk.now))
    if not await talk.may_change():
        return talk.refusal()
    changed, brought = await _change(talk, lambda chat: _wished(chat, wish))
    body = changed.texts.quiet_panel(await _plan(changed), talk.now, saved=True)
    more = changed.texts.brought(brought)
    return Answer(join([body, plain(more)], "\n") if more else body)


async def pause(talk: Talk, argument: str) -> Answer:
    """Push nothing for a time, or until /resume."""
    wish = read_pause(argument, talk.chat.zone, talk.now)
    if wish.until is Until.OFF:
        return await resume(talk, "")
    refused = _unclear_pause(talk, wish, argument)
    if refused is not None:
        return Answer(refused)
    if not await talk.may_change():
        return talk.refusal()
    return Answer((await _pause(talk, wish.at)).texts.paused(talk.now))


async def resume(talk: Talk, _: str) -> Answer:
    """End a pause; what waited comes as one digest."""
    if not is_paused(talk.chat, talk.now):
        return Answer(talk.texts.not_paused(talk.now))
    if not await talk.may_change():
        return talk.refusal()
    changed, brought = await _change(talk, lambda chat: _unpaused(chat, talk.now))
    return Answer(changed.texts.resumed(brought, talk.now))


async def show(talk: Talk, *, home: bool, toast: str = "") -> Answer:
    """Return the quiet hours with their buttons."""
    body = talk.texts.quiet_panel(await _plan(talk), talk.now)
    return Answer(body, quiet_buttons.panel(talk.texts, talk.chat, talk.now, home=home), toast)


# -- buttons; their argument begins with "s" where they stand in /settings


async def press_quiet(talk: Talk, argument: str) -> Answer:
    """Set the quiet hours of a button, or none."""
    flag, _, value = argument.partition(":")
    wish = read_quiet(value)
    if wish.ask not in {Ask.HOURS, Ask.OFF}:
        return await show(talk, home=flag == "s", toast=talk.texts.stale())
    return await _press(talk, flag, lambda chat: _wished(chat, wish))


async def press_cap(talk: Talk, argument: str) -> Answer:
    """Set the limit of a button, or none."""
    flag, _, value = argument.partition(":")
    wish = read_quiet(f"cap {value}")
    if wish.ask is not Ask.CAP_OFF and not wish.cap:
        return await show(talk, home=flag == "s", toast=talk.texts.stale())
    return await _press(talk, flag, lambda chat: _wished(chat, wish))


async def press_pause(talk: Talk, argument: str) -> Answer:
    """Pause for as long as a button says."""
    flag, _, value = argument.partition(":")
    wish = read_pause(value, talk.chat.zone, talk.now)
    if wish.at is None or wish.until is not Until.INSTANT:
        return await show(talk, home=flag == "s", toast=talk.texts.stale())
    paused = Pause(talk.now, wish.at, talk.place.thread_id)
    return await _press(talk, flag, lambda chat: replace(chat, pause=paused))


async def press_resume(talk: Talk, flag: str) -> Answer:
    """End a pause."""
    if not is_paused(talk.chat, talk.now):
        return await show(talk, home=flag == "s", toast=talk.texts.stale())
    return await _press(talk, flag, lambda chat: _unpaused(chat, talk.now))


async def _press(talk: Talk, flag: str, change: Callable[[Chat], Chat]) -> Answer:
    if not await talk.may_change():
        return talk.refusal()
    changed, brought = await _change(talk, change)
    toast = changed.texts.brought(brought) or changed.texts.quiet_short()
    return await show(changed, home=flag == "s", toast=changed.texts.paused_line(talk.now) or toast)


async def _pause(talk: Talk, until: datetime | None) -> Talk:
    paused = Pause(talk.now, until, talk.place.thread_id)
    changed, _ = await _change(talk, lambda chat: replace(chat, pause=paused))
    return changed


async def _change(talk: Talk, change: Callable[[Chat], Chat]) -> tuple[Talk, int]:
    """Change the chat; return the talk with it, and how many stories that let come."""
    async with talk.services.store.write() as unit:
        chat = change(await unit.silences.lock(talk.chat.id) or talk.chat)
        brought = await settle(unit, chat, talk.now)
    return replace(talk, chat=chat), brought


def _wished(chat: Chat, wish: QuietWish) -> Chat:
    if wish.ask is Ask.HOURS:
        return replace(chat, quiet=wish.hours)
    if wish.ask is Ask.ON:
        return replace(chat, quiet=chat.quiet or DEFAULT)
    if wish.ask is Ask.OFF:
        return replace(chat, quiet=None)
    return replace(chat, cap=wish.cap)


def _unpaused(chat: Chat, now: datetime) -> Chat:
    return replace(chat, pause=chat.pause and chat.pause._replace(until=now))


def _unclear_quiet(talk: Talk, wish: QuietWish, argument: str) -> Html | None:
    if wish.ask is Ask.UNCLEAR:
        return talk.texts.quiet_unclear(argument)
    if wish.ask is Ask.SAME:
        return talk.texts.quiet_all_day()
    if wish.ask is Ask.CAP and wish.cap is None:
        return talk.texts.cap_out_of_range(MOST_CARDS)
    return None


def _unclear_pause(talk: Talk, wish: PauseWish, argument: str) -> Html | None:
    if wish.until is Until.UNCLEAR:
        return talk.texts.pause_unclear(argument, talk.now)
    if wish.until is Until.PAST:
        return talk.texts.pause_past(wish.at or talk.now)
    return talk.texts.pause_too_long() if wish.until is Until.TOO_LONG else None


async def _plan(talk: Talk) -> DigestPlan:
    async with talk.services.store.read() as unit:
        return await unit.digests.plan_of(talk.place)
