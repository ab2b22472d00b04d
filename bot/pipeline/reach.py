"""Whether Telegram can be written to just now: a breaker before all that is pushed.

While it cannot, messages stay planned: to try each of them would be a flood of calls when there is
no way to Telegram, and a flood of doubles where they arrive and only the answers are lost. Asked
instead, from a second to a minute apart, is who we are, which nobody sees.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.domain.errors import (
    SendError,
    SendHeld,
    SendLater,
    SendUnsure,
    TelegramAway,
    TokenRefused,
)
from bot.domain.ports import Clock

log = logging.getLogger(__name__)

IN_A_ROW: Final = 3
"""Messages in a row that may not have arrived, after which it is Telegram and not a message."""
FIRST_PAUSE: Final = timedelta(seconds=1)
LONGEST_PAUSE: Final = timedelta(minutes=1)


@dataclass(slots=True)
class Reach:
    """Open until sending fails as a whole; then closed, until Telegram answers again."""

    clock: Clock
    probe: Callable[[], Awaitable[None]]
    """Asks Telegram for something that changes nothing. Raises SendError."""
    trouble: str | None = None
    """Why nothing is sent, in words for the administrator; None while messages are sent."""
    _cause: SendError | None = None
    _until: datetime | None = None
    """Closed until then; None while it is open."""
    _pauses: int = 0
    """Since Telegram last took something."""
    _unsure: int = 0
    """In a row."""
    _on_trial: bool = field(default=False)
    """Open for one message at a time, until one got through."""
    _trying: bool = False

    async def room(self, most: int) -> int:
        """Return how many of ``most`` messages may be begun now. Asks Telegram where it is time.

        ``begun`` is to be told how many were, and ``ended`` what became of each.
        """
        if self._until is not None and not await self._answers(self._until):
            return 0
        if self._on_trial:
            return 0 if self._trying else min(most, 1)
        return most

    def begun(self, count: int) -> None:
        """Note that so many messages are on their way."""
        self._trying = self._trying or (self._on_trial and count > 0)

    def is_closed(self) -> bool:
        """Return whether nothing may go: what waits for its turn by now is better not tried."""
        return self._until is not None

    def ended(self, error: Exception | None) -> None:
        """Note what became of a message: None where it was sent."""
        if isinstance(error, SendHeld):
            return
        self._trying = False
        if isinstance(error, TelegramAway | TokenRefused):
            self._close(error)
        elif isinstance(error, SendUnsure):
            self._unsure += 1
            if self._on_trial or self._unsure >= IN_A_ROW:
                self._close(error)
        # to wait may be our own pacer's word, and no sign that Telegram is there
        elif error is None or (isinstance(error, SendError) and not isinstance(error, SendLater)):
            self._open()

    async def _answers(self, until: datetime) -> bool:
        """Return whether Telegram answers again; without asking, before it is time."""
        now = self.clock.now()
        # later than any pause is a clock that was set back
        if now < until <= now + LONGEST_PAUSE:
            return False
        self._until = now + LONGEST_PAUSE  # nobody else asks meanwhile
        try:
            await self.probe()
        except SendError as error:
            self._until = None
            self._close(error)
            return False
        self._until = self.trouble = None
        # that it answers does not tell that it takes messages, where these were what failed
        self._on_trial = not isinstance(self._cause, TelegramAway | TokenRefused)
        self._trying = False
        if not self._on_trial:
            self._open()
        return True

    def _close(self, error: SendError) -> None:
        """Let nothing go for a while, each time for longer; say so once for each kind of cause."""
        if self._until is not None:
            return  # one of those that were on their way already
        self.trouble = _words(error)
        revoked, before = isinstance(error, TokenRefused), self._cause
        if before is None or revoked is not isinstance(before, TokenRefused):
            log.error("%s; what is planned waits, feeds are read on", self.trouble)
        self._cause = error
        self._on_trial = False
        self._until = self.clock.now() + pause(self._pauses)
        self._pauses += 1

    def _open(self) -> None:
        if self._cause is not None:
            log.warning("messages are sent again")
        self.trouble = self._cause = self._until = None
        self._on_trial = False
        self._pauses = self._unsure = 0


def pause(pauses: int) -> timedelta:
    """Return how long nothing is sent, after so many pauses in a row."""
    return min(FIRST_PAUSE * 2.0 ** min(pauses, 16), LONGEST_PAUSE)


def _words(error: SendError) -> str:
    """Say what is wrong; but for the token the cause has the words, without anybody's chat."""
    if isinstance(error, TokenRefused):
        return str(error)
    return f"messages do not get through to Telegram ({error.__cause__ or error})"
