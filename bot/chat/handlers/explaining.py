"""/why, and the button of that name on cards."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import keyboards
from bot.chat.handlers.hearing import read_number
from bot.chat.handlers.reading import CANDIDATES, story_of
from bot.chat.handlers.talk import Answer, Talk
from bot.domain.values import Story
from bot.pipeline import explaining, subscribing


async def why(talk: Talk, argument: str) -> Answer:
    """Tell why a story came: of a number, or of the card that the command answers."""
    number = read_number(argument) or argument or talk.replied
    if not number:
        return Answer(talk.texts.which_why())
    found = await subscribing.candidates(talk.services.store, number, CANDIDATES)
    if not found:
        return Answer(talk.texts.no_story(number))
    if len(found) == 1:
        return await _explained(talk, found[0])
    return Answer(talk.texts.several(number, found), keyboards.stories(found, "why"))


async def press_why(talk: Talk, argument: str) -> Answer:
    """Tell why a story came, below its card; with "back" in the place of the message itself."""
    number, _, back = argument.partition(":")
    found = await story_of(talk, number)
    if found is None:
        return Answer(toast=talk.texts.stale())
    return replace(await _explained(talk, found), fresh=not back)


async def _explained(talk: Talk, story: Story) -> Answer:
    told = await explaining.why(talk.services.store, talk.place, talk.chat, story)
    return Answer(talk.texts.why(told), keyboards.reasons(talk.texts, told))
