"""``storywire try topic``: whether a story matches a topic, and by which words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot import topics
from bot.domain.errors import TopicError

_TEXTS = ("topic", "title", "text", "lang", "source")


def answer(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``{"id", "match", "words", "error"}`` for a topic and a story.

    A malformed topic is answered in ``error``; raises ValueError for a record of another shape.
    """
    for name in _TEXTS:
        if not isinstance(record.get(name), str | None):
            raise ValueError(f'"{name}" must be text or null.')
    if record.get("topic") is None:
        raise ValueError('"topic" is missing: give the topic as a person types it.')
    languages = record.get("languages") or ()
    if not isinstance(languages, list | tuple) or not all(isinstance(x, str) for x in languages):
        raise ValueError('"languages" must be a list of language codes, such as ["en", "ar"].')
    result: dict[str, Any] = {"id": record.get("id"), "match": False, "words": [], "error": None}
    try:
        query = topics.parse(record["topic"])
    except TopicError as error:
        return {**result, "error": _explained(error)}
    document = topics.Document.of(
        title=record.get("title"), text=record.get("text"),
        lang=record.get("lang"), source=record.get("source"),
    )  # fmt: skip
    found = topics.match(query, document, languages=tuple(languages))
    return {**result, "match": found is not None, "words": list(found or ())}


def _explained(error: TopicError) -> str:
    """Return the error with its place and suggestion."""
    where = f" (at character {error.position + 1})" if error.position is not None else ""
    offer = f" Did you mean: {error.suggestion}" if error.suggestion else ""
    return f"{error}{where}{offer}"
