"""While Telegram is out of reach nothing is tried but, now and then, whether it is back."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from bot.domain.errors import (
    ChatGone,
    SendError,
    SendHeld,
    SendLater,
    SendRefused,
    SendUnsure,
    TelegramAway,
    TokenRefused,
)
from bot.pipeline.reach import LONGEST_PAUSE, Reach, pause
from tests.store.samples import NOW
from tests.timers import SetClock

AWAY, REVOKED, LATE = TelegramAway("no way"), TokenRefused("revoked"), SendUnsure("timed out")


class Telegram:
    """Answers that it is there, or why not."""

    def __init__(self) -> None:
        self.clock = SetClock(NOW)
        self.error: SendError | None = None
        self.probes = 0
        self.reach = Reach(self.clock, self.probe)

    async def probe(self) -> None:
        self.probes += 1
        if self.error is not None:
            raise self.error

    def send(self, error: Exception | None, count: int = 1) -> None:
        self.reach.begun(count)
        for _ in range(count):
            self.reach.ended(error)


@pytest.mark.parametrize(
    ("errors", "room"),
    [
        ([], 32),
        ([LATE, LATE], 32),
        ([LATE, LATE, None, LATE, LATE], 32),
        ([LATE, SendLater("wait", 3), SendHeld("held"), LATE], 32),
        ([LATE, SendLater("wait", 3), SendHeld("held"), LATE, LATE], 0),
        ([LATE, LATE, ChatGone("blocked"), LATE, LATE], 32),
        ([LATE, LATE, SendRefused("too long"), LATE, LATE], 32),
        ([ValueError("a fault of the card's")] * 9, 32),
        ([LATE, LATE, ValueError("a fault of the card's"), LATE], 0),
        ([LATE] * 3, 0),
        ([AWAY], 0),
        ([REVOKED], 0),
    ],
    ids=str,
)
async def test_what_closes(errors: list[Exception | None], room: int) -> None:
    telegram = Telegram()
    for error in errors:
        telegram.send(error)
    assert await telegram.reach.room(32) == room
    assert (telegram.reach.trouble is None) is (room > 0)
    assert telegram.probes == 0


@pytest.mark.parametrize("error", [AWAY, REVOKED], ids=str)
async def test_an_hour_costs_one_question_a_minute(
    error: SendError, caplog: pytest.LogCaptureFixture
) -> None:
    telegram = Telegram()
    telegram.error = error
    telegram.send(error, 32)  # all that were on their way
    for _ in range(4 * 3600):
        assert await telegram.reach.room(32) == 0
        telegram.clock.advance(seconds=0.25)
    assert 60 <= telegram.probes <= 66
    assert len(caplog.records) == 1
    assert str(error) in (telegram.reach.trouble or "")
    telegram.error = None
    telegram.clock.advance(seconds=60)
    assert await telegram.reach.room(32) == 32
    assert telegram.reach.trouble is None
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.WARNING]


async def test_where_answers_are_lost_one_message_at_a_time_tries() -> None:
    """Each may have arrived: 32 at a time would be 32 doubles."""
    telegram = Telegram()
    telegram.send(LATE, 32)
    begun = 0
    for _ in range(3600):
        room = await telegram.reach.room(32)
        assert room in (0, 1)
        if room:
            telegram.reach.begun(1)
            assert await telegram.reach.room(32) == 0
            telegram.reach.ended(LATE)
            begun += 1
        telegram.clock.advance(seconds=1)
    assert 60 <= begun <= 66
    telegram.clock.advance(seconds=60)
    assert await telegram.reach.room(32) == 1
    telegram.send(None)
    assert await telegram.reach.room(32) == 32


async def test_what_was_on_its_way_is_no_trial() -> None:
    telegram = Telegram()
    telegram.send(LATE, 3)
    assert telegram.reach.is_closed()
    telegram.clock.advance(seconds=1)
    assert await telegram.reach.room(32) == 1
    assert not telegram.reach.is_closed()
    telegram.reach.begun(1)
    telegram.reach.ended(SendHeld("waited for its turn since before"))
    assert await telegram.reach.room(32) == 0
    telegram.reach.ended(None)
    assert await telegram.reach.room(32) == 32


async def test_a_trial_waits_for_a_message_without_asking_again() -> None:
    telegram = Telegram()
    telegram.send(LATE, 3)
    telegram.clock.advance(seconds=2)
    for _ in range(9):
        assert await telegram.reach.room(32) == 1  # and nothing was planned
        telegram.reach.begun(0)
    assert telegram.probes == 1


async def test_a_clock_that_is_set_back_closes_nothing_for_longer() -> None:
    telegram = Telegram()
    telegram.send(AWAY)
    telegram.clock.advance(days=-1)
    assert await telegram.reach.room(32) == 32


def test_pauses_grow_to_a_minute() -> None:
    waits = [pause(n).total_seconds() for n in range(8)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert pause(10**9) == LONGEST_PAUSE == timedelta(minutes=1)
