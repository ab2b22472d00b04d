"""/start, /help, unknown commands, and joining a group."""

from __future__ import annotations

import difflib

from bot.chat import keyboards
from bot.chat.handlers import reading
from bot.chat.handlers.following import offered
from bot.chat.handlers.hearing import read_number
from bot.chat.handlers.talk import Answer, Answered, Talk


async def start(talk: Talk, argument: str) -> Answered:
    """Greet and offer topics; a deep link such as ``start=s309076`` shows its story."""
    number = read_number(argument)
    if number:
        return await reading.story(talk, number)
    if not talk.private:
        return await hello_group(talk)
    return Answer(talk.texts.greeting(), keyboards.greeting(talk.texts, await offered(talk)))


async def hello_group(talk: Talk) -> Answer:
    """Say what to do, after somebody added the bot to a group."""
    return Answer(talk.texts.hello_group(), keyboards.follow(await offered(talk)))


async def help_(talk: Talk, _: str) -> Answer:
    """List the commands."""
    lines = [
        (command.usage, talk.texts.about(command.name))
        for command in talk.commands
        if talk.runs_bot or not command.runs_bot
    ]
    return Answer(talk.texts.help(lines, talk.services.readme_url))


async def unknown(talk: Talk, name: str) -> Answer:
    """Suggest the command that somebody may have meant."""
    known = [c for c in talk.commands if talk.runs_bot or not c.runs_bot]
    names = {alias: c.name for c in known for alias in (c.name, *c.aliases)}
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return Answer(talk.texts.unknown_command(name, names[near[0]] if near else None))
