"""When nothing is pushed to a chat: quiet hours and pauses. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.domain.values import Chat, QuietHours, Silence
from bot.pipeline.digest_times import instant_of, known_zone, load_zone, parse_time

_DAY = timedelta(days=1)


def silence(chat: Chat, now: datetime) -> Silence | None:
    """Return the silence that lasts at ``now``, else the next; None where none will come.

    Quiet hours and a pause that meet are one. Quiet hours go by the chat's wall clock: where
    daylight saving skips one of their ends, it is the first instant that exists; where it comes
    twice, its first.
    """
    pause = chat.pause
    spans: list[Silence] = []
    if pause is not None and (pause.until is None or pause.until > now):
        # it lasts since it was asked for, though the clock may have been set back since
        spans.append(Silence(min(pause.since, now), pause.until))
    if chat.quiet is not None:
        # a pause may end within quiet hours, weeks from now
        around = {now, *(one.end for one in spans if one.end is not None)}
        for instant in around:
            spans += _nights(chat.quiet, chat.zone, instant)
    lasting = (one for one in _joined(spans) if one.end is None or one.end > now)
    return next(lasting, None)


def is_silent(one: Silence | None, now: datetime) -> bool:
    """Return whether a silence has begun; it lasts until it was ended."""
    return one is not None and one.start <= now


def has_ended(one: Silence | None, now: datetime) -> bool:
    """Return whether the end of a silence has come, and what waited is to be brought."""
    return one is not None and one.end is not None and one.end <= now


def _nights(quiet: QuietHours, zone: str, instant: datetime) -> Iterator[Silence]:
    """Return the quiet hours around an instant, and at least one after it."""
    where = load_zone(known_zone(zone))
    start, end = parse_time(quiet.start), parse_time(quiet.end)
    today = instant.astimezone(where).date()
    for days in range(-2, 4):
        first = today + days * _DAY
        last = first if end > start else first + _DAY
        span = Silence(instant_of(first, start, where), instant_of(last, end, where))
        if span.end is not None and span.start < span.end:  # a gap may swallow all of them
            yield span


def _joined(spans: list[Silence]) -> Iterator[Silence]:
    """Return the spans in their order, those that overlap or touch as one."""
    current: Silence | None = None
    for span in sorted(spans, key=lambda one: one.start):
        if current is None:
            current = span
        elif current.end is None or span.start <= current.end:
            current = Silence(current.start, _later(current.end, span.end))
        else:
            yield current
            current = span
    if current is not None:
        yield current


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return None if one is None or other is None else max(one, other)
