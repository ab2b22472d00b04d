"""The pace: within Telegram's limits, replies first, nobody forgotten."""

from __future__ import annotations

import asyncio
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app.clocks import SystemTimer
from bot.domain.errors import DatabaseError
from bot.domain.pace import Limits, Shut, Slot
from bot.pipeline.pace import LocalSlots
from bot.pipeline.pacing import NotYet, Pacer, Priority
from tests.timers import FastTimer


async def leave(pacer: Pacer, timer: FastTimer, calls: list[tuple[int, Priority]]) -> list[float]:
    """Return when each of the calls left; who is sent away comes again when told."""

    async def one(chat: int, priority: Priority) -> float:
        while True:
            try:
                turn = await pacer.turn(chat, priority)
            except NotYet as error:
                await timer.sleep(error.seconds)
            else:
                pacer.answered(turn, "sendMessage")
                return turn.left_at

    return await asyncio.gather(*(one(*call) for call in calls))


def most_within(times: list[float], window: float) -> int:
    """Return the largest number of times in any window."""
    return max(sum(start <= time < start + window for time in times) for start in times)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.integers(-3, 5).filter(bool), st.sampled_from(Priority)), min_size=1,
                max_size=60))  # fmt: skip
def test_limits_hold(calls: list[tuple[int, Priority]]) -> None:
    """Whatever the calls, no limit is broken and every call has its turn."""
    timer = FastTimer()
    times = asyncio.run(leave(Pacer(timer), timer, calls))
    assert most_within(times, 1.0) <= 30
    for chat in {chat for chat, _ in calls}:
        own = sorted(time for time, call in zip(times, calls, strict=True) if call[0] == chat)
        assert most_within(own, 1.0) == 1
        if chat < 0:
            assert most_within(own, 60.0) <= 20


async def test_a_fan_out_takes_its_time_and_no_more() -> None:
    timer = FastTimer()
    times = await leave(Pacer(timer), timer, [(chat, Priority.INSTANT) for chat in range(1, 287)])
    assert 9.4 <= max(times) <= 10.2


async def test_a_reply_overtakes_pushes() -> None:
    timer = FastTimer()
    pushes = [(chat, Priority.INSTANT) for chat in range(1, 101)]
    times = await leave(Pacer(timer), timer, [*pushes, (500, Priority.REPLY)])
    assert times[-1] == min(times)


@pytest.mark.parametrize(("priority", "seconds"), [(Priority.DIGEST, 10), (Priority.BROADCAST, 30)])
async def test_no_class_is_starved_by_pushes(priority: Priority, seconds: float) -> None:
    """However many pushes join the line, one of a lower class goes after its patience."""
    timer = FastTimer()
    pacer = Pacer(timer, Limits(per_second=1))
    await pacer.turn(1, Priority.INSTANT)
    last = asyncio.create_task(pacer.turn(900, priority))
    for chat in range(2, 60):
        await pacer.turn(chat, Priority.INSTANT)
        if last.done():
            break
    assert seconds <= timer.monotonic() <= seconds + 4


async def test_nobodys_thousand_messages_starve_anothers_one() -> None:
    timer = FastTimer()
    calls = [(chat, Priority.REPLY) for chat in range(1, 6) for _ in range(200)]
    times = await leave(Pacer(timer), timer, [*calls, (900, Priority.BROADCAST)])
    assert times[-1] < 2


async def test_a_refusal_stops_the_chat_and_a_second_one_stops_all() -> None:
    timer = FastTimer()
    pacer = Pacer(timer)
    await pacer.refused(1, 5)
    first, other = await leave(pacer, timer, [(1, Priority.REPLY), (2, Priority.REPLY)])
    assert (first >= 5, other < 1) == (True, True)
    await pacer.refused(1, 5)
    await pacer.refused(2, 7)
    before = timer.monotonic()
    (third,) = await leave(pacer, timer, [(3, Priority.REPLY)])
    assert third >= before + 7


async def test_who_gives_up_waiting_takes_no_turn() -> None:
    timer = FastTimer()
    pacer = Pacer(timer, Limits(per_second=1))
    pacer.answered(await pacer.turn(1), "sendMessage")
    waiting = asyncio.create_task(pacer.turn(2))
    await asyncio.sleep(0)
    waiting.cancel()
    counts = Counter(round(time) for time in await leave(pacer, timer, [(3, Priority.REPLY)]))
    assert counts == {1: 1}


async def test_chats_that_wait_for_long_are_known() -> None:
    timer = FastTimer()
    pacer = Pacer(timer, Limits(group_count=2, group_window=60))
    await leave(pacer, timer, [(-1, Priority.INSTANT), (2, Priority.INSTANT)])
    assert pacer.full() == frozenset()
    await pacer.turn(-1, Priority.INSTANT)
    await pacer.refused(3, 5)
    assert pacer.full() == {-1, 3}
    await timer.sleep(5)
    assert pacer.full() == {-1}
    await timer.sleep(60)
    assert pacer.full() == frozenset()


async def test_pushes_to_a_full_chat_do_not_wait_in_line() -> None:
    timer = FastTimer()
    pacer = Pacer(timer)
    await pacer.refused(1, 60)
    with pytest.raises(NotYet) as told:
        await pacer.turn(1, Priority.INSTANT)
    assert told.value.seconds == pytest.approx(60)
    reply = asyncio.create_task(pacer.turn(1, Priority.REPLY))
    await pacer.turn(2, Priority.INSTANT)
    assert (await reply).left_at >= 60


async def test_who_has_the_last_slot_of_a_group_is_not_sent_away() -> None:
    pacer = Pacer(SystemTimer(), Limits(group_count=1))
    await pacer.turn(5)
    last = asyncio.create_task(pacer.turn(-1, Priority.INSTANT))
    await asyncio.sleep(0.005)  # it waits for its slot
    with pytest.raises(NotYet):
        await pacer.turn(-1, Priority.INSTANT)
    assert (await last).number == 1


class Late(FastTimer):
    """A timer that rings late."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds + (self.late.pop(0) if self.late else 0.0))


@pytest.mark.parametrize(
    ("late", "left"), [((0.04,), 0.54), ((0.3,), 1.0), ((0.3, 0.3), 1.5), ((0.3,) * 9, 2.8)]
)
async def test_who_is_much_too_late_takes_another_slot_but_not_for_ever(
    late: tuple[float, ...], left: float
) -> None:
    timer = Late()
    pacer = Pacer(timer, Limits(per_second=2, slack=0, evenness=1))
    await pacer.turn(1)
    timer.late += late
    turn = await pacer.turn(2)
    assert turn.left_at == pytest.approx(left)
    assert turn.late == pytest.approx(left % 0.5)


async def test_an_answer_lets_those_go_on_who_wait_for_what_it_tells() -> None:
    timer = SystemTimer()
    pacer = Pacer(timer, Limits(per_second=1))
    first = await pacer.turn(1)
    waiting = asyncio.create_task(pacer.turn(2, Priority.INSTANT))
    await timer.sleep(0.05)
    pacer.answered(first, "sendMessage")
    assert 1 <= (await waiting).left_at - first.left_at < 1.4


class Away:
    """Slots that are not to be had for a while."""

    def __init__(self, timer: FastTimer, until: float) -> None:
        self.timer, self.until = timer, until
        self.slots = LocalSlots(timer, Limits())

    async def take(self, *asks: Any) -> Slot | Shut:
        self._check()
        return await self.slots.take(*asks)

    async def refused(self, *told: Any) -> None:
        self._check()
        await self.slots.refused(*told)

    def _check(self) -> None:
        if self.timer.monotonic() < self.until:
            raise DatabaseError("The database is away.")


async def test_without_slots_replies_go_slowly_and_pushes_wait() -> None:
    timer = FastTimer()
    pacer = Pacer(timer, slots=Away(timer, until=5))
    pushes = [(chat, Priority.INSTANT) for chat in range(1, 20)]
    replies = [(chat, Priority.REPLY) for chat in range(101, 104)]
    times = await leave(pacer, timer, [*pushes, *replies])
    assert min(times[: len(pushes)]) >= 5
    assert max(times) < 7
    own = sorted(times[len(pushes) :])
    assert own[0] == 0.0
    assert min(b - a for a, b in pairwise(own)) >= 0.9


async def test_a_refusal_counts_without_slots_too() -> None:
    timer = FastTimer()
    pacer = Pacer(timer, slots=Away(timer, until=30))
    await pacer.refused(1, 9)
    assert pacer.full() == {1}
    assert (await pacer.turn(1)).left_at >= 9
