"""The law that the harness judges by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.crash.items import Item
from tests.crash.law import Call, Cause, Kill, account, cause_of

ONE = Item(7, 100_001)
OTHER = Item(8, 100_001)
KILL = Kill("worker", at=10.0, back=11.0)
AWAY = Kill(None, at=10.0, back=12.0)


def answered(asked: float, ended: float, noted: float | None = None) -> Call:
    return Call("worker", ONE, asked, ended, 200, noted)


CASES = {
    "noted before the kill": (answered(8.0, 9.0, noted=9.5), KILL, None),
    "noted by the one that came after": (answered(8.0, 9.9, noted=12.0), KILL, Cause.UNNOTED),
    "never noted": (answered(8.0, 9.0), KILL, Cause.UNNOTED),
    "never answered, for it died": (Call("worker", ONE, 9.0, 10.1), KILL, Cause.IN_FLIGHT),
    "answered to a dead one": (answered(9.0, 10.1), KILL, Cause.IN_FLIGHT),
    "seen a moment after the kill": (answered(10.1, 10.2), KILL, Cause.IN_FLIGHT),
    "open to this day": (Call("worker", ONE, 9.0), KILL, Cause.IN_FLIGHT),
    "asked by the one that came after": (answered(11.5, 11.6), KILL, None),
    "another's": (Call("bot", ONE, 9.0, 10.1, 200), KILL, None),
    "swallowed": (Call("bot", ONE, 9.0, 9.1), KILL, Cause.UNANSWERED),
    "waited for in vain": (Call("bot", ONE, 9.0, 9.1, 504), KILL, Cause.UNANSWERED),
    "refused": (Call("bot", ONE, 9.0, 9.1, 500), KILL, None),
    "swallowed, then killed": (Call("worker", ONE, 9.0, 9.9), KILL, Cause.UNANSWERED),
    "answered without a database": (answered(11.0, 11.5, noted=12.5), AWAY, Cause.DATABASE),
    "noted before the database went": (answered(9.0, 9.5, noted=9.9), AWAY, None),
}


@pytest.mark.parametrize(("call", "kill", "cause"), CASES.values(), ids=CASES)
def test_causes(call: Call, kill: Kill, cause: Cause | None) -> None:
    assert cause_of(call, [kill]) is cause


def test_one_copy_more_for_each_open_call() -> None:
    calls = [Call("worker", ONE, 9.0, 10.1), answered(12.0, 12.1, 12.2)]
    for copies, kept in ((0, False), (1, True), (2, True), (3, False)):
        verdict = account([ONE], {ONE: copies}, calls, [KILL])
        assert verdict.kept is kept
        assert verdict.lost == ((ONE,) if copies == 0 else ())
        assert verdict.doubled == ((ONE,) if copies == 3 else ())
        assert verdict.excused == ({Cause.IN_FLIGHT: 1} if copies == 2 else {})


def test_an_open_call_excuses_its_own_item_only() -> None:
    calls = [Call("worker", ONE, 9.0, 10.1), Call("worker", OTHER, 9.0, 9.1, 200, 9.2)]
    verdict = account([ONE, OTHER], {ONE: 1, OTHER: 2}, calls, [KILL])
    assert verdict.doubled == (OTHER,)
    assert verdict.open_calls == {Cause.IN_FLIGHT: 1}


@given(st.lists(st.integers(0, 3)), st.integers(0, 3))
def test_every_copy_is_accounted_for(copies: list[int], opened: int) -> None:
    items = [Item(chat, 100_000) for chat in range(len(copies))]
    calls = [Call("worker", item, 9.0, 10.1) for item in items for _ in range(opened)]
    arrived = dict(zip(items, copies, strict=True))
    verdict = account(items, arrived, calls, [KILL])
    unlawful = sum(arrived[item] - 1 for item in verdict.doubled)
    assert verdict.arrived + len(verdict.lost) == verdict.expected
    assert verdict.copies == verdict.arrived + sum(verdict.excused.values()) + unlawful
    assert all(arrived[item] > 1 + opened for item in verdict.doubled)
