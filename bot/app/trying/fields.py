"""Fields of the records that ``storywire try`` reads."""

from __future__ import annotations

from typing import Any


def text(record: dict[str, Any], key: str) -> str | None:
    """Return a field's text, None where it is missing or null. Raises ValueError for the rest."""
    value = record.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{key} must be a text or null, not {type(value).__name__}")
    return value
