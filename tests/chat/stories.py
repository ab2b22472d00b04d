"""Invented stories for the tests of the chat's output."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.domain.values import Chat, ChatKind, Sentence, Story


def story(**changes: Any) -> Story:
    """Return a story with every field, changed where asked."""
    fields: dict[str, Any] = {
        "id": 7,
        "code": 1001,
        "publisher_code": "309076",
        "title": "Salt caravans return to the lake",
        "text": "",
        "extract": sentences(
            "The first caravan in nine years reached the lake on Sunday.",
            "Traders said the road had been mended by hand.",
            "A second one is expected within the month.",
        ),
        "published": datetime(2018, 6, 17, 14, 8, tzinfo=UTC),
        "published_has_time": True,
        "seen_at": datetime(2018, 6, 17, 14, 9, tzinfo=UTC),
        "origin": "Lake Wire",
        "author": "Mina Example",
        "publisher": "The Example Post",
        "home": "https://post.example.org/",
        "link": "https://post.example.org/en/article/309076/salt-caravans",
        "lang": "en",
        "photo_file_id": None,
    }
    return Story(**(fields | changes))


def sentences(*texts: str, paragraph: int = 0) -> tuple[Sentence, ...]:
    """Return sentences that follow each other, the first the best."""
    return tuple(Sentence(text, n, n, paragraph) for n, text in enumerate(texts))


def chat(chat_id: int = 42, **changes: Any) -> Chat:
    """Return a private chat in Berlin that reads English."""
    fields: dict[str, Any] = {
        "id": chat_id,
        "kind": ChatKind.PRIVATE,
        "title": None,
        "language": "en",
        "zone": "Europe/Berlin",
        "active": True,
    }
    return Chat(**(fields | changes))
