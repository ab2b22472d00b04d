"""Until when a person wants a pause: 3h, 2 days, until monday 8:00, until 2026-12-01. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import Final

from bot.chat.handlers.hearing import plain_digits
from bot.chat.handlers.timing import read_day, read_time
from bot.pipeline.digest_times import (
    WEEKDAYS,
    instant_of,
    known_zone,
    load_zone,
    local_date,
    next_times,
    parse_time,
)

LONGEST: Final = timedelta(days=366)
"""The longest pause that has an end."""

_UNITS: Final = {
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "mins": timedelta(minutes=1),
    "minute": timedelta(minutes=1),
    "minutes": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "hr": timedelta(hours=1),
    "hrs": timedelta(hours=1),
    "hour": timedelta(hours=1),
    "hours": timedelta(hours=1),
    "d": timedelta(days=1),
    "day": timedelta(days=1),
    "days": timedelta(days=1),
    "w": timedelta(weeks=1),
    "week": timedelta(weeks=1),
    "weeks": timedelta(weeks=1),
    "month": timedelta(days=30),
    "months": timedelta(days=30),
    "year": timedelta(days=365),
    "years": timedelta(days=365),
}
"""Months and years as people mean them of a pause: the answer says the day."""
_SPAN: Final = re.compile(r"(\d{1,6}(?:\.\d{1,2})?|an?|half an?)\s*([a-z]+)")
_HOURS_AND: Final = re.compile(r"(\d{1,4})h(\d{1,2})")
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?")
_DAY_MONTH: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\.? (?:of )?([a-z]{3,9})\.?,?(?: (\d{4}))?"
)
_MONTH_DAY: Final = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}))?")
_FOREVER: Final = frozenset({"", "on", "forever", "for ever", "resume", "further notice"})
_NIGHT: Final = {"midnight": "00:00", "noon": "12:00", "midday": "12:00"}


class Until(Enum):
    """What ``/pause`` was asked for."""

    RESUME = auto()
    """No end: until somebody ends it."""
    INSTANT = auto()
    OFF = auto()
    """To end a pause."""
    PAST = auto()
    TOO_LONG = auto()
    UNCLEAR = auto()


@dataclass(frozen=True, slots=True)
class PauseWish:
    """A ``/pause`` command, understood."""

    until: Until
    at: datetime | None = None
    """The end (UTC), where there is one."""


def read_pause(argument: str, zone: str, now: datetime) -> PauseWish:
    """Return what the words after ``/pause`` ask for; days and clock times are the zone's.

    A day without a time means its beginning, a time without a day the next one that comes.
    """
    words = " ".join(plain_digits(argument).casefold().split()).rstrip("!")
    words = re.sub(r"^for\s+(?!ever\b)", "", words)
    words, until = re.subn(r"^(?:until|till|til|up to|to)\s+", "", words)
    if words in _FOREVER:
        return PauseWish(Until.RESUME)
    if words in {"off", "end", "stop", "over"}:
        return PauseWish(Until.OFF)
    zone = known_zone(zone)
    try:
        if until and words.isdigit():  # "until 8" can only be a time, "8" alone may be hours
            words += ":00"
        at = _after(words, now) or _moment(words, zone, now)
    except (ValueError, OverflowError):  # no day of the calendar
        at = None
    if at is None:
        return PauseWish(Until.UNCLEAR)
    if at <= now:
        return PauseWish(Until.PAST, at)
    return PauseWish(Until.INSTANT, at) if at - now <= LONGEST else PauseWish(Until.TOO_LONG, at)


def _after(words: str, now: datetime) -> datetime | None:
    """Return the instant that is a span of time from now: ``1h 30m``, ``2 days``, ``an hour``."""
    words = _HOURS_AND.sub(r"\1h \2m", re.sub(r",|\band\b", " ", words)).strip()
    total = timedelta()
    while words:
        found = _SPAN.match(words)
        unit = _UNITS.get(found.group(2)) if found else None
        if found is None or unit is None:
            return None
        total += unit * _count(found.group(1))
        words = words[found.end() :].strip()
    return now + total


def _count(word: str) -> float:
    if word.startswith("half"):
        return 0.5
    return 1.0 if word in {"a", "an"} else float(word)


def _moment(words: str, zone: str, now: datetime) -> datetime | None:
    """Return the instant of a day, a time, or both."""
    words = re.sub(r"\b(?:at|on|next|the|o'clock)\b", " ", words.replace(",", " "))
    words = re.sub(r"(\d)\s+([ap])\.?\s?m\b\.?", r"\1\2m", " ".join(words.split()))
    for cut in range(len(parts := words.split()) + 1):
        for day, clock in ((parts[:cut], parts[cut:]), (parts[cut:], parts[:cut])):
            at = _day_and_time(" ".join(day), " ".join(clock), zone, now)
            if at is not None:
                return at
    return None


def _day_and_time(day: str, clock: str, zone: str, now: datetime) -> datetime | None:
    wall = _NIGHT.get(clock) or (read_time(clock) if _is_clock(clock, alone=not day) else None)
    if clock and wall is None:
        return None
    if not day:
        return next(iter(next_times(zone, wall, (), now, 1)), None) if wall else None
    weekday = read_day(day)
    if weekday is not None:
        times = next_times(zone, wall or "00:00", (WEEKDAYS[weekday],), now, 1)
        return next(iter(times), None)
    named = _date(day, local_date(zone, now))
    return instant_of(named, parse_time(wall or "00:00"), load_zone(zone)) if named else None


def _is_clock(text: str, *, alone: bool) -> bool:
    """Return whether a text can only be a time: 3 alone may be hours or days, 1.12. is a day."""
    is_number = alone and text.isdigit() and len(text) < 4
    return bool(text) and not is_number and _DOTTED.fullmatch(text) is None


def _date(text: str, today: date) -> date | None:
    """Return the day that a text names, the next one where it names no year. Raises ValueError."""
    if text in {"today", "tomorrow"}:
        return today + timedelta(days=text == "tomorrow")
    if found := _ISO.fullmatch(text):
        return date(*map(int, found.groups()))
    if found := _DOTTED.fullmatch(text):
        return _of_year(found.group(3), int(found.group(2)), int(found.group(1)), today)
    if (found := _DAY_MONTH.fullmatch(text)) and (month := _month(found.group(2))):
        return _of_year(found.group(3), month, int(found.group(1)), today)
    if (found := _MONTH_DAY.fullmatch(text)) and (month := _month(found.group(1))):
        return _of_year(found.group(3), month, int(found.group(2)), today)
    return None


def _month(word: str) -> int | None:
    word = "sep" if word == "sept" else word
    return next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(word)), None)


def _of_year(year: str | None, month: int, day: int, today: date) -> date:
    if year:
        return date(int(year), month, day)
    named = date(today.year, month, day)
    return named if named >= today else named.replace(year=today.year + 1)
