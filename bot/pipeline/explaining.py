"""Why a story came: which topics of a place it matches, by which words, and where those stand."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot import topics
from bot.domain.errors import TopicError
from bot.domain.ports import Store
from bot.domain.values import Came, Chat, Place, Story, Subscription
from bot.pipeline.planning import document_of


class Reason(NamedTuple):
    """A topic that a story matches."""

    subscription: Subscription
    found: topics.Evidence
    """What of the story it found, and where."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a story came to a place."""

    story: Story
    reasons: tuple[Reason, ...]
    """The topics that it matches as they are now, in the order they were followed."""
    came: Came | None
    """How it was brought; None where no topic brought it: it was asked for."""
    brought_by: Subscription | None
    """The subscription that brought it, if that is still there; its topic may have changed."""

    @property
    def text_gone(self) -> bool:
        """Whether only the story's headline is left to look at."""
        return not self.story.text


async def why(store: Store, place: Place, chat: Chat, story: Story) -> Why:
    """Return why a story came to a place."""
    async with store.read() as unit:
        mine = await unit.chats.subscriptions(place)
        came = await unit.deliveries.came(place, story.id)
    # as many topics as a place may have, on the longest text, would hold others up
    reasons = await asyncio.to_thread(reasons_of, story, mine, (chat.language,))
    ids = {subscription.id: subscription for subscription in mine}
    by = ids.get(came.subscription_id) if came and came.subscription_id else None
    return Why(story, tuple(reasons), came, by)


def reasons_of(
    story: Story, mine: Iterable[Subscription], languages: Sequence[str]
) -> list[Reason]:
    """Return the subscriptions whose topic a story matches, with where it does; pure."""
    document = document_of(story)
    found = []
    for subscription in mine:
        try:
            query = topics.parse(subscription.topic.normal)
        except TopicError:  # kept by an older grammar: it brings nothing any more
            continue
        evidence = topics.evidence(query, document, languages)
        if evidence is not None:
            found.append(Reason(subscription, evidence))
    return found
