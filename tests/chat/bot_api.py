"""A small Bot API server that remembers its calls and refuses when a test says so."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from telegram.ext import BaseRateLimiter, ExtBot

from bot.chat.wire import Wire
from tests.chat.telegram_html import parse


@dataclass
class Call:
    """A call of a method."""

    method: str
    fields: dict[str, Any]

    @property
    def uploaded(self) -> bool:
        return isinstance(self.fields.get("photo"), bytes)


@dataclass
class BotApi:
    """Keeps every call; answers the next of ``refusals`` to each that writes, else sends."""

    refusals: list[Response] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    photos: set[str] = field(default_factory=set)
    delay: float = 0.0
    called: asyncio.Event = field(default_factory=asyncio.Event)

    def refuse(self, status: int, description: str, **parameters: Any) -> None:
        """Answer a coming call like this."""
        body = {"ok": False, "error_code": status, "description": description}
        if parameters:
            body["parameters"] = parameters
        self.refusals.append(JSONResponse(body, status))

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/bot{token}/{method}", self._answer, methods=["POST"])])

    async def _answer(self, request: Request) -> Response:
        method = request.path_params["method"]
        if method == "getMe":
            return _ok({"id": 1, "is_bot": True, "first_name": "Wire", "username": "wire_bot"})
        call = Call(method, _fields(request.headers["Content-Type"], await request.body()))
        self.calls.append(call)
        self.called.set()
        await asyncio.sleep(self.delay)
        if self.refusals:
            return self.refusals.pop(0)
        if not method.startswith("send"):
            return _ok(True)
        return self._sent(call)

    def _sent(self, call: Call) -> Response:
        if call.fields.get("parse_mode") == "HTML":
            parse(call.fields.get("caption") or call.fields["text"])
        message: dict[str, Any] = {
            "message_id": len(self.calls),
            "date": 1529244480,
            "chat": {"id": int(call.fields["chat_id"]), "type": "private"},
        }
        if call.method == "sendPhoto":
            photo = call.fields["photo"]
            name = hashlib.sha256(photo).hexdigest()[:12] if call.uploaded else photo
            if not call.uploaded and name not in self.photos:
                text = "Bad Request: wrong file identifier/HTTP URL specified"
                return JSONResponse({"ok": False, "error_code": 400, "description": text}, 400)
            self.photos.add(name)
            sizes = [(90, "small"), (424, name)]
            message["photo"] = [
                {"file_id": file, "file_unique_id": file, "width": width, "height": width}
                for width, file in sizes
            ]
        return _ok(message)


def _fields(kind: str, body: bytes) -> dict[str, Any]:
    """Return the fields of a form; files as bytes."""
    if not kind.startswith("multipart/"):
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True))
    head = f"Content-Type: {kind}\r\n\r\n".encode()
    fields: dict[str, Any] = {}
    for part in message_from_bytes(head + body, policy=HTTP).iter_parts():
        name = str(part.get_param("name", header="Content-Disposition"))
        content: Any = part.get_payload(decode=True)
        fields[name] = content if part.get_filename() else content.decode("utf-8")
    return fields


def _ok(result: Any) -> Response:
    return Response(json.dumps({"ok": True, "result": result}), media_type="application/json")


@asynccontextmanager
async def bot_on(
    api: BotApi, limiter: BaseRateLimiter[Any] | None = None
) -> AsyncIterator[ExtBot[Any]]:
    """Return a bot that talks to the server in process."""
    transport = httpx.ASGITransport(app=api.app())
    request = Wire(httpx_kwargs={"transport": transport})
    bot: ExtBot[Any] = ExtBot(
        "1:token", base_url="http://telegram.test/bot", request=request, rate_limiter=limiter
    )
    async with bot:
        yield bot


@asynccontextmanager
async def bot_on_silence(*, drop: bool) -> AsyncIterator[ExtBot[Any]]:
    """Return a bot whose server drops every connection, or accepts it and never answers."""
    held: list[asyncio.StreamWriter] = []

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)
        if drop:
            await reader.read(1)
            writer.transport.abort()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    request = Wire(read_timeout=0.2, media_write_timeout=0.2, httpx_kwargs={"trust_env": False})
    try:
        yield ExtBot("1:token", base_url=f"http://127.0.0.1:{port}/bot", request=request)
    finally:
        await request.shutdown()
        for writer in held:
            writer.transport.abort()
        server.close()
        await server.wait_closed()
