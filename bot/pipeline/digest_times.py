"""When a digest comes: a wall time on chosen days, in a time zone with daylight saving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Occasion(NamedTuple):
    """A digest that is to come."""

    date: date
    """The local date that it is for; its instant may be of the next where the day's end is cut."""
    instant: datetime


def next_times(
    zone: str, time: str, days: Sequence[str], after: datetime, count: int
) -> list[datetime]:
    """Return the next ``count`` instants (UTC) strictly later than ``after``.

    ``time`` is a wall time ``HH:MM`` in the IANA ``zone``; ``days`` are some of WEEKDAYS, and empty
    means every day. A time that daylight saving skips fires at the first instant that exists; one
    that comes twice fires at its first. Raises ValueError for an unknown zone, time or day.
    """
    instants = (occasion.instant for occasion in _occasions(zone, time, days, after))
    # a date that a country skipped ends at the instant at which the next begins
    return list(islice(_rising(instants), count))


def occasions(zone: str, time: str, days: Sequence[str], after: datetime) -> Iterator[Occasion]:
    """Return the digests later than ``after``, as ``next_times``, one of each date that exists.

    Raises ValueError likewise.
    """
    where = load_zone(zone)
    return (one for one in _occasions(zone, time, days, after) if _exists(one.date, where))


def _occasions(zone: str, time: str, days: Sequence[str], after: datetime) -> Iterator[Occasion]:
    where = load_zone(zone)
    wall = parse_time(time)
    unknown = [day for day in days if day not in WEEKDAYS]
    if unknown:
        raise ValueError(f"unknown day {unknown[0]!r}: use some of {' '.join(WEEKDAYS)}")
    wanted = {WEEKDAYS.index(day) for day in days} or set(range(7))
    # two days before: where the clock was set back over midnight, a date's time comes late
    dates = _dates(after.astimezone(where).date() - timedelta(days=2))
    found = (Occasion(day, instant_of(day, wall, where)) for day in dates)
    return (one for one in found if one.date.weekday() in wanted and one.instant > after)


def _rising(instants: Iterator[datetime]) -> Iterator[datetime]:
    last: datetime | None = None
    for instant in instants:
        if last is None or instant > last:
            yield instant
            last = instant


def local_date(zone: str, instant: datetime) -> date:
    """Return the calendar date that the instant has in the zone."""
    return instant.astimezone(load_zone(zone)).date()


def load_zone(name: str) -> ZoneInfo:
    """Return the IANA zone. Raises ValueError where it is unknown."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError, TypeError) as error:
        raise ValueError(f"unknown time zone {name!r}: use a name such as Europe/Berlin") from error


def known_zone(name: str) -> str:
    """Return the zone's name, or UTC where it was dropped or renamed since it was chosen."""
    try:
        load_zone(name)
    except ValueError:
        return "UTC"
    return name


def parse_time(text: str) -> time:
    """Return the wall time of ``HH:MM`` (24 hours). Raises ValueError."""
    hours, colon, minutes = text.partition(":")
    plain = all(part.isascii() and part.isdigit() and len(part) == 2 for part in (hours, minutes))
    if not (colon and plain and int(hours) < 24 and int(minutes) < 60):
        raise ValueError(f"unknown time {text!r}: write it as HH:MM, such as 08:00")
    return time(int(hours), int(minutes))


def _dates(start: date) -> Iterator[date]:
    day = start
    while day < date.max - timedelta(days=2):
        yield day
        day += timedelta(days=1)


def _exists(day: date, zone: ZoneInfo) -> bool:
    """Return whether a date is in the zone's calendar: Samoa had no 30 December 2011."""
    return instant_of(day, time(0, 0), zone).astimezone(zone).date() == day


def instant_of(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """Return the instant (UTC) of a wall time, its first where it comes twice.

    Where it is skipped, that is the end of the gap (PEP 495).
    """
    local = datetime.combine(day, wall, tzinfo=zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    # In a gap the offset before it (fold 0) puts the wall time after the change, the offset after
    # it (fold 1) before the change: the change itself lies between the two.
    before, after = local.replace(fold=1).astimezone(UTC), instant
    offset_before = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before).total_seconds() // 2)
        if middle.astimezone(zone).utcoffset() == offset_before:
            before = middle
        else:
            after = middle
    return after
