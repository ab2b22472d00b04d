"""The playground's clock: the real one, moved to where a test wants it."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from bot.domain.ports import Clock

Listener: TypeAlias = Callable[[datetime], Awaitable[None]]
"""Called with the new time whenever the clock is set."""

_log = logging.getLogger(__name__)


class PlaygroundClock:
    """A domain ``Clock`` that can be set and runs on from there; kept in a file."""

    def __init__(self, path: Path, real: Clock) -> None:
        self._path = path
        self._real = real
        self._listeners: list[Listener] = []
        self._offset = self._load()

    def now(self) -> datetime:
        """Return the playground's present, aware, in UTC."""
        return self._real.now() + self._offset

    async def set(self, now: datetime | None) -> datetime:
        """Move the clock to an aware instant, None back to the real time; return the present.

        Returns once every listener has reacted.
        """
        real = self._real.now()
        self._offset = timedelta(0) if now is None else now.astimezone(UTC) - real
        self._keep()
        present = self.now()
        for listener in self._listeners:
            await listener(present)
        return present

    def on_set(self, listener: Listener) -> None:
        """Let a listener be awaited whenever the clock is set."""
        self._listeners.append(listener)

    def _load(self) -> timedelta:
        if not self._path.exists():
            return timedelta(0)
        try:
            return timedelta(seconds=float(json.loads(self._path.read_text())["offset_seconds"]))
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            _log.warning("%s is not readable, the clock runs on real time: %s", self._path, error)
            return timedelta(0)

    def _keep(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # replaced in one step, so that a kill leaves the old or the new file
        beside = self._path.with_suffix(".new")
        beside.write_text(json.dumps({"offset_seconds": self._offset.total_seconds()}))
        beside.replace(self._path)


def stamp(instant: datetime) -> str:
    """Return an aware instant as the contract writes it: ``2026-06-17T12:00:00Z`` (RFC 3339)."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
