"""The pace that is kept in memory: what a server sees of it, and what a refusal does to it."""

from __future__ import annotations

import heapq
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.pace import Answered, Limits, Shut, Slot
from bot.pipeline.pace import Pace

WAY = 0.015
"""Seconds that every message takes to Telegram at least, and every answer back."""


class Sent(NamedTuple):
    """How one message fares."""

    chat: int
    late: float
    """After its slot."""
    there: float
    """What its way takes more than ``WAY``."""
    back: float
    """What the answer's way takes more."""


LATE = st.floats(0, 0.03)
JITTER = st.floats(0, 0.04)
CHATS = st.one_of(st.integers(-3, 3).filter(bool), st.integers(1_000, 1_000_000))
MESSAGES = st.lists(st.builds(Sent, CHATS, LATE, JITTER, JITTER), min_size=1, max_size=200)


def arrivals(pace: Pace, messages: list[Sent], *, answers: bool) -> list[tuple[float, int]]:
    """Send one after the other as soon as may be; return when each arrived, and at which chat.

    Where its chat has to wait, a message is passed over: others go first.
    """
    now, found, due = 0.0, [], list(messages)
    known: list[tuple[float, Answered]] = []
    waits: dict[int, float] = {}
    while due:
        while known and known[0][0] <= now:
            pace.answered([heapq.heappop(known)[1]])
        one = min(due, key=lambda message: max(waits.get(message.chat, 0.0), now))
        now = max(now, waits.get(one.chat, 0.0))
        slot = pace.take(one.chat, 0.5, now)
        if isinstance(slot, Shut):
            if slot.chat:
                waits[one.chat] = slot.until
            else:
                now = slot.until
            continue
        due.remove(one)
        arrived = slot.at + one.late + WAY + one.there
        found.append((arrived, one.chat))
        if answers and slot.number is not None:
            slack = one.late + one.there + one.back
            heapq.heappush(known, (arrived + WAY + one.back, Answered(slot.number, slack)))
    return sorted(found)


def nearest(times: list[float], count: int) -> float:
    """Return the least time from a message to the ``count``-th after it."""
    return min((b - a for a, b in zip(times, times[count:], strict=False)), default=9e9)


@settings(deadline=None, max_examples=60)
@given(MESSAGES, st.booleans(), st.sampled_from([3, 10, 30]))
def test_a_server_sees_no_more_than_it_allows(
    messages: list[Sent], answers: bool, per_second: int
) -> None:
    """However late and however long on their way, and whether or not their answers are known."""
    found = arrivals(Pace(Limits(per_second=per_second)), messages, answers=answers)
    assert len(found) == len(messages)
    assert nearest([at for at, _ in found], per_second) >= 1 - 1e-9
    for chat in {chat for _, chat in found}:
        own = [at for at, other in found if other == chat]
        assert nearest(own, 1) >= 1 - 1e-9
        if chat < 0:
            assert nearest(own, 20) >= 60


def leaving(pace: Pace, count: int, now: float = 0.0) -> list[float]:
    """Return the slots of so many messages to as many chats."""
    times: list[float] = []
    while len(times) < count:
        slot = pace.take(10 + len(times), 0.0, now)
        now = max(now, slot.until if isinstance(slot, Shut) else slot.at)
        if isinstance(slot, Slot):
            times.append(slot.at)
    return times


def test_what_is_known_of_answers_makes_it_quicker() -> None:
    pace, now = Pace(Limits()), 0.0
    for chat in range(1, 3_001):
        slot = pace.take(chat, 1.0, now)
        assert isinstance(slot, Slot)
        assert slot.number is not None
        pace.answered([Answered(slot.number, 0.025)])
        now = slot.at
    assert 3_000 / now >= 29
    assert 20 <= 3_000 / leaving(Pace(Limits()), 3_000)[-1] < 21


def test_an_answer_that_comes_too_late_changes_nothing() -> None:
    pace, same = Pace(Limits(per_second=3)), Pace(Limits(per_second=3))
    assert leaving(pace, 9) == leaving(same, 9)
    pace.answered([Answered(5, 0.0)])
    assert leaving(pace, 9, 3.0) == leaving(same, 9, 3.0)


def test_slots_of_a_quiet_second_are_not_made_up_for() -> None:
    pace = Pace(Limits())
    leaving(pace, 30)
    times = leaving(pace, 60, now=500.0)
    assert nearest(times, 1) >= 0.8 / 30 - 1e-9
    assert nearest(times, 30) >= 1


@pytest.mark.parametrize("wait", [0.4, 3.0, 3600.0])
def test_a_refusal_stops_its_chat_and_a_second_one_all(wait: float) -> None:
    pace = Pace(Limits())
    pace.refused(1, wait, now=10.0)
    assert pace.take(1, 1.0, now=10.0) == Shut(10.0 + wait, chat=True)
    assert isinstance(pace.take(2, 1.0, now=10.0), Slot)
    pace.refused(3, wait, now=10.1)
    stopped = pace.take(4, 0.01, now=10.2)
    assert isinstance(stopped, Shut)
    assert not stopped.chat
    assert stopped.until == pytest.approx(10.1 + wait - 0.01)
    taken = pace.take(4, 0.01, now=10.1 + wait)
    assert isinstance(taken, Slot)
    assert taken.at >= 10.1 + wait


def test_it_opens_gently_slows_down_with_each_refusal_and_comes_back() -> None:
    pace = Pace(Limits(per_second=20, slowing=0.5, recovery=1, slack=0))
    pace.refused(None, 3, now=0.0)
    pace.refused(None, 3, now=0.1)  # of the same burst
    times = leaving(pace, 300, now=0.2)
    assert times[0] == pytest.approx(3.1)
    assert 10 <= sum(time < 4.1 for time in times) <= 12
    assert 19 <= sum(15 <= time < 16 for time in times) <= 21
    now = times[-1]
    for _ in range(9):
        pace.refused(None, 1, now)
        now += 1
    assert leaving(pace, 3, now)[1] - now == pytest.approx(1.0)  # no slower than that


def test_nothing_is_used_up_where_no_slot_is_given() -> None:
    pace = Pace(Limits(per_second=2))
    pace.take(1, 1.0, now=0.0)
    for _ in range(5):
        assert isinstance(pace.take(2, 0.1, now=0.0), Shut)
        assert isinstance(pace.take(1, 1.0, now=0.0), Shut)
    taken = pace.take(2, 1.0, now=0.0)
    assert isinstance(taken, Slot)
    assert taken.at == pytest.approx(0.4)


def test_a_full_group_is_told_when_its_window_ends() -> None:
    pace = Pace(Limits(group_count=2))
    pace.take(-1, 1.0, now=0.0)
    slot = pace.take(-1, 1.0, now=30.0)
    assert isinstance(slot, Slot)
    assert slot.chat_at == 61.0


def test_chats_are_forgotten_once_they_may_be_written_to() -> None:
    pace = Pace(Limits(per_second=1_000))
    leaving(pace, 12_000)
    pace.refused(7, 500, now=12.0)
    leaving(pace, 12_000, now=100.0)
    assert len(pace._lanes) <= 12_001
    assert isinstance(pace.take(7, 0.0, now=200.0), Shut)
