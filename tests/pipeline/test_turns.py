"""What goes on side by side ends in the order in which it was begun."""

from __future__ import annotations

import asyncio

from bot.pipeline.turns import Turns


async def work(
    turns: Turns, key: str, seconds: float, ended: list[str], *, breaks: bool = False
) -> None:
    async with turns.begun(key) as turn:
        await asyncio.sleep(seconds)
        if breaks:
            raise ValueError(seconds)
        await turn()
        ended.append(f"{key} {seconds}")


async def test_the_quick_wait_for_the_slow_of_the_same_key() -> None:
    turns, ended = Turns(), list[str]()
    await asyncio.gather(
        work(turns, "a", 0.06, ended),
        work(turns, "a", 0.03, ended),
        work(turns, "b", 0.01, ended),
        work(turns, "a", 0.0, ended),
    )
    assert ended == ["b 0.01", "a 0.06", "a 0.03", "a 0.0"]


async def test_nobody_waits_for_ever() -> None:
    turns, ended = Turns(patience=0.02), list[str]()
    await asyncio.gather(work(turns, "a", 0.5, ended), work(turns, "a", 0.0, ended))
    assert ended == ["a 0.0", "a 0.5"]


async def test_what_broke_holds_nobody_up() -> None:
    turns, ended = Turns(patience=9), list[str]()
    broken = work(turns, "a", 0.01, ended, breaks=True)
    done = await asyncio.wait_for(
        asyncio.gather(broken, work(turns, "a", 0.0, ended), return_exceptions=True), 5
    )
    assert isinstance(done[0], ValueError)
    assert ended == ["a 0.0"]
