"""What depends on whether other processes work on the same database."""

from __future__ import annotations

from functools import partial

from bot.chat import updates
from bot.chat.updates import Intake, RawBot, Receive
from bot.domain.ports import Timer
from bot.jobs.local import LocalHands
from bot.jobs.shared import SharedHands
from bot.jobs.work import GRACE, Hands
from bot.store.election import Seat


def is_shared(database_url: str) -> bool:
    """Return whether several processes may work on a database: on any but a SQLite file."""
    return not database_url.startswith("sqlite")


def hands_of(database_url: str, *, alone: bool, grace: float = GRACE) -> Hands:
    """Return who does jobs; ``grace`` are the seconds that they get to end when we stop."""
    if alone or not is_shared(database_url):
        return LocalHands(grace)
    return SharedHands(database_url, grace)


def polling_of(database_url: str, timer: Timer, *, alone: bool) -> Receive:
    """Return how to ask Telegram for updates: of all bots on the database one does."""
    if alone or not is_shared(database_url):
        return updates.poll
    seat = Seat(database_url, "updates", timer)

    async def receive(bot: RawBot, intake: Intake) -> None:
        intake.talking.set()  # it answers, whoever asks
        await seat.held(partial(updates.poll, bot, intake))

    return receive
