"""Who waits for what in this process: polls for updates, pages for news, people for answers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from bot.playground.emulator.errors import Json

_ROOM = 1000
"""Events kept for a page that reads slowly; then it is cut off and loads everything anew."""


class Event(NamedTuple):
    """Something a page shows."""

    kind: str
    """``message``, ``edited``, ``deleted``, ``typing`` or ``closed``."""
    body: Json


class Events:
    """News of chats for the pages that show them."""

    def __init__(self) -> None:
        self._readers: dict[int, set[asyncio.Queue[Event]]] = {}

    @contextmanager
    def reader(self, chat_id: int) -> Iterator[asyncio.Queue[Event]]:
        """Return a queue that receives a chat's events for the length of the block."""
        queue: asyncio.Queue[Event] = asyncio.Queue(_ROOM)
        self._readers.setdefault(chat_id, set()).add(queue)
        try:
            yield queue
        finally:
            readers = self._readers[chat_id]
            readers.discard(queue)
            if not readers:
                del self._readers[chat_id]

    def publish(self, chat_id: int, kind: str, body: Json) -> None:
        """Tell a chat's readers."""
        for queue in list(self._readers.get(chat_id, ())):
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(Event(kind, body))

    def close(self) -> None:
        """Tell every reader that the playground ends."""
        for chat_id in list(self._readers):
            self.publish(chat_id, "closed", {})


class Poll:
    """One request for updates that waits."""

    def __init__(self) -> None:
        self.wake = asyncio.Event()
        self.ended_by_other = False


class Polls:
    """At most one waiting request for updates of each bot."""

    def __init__(self) -> None:
        self._waiting: dict[str, Poll] = {}
        self.closed = False

    @contextmanager
    def poll(self, token: str) -> Iterator[Poll]:
        """Begin a poll, ending the one before with a conflict, as Telegram does."""
        mine = Poll()
        before = self._waiting.get(token)
        if before is not None:
            before.ended_by_other = True
            before.wake.set()
        self._waiting[token] = mine
        try:
            yield mine
        finally:
            if self._waiting.get(token) is mine:
                del self._waiting[token]

    def wake(self, token: str) -> None:
        """Let a bot's poll look again."""
        if (poll := self._waiting.get(token)) is not None:
            poll.wake.set()

    def close(self) -> None:
        """End all polls; later ones do not wait."""
        self.closed = True
        for token in self._waiting:
            self.wake(token)


class Queries:
    """People's taps and inline queries that wait for the bot's answer."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}

    async def ask(self, query_id: str, seconds: float) -> Json | None:
        """Wait for the answer to a query, None where none comes in time."""
        future: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[query_id] = future
        try:
            async with asyncio.timeout(seconds):
                return await future
        except TimeoutError:
            return None
        finally:
            del self._waiting[query_id]

    def answer(self, query_id: str, body: Json) -> bool:
        """Answer a query; return whether somebody waits (or waited a moment ago) for it."""
        future = self._waiting.get(query_id)
        if future is None:
            return False
        if not future.done():
            future.set_result(body)
        return True

    def close(self) -> None:
        """Let nobody wait any longer."""
        for future in self._waiting.values():
            if not future.done():
                future.set_result(None)
