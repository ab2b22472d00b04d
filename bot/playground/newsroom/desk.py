"""The newsroom itself: what is published, and the JSON by which the playground publishes more."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.domain.errors import StorywireError
from bot.domain.ports import Clock
from bot.playground.clock import stamp
from bot.playground.newsroom import prepared
from bot.playground.newsroom.archive import Archive
from bot.playground.newsroom.links import Links
from bot.playground.newsroom.submissions import MAX_BODY_BYTES, read_submission
from bot.playground.newsroom.values import Publication, Submission, SubmissionError
from bot.playground.newsroom.web import Web

_LISTING_LENGTH = 500

NewSource = Callable[[str, str], Awaitable[None]]
"""Told a new source's name and the address of its feed."""


class Newsroom:
    """Stories, their feeds and pages, and the desk where new ones are handed in."""

    def __init__(
        self, data_dir: Path, clock: Clock, base_url: str, *, with_stories: bool = True
    ) -> None:
        """Open the newsroom kept in ``data_dir``; the first time, publish its own stories.

        ``base_url`` is the playground's address, which all links stand on. ``with_stories=False``
        opens an empty newsroom, without sources, for tests. Raises DatabaseError.
        """
        self.base_url = base_url
        self.on_new_source: NewSource | None = None
        self.ready: Callable[[], bool] = lambda: True
        self._clock = clock
        self._archive = Archive(data_dir / "newsroom.sqlite3")
        self._web = Web(self._archive, clock, self._links)
        self._announcing = asyncio.Lock()
        self._unannounced: dict[str, str] = {}
        if with_stories:
            self._open_doors()

    def close(self) -> None:
        """Close the file of stories."""
        self._archive.close()

    def feeds(self) -> list[tuple[str, str]]:
        """Return each source and the address of its feed, in the order they were opened."""
        links = self._links()
        return [(source.profile.name, links.feed(source)) for source in self._archive.sources()]

    async def publish(self, story: Submission) -> str:
        """Publish a story and return its address, once the bot knows its source.

        Raises StorywireError where ``on_new_source`` does; the story is published all the same,
        and the source is announced again with the next story.
        """
        publication, _ = self._publish(story)
        await self._announce()
        return self._links().article(publication)

    def routes(self) -> list[BaseRoute]:
        """Return the routes of the desk and of all that readers see."""
        return [
            Route("/playground/feeds", self._get_feeds),
            Route("/playground/stories", self._get_stories),
            Route("/playground/stories", self._post_story, methods=["POST"]),
            Route("/playground/stories/next", self._post_next, methods=["POST"]),
            *self._web.routes(),
        ]

    async def _get_feeds(self, _request: Request) -> Response:
        if not self.ready():
            return JSONResponse({"error": "the bot does not read its feeds yet"}, status_code=503)
        feeds = [{"source": source, "url": url} for source, url in self.feeds()]
        return JSONResponse({"feeds": feeds})

    async def _get_stories(self, _request: Request) -> Response:
        links = self._links()
        listing = self._archive.listing(_LISTING_LENGTH)
        return JSONResponse({"stories": [_listed(publication, links) for publication in listing]})

    async def _post_story(self, request: Request) -> Response:
        body = await _body(request)
        if body is None:
            error = f"the body is larger than {MAX_BODY_BYTES} bytes"
            return JSONResponse({"error": error}, status_code=413)
        try:
            story = read_submission(body, self._now())
        except SubmissionError as refusal:
            return JSONResponse({"error": str(refusal)}, status_code=400)
        return await self._answer(story)

    async def _post_next(self, _request: Request) -> Response:
        done = self._archive.keys()
        waiting = (draft.story for draft in prepared.drafts() if draft.story.key not in done)
        draft = next(waiting, None)
        if draft is None:
            error = "all prepared stories are published; write one of your own"
            return JSONResponse({"error": error}, status_code=404)
        now = self._now()
        story = prepared.on_day(draft, now, now)
        return await self._answer(story, title=story.title, source=story.source)

    async def _answer(self, story: Submission, **more: str) -> Response:
        publication, _ = self._publish(story)
        url = self._links().article(publication)
        try:
            await self._announce()
        except StorywireError as error:
            text = f"the story is at {url}, but the bot could not be told of its source: {error}"
            return JSONResponse({"error": text}, status_code=503)
        return JSONResponse({"url": url, **more})

    def _publish(self, story: Submission) -> tuple[Publication, bool]:
        publication, new = self._archive.publish(story, self._now())
        if new:
            source = publication.source
            self._unannounced[source.profile.name] = self._links().feed(source)
        return publication, new

    async def _announce(self) -> None:
        # One at a time: a second story of a new source is answered once the first has announced it.
        async with self._announcing:
            for source, url in list(self._unannounced.items()):
                if self.on_new_source is not None:
                    await self.on_new_source(source, url)
                del self._unannounced[source]

    def _open_doors(self) -> None:
        now = self._now()
        first_start = self._archive.first_start(now)
        for profile in prepared.profiles():
            self._archive.open_source(profile, now)
        self._archive.publish_all(prepared.first_edition(first_start), now)

    def _links(self) -> Links:
        return Links(self.base_url.rstrip("/"))

    def _now(self) -> datetime:
        return self._clock.now().replace(microsecond=0)


async def _body(request: Request) -> bytes | None:
    """Return a request's body, or None where it is too large."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            return None
    return body


def _listed(publication: Publication, links: Links) -> dict[str, str | None]:
    story = publication.story
    return {
        "url": links.article(publication),
        "title": story.title,
        "source": story.source,
        "lang": story.lang,
        "published": None if story.published is None else stamp(story.published),
        "origin": story.origin,
        "author": story.author,
        "code": story.code,
        "posted": stamp(publication.posted),
    }
