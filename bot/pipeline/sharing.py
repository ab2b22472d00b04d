"""Stories found in a private feed that another feed brings, too: its chats have them as well.

A story is known by its link in whichever feed it was found first. Were that all, a chat that adds
a feed of its own could keep a story from everybody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.domain.ports import Unit
from bot.domain.values import Draft, Feed, Found, Known, Story
from bot.pipeline.planning import document_of, plan


async def share(
    unit: Unit, feed: Feed, matched: Iterable[tuple[Found, Known | None]], now: datetime
) -> int:
    """Let the feed's chats have those of its items that other feeds brought first.

    ``matched`` are the items with what they are the same as. Return how many deliveries were
    planned.
    """
    others = [(item, row) for item, row in matched if row and not row.own and not row.dropped]
    if not others:
        return 0
    new = await unit.feed_chats.sighted(
        feed.id,
        {row.story_id for _, row in others if row.story_id is not None},
        {row.draft_id for _, row in others if row.draft_id is not None},
    )
    planned = 0
    for item, row in others:
        story = await unit.stories.by_id(row.story_id) if row.story_id in new else None
        if story is not None:
            new.discard(story.id)
            planned += await plan(
                unit, _as_found(feed, item, story), story, document_of(story), now
            )
    return planned


def _as_found(feed: Feed, item: Found, story: Story) -> Draft:
    """Return the draft that the story would have been in this feed."""
    return Draft(0, feed, item.entry, item.link, story.seen_at, 0, item.backlog)
