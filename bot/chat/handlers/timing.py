"""What a person wants of the digest: now, a time, days, off. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from bot.chat.handlers.hearing import plain_digits
from bot.domain.values import DigestPlan
from bot.pipeline.digest_plans import next_digest
from bot.pipeline.digest_times import WEEKDAYS

DEFAULT_TIME = "08:00"
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2})?)?\s*([ap])?\.?(?:m\.?)?")
_BARE = re.compile(r"(\d{2})(\d{2})")
_GROUPS = {
    "daily": (),
    "every": (),
    "everyday": (),
    "all": (),
    "weekdays": WEEKDAYS[:5],
    "workdays": WEEKDAYS[:5],
    "weekend": WEEKDAYS[5:],
    "weekends": WEEKDAYS[5:],
}


class Ask(Enum):
    """What ``/digest`` was asked to do."""

    SHOW = auto()
    NOW = auto()
    OFF = auto()
    ON = auto()
    CHANGE = auto()
    UNCLEAR = auto()


@dataclass(frozen=True, slots=True)
class Wish:
    """A ``/digest`` command, understood."""

    ask: Ask
    time: str | None = None
    """``HH:MM`` where one was given."""
    days: tuple[str, ...] | None = None
    """Where given: some of WEEKDAYS, in the week's order; empty means every day."""


def read_wish(argument: str) -> Wish:
    """Return what the words after ``/digest`` ask for."""
    words = plain_digits(argument).casefold().replace("–", "-")
    single = {"": Ask.SHOW, "now": Ask.NOW, "off": Ask.OFF, "on": Ask.ON}.get(words.strip())
    if single is not None:
        return Wish(single)
    time: str | None = None
    days: tuple[str, ...] | None = None
    rest = re.sub(r"(\d)\s+([ap]\.?m\b)", r"\1\2", words)
    for part in re.split(r"[\s,;&+]+", re.sub(r"\b(days?|at|on|and)\b", " ", rest).strip()):
        clock, named = read_time(part), _days(part)
        if clock is not None and time is None:
            time = clock
        elif named is not None:
            days = named if not named else (days or ()) + named
        else:
            return Wish(Ask.UNCLEAR)
    if time is None and days is None:
        return Wish(Ask.UNCLEAR)
    return Wish(Ask.CHANGE, time, _ordered(days) if days is not None else None)


def read_time(text: str) -> str | None:
    """Return ``HH:MM`` of a clock time as people type it: 8, 8:00, 08.00, 0800, 8am, 8:30pm."""
    text = plain_digits(text).casefold().strip()
    found = _BARE.fullmatch(text) or _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found.group(1)), int(found.group(2) or 0)
    half = found.group(3) if found.re is _TIME else None
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def changed(plan: DigestPlan, wish: Wish, now: datetime) -> DigestPlan:
    """Return the plan as the wish has it, with its next instant."""
    if wish.ask is Ask.OFF:
        return replace(plan, time="", next_at=None)
    time = wish.time or plan.time or DEFAULT_TIME
    days = plan.days if wish.days is None else wish.days
    plan = replace(plan, time=time, days=_week(days))
    return replace(plan, next_at=next_digest(plan, now))


def toggled(plan: DigestPlan, day: str, now: datetime) -> DigestPlan:
    """Return the plan with one weekday added or taken away; the last one stays."""
    days = set(plan.days or WEEKDAYS) ^ {day}
    if not days:
        return plan
    return changed(plan, Wish(Ask.CHANGE, days=_ordered(days)), now)


def _days(word: str) -> tuple[str, ...] | None:
    if word in _GROUPS:
        return _GROUPS[word]
    first, dash, last = word.partition("-")
    start, end = read_day(first), read_day(last) if dash else None
    if start is None or (dash and end is None):
        return None
    if end is None:
        return (WEEKDAYS[start],)
    return tuple(WEEKDAYS[(start + step) % 7] for step in range((end - start) % 7 + 1))


def read_day(word: str) -> int | None:
    """Return the number of a weekday (Monday is 0) by its name or the beginning of it."""
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    hits = [
        n for n, name in enumerate(full) if len(word) >= 2 and name.startswith(word.rstrip("s"))
    ]
    return hits[0] if len(hits) == 1 else None


def _ordered(days: Sequence[str] | set[str]) -> tuple[str, ...]:
    return tuple(day for day in WEEKDAYS if day in days)


def _week(days: tuple[str, ...]) -> tuple[str, ...]:
    """All seven days are kept as none: that is how a plan says every day."""
    return () if len(days) == len(WEEKDAYS) else days
