"""``storywire try events``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.app.trying import fields
from bot.summaries.events import EventIndex, signature


class Events:
    """Answers stories in the order in which they come; each answer stands."""

    def __init__(self) -> None:
        self._index = EventIndex()

    def answer(self, record: dict[str, Any]) -> dict[str, Any]:
        """Return the number of the event that a story tells.

        Raises ValueError where title, text or lang is no text, or published no instant.
        """
        story = signature(
            fields.text(record, "title"),
            fields.text(record, "text"),
            fields.text(record, "lang"),
            _instant(record, "published"),
        )
        return {"id": record.get("id"), "event": self._index.add(story)}


def _instant(record: dict[str, Any], key: str) -> datetime | None:
    value = fields.text(record, key)
    if value is None:
        return None
    try:
        instant = datetime.fromisoformat(value.strip())
        return instant.replace(tzinfo=instant.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(
            f"{key} is no instant: {value!r}; write it as 2026-02-03T14:05:06Z, or null"
        ) from error
