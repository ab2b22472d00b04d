"""What a digest shows: one line an event, what most sources tell first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.domain.values import Also, Story, TextFrom, Waiting


class Lines(NamedTuple):
    """The stories that a digest shows, and what each of them stands for."""

    stories: tuple[Story, ...]
    """One of each event, in the order they are shown."""
    also: Mapping[int, tuple[Also, ...]]
    """By the ids of ``stories``: the others of its event."""


def lines(waiting: Iterable[Waiting], *, every_source: bool = False) -> Lines:
    """Return one line an event; with ``every_source`` one a story.

    Events go by how many sources tell them, then by the hour of their newest story, then by how
    many of the chat's words they have.
    """
    groups: dict[tuple[str, int], list[Waiting]] = {}
    for one in waiting:
        is_alone = every_source or one.story.event_id is None
        key = ("story", one.story.id) if is_alone else ("event", one.story.event_id or 0)
        groups.setdefault(key, []).append(one)
    ranked = sorted(groups.values(), key=_rank, reverse=True)
    stand = [max(group, key=_standing).story for group in ranked]
    also = {
        story.id: tuple(_also(one.story) for one in group if one.story is not story)
        for story, group in zip(stand, ranked, strict=True)
        if len(group) > 1
    }
    return Lines(tuple(stand), also)


def of_stories(stories: Sequence[Story], *, every_source: bool = False) -> Lines:
    """Return the lines of stories that wait for nothing."""
    return lines([Waiting(one, (), has_card=False) for one in stories], every_source=every_source)


def _rank(group: Sequence[Waiting]) -> tuple[int, datetime, int, datetime, int]:
    """Return what sorts events; the last two keep the order the same every time."""
    sources = {_also(one.story).publisher.casefold() for one in group}
    newest = max(_dated(one.story) for one in group)
    words = {word.casefold() for one in group for word in one.words}
    hour = newest.replace(minute=0, second=0, microsecond=0)
    return len(sources), hour, len(words), newest, max(one.story.id for one in group)


def _standing(one: Waiting) -> tuple[bool, bool, datetime, int]:
    """Return what sorts stories of an event: one that is known by its card, whole, then new."""
    story = one.story
    return one.has_card, story.text_from is TextFrom.PAGE, _dated(story), story.id


def _dated(story: Story) -> datetime:
    return story.published or story.seen_at


def _also(story: Story) -> Also:
    return Also.of(story.code, story.publisher, story.link)
