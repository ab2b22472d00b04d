"""The people's side over HTTP: JSON in and out, wrong requests answered with ``{"error"}``."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import TypeAlias

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.playground.clock import PlaygroundClock, stamp
from bot.playground.emulator.errors import Json, PeopleError
from bot.playground.emulator.faults import Faults, read_fault
from bot.playground.emulator.groups import Groups
from bot.playground.emulator.menu import menu
from bot.playground.emulator.parameters import loads
from bot.playground.emulator.people import People
from bot.playground.emulator.stats import Stats
from bot.playground.emulator.world import World

ANSWER_WAIT = 10.0
"""Seconds that a tap or an inline query waits for the bot."""
_MAX_BODY = 1024 * 1024

_Handler: TypeAlias = Callable[[Request], Awaitable[Response]]


class PeopleApi:
    """Answers the people's HTTP requests."""

    def __init__(
        self, world: World, faults: Faults, stats: Stats, clock: PlaygroundClock | None
    ) -> None:
        self._world = world
        self._people = People(world)
        self._groups = Groups(world)
        self._faults = faults
        self._stats = stats
        self._clock = clock

    def routes(self) -> list[BaseRoute]:
        """Return the routes to mount at the root."""
        chat = "/playground/chats/{chat}"
        return [
            _route(f"{chat}/messages", GET=self._messages, POST=self._write),
            _route(f"{chat}/callbacks", POST=self._tap),
            _route(f"{chat}/events", GET=self._events),
            _route("/playground/chats", GET=self._chats, POST=self._make_chat),
            _route("/playground/inline", POST=self._inline),
            _route("/playground/faults", GET=self._waiting_faults, POST=self._add_fault,
                   DELETE=self._clear_faults),
            _route("/playground/members", POST=self._set_member),
            _route("/playground/clock", GET=self._time, POST=self._set_time),
            _route("/playground/stats", GET=self._counts),
            _route(f"{chat}/commands", GET=self._menu),
            _route("/playground/bots", GET=self._bots),
            _route("/playground/files/{file_id}", GET=self._file),
        ]  # fmt: skip

    async def _messages(self, request: Request) -> Response:
        after = request.query_params.get("after", "0") or "0"
        return JSONResponse(
            {"messages": self._people.messages(_chat_id(request), _whole(after, "after"))}
        )

    async def _write(self, request: Request) -> Response:
        chat_id = _chat_id(request)
        message = self._people.write(chat_id, await read_object(request))
        return JSONResponse({"message_id": message["message_id"]})

    async def _tap(self, request: Request) -> Response:
        chat_id = _chat_id(request)
        query_id = self._people.tap(chat_id, await read_object(request))
        answer = await self._world.queries.ask(query_id, ANSWER_WAIT)
        nothing: Json = {"text": None, "show_alert": False, "url": None}
        return JSONResponse({"answered": answer is not None, **(answer or nothing)})

    async def _inline(self, request: Request) -> Response:
        query_id = self._people.ask_inline(await read_object(request))
        answer = await self._world.queries.ask(query_id, ANSWER_WAIT)
        return JSONResponse({"answered": answer is not None, **(answer or {"results": []})})

    async def _chats(self, request: Request) -> Response:
        del request
        return JSONResponse({"chats": self._groups.chats()})

    async def _make_chat(self, request: Request) -> Response:
        return JSONResponse(self._groups.make(await read_object(request)))

    async def _set_member(self, request: Request) -> Response:
        return JSONResponse(self._groups.set_member(await read_object(request)))

    async def _add_fault(self, request: Request) -> Response:
        self._faults.add(read_fault(await read_object(request)))
        return JSONResponse({"ok": True})

    async def _waiting_faults(self, request: Request) -> Response:
        del request
        return JSONResponse({"faults": self._faults.waiting()})

    async def _clear_faults(self, request: Request) -> Response:
        del request
        self._faults.clear()
        return JSONResponse({"ok": True})

    async def _counts(self, request: Request) -> Response:
        del request
        return JSONResponse(self._stats.body())

    async def _menu(self, request: Request) -> Response:
        language = request.query_params.get("language", "")
        return JSONResponse({"commands": menu(self._world, _chat_id(request), language)})

    async def _bots(self, request: Request) -> Response:
        del request
        return JSONResponse({"bots": [bot.user() for bot in self._world.storage.bots.all()]})

    async def _file(self, request: Request) -> Response:
        file = self._world.storage.files.anybody(request.path_params["file_id"])
        if file is None:
            raise PeopleError("there is no such file", 404)
        kind = mimetypes.guess_type(file.path)[0] or "application/octet-stream"
        data = self._world.storage.files.data(file)
        # a document may be anything, and must not act as a page of this site
        safe = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
        return Response(data, media_type=kind, headers=safe)

    async def _time(self, request: Request) -> Response:
        del request
        return JSONResponse({"now": stamp(self._world.clock.now())})

    async def _set_time(self, request: Request) -> Response:
        body = await read_object(request)
        if "now" not in body:
            raise PeopleError('"now" must be an instant like 2025-03-30T00:59:00Z, or null')
        if self._clock is None:
            raise PeopleError("the clock of this playground cannot be set", 409)
        await self._clock.set(_read_instant(body["now"]))
        return JSONResponse({"now": stamp(self._clock.now())})

    async def _events(self, request: Request) -> Response:
        return StreamingResponse(
            self._stream(_chat_id(request)),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
        )

    async def _stream(self, chat_id: int) -> AsyncIterator[str]:
        with self._world.events.reader(chat_id) as queue:
            yield ": listening\n\n"
            while (event := await queue.get()).kind != "closed":
                data = json.dumps(event.body, ensure_ascii=False)
                yield f"event: {event.kind}\ndata: {data}\n\n"


def _route(path: str, **handlers: _Handler) -> Route:
    """Return a route whose refusals are JSON."""

    async def answer(request: Request) -> Response:
        handler = handlers.get(request.method)
        if handler is None:
            allowed = ", ".join(sorted(handlers))
            return JSONResponse({"error": f"use {allowed}"}, 405, {"Allow": allowed})
        try:
            return await handler(request)
        except PeopleError as error:
            return JSONResponse({"error": str(error)}, error.status)
        except ClientDisconnect:
            return Response(status_code=499)

    return Route(path, answer, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])


async def read_object(request: Request) -> Json:
    """Return the JSON object of a request's body. Raises PeopleError (400, 413)."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > _MAX_BODY:
            raise PeopleError("the body is over 1 MB", 413)
        chunks.append(chunk)
    try:
        body = loads(b"".join(chunks))
    except ValueError as error:
        raise PeopleError(f"the body is not JSON in UTF-8: {error}") from error
    if not isinstance(body, dict):
        raise PeopleError("the body must be a JSON object")
    return body


def _chat_id(request: Request) -> int:
    chat_id = _whole(request.path_params["chat"], "the chat's id")
    if not chat_id:
        raise PeopleError("the chat's id must not be 0")
    return chat_id


def _whole(text: str, name: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 15):
        raise PeopleError(f"{name} must be a whole number")
    return int(text)


def _read_instant(value: object) -> datetime | None:
    if value is None:
        return None
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or not 1970 < instant.year < 3000:
        raise PeopleError('"now" must be an instant like 2025-03-30T00:59:00Z, or null')
    return instant
