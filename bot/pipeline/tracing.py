"""The ids of what steps work on, for the lines they log (see ``domain.trails``)."""

from __future__ import annotations

from bot.domain.trails import Ids
from bot.domain.values import CardEdit, Delivery, Digest, Draft, Feed


def of_feed(feed: Feed) -> Ids:
    """Return the ids of a poll."""
    return {"feed": feed.id}


def of_feed_item(item: str) -> Ids:
    """Return the ids of a poll by the feed's number."""
    return {"feed": int(item)}


def of_draft_id(draft_id: int) -> Ids:
    """Return the ids of a draft that is still to be looked up."""
    return {"draft": draft_id}


def of_story(story_id: int) -> Ids:
    """Return the ids of planning a story: its id is its code."""
    return {"story": story_id}


def of_draft(draft: Draft) -> Ids:
    """Return the ids of reading a draft; the story's comes once it has its code."""
    ids = {"feed": draft.feed.id, "draft": draft.id}
    return ids if draft.story_id is None else ids | {"story": draft.story_id}


def of_message(item: Delivery | Digest) -> Ids:
    """Return the ids of sending a card or a digest."""
    if isinstance(item, Digest):
        codes = tuple(story.code for story in item.stories)
        return {"digest": item.id, "chat": item.place.chat_id, "stories": codes}
    return {"delivery": item.id, "story": item.story.code, "chat": item.place.chat_id}


def of_edit(edit: CardEdit) -> Ids:
    """Return the ids of showing a card anew."""
    return {"delivery": edit.delivery_id, "story": edit.story.code, "chat": edit.place.chat_id}
