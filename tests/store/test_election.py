"""A seat that one of several processes has."""

from __future__ import annotations

import asyncio
from functools import partial

import psycopg
import pytest

from bot.chat.services import LoopTimer
from bot.store import election, job_queue
from bot.store.election import Seat
from tests.timers import until


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(election, "TRIES", 0.1)


class Polling:
    """Work that wants one at a time."""

    def __init__(self) -> None:
        self.at_work: list[str] = []
        self.most = 0

    async def poll(self, name: str) -> None:
        self.at_work.append(name)
        self.most = max(self.most, len(self.at_work))
        try:
            await asyncio.Event().wait()
        finally:
            self.at_work.remove(name)

    async def someone(self) -> str:
        """Return who is at work, once somebody is."""
        await until(lambda: bool(self.at_work))
        return self.at_work[0]


def taking(url: str, name: str, who: str, polling: Polling) -> asyncio.Task[None]:
    """Let somebody try to have a seat."""
    seat = Seat(url, name, LoopTimer())
    return asyncio.create_task(seat.held(partial(polling.poll, who)))


async def test_one_has_it_and_the_next_when_he_is_gone(postgres_url: str) -> None:
    polling = Polling()
    tasks = {who: taking(postgres_url, "updates", who, polling) for who in "abc"}
    for left in (2, 1, 0):
        first = await polling.someone()
        tasks[first].cancel()
        await asyncio.gather(tasks.pop(first), return_exceptions=True)
        assert len(tasks) == left
    assert polling.most == 1


async def test_who_lost_the_database_lost_the_seat(postgres_url: str) -> None:
    polling = Polling()
    task = taking(postgres_url, "updates", "a", polling)
    await polling.someone()
    async with await psycopg.AsyncConnection.connect(postgres_url, autocommit=True) as other:
        await other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'storywire updates'"
        )
        await until(lambda: not polling.at_work)
    await polling.someone()  # and it has it again
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_seats_of_other_names_are_others(postgres_url: str) -> None:
    polling = Polling()
    tasks = [taking(postgres_url, name, name, polling) for name in ("updates", "something else")]
    await until(lambda: len(polling.at_work) == 2)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_what_the_work_raises_is_raised(postgres_url: str) -> None:
    async def refused() -> None:
        raise ValueError("the token")

    with pytest.raises(ValueError, match="the token"):
        await Seat(postgres_url, "updates", LoopTimer()).held(refused)


async def test_what_the_address_asks_of_a_connection_holds(postgres_url: str) -> None:
    """An installation may live in a schema that its DATABASE_URL names."""
    url = f"{postgres_url}{'&' if '?' in postgres_url else '?'}options=-csearch_path%3Dnews"
    async with job_queue.connected(url, "storywire test", lasting=False) as connection:
        found = await connection.execute(
            "SELECT current_setting('search_path'), current_setting('synchronous_commit')"
        )
        assert await found.fetchone() == ("news", "off")
