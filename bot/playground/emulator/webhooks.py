"""Updates pushed to a bot's own HTTP address, one after the other, until it takes them."""

from __future__ import annotations

import asyncio
import http.client
import json
import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.playground.emulator.errors import Json

if TYPE_CHECKING:
    from bot.playground.emulator.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
_TIMEOUT = 10.0
_LONGEST_PAUSE = 30.0
_log = logging.getLogger(__name__)


class Webhooks:
    """A task for every bot that has a webhook."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._wake: dict[str, asyncio.Event] = {}

    def wake(self, token: str) -> None:
        """Tell that a bot has a new update, a new webhook or none any more."""
        if token in self._tasks and not self._tasks[token].done():
            self._wake[token].set()
        elif self._world.storage.bots.setting(token, "webhook"):
            self._wake[token] = asyncio.Event()
            self._tasks[token] = asyncio.create_task(self._push(token))

    async def close(self) -> None:
        """End all tasks."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        self._tasks.clear()

    async def _push(self, token: str) -> None:
        rows = self._world.storage.bots
        pause = 1.0
        while (hook := rows.setting(token, "webhook")) is not None:
            self._wake[token].clear()
            waiting = rows.waiting(token, 1)
            if not waiting:
                await self._wake[token].wait()
                continue
            error = await asyncio.to_thread(_post, hook, waiting[0])
            with self._world.storage.write():
                if error is None:
                    rows.confirm(token, waiting[0]["update_id"] + 1)
                    pause = 1.0
                elif rows.setting(token, "webhook"):
                    noted = {"last_error_date": self._world.now(), "last_error_message": error}
                    rows.set_setting(token, "webhook_error", noted)
            if error is not None:
                _log.warning("the webhook did not take an update: %s", error)
                await self._world.timer.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)


def _post(hook: Json, update: Json) -> str | None:
    """Post an update; return what went wrong, None for nothing."""
    parts = urlsplit(str(hook["url"]))
    headers = {"Content-Type": "application/json"}
    if hook.get("secret_token"):
        headers[SECRET_HEADER] = hook["secret_token"]
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_TIMEOUT)
    try:
        connection.request("POST", target, json.dumps(update).encode(), headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"Connection failed: {error}"
    finally:
        connection.close()
    return None if 200 <= status < 300 else f"Wrong response from the webhook: {status}"
