"""The pace: within Telegram's limits, replies first, nobody forgotten."""

from __future__ import annotations

import asyncio
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pipeline.pacing import Limits, Pacer, Priority
from tests.timers import FastTimer


async def leave(pacer: Pacer, timer: FastTimer, calls: list[tuple[int, Priority]]) -> list[float]:
    """Return when each of the calls left."""

    async def one(chat: int, priority: Priority) -> float:
        await pacer.turn(chat, priority)
        return timer.monotonic()

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
    assert 9.9 <= max(times) <= 10.2


async def test_a_reply_overtakes_pushes() -> None:
    timer = FastTimer()
    pushes = [(chat, Priority.INSTANT) for chat in range(1, 101)]
    times = await leave(Pacer(timer), timer, [*pushes, (500, Priority.REPLY)])
    assert times[-1] == min(times)


async def test_a_digest_is_not_starved_by_pushes() -> None:
    """However many pushes join the line, one of a lower class goes after its patience."""
    timer = FastTimer()
    pacer = Pacer(timer, Limits(per_second=1, patience=5))
    await pacer.turn(1, Priority.INSTANT)
    digest = asyncio.create_task(pacer.turn(900, Priority.DIGEST))
    for chat in range(2, 40):
        await pacer.turn(chat, Priority.INSTANT)
        if digest.done():
            break
    assert timer.monotonic() < 10


async def test_a_refusal_stops_the_chat_and_a_second_one_stops_all() -> None:
    timer = FastTimer()
    pacer = Pacer(timer)
    pacer.refused(1, 5)
    first, other = await leave(pacer, timer, [(1, Priority.REPLY), (2, Priority.REPLY)])
    assert (first >= 5, other < 1) == (True, True)
    pacer.refused(1, 5)
    pacer.refused(2, 7)
    before = timer.monotonic()
    (third,) = await leave(pacer, timer, [(3, Priority.REPLY)])
    assert third >= before + 7


async def test_who_gives_up_waiting_takes_no_turn() -> None:
    timer = FastTimer()
    pacer = Pacer(timer, Limits(per_second=1))
    await pacer.turn(1)
    waiting = asyncio.create_task(pacer.turn(2))
    await asyncio.sleep(0)
    waiting.cancel()
    counts = Counter(round(time) for time in await leave(pacer, timer, [(3, Priority.REPLY)]))
    assert counts == {1: 1}


async def test_after_a_refusal_of_all_the_pace_is_slower_and_comes_back() -> None:
    timer = FastTimer()
    pacer = Pacer(timer, Limits(per_second=20, slowing=0.5, recovery=1))
    pacer.refused(None, 3)
    pacer.refused(None, 3)  # of the same burst
    times = await leave(pacer, timer, [(chat, Priority.INSTANT) for chat in range(1, 300)])
    assert min(times) >= 3
    assert most_within(times, 1.0) <= 21
    assert 10 <= sum(3 <= time < 4 for time in times) <= 12
    assert 19 <= sum(15 <= time < 16 for time in times) <= 21


async def test_chats_that_wait_for_long_are_known() -> None:
    timer = FastTimer()
    pacer = Pacer(timer, Limits(group_count=2, group_window=60))
    await leave(pacer, timer, [(-1, Priority.INSTANT), (2, Priority.INSTANT)])
    assert pacer.full() == frozenset()
    await pacer.turn(-1, Priority.INSTANT)
    pacer.refused(3, 5)
    assert pacer.full() == {-1, 3}
    await timer.sleep(5)
    assert pacer.full() == {-1}
    await timer.sleep(60)
    assert pacer.full() == frozenset()
