"""Sending what is planned, and marking it only after Telegram's answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import (
    ChatGone,
    ChatMoved,
    DatabaseError,
    SendLater,
    SendRefused,
    SendUnsure,
    StorywireError,
    TokenRefused,
)
from bot.domain.ports import Clock, DeliveryTable, DigestTable, Sender, Store, Unit
from bot.domain.trails import EACH, followed
from bot.domain.values import Delivery, Digest, Sent
from bot.pipeline.tracing import of_message

log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)
PASSING = (SendLater, SendUnsure, ChatMoved, TokenRefused)
"""What a message is tried again after."""


def backoff(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts at one message."""
    return min(FIRST_WAIT * 2.0 ** min(attempts, 16), LONGEST_WAIT)


def wait_after(error: Exception, attempts: int) -> timedelta:
    """Return how long to wait after a failed attempt: as Telegram asked, else ``backoff``."""
    if isinstance(error, SendLater):
        return timedelta(seconds=error.retry_after)
    return backoff(attempts)


@dataclass(frozen=True, slots=True)
class Outbox:
    """Takes planned cards and digests and sends them.

    At least once: a message is ``sending`` before the call and ``sent`` after the answer, so what a
    dead process left between the two is sent again (Telegram has no idempotency key).
    """

    store: Store
    sender: Sender
    clock: Clock
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Waits so many seconds while the database is away."""

    async def take(self, limit: int, busy: Collection[int]) -> list[Delivery | Digest]:
        """Return what shall be sent next, at most one message a chat and none to ``busy`` chats."""
        now = self.clock.now()
        async with self.store.write() as unit:
            cards = await unit.deliveries.take(now, limit, busy)
            taken = {*busy, *(card.place.chat_id for card in cards)}
            digests = await unit.digests.take(now, limit - len(cards), taken)
        return [*cards, *digests]

    @followed(of_message)
    async def send(self, item: Delivery | Digest) -> None:
        """Send one message and note what came of it. Never raises but when cancelled."""
        log.debug("%s is taken, attempt %d", _name(item), item.attempts + 1)
        try:
            sent = await self._call(item)
        except PASSING as error:
            await self._again(item, error)
        except (ChatGone, SendRefused) as error:
            await self._fail(item, error)
        except Exception as error:
            # one poison story must not stop the others; its delivery keeps the reason
            log.exception("%s could not be made", _name(item))
            await self._fail(item, StorywireError(f"{type(error).__name__}: {error}"))
        else:
            await self._done(item, sent)

    async def _call(self, item: Delivery | Digest) -> Sent:
        if isinstance(item, Digest):
            return await self.sender.digest(
                item.place, item.chat, item.stories, item.local_date, item.also
            )
        return await self.sender.card(item.place, item.chat, item.story, item.also)

    async def _done(self, item: Delivery | Digest, sent: Sent) -> None:
        if sent.degraded:
            log.warning("%s went in a plainer form: %s", _name(item), sent.degraded)

        async def note(unit: Unit) -> None:
            await _table(unit, item).sent(item.id, sent, self.clock.now())
            if isinstance(item, Delivery) and sent.photo_file_id:
                await unit.stories.set_photo(item.story.id, sent.photo_file_id)

        await self._note(item, note)
        log.info("%s sent", _name(item), extra=EACH)

    async def _again(self, item: Delivery | Digest, error: Exception) -> None:
        wait = wait_after(error, item.attempts)
        log.info("%s waits %.1f s: %s", _name(item), wait.total_seconds(), error, extra=EACH)

        async def note(unit: Unit) -> None:
            await _table(unit, item).later(item.id, self.clock.now() + wait, str(error))
            if isinstance(error, ChatMoved):
                await unit.chats.moved(item.place.chat_id, error.chat_id)

        await self._note(item, note)

    async def _fail(self, item: Delivery | Digest, error: Exception) -> None:
        log.warning("%s failed: %s", _name(item), error)

        async def note(unit: Unit) -> None:
            await _table(unit, item).failed(item.id, str(error))
            if isinstance(error, ChatGone):
                await unit.chats.gone(item.place.chat_id)

        await self._note(item, note)

    async def _note(self, item: Delivery | Digest, note: Callable[[Unit], Awaitable[None]]) -> None:
        """Write what came of a message, for as long as it takes: ``sending`` holds up its chat."""
        failures = 0
        while True:
            try:
                async with self.store.write() as unit:
                    await note(unit)
            except DatabaseError as error:
                wait = backoff(failures).total_seconds()
                log.warning("%s is noted in %.0f s: %s", _name(item), wait, error)
                await self.sleep(wait)
                failures += 1
            else:
                return


def _table(unit: Unit, item: Delivery | Digest) -> DeliveryTable | DigestTable:
    return unit.digests if isinstance(item, Digest) else unit.deliveries


def _name(item: Delivery | Digest) -> str:
    if isinstance(item, Digest):
        return f"digest {item.id} of {item.local_date}"
    return f"delivery {item.id} of story {item.story.code}"
