"""A newsroom that tests open, post to and read, over HTTP in process."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import httpx
from starlette.applications import Starlette

from bot.playground.newsroom import Newsroom

BASE = "http://127.0.0.1:8080"
START = datetime(2026, 3, 18, 10, 0, tzinfo=UTC)


class Hands:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        self.instant = now

    def now(self) -> datetime:
        return self.instant

    def forward(self, **by: float) -> None:
        self.instant += timedelta(**by)


class Reading:
    """A newsroom, its clock and somebody who talks HTTP to it."""

    def __init__(self, folder: Path, *, with_stories: bool = True) -> None:
        self.clock = Hands()
        self.folder = folder
        self._with_stories = with_stories
        self._open()

    def _open(self) -> None:
        self.newsroom = Newsroom(
            self.folder, self.clock, f"{BASE}/", with_stories=self._with_stories
        )
        app = Starlette(routes=self.newsroom.routes())
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=BASE)

    async def close(self) -> None:
        await self.http.aclose()
        self.newsroom.close()

    async def restart(self) -> None:
        await self.close()
        self._open()

    async def post(self, **story: object) -> str:
        """Publish a story and return its address."""
        answer = await self.http.post("/playground/stories", json=story)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["url"])

    async def feed(self, source: str) -> Any:
        """Return a source's feed as feedparser reads it."""
        answer = await self.http.get(dict(self.newsroom.feeds())[source])
        assert answer.status_code == 200
        parsed = feedparser.parse(answer.content, response_headers=dict(answer.headers))
        assert not parsed.bozo, parsed.get("bozo_exception")
        return parsed

    async def page(self, url: str) -> str:
        """Return the HTML at an address."""
        answer = await self.http.get(url)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        return answer.text
