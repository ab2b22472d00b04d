"""``storywire try digest-times``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.app.trying.instants import written
from bot.pipeline.digest_times import next_times

MOST = 10_000


def answer(record: dict[str, Any]) -> dict[str, Any]:
    """Return the times of a record of the contract. Raises ValueError for what is malformed."""
    zone, time, count = record.get("zone"), record.get("time"), record.get("count")
    days, after = record.get("days"), record.get("after")
    if not isinstance(zone, str):
        raise ValueError("zone must be the name of a time zone, such as Europe/Berlin")
    if not isinstance(time, str):
        raise ValueError("time must be a text HH:MM, such as 08:00")
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= MOST:
        raise ValueError(f"count must be a whole number from 0 to {MOST}")
    if days is not None and not (isinstance(days, list) and all(isinstance(d, str) for d in days)):
        raise ValueError('days must be a list such as ["mon", "fri"], or null')
    if days == []:
        raise ValueError("days must name at least one day, or be null for every day")
    try:
        times = next_times(zone, time, days or (), _instant(after), count)
    except OverflowError as error:
        raise ValueError(f"after: {after} is at the calendar's end") from error
    return {"id": record.get("id"), "times": [written(instant) for instant in times]}


def _instant(text: object) -> datetime:
    if not isinstance(text, str):
        raise ValueError("after must be an instant such as 2026-01-31T07:00:00Z")
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"after: {error}; write it as 2026-01-31T07:00:00Z") from error
    return instant.replace(tzinfo=instant.tzinfo or UTC).astimezone(UTC)
