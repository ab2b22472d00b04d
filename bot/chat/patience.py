"""Answers that take a while: said when they are there, while everybody else is answered."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from typing import Final

from telegram import Message

from bot.chat.desk import patience
from bot.chat.handlers.talk import Answer, Later, Talk
from bot.chat.speaking import Speaker, Spot
from bot.domain.errors import SendError

log = logging.getLogger(__name__)

AT_ONCE: Final = 8
"""Works at the same time; others wait for their turn."""
MOST_PER_CHAT: Final = 3
MOMENT: Final = 1.0
"""Seconds that an answer may take without a word before it."""


class Patience:
    """Runs works beside the conversation. A work in hand is lost with a process that is killed."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()
        self._of_chat: Counter[int] = Counter()

    async def answer(self, talk: Talk, later: Later, message: Message | None) -> None:
        """Answer with what a work makes: at once if it takes but a moment. Raises SendError."""
        chat_id = talk.chat.id
        if self._of_chat[chat_id] >= MOST_PER_CHAT:
            busy = Answer(talk.texts.looking_already())
            await self._speaker.answer(talk, busy, message)
            return
        self._of_chat[chat_id] += 1
        work = asyncio.create_task(self._work(later), name=f"work for chat {chat_id}")
        work.add_done_callback(lambda _: self._leave(chat_id))
        try:
            await self._speaker.typing(talk.place)
            done, _ = await asyncio.wait({work}, timeout=MOMENT)
            if done:
                await self._speaker.answer(talk, work.result(), message)
                return
            spot = await self._speaker.begin(talk, later.waiting, message)
        except BaseException:  # the update is answered again: not twice at the same time
            work.cancel()
            raise
        task = asyncio.create_task(self._finish(talk, work, spot), name=f"answer to {chat_id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """End all works, and say so where somebody waits."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _work(self, later: Later) -> Answer:
        async with self._turns:
            return await later.work()

    async def _finish(self, talk: Talk, work: asyncio.Task[Answer], spot: Spot) -> None:
        try:
            answer = await work
        except asyncio.CancelledError:
            work.cancel()
            with contextlib.suppress(SendError, TimeoutError):
                async with asyncio.timeout(2):
                    await self._speaker.finish(talk, spot, Answer(talk.texts.interrupted()))
            raise
        except Exception:
            log.exception("a work for chat %d failed", talk.chat.id)
            answer = Answer(talk.texts.apologised())
        await self._say(talk, spot, answer)

    async def _say(self, talk: Talk, spot: Spot, answer: Answer) -> None:
        """Say the answer, trying again as long as that may help."""
        failures = 0
        while True:
            try:
                return await self._speaker.finish(talk, spot, answer)
            except SendError as error:
                pause = patience(error, failures)
                if pause is None:
                    log.warning("an answer to chat %d is lost: %s", talk.chat.id, error)
                    return None
            await talk.services.timer.sleep(pause)
            failures += 1

    def _leave(self, chat_id: int) -> None:
        self._of_chat[chat_id] -= 1
        if not self._of_chat[chat_id]:
            del self._of_chat[chat_id]
