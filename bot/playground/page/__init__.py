"""The playground's page at ``/``: a chat client and a newsroom, in plain HTML, CSS and JavaScript.

The files beside this module are served as they are. The page speaks to the people's and the
newsroom's JSON API only; it has no way of its own into the bot.
"""

from __future__ import annotations

from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
# Whatever a story or a message says, nothing else shall load, run or frame this page.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def routes() -> list[BaseRoute]:
    """Return the routes of the page and of its style sheets, scripts and pictures."""
    return [Route("/", _index), Route("/page/{name}", _part)]


async def _index(_request: Request) -> Response:
    return _file("index.html")


async def _part(request: Request) -> Response:
    name = request.path_params["name"]
    # the names that are there, not the name asked for, decide: no path leads out of the folder
    if name not in _names():
        return Response(f"there is no /page/{name}", 404, media_type="text/plain")
    return _file(name)


def _names() -> set[str]:
    return {file.name for file in files(__package__).iterdir() if _kind(file.name) in _TYPES}


def _kind(name: str) -> str:
    return name[name.rfind(".") :]


def _file(name: str) -> Response:
    text = (files(__package__) / name).read_text("utf-8")
    return Response(text, headers=_HEADERS, media_type=_TYPES[_kind(name)])
