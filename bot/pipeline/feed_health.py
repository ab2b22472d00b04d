"""How a feed fares: what its operators need to know of it, from what is stored."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.domain.values import Feed

ALARMING = timedelta(days=3)
"""A feed that could not be read for so long is one that somebody should look at."""


class State(StrEnum):
    """How a feed fares."""

    NEW = "not read yet"
    GOOD = "good"
    FAILING = "failing"
    ENDED = "ended"
    """Its host said that it is gone for good (410)."""


class Health(NamedTuple):
    """A feed's state, and the same in words."""

    state: State
    words: str
    """One line of English: since when, at which step and why it fails, when it is read next."""


def health(feed: Feed, now: datetime) -> Health:
    """Return how a feed fares at the instant ``now``.

    The parts in other words than these are the feed's own: ``last_good_at``, ``failed_step``,
    ``last_error``, ``failures``, ``next_due_at``, ``interval``, ``ended_at``.
    """
    if feed.ended_at:
        return Health(State.ENDED, f"ended {span(now - feed.ended_at)} ago: {feed.last_error}")
    following = f"next read {_until(feed.next_due_at - now)}"
    if feed.failures:
        times = "once" if feed.failures == 1 else f"{feed.failures} times in a row"
        step = f" at the step {feed.failed_step}" if feed.failed_step else ""
        good = (
            f"last good {span(now - feed.last_good_at)} ago" if feed.last_good_at else "never good"
        )
        words = f"failed {times}{step}: {feed.last_error} ({good}, {following})"
        return Health(State.FAILING, words)
    read_at = feed.last_good_at or feed.first_read_at
    if read_at is None:
        return Health(State.NEW, f"not read yet, {following}")
    return Health(State.GOOD, f"good, read {span(now - read_at)} ago, {following}")


def span(length: timedelta) -> str:
    """Return a length of time in its largest whole unit: ``5 min``, ``3 h``, ``2 d``."""
    seconds = max(0, int(length.total_seconds()))
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _until(length: timedelta) -> str:
    return f"in {span(length)}" if length > timedelta(0) else "now"
