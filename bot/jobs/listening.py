"""pgqueuer's driver for psycopg, with an ear of its own.

Who waits for notifications on a psycopg connection holds it for up to a second, and statements on
it wait for so long: a job would start a second late every third time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from pgqueuer.adapters.drivers.psycopg import PsycopgDriver

if TYPE_CHECKING:
    from pgqueuer.ports.driver import NotifyCallback


class ListeningApart(PsycopgDriver):
    """Asks on one connection and listens on another; both without transactions."""

    def __init__(self, asking: Any, listening: Any) -> None:  # noqa: ANN401 - the store knows them
        super().__init__(asking)
        self._ears = PsycopgDriver(listening)

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        """Call back with each notification of a channel."""
        await self._ears.add_listener(channel, callback)

    async def remove_listener(self, channel: str, callback: NotifyCallback) -> None:
        """Call back no more."""
        await self._ears.remove_listener(channel, callback)

    async def __aenter__(self) -> Self:
        await self._ears.__aenter__()
        return await super().__aenter__()

    async def __aexit__(self, *fault: object) -> None:
        await super().__aexit__(*fault)
        await self._ears.__aexit__(*fault)
