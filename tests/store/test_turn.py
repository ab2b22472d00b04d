"""Whose turn it is."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bot.store.turn import Turn

COMERS = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=8)
"""Of each: whether it is first, and whether it gives up before its turn."""


@given(COMERS)
def test_the_first_go_before_the_others_and_both_in_their_order(
    comers: list[tuple[bool, bool]],
) -> None:
    assert asyncio.run(served(comers)) == [
        number
        for wanted in (True, False)
        for number, (first, gives_up) in enumerate(comers)
        if first is wanted and not gives_up
    ]


async def served(comers: list[tuple[bool, bool]]) -> list[int]:
    """Let all come while somebody has the turn; return who had it, in that order."""
    turn, order, at_once = Turn(), list[int](), 0

    async def come(number: int, first: bool) -> None:
        nonlocal at_once
        async with turn.taken(first=first):
            at_once += 1
            assert at_once == 1
            await asyncio.sleep(0)
            at_once -= 1
            order.append(number)

    async with turn.taken():
        tasks = [asyncio.create_task(come(n, first)) for n, (first, _) in enumerate(comers)]
        await asyncio.sleep(0)
        for task, (_, gives_up) in zip(tasks, comers, strict=True):
            if gives_up:
                task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    async with turn.taken():
        return order


async def test_who_gives_up_when_its_turn_has_come_passes_it_on() -> None:
    turn = Turn()

    async def come() -> None:
        async with turn.taken():
            pass

    async with turn.taken():
        task, other = asyncio.create_task(come()), asyncio.create_task(come())
        await asyncio.sleep(0)
    task.cancel()  # given to it, and it has not run yet
    await asyncio.wait_for(other, 1)
    assert task.cancelled()
