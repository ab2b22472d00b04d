"""When a feed's address is changed for good: not for a redirect that may be a slip."""

from __future__ import annotations

from typing import NamedTuple

from bot.domain.values import Feed, FeedAnswer

AGREEING = 3
"""Polls in a row that must be led to the same address."""


class Move(NamedTuple):
    """Where permanent redirects lead a feed."""

    to: str | None
    """The new address; None where it is read at its own."""
    seen: int
    """Polls in a row that were led there, this one included."""

    @property
    def is_sure(self) -> bool:
        """Whether enough polls agree."""
        return self.seen >= AGREEING


STAYS = Move(None, 0)
"""A feed that is read at its own address."""


def move(feed: Feed, answer: FeedAnswer) -> Move:
    """Return where a poll was led.

    Every hop was permanent where ``answer.url`` differs, and what is there is a feed: an answer is
    only what was read as one, or was not changed since.
    """
    if answer.url == feed.url:
        return STAYS
    return Move(answer.url, feed.moving_seen + 1 if answer.url == feed.moving_to else 1)
