"""Receives updates at an address of ours, where long polling would ask for them.

A reverse proxy ends TLS at ``PUBLIC_URL`` and hands the requests on to this machine's loopback.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp
from telegram.error import BadRequest, TelegramError

from bot.chat.updates import ALLOWED, Intake, Json, RawBot, trouble
from bot.domain.errors import DatabaseError, SettingsError

log = logging.getLogger(__name__)

PATH: Final = "/telegram"
"""Where updates are posted, below ``PUBLIC_URL``."""
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name
MOST_BYTES: Final = 1 << 20
"""The longest body taken; Telegram's updates have a few kilobytes."""
CONNECTIONS: Final = 20
"""Updates posted to us at the same time; each waits for a commit, and they commit in turn."""
PATIENCE: Final = 5.0
"""Seconds that a request waits while too many updates are in hand."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram posts updates, and how we listen there."""

    public_url: str
    """The proxy's address, without ``PATH``."""
    secret: str = field(repr=False)
    """1-256 of A-Z a-z 0-9 _ -; Telegram sends it with every update."""
    serve: Callable[[ASGIApp], AbstractAsyncContextManager[None]]
    """Serves an application for as long as the block lasts."""

    async def receive(self, bot: RawBot, intake: Intake) -> None:
        """Take what Telegram posts until cancelled. Raises TokenRefused, SettingsError."""
        # a proxy may keep the path of PUBLIC_URL or strip it
        paths = {PATH, urlsplit(self.public_url).path + PATH}
        async with self.serve(create_app(intake, self.secret, paths)):
            await self._register(bot, intake)
            intake.talking.set()
            log.info("Telegram posts updates to %s%s", self.public_url, PATH)
            await asyncio.Event().wait()  # never set: only cancelling ends it

    async def _register(self, bot: RawBot, intake: Intake) -> None:
        failures = 0
        while True:
            try:
                await bot.set_webhook(
                    self.public_url + PATH,
                    secret_token=self.secret,
                    allowed_updates=list(ALLOWED),
                    max_connections=CONNECTIONS,
                )
            except BadRequest as error:
                raise SettingsError(
                    [
                        f"PUBLIC_URL: Telegram does not take {self.public_url} ({error.message});"
                        " it wants https:// on port 443, 80, 88 or 8443 of a host that it can reach"
                    ]
                ) from error
            except TelegramError as error:
                await intake.services.timer.sleep(trouble(error, failures))
                failures += 1
            else:
                return


def create_app(intake: Intake, secret: str, paths: Collection[str] = (PATH,)) -> Starlette:
    """Return the application that takes updates: 200 once they are committed.

    Else 403 for a wrong secret, 400 for what is no update, 413 for more than ``MOST_BYTES``, and
    503 where we cannot take it now: Telegram posts it again later.
    """
    door = _Door(intake, secret)
    return Starlette(routes=[Route(path, door.enter, methods=["POST"]) for path in sorted(paths)])


class _Door:
    def __init__(self, intake: Intake, secret: str) -> None:
        self._intake = intake
        self._secret = secret.encode()
        self._warned = False

    async def enter(self, request: Request) -> Response:
        """Take one update."""
        given = request.headers.get(SECRET_HEADER, "").encode("latin-1")
        if not hmac.compare_digest(given, self._secret):
            self._warn()
            raise HTTPException(403, "wrong secret")
        try:
            update = parse(await _body(request))
        except ClientDisconnect:
            return Response(status_code=499)  # nginx's number for it; nobody reads this
        except ValueError as error:
            log.warning("what was posted is no update: %s", error)
            raise HTTPException(400, str(error)) from error
        try:
            async with asyncio.timeout(PATIENCE):
                await self._intake.room()
            await self._intake.keep([update])
        except (TimeoutError, DatabaseError) as error:
            log.warning("an update cannot be taken now: %s", error or "too many are in hand")
            raise HTTPException(503, "try again later", {"Retry-After": "5"}) from error
        return PlainTextResponse("taken")

    def _warn(self) -> None:
        """Say it once: it may be our own proxy, and anybody can fill a log."""
        if not self._warned:
            log.warning("a post without the right %s was refused", SECRET_HEADER)
        self._warned = True


async def _body(request: Request) -> bytes:
    """Return the body. Raises HTTPException where it is too long."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(413, f"more than {MOST_BYTES} bytes")
    return bytes(body)


def parse(body: bytes) -> Json:
    """Return the update in a body. Raises ValueError."""
    try:
        update = json.loads(body)
    except RecursionError as error:
        raise ValueError("its JSON is nested too deep") from error
    number = update.get("update_id") if isinstance(update, dict) else None
    if type(number) is not int or not 0 <= number < 1 << 63:
        raise ValueError("it has no update_id")
    return dict(update)
