"""The pace that processes share: the same slots as in memory, and one line for all of them."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from itertools import count, pairwise

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app.clocks import SystemTimer
from bot.domain.errors import DatabaseError
from bot.domain.pace import Answered, Limits, Shut, Slot
from bot.pipeline.pace import Pace
from bot.store.pace import SharedSlots, shared_slots
from tests.timers import FastTimer

BOTS = count(os.getpid() * 1_000)


async def opened(
    stack: AsyncExitStack, url: str, bot: int, limits: Limits, *, still: bool = False
) -> SharedSlots:
    """Return the slots as one more process has them; ``still``: its own clock stands at 0."""
    timer = FastTimer() if still else SystemTimer()
    slots = await stack.enter_async_context(shared_slots(url, bot, timer, limits))
    assert slots
    return slots


def is_shut(answer: Slot | Shut, until: float, *, chat: bool) -> bool:
    """Whether that was the answer, give or take what a busy machine takes."""
    assert isinstance(answer, Shut)
    return answer.chat == chat and abs(answer.until - until) < 0.5


@pytest.fixture
async def three(postgres_url: str) -> AsyncIterator[list[SharedSlots]]:
    """Three processes of a bot, of whose last second everything is known."""
    async with AsyncExitStack() as stack:
        bot, limits = next(BOTS), Limits(per_second=100)
        slots = [await opened(stack, postgres_url, bot, limits) for _ in range(3)]
        await settle(postgres_url, slots[0])
        yield slots


async def settle(url: str, slots: SharedSlots) -> None:
    """Make the bot's row, and let it be as old as it has to be."""
    assert is_shut(await slots.take(None, 0.0), time.monotonic() + 1, chat=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE pace SET ready_at = 0")


async def test_on_sqlite_there_is_nothing_to_share(sqlite_url: str) -> None:
    async with shared_slots(sqlite_url, 1, SystemTimer(), Limits()) as slots:
        assert slots is None


async def test_no_two_processes_have_one_slot(three: list[SharedSlots]) -> None:
    """Whoever asks at whatever time: slots are a gap apart, by the clock that all share."""
    limits, taken = Limits(per_second=100), list[Slot]()

    async def process(slots: SharedSlots, chats: range) -> None:
        for chat in chats:
            slot = await slots.take(chat, 1.0)
            assert isinstance(slot, Slot)
            taken.append(slot)
            await asyncio.sleep(max(slot.at - time.monotonic(), 0))

    await asyncio.gather(*(process(one, range(k, 200, 3)) for k, one in enumerate(three, 1)))
    taken.sort(key=lambda slot: slot.number or 0)
    assert [slot.number for slot in taken] == list(range(len(taken)))
    for one, other in pairwise(taken):
        assert other.at - one.at >= limits.evenness / 100 - one.doubt
    for one, other in zip(taken, taken[100:], strict=False):
        assert other.at - one.at >= 1 + limits.slack - one.doubt


async def test_a_chat_waits_in_all_processes(three: list[SharedSlots]) -> None:
    slot = await three[0].take(5, 1.0)
    assert isinstance(slot, Slot)
    for other in three[1:]:
        shut = await other.take(5, 1.0)
        assert is_shut(shut, slot.chat_at, chat=True)
        assert isinstance(await other.take(6, 1.0), (Slot, Shut))


async def test_a_refusal_that_one_meets_stops_the_others(three: list[SharedSlots]) -> None:
    first, second, third = three
    await first.refused(5, 30)
    shut = await second.take(5, 1.0)
    assert is_shut(shut, time.monotonic() + 30, chat=True)
    assert isinstance(await second.take(6, 1.0), Slot)
    await second.refused(6, 20)
    shut = await third.take(7, 1.0)
    assert is_shut(shut, time.monotonic() + 19, chat=False)


async def test_two_bots_in_one_database_do_not_wait_for_each_other(postgres_url: str) -> None:
    async with AsyncExitStack() as stack:
        slow = Limits(per_second=1)
        one, other = [await opened(stack, postgres_url, next(BOTS), slow) for _ in range(2)]
        await settle(postgres_url, one)
        await settle(postgres_url, other)
        assert isinstance(await one.take(1, 0.1), Slot)
        assert isinstance(await one.take(2, 0.1), Shut)
        assert isinstance(await other.take(1, 0.1), Slot)


async def test_after_a_crash_of_the_server_nobody_bursts(
    three: list[SharedSlots], postgres_url: str
) -> None:
    """A crash empties the tables, and with them what left in the last second."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("TRUNCATE pace, pace_slots, pace_chats")
    answers = await asyncio.gather(*(one.take(1, 0.0) for one in three))
    assert {type(answer) for answer in answers} == {Shut}
    assert min(answer.until for answer in answers if isinstance(answer, Shut)) > (
        time.monotonic() + 0.8
    )


async def test_a_lost_connection_is_made_anew(three: list[SharedSlots], postgres_url: str) -> None:
    one = three[0]
    assert isinstance(await one.take(1, 1.0), Slot)
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert isinstance(await one.take(2, 1.0), Slot)


async def test_a_server_that_is_away_is_said_to_be() -> None:
    nowhere = "postgresql://nobody@127.0.0.1:9/nothing"
    async with shared_slots(nowhere, 1, SystemTimer(), Limits()) as slots:
        assert slots
        with pytest.raises(
            DatabaseError, match=r"nothing on 127\.0\.0\.1, which keeps the pace.*Check"
        ):
            await slots.refused(1, 1)


async def test_who_holds_the_row_and_hangs_does_not_stop_the_others_for_long(
    three: list[SharedSlots], postgres_url: str
) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("SELECT * FROM pace FOR UPDATE")
        with pytest.raises(DatabaseError):
            await three[0].take(1, 1.0)
    assert isinstance(await three[0].take(1, 1.0), Slot)


async def test_who_is_cancelled_while_asking_leaves_a_way_for_the_next(
    three: list[SharedSlots], postgres_url: str
) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("SELECT * FROM pace FOR UPDATE")
        asking = asyncio.create_task(three[0].take(1, 1.0))
        await asyncio.sleep(0.05)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
    assert isinstance(await three[0].take(2, 1.0), Slot)


async def test_chats_are_forgotten_once_they_may_be_written_to(
    three: list[SharedSlots], postgres_url: str
) -> None:
    assert isinstance(await three[0].take(1, 1.0), Slot)
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("UPDATE pace_chats SET ready_at = ready_at - 100")
        connection.execute("UPDATE pace SET number = 999")
        assert isinstance(await three[0].take(2, 1.0), Slot)
        found = connection.execute("SELECT chat_id FROM pace_chats").fetchall()
    assert found == [(2,)]


# -- beside the pace in memory, on a clock that the test sets

CLOCK = """
CREATE TABLE test_clock (at FLOAT8 NOT NULL);
INSERT INTO test_clock VALUES (1000);
CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS
    'SELECT to_timestamp(at) FROM public.test_clock'
"""


class Clock:
    """The server's clock, as the test sets it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.now = 1000.0
        self.connection = psycopg.connect(url, autocommit=True)

    def set(self, now: float) -> None:
        self.now = now
        self.connection.execute("UPDATE test_clock SET at = %s", [now])


@pytest.fixture
def clock(postgres_url: str) -> Iterator[Clock]:
    """A clock that every connection made from now on takes for the server's."""
    clock = Clock(postgres_url)
    with clock.connection as connection:
        for statement in CLOCK.split(";\n"):
            connection.execute(statement.encode())
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET search_path = public, pg_catalog".encode())
        yield clock


CHATS = st.one_of(st.none(), st.integers(-2, 3).filter(bool))
TAKES = st.tuples(st.just("take"), CHATS, st.sampled_from([0.0, 0.05, 0.5, 5.0]))
REFUSALS = st.tuples(st.just("refused"), CHATS, st.sampled_from([0.5, 3.0, 40.0]))
ANSWERS = st.tuples(st.just("answered"), st.integers(0, 3), st.sampled_from([0.0, 0.02, 0.1]))
PAUSES = st.tuples(st.just("pause"), st.just(0), st.sampled_from([0.01, 0.04, 0.3, 1.2, 30.0]))
DOINGS = st.lists(st.one_of(TAKES, TAKES, TAKES, PAUSES, REFUSALS, ANSWERS), max_size=50)
LIMITS = st.builds(Limits, per_second=st.sampled_from([1, 2, 30]), group_count=st.integers(2, 4))


def test_it_decides_as_the_pace_in_memory_does(clock: Clock) -> None:
    """The same calls at the same times give the same slots, whatever they are."""

    @settings(deadline=None, max_examples=40)
    @given(DOINGS, LIMITS)
    def law(doings: list[tuple[str, int | None, float]], limits: Limits) -> None:
        asyncio.run(side_by_side(clock, doings, limits))

    law()


async def side_by_side(
    clock: Clock, doings: list[tuple[str, int | None, float]], limits: Limits
) -> None:
    pace, number = Pace(limits), 0
    async with AsyncExitStack() as stack:
        shared = await opened(stack, clock.url, next(BOTS), limits, still=True)
        await shared.take(None, 0.0)
        clock.set(clock.now + 10)
        for doing, chat, value in doings:
            if doing == "take":
                theirs = pace.take(chat, value, clock.now)
                ours = await shared.take(chat, value)
                assert same(theirs, ours, clock.now)
                number += isinstance(theirs, Slot)
            elif doing == "refused":
                pace.refused(chat, value, clock.now)
                await shared.refused(chat, value)
            elif doing == "answered" and chat is not None:
                known = [Answered(number - chat, value)]
                pace.answered(known)
                await shared.take(None, -1e9, known)
            else:
                clock.set(clock.now + value)


def same(theirs: Slot | Shut, ours: Slot | Shut, now: float) -> bool:
    """Whether two answers say the same; our process's clock stands at 0."""
    if isinstance(theirs, Slot) and isinstance(ours, Slot):
        wanted = (theirs.number, theirs.at - now, theirs.chat_at - now)
        return pytest.approx(wanted, abs=1e-5) == (ours.number, ours.at, ours.chat_at)
    if isinstance(theirs, Shut) and isinstance(ours, Shut):
        return (
            theirs.chat == ours.chat and pytest.approx(theirs.until - now, abs=1e-5) == ours.until
        )
    return False


async def test_a_clock_that_is_set_back_stops_nobody(clock: Clock) -> None:
    async with AsyncExitStack() as stack:
        slots = await opened(stack, clock.url, next(BOTS), Limits(), still=True)
        await slots.take(None, 0.0)
        clock.set(clock.now + 10)
        first = await slots.take(1, 1.0)
        clock.set(clock.now - 3600)
        second = await slots.take(2, 1.0)
        third = await slots.take(1, 1.0)
    assert isinstance(first, Slot)
    assert isinstance(second, Slot)
    assert second.at == pytest.approx(Limits().evenness / 30)
    assert is_shut(third, 1.07, chat=True)
