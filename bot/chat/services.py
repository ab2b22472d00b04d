"""What the handlers need of the rest of Storywire, as values and ports."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.chat.sender import TelegramSender
from bot.domain.ports import CallMeter, Clock, Store, Timer
from bot.feeds.discovery import Finder
from bot.pipeline.reach import Reach


class LoopTimer:
    """The event loop's own clock (domain port Timer)."""

    def monotonic(self) -> float:
        """Return seconds since some fixed moment."""
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        """Wait so many seconds."""
        await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Services:
    """Given once, when the application is built."""

    store: Store
    clock: Clock
    sender: TelegramSender | None = None
    """Sends cards and digests as replies; ``conversation.build`` makes it where it is None."""
    admin_ids: frozenset[int] = field(default_factory=frozenset)
    """People who run this bot (``ADMIN_IDS``)."""
    timer: Timer = field(default_factory=LoopTimer)
    """Waits between tries."""
    finder: Finder | None = None
    """Finds the feeds of an address; None where only the command line adds them."""
    meter: CallMeter | None = None
    """Is told of each call of the Bot API, and tells /stats; None where nobody measures."""
    reach: Reach | None = None
    """Whether Telegram can be written to; ``conversation.build`` makes it where it is None."""
    readme_url: str = ""
    """Where to read more about Storywire; empty where there is no such page."""

    def heard(self, error: Exception | None) -> None:
        """Note what came of asking Telegram, None where it answered, for what is pushed."""
        if self.reach is not None:
            self.reach.ended(error)


KEY = "services"
"""Where ``conversation.build`` leaves them in the application's ``bot_data``."""
PATIENCE = "patience"
"""Where it leaves what answers later (``patience.Patience``)."""
NOTICES = "notices"
"""Where it leaves what tells of feeds in need (``domain.ports.Notices``)."""
