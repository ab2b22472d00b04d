"""``storywire try url``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.feeds.web import guard


def answer(
    record: dict[str, Any],
    *,
    exceptions: Iterable[str] = (),
    resolver: guard.Resolver = guard.resolve,
) -> dict[str, Any]:
    """Return whether a record's address may be fetched; nothing is. Raises ValueError."""
    url = record.get("url")
    if not isinstance(url, str):
        raise ValueError("url must be a text such as https://news.example.org/feed.xml")
    verdict = guard.verdict(url, tuple(exceptions), resolver)
    return {"id": record.get("id"), "allowed": verdict.allowed, "reason": verdict.reason}
