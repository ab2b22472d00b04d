"""What happens when somebody adds a feed: for one chat, or for everybody.

A feed added in a chat serves that chat until an administrator of the bot makes it public.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

from bot.domain.ports import Store, Unit
from bot.domain.values import Feed, Subscription

MOST_FEEDS = 50
"""Feeds that a chat may add."""


class Outcome(StrEnum):
    """What came of a chat's wish to add a feed."""

    ADDED = "added"
    OWN = "own"
    """The chat had added it before."""
    PUBLIC = "public"
    """It serves everybody already."""
    FULL = "full"
    """The chat has MOST_FEEDS already."""


class Added(NamedTuple):
    """The answer to that wish."""

    outcome: Outcome
    feed: Feed | None
    """None where nothing was added."""


async def add_for_chat(
    store: Store, chat_id: int, url: str, title: str | None, now: datetime
) -> Added:
    """Let the feed at ``url``, which was just read, serve a chat that the store knows."""
    async with store.write() as unit:
        feed = await unit.feed_chats.among(variants(url))
        if feed is not None and feed.public:
            await _revive(unit, feed, now)
            return Added(Outcome.PUBLIC, feed)
        own = await unit.feed_chats.of_chat(chat_id)
        if feed is not None and feed.id in {one.id for one in own}:
            await _revive(unit, feed, now)
            return Added(Outcome.OWN, feed)
        if len(own) >= MOST_FEEDS:
            return Added(Outcome.FULL, None)
        if feed is None:
            feed, _ = await unit.feeds.add(url, now, title=title)
            await unit.feed_chats.set_public(feed.id, False)
        else:
            await _revive(unit, feed, now)
        await unit.feed_chats.join(feed.id, chat_id, now)
        return Added(Outcome.ADDED, await unit.feed_chats.by_id(feed.id))


async def add_for_all(unit: Unit, url: str, title: str | None, now: datetime) -> tuple[Feed, bool]:
    """Let a feed serve everybody; return it and whether that is new."""
    known = await unit.feed_chats.among(variants(url))
    if known is not None:
        await unit.feed_chats.set_public(known.id, True)
        await _revive(unit, known, now)
        return known, not known.public
    feed, _ = await unit.feeds.add(url, now, title=title)
    await unit.feed_chats.set_public(feed.id, True)
    return feed, True


async def drop_for_chat(store: Store, chat_id: int, feed_id: int) -> Feed | None:
    """End a feed's service to a chat; one that then serves nobody is not read any more.

    Return the feed; None where the chat had not added it.
    """
    async with store.write() as unit:
        feed = await unit.feed_chats.by_id(feed_id)
        if feed is None or not await unit.feed_chats.leave(feed_id, chat_id):
            return None
        if not feed.public and not await unit.feed_chats.chats_of(feed_id):
            await unit.feeds.remove(feed.url)
        return feed


def audience(
    subscriptions: Iterable[Subscription], chats: Collection[int] | None
) -> list[Subscription]:
    """Return the subscriptions that have a story; ``chats`` are those that its feeds serve.

    None stands for everybody.
    """
    if chats is None:
        return list(subscriptions)
    return [one for one in subscriptions if one.place.chat_id in chats]


def variants(url: str) -> list[str]:
    """Return an address and those at which the same feed surely is: http or https, ``/`` or not."""
    parts = urlsplit(url)
    schemes = {"http": ("http", "https"), "https": ("https", "http")}.get(parts.scheme, ())
    paths = [parts.path]
    if not parts.query and len(parts.path) > 1:
        paths.append(parts.path[:-1] if parts.path.endswith("/") else f"{parts.path}/")
    same = [
        urlunsplit(parts._replace(scheme=scheme, path=path)) for scheme in schemes for path in paths
    ]
    return list(dict.fromkeys([url, *same]))


async def _revive(unit: Unit, feed: Feed, now: datetime) -> None:
    """Read a feed again that had failed: somebody just read it."""
    if feed.failures or feed.ended_at:
        await unit.feed_chats.wake(feed.id, now)
