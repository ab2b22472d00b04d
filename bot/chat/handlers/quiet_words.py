"""What a person wants after /quiet: hours of the night, off, a limit of cards an hour. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from bot.chat.handlers.hearing import plain_digits
from bot.chat.handlers.timing import read_time
from bot.domain.values import QuietHours

DEFAULT: Final = QuietHours("22:00", "07:00")
"""What /quiet on means where there were no quiet hours before."""
MOST_CARDS: Final = 100
"""The highest limit of cards an hour; who wants more wants none."""

_OFF: Final = frozenset({"off", "none", "no", "never", "stop"})
_CAP: Final = re.compile(
    r"(?:(?:cap|limit|max|most|at most)\b\s*)?(\d{1,9})?"
    r"\s*(?:cards?)?\s*(?:(?:/|per|an|a|each|every)\s*(?:h|hr|hour))?"
)
_IS_CAP: Final = re.compile(
    r"\b(?:cap|limit|max|most|cards?)\b|(?:/|\b(?:per|an|a|each|every))\s*h"
)
_BETWEEN: Final = re.compile(r"\s*(?:-|\b(?:to|until|till|til|and)\b|\s)\s*")


class Ask(Enum):
    """What ``/quiet`` was asked to do."""

    SHOW = auto()
    ON = auto()
    OFF = auto()
    HOURS = auto()
    CAP = auto()
    CAP_OFF = auto()
    UNCLEAR = auto()
    SAME = auto()
    """Hours that end when they begin."""


@dataclass(frozen=True, slots=True)
class QuietWish:
    """A ``/quiet`` command, understood."""

    ask: Ask
    hours: QuietHours | None = None
    cap: int | None = None


def read_quiet(argument: str) -> QuietWish:
    """Return what the words after ``/quiet`` ask for."""
    words = " ".join(plain_digits(argument).casefold().split())
    words = re.sub(r"[–—−‐‑…]|\.{2,}", "-", words).rstrip(".!")
    if words in {"", "show", "?"}:
        return QuietWish(Ask.SHOW)
    if words in {"on", "yes"}:
        return QuietWish(Ask.ON)
    words = re.sub(r"^(?:hours|time)\b\s*", "", words)
    if words in _OFF:
        return QuietWish(Ask.OFF)
    if _IS_CAP.search(words):
        return _cap(words)
    return _hours(words)


def _cap(words: str) -> QuietWish:
    words = words.replace("no more than", "at most")
    bare = re.sub(r"\b(?:cap|limit|max)\b", "", words).strip()
    if bare in _OFF or words in {"no cap", "no limit"}:
        return QuietWish(Ask.CAP_OFF)
    found = _CAP.fullmatch(words)
    if found is None or not found.group(1):
        # "cap" alone asks how it stands
        return QuietWish(Ask.UNCLEAR if bare else Ask.SHOW)
    count = int(found.group(1))
    if count == 0 or count > MOST_CARDS:
        return QuietWish(Ask.CAP, cap=None)
    return QuietWish(Ask.CAP, cap=count)


def _hours(words: str) -> QuietWish:
    words = re.sub(r"^(?:from|between|at)\s+", "", words)
    words = re.sub(r"(\d)\s+([ap])\.?\s?m\b\.?", r"\1\2m", words)
    parts = _BETWEEN.split(words)
    times = [read_time(part) for part in parts]
    if len(times) != 2 or None in times:
        return QuietWish(Ask.UNCLEAR)
    start, end = times
    if start == end:
        return QuietWish(Ask.SAME)
    return QuietWish(Ask.HOURS, QuietHours(start or "", end or ""))
