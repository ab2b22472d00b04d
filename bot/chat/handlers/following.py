"""/subscribe, /topics, /unsubscribe, and their buttons."""

from __future__ import annotations

from collections.abc import Callable

from bot.chat import keyboards
from bot.chat.escape import Html, join
from bot.chat.handlers.talk import Answer, Talk
from bot.chat.keyboards import Keyboard
from bot.chat.texts.following import OFFERED, PAGE
from bot.domain.errors import TopicError
from bot.domain.values import Mode, Subscription
from bot.pipeline import subscribing
from bot.pipeline.digest_plans import schedule

SUGGESTED = 6


async def offered(talk: Talk) -> list[str]:
    """Return topics to offer: what the week's stories are about, filled up with well-known ones."""
    return await subscribing.frequent(talk.services.store, OFFERED, SUGGESTED, talk.now)


async def subscribe(talk: Talk, argument: str) -> Answer:
    """Follow a topic, and say in one message how it was understood and what it brings."""
    if not await talk.may_change():
        return talk.refusal()
    if not argument:
        return Answer(talk.texts.which_topic(), keyboards.follow(await offered(talk)))
    try:
        result = await subscribing.subscribe(
            talk.services.store, talk.place, talk.chat, argument, talk.now
        )
    except subscribing.TooManyTopicsError:
        return Answer(talk.texts.too_many_topics(subscribing.MOST_TOPICS))
    except TopicError as error:
        return refused(talk, error, argument)
    body = join([talk.texts.subscribed(result), talk.texts.waits(talk.now)], "\n")
    return Answer(body, keyboards.subscribed(talk.texts, result.subscription))


def refused(talk: Talk, error: TopicError, text: str) -> Answer:
    """Return why a topic was not understood, with the corrected one as a button."""
    buttons = keyboards.take(error.suggestion, error.suggestion) if error.suggestion else ()
    return Answer(talk.texts.topic_refused(error, text), buttons)


async def topics(talk: Talk, argument: str) -> Answer:
    """List the place's topics; each opens by its button. ``argument`` is where a page begins."""
    mine = await mine_of(talk)
    if not mine:
        return Answer(talk.texts.no_topics(), keyboards.follow(await offered(talk)))
    first = keyboards.page_start(argument, len(mine), PAGE)
    page = [subscription.id for subscription in mine[first : first + PAGE]]
    async with talk.services.store.read() as unit:
        brought = await unit.deliveries.brought(page, talk.now - subscribing.WEEK)
    body = talk.texts.topics_list(mine, first, brought, talk.now)
    return Answer(body, keyboards.topic_list(mine, first))


async def unsubscribe(talk: Talk, argument: str) -> Answer:
    """Stop a topic by its name; without a name, or with a wrong one, offer buttons."""
    if not await talk.may_change():
        return talk.refusal()
    mine = await mine_of(talk)
    if not mine:
        return Answer(talk.texts.no_topics(), keyboards.follow(await offered(talk)))
    if not argument:
        return Answer(talk.texts.which_to_end(), keyboards.stops(mine, 0))
    ended = subscribing.named(mine, argument)
    if ended is None:
        return Answer(talk.texts.not_followed(argument), keyboards.stops(mine, 0))
    async with talk.services.store.write() as unit:
        await unit.chats.unsubscribe(ended.id, talk.place)
    return Answer(talk.texts.unsubscribed(ended.text))


# -- buttons


async def press_follow(talk: Talk, argument: str) -> Answer:
    """Follow the topic of a button in a list, which stays for other topics."""
    answer = await subscribe(talk, argument or talk.shown)
    return Answer(answer.body, answer.buttons, answer.toast, answer.alert, fresh=True)


async def press_take(talk: Talk, argument: str) -> Answer:
    """Follow the topic that the message is about."""
    return await subscribe(talk, argument or talk.shown)


async def press_topic(talk: Talk, argument: str) -> Answer:
    """Open the panel of a topic."""
    subscription = by_id(await mine_of(talk), argument)
    if subscription is None:
        return await stale(talk)
    async with talk.services.store.read() as unit:
        plan = await unit.digests.plan_of(talk.place)
    return Answer(
        talk.texts.topic_panel(subscription, plan), keyboards.panel(talk.texts, subscription)
    )


async def press_mode(talk: Talk, argument: str) -> Answer:
    """Change how a topic arrives, under the answer to /subscribe."""
    return await _change_mode(talk, argument, lambda s: keyboards.subscribed(talk.texts, s))


async def press_panel(talk: Talk, argument: str) -> Answer:
    """Change how a topic arrives, in its panel."""
    return await _change_mode(talk, argument, lambda s: keyboards.panel(talk.texts, s))


async def press_stop(talk: Talk, argument: str) -> Answer:
    """Stop a topic; the message then lists those that are left, or says that none is."""
    if not await talk.may_change():
        return talk.refusal()
    number, _, back = argument.partition(":")
    mine = await mine_of(talk)
    ended = by_id(mine, number)
    if ended is None:
        return await stale(talk)
    async with talk.services.store.write() as unit:
        await unit.chats.unsubscribe(ended.id, talk.place)
    done = talk.texts.unsubscribed(ended.text)
    left = [subscription for subscription in mine if subscription.id != ended.id]
    buttons = keyboards.topic_list(left, 0) if back == "topics" else keyboards.stops(left, 0)
    return Answer(done, buttons, toast=done.text)


async def press_stops(talk: Talk, argument: str) -> Answer:
    """Turn the pages of the topics that can be stopped."""
    mine = await mine_of(talk)
    if not mine:
        return await topics(talk, "")
    first = keyboards.page_start(argument, len(mine), PAGE)
    return Answer(talk.texts.which_to_end(), keyboards.stops(mine, first))


async def _change_mode(
    talk: Talk, argument: str, buttons: Callable[[Subscription], Keyboard]
) -> Answer:
    if not await talk.may_change():
        return talk.refusal()
    number, _, value = argument.partition(":")
    subscription = by_id(await mine_of(talk), number)
    if subscription is None or value not in set(Mode):
        return await stale(talk)
    async with talk.services.store.write() as unit:
        await unit.chats.set_mode(subscription.id, talk.place, Mode(value))
        plan = await schedule(unit, talk.place, talk.now)
    changed = by_id(await mine_of(talk), number) or subscription
    body: Html = talk.texts.topic_panel(changed, plan)
    toast = talk.texts.arrives(changed.mode, plan).text
    return Answer(body, buttons(changed), toast=toast)


async def stale(talk: Talk) -> Answer:
    """Return how things stand, where a button's topic is not followed any more."""
    answer = await topics(talk, "")
    return Answer(answer.body, answer.buttons, toast=talk.texts.stale())


async def mine_of(talk: Talk) -> list[Subscription]:
    """Return what the place follows."""
    async with talk.services.store.read() as unit:
        return await unit.chats.subscriptions(talk.place)


def by_id(mine: list[Subscription], number: str) -> Subscription | None:
    """Return the subscription of an id in a button's data, if the place still has it."""
    return next((subscription for subscription in mine if str(subscription.id) == number), None)
