"""/stats: how the bot does, for the people who run it."""

from __future__ import annotations

from bot.chat.escape import plain
from bot.chat.handlers.talk import Answer, Talk
from bot.pipeline import figures


async def stats(talk: Talk, _: str) -> Answer:
    """Show the figures of the bot, in the private chat of somebody who runs it."""
    if not talk.runs_bot:
        return Answer(plain(talk.texts.runs_only()))
    if not talk.private:
        return Answer(plain(talk.texts.in_private()))
    services = talk.services
    found = await figures.gather(services.store, services.clock, services.meter)
    return Answer(talk.texts.stats(found))
