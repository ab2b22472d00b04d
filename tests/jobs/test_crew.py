"""A crew works on each key once, and none of its items stops another."""

from __future__ import annotations

import asyncio

import pytest

from bot.jobs.crew import Crew


async def test_what_breaks_leaves_its_place_to_others() -> None:
    crew = Crew("test", 1)

    async def breaks() -> None:
        raise RuntimeError("poison")

    crew.start("one", breaks())
    assert (crew.free, crew.busy) == (0, {"one"})
    await crew.one_ended()
    assert (crew.free, crew.busy) == (1, set())


@pytest.mark.parametrize("turns", [0, 1], ids=["not begun", "begun"])
async def test_cancelling_ends_all_work(turns: int) -> None:
    crew = Crew("test", 2)
    crew.start("one", asyncio.sleep(60))
    for _ in range(turns):
        await asyncio.sleep(0)
    async with asyncio.timeout(2):
        await crew.cancel()
    assert crew.busy == set()
