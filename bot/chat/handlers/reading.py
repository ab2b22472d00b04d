"""/story, /latest, /trends, and what people send without a command."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from bot import topics
from bot.chat import keyboards
from bot.chat.handlers.following import refused
from bot.chat.handlers.hearing import read_number
from bot.chat.handlers.talk import Answer, Answered, ShowCard, Talk
from bot.domain.errors import TopicError
from bot.domain.values import Story, Trend
from bot.pipeline import subscribing
from bot.pipeline.digest_times import load_zone, local_date

CANDIDATES = 6
"""Stories offered where a number means several."""
LATEST = 10
TRENDS = 10
FEW = 3
"""Events below which a day is too young for /trends: it tells those of the past 24 hours."""


async def story(talk: Talk, argument: str) -> Answered:
    """Show the story of a number, ours or its publisher's; several are offered to choose from."""
    if not argument:
        return Answer(talk.texts.which_story())
    number = read_number(argument) or argument
    found = await subscribing.candidates(talk.services.store, number, CANDIDATES)
    if not found:
        return Answer(talk.texts.no_story(number))
    if len(found) == 1:
        return await _card(talk, found[0])
    return Answer(talk.texts.several(number, found), keyboards.stories(found))


async def press_story(talk: Talk, argument: str) -> Answered:
    """Show the story that was chosen; the question stays for the others."""
    found = await story_of(talk, argument)
    if found is None:
        return Answer(toast=talk.texts.stale())
    return await _card(talk, found)


async def story_of(talk: Talk, number: str) -> Story | None:
    """Return the story of an id in a button's data, if there is one."""
    async with talk.services.store.read() as unit:
        return await unit.stories.by_id(keyboards.natural(number) or 0)


async def _card(talk: Talk, found: Story) -> ShowCard:
    async with talk.services.store.read() as unit:
        others = await unit.stories.others(found.id, seen_by=talk.chat.id)
    return ShowCard(found, others)


async def latest(talk: Talk, _: str) -> Answer:
    """List the newest stories of the place's topics, or of all feeds where it has none."""
    found, mine = await subscribing.latest(
        talk.services.store, talk.place, talk.chat, LATEST, talk.now
    )
    return Answer(talk.texts.latest(found, mine=mine))


async def trends(talk: Talk, _: str) -> Answer:
    """List the events of the chat's day that most sources of its feeds tell."""
    today = await _trends(talk, midnight(talk.chat.zone, talk.now))
    if len(today) >= FEW:
        return Answer(talk.texts.trends(today, today=True))
    return Answer(talk.texts.trends(await _trends(talk, talk.now - timedelta(days=1))))


async def _trends(talk: Talk, since: datetime) -> list[Trend]:
    async with talk.services.store.read() as unit:
        return await unit.stories.trends(since, TRENDS, talk.chat.id)


def midnight(zone: str, now: datetime) -> datetime:
    """Return the instant, in UTC, at which the local day of ``now`` began."""
    day = local_date(zone, now)
    return datetime.combine(day, time.min, tzinfo=load_zone(zone)).astimezone(UTC)


async def wonder(talk: Talk, text: str) -> Answer:
    """Try a topic that somebody wrote without a command."""
    try:
        query = topics.parse(text)
    except TopicError as error:
        return refused(talk, error, text)
    languages = (talk.chat.language,)
    seen = await subscribing.preview(talk.services.store, query, languages, talk.now, talk.chat.id)
    return Answer(talk.texts.tried(text, seen), keyboards.tried(talk.texts, text))
