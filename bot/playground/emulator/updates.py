"""getUpdates: long polling, one poll for each bot at a time."""

from __future__ import annotations

import asyncio

from bot.playground.emulator.errors import BotApiError, Json, bad_request
from bot.playground.emulator.methods.registry import Call

MAX_WAIT = 50
"""Seconds; Telegram waits no longer whatever is asked."""


def keep_allowed(call: Call) -> None:
    """Keep the list of wanted updates where the call gives one; empty means the usual ones."""
    if not call.parameters.has("allowed_updates"):
        return
    allowed = call.parameters.json("allowed_updates")
    if allowed is None:
        return
    if not isinstance(allowed, list) or not all(isinstance(kind, str) for kind in allowed):
        raise bad_request("can't parse allowed_updates JSON object")
    call.world.storage.bots.set_setting(call.bot.token, "allowed_updates", allowed)


async def get_updates(call: Call) -> list[Json]:
    """Return the oldest unconfirmed updates, waiting for the first. Raises BotApiError (409)."""
    world, token, parameters = call.world, call.bot.token, call.parameters
    rows = world.storage.bots
    if rows.setting(token, "webhook"):
        raise BotApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    limit = parameters.integer("limit", 100)
    limit = limit if 1 <= limit <= 100 else 100
    with world.storage.write():
        keep_allowed(call)
        if not call.bot.polled:
            rows.set_polled(token)
        rows.confirm(token, parameters.integer("offset"))
    world.polled = True
    with world.polls.poll(token) as poll:
        waiting = rows.waiting(token, limit)
        seconds = min(max(parameters.integer("timeout"), 0), MAX_WAIT)
        if not waiting and seconds and not world.polls.closed:
            try:
                async with asyncio.timeout(seconds):
                    await poll.wake.wait()
            except TimeoutError:
                return []
            if rows.setting(token, "webhook"):
                raise BotApiError(409, "Conflict: terminated by setWebhook request")
            if poll.ended_by_other:
                raise BotApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                )
            waiting = rows.waiting(token, limit)
    return waiting
