"""The pace of a process: with others on PostgreSQL, by itself on SQLite."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from bot.app.clocks import SystemTimer
from bot.app.pacing import bot_of, pacing
from bot.ops.settings import Settings
from tests.timers import FastTimer


@pytest.mark.parametrize(
    ("token", "bot"),
    [("123456:AbC", 123456), ("7:world", 7), ("secret", 0), (":x", 0), ("²:x", 0), ("9" * 40, 0)],
)
def test_a_bot_is_known_by_what_stands_before_the_colon(token: str, bot: int) -> None:
    assert bot_of(token) == bot


def given(url: str) -> Settings:
    """Settings of a bot that may send one message a second."""
    token = SecretStr("5:x")
    return Settings(telegram_bot_token=token, database_url=url, messages_per_second=1)


async def test_processes_on_postgresql_wait_for_each_other(postgres_url: str) -> None:
    timer = SystemTimer()
    async with (
        pacing(given(postgres_url), "5:x", timer) as one,
        pacing(given(postgres_url), "5:y", timer) as other,
    ):
        first = await one.turn(1)
        second = await other.turn(2)
    assert second.left_at - first.left_at >= 1


async def test_one_process_alone_waits_by_its_own_clock(database_url: str) -> None:
    timer = FastTimer()
    async with pacing(given(database_url), "5:x", timer, alone=True) as pacer:
        turns = [await pacer.turn(chat) for chat in range(5)]
    assert 4 <= turns[-1].left_at <= 6.1


async def test_on_sqlite_it_is_alone_anyway(sqlite_url: str) -> None:
    async with pacing(given(sqlite_url), "5:x", FastTimer()) as pacer:
        assert (await pacer.turn(1)).left_at == 0.0
