"""The QR photos that Telegram has already, so that each is uploaded once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from bot.domain.values import Story

_MOST: Final = 1024
_PATIENCE: Final = 2.0
"""Seconds; the one that uploads may wait for a group's turn, which takes up to a minute."""


class Photos:
    """Telegram's file ids of stories' QR photos; the newest are kept in memory."""

    def __init__(self) -> None:
        self._ids: dict[int, str] = {}
        self._uploads: dict[int, asyncio.Future[None]] = {}

    async def find(self, story: Story) -> str | None:
        """Return the file id; wait a little where another card of the story is uploading it."""
        upload = self._uploads.get(story.id)
        if upload is not None:
            await asyncio.wait({upload}, timeout=_PATIENCE)
        return self._ids.get(story.id) or story.photo_file_id

    def keep(self, story_id: int, file_id: str) -> None:
        """Keep the id of an uploaded photo."""
        self._ids[story_id] = file_id
        while len(self._ids) > _MOST:
            del self._ids[next(iter(self._ids))]

    def forget(self, story_id: int) -> None:
        """Drop an id that Telegram did not know."""
        self._ids.pop(story_id, None)

    @contextmanager
    def uploading(self, story_id: int) -> Iterator[None]:
        """Let other cards of the story wait while this one uploads its photo."""
        if story_id in self._uploads:
            yield
            return
        done = self._uploads[story_id] = asyncio.get_running_loop().create_future()
        try:
            yield
        finally:
            del self._uploads[story_id]
            done.set_result(None)
