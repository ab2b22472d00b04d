"""The playground as one web application: emulator, newsroom, page."""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.playground.emulator import Emulator
from bot.playground.newsroom import Newsroom

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PAGE = "bot.playground.page"


def create_site(
    emulator: Emulator, newsroom: Newsroom | None = None, *, hosts: frozenset[str] = LOOPBACK
) -> Starlette:
    """Return the application; it answers requests to ``hosts`` only.

    The newsroom is ready once a bot polls the emulator. The page is mounted where the room
    ``bot.playground.page`` with its ``routes()`` is there.
    """
    routes = emulator.routes()
    if newsroom is not None:
        newsroom.ready = lambda: emulator.polled
        routes += newsroom.routes()
    if find_spec(_PAGE) is not None:
        page_routes = getattr(importlib.import_module(_PAGE), "routes", None)
        routes += page_routes() if page_routes is not None else ()
    return Starlette(
        routes=routes,
        middleware=[Middleware(LoopbackOnly, hosts=hosts)],
        exception_handlers={HTTPException: _refused, Exception: _failed},
    )


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):  # Starlette's type of handlers is wider than its use
        raise error
    if request.url.path.startswith(("/bot", "/file/bot")):
        body = {"ok": False, "error_code": error.status_code, "description": error.detail}
        return JSONResponse(body, error.status_code)
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)


async def _failed(request: Request, error: Exception) -> Response:
    del request, error  # Starlette raises it again for the server to log
    return JSONResponse({"error": "the playground failed; its log says why"}, 500)


class LoopbackOnly:
    """Refuses requests that a page from elsewhere sends through the reader's browser.

    A name of the attacker's that points to 127.0.0.1 shows in Host, a page's own address in
    Origin.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str] = LOOPBACK) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 403."""
        if scope["type"] == "http" and not self._allowed(scope):
            refusal = JSONResponse({"error": "this playground answers on loopback only"}, 403)
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _allowed(self, scope: Scope) -> bool:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        host = _host(f"//{headers.get(b'host', '')}")
        origin = headers.get(b"origin")
        return host in self._hosts and (origin is None or _host(origin) in self._hosts)


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
