"""When senders noted that a message was sent, as their logs (JSON, at ``debug``) tell."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from tests.crash.items import is_card
from tests.crash.law import Call

ANSWERING: Final = 1.0
"""Seconds within which an answer to somebody is taken to be noted: the log does not tell."""
_SENT: Final = re.compile(r"delivery \d+ of story \d+ sent")


class Note(NamedTuple):
    """A line of a log that says that a card was noted as sent."""

    process: str
    """The name of who wrote it."""
    chat: int
    """The chat that it went to."""
    at: float
    """When, in seconds of the clock that the reader counts by."""


def read(process: str, log: Path, began: float) -> Iterator[Note]:
    """Yield the notes of a process's log, in its order.

    ``began`` is what the reader's clock shows at the beginning of 1970.
    """
    for line in log.read_text(encoding="utf-8").splitlines():
        if not _SENT.search(line):
            continue
        try:
            said = json.loads(line)
        except ValueError:  # it was killed while it wrote
            continue
        at = datetime.fromisoformat(said["timestamp"]).timestamp()
        yield Note(process, said["chat"], at + began)


def noted(calls: Iterable[Call], notes: Iterable[Note]) -> Iterator[Call]:
    """Yield the calls, each with the time at which it was noted.

    That of a card is the first note of its process for its chat after the answer: a chat gets one
    card after the other.
    """
    times: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
    for note in notes:
        times[note.process, note.chat].append(note.at)
    for call in calls:
        if call.status != 200:
            yield call
        elif is_card(call.item):
            yield replace(call, noted=_first_after(call.ended, times[call.process, call.item.chat]))
        else:
            yield replace(call, noted=call.ended + ANSWERING)


def _first_after(moment: float, times: Sequence[float]) -> float | None:
    place = bisect_left(times, moment)
    return times[place] if place < len(times) else None
