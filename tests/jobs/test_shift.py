"""When it is looked what is due."""

from __future__ import annotations

import asyncio

import pytest

from bot.jobs.engine import one
from bot.jobs.local import LocalHands
from bot.jobs.shift import Shift
from bot.jobs.work import Step


@pytest.mark.parametrize("steady", [True, False])
async def test_what_always_has_something_to_do_waits_for_its_time(steady: bool) -> None:
    times = 0

    async def do(_item: str) -> None:
        nonlocal times
        times += 1

    step = Step("look", one, do, 1, 0.1, steady=steady)
    async with Shift(LocalHands(), [step]).running():
        await asyncio.sleep(0.35)
    assert times >= 1
    assert (times <= 5) is steady
