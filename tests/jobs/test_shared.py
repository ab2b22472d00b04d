"""Hands that share a PostgreSQL: each job is done by one of them, and by another if he dies."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import AsyncIterator, Collection
from datetime import timedelta

import psycopg
import pytest

from bot.jobs import shared
from bot.jobs.shared import SharedHands
from bot.jobs.work import Job, Step
from tests.timers import until

BRIEF = timedelta(seconds=1)
"""After such a silence a process is taken to be dead, in these tests."""


class Work:
    """A step whose jobs wait until they are let go."""

    def __init__(self, *, fenced: bool = False) -> None:
        self.begun: Counter[str] = Counter()
        self.ended: Counter[str] = Counter()
        self.let_go = asyncio.Event()
        self.step = Step("work", self._none, self._do, 100, 1.0, fenced=fenced)

    async def _none(self, _limit: int, _busy: Collection[str]) -> list[Job]:
        return []

    async def _do(self, item: str) -> None:
        self.begun[item] += 1
        if item == "poison":
            raise ValueError(item)
        await self.let_go.wait()
        self.ended[item] += 1


@pytest.fixture(autouse=True)
def _brief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "SILENT", BRIEF)


@contextlib.asynccontextmanager
async def at_work(url: str, work: Work) -> AsyncIterator[SharedHands]:
    hands = SharedHands(url, grace=2)
    async with hands.at_work([work.step]):
        yield hands


async def test_each_job_is_done_once_by_whoever_has_time(postgres_url: str) -> None:
    one, other = Work(), Work()
    one.let_go.set()
    other.let_go.set()
    async with at_work(postgres_url, one) as hands, at_work(postgres_url, other) as others:
        jobs = [Job(str(n), str(n)) for n in range(200)]
        assert await hands.offer(one.step, jobs[:150]) == 150
        await others.offer(other.step, jobs[50:])  # those that are under way are passed over
        await hands.all_ended(one.step)
        assert await others.busy(other.step) == set()
        # one that ended meanwhile may have been done again: a job done twice changes nothing
        done = one.ended + other.ended
        assert set(done) == {str(n) for n in range(200)}
        assert one.ended
        assert other.ended


async def test_a_key_has_one_job_at_a_time(postgres_url: str) -> None:
    work = Work()
    async with at_work(postgres_url, work) as hands:
        assert await hands.offer(work.step, [Job("host", "1"), Job("host", "2")]) == 1
        assert await hands.offer(work.step, [Job("host", "3"), Job("other", "4")]) == 1
        assert await hands.busy(work.step) == {"host", "other"}
        work.let_go.set()
        await hands.all_ended(work.step)
        assert work.ended == {"1": 1, "4": 1}
        assert await hands.offer(work.step, [Job("host", "5")]) == 1
        await hands.all_ended(work.step)


async def test_what_breaks_on_one_job_stops_no_other(
    postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    work = Work()
    work.let_go.set()
    async with at_work(postgres_url, work) as hands:
        await hands.offer(work.step, [Job("poison", "poison"), Job("good", "good")])
        await hands.all_ended(work.step)
    assert work.ended == {"good": 1}
    assert "the job work poison failed" in caplog.text


async def test_the_jobs_of_one_that_died_are_done_by_another(postgres_url: str) -> None:
    work = Work()
    work.let_go.set()
    async with at_work(postgres_url, work) as hands:
        await hands.busy(work.step)  # pgqueuer's tables are there
        async with await psycopg.AsyncConnection.connect(postgres_url, autocommit=True) as other:
            await other.execute(
                "INSERT INTO pgqueuer (priority, entrypoint, payload, status, dedupe_key,"
                " queue_manager_id) VALUES (0, 'work', 'left', 'picked', 'work:left',"
                " gen_random_uuid())"
            )
        began = time.monotonic()
        await hands.all_ended(work.step)
        assert BRIEF.total_seconds() / 2 < time.monotonic() - began < 10
    assert work.ended == {"left": 1}


async def test_a_lost_database_is_waited_for(postgres_url: str) -> None:
    work = Work()
    work.let_go.set()
    async with at_work(postgres_url, work) as hands:
        await hands.offer(work.step, [Job("1", "1")])
        await hands.all_ended(work.step)
        await cut_off(postgres_url)
        async with asyncio.timeout(15):
            while True:
                with contextlib.suppress(Exception):
                    if await hands.offer(work.step, [Job("2", "2")]):
                        break
                await asyncio.sleep(0.05)
            await hands.all_ended(work.step)
    assert work.ended == {"1": 1, "2": 1}


@pytest.mark.parametrize("fenced", [False, True])
async def test_work_outlives_the_queue_only_where_it_keeps_others_out(
    postgres_url: str, fenced: bool
) -> None:
    """Else another, who is given the job, and the first would both do it."""
    work, other = Work(fenced=fenced), Work(fenced=fenced)
    other.let_go.set()
    async with at_work(postgres_url, work) as hands:
        await hands.offer(work.step, [Job("1", "1")])
        await until(lambda: bool(work.begun))
        await cut_off(postgres_url)
        async with at_work(postgres_url, other):
            await until(lambda: bool(other.ended))
        work.let_go.set()
        await asyncio.sleep(0)
    assert (work.ended, other.ended) == ({"1": 1} if fenced else {}, {"1": 1})


async def cut_off(url: str) -> None:
    """Let all lose their connections, as when PostgreSQL is started again."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


async def test_what_is_at_hand_ends_before_the_hands_do(postgres_url: str) -> None:
    work = Work()
    async with at_work(postgres_url, work) as hands:
        await hands.offer(work.step, [Job("1", "1")])
        await until(lambda: bool(work.begun))
        asyncio.get_running_loop().call_later(0.3, work.let_go.set)
    assert work.ended == {"1": 1}


async def test_what_does_not_end_is_given_back(postgres_url: str) -> None:
    work, other = Work(), Work()
    other.let_go.set()
    async with at_work(postgres_url, work) as hands:
        await hands.offer(work.step, [Job("1", "1")])
        await until(lambda: bool(work.begun))
        began = time.monotonic()
    assert time.monotonic() - began < 5
    async with at_work(postgres_url, other) as hands:
        assert await hands.offer(other.step, [Job("1", "1")]) == 1
        await hands.all_ended(other.step)
    assert (work.ended, other.ended) == ({}, {"1": 1})
