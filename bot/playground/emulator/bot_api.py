"""The Bot API over HTTP: ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Awaitable
from typing import TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.playground.emulator.errors import BotApiError
from bot.playground.emulator.faults import Fault, Faults
from bot.playground.emulator.methods import (
    answers,
    chats,
    edits,
    messages,
    settings,
    small,
    webhook,
)
from bot.playground.emulator.methods.registry import METHODS, Call, Method
from bot.playground.emulator.parameters import read_parameters
from bot.playground.emulator.stats import Stats
from bot.playground.emulator.updates import get_updates
from bot.playground.emulator.world import World

# importing these registered their methods
_MODULES = (answers, chats, edits, messages, settings, small, webhook)
_POLL = "getupdates"
_SENDS = ("send", "forward", "copy")
_ANY_VERB = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]
T = TypeVar("T")


class Gone(Exception):
    """The client closed its connection before the answer."""


class Dropped(Gone):
    """The connection was cut, as a fault asked for."""


class Said(Exception):
    """The answer that a fault asked for, whatever the call came to."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


class BotApi:
    """Answers the bots' HTTP requests."""

    def __init__(self, world: World, faults: Faults, stats: Stats) -> None:
        self._world = world
        self._faults = faults
        self._stats = stats

    def routes(self) -> list[BaseRoute]:
        """Return the routes to mount at the root."""
        return [
            Route("/bot{token}/{method}", self._call, methods=_ANY_VERB),
            Route("/file/bot{token}/{path:path}", self._file, methods=["GET"]),
        ]

    async def _call(self, request: Request) -> Response:
        asked = request.path_params["method"]
        known = METHODS.get(asked.lower())
        name = "getUpdates" if asked.lower() == _POLL else known.name if known else "unknown"
        if request.method not in ("GET", "POST") or name == "unknown":
            refusal = BotApiError(404, "Not Found")
            self._stats.called("unknown", "404")
            return JSONResponse(refusal.body(), refusal.code)
        try:
            result = await self._answer(request, name.lower(), known)
        except BotApiError as error:
            self._stats.called(name, str(error.code))
            return JSONResponse(error.body(), error.code)
        except Said as said:
            self._stats.called(name, str(said.response.status_code))
            return said.response
        except (Gone, ClientDisconnect) as error:
            self._stats.called(name, "dropped" if isinstance(error, Dropped) else "gone")
            return Response(status_code=499)  # nginx's number for it; nobody reads this
        except ConnectionResetError:
            self._stats.called(name, "dropped")
            raise
        self._stats.called(name, "200")
        return JSONResponse({"ok": True, "result": result})

    async def _answer(self, request: Request, name: str, known: Method | None) -> object:
        parameters = await read_parameters(request)
        call = Call(self._world, self._world.bot(request.path_params["token"]), parameters)
        chat = parameters.text("chat_id").strip()
        fault = self._faults.take(name, chat, parameters.text("message_thread_id").strip())
        if fault is not None and not fault.after:
            await self._strike(request, fault, name, chat)
        if known is None:
            result: object = await _while_connected(request, get_updates(call))
        else:
            with self._world.storage.write():
                result = known.handler(call)
            if name.startswith(_SENDS) and name != "sendchataction":
                self._stats.sent()
        if fault is not None and fault.kind == "delay":
            await _while_connected(request, self._world.timer.sleep(fault.seconds))
        elif fault is not None and fault.after:
            await self._strike(request, fault, name, chat)
        return result

    async def _strike(self, request: Request, fault: Fault, name: str, chat: str) -> None:
        """Let a fault happen. Raises BotApiError, Said, Gone, ConnectionResetError."""
        refusal = fault.refusal(name, chat)
        if refusal is not None:
            raise refusal
        if fault.kind == "migrate":
            with self._world.storage.write():
                self._world.migrate_named(chat)
        elif fault.kind == "hang":
            await _while_connected(request, self._world.timer.sleep(fault.seconds))
            raise BotApiError(504, "Gateway Timeout")
        elif fault.kind == "drop":
            await _cut(request)
        elif fault.kind == "answer":
            raise Said(_literally(fault, request))

    async def _file(self, request: Request) -> Response:
        token, path = request.path_params["token"], request.path_params["path"]
        file = self._world.storage.files.at(token, path)
        if file is None:
            refusal = BotApiError(404, "Not Found")
            return JSONResponse(refusal.body(), refusal.code)
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return Response(self._world.storage.files.data(file), media_type=kind)


async def _while_connected(request: Request, work: Awaitable[T]) -> T:
    """Wait for the work unless the client goes away. Raises Gone."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise Gone
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


def _literally(fault: Fault, request: Request) -> Response:
    """Return the answer that a fault names; a redirect leads back to where it was asked."""
    kind = "text/html" if fault.body.lstrip().startswith("<") else "application/json"
    headers = {"Location": str(request.url)} if fault.status // 100 == 3 else None
    return Response(fault.body, fault.status, headers, media_type=kind)


async def _left(request: Request) -> None:
    """Return when the client closes its connection; its body was read before."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _cut(request: Request) -> None:
    """Close the connection without an answer. Raises Dropped, or ConnectionResetError in process.

    ASGI has no word for it, so this reaches for uvicorn's transport behind ``receive``.
    """
    transport = getattr(getattr(request.receive, "__self__", None), "transport", None)
    if not isinstance(transport, asyncio.Transport):
        raise ConnectionResetError("the playground was asked to drop this connection")
    transport.abort()
    await _left(request)
    raise Dropped
