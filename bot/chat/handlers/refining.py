"""Buttons that make a topic narrower or wider: fewer like this, only headlines, other names."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bot import topics
from bot.chat import keyboards
from bot.chat.handlers.following import by_id, mine_of, stale
from bot.chat.handlers.reading import story_of
from bot.chat.handlers.talk import Answer, Talk
from bot.chat.keyboards import Keyboard
from bot.chat.texts.understanding import understood
from bot.domain.errors import TopicError
from bot.pipeline import refining, subscribing

Change = Callable[[topics.Query, str], str]
"""Takes a topic and how it was typed; returns it changed. May raise TopicError."""


class _Undo(NamedTuple):
    """The button that takes a change back."""

    verb: str
    word: str = ""


# -- which stories there shall be fewer of


async def press_like(talk: Talk, argument: str) -> Answer:
    """Ask which of a topic's latest stories there shall be fewer of."""
    subscription = by_id(await mine_of(talk), argument)
    if subscription is None:
        return await stale(talk)
    query = understood(subscription)
    if query is None:
        return await stale(talk)
    seen = await _preview(talk, query)
    body = talk.texts.fewer_like_which(subscription, seen.latest)
    return Answer(body, keyboards.like(talk.texts, subscription, seen.latest))


async def press_fewer(talk: Talk, argument: str) -> Answer:
    """Offer words of a story to leave out of a topic; "panel" tells where "back" leads."""
    number, _, rest = argument.partition(":")
    story_id, _, origin = rest.partition(":")
    subscription = by_id(await mine_of(talk), number)
    story = await story_of(talk, story_id)
    if subscription is None or story is None or understood(subscription) is None:
        return await stale(talk)
    words = await refining.exclusions(talk.services.store, talk.chat, subscription, story)
    buttons = keyboards.fewer(
        talk.texts, subscription, words, f"like:{number}" if origin else f"why:{story.id}:back"
    )
    return Answer(talk.texts.fewer_like(subscription, words), buttons)


# -- changes and their opposites


async def press_less(talk: Talk, argument: str) -> Answer:
    """Leave stories with a word out of a topic."""
    number, _, word = argument.partition(":")

    def change(query: topics.Query, typed: str) -> str:
        return topics.without_word(query, word, typed)

    return await _refine(talk, number, change, _Undo("more", word))


async def press_more(talk: Talk, argument: str) -> Answer:
    """Take that exclusion away."""
    number, _, word = argument.partition(":")

    def change(query: topics.Query, typed: str) -> str:
        return topics.with_word(query, word, typed)

    return await _refine(talk, number, change)


async def press_heads(talk: Talk, argument: str) -> Answer:
    """Let a topic look at headlines only."""
    return await _refine(talk, argument, topics.in_headlines, _Undo("whole"))


async def press_whole(talk: Talk, argument: str) -> Answer:
    """Let a topic look at texts again."""
    return await _refine(talk, argument, topics.anywhere)


async def press_exact(talk: Talk, argument: str) -> Answer:
    """Take the other names of a topic's places off, under the answer to /subscribe."""
    return await _change(talk, argument, topics.without_names, lambda s: _names(talk, s))


async def press_names(talk: Talk, argument: str) -> Answer:
    """Bring the other names back."""
    return await _change(talk, argument, topics.with_names, lambda s: _names(talk, s))


def _names(talk: Talk, changed: refining.Changed) -> Keyboard:
    return keyboards.subscribed(talk.texts, changed.subscription)


async def _refine(talk: Talk, number: str, change: Change, undo: _Undo | None = None) -> Answer:
    def buttons(changed: refining.Changed) -> Keyboard:
        # two topics that became one cannot be parted again
        back = undo if undo and not changed.merged else _Undo("")
        return keyboards.refined(talk.texts, changed.subscription, back.verb, back.word)

    return await _change(talk, number, change, buttons)


async def _change(
    talk: Talk, number: str, change: Change, buttons: Callable[[refining.Changed], Keyboard]
) -> Answer:
    """Change a topic, and say how it is understood now and what it would have brought."""
    if not await talk.may_change():
        return talk.refusal()
    subscription = by_id(await mine_of(talk), number)
    if subscription is None:
        return await stale(talk)
    try:
        text = change(topics.parse(subscription.topic.normal), subscription.text)
        changed = await refining.retopic(talk.services.store, subscription, text)
    except TopicError as error:
        return Answer(toast=str(error), alert=True)
    if changed is None:
        return await stale(talk)
    return await _shown(talk, changed, buttons(changed))


async def _shown(talk: Talk, changed: refining.Changed, buttons: Keyboard) -> Answer:
    subscription = changed.subscription
    query = topics.parse(subscription.topic.normal)
    seen = await _preview(talk, query)
    async with talk.services.store.read() as unit:
        plan = await unit.digests.plan_of(talk.place)
    result = subscribing.Subscribed(subscription, not changed.merged, seen, plan)
    toast = talk.texts.followed(subscription.text, new=result.new).text
    return Answer(talk.texts.changed(result), buttons, toast=toast)


async def _preview(talk: Talk, query: topics.Query) -> subscribing.Preview:
    languages = (talk.chat.language,)
    return await subscribing.preview(talk.services.store, query, languages, talk.now, talk.chat.id)
