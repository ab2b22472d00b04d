"""When a digest comes: a wall time on chosen days, in a time zone with daylight saving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def next_times(
    zone: str, time: str, days: Sequence[str], after: datetime, count: int
) -> list[datetime]:
    """Return the next ``count`` instants (UTC) strictly later than ``after``.

    ``time`` is a wall time ``HH:MM`` in the IANA ``zone``; ``days`` are some of WEEKDAYS, and empty
    means every day. A time that daylight saving skips fires at the first instant that exists; one
    that comes twice fires at its first. Raises ValueError for an unknown zone, time or day.
    """
    where = load_zone(zone)
    wall = parse_time(time)
    unknown = [day for day in days if day not in WEEKDAYS]
    if unknown:
        raise ValueError(f"unknown day {unknown[0]!r}: use some of {' '.join(WEEKDAYS)}")
    wanted = {WEEKDAYS.index(day) for day in days} or set(range(7))
    found: list[datetime] = []
    for day in _dates(after.astimezone(where).date() - timedelta(days=2)):
        if len(found) >= count:
            break
        if day.weekday() in wanted:
            instant = _instant(day, wall, where)
            if instant > after:
                found.append(instant)
    return found


def local_date(zone: str, instant: datetime) -> date:
    """Return the calendar date that the instant has in the zone."""
    return instant.astimezone(load_zone(zone)).date()


def load_zone(name: str) -> ZoneInfo:
    """Return the IANA zone. Raises ValueError where it is unknown."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError, TypeError) as error:
        raise ValueError(f"unknown time zone {name!r}: use a name such as Europe/Berlin") from error


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


def _instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """Return the instant of a wall time; where it is skipped, the end of the gap (PEP 495)."""
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
