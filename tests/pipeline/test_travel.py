"""How long messages were on their way: never less than they were, once enough is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pipeline.travel import ENOUGH, GUESS, LONGEST, MARGIN, Travel


@given(st.lists(st.floats(0.0, 0.04), min_size=ENOUGH, max_size=100), st.floats(0.0, 0.02))
def test_it_is_as_much_longer_as_the_answer_was(more: list[float], late: float) -> None:
    travel = Travel()
    for extra in more[:-1]:
        travel.slack("sendMessage", 0.03 + extra, 0.0)
    slack = travel.slack("sendMessage", 0.03 + more[-1], late)
    assert slack == pytest.approx(late + more[-1] - min(more) + MARGIN, abs=0.0021)


def test_a_guess_serves_before_a_method_is_known() -> None:
    travel = Travel()
    known = [travel.slack("sendMessage", 0.03, 0.01) for _ in range(ENOUGH)]
    assert known == pytest.approx([0.01 + GUESS] * (ENOUGH - 1) + [0.01 + MARGIN])
    assert travel.slack("sendPhoto", 0.5, 0.0) == GUESS


def test_what_takes_long_at_telegram_was_not_long_on_its_way() -> None:
    travel = Travel()
    for _ in range(ENOUGH):
        travel.slack("sendPhoto", 0.1, 0.0)
    assert travel.slack("sendPhoto", 9.0, 0.0) == LONGEST


def test_a_way_that_became_longer_is_believed_after_a_while() -> None:
    travel = Travel()
    for _ in range(ENOUGH):
        travel.slack("sendMessage", 0.03, 0.0)
    slacks = [travel.slack("sendMessage", 0.05, 0.0) for _ in range(2_000)]
    assert slacks[0] == pytest.approx(0.024, abs=1e-3)
    assert slacks[-1] == pytest.approx(MARGIN)
