"""What the newsroom serves to readers of news, people and bots: feeds, articles, home pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.domain.ports import Clock
from bot.playground.newsroom.archive import Archive
from bot.playground.newsroom.links import Links
from bot.playground.newsroom.naming import id_from_letters
from bot.playground.newsroom.pages import (
    render_article,
    render_home,
    render_missing,
    render_newsstand,
)
from bot.playground.newsroom.syndication import CONTENT_TYPES, render_feed

_HOME_LENGTH = 100
# The pages are text and one style sheet; whatever a story says, nothing else shall load or run.
_SAFE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:",
    "X-Content-Type-Options": "nosniff",
}


class Web:
    """The routes for readers."""

    def __init__(self, archive: Archive, clock: Clock, links: Callable[[], Links]) -> None:
        self._archive = archive
        self._clock = clock
        self._links = links

    def routes(self) -> list[BaseRoute]:
        """Return the routes, all of them for GET."""
        return [
            Route("/robots.txt", self._robots),
            Route("/news/", self._newsstand),
            Route("/news/style.css", self._style),
            Route("/news/{source}/", self._home),
            Route("/news/{source}/{kind}.xml", self._feed),
            Route("/news/{source}/{story}", self._article),
            Route("/news/{source}/{story}/{words:path}", self._article),
        ]

    async def _robots(self, _request: Request) -> Response:
        return PlainTextResponse("User-agent: *\nAllow: /\n")

    async def _style(self, _request: Request) -> Response:
        css = (files(__package__) / "style.css").read_text("utf-8")
        return Response(css, media_type="text/css", headers=_SAFE)

    async def _newsstand(self, _request: Request) -> Response:
        return HTMLResponse(render_newsstand(self._archive.sources(), self._links()), headers=_SAFE)

    async def _home(self, request: Request) -> Response:
        source = self._archive.source(request.path_params["source"])
        if source is None:
            return self._missing()
        stories = self._archive.newest(source, _HOME_LENGTH)
        return HTMLResponse(render_home(source, stories, self._links()), headers=_SAFE)

    async def _article(self, request: Request) -> Response:
        story_id = id_from_letters(request.path_params["story"])
        publication = None if story_id is None else self._archive.story(story_id)
        if publication is None or (
            publication.source.profile.slug != request.path_params["source"]
        ):
            return self._missing()
        return HTMLResponse(render_article(publication, self._links()), headers=_SAFE)

    async def _feed(self, request: Request) -> Response:
        source = self._archive.source(request.path_params["source"])
        links = self._links()
        if source is None or request.path_params["kind"] != source.profile.kind:
            return self._missing()
        last, length = self._archive.feed_span(source, self._clock.now())
        # All that decides what the feed says; a story is never changed.
        state = f"{links.feed(source)} {source.changed} {last} {length}"
        etag = f'"{sha256(state.encode()).hexdigest()[:32]}"'
        headers = {
            "ETag": etag,
            "Last-Modified": format_datetime(
                datetime.fromtimestamp(source.changed, UTC), usegmt=True
            ),
            "Cache-Control": "no-cache",
        }
        if _unchanged(request, etag, source.changed):
            return Response(status_code=304, headers=headers)
        body = render_feed(source, self._archive.newest(source, length), links)
        content_type = CONTENT_TYPES[source.profile.kind]
        return Response(body, headers={**headers, "Content-Type": content_type})

    def _missing(self) -> Response:
        return HTMLResponse(render_missing(self._links()), status_code=404, headers=_SAFE)


def _unchanged(request: Request, etag: str, changed: int) -> bool:
    """Return whether the reader has this state of the feed (RFC 9110, section 13.2.2)."""
    known = request.headers.get("if-none-match")
    if known is not None:
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        return etag in tags or "*" in tags
    since = request.headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return changed <= parsedate_to_datetime(since).timestamp()
    except ValueError:
        return False  # the RFC: a date that is none is ignored
