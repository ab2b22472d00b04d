"""pgqueuer's driver for psycopg, with an ear of its own.

Who waits for notifications on a psycopg connection holds it for up to a second, and statements on
it wait for so long: a job would start a second late every third time.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Self

from pgqueuer.adapters.drivers.psycopg import PsycopgDriver

if TYPE_CHECKING:
    from pgqueuer.ports.driver import NotifyCallback


class ListeningApart(PsycopgDriver):
    """Asks on one connection and listens on another; both without transactions."""

    def __init__(self, asking: Any, listening: Any) -> None:  # noqa: ANN401 - the store knows them
        super().__init__(asking)
        self._ears = PsycopgDriver(listening)
        self._listens = asyncio.Event()
        self._heard: list[tuple[str, NotifyCallback]] = []

    async def notify(self, channel: str, payload: str) -> None:
        """Notify a channel, once we listen: pgqueuer asks itself whether it hears."""
        await self._listens.wait()
        await super().notify(channel, payload)

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        """Call back with each notification of a channel."""
        await self._ears.add_listener(channel, callback)
        self._heard.append((channel, callback))
        self._listens.set()

    async def remove_listener(self, channel: str, callback: NotifyCallback) -> None:
        """Call back no more."""
        await self._ears.remove_listener(channel, callback)

    async def __aenter__(self) -> Self:
        await self._ears.__aenter__()
        return await super().__aenter__()

    async def __aexit__(self, *fault: object) -> None:
        await super().__aexit__(*fault)
        for channel, callback in self._heard:  # its end would wait for the next second, else
            await self._ears.remove_listener(channel, callback)
        await self._ears.__aexit__(*fault)
