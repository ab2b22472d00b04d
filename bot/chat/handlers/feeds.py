"""/addfeed, links, /sources, /feeds, and their buttons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.chat import keyboards
from bot.chat.handlers.talk import Answer, Answered, Later, Talk
from bot.chat.keyboards import Keyboard
from bot.chat.texts.feeds import PAGE
from bot.domain.errors import FeedError, FetchError
from bot.domain.values import Feed
from bot.feeds.discovery import Finder, Found
from bot.pipeline import adding
from bot.pipeline.adding import Outcome
from bot.pipeline.feed_health import Health, State, health

_ORDER = (State.ENDED, State.FAILING, State.NEW, State.GOOD)
_TRAILING = re.compile(r"[.,;:!?\"'”’»›)\]}>]+$")


async def addfeed(talk: Talk, argument: str) -> Answered:
    """Look for the feed of an address, and read it for this chat from now on."""
    if not await talk.may_change():
        return talk.refusal()
    typed = argument.split(maxsplit=1)[0] if argument else ""
    if not typed:
        return Answer(talk.texts.which_feed())
    return await _looked(talk, typed, offer=False)


async def link(talk: Talk, url: str) -> Answered:
    """Offer to read the feed of a link that somebody sent without a command."""
    if talk.services.finder is None:
        return Answer(talk.texts.link_heard(url, admin=talk.runs_bot))
    if not await talk.may_change():
        return talk.refusal()
    return await _looked(talk, trimmed(url), offer=True)


def trimmed(url: str) -> str:
    """Return a link without the punctuation of the sentence that it stood in."""
    bare = _TRAILING.sub("", url)
    # a bracket that was opened within the address belongs to it
    return url[: len(bare) + 1] if url[len(bare) :].startswith(")") and "(" in bare else bare


async def _looked(talk: Talk, typed: str, *, offer: bool) -> Answered:
    known = await _known(talk, typed)
    if known is not None:
        return Answer(talk.texts.read_already(known))
    finder = talk.services.finder
    if finder is None:
        return Answer(talk.texts.link_heard(typed, admin=talk.runs_bot))
    return Later(Answer(talk.texts.looking(typed)), lambda: _search(talk, finder, typed, offer))


async def _known(talk: Talk, typed: str) -> Feed | None:
    """Return the feed of exactly that address, where it serves the chat and nothing is wrong."""
    async with talk.services.store.read() as unit:
        feed = await unit.feed_chats.among(adding.variants(typed))
        if feed is None or feed.failures or feed.ended_at:
            return None
        chats = await unit.feed_chats.chats_of(feed.id)
    return feed if feed.public or talk.chat.id in chats else None


async def _search(talk: Talk, finder: Finder, typed: str, offer: bool) -> Answer:
    try:
        found = await finder.find(typed)
    except (FetchError, FeedError) as error:
        return Answer(talk.texts.failed(error, admin=talk.runs_bot))
    if len(found) == 1 and not offer:
        return await _added(talk, found[0])
    known = await _serving(talk, found)
    if len(found) == 1 and known[0]:
        return Answer(talk.texts.added(adding.Added(Outcome.OWN, None), found[0]))
    if len(found) == 1:
        return Answer(talk.texts.offered(found[0]), keyboards.offer(talk.texts, found[0]))
    return Answer(talk.texts.choices(typed, found, known), keyboards.choices(found, known))


async def _serving(talk: Talk, found: Sequence[Found]) -> list[bool]:
    """Return of each feed whether it serves the chat already."""
    async with talk.services.store.read() as unit:
        shown = {feed.url for feed in await unit.feed_chats.shown_to(talk.chat.id)}
    return [not shown.isdisjoint(adding.variants(one.url)) for one in found]


async def _added(talk: Talk, found: Found) -> Answer:
    result = await adding.add_for_chat(
        talk.services.store, talk.chat.id, found.url, found.title, talk.services.clock.now()
    )
    buttons: Keyboard = ()
    if result.outcome is Outcome.ADDED and result.feed is not None:
        buttons = keyboards.added(talk.texts, result.feed, admin=talk.runs_bot)
    return Answer(talk.texts.added(result, found), buttons)


async def press_add(talk: Talk, argument: str) -> Answered:
    """Add the feed of a button; it is read once more, for a button's data can be anybody's."""
    if not await talk.may_change():
        return talk.refusal()
    number = int(argument[1:]) if re.fullmatch(r"#\d{1,2}", argument) else None
    url = argument if number is None else next(iter(talk.links[number : number + 1]), "")
    finder = talk.services.finder
    if not url or finder is None:
        return Answer(toast=talk.texts.stale())
    looking = Answer(talk.texts.looking(url), fresh=True)
    return Later(looking, lambda: _search(talk, finder, url, False))


# -- a chat's own feeds


async def sources(talk: Talk, argument: str) -> Answer:
    """List the feeds that serve the chat; its own can be removed. ``argument`` begins a page."""
    async with talk.services.store.read() as unit:
        own = await unit.feed_chats.of_chat(talk.chat.id)
        shown = await unit.feed_chats.shown_to(talk.chat.id)
    ids = {feed.id for feed in own}
    others = [feed for feed in shown if feed.id not in ids]
    body = talk.texts.sources(_fares(own, talk), _fares(others, talk))
    return Answer(body, keyboards.sources(own, keyboards.page_start(argument, len(own), PAGE)))


async def press_drop(talk: Talk, argument: str) -> Answer:
    """Stop reading a feed for this chat."""
    if not await talk.may_change():
        return talk.refusal()
    feed_id = keyboards.natural(argument) or 0
    feed = await adding.drop_for_chat(talk.services.store, talk.chat.id, feed_id)
    if feed is None:
        return replace(await sources(talk, ""), toast=talk.texts.stale())
    done = talk.texts.dropped(feed)
    listed = await sources(talk, "")
    return Answer(done, listed.buttons, toast=done.text)


# -- all feeds, for those who run the bot


async def feeds(talk: Talk, argument: str) -> Answer:
    """List all feeds with their health, those in need first; each opens by its button."""
    if refusal := _runs(talk):
        return refusal
    async with talk.services.store.read() as unit:
        ranked = in_need_first(_fares(await unit.feeds.all(), talk))
    first = keyboards.page_start(argument, len(ranked), PAGE)
    bad = sum(fares.state in {State.ENDED, State.FAILING} for _, fares in ranked)
    return Answer(
        talk.texts.all_feeds(ranked, first, bad),
        keyboards.feed_list([feed for feed, _ in ranked], first),
    )


def in_need_first(listed: Sequence[tuple[Feed, Health]]) -> list[tuple[Feed, Health]]:
    """Return feeds in the order in which somebody should look at them."""
    return sorted(listed, key=lambda one: (_ORDER.index(one[1].state), -one[0].failures))


async def press_feed(talk: Talk, argument: str) -> Answer:
    """Open the panel of a feed."""
    if refusal := _runs(talk):
        return refusal
    feed, chats = await _feed(talk, argument)
    if feed is None:
        return replace(await feeds(talk, ""), toast=talk.texts.stale())
    body = talk.texts.feed_panel(feed, health(feed, talk.now), chats)
    return Answer(body, keyboards.feed_panel(talk.texts, feed))


async def press_public(talk: Talk, argument: str) -> Answer:
    """Let a feed serve everybody."""
    if refusal := _runs(talk):
        return refusal
    feed, _ = await _feed(talk, argument)
    if feed is not None:
        async with talk.services.store.write() as unit:
            await unit.feed_chats.set_public(feed.id, True)
    return await press_feed(talk, argument)


async def press_pace(talk: Talk, argument: str) -> Answer:
    """Set the interval at which a feed is read, or leave it to the feed."""
    if refusal := _runs(talk):
        return refusal
    number, _, seconds = argument.partition(":")
    feed, _ = await _feed(talk, number)
    asked = keyboards.natural(seconds)
    pace = None if asked is None else timedelta(seconds=asked)
    if feed is not None and (pace is None or pace in keyboards.PACES):
        async with talk.services.store.write() as unit:
            await unit.feeds.set_pace(feed.url, pace)
            await unit.feed_chats.wake(feed.id, talk.now)
    return await press_feed(talk, number)


async def press_remove(talk: Talk, argument: str) -> Answer:
    """Stop reading a feed for everybody, after asking once more."""
    if refusal := _runs(talk):
        return refusal
    number, _, sure = argument.partition(":")
    feed, chats = await _feed(talk, number)
    if feed is None:
        return replace(await feeds(talk, ""), toast=talk.texts.stale())
    if sure != "yes":
        body = talk.texts.sure_to_remove(feed, chats)
        return Answer(body, keyboards.sure_to_remove(talk.texts, feed))
    async with talk.services.store.write() as unit:
        await unit.feeds.remove(feed.url)
    done = talk.texts.removed(feed)
    return Answer(done, (await feeds(talk, "")).buttons, toast=done.text)


def _runs(talk: Talk) -> Answer | None:
    """Return why a person may not see all feeds, None where they may."""
    if talk.runs_bot and talk.private:
        return None
    word = talk.texts.in_private() if talk.runs_bot else talk.texts.runs_only()
    return talk.refusal(word)


async def _feed(talk: Talk, number: str) -> tuple[Feed | None, int]:
    """Return the feed of a button, and how many chats added it."""
    async with talk.services.store.read() as unit:
        feed = await unit.feed_chats.by_id(keyboards.natural(number) or 0)
        chats = await unit.feed_chats.chats_of(feed.id) if feed else ()
    return feed, len(chats)


def _fares(listed: Sequence[Feed], talk: Talk) -> list[tuple[Feed, Health]]:
    return [(feed, health(feed, talk.now)) for feed in listed]
