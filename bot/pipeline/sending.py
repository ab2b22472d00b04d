"""Sending what is planned, and marking it only after Telegram's answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import InitVar, dataclass, field
from datetime import timedelta

from bot.domain.errors import (
    ChatGone,
    ChatMoved,
    DatabaseError,
    SendError,
    SendLater,
    SendUnsure,
    StorywireError,
    TelegramAway,
    TokenRefused,
    TopicClosed,
)
from bot.domain.ports import Clock, DeliveryTable, DigestTable, Sender, Store, Unit
from bot.domain.trails import EACH, followed
from bot.domain.values import Delivery, Digest, Sent
from bot.pipeline.reach import Reach
from bot.pipeline.tracing import of_message

log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)
NOTED = timedelta(seconds=2)
"""The longest pause between two tries to write down what came of a message."""
PASSING = (SendLater, SendUnsure, ChatMoved, TopicClosed, TokenRefused)
"""What a message is tried again after."""
BLAMELESS = (SendLater, TelegramAway, TokenRefused)
"""What no message is the cause of: it counts as no attempt at it."""
MOST_ATTEMPTS = 50
"""Some four hours of them: what failed so often is given up (``storywire failed``)."""


def backoff(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts at one message."""
    return min(FIRST_WAIT * 2.0 ** min(attempts, 16), LONGEST_WAIT)


def wait_after(error: Exception, attempts: int) -> timedelta:
    """Return how long to wait after a failed attempt: as Telegram asked, else ``backoff``."""
    if isinstance(error, SendLater):
        return timedelta(seconds=error.retry_after)
    if isinstance(error, TelegramAway | TokenRefused):
        return FIRST_WAIT  # until Telegram can be reached, nothing is taken (see ``reach``)
    return backoff(attempts)


def is_hopeless(error: Exception, attempts: int) -> bool:
    """Return whether a message is given up that failed, after so many attempts before."""
    if not isinstance(error, PASSING):
        return True
    return not isinstance(error, BLAMELESS) and attempts >= MOST_ATTEMPTS


@dataclass(slots=True)
class Outbox:
    """Takes planned cards and digests and sends them.

    At least once: a message is ``sending`` before the call and ``sent`` after the answer, so what a
    dead process left between the two is sent again, and what may not have arrived is, too
    (Telegram has no idempotency key).
    """

    store: Store
    sender: Sender
    clock: Clock
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Waits so many seconds while the database is away."""
    shared: InitVar[Reach | None] = None
    """Becomes ``reach``, where the process has one for all that talks to Telegram."""
    reach: Reach = field(init=False)
    """Whether Telegram can be written to; ``Editor`` asks it, too."""
    at_hand: list[Delivery | Digest] = field(default_factory=list)
    """What is being sent here."""

    def __post_init__(self, shared: Reach | None) -> None:
        """Begin with Telegram taken to be within reach."""
        # the sender's probe is looked up when it is needed
        self.reach = shared or Reach(self.clock, lambda: self.sender.probe())  # noqa: PLW0108

    async def take(self, chat_id: int) -> Delivery | Digest | None:
        """Return what shall be sent to a chat next, a card before a digest.

        None where nothing is to be sent, or Telegram is out of reach. It is ours while it is sent
        (``send``), as long as its lease is renewed (``hold``).
        """
        if not await self.reach.room(1):
            return None
        now = self.clock.now()
        taken: list[Delivery] | list[Digest]
        async with self.store.write() as unit:
            taken = await unit.deliveries.take(now, 1, only=[chat_id])
            taken = taken or await unit.digests.take(now, 1, only=[chat_id])
        self.reach.begun(len(taken))
        return taken[0] if taken else None

    async def hold(self) -> None:
        """Renew the leases of what is being sent here. Raises DatabaseError."""
        now = self.clock.now()
        cards = [item.id for item in self.at_hand if isinstance(item, Delivery)]
        digests = [item.id for item in self.at_hand if isinstance(item, Digest)]
        if cards or digests:
            async with self.store.write() as unit:
                await unit.deliveries.hold(cards, now)
                await unit.digests.hold(digests, now)

    @followed(of_message)
    async def send(self, item: Delivery | Digest) -> None:
        """Send one message and note what came of it. Never raises but when cancelled."""
        log.debug("%s is taken, attempt %d", _name(item), item.attempts + 1)
        self.at_hand.append(item)
        try:
            await self._send(item)
        finally:
            self.at_hand.remove(item)

    async def _send(self, item: Delivery | Digest) -> None:
        sent: Sent | None = None
        failure: StorywireError | None = None
        try:
            sent = await self._call(item)
        except SendError as error:
            failure = error
        except Exception as error:
            # one poison story must not stop the others; its delivery keeps the reason
            log.exception("%s could not be made", _name(item))
            failure = StorywireError(f"{type(error).__name__}: {error}")
        self.reach.ended(failure)
        if sent is not None:
            await self._done(item, sent)
        elif isinstance(failure, ChatGone):
            await self._wait_for_chat(item, failure)
        elif failure is not None and is_hopeless(failure, item.attempts):
            await self._fail(item, failure)
        elif failure is not None:
            await self._again(item, failure)

    async def _call(self, item: Delivery | Digest) -> Sent:
        if isinstance(item, Digest):
            return await self.sender.digest(
                item.place,
                item.chat,
                item.stories,
                item.local_date,
                item.also,
                item.kind,
                item.more,
            )
        return await self.sender.card(item.place, item.chat, item.story, item.also)

    async def _done(self, item: Delivery | Digest, sent: Sent) -> None:
        if sent.degraded:
            log.warning("%s went in a plainer form: %s", _name(item), sent.degraded)

        async def note(unit: Unit) -> None:
            now = self.clock.now()
            await _table(unit, item).sent(item.id, sent, now)
            if sent.outside_thread:
                await unit.chats.thread_lost(item.place, now)
            if isinstance(item, Delivery) and sent.photo_file_id:
                await unit.stories.set_photo(item.story.id, sent.photo_file_id)

        await self._note(item, note)
        log.info("%s sent", _name(item), extra=EACH)

    async def _again(self, item: Delivery | Digest, error: Exception) -> None:
        wait = wait_after(error, item.attempts)
        log.info("%s waits %.1f s: %s", _name(item), wait.total_seconds(), error, extra=EACH)
        counted = not isinstance(error, BLAMELESS)

        async def note(unit: Unit) -> None:
            at = self.clock.now() + wait
            await _table(unit, item).later(item.id, at, str(error), counted=counted)
            if isinstance(error, ChatMoved):
                await unit.chats.moved(item.place.chat_id, error.chat_id)

        await self._note(item, note)

    async def _wait_for_chat(self, item: Delivery | Digest, error: ChatGone) -> None:
        """Stop pushing to a chat; what is planned for it, this too, waits until it is back."""
        log.info("%s waits until the chat is back: %s", _name(item), error)

        async def note(unit: Unit) -> None:
            await _table(unit, item).later(item.id, self.clock.now(), str(error), counted=False)
            await unit.chats.gone(item.place.chat_id)

        await self._note(item, note)

    async def _fail(self, item: Delivery | Digest, error: Exception) -> None:
        log.warning("%s failed: %s", _name(item), error)

        async def note(unit: Unit) -> None:
            await _table(unit, item).failed(item.id, str(error))

        await self._note(item, note)

    async def _note(self, item: Delivery | Digest, note: Callable[[Unit], Awaitable[None]]) -> None:
        """Write what came of a message, for as long as it takes: ``sending`` holds up its chat."""
        failures = 0
        while True:
            try:
                async with self.store.write(first=True) as unit:
                    await note(unit)
            except DatabaseError as error:
                # soon after it is back: others take what was sent here for lost, in time
                wait = min(backoff(failures), NOTED).total_seconds()
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
