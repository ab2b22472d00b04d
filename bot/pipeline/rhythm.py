"""When a feed is read next: its own rhythm, its hints and its failures, within bounds.

Pure: instants are aware datetimes in UTC, ``chance`` is a number from 0 up to 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median

from bot.domain.errors import Step
from bot.domain.values import ParsedFeed

SHORTEST = timedelta(minutes=5)
"""A feed's own rhythm makes it be read no more often; its hints may."""
LONGEST = timedelta(hours=6)
"""A feed's own rhythm makes it be read no less often; its hints may."""
LONGEST_HINT = timedelta(days=1)
"""Who asks for more with ttl or sy:updatePeriod is taken to mean this."""
LONGEST_FRESH = timedelta(hours=1)
"""The same for Cache-Control, which is often a server's default for every file."""
LONGEST_BACKOFF = timedelta(days=1)
LONGEST_ASKED = timedelta(days=7)
"""The same for Retry-After."""
LASTING = frozenset({Step.ADDRESS, Step.ROBOTS, Step.SIZE, Step.WALL})
"""What seldom passes by itself: there is no use in trying again within LASTING_WAIT."""
LASTING_WAIT = timedelta(hours=1)
SWAY = 0.1
"""How far chance moves a due time, as a part of the wait."""

_RECENT = 20
_FEWEST = 3
_STRETCH = 0.05


def rhythm(dates: Iterable[datetime], now: datetime) -> timedelta | None:
    """Return how often to look at entries of these dates; None where they are too few to tell.

    Half the median gap of the latest, so that one odd gap counts for nothing; what has been silent
    for long has slowed down, so at least a twentieth of the silence.
    """
    recent = sorted((date for date in dates if date <= now), reverse=True)[:_RECENT]
    if len(recent) < _FEWEST:
        return None
    gap = median((later - earlier).total_seconds() for later, earlier in pairwise(recent))
    return max(timedelta(seconds=gap / 2), (now - recent[0]) * _STRETCH)


def interval(feed: ParsedFeed, base: timedelta, now: datetime) -> timedelta | None:
    """Return the interval that a feed's entries and hints come to; None where they tell nothing.

    Its own rhythm moves it from a third of ``base``, and at the most SHORTEST, up to LONGEST; what
    it asks for itself is followed beyond.
    """
    own = rhythm((entry.published for entry in feed.entries if entry.published), now)
    hint = feed.hints.interval or None  # a ttl of 0 says nothing
    if own is None and hint is None:
        return None
    lowest = min(base, max(SHORTEST, base / 3))
    if hint:
        lowest = min(lowest, hint)
    found = max(lowest, min(own or base, max(LONGEST, base)))
    return max(found, min(hint, LONGEST_HINT)) if hint else found


def stretched(known: timedelta | None) -> timedelta | None:
    """Return a known interval after a poll that brought nothing new.

    A twentieth more each time comes to the same as the twentieth of a silence in ``rhythm``.
    """
    if known is None or known >= LONGEST:
        return known
    return min(known * (1 + _STRETCH), LONGEST)


def swayed(wait: timedelta, chance: float) -> timedelta:
    """Return a wait moved by chance, so that feeds added together are not asked for together."""
    return wait * (1 + SWAY * (2 * chance - 1))


def next_due(previous: datetime, wait: timedelta, now: datetime, chance: float) -> datetime:
    """Return when to read again what was due at ``previous`` and is read each ``wait``.

    It counts from the previous due time, so that the time a poll takes adds nothing. Polls that
    were missed are not made up for: the result is 0.4 to 1.6 times ``wait`` after ``now``.
    """
    start = min(previous, now)
    # the first of start + n * wait that is at least half a wait away
    steps = max(1, -((start - now - wait / 2) // wait))
    return start + (steps - 1) * wait + swayed(wait, chance)


def backoff(regular: timedelta, shortest: timedelta, failures: int, step: Step | None) -> timedelta:
    """Return the wait after so many failed polls in a row (from 1), before chance moves it.

    It doubles up to a day and is never less than the ``regular`` one of the feed.
    """
    wait = shortest * 2.0 ** min(failures, 10)
    if step in LASTING:
        wait = max(wait, LASTING_WAIT)
    return max(min(wait, LONGEST_BACKOFF), regular)


def outside(due: datetime, hours: Set[int], days: Set[int], chance: float) -> datetime:
    """Return the due time, moved to the next hour in which a feed wants to be read.

    Hours of the day and days of the week (0 is Monday) are in UTC; a feed that leaves none of them
    cannot mean it. Chance spreads what was moved over the hour's first minutes.
    """
    hours = frozenset() if hours >= set(range(24)) else hours
    days = frozenset() if days >= set(range(7)) else days
    moved = due.astimezone(UTC)
    while moved.hour in hours or moved.weekday() in days:
        moved = moved.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return due if moved == due else moved + timedelta(hours=1) * SWAY * chance
