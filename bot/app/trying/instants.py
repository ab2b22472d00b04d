"""Instants as the contracts of ``storywire try`` write them."""

from __future__ import annotations

from datetime import UTC, datetime


def written(instant: datetime | None) -> str | None:
    """Return ``2026-02-03T14:05:06Z``."""
    return None if instant is None else f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
