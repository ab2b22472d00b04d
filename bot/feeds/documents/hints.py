"""When a feed asks to be read again: RSS's ttl, skipHours and skipDays, and the syndication module.

RSS 2.0, https://www.rssboard.org/rss-specification#optionalChannelElements;
http://web.resource.org/rss/1.0/modules/syndication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from bot.domain.values import NO_HINTS, Hints
from bot.feeds.documents.names import Fields, fields, inner_text

LONGEST = timedelta(days=31)
"""A feed that asks for more is taken at this; who asks for longer means "hardly ever"."""

_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WHOLE = re.compile(r"\d{1,9}")
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,6})?")
_MANY = 500


def read(header: Fields) -> Hints:
    """Return what a feed's own elements say of its rhythm; nonsense is passed over."""
    intervals = [found for found in (_ttl(header), _update_period(header)) if found]
    hours = frozenset(_hours(header))
    days = frozenset(_days(header))
    if len(hours) == 24 or len(days) == 7:  # never at all: it cannot mean that
        hours = frozenset() if len(hours) == 24 else hours
        days = frozenset() if len(days) == 7 else days
    if not (intervals or hours or days):
        return NO_HINTS
    interval = min(max(intervals), LONGEST) if intervals else None
    return Hints(interval, hours, days)


def _values(header: Fields, name: str) -> Iterator[str]:
    for element in header.get(name, ()):
        if text := inner_text(element).strip()[:40]:
            yield text


def _ttl(header: Fields) -> timedelta | None:
    for text in _values(header, "ttl"):
        if _WHOLE.fullmatch(text) and int(text):
            return timedelta(minutes=min(int(text), 1_000_000))
    return None


def _update_period(header: Fields) -> timedelta | None:
    """Return period / frequency. A period not given is a day, a frequency not given is 1."""
    periods = [p for t in _values(header, "sy:updateperiod") if (p := _PERIODS.get(t.lower()))]
    times = [
        float(text)
        for text in _values(header, "sy:updatefrequency")
        if _NUMBER.fullmatch(text) and float(text)
    ]
    if not periods and (not times or any(_values(header, "sy:updateperiod"))):
        return None  # nothing said, or a period nobody knows
    period = periods[0] if periods else _PERIODS["daily"]
    return period / max(times[0], 0.001) if times else period


def _hours(header: Fields) -> Iterator[int]:
    """Yield hours of the day; some feeds count 1 to 24, where 24 is midnight."""
    for skip in header.get("skiphours", ()):
        for text in list(_values(fields(skip), "hour"))[:_MANY]:
            if _WHOLE.fullmatch(text) and int(text) <= 24:
                yield int(text) % 24


def _days(header: Fields) -> Iterator[int]:
    for skip in header.get("skipdays", ()):
        for text in list(_values(fields(skip), "day"))[:_MANY]:
            if text.lower() in _DAYS:
                yield _DAYS.index(text.lower())
