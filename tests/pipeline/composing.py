"""Composing what is due, as the engine has it done."""

from __future__ import annotations

from bot.pipeline.digesting import DigestMaker


async def compose_due(maker: DigestMaker) -> int:
    """Plan what is due; return for how many places."""
    due = await maker.due(100)
    for place in due:
        await maker.compose(place)
    return len(due)
